//! The types and members that generated code must have, from what is known of the files of Integration Studio and
//! without the generator.

use extension::{Action, BasicType, DataType, Entity, EntityAttribute, Extension, Key, RecordDefinition, Structure};

const KEY: &str = "OutSystems.ObjectKeys.GlobalObjectKey";
const BITS: &str = "System.Collections.BitArray";
const DB: &str = "OutSystems.HubEdition.RuntimePlatform.Db";
const META: &str = "OutSystems.HubEdition.RuntimePlatform.MetaInformation";
const IMPLEMENTED: &str = "Public Virtual Final NewSlot";
const NAMES: &str = "System.Collections.Generic.Dictionary`2<String, String>";

/// The lines of every type, in the order of the project's files.
pub(super) fn surface(extension: &Extension) -> Vec<String> {
    let mut lines = Vec::new();
    lines.push("type Public OutSystems.NssMatrix.CssMatrix: System.Object".to_owned());
    lines.push("\timplements OutSystems.NssMatrix.IssMatrix".to_owned());
    lines.extend(extension.actions.iter().map(|action| method(extension, action, "Public Virtual Final NewSlot")));
    lines.push(constructor(""));
    lines.push("type Public Abstract Interface OutSystems.NssMatrix.IssMatrix".to_owned());
    lines.extend(extension.actions.iter().map(|action| method(extension, action, "Public Abstract Virtual NewSlot")));
    for structure in &extension.structures {
        structure_lines(&mut lines, extension, structure);
    }
    for entity in &extension.entities {
        configuration(&mut lines, entity);
        entity_names(&mut lines, entity);
        entity_lines(&mut lines, extension, entity);
    }
    let records = records(extension);
    for record in &records {
        record_lines(&mut lines, extension, record);
    }
    for record in &records {
        list_lines(&mut lines, &record_name(extension, record));
    }
    lines
}

/// Every record: of each entity, of each structure, and of each join where it is used first.
pub(crate) fn records(extension: &Extension) -> Vec<RecordDefinition> {
    let entities = extension.entities.iter().map(|it| it.key);
    let singles = entities.chain(extension.structures.iter().map(|it| it.key));
    let mut records: Vec<RecordDefinition> = singles.map(|key| RecordDefinition::new([key])).collect();
    let parameters = extension.actions.iter().flat_map(|it| it.parameters.iter().map(|it| it.data_type.clone()));
    let attributes = extension.structures.iter().flat_map(|it| it.attributes.iter().map(|it| it.data_type.clone()));
    for record in parameters.chain(attributes).filter_map(|it| it.record().cloned()) {
        if !records.contains(&record) {
            records.push(record);
        }
    }
    records
}

/// The name of a record: those of its sources without anything between them.
pub(crate) fn record_name(extension: &Extension, record: &RecordDefinition) -> String {
    record.sources().iter().map(|&key| extension.source_name(key).unwrap().as_str()).collect()
}

/// The attributes of an entity that are there at run time.
pub(crate) fn attributes(entity: &Entity) -> Vec<&EntityAttribute> {
    entity.attributes.iter().map(AsRef::as_ref).filter(|it| !it.is_ignored).collect()
}

fn type_name(extension: &Extension, data_type: &DataType) -> String {
    let identifier = |key: Key| {
        let entity = extension.entities.get(key).unwrap();
        type_name(extension, &entity.attributes.get(entity.identifier.unwrap()).unwrap().data_type)
    };
    match data_type {
        DataType::Basic(BasicType::Text | BasicType::Email | BasicType::PhoneNumber) => "String".to_owned(),
        DataType::Basic(BasicType::Integer) => "Int32".to_owned(),
        DataType::Basic(BasicType::LongInteger) => "Int64".to_owned(),
        DataType::Basic(BasicType::Decimal | BasicType::Currency) => "System.Decimal".to_owned(),
        DataType::Basic(BasicType::Boolean) => "Boolean".to_owned(),
        DataType::Basic(BasicType::DateTime | BasicType::Date | BasicType::Time) => "System.DateTime".to_owned(),
        DataType::Basic(BasicType::BinaryData) => "Byte[]".to_owned(),
        DataType::EntityIdentifier(key) => identifier(*key),
        DataType::Record(record) => format!("OutSystems.NssMatrix.RC{}Record", record_name(extension, record)),
        DataType::RecordList(record) => format!("OutSystems.NssMatrix.RL{}RecordList", record_name(extension, record)),
        DataType::Object | DataType::Other { .. } => "Object".to_owned(),
    }
}

