//! What holds for every element: its name, its description, and that it is not there twice.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::{Finding, Rule};
use extension::is_xml_character;
use extension::{DESCRIPTION_LIMIT, Description, Element, Item, Key, Name, NameError, Property};

/// A text that is the same in upper and lower case, as names are to the platform.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caseless<'a>(pub(super) &'a str);

impl PartialEq for Caseless<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(other.0)
    }
}

impl Eq for Caseless<'_> {}

impl Hash for Caseless<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut lower = [0; 64];
        for part in self.0.as_bytes().chunks(lower.len()) {
            let lower = &mut lower[..part.len()];
            lower.copy_from_slice(part);
            lower.make_ascii_lowercase();
            state.write(lower);
        }
    }
}

/// The name and the description of an element.
pub(super) fn verify_texts(
    item: Item,
    (name, limit): (&Name, usize),
    description: &Description,
    found: &mut Vec<Finding>,
) {
    match name.broken_rule(limit) {
        None => {}
        Some(NameError::TooLong { length, limit }) => {
            let text =
                format!("Name value cannot have more than {limit} characters; “{name}” has {length}. Shorten it.");
            found.push(Finding::new(Rule::NameTooLong, item.at(Property::Name), text));
        }
        Some(error) => {
            let text =
                if name.as_str().is_empty() { error.to_string() } else { format!("“{name}”: {error} Rename it.") };
            found.push(Finding::new(Rule::NameInvalid, item.at(Property::Name), text));
        }
    }
    verify_description(item, description, found);
}

/// The description of an element.
pub(super) fn verify_description(item: Item, description: &Description, found: &mut Vec<Finding>) {
    let text = description.as_str();
    if text.is_empty() {
        return;
    }
    // As many bytes as characters at least.
    let length = if text.len() > DESCRIPTION_LIMIT { text.chars().count() } else { 0 };
    if length > DESCRIPTION_LIMIT {
        let text = format!(
            "The description has {length} characters; the documented limit is {DESCRIPTION_LIMIT}. Shorten it; it may be truncated."
        );
        found.push(Finding::new(Rule::DescriptionTooLong, item.at(Property::Description), text));
    }
    verify_storable(item, Property::Description, text, found);
}

/// A text that goes into the file as it is.
pub(super) fn verify_storable(item: Item, property: Property, text: &str, found: &mut Vec<Finding>) {
    // The only excluded ones beside control characters are U+FFFE and U+FFFF.
    if text.bytes().all(|byte| (b' '..0xef).contains(&byte)) {
        return;
    }
    if let Some(character) = text.chars().find(|&character| !is_xml_character(character)) {
        let text = format!(
            "{} holds the character U+{:04X}, which a XIF cannot store. Remove it.",
            property.label(),
            u32::from(character)
        );
        found.push(Finding::new(Rule::TextUnstorable, item.at(property), text));
    }
}

/// Rows of one element that have the same name or the same key. The names of rows that are not there at run time do not count.
pub(super) fn verify_unique<T: Element>(
    owner: &Name,
    rows: &[Arc<T>],
    is_there: impl Fn(&T) -> bool,
    item: impl Fn(Key) -> Item,
    found: &mut Vec<Finding>,
) {
    if are_few_and_different(rows) {
        return;
    }
    let there: Vec<&Arc<T>> = rows.iter().filter(|row| is_there(row)).collect();
    for (place, _) in repeated(there.iter().map(|row| Caseless(row.name().as_str()))) {
        let row = there[place];
        let text = format!(
            "{owner} has another {} named “{}”; names differ by more than upper and lower case. Rename one of them.",
            item(row.key()).kind().label(),
            row.name()
        );
        found.push(Finding::new(Rule::NameTaken, item(row.key()).at(Property::Name), text));
    }
    for (place, _) in repeated(rows.iter().map(|row| row.key())) {
        let row = &rows[place];
        found.push(key_taken(item(row.key()), row.name().as_str(), row.key()));
    }
}

/// Whether nothing is taken among rows that are so few that comparing each with each is the fastest way.
fn are_few_and_different<T: Element>(rows: &[Arc<T>]) -> bool {
    let is_other = |one: &Arc<T>, other: &Arc<T>| one.key() != other.key() && !one.name().is_same(other.name());
    rows.len() <= 16 && (1..rows.len()).all(|place| rows[..place].iter().all(|before| is_other(before, &rows[place])))
}

/// Says that an element has the key of another one.
pub(super) fn key_taken(item: Item, name: &str, key: Key) -> Finding {
    let text = format!(
        "“{name}” has the key {key}, which another element has too, so the two cannot be told apart. Delete one and add it again."
    );
    Finding::new(Rule::KeyTaken, item.at(Property::Name), text)
}

/// The places of what stood there before, with the place where it stood first.
pub(super) fn repeated<T: Eq + Hash>(list: impl ExactSizeIterator<Item = T>) -> Vec<(usize, usize)> {
    let mut firsts = HashMap::with_capacity(list.len());
    let mut repeated = Vec::new();
    for (place, next) in list.enumerate() {
        let first = *firsts.entry(next).or_insert(place);
        if first != place {
            repeated.push((place, first));
        }
    }
    repeated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_ones_name_the_first() {
        let found = repeated(["A", "Name", "b", "NAME", "a", "name"].map(Caseless).into_iter());
        assert_eq!(found, [(3, 1), (4, 0), (5, 1)]);
    }
}
