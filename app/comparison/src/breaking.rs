use std::fmt;

use super::{Change, ChangeKind, Comparison};
use extension::{Item, Kind, Property};

/// Why a module that uses the extension breaks, or must be looked at.
///
/// Modules see actions (functions also in expressions), structures, entities and the files that are deployed to them
/// (integration-studio, section 2.11), by key: what has another key is another element to them, however it is called.
/// They keep running with their own copy until they are published again (section 8.3); then these count. The order of
/// parameters does not: callers give arguments by name. Neither do new optional inputs and new outputs, descriptions, icons,
/// lengths and default values: nothing that was written is wrong afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Break {
    /// What is gone cannot be used.
    Removed,
    /// It has the name of what was there, but is another element.
    NewKey,
    /// It has another name: references follow when they are refreshed, what names it in a text does not.
    Renamed,
    /// Values of the old type do not fit.
    Type,
    /// An input became an output, or the other way round.
    Direction,
    /// Callers that give no value must give one now.
    Mandatory,
    /// It can no longer stand in expressions.
    NoFunction,
    /// A deployed file lands elsewhere or no longer.
    Moved,
}

/// The differences that break modules that use the extension, in order.
pub fn breaking(comparison: &Comparison) -> Vec<&Change> {
    comparison.changes().filter(|change| change.breaks.is_some()).collect()
}

impl Break {
    /// What every change of this kind does, before what the element itself knows about it.
    pub(super) fn of(item: Item, kind: ChangeKind) -> Option<Self> {
        let is_extension = item == Item::Extension;
        match kind {
            // Modules find a deployed file by its name; whether it was deployed, the file itself knows.
            ChangeKind::Removed | ChangeKind::Changed(Property::Key) if item.kind() == Kind::Resource => None,
            ChangeKind::Removed => Some(Self::Removed),
            ChangeKind::Changed(Property::Key) => Some(Self::NewKey),
            ChangeKind::Changed(Property::Name) => Some(Self::Renamed),
            ChangeKind::Changed(Property::DataType) if !is_extension => Some(Self::Type),
            ChangeKind::Changed(Property::Direction) => Some(Self::Direction),
            _ => None,
        }
    }
}

/// What users of the extension meet.
impl fmt::Display for Break {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Removed => "Modules that use it break.",
            Self::NewKey => "It is another element than before: modules that use the old one break.",
            Self::Renamed => "Modules that use it must refresh their dependency.",
            Self::Type => "Modules that use it must fit to the new type.",
            Self::Direction => "Calls of the action break.",
            Self::Mandatory => "Calls that give no value for it break.",
            Self::NoFunction => "Expressions that use the function break.",
            Self::Moved => "Modules that use the deployed file no longer find it where it was.",
        })
    }
}
