// A working stand-in for the platform's assembly of this name, as far as generated code uses it. What was asked of it can be read.
using System;
using System.Collections;
using System.Collections.Generic;
using System.Data;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Runtime.Serialization;
using System.Xml;
using OutSystems.HubEdition.RuntimePlatform.NewRuntime;
using OutSystems.ObjectKeys;
using OutSystems.RuntimeCommon;
[assembly: AssemblyVersion("11.0.0.0")]

namespace OutSystems.HubEdition.RuntimePlatform.Db {
	public interface IRecord {
		IRecord Duplicate();
		bool ChangedAttributeGet(GlobalObjectKey key);
		bool OptimizedAttributeGet(GlobalObjectKey key);
		object AttributeGet(GlobalObjectKey key);
		void FillFromOther(IRecord other);
		void ReadDB(IDataReader r);
		void RecursiveReset();
		void InternalRecursiveSave();
		BitArray[] AllOptimizedAttributes { get; set; }
	}

	public interface ITypedRecord<T> : IRecord {
		new T Duplicate();
		void ReadIM(T r);
	}

	public interface IOSList : IEnumerable, IEnumerator {
		int Length { get; }
		bool Eof { get; }
		bool Advance();
		void StartIteration();
		void EndIteration();
	}

	public interface RecordList : IOSList {
		IList<IRecord> Data { get; }
	}

	public class OSList<T> : IOSList {
		public delegate void ReadDBMethodDelegate(IDataReader reader, ref T rec);
		public T CurrentRec;
		protected ReadDBMethodDelegate alternateReadDBMethod;
		protected List<T> items = new List<T>();
		int place;

		public IList<T> Data { get { return items; } }
		public T this[int index] { get { return items[index]; } }
		public int Length { get { return items.Count; } }
		public bool Eof { get { return place >= items.Count; } }
		object IEnumerator.Current { get { return CurrentRec; } }
		bool IEnumerator.MoveNext() { return Advance(); }
		public void Reset() { place = 0; }
		public IEnumerator GetEnumerator() { return items.GetEnumerator(); }
		public bool Advance() { place++; return !Eof; }
		public void StartIteration() { place = 0; }
		public void EndIteration() {}
		public void Append(T record) { items.Add(record); }
		public void Add(object record) { items.Add((T) record); }

		public OSList<T> Duplicate() {
			OSList<T> copy = NewList();
			foreach (T item in items) copy.items.Add((T) ((IRecord) item).Duplicate());
			return copy;
		}

		public void FillFromOther(IOSList other) {
			items.Clear();
			if (other == null) return;
			foreach (object item in (IEnumerable) other) {
				object record = GetElementDefaultValue();
				((IRecord) record).FillFromOther((IRecord) item);
				items.Add((T) record);
			}
		}

		public void RecursiveReset() { Calls.Add("RecursiveReset"); }
		public void InternalRecursiveSave() { Calls.Add("InternalRecursiveSave"); }

		public void ToXml(object parent, XmlElement baseElem, string fieldName, int detailLevel) {
			XmlElement list = VarValue.AppendChild(baseElem, "RecordList");
			list.SetAttribute("debug.field", fieldName);
			list.SetAttribute("detail", detailLevel.ToString());
			list.SetAttribute("length", Length.ToString());
		}

		protected virtual OSList<T> NewList() { throw new NotSupportedException(); }
		protected virtual T GetElementDefaultValue() { throw new NotSupportedException(); }
		public virtual BitArray[] GetDefaultOptimizedValues() { throw new NotSupportedException(); }
		protected static K[] InnerToArray<K>(OSList<T> list, Func<T, K> converter) { return list.items.Select(converter).ToArray(); }
		protected void InnerFromArray(T[] array) { items = array.ToList(); }
		protected void InnerFromArray<K>(K[] array, Func<K, T> converter) { items = array.Select(converter).ToList(); }
		protected void InnerFromRestList<K>(RestList<K> list, Func<K, T> converter) { items = list.Items.Select(converter).ToList(); }

		public static bool operator ==(OSList<T> a, OSList<T> b) {
			return ReferenceEquals(a, b) || !ReferenceEquals(a, null) && !ReferenceEquals(b, null) && a.items.SequenceEqual(b.items);
		}

		public static bool operator !=(OSList<T> a, OSList<T> b) { return !(a == b); }
		public override bool Equals(object other) { return this == other as OSList<T>; }
		public override int GetHashCode() { return items.Count; }
	}

	public class GenericRecordList<T> : OSList<T>, RecordList, ISerializable, IDeserializationCallback {
		public readonly IDbTransaction Transaction;
		readonly T[] stored;

		public GenericRecordList() {}
		public GenericRecordList(IDbTransaction trans) { Transaction = trans; }
		public GenericRecordList(SerializationInfo info, StreamingContext context) { stored = (T[]) info.GetValue("items", typeof(T[])); }
		public int Count { get { return Length; } }
		public ReadDBMethodDelegate Alternate { get { return alternateReadDBMethod; } }
		public T ElementDefault() { return GetElementDefaultValue(); }
		IList<IRecord> RecordList.Data { get { return items.Cast<IRecord>().ToList(); } }
		void ISerializable.GetObjectData(SerializationInfo info, StreamingContext context) { info.AddValue("items", items.ToArray()); }
		// Only when the whole is read have the elements of the array their values.
		void IDeserializationCallback.OnDeserialization(object sender) { if (stored != null) items = stored.ToList(); }
	}
}

