// A working stand-in for the platform's assembly of this name, as far as generated code uses it.
using System.Reflection;
[assembly: AssemblyVersion("11.0.0.0")]

namespace OutSystems.ObjectKeys {
	[System.Serializable]
	public class GlobalObjectKey {
		readonly string text;

		GlobalObjectKey(string text) { this.text = text; }

		public static GlobalObjectKey Parse(string text) { return new GlobalObjectKey(text); }
		public static bool operator ==(GlobalObjectKey a, GlobalObjectKey b) { return Equals(a, b); }
		public static bool operator !=(GlobalObjectKey a, GlobalObjectKey b) { return !Equals(a, b); }
		public override bool Equals(object other) { return other is GlobalObjectKey key && key.text == text; }
		public override int GetHashCode() { return text.GetHashCode(); }
		public override string ToString() { return text; }
	}
}

namespace OutSystems.RuntimeCommon {
	public enum TypeKind {
		Text = 1, Integer, LongInteger, Decimal, Boolean, DateTime, EntityReferenceLongInteger, EntityReference, EntityReferenceText, BinaryData,
		// Other numbers than the declarations have, which code must not have compiled in.
		Date = 21, Time = 22
	}
}
