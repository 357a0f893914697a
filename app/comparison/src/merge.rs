//! Two versions of an extension and the one that both come from, as one again.
//!
//! Elements are merged by key, property by property, and sources by line. What only one side changed is taken
//! over; what both changed differently is a [`Conflict`]: the merged extension has our value, and nothing of the two
//! is lost, because the conflict names both and [`resolve`] takes either. To delete what the other side changed is a
//! conflict too. What fits by itself and not together, such as two elements of one name, is a [`Clash`].
//!
//! What every save writes anew (generation, hash, times) is not a conflict: the later save's is taken. An element keeps how
//! it stood in its own file.

mod clash;
mod conflict;
mod elements;
mod list;
mod merger;
mod order;
mod sides;
mod technologies;
mod text;

use extension::Extension;

pub use clash::{Clash, clashes};
pub use conflict::{Conflict, Subject};
pub use sides::Side;
pub use text::merge_content;

use merger::Merger;
use sides::Sides;

/// What became of a merge.
#[derive(Debug, Clone)]
pub struct Merge {
    /// Everything that fits together, with our side where there is a conflict.
    pub merged: Extension,
    /// What both sides changed differently, in document order.
    pub conflicts: Vec<Conflict>,
    /// What does not fit together in [`Merge::merged`].
    pub clashes: Vec<Clash>,
    sides: Sides<Extension>,
}

/// The two versions of an extension in one. `base` is the version that both come from.
pub fn merge(base: &Extension, ours: &Extension, theirs: &Extension) -> Merge {
    let sides = Sides { base: base.clone(), ours: ours.clone(), theirs: theirs.clone() };
    let (merged, conflicts) = merged(&sides, &[]);
    let clashes = clashes(&merged, [ours, theirs]);
    Merge { merged, conflicts, clashes, sides }
}

/// The merged extension with a side chosen for each conflict, in the order of [`Merge::conflicts`]. Conflicts beyond the
/// choices are ours. What then clashes is told by [`Merge::clashes_in`].
pub fn resolve(merge: &Merge, choices: &[Side]) -> Extension {
    merged(&merge.sides, choices).0
}

impl Merge {
    /// Whether nothing is left to decide.
    pub fn is_clean(&self) -> bool {
        self.conflicts.is_empty() && self.clashes.is_empty()
    }

    /// What does not fit together in what [`resolve`] gave.
    pub fn clashes_in(&self, resolved: &Extension) -> Vec<Clash> {
        clashes(resolved, [&self.sides.ours, &self.sides.theirs])
    }
}

fn merged(sides: &Sides<Extension>, choices: &[Side]) -> (Extension, Vec<Conflict>) {
    // How a whole file stood is known to the side that is taken whole.
    if sides.theirs == sides.base || sides.ours == sides.theirs {
        return (sides.ours.clone(), Vec::new());
    }
    if sides.ours == sides.base {
        return (sides.theirs.clone(), Vec::new());
    }
    let mut merger = Merger::new(sides.as_ref(), choices);
    let extension = merger.extension();
    (extension, merger.into_conflicts())
}
