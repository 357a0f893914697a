using System;
using System.Collections;
using System.Data;
using OutSystems.HubEdition.RuntimePlatform;
using OutSystems.RuntimePublic.Db;

namespace OutSystems.NssMortgageLib {

	public class CssMortgageLib: IssMortgageLib {

		/// <summary>
		/// The monthly payment of a mortgage
		/// </summary>
		/// <param name="ssAmount">What is owed</param>
		/// <param name="ssYearlyRate">As a fraction: 0.06 is six per cent</param>
		/// <param name="ssYears"></param>
		/// <param name="ssMonthlyPayment"></param>
		public void MssCalculateMortgage(decimal ssAmount, decimal ssYearlyRate, int ssYears, out decimal ssMonthlyPayment) {
			double rate = (double)ssYearlyRate / 12;
			double growth = Math.Pow(1 + rate, ssYears * 12);
			ssMonthlyPayment = Math.Round(ssAmount * (decimal)(rate * growth / (growth - 1)), 2);
		} // MssCalculateMortgage

	} // CssMortgageLib

} // OutSystems.NssMortgageLib
