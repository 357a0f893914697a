use super::Slot;
use crate::{BasicType, DataType, Element, Elements, Extension, Key, RecordDefinition};

/// Names of the basic types beside their labels: those of C# and .NET that stand for exactly one type.
const OTHER_NAMES: [(&str, BasicType); 12] = [
    ("string", BasicType::Text),
    ("int", BasicType::Integer),
    ("int32", BasicType::Integer),
    ("long", BasicType::LongInteger),
    ("int64", BasicType::LongInteger),
    ("bigint", BasicType::LongInteger),
    ("bool", BasicType::Boolean),
    ("byte[]", BasicType::BinaryData),
    ("phone", BasicType::PhoneNumber),
    ("binary", BasicType::BinaryData),
    ("timestamp", BasicType::DateTime),
    ("e-mail", BasicType::Email),
];

impl Extension {
    /// The type that a typed text means, when it fits the slot: a [label](Extension::type_label), in any
    /// case and with or without blanks, the name of a structure or entity for a record of it, also `… Record`, and
    /// `… List` or `… Record List` for a list of them.
    pub fn parse_type(&self, slot: Slot, text: &str) -> Option<DataType> {
        let data_type = self.meant_type(text.trim())?;
        self.fits(slot, &data_type).then_some(data_type)
    }

    fn meant_type(&self, text: &str) -> Option<DataType> {
        let squeezed: String =
            text.chars().filter(|it| !it.is_whitespace()).map(|it| it.to_ascii_lowercase()).collect();
        let label = |basic: BasicType| basic.label().replace(' ', "").eq_ignore_ascii_case(&squeezed);
        if let Some(basic) = BasicType::ALL.into_iter().find(|basic| label(*basic)) {
            return Some(basic.into());
        }
        match squeezed.as_str() {
            "object" => return Some(DataType::Object),
            "record" => return Some(DataType::Record(RecordDefinition::default())),
            "recordlist" => return Some(DataType::RecordList(RecordDefinition::default())),
            _ => {}
        }
        self.record_type(text)
            .or_else(|| self.entity_identifier(text))
            .or_else(|| Some(DataType::Record(self.record_of(text)?)))
            .or_else(|| Some(DataType::RecordList(self.record_of(without_end(text, "List")?)?)))
            .or_else(|| Some(DataType::Record(self.record_of(without_end(text, "Record")?)?)))
            .or_else(|| Some(DataType::RecordList(self.record_of(without_end(without_end(text, "List")?, "Record")?)?)))
            .or_else(|| Some(OTHER_NAMES.into_iter().find(|(name, _)| *name == squeezed)?.1.into()))
    }

    /// `Record (A, B)`, `Record List (A)`.
    fn record_type(&self, text: &str) -> Option<DataType> {
        let (kind, sources) = text.strip_suffix(')')?.split_once('(')?;
        let record = self.record_of(sources)?;
        let kind: String = kind.split_whitespace().collect();
        match kind.to_ascii_lowercase().as_str() {
            "record" => Some(DataType::Record(record)),
            "recordlist" | "list" => Some(DataType::RecordList(record)),
            _ => None,
        }
    }

    fn entity_identifier(&self, text: &str) -> Option<DataType> {
        let entity = without_end(text, "Identifier")?;
        Some(DataType::EntityIdentifier(key_of(&self.entities, entity)?))
    }

    fn record_of(&self, names: &str) -> Option<RecordDefinition> {
        let source = |name: &str| {
            let name = name.trim();
            key_of(&self.structures, name).or_else(|| key_of(&self.entities, name))
        };
        let sources: Option<Vec<Key>> = names.split(',').map(source).collect();
        sources.map(RecordDefinition::new)
    }
}

fn key_of<T: Element>(elements: &Elements<T>, name: &str) -> Option<Key> {
    elements.iter().find(|element| element.name().as_str().eq_ignore_ascii_case(name)).map(|element| element.key())
}

/// What stands before the last word, when it is this one in any case.
fn without_end<'a>(text: &'a str, end: &str) -> Option<&'a str> {
    let (rest, last) = text.rsplit_once(char::is_whitespace)?;
    last.eq_ignore_ascii_case(end).then(|| rest.trim_end())
}
