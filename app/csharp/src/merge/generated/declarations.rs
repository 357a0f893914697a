//! What declarations of generated files are about.

use std::collections::HashMap;
use std::ops::Range;

use super::super::source::Source;
use super::outline::{self, Item};

pub(super) fn as_it_is(identifier: &str) -> String {
    identifier.to_owned()
}

pub(super) fn by_identity<'i>(
    source: &Source<'_>,
    items: &'i [Item],
    renamed: impl Fn(&str) -> String,
) -> HashMap<String, Vec<&'i Item>> {
    let mut by_identity: HashMap<String, Vec<&Item>> = HashMap::with_capacity(items.len());
    for item in items {
        by_identity.entry(item.identity(source, &renamed)).or_default().push(item);
    }
    by_identity
}

/// Whether the definition gives a member this name: a value, a key, the method of an action.
pub(super) fn is_named_by_definition(name: &str) -> bool {
    ["ss", "_ss", "Id", "Mss"].iter().any(|prefix| name.starts_with(prefix)) && name != "IsDefault"
}

/// What a member is declared as, without its modifiers and its body: the type of a value, the key of a constant, a signature.
pub(super) fn declared(source: &Source<'_>, item: &Item, renamed: &dyn Fn(&str) -> String) -> Vec<String> {
    const MODIFIERS: [&str; 8] = ["public", "private", "internal", "protected", "static", "readonly", "new", "partial"];
    let name = item.name(source);
    let end = if name.starts_with("Id") || item.parameters(source).is_some() { item.last } else { item.head_end };
    let words = (item.declaration..end).filter(|&position| !MODIFIERS.contains(&source.text_at(position)));
    words.map(|position| outline::text(source, position, renamed)).collect()
}

/// Whether a declaration that no template has can only have been generated: for an element that is no longer there.
pub(super) fn looks_generated(source: &Source<'_>, item: &Item) -> bool {
    let name = item.name(source);
    let has = |range: Range<usize>, word: &str| range.into_iter().any(|position| source.is_named(position, word));
    match &item.body {
        Some(body) => ["ITypedRecord", "GenericRecordList"].iter().any(|word| has(item.first..body.open, word)),
        None if name.starts_with("Id") => {
            has(item.first..item.last, "GlobalObjectKey") && has(item.first..item.last, "Parse")
        }
        None if name.starts_with("Mss") => source.is_named(item.declaration, "void"),
        None => is_named_by_definition(&name) && has(item.first..item.declaration, "XmlElement"),
    }
}

/// Whether only some versions of the platform's tools generate the declaration.
pub(super) fn is_of_some_versions(source: &Source<'_>, item: &Item) -> bool {
    let name = item.name(source);
    if item.body.is_some() {
        return name.ends_with("EntityConfiguration");
    }
    !is_named_by_definition(&name)
}