fn constructor(parameters: &str) -> String {
    format!("\tmethod Public Void .ctor({parameters})")
}

fn method(extension: &Extension, action: &Action, flags: &str) -> String {
    let parameters = action.parameters.iter().map(|parameter| {
        let data_type = type_name(extension, &parameter.data_type);
        let direction = if parameter.is_input() { "" } else { "out " };
        format!("{direction}{data_type} ss{}", parameter.name)
    });
    format!("\tmethod {flags} Void Mss{}({})", action.name, parameters.collect::<Vec<_>>().join(", "))
}

fn struct_head(lines: &mut Vec<String>, name: &str, is_simple: bool) {
    lines.push(format!(
        "type Public Sealed SequentialLayout Serializable OutSystems.NssMatrix.{name}: System.ValueType"
    ));
    lines.push(format!("\timplements {DB}.IRecord"));
    lines.push(format!("\timplements {DB}.ITypedRecord`1<OutSystems.NssMatrix.{name}>"));
    if is_simple {
        lines.push("\timplements OutSystems.HubEdition.RuntimePlatform.ISimpleRecord".to_owned());
    }
    lines.push("\timplements System.Runtime.Serialization.ISerializable".to_owned());
}

fn ids<'a>(lines: &mut Vec<String>, names: impl IntoIterator<Item = &'a str>) {
    lines.extend(names.into_iter().map(|name| format!("\tfield Assembly Static InitOnly {KEY} Id{name}")));
}

fn xml_element(name: &str) -> String {
    format!("\t\tattribute System.Xml.Serialization.XmlElementAttribute(\"{name}\")")
}

/// What every struct has between its fields' own members.
fn accessors(lines: &mut Vec<String>) {
    lines.push(constructor("params String[] dummy"));
    lines.push(format!("\tmethod Public {BITS}[] GetDefaultOptimizedValues()"));
    lines.push(format!("\tmethod {IMPLEMENTED} Void set_AllOptimizedAttributes({BITS}[] value)"));
    lines.push(format!("\tmethod {IMPLEMENTED} {BITS}[] get_AllOptimizedAttributes()"));
}

fn behavior(lines: &mut Vec<String>, name: &str, has_keys: bool) {
    let own = format!("OutSystems.NssMatrix.{name}");
    let serialization =
        "System.Runtime.Serialization.SerializationInfo info, System.Runtime.Serialization.StreamingContext context";
    lines.extend(
        [
            "Public Void Read(System.Data.IDataReader r, ref Int32 index)".to_owned(),
            format!("{IMPLEMENTED} Void ReadDB(System.Data.IDataReader r)"),
            format!("{IMPLEMENTED} Void ReadIM({own} r)"),
            format!("Public Static Boolean op_Equality({own} a, {own} b)"),
            format!("Public Static Boolean op_Inequality({own} a, {own} b)"),
            "Public Virtual Boolean Equals(Object o)".to_owned(),
            "Public Virtual Int32 GetHashCode()".to_owned(),
            format!("{IMPLEMENTED} Void GetObjectData({serialization})"),
            format!("Public Void .ctor({serialization})"),
            format!("{IMPLEMENTED} Void RecursiveReset()"),
            format!("{IMPLEMENTED} Void InternalRecursiveSave()"),
            format!("{IMPLEMENTED} {own} Duplicate()"),
            format!("Private Virtual Final NewSlot {DB}.IRecord {DB}.IRecord.Duplicate()"),
            "Public Void ToXml(Object parent, System.Xml.XmlElement baseElem, String fieldName, Int32 detailLevel)"
                .to_owned(),
            "Public Void EvaluateFields(OutSystems.HubEdition.RuntimePlatform.VarValue variable, Object parent, String baseName, String fields)".to_owned(),
            format!("{IMPLEMENTED} Boolean ChangedAttributeGet({KEY} key)"),
            format!("{IMPLEMENTED} Boolean OptimizedAttributeGet({KEY} key)"),
            format!("{IMPLEMENTED} Object AttributeGet({KEY} key)"),
            format!("{IMPLEMENTED} Void FillFromOther({DB}.IRecord other)"),
            "Public Boolean IsDefault()".to_owned(),
        ]
        .map(|line| format!("\tmethod {line}")),
    );
    if has_keys {
        lines.push("\tmethod Private Static Void .cctor()".to_owned());
    }
}

