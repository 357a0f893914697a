using System;
using System.Collections;
using System.Data;
using OutSystems.HubEdition.RuntimePlatform;

namespace OutSystems.NssSample {

	public class CssSample: IssSample {

		/// <summary>
		/// Twice a number
		/// </summary>
		/// <param name="ssNumber"></param>
		/// <param name="ssResult"></param>
		public void MssDouble(int ssNumber, out int ssResult) {
			ssResult = 2 * ssNumber;
		} // MssDouble

	} // CssSample

} // OutSystems.NssSample
