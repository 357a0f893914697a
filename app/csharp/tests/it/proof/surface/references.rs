//! The assemblies and their members that generated code uses.

use super::distinct;

/// Every assembly, by the version that DLLs of real extensions have.
const ASSEMBLIES: [&str; 5] = [
    "assemblyref OutSystems.HubEdition.RuntimePlatform 11.0.0.0",
    "assemblyref OutSystems.RuntimeCommon 11.0.0.0",
    "assemblyref System.Data 4.0.0.0",
    "assemblyref System.Xml 4.0.0.0",
    "assemblyref mscorlib 4.0.0.0",
];

/// Every member of the platform, generic lists once: `RC` stands for a record. A platform that lacks one of them
/// could not run the code, so none may be added that no real DLL has.
const MEMBERS: &str = "\
Boolean Db.IRecord.ChangedAttributeGet(Key)
Boolean Db.IRecord.OptimizedAttributeGet(Key)
Boolean VarValue.get_Found()
Db.IRecord Db.IRecord.Duplicate()
Db.OSList`1/ReadDBMethodDelegate<!0> List.alternateReadDBMethod
Db.OSList`1<!0> List.Duplicate()
Int32 List.get_Length()
Object Db.IRecord.AttributeGet(Key)
Void Db.GenericRecordList`1<RC>..ctor()
Void Db.GenericRecordList`1<RC>..ctor(System.Data.IDbTransaction)
Void Db.GenericRecordList`1<RC>..ctor(System.Runtime.Serialization.SerializationInfo, System.Runtime.Serialization.StreamingContext)
Void List.FillFromOther(Db.IOSList)
Void List.InnerFromArray(!0[])
Void List.InnerFromArray`1(!!0[], System.Func`2<!!0, !0>)
Void List.InnerFromRestList`1(NewRuntime.RestList`1<!!0>, System.Func`2<!!0, !0>)
Void List.InternalRecursiveSave()
Void List.RecursiveReset()
Void List.ToXml(Object, System.Xml.XmlElement, String, Int32)
Void MetaInformation.EntityAttributeDetails..ctor(String, Int32, Boolean, Boolean, Boolean, Boolean)
Void MetaInformation.EntityRecordDetails..ctor(String, String, String, Int32, String, String)
Void VarValue.EvaluateFields(Object, String, String)
Void VarValue.SetFieldName(String)
Void VarValue.set_Found(Boolean)
Void VarValue.set_Optimized(Boolean)
Void VarValue.set_Value(Object)
static !!0[] List.InnerToArray`1(Db.OSList`1<!0>, System.Func`2<!0, !!0>)
static Boolean DataReaderExtensions.ReadBoolean(System.Data.IDataReader, Int32, String, Boolean)
static Boolean Key.op_Equality(Key, Key)
static Boolean List.op_Inequality(Db.OSList`1<!0>, Db.OSList`1<!0>)
static Boolean RuntimePlatformUtils.CompareByteArrays(Byte[], Byte[])
static Boolean VarValue.FieldIsOptimized(Object, String)
static Byte[] DataReaderExtensions.ReadBinaryData(System.Data.IDataReader, Int32, String, Byte[])
static Int32 DataReaderExtensions.ReadEntityReference(System.Data.IDataReader, Int32, String, Int32)
static Int32 DataReaderExtensions.ReadInteger(System.Data.IDataReader, Int32, String, Int32)
static Int64 DataReaderExtensions.ReadEntityReferenceLongInteger(System.Data.IDataReader, Int32, String, Int64)
static Int64 DataReaderExtensions.ReadLongInteger(System.Data.IDataReader, Int32, String, Int64)
static Key Key.Parse(String)
static String DataReaderExtensions.ReadEntityReferenceText(System.Data.IDataReader, Int32, String, String)
static String DataReaderExtensions.ReadText(System.Data.IDataReader, Int32, String, String)
static String VarValue.GetHead(String)
static String VarValue.GetTail(String)
static System.DateTime DataReaderExtensions.ReadDate(System.Data.IDataReader, Int32, String, System.DateTime)
static System.DateTime DataReaderExtensions.ReadDateTime(System.Data.IDataReader, Int32, String, System.DateTime)
static System.DateTime DataReaderExtensions.ReadTime(System.Data.IDataReader, Int32, String, System.DateTime)
static System.Decimal DataReaderExtensions.ReadDecimal(System.Data.IDataReader, Int32, String, System.Decimal)
static System.Xml.XmlAttribute VarValue.AppendAttribute(System.Xml.XmlElement, String, Object)
static System.Xml.XmlAttribute VarValue.AppendAttribute(System.Xml.XmlElement, String, Object, Int32, OutSystems.RuntimeCommon.TypeKind)
static System.Xml.XmlAttribute VarValue.AppendOptimizedAttribute(System.Xml.XmlElement, String)
static System.Xml.XmlElement VarValue.AppendChild(System.Xml.XmlElement, String)
static System.Xml.XmlElement VarValue.AppendDeferredEvaluationElement(System.Xml.XmlElement)";

/// Compares the references with these.
pub(super) fn check(references: &[&str]) {
    let (assemblies, members): (Vec<&str>, Vec<&str>) =
        references.iter().partition(|line| line.starts_with("assembly"));
    assert_eq!(distinct(assemblies), distinct(ASSEMBLIES));
    let members = members.iter().filter(|line| line.contains("OutSystems.")).map(|line| short(line));
    let (found, expected) = (distinct(members), distinct(MEMBERS.lines().map(str::to_owned)));
    assert_eq!(
        found.difference(&expected).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "not known to be in the platform"
    );
    assert_eq!(expected.difference(&found).collect::<Vec<_>>(), Vec::<&String>::new(), "not used");
}

fn short(line: &str) -> String {
    let mut text = line.trim_start_matches("memberref ").to_owned();
    while let Some(start) = text.find("OutSystems.NssMatrix.RC") {
        let end = start + text[start..].find("Record>").unwrap() + "Record".len();
        text.replace_range(start..end, "RC");
    }
    text.replace("OutSystems.HubEdition.RuntimePlatform.", "")
        .replace("OutSystems.ObjectKeys.GlobalObjectKey", "Key")
        .replace("Db.OSList`1<RC>", "List")
}