fn structure_lines(lines: &mut Vec<String>, extension: &Extension, structure: &Structure) {
    let name = format!("ST{}Structure", structure.name);
    struct_head(lines, &name, true);
    ids(lines, structure.attributes.iter().map(|it| it.name.as_str()));
    for attribute in &structure.attributes {
        lines.push(format!("\tfield Public {} ss{}", type_name(extension, &attribute.data_type), attribute.name));
        lines.push(xml_element(attribute.name.as_str()));
    }
    lines.push(format!("\tfield Public {BITS} OptimizedAttributes"));
    lines.push("\tmethod Public Static Void EnsureInitialized()".to_owned());
    accessors(lines);
    behavior(lines, &name, !structure.attributes.is_empty());
    lines.push(format!("\tproperty {BITS}[] AllOptimizedAttributes set get"));
}

fn configuration(lines: &mut Vec<String>, entity: &Entity) {
    lines.push(format!("type Public OutSystems.NssMatrix.EN{}EntityConfiguration: System.Object", entity.name));
    lines.push("\tfield Private Static Object config".to_owned());
    lines.push("\tmethod Private Static String get_PhysicalTableName()".to_owned());
    lines.push("\tmethod Public Static String GetPhysicalTableName()".to_owned());
    lines.push(constructor(""));
    lines.push("\tproperty String PhysicalTableName get".to_owned());
}

fn entity_names(lines: &mut Vec<String>, entity: &Entity) {
    lines.push(format!("type Public Sealed OutSystems.NssMatrix.EN{}Entity: System.Object", entity.name));
    lines.push(format!("\tfield Private Static InitOnly {NAMES} entityAttributes"));
    lines.push(format!("\tmethod Public Static {NAMES} AttributesToDatabaseNamesMap()"));
    lines.push("\tmethod Public Static String AttributeDatabaseName(String attributeName)".to_owned());
    for name in ["LocalViewName", "ViewName"] {
        lines.push(format!("\tmethod Public Static String {name}(System.Nullable`1<Int32> tenant, String locale)"));
    }
    lines.push(constructor(""));
    lines.push("\tmethod Private Static Void .cctor()".to_owned());
}

fn entity_lines(lines: &mut Vec<String>, extension: &Extension, entity: &Entity) {
    let name = format!("EN{}EntityRecord", entity.name);
    struct_head(lines, &name, true);
    let table = &entity.physical_table;
    lines.push(format!(
        "\tattribute {META}.EntityRecordDetails(\"{}\", \"{}\", \"{}\", 0, \"{table}\", null)",
        entity.name, entity.key, extension.key
    ));
    let attributes = attributes(entity);
    ids(lines, attributes.iter().map(|it| it.name.as_str()));
    for attribute in &attributes {
        lines.push(format!("\tfield Private {} _ss{}", type_name(extension, &attribute.data_type), attribute.name));
        lines.push(attribute_details(entity, attribute));
        lines.push(xml_element(attribute.name.as_str()));
    }
    lines.push(format!("\tfield Public {BITS} ChangedAttributes"));
    lines.push(format!("\tfield Public {BITS} OptimizedAttributes"));
    lines.push("\tmethod Public Static Void EnsureInitialized()".to_owned());
    for attribute in &attributes {
        let data_type = type_name(extension, &attribute.data_type);
        lines.push(format!("\tmethod Public {data_type} get_ss{}()", attribute.name));
        lines.push(format!("\tmethod Public Void set_ss{}({data_type} value)", attribute.name));
    }
    accessors(lines);
    behavior(lines, &name, !attributes.is_empty());
    for attribute in &attributes {
        lines.push(format!("\tproperty {} ss{} set get", type_name(extension, &attribute.data_type), attribute.name));
    }
    lines.push(format!("\tproperty {BITS}[] AllOptimizedAttributes set get"));
}

fn attribute_details(entity: &Entity, attribute: &EntityAttribute) -> String {
    let column = if attribute.original_name.is_empty() { attribute.name.as_str() } else { &attribute.original_name };
    let has_length = matches!(attribute.data_type.basic(), Some(BasicType::Text | BasicType::Decimal));
    let length = if has_length && !attribute.length.is_empty() { attribute.length.as_str() } else { "0" };
    let text = |value: bool| if value { "True" } else { "False" };
    format!(
        "\t\tattribute {META}.EntityAttributeDetails(\"{column}\", {length}, {}, {}, {}, {})",
        text(attribute.is_auto_number),
        text(entity.identifier == Some(attribute.key)),
        text(matches!(attribute.data_type, DataType::EntityIdentifier(_))),
        text(attribute.is_mandatory)
    )
}

