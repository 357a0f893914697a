//! Parts of documents in few words. Keys are made from numbers, so that a test can name an element again.

use extension::{
    Action, Content, DataType, Direction, Edit, Extension, FileName, Folder, Key, Name, Parameter, RecordDefinition,
    Resource, Structure, StructureAttribute, Timestamp,
};

/// The direction of a mandatory input.
pub const INPUT: Direction = Direction::Input { mandatory: true };
/// The direction of an output.
pub const OUTPUT: Direction = Direction::Output;

/// The key of this number.
pub const fn key(number: u8) -> Key {
    Key::from_bytes([number; 16])
}

/// A name that keeps the naming rules.
pub fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

/// When everything in tests happens: 2026-01-02 03:04:05.
pub fn time() -> Timestamp {
    Timestamp::new(2026, 1, 2, 3, 4, 5)
}

/// An extension without elements and files; it has the keys 1 to 3.
pub fn empty(text: &str) -> Extension {
    Extension::new(name(text), [key(1), key(2), key(3)], time())
}

/// The extension after these edits, none of which is refused.
pub fn edited(extension: &Extension, edits: &[Edit]) -> Extension {
    edits.iter().fold(extension.clone(), |extension, edit| extension.apply(edit).unwrap())
}

/// What a record of these structures and entities is.
pub fn record(sources: &[u8]) -> RecordDefinition {
    RecordDefinition::new(sources.iter().map(|number| key(*number)))
}

/// A file.
pub fn resource(number: u8, folder: &str, file_name: &str, bytes: &[u8]) -> Resource {
    let (file_name, folder) = (FileName::new(file_name).unwrap(), Folder::as_found(folder));
    Resource::new(key(number), file_name, folder, Content::from_bytes(bytes), time())
}

/// A parameter of this type.
pub fn parameter(number: u8, text: &str, direction: Direction, data_type: impl Into<DataType>) -> Parameter {
    Parameter { data_type: data_type.into(), ..Parameter::new(key(number), name(text), direction) }
}

/// An action with these parameters.
pub fn action(number: u8, text: &str, parameters: impl IntoIterator<Item = Parameter>) -> Action {
    let mut action = Action::new(key(number), name(text));
    action.parameters = parameters.into_iter().collect();
    action
}

/// A structure with these attributes, whose keys are those of the numbers behind the structure's.
pub fn structure<const N: usize>(number: u8, text: &str, attributes: [(&str, DataType); N]) -> Structure {
    let mut structure = Structure::new(key(number), name(text));
    let attribute = |(number, (text, data_type)): (u8, (&str, DataType))| StructureAttribute {
        data_type,
        ..StructureAttribute::new(key(number), name(text))
    };
    structure.attributes = (number + 1..).zip(attributes).map(attribute).collect();
    structure
}
