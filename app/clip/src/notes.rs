use std::collections::BTreeMap;

use extension::{Kind, NameError, Property};

use super::names::NewName;

/// More notes than this nobody reads; the rest is counted.
const LIMIT: usize = 100;

/// What did not fit and what was done about it.
#[derive(Debug, Default)]
pub(super) struct Notes {
    texts: Vec<String>,
    more: usize,
    /// The rows that lost a property because rows of this kind have none.
    dropped: BTreeMap<(Property, &'static str), Vec<String>>,
}

impl Notes {
    pub(super) fn add(&mut self, note: impl Into<String>) {
        if self.texts.len() < LIMIT {
            self.texts.push(note.into());
        } else {
            self.more += 1;
        }
    }

    /// Tells why something has another name than it had.
    pub(super) fn add_name(&mut self, wanted: &str, new: &NewName, kind: Kind, is_taken_news: bool) {
        let name = &new.name;
        match &new.broken {
            Some(NameError::Empty) => self.add(format!("What had no name is pasted as {name}.")),
            Some(broken) => self.add(format!("“{}” is pasted as {name}: {broken}", shown(wanted))),
            None if new.was_taken && is_taken_news => {
                self.add(format!("“{wanted}” is pasted as {name}: another {} has that name.", kind.label()));
            }
            None => {}
        }
    }

    /// Tells, once for all rows, that rows of a kind do not have a property.
    pub(super) fn add_dropped(&mut self, property: Property, owner: &'static str, row: &str) {
        self.dropped.entry((property, owner)).or_default().push(row.to_owned());
    }

    pub(super) fn into_texts(mut self) -> Vec<String> {
        for ((property, owner), rows) in std::mem::take(&mut self.dropped) {
            let what = match property {
                Property::Direction => "That it was an output",
                property => property.label(),
            };
            self.texts.push(format!("{what} is left out of {}: {owner} have no such property.", listed(&rows)));
        }
        if self.more > 0 {
            self.texts.push(format!("{} more cells or names were changed in the same ways.", self.more));
        }
        self.texts
    }
}

/// The beginning of a text from outside, fit for a sentence.
pub(super) fn shown(text: &str) -> String {
    let mut start: String =
        text.chars().take(60).map(|character| if character.is_control() { ' ' } else { character }).collect();
    if text.chars().nth(60).is_some() {
        start.push('…');
    }
    start
}

fn listed(rows: &[String]) -> String {
    let first = rows.iter().take(5).map(String::as_str).collect::<Vec<_>>().join(", ");
    match rows.len().saturating_sub(5) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}
