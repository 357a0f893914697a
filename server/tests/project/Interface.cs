using System;
using System.Collections;
using System.Data;
using OutSystems.HubEdition.RuntimePlatform;

namespace OutSystems.NssMortgageLib {

	public interface IssMortgageLib {

		/// <summary>
		/// The monthly payment of a mortgage
		/// </summary>
		/// <param name="ssAmount">What is owed</param>
		/// <param name="ssYearlyRate">As a fraction: 0.06 is six per cent</param>
		/// <param name="ssYears"></param>
		/// <param name="ssMonthlyPayment"></param>
		void MssCalculateMortgage(decimal ssAmount, decimal ssYearlyRate, int ssYears, out decimal ssMonthlyPayment);

	} // IssMortgageLib

} // OutSystems.NssMortgageLib