namespace OutSystems.HubEdition.RuntimePlatform.NewRuntime {
	public class RestList<T> {
		public readonly List<T> Items = new List<T>();
	}
}

namespace OutSystems.HubEdition.RuntimePlatform.MetaInformation {
	[AttributeUsage(AttributeTargets.All)]
	public class EntityRecordDetails : Attribute {
		public EntityRecordDetails(string name, string key, string ownerKey, int p4, string physicalTableName, string p6) {}
	}

	[AttributeUsage(AttributeTargets.All)]
	public class EntityAttributeDetails : Attribute {
		public EntityAttributeDetails(string name, int length, bool isAutoGenerated, bool isIdentifier, bool isEntityReference, bool isMandatory) {}
	}
}

namespace OutSystems.HubEdition.RuntimePlatform {
	public interface ISimpleRecord {}

	// What generated code asked for, in order.
	public static class Calls {
		static List<string> calls = new List<string>();

		public static void Add(string call) { calls.Add(call); }
		public static List<string> Take() { var taken = calls; calls = new List<string>(); return taken; }
	}

	public static class DataReaderExtensions {
		public static string ReadText(this IDataReader reader, int index, string name, string defaultValue) { return Read("ReadText", reader, index, name, defaultValue); }
		public static int ReadInteger(this IDataReader reader, int index, string name, int defaultValue) { return Read("ReadInteger", reader, index, name, defaultValue); }
		public static long ReadLongInteger(this IDataReader reader, int index, string name, long defaultValue) { return Read("ReadLongInteger", reader, index, name, defaultValue); }
		public static decimal ReadDecimal(this IDataReader reader, int index, string name, decimal defaultValue) { return Read("ReadDecimal", reader, index, name, defaultValue); }
		public static bool ReadBoolean(this IDataReader reader, int index, string name, bool defaultValue) { return Read("ReadBoolean", reader, index, name, defaultValue); }
		public static DateTime ReadDateTime(this IDataReader reader, int index, string name, DateTime defaultValue) { return Read("ReadDateTime", reader, index, name, defaultValue); }
		public static DateTime ReadDate(this IDataReader reader, int index, string name, DateTime defaultValue) { return Read("ReadDate", reader, index, name, defaultValue); }
		public static DateTime ReadTime(this IDataReader reader, int index, string name, DateTime defaultValue) { return Read("ReadTime", reader, index, name, defaultValue); }
		public static byte[] ReadBinaryData(this IDataReader reader, int index, string name, byte[] defaultValue) { return Read("ReadBinaryData", reader, index, name, defaultValue); }
		public static int ReadEntityReference(this IDataReader reader, int index, string name, int defaultValue) { return Read("ReadEntityReference", reader, index, name, defaultValue); }
		public static long ReadEntityReferenceLongInteger(this IDataReader reader, int index, string name, long defaultValue) { return Read("ReadEntityReferenceLongInteger", reader, index, name, defaultValue); }
		public static string ReadEntityReferenceText(this IDataReader reader, int index, string name, string defaultValue) { return Read("ReadEntityReferenceText", reader, index, name, defaultValue); }

		static T Read<T>(string method, IDataReader reader, int index, string name, T defaultValue) {
			Calls.Add(method + " " + name);
			return reader.IsDBNull(index) ? defaultValue : (T) reader.GetValue(index);
		}
	}

	public class VarValue {
		// The names that are not loaded.
		public static readonly HashSet<string> OptimizedFields = new HashSet<string>();
		public object CurrentValue;
		public string FieldName;
		public string Rest;
		bool optimized;

		public bool Found { get; set; }
		public bool Optimized { get { return optimized; } set { optimized = value; Found = true; } }
		public object Value { set { CurrentValue = value; Found = true; } }
		public void SetFieldName(string name) { FieldName = name; }
		public void EvaluateFields(object parent, string baseName, string fields) { Rest = baseName + ":" + fields; }
		public static string GetHead(string fields) { return fields.Split('.')[0]; }
		public static string GetTail(string fields) { int dot = fields.IndexOf('.'); return dot < 0 ? null : fields.Substring(dot + 1); }
		public static bool FieldIsOptimized(object parent, string name) { return OptimizedFields.Contains(name); }

		public static XmlElement AppendChild(XmlElement parent, string name) {
			return (XmlElement) parent.AppendChild(parent.OwnerDocument.CreateElement(name));
		}

		public static XmlAttribute AppendAttribute(XmlElement element, string name, object value) {
			element.SetAttribute(name, Convert.ToString(value, CultureInfo.InvariantCulture));
			return element.GetAttributeNode(name);
		}

		public static XmlAttribute AppendAttribute(XmlElement element, string name, object value, int detailLevel, TypeKind kind) {
			return AppendAttribute(element, name, kind);
		}

		public static XmlAttribute AppendOptimizedAttribute(XmlElement element, string name) { return AppendAttribute(element, name, "optimized"); }
		public static XmlElement AppendDeferredEvaluationElement(XmlElement element) { return AppendChild(element, "Deferred"); }
	}

	public static class RuntimePlatformUtils {
		public static bool CompareByteArrays(byte[] a, byte[] b) {
			return ReferenceEquals(a, b) || a != null && b != null && a.SequenceEqual(b);
		}
	}
}

namespace OutSystems.Internal.Db {
	public interface IDatabaseAccessProvider {}
}
