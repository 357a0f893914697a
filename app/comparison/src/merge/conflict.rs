use std::fmt;
use std::ops::Range;

use super::Side;
use extension::{Item, Kind, Property};

/// What both sides changed differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The element.
    pub item: Item,
    /// Its path, such as `GetOrder.Lines`, or that of a resource.
    pub path: String,
    /// What of it.
    pub subject: Subject,
    /// What the version that both come from has, as a reader understands it. Empty where it has nothing.
    pub base: String,
    /// What our side has.
    pub ours: String,
    /// What their side has.
    pub theirs: String,
}

/// What of an element is in conflict.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A property.
    Property(Property),
    /// Lines of a text, counted from 0. The texts of the conflict are these lines.
    Lines {
        /// In the version that both come from.
        base: Range<usize>,
        /// In ours.
        ours: Range<usize>,
        /// In theirs.
        theirs: Range<usize>,
    },
    /// One side deleted it, the other one changed it.
    Deleted {
        /// Who deleted it.
        by: Side,
    },
    /// Both sides moved parts of it: elements of this kind.
    Order(Kind),
    /// Its parts of this kind cannot be told apart, because two have one key; they are taken as a whole.
    Parts(Kind),
}

/// Where the conflict is, without what the sides have.
impl fmt::Display for Conflict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, subject, .. } = self;
        let word = self.item.kind().label();
        match subject {
            Subject::Property(property) => write!(formatter, "{word} {path}, {}", property.label()),
            Subject::Lines { ours, .. } => {
                let (first, last) = (ours.start + 1, ours.end.max(ours.start + 1));
                if first == last {
                    write!(formatter, "{word} {path}, line {first}")
                } else {
                    write!(formatter, "{word} {path}, lines {first} to {last}")
                }
            }
            Subject::Deleted { by: Side::Ours } => {
                write!(formatter, "{word} {path}, deleted by us and changed by them")
            }
            Subject::Deleted { by: Side::Theirs } => {
                write!(formatter, "{word} {path}, changed by us and deleted by them")
            }
            Subject::Order(kind) => write!(formatter, "{word} {path}, order of {}", kind.plural()),
            Subject::Parts(kind) => write!(formatter, "{word} {path}, {} with one key", kind.plural()),
        }
    }
}
