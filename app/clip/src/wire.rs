//! The form of a copy as text. Everything but the names may be missing.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{ELEMENT_LIMIT, PasteError};
use extension::Kind;
use extension::is_xml_character;

/// The form that is written. A later one that an older studio cannot read gets the next number.
const VERSION: u32 = 1;

/// A copy.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Clip {
    /// The marker, and the form.
    #[serde(rename = "xifClip")]
    pub(super) version: u32,
    /// The key of the extension that it came from.
    #[serde(default)]
    pub(super) extension: Text,
    /// What was copied.
    #[serde(default)]
    pub(super) items: Vec<Element>,
    /// The structures, entities and icons that it needs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) needed: Vec<Element>,
}

/// The marker alone: what every form has.
#[derive(Deserialize)]
struct Marker {
    #[serde(rename = "xifClip")]
    version: u32,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Element {
    Action(Action),
    Parameter(Row),
    Structure(Structure),
    StructureAttribute(Row),
    Entity(Entity),
    EntityAttribute(Row),
    Resource(Resource),
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct Action {
    #[serde(skip_serializing_if = "is_default")]
    pub(super) key: Text,
    pub(super) name: Text,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) description: Text,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) import_details: Text,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) function: bool,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) icon: Option<Reference>,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) body: Text,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) java_body: Text,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) member: Option<Member>,
    pub(super) parameters: Vec<Row>,
}

/// The .NET method behind an imported action.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct Member {
    pub(super) kind: Text,
    pub(super) name: Text,
    pub(super) declaring_type: Text,
    pub(super) class: Text,
    pub(super) return_type: Text,
    pub(super) is_static: bool,
    pub(super) parameters: Vec<MemberParameter>,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct MemberParameter {
    pub(super) name: Text,
    pub(super) type_name: Text,
    pub(super) is_by_ref: bool,
    pub(super) is_out: bool,
    pub(super) is_mandatory: bool,
}

/// A parameter or an attribute: what all three kinds have, and what only some have.
#[allow(clippy::struct_excessive_bools)] // Independent properties, as in the model.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct Row {
    #[serde(skip_serializing_if = "is_default")]
    pub(super) key: Text,
    pub(super) name: Text,
    #[serde(rename = "type")]
    pub(super) data_type: Type,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) output: bool,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) mandatory: bool,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) default: Text,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) length: Text,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) decimals: Text,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) original_name: Text,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) original_type: Text,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) auto_number: bool,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) ignored: bool,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) description: Text,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct Structure {
    #[serde(skip_serializing_if = "is_default")]
    pub(super) key: Text,
    pub(super) name: Text,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) description: Text,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) import_details: Text,
    pub(super) attributes: Vec<Row>,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct Entity {
    #[serde(skip_serializing_if = "is_default")]
    pub(super) key: Text,
    pub(super) name: Text,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) description: Text,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) import_details: Text,
    pub(super) physical_table: Text,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) logical_database: Text,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) identifier: Option<Reference>,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) convert_to_null: bool,
    pub(super) attributes: Vec<Row>,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct Resource {
    #[serde(skip_serializing_if = "is_default")]
    pub(super) key: Text,
    pub(super) file_name: Text,
    pub(super) folder: Text,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) description: Text,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) import_details: Text,
    /// Its label; the default of the file name where there is none.
    #[serde(skip_serializing_if = "is_default")]
    pub(super) deploy_action: Text,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) code_reference: bool,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) references: Vec<Text>,
    /// Base64 (RFC 4648, section 4, with padding).
    pub(super) content: String,
}

/// A data type. A plain text is the label of a basic type, or Object.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Type {
    Record(Vec<Source>),
    RecordList(Vec<Source>),
    Identifier(Reference),
    #[serde(rename_all = "camelCase")]
    Other {
        type_text: Text,
        record_text: Text,
    },
    #[serde(untagged)]
    Plain(Text),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Source {
    Structure(Reference),
    Entity(Reference),
}