fn record_lines(lines: &mut Vec<String>, extension: &Extension, record: &RecordDefinition) {
    let name = format!("RC{}Record", record_name(extension, record));
    struct_head(lines, &name, false);
    let sources: Vec<(bool, &str)> = record
        .sources()
        .iter()
        .map(|&key| (extension.entities.get(key).is_some(), extension.source_name(key).unwrap().as_str()))
        .collect();
    ids(lines, sources.iter().map(|(_, name)| *name));
    let source_type = |(is_entity, name): &(bool, &str)| {
        format!(
            "OutSystems.NssMatrix.{}",
            if *is_entity { format!("EN{name}EntityRecord") } else { format!("ST{name}Structure") }
        )
    };
    for source in &sources {
        let prefix = if source.0 { "EN" } else { "ST" };
        lines.push(format!("\tfield Public {} ss{prefix}{}", source_type(source), source.1));
        lines.push(xml_element(source.1));
    }
    lines.push(format!("\tfield Public {BITS} OptimizedAttributes"));
    lines.push("\tmethod Public Static Void EnsureInitialized()".to_owned());
    let own = format!("OutSystems.NssMatrix.{name}");
    let of_entity = matches!(sources.as_slice(), [(true, _)]);
    if let [source] = sources.as_slice() {
        let source = source_type(source);
        lines.push(format!("\tmethod Public Static {source} op_Implicit({own} r)"));
        lines.push(format!("\tmethod Public Static {own} op_Implicit({source} r)"));
    }
    if of_entity {
        lines.push(format!("\tmethod Public Void set_ChangedAttributes({BITS} value)"));
        lines.push(format!("\tmethod Public {BITS} get_ChangedAttributes()"));
    }
    accessors(lines);
    behavior(lines, &name, true);
    if of_entity {
        lines.push(format!("\tproperty {BITS} ChangedAttributes set get"));
    }
    lines.push(format!("\tproperty {BITS}[] AllOptimizedAttributes set get"));
}

fn list_lines(lines: &mut Vec<String>, name: &str) {
    let (list, record) =
        (format!("OutSystems.NssMatrix.RL{name}RecordList"), format!("OutSystems.NssMatrix.RC{name}Record"));
    let base = format!("{DB}.GenericRecordList`1<{record}>");
    lines.push(format!("type Public Serializable {list}: {base}"));
    for interface in [
        "System.Collections.IEnumerable",
        "System.Collections.IEnumerator",
        "System.Runtime.Serialization.ISerializable",
    ] {
        lines.push(format!("\timplements {interface}"));
    }
    let obsolete = "\t\tattribute System.ObsoleteAttribute(\"Use the constructor without parameters\")";
    let transaction = "System.Data.IDbTransaction trans";
    let rest = "OutSystems.HubEdition.RuntimePlatform.NewRuntime.RestList`1<!!0> restList";
    lines.extend([
        "\tmethod Public Static Void EnsureInitialized()".to_owned(),
        format!("\tmethod Family Virtual {record} GetElementDefaultValue()"),
        format!("\tmethod Public !!0[] ToArray`1(System.Func`2<{record}, !!0> converter)"),
        format!("\tmethod Public Static !!0[] ToArray`1({list} list, System.Func`2<{record}, !!0> converter)"),
        format!("\tmethod Public Static {list} op_Implicit({record}[] array)"),
        format!("\tmethod Public Static {list} ToList`1(!!0[] array, System.Func`2<!!0, {record}> converter)"),
        format!("\tmethod Public Static {list} FromRestList`1({rest}, System.Func`2<!!0, {record}> converter)"),
        constructor(""),
        constructor(transaction),
        obsolete.to_owned(),
        constructor(&format!("{transaction}, {DB}.OSList`1/ReadDBMethodDelegate<{record}> alternateReadDBMethod")),
        obsolete.to_owned(),
        constructor("System.Runtime.Serialization.SerializationInfo info, System.Runtime.Serialization.StreamingContext context"),
        format!("\tmethod Public Virtual {BITS}[] GetDefaultOptimizedValues()"),
        format!("\tmethod Family Virtual {DB}.OSList`1<{record}> NewList()"),
    ]);
}
