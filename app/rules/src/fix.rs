//! Ways to mend what breaks a rule: edits that a user can take with one click and undo as one step.

mod change;
mod elements;
mod entity;
mod names;
mod resource;
mod types;

use super::{Finding, Rule};
use extension::{Dbms, Edit, Extension, Item, Key};

/// A way to mend a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Fix {
    /// What it does, in the words of a button.
    pub label: String,
    /// The edit that does it.
    pub edit: Edit,
}

/// The ways to mend a finding of this document, the best first; `new_key` makes keys for elements that a fix
/// adds. None where only the user knows what is meant. Each can be applied, and mends the finding.
pub fn fixes(extension: &Extension, finding: &Finding, new_key: &mut dyn FnMut() -> Key) -> Vec<Fix> {
    let mut fixes = of_rule(extension, finding, new_key);
    fixes.retain(|fix| extension.apply(&fix.edit).is_ok());
    fixes
}

impl Fix {
    fn new(label: impl Into<String>, edit: Edit) -> Self {
        Self { label: label.into(), edit }
    }

    /// Several edits as one step.
    fn all(label: impl Into<String>, mut edits: Vec<Edit>) -> Option<Self> {
        let label = label.into();
        let edit = if edits.len() > 1 { Edit::All(label.clone(), edits) } else { edits.pop()? };
        Some(Self { label, edit })
    }
}

fn of_rule(extension: &Extension, finding: &Finding, new_key: &mut dyn FnMut() -> Key) -> Vec<Fix> {
    let place = finding.place;
    let item = place.item;
    match finding.rule {
        Rule::NameInvalid | Rule::NameTaken => names::rename(extension, item),
        Rule::GeneratedNameTaken => names::rename_source(extension, item),
        Rule::TextUnstorable => names::without_unstorable(extension, place),
        Rule::DbmsUnknown => Dbms::ALL.map(set_dbms).into(),
        Rule::NothingDefined => elements::add_action(extension, new_key),
        Rule::FunctionOutput => elements::mend_function(extension, item, new_key),
        Rule::IconMissing | Rule::IconNoPicture | Rule::IconTooLarge => elements::default_icon(extension, item),
        Rule::StructureEmpty | Rule::EntityEmpty => elements::add_attribute(extension, item, new_key),
        Rule::OutputDefault | Rule::DefaultUnknown | Rule::DefaultType | Rule::DefaultRange | Rule::DefaultNotTaken => {
            types::clear_default(item)
        }
        Rule::TypeInvalid | Rule::RecordEmpty | Rule::StructureRecursive | Rule::AttributeType => {
            types::set_text(extension, item)
        }
        Rule::TypeWithoutIdentifier => types::mend_reference(extension, item),
        Rule::RecordSourceMissing => types::release_missing(extension, item),
        Rule::RecordSourceTwice => types::take_once(extension, item),
        Rule::LengthInvalid | Rule::LengthNotTaken | Rule::DecimalsInvalid | Rule::DecimalsNotTaken => {
            types::clear_size(place)
        }
        Rule::DecimalTooLong => types::largest_size(place),
        Rule::IdentifierMissing
        | Rule::IdentifierIgnored
        | Rule::IdentifierType
        | Rule::IdentifierOptional
        | Rule::AutoNumberSeveral
        | Rule::AutoNumberType
        | Rule::TableMissing
        | Rule::TableTaken
        | Rule::TableTakenElsewhere
        | Rule::TableName
        | Rule::OnlyAutoNumber
        | Rule::AttributeReserved => entity::fixes(extension, finding, new_key),
        Rule::FilePrefixReserved
        | Rule::FileNameReserved
        | Rule::BinaryEmpty
        | Rule::PathTaken
        | Rule::FileNameInvalid
        | Rule::FolderInvalid
        | Rule::DeployActionUnknown
        | Rule::DeployActionOfAssembly
        | Rule::DeployActionOfLibrary
        | Rule::BinaryTaken
        | Rule::SystemAssembly
        | Rule::PlatformAssembly
        | Rule::OtherExtension
        | Rule::ConfigurationUnread
        | Rule::NoAssembly => match item {
            Item::Resource(key) => resource::fixes(extension, finding.rule, key),
            _ => Vec::new(),
        },
        // What a shorter text, another key, another file or another design is, only the user knows.
        Rule::NameTooLong
        | Rule::DescriptionTooLong
        | Rule::KeyTaken
        | Rule::ApplicationServer
        | Rule::OlderVersion
        | Rule::BinarySeveral
        | Rule::AssemblyOfExtensionName
        | Rule::FileLarge
        | Rule::AssemblyNative
        | Rule::AssemblyOf32Bits
        | Rule::ReferenceMissing
        | Rule::ReferenceVersion
        | Rule::AssemblyFramework
        | Rule::SourceMissing
        | Rule::SourceNotCompiled
        | Rule::AssemblyMissing
        | Rule::AssemblyUnreadable
        | Rule::AssemblyOtherDefinition
        | Rule::AssemblyOtherSources => Vec::new(),
    }
}

fn set_dbms(dbms: Dbms) -> Fix {
    Fix::new(format!("Set DBMS to {}", dbms.label()), Edit::SetDbms(dbms))
}
