//! The changes that break consumers.

use comparison::{Change, ChangeKind, breaking, compare};
use extension::{Extension, Item};

/// A change that breaks modules which use the extension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breaking {
    /// What changed, where it is still there.
    pub item: Option<Item>,
    /// Its path: `GetOrder.Lines`.
    pub path: String,
    /// What changed: `Data Type: Text, now Integer`.
    pub change: String,
    /// What users of the extension meet.
    pub reason: String,
}

impl Breaking {
    fn of(change: &Change) -> Self {
        let text = match change.kind {
            ChangeKind::Added => "New".to_owned(),
            ChangeKind::Removed => "Removed".to_owned(),
            ChangeKind::Moved => "Moved".to_owned(),
            ChangeKind::Changed(property) => {
                let shown = |value: &str| if value.is_empty() { "nothing".to_owned() } else { value.to_owned() };
                format!("{}: {}, now {}", property.label(), shown(&change.old), shown(&change.new))
            }
        };
        let reason = change.breaks.map(|reason| reason.to_string()).unwrap_or_default();
        Self { item: change.after, path: change.path.clone(), change: text, reason }
    }
}

/// What breaks consumers on the way from what they have to the extension as it is.
pub(crate) fn breaks(before: &Extension, now: &Extension) -> Vec<Breaking> {
    breaking(&compare(before, now)).into_iter().map(Breaking::of).collect()
}
