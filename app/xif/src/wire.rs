//! The texts that stand for the document's values in a XIF (`FORMAT.md`, section 4), both ways.

use std::borrow::Cow;

use extension::{BasicType, DataType, Dbms, DeployAction, Key, RecordDefinition};

pub(crate) fn yes_no(value: bool) -> &'static str {
    if value { "Yes" } else { "No" }
}

pub(crate) fn read_yes_no(text: &str) -> Option<bool> {
    match text {
        "Yes" => Some(true),
        "No" => Some(false),
        _ => None,
    }
}

pub(crate) fn dbms(dbms: &Dbms) -> &str {
    match dbms {
        Dbms::All => "All",
        Dbms::SqlServer => "SqlServer",
        Dbms::Oracle => "Oracle",
        Dbms::Other(text) => text,
    }
}

pub(crate) fn read_dbms(text: &str) -> Dbms {
    match text {
        "All" => Dbms::All,
        "SqlServer" => Dbms::SqlServer,
        "Oracle" => Dbms::Oracle,
        other => Dbms::Other(other.into()),
    }
}

pub(crate) fn deploy_action(action: &DeployAction) -> &str {
    match action {
        DeployAction::Ignore => "Ignore",
        DeployAction::CopyToBinaries => "Binaries",
        DeployAction::CopyToApplication => "Application",
        DeployAction::CopyToImages => "Images",
        DeployAction::Other(text) => text,
    }
}

pub(crate) fn read_deploy_action(text: &str) -> DeployAction {
    match text {
        "Ignore" => DeployAction::Ignore,
        "Binaries" => DeployAction::CopyToBinaries,
        "Application" => DeployAction::CopyToApplication,
        "Images" => DeployAction::CopyToImages,
        other => DeployAction::Other(other.into()),
    }
}

const BASIC_TYPES: [(BasicType, &str); 12] = [
    (BasicType::Text, "rtText"),
    (BasicType::Integer, "rtInteger"),
    (BasicType::LongInteger, "rtLongInteger"),
    (BasicType::Decimal, "rtDecimal"),
    (BasicType::Boolean, "rtBoolean"),
    (BasicType::Date, "rtDate"),
    (BasicType::Time, "rtTime"),
    (BasicType::DateTime, "rtDateTime"),
    (BasicType::BinaryData, "rtBinaryData"),
    (BasicType::Currency, "rtCurrency"),
    (BasicType::Email, "rtEmail"),
    (BasicType::PhoneNumber, "rtPhoneNumber"),
];

/// No file with an identifier type is known: the text is an inference, and so is that the entity stands
/// in `RecordType` as the sources of a record do.
const ENTITY_IDENTIFIER: &str = "rtEntityReference";

/// The attributes `Type` and `RecordType` of a data type.
pub(crate) fn data_type(data_type: &DataType) -> (Cow<'_, str>, Cow<'_, str>) {
    match data_type {
        DataType::Basic(basic) => (Cow::Borrowed(basic_type(*basic)), Cow::Borrowed("")),
        DataType::Object => (Cow::Borrowed("rtObject"), Cow::Borrowed("")),
        DataType::Record(record) => (Cow::Borrowed("rtRecord"), Cow::Owned(keys(record.sources()))),
        DataType::RecordList(record) => (Cow::Borrowed("rtRecordList"), Cow::Owned(keys(record.sources()))),
        DataType::EntityIdentifier(entity) => (Cow::Borrowed(ENTITY_IDENTIFIER), Cow::Owned(keys(&[*entity]))),
        DataType::Other { type_text, record_text } => (Cow::Borrowed(&**type_text), Cow::Borrowed(&**record_text)),
    }
}

/// The data type of these attributes. Whatever does not fit is kept as it is.
pub(crate) fn read_data_type(type_text: &str, record_text: &str) -> DataType {
    let other = || DataType::Other { type_text: type_text.into(), record_text: record_text.into() };
    let basic = BASIC_TYPES.iter().find(|(_, text)| *text == type_text).map(|(basic, _)| *basic);
    match (basic, type_text, record_text) {
        (Some(basic), _, "") => DataType::Basic(basic),
        (None, "rtObject", "") => DataType::Object,
        (None, "rtRecord", text) => {
            read_keys(text).map_or_else(other, |keys| DataType::Record(RecordDefinition::new(keys)))
        }
        (None, "rtRecordList", text) => {
            read_keys(text).map_or_else(other, |keys| DataType::RecordList(RecordDefinition::new(keys)))
        }
        (None, ENTITY_IDENTIFIER, text) => match read_keys(text).as_deref() {
            Some([entity]) => DataType::EntityIdentifier(*entity),
            _ => other(),
        },
        _ => other(),
    }
}

pub(crate) fn basic_type(basic: BasicType) -> &'static str {
    BASIC_TYPES.iter().find(|(own, _)| *own == basic).map_or("rtText", |(_, text)| text)
}

/// Each key with a comma behind it.
fn keys(keys: &[Key]) -> String {
    keys.iter().map(|key| format!("{key},")).collect()
}

fn read_keys(text: &str) -> Option<Vec<Key>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    text.strip_suffix(',')?.split(',').map(|key| key.parse().ok()).collect()
}
