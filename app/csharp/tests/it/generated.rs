//! The generated files, to the character.

use csharp::new_sources;
use expect_test::{ExpectFile, expect_file};
use extension::{
    BasicType, DataType, Description, Edit, Entity, EntityAttribute, Expression, Extension, Structure,
    StructureAttribute, StructureEdit,
};

use crate::sources::*;

fn check(extension: &extension::Extension, file_name: &str, expected: &ExpectFile) {
    let sources = new_sources(extension);
    let file = sources.iter().find(|file| file.file_name.as_str() == file_name).unwrap();
    let text = String::from_utf8(file.content.bytes().into_owned()).unwrap();
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert!(text.ends_with("\r\n"));
    expected.assert_eq(&text.replace("\r\n", "\n"));
}

#[test]
fn files_and_their_order() {
    let sources = new_sources(&mortgage());
    let names: Vec<_> = sources.iter().map(|file| file.file_name.as_str()).collect();
    assert_eq!(
        names,
        [
            "MortgageLib.sln",
            "MortgageLib.csproj",
            "MortgageLib.cs",
            "Interface.cs",
            "Entities.cs",
            "Structures.cs",
            "Records.cs",
            "RecordLists.cs",
            "AssemblyInfo.cs"
        ]
    );
    assert!(sources.iter().all(|file| file.resource.is_none() && file.folder.as_str() == r"\Source\NET\"));
    let with_bom: Vec<_> =
        sources.iter().filter(|file| file.content.has_bom()).map(|file| file.file_name.as_str()).collect();
    assert_eq!(with_bom, ["MortgageLib.csproj", "AssemblyInfo.cs"]);
}

#[test]
fn mortgage_files() {
    let extension = mortgage();
    check(&extension, "MortgageLib.sln", &expect_file!["expected/MortgageLib.sln.txt"]);
    check(&extension, "MortgageLib.csproj", &expect_file!["expected/MortgageLib.csproj.txt"]);
    check(&extension, "MortgageLib.cs", &expect_file!["expected/MortgageLib.cs.txt"]);
    check(&extension, "Interface.cs", &expect_file!["expected/Interface.cs.txt"]);
    check(&extension, "Entities.cs", &expect_file!["expected/Entities.cs.txt"]);
    check(&extension, "Structures.cs", &expect_file!["expected/Structures.cs.txt"]);
    check(&extension, "Records.cs", &expect_file!["expected/Records.cs.txt"]);
    check(&extension, "RecordLists.cs", &expect_file!["expected/RecordLists.cs.txt"]);
    check(&extension, "AssemblyInfo.cs", &expect_file!["expected/AssemblyInfo.cs.txt"]);
}

#[test]
fn every_type_both_ways() {
    let extension = every_type();
    check(&extension, "Interface.cs", &expect_file!["expected/TypesInterface.cs.txt"]);
    check(&extension, "Types.cs", &expect_file!["expected/Types.cs.txt"]);
    check(&extension, "Structures.cs", &expect_file!["expected/TypesStructures.cs.txt"]);
    check(&extension, "Entities.cs", &expect_file!["expected/TypesEntities.cs.txt"]);
    check(&extension, "Records.cs", &expect_file!["expected/TypesRecords.cs.txt"]);
    check(&extension, "RecordLists.cs", &expect_file!["expected/TypesRecordLists.cs.txt"]);
}

#[test]
fn renamed_structures_keep_the_keys_of_their_records() {
    let before = with_sources(&every_type());
    let rename = |number, text: &str| Edit::Structure(key(number), StructureEdit::Rename(name(text)));
    let key_of = |extension: &Extension, text: &str| {
        let records = source(extension, "Records.cs");
        let line = records.lines().find(|line| line.contains(&format!("Id{text} ="))).unwrap().to_owned();
        line.split('*').nth(1).unwrap()[..22].to_owned()
    };
    let (point, all) = ("_Kt8x60uod_oXugTPblTIQ".to_owned(), key_of(&before, "All"));
    let known = source(&before, "Records.cs").replace(&key_of(&before, "Point"), &point);
    let before = with_content(&before, "Records.cs", known.as_bytes());
    let current = edited(&before, &[rename(61, "T"), rename(60, "All"), rename(61, "Point")]);
    let after = written(&current, &csharp::update(&before, &current).files);
    assert_eq!((key_of(&after, "All"), key_of(&after, "Point")), (point, all));
    assert!(csharp::update(&before, &after).files.is_empty());
}

/// A definition that has every type in every place.
fn every_type() -> Extension {
    let all = [
        all_parameters(),
        vec![
            parameter(90, "InRecord", INPUT, DataType::Record(record(&[60]))),
            parameter(91, "OutList", OUTPUT, DataType::RecordList(record(&[60]))),
            parameter(92, "InJoin", INPUT, DataType::RecordList(record(&[61, 70]))),
            parameter(93, "OutEntity", OUTPUT, DataType::Record(record(&[70]))),
            parameter(94, "InCode", INPUT, DataType::EntityIdentifier(key(71))),
        ],
    ];
    let mut all = action(10, "All", all.concat());
    all.description = Description::as_found("Tags <b> & \"quotes\", it's \r\nsecond line\u{2028}third");
    let mut imported = action(11, "Imported", vec![parameter(97, "S", OUTPUT, BasicType::Text)]);
    imported.import_details = "Method: System.String A.B()\r\nFrom <c>  \r\n".into();
    imported.body = "ssS = string.Concat(\"a\", \"b\");".into();
    let mut parameter = parameter(96, "Days", OUTPUT, BasicType::Integer);
    parameter.default = Expression::new("-7");
    let with_default = action(12, "WithDefault", vec![parameter]);
    let mut edits = vec![
        Edit::AddEntity(entity(70, "Country", BasicType::Integer), None),
        Edit::AddEntity(entity(71, "Code", BasicType::Text), None),
        Edit::AddStructure(structure(60, "Point", vec![("X", BasicType::Decimal.into(), "1.5")]), None),
        Edit::AddStructure(structure(61, "All", every_attribute()), None),
        Edit::AddStructure(structure(62, "Empty", vec![]), None),
    ];
    edits.extend([all, imported, with_default].map(|action| Edit::AddAction(action, None)));
    edited(&empty("Types"), &edits)
}

fn all_parameters() -> Vec<extension::Parameter> {
    let mut parameters = Vec::new();
    for (number, basic) in (0..).zip(BasicType::ALL) {
        let label = basic.label().replace(' ', "");
        parameters.push(parameter(100 + number, &format!("In{label}"), INPUT, basic));
        parameters.push(parameter(150 + number, &format!("Out{label}"), OUTPUT, basic));
    }
    parameters.push(parameter(98, "InObject", INPUT, DataType::Object));
    parameters.push(parameter(99, "OutObject", OUTPUT, DataType::Object));
    parameters
}

fn every_attribute() -> Vec<(&'static str, DataType, &'static str)> {
    let names = [
        "Text", "Integer", "Long", "Decimal", "Boolean", "DateTime", "Date", "Time", "Phone", "Email", "Binary",
        "Currency",
    ];
    let basic = names.into_iter().zip(BasicType::ALL).map(|(name, basic)| (name, basic.into(), ""));
    basic
        .chain([
            ("Color", BasicType::Text.into(), "\"#FFFFFF\""),
            ("Any", DataType::Object, ""),
            ("Country", DataType::EntityIdentifier(key(70)), ""),
            ("Code", DataType::EntityIdentifier(key(71)), ""),
            ("Point", DataType::Record(record(&[60])), ""),
            ("Points", DataType::RecordList(record(&[60])), ""),
            ("Land", DataType::Record(record(&[70])), ""),
        ])
        .collect()
}

fn structure(number: u8, text: &str, attributes: Vec<(&str, DataType, &str)>) -> Structure {
    let mut structure = Structure::new(key(number), name(text));
    let attribute = |(place, (text, data_type, default)): (u8, (&str, DataType, &str))| {
        let bytes = std::array::from_fn(|byte| if byte == 0 { number } else { place });
        let mut attribute = StructureAttribute::new(extension::Key::from_bytes(bytes), name(text));
        attribute.data_type = data_type;
        attribute.default = Expression::new(default);
        attribute
    };
    structure.attributes = (0..).zip(attributes).map(attribute).collect();
    structure
}

/// An entity with an identifier of this type, a reference to itself and an attribute of every type.
fn entity(number: u8, text: &str, identifier: BasicType) -> Entity {
    let mut entity = Entity::new(key(number), name(text));
    entity.physical_table = "dbo.[T \"x\"]".into();
    let types = [identifier.into(), DataType::EntityIdentifier(key(number))];
    let types = types.into_iter().chain(BasicType::ALL.map(DataType::from));
    let attribute = |(place, data_type): (u8, DataType)| {
        let bytes = std::array::from_fn(|byte| if byte == 0 { number } else { place });
        let mut attribute = EntityAttribute::new(extension::Key::from_bytes(bytes), name(&format!("A{place}")));
        attribute.data_type = data_type;
        attribute.is_auto_number = place == 0 && identifier == BasicType::Integer;
        attribute.length = Expression::new(if place == 2 { "50" } else { "" });
        attribute.is_ignored = place == 13;
        attribute
    };
    entity.attributes = (0..).zip(types).map(attribute).collect();
    entity.identifier = entity.attributes.first().map(|attribute| attribute.key);
    entity
}
