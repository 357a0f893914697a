using System;
using System.Collections;
using System.Collections.Generic;
using System.Data;
using System.Linq;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text;
using System.Xml;

[assembly: AssemblyTitle("")]
[assembly: AssemblyVersion("11.0.0.0")]

namespace OutSystems.NssWarming {
	/// <summary>What generated code looks like.</summary>
	public interface IssWarming {
		/// <summary>An action.</summary>
		/// <param name="ssText">An input.</param>
		/// <param name="ssCount">An output.</param>
		void MssCount(string ssText, out int ssCount);
	}

	[Serializable()]
	public partial struct STItemStructure : ISerializable {
		internal static readonly Guid IdName = Guid.Parse("2f9a7a4e-5d7e-4b57-8a0f-0e6f4e1d7a11");
		[System.Xml.Serialization.XmlElement("Name")]
		public string ssName;
		public BitArray OptimizedAttributes;

		public STItemStructure(params string[] dummy) {
			OptimizedAttributes = null;
			ssName = "";
		}

		public STItemStructure(SerializationInfo info, StreamingContext context) {
			OptimizedAttributes = null;
			ssName = "";
			Type objInfo = this.GetType();
			FieldInfo field = objInfo.GetField("ssName", BindingFlags.Instance | BindingFlags.Public);
			if (field == null) {
				throw new Exception("The field named 'ssName' was not found.");
			}
			if (field.FieldType.IsSerializable) {
				ssName = (string)info.GetValue(field.Name, field.FieldType);
			}
		}

		public void Read(IDataReader r, ref int index) {
			ssName = r.IsDBNull(index) ? "" : r.GetString(index);
			index++;
		}

		public static bool operator ==(STItemStructure a, STItemStructure b) {
			return a.ssName == b.ssName;
		}

		public static bool operator !=(STItemStructure a, STItemStructure b) {
			return !(a == b);
		}

		public override bool Equals(object o) {
			return o is STItemStructure && this == (STItemStructure)o;
		}

		public override int GetHashCode() {
			try {
				return base.GetHashCode() ^ ssName.GetHashCode();
			} catch {
				return base.GetHashCode();
			}
		}

		public void GetObjectData(SerializationInfo info, StreamingContext context) {
			foreach (FieldInfo field in this.GetType().GetFields()) {
				info.AddValue(field.Name, field.GetValue(this));
			}
		}

		public void ToXml(object parent, XmlElement element, string fieldName, int detailLevel) {
			XmlElement inner = element.OwnerDocument.CreateElement("Structure");
			inner.SetAttribute("debug.field", fieldName.ToLowerInvariant());
			element.AppendChild(inner);
		}
	}

	public class CssWarming : IssWarming {
		private readonly Dictionary<string, List<STItemStructure>> items = new Dictionary<string, List<STItemStructure>>();

		public void MssCount(string ssText, out int ssCount) {
			int unused;
			ssCount = 0;
			decimal total = 0.0M;
			DateTime start = new DateTime(1900, 1, 1, 0, 0, 0);
			var builder = new StringBuilder();
			foreach (var word in ssText.Split(' ').Where(word => word.Length > 1).Select((word, index) => new { word, index })) {
				if (!items.TryGetValue(word.word, out List<STItemStructure> found)) {
					items[word.word] = found = new List<STItemStructure>();
				}
				found.Add(new STItemStructure { ssName = $"{word.word} {word.index}" });
				builder.AppendFormat("{0}", found.Count);
				total += found.Count * 1.5m;
				switch (found.Count) {
					case 1:
						ssCount++;
						break;
					default:
						ssCount += (int)total;
						break;
				}
			}
			using (var reader = new System.IO.StringReader(builder.ToString())) {
				ssCount += reader.ReadToEnd().Length + start.Year;
			}
		}

		public IEnumerable<int> Numbers() {
			for (int number = 0; number < 3; number++) {
				yield return number;
			}
		}
	}
}