/// Another element: by its key, or where there is none by its name.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct Reference {
    pub(super) name: Text,
    #[serde(skip_serializing_if = "is_default")]
    pub(super) key: Text,
}

/// A text that a XIF can store.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct Text(pub(super) Arc<str>);

#[derive(Debug, thiserror::Error)]
#[error("the character U+{:04X} cannot be stored in a XIF", *.0 as u32)]
pub(super) struct WrongCharacter(char);

impl Clip {
    pub(super) fn new(extension: &str, items: Vec<Element>, needed: Vec<Element>) -> Self {
        Self { version: VERSION, extension: extension.into(), items, needed }
    }

    pub(super) fn of_text(text: &str) -> Result<Self, PasteError> {
        let unreadable = |error: serde_json::Error| PasteError::Unreadable(error.to_string());
        let marker: Marker = serde_json::from_str(text).map_err(unreadable)?;
        if marker.version > VERSION {
            return Err(PasteError::Later(marker.version));
        }
        let clip: Self = serde_json::from_str(text).map_err(unreadable)?;
        let count = clip.items.len() + clip.needed.len();
        if count > ELEMENT_LIMIT {
            let kind = clip.items.first().map_or(Kind::Action, Element::kind);
            return Err(PasteError::TooMany { kind: Some(kind), count, limit: ELEMENT_LIMIT });
        }
        Ok(clip)
    }

    pub(super) fn to_text(&self) -> String {
        // Plain structs of texts and lists: there is no value of them that JSON cannot hold.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

impl Element {
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Action(_) => Kind::Action,
            Self::Parameter(_) => Kind::Parameter,
            Self::Structure(_) => Kind::Structure,
            Self::Entity(_) => Kind::Entity,
            Self::StructureAttribute(_) | Self::EntityAttribute(_) => Kind::Attribute,
            Self::Resource(_) => Kind::Resource,
        }
    }
}

impl Element {
    /// Whether it is a parameter or an attribute.
    pub(super) fn is_row(&self) -> bool {
        matches!(self, Self::Parameter(_) | Self::StructureAttribute(_) | Self::EntityAttribute(_))
    }

    /// The key that it had, and its name in lower case; of a resource its path.
    pub(super) fn key_and_name(&self) -> (String, String) {
        let (key, name) = match self {
            Self::Action(action) => (&action.key, action.name.as_str().to_owned()),
            Self::Structure(structure) => (&structure.key, structure.name.as_str().to_owned()),
            Self::Entity(entity) => (&entity.key, entity.name.as_str().to_owned()),
            Self::Parameter(row) | Self::StructureAttribute(row) | Self::EntityAttribute(row) => {
                (&row.key, row.name.as_str().to_owned())
            }
            Self::Resource(resource) => {
                (&resource.key, format!("{}{}", resource.folder.as_str(), resource.file_name.as_str()))
            }
        };
        (key.as_str().to_owned(), name.to_ascii_lowercase())
    }
}

impl Reference {
    /// Whether this is the element with that key and name.
    pub(super) fn is(&self, key: &Text, name: &Text) -> bool {
        if self.key.is_empty() || key.is_empty() { self.name.is_same(name) } else { self.key == *key }
    }
}

impl Text {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn is_same(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Default for Text {
    fn default() -> Self {
        Self("".into())
    }
}

impl Default for Type {
    fn default() -> Self {
        Self::Plain("Text".into())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<&Arc<str>> for Text {
    fn from(text: &Arc<str>) -> Self {
        Self(Arc::clone(text))
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0.as_ref().into()
    }
}

impl TryFrom<String> for Text {
    type Error = WrongCharacter;

    fn try_from(text: String) -> Result<Self, WrongCharacter> {
        match text.chars().find(|character| !is_xml_character(*character)) {
            Some(wrong) => Err(WrongCharacter(wrong)),
            None => Ok(Self(text.into())),
        }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
