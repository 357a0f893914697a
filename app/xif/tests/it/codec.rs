//! Whatever a document holds, what is written reads back as the same document.

use extension::{
    Action, BasicType, Content, DataType, Description, Direction, Expression, Extension, FileName, Folder, Key, Name,
    Parameter, RecordDefinition, Resource, Structure, StructureAttribute,
};
use proptest::prelude::*;
use support::document::{name, time};
use support::keys::Keys;
use xif::{Limits, parse, print, read, write};

/// Text with everything that XML escapes, and anything else that XML can hold.
const TEXT: &str = "[ -~\u{e0}-\u{ff}\u{4e00}-\u{4e20}\t\r\n&<>\"']{0,20}";

fn data_type() -> impl Strategy<Value = DataType> {
    let keys = || prop::collection::vec(any::<[u8; 16]>(), 0..3);
    let record = |keys: Vec<[u8; 16]>| RecordDefinition::new(keys.into_iter().map(Key::from_bytes));
    prop_oneof![
        prop::sample::select(BasicType::ALL.to_vec()).prop_map(DataType::Basic),
        Just(DataType::Object),
        keys().prop_map(move |keys| DataType::Record(record(keys))),
        keys().prop_map(move |keys| DataType::RecordList(record(keys))),
    ]
}

/// What a parameter or attribute is made of: name, description, type, default, mandatory, output.
type Part = (String, String, DataType, String, bool, bool);

fn part() -> impl Strategy<Value = Part> {
    (TEXT, TEXT, data_type(), TEXT, any::<bool>(), any::<bool>())
}

fn extension() -> impl Strategy<Value = Extension> {
    let parts = || prop::collection::vec((TEXT, prop::collection::vec(part(), 0..4)), 0..4);
    (TEXT, parts(), parts(), prop::collection::vec((TEXT, any::<Vec<u8>>()), 0..3)).prop_map(
        |(description, actions, structures, files)| {
            let mut key = Keys::default().into_source();
            let mut extension = Extension::new(name("Any"), [key(), key(), key()], time());
            extension.description = Description::as_found(&description);
            let file = |(name, bytes): (String, Vec<u8>), key| {
                let folder = Folder::as_found(Folder::SOURCE);
                Resource::new(key, FileName::as_found(&name), folder, Content::from_bytes(bytes), time())
            };
            extension.resources = files.into_iter().map(|it| file(it, key()).into()).collect::<Vec<_>>().into();
            extension.actions = actions
                .into_iter()
                .map(|(name, parts)| {
                    let mut action = Action::new(key(), Name::as_found(&name));
                    action.body = name.as_str().trim().into();
                    action.parameters = parts.into_iter().map(|part| parameter(part, key())).collect();
                    action
                })
                .collect();
            extension.structures = structures
                .into_iter()
                .map(|(name, parts)| {
                    let mut structure = Structure::new(key(), Name::as_found(&name));
                    structure.attributes = parts.into_iter().map(|part| attribute(part, key())).collect();
                    structure
                })
                .collect();
            extension
        },
    )
}

fn parameter((name, description, data_type, default, mandatory, output): Part, key: Key) -> Parameter {
    let direction = if output { Direction::Output } else { Direction::Input { mandatory } };
    let mut parameter = Parameter::new(key, Name::as_found(&name), direction);
    parameter.description = Description::as_found(&description);
    parameter.data_type = data_type;
    parameter.default = Expression::as_found(&default);
    parameter
}

fn attribute((name, description, data_type, default, mandatory, _): Part, key: Key) -> StructureAttribute {
    let mut attribute = StructureAttribute::new(key, Name::as_found(&name));
    attribute.description = Description::as_found(&description);
    attribute.data_type = data_type;
    attribute.length = Expression::as_found(&default);
    attribute.is_mandatory = mandatory;
    attribute
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back(extension in extension()) {
        let text = print(&extension);
        let again = parse(text.clone()).unwrap();
        prop_assert_eq!(&again, &extension);
        prop_assert!(print(&again) == text);
        prop_assert_eq!(read(&write(&again), &Limits::default()).unwrap(), extension);
    }
}
