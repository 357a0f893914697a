//! What a merge of two versions of an extension leaves to decide, as text and as JSON.

use std::fmt::Write as _;

use comparison::merge::{Clash, Conflict, Side, Subject};
use serde_json::{Value, json};

use crate::listing::readable;

/// The number of the JSON form. It grows when something that a script may rely on changes its name or
/// its meaning, not when something is added.
const SHAPE: u64 = 1;

/// What a merge has to decide, and what was decided.
#[derive(Debug)]
pub struct Decisions<'a> {
    /// The name of the extension.
    pub extension: &'a str,
    /// What both sides changed differently.
    pub conflicts: &'a [Conflict],
    /// For each conflict the side that was chosen, if one was.
    pub chosen: Vec<Option<Side>>,
    /// What does not fit together with these choices. Known when everything is chosen.
    pub clashes: Vec<Clash>,
}

/// A choice for a conflict that is not there.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("There is no conflict {number}: {}.", match .count { 0 => "there is none".to_owned(), 1 => "there is one".to_owned(), count => format!("there are {count}") })]
pub struct NoConflict {
    /// The number that was given.
    pub number: usize,
    /// How many there are.
    pub count: usize,
}

impl<'a> Decisions<'a> {
    /// The decisions about these conflicts: `choices` by number, counted from 1, and `side` for all others.
    ///
    /// # Errors
    /// A number that no conflict has.
    pub fn new(
        extension: &'a str,
        conflicts: &'a [Conflict],
        choices: &[(usize, Side)],
        side: Option<Side>,
    ) -> Result<Self, NoConflict> {
        let mut chosen = vec![side; conflicts.len()];
        for &(number, side) in choices {
            let place = number.checked_sub(1).and_then(|index| chosen.get_mut(index));
            *place.ok_or(NoConflict { number, count: conflicts.len() })? = Some(side);
        }
        Ok(Self { extension, conflicts, chosen, clashes: Vec::new() })
    }

    /// The sides, when one is chosen for every conflict.
    pub fn sides(&self) -> Option<Vec<Side>> {
        self.chosen.iter().copied().collect()
    }

    /// What is left to decide, for a reader: each conflict with its number and what the sides have.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let open: Vec<(usize, &Conflict)> = (1..)
            .zip(self.conflicts)
            .zip(&self.chosen)
            .filter_map(|(numbered, side)| side.is_none().then_some(numbered))
            .collect();
        // Writing to a String cannot fail.
        if !open.is_empty() {
            let conflicts = words::counted(open.len(), "conflict");
            let _ = writeln!(out, "{}: {conflicts}, nothing was written", readable(self.extension));
        }
        for (number, conflict) in open {
            let _ = writeln!(out, "{number}. {}", readable(&conflict.to_string()));
            let is_text = matches!(conflict.subject, Subject::Lines { .. });
            for (label, value) in [("base  ", &conflict.base), ("ours  ", &conflict.ours), ("theirs", &conflict.theirs)]
            {
                write_value(&mut out, label, value, is_text);
            }
        }
        if !out.is_empty() {
            out.push_str(
                "Settle each with --choose N=ours or --choose N=theirs, or all others with --ours or --theirs.\n",
            );
        }
        if !self.clashes.is_empty() {
            let _ = writeln!(out, "{}: what does not fit together, nothing was written", readable(self.extension));
        }
        for clash in &self.clashes {
            let _ = writeln!(out, "- {}", readable(&clash.to_string()));
        }
        if !self.clashes.is_empty() {
            out.push_str("With --force it is written as it is, to be mended in the studio.\n");
        }
        out
    }

    /// The same as JSON: `shape` (1), `extension`, `conflicts` with `number`, `kind`, `element`, `what` (`property`, `lines`,
    /// `deleted`, `order`, `parts`), `property`, `base`, `ours`, `theirs` and `chosen`, and the texts of `clashes`.
    pub fn json(&self) -> Value {
        let conflicts = (1..).zip(self.conflicts).zip(&self.chosen);
        json!({
            "shape": SHAPE,
            "extension": self.extension,
            "conflicts": conflicts.map(|((number, it), side)| of_conflict(number, it, *side)).collect::<Vec<_>>(),
            "clashes": self.clashes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        })
    }
}

fn write_value(out: &mut String, label: &str, value: &str, is_text: bool) {
    let _ = match value {
        "" => writeln!(out, "   {label} (nothing)"),
        value if is_text => {
            let _ = writeln!(out, "   {}", label.trim_end());
            for line in value.lines() {
                let shown = line.split('\t').map(readable).collect::<Vec<_>>().join("\t");
                let _ = writeln!(out, "   | {shown}");
            }
            return;
        }
        value => writeln!(out, "   {label} {}", readable(value)),
    };
}

fn of_conflict(number: usize, conflict: &Conflict, side: Option<Side>) -> Value {
    let (what, property) = match &conflict.subject {
        Subject::Property(property) => ("property", Some(property.label())),
        Subject::Lines { .. } => ("lines", None),
        Subject::Deleted { .. } => ("deleted", None),
        Subject::Order(_) => ("order", None),
        Subject::Parts(_) => ("parts", None),
    };
    json!({
        "number": number,
        "kind": conflict.item.kind().label(),
        "element": conflict.path,
        "what": what,
        "property": property,
        "text": conflict.to_string(),
        "base": conflict.base,
        "ours": conflict.ours,
        "theirs": conflict.theirs,
        "chosen": side.map(Side::label),
    })
}
