//! Elements by paths: `action:Pay`, `action:Pay/input:Years`, `structure:Person/attribute:Name`, `entity:Customer`,
//! `resource:Source/NET/Pay.cs`, `extension`.
//!
//! The words before the colons can be left out where nothing else has the name, and a dot can stand for the slash before
//! a parameter or attribute, as in the lines of `xif verify`. `key:KEY` is the element with the key, whatever its name.

use extension::{Element, Elements, Extension, Folder, Item, Key, Kind};

/// Why a path names no element.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ElementError {
    /// Nothing has the path.
    #[error("There is no {what} {name}{}.", listed(known))]
    Unknown {
        /// The kind that was looked for: `action`.
        what: &'static str,
        /// The name or path.
        name: String,
        /// The names that there are.
        known: Vec<String>,
    },
    /// Several elements have it.
    #[error("{name} can be {}. Write one of them.", paths.join(" or "))]
    Ambiguous {
        /// The path as given.
        name: String,
        /// The paths of the elements.
        paths: Vec<String>,
    },
    /// It is no path.
    #[error(
        "{0} is no path of an element. Write action:NAME, action:NAME/input:NAME, structure:NAME/attribute:NAME, entity:NAME, resource:PATH or extension."
    )]
    Form(String),
    /// It names an element of another kind.
    #[error("{path} is {} {}, not {} {wanted}.", article(kind.label()), kind.label(), article(wanted))]
    Kind {
        /// The path as given.
        path: String,
        /// What it names.
        kind: Kind,
        /// What is needed.
        wanted: &'static str,
    },
}

fn listed(known: &[String]) -> String {
    const SHOWN: usize = 12;
    match (known.is_empty(), known.len().saturating_sub(SHOWN)) {
        (true, _) => String::new(),
        (_, 0) => format!("; there is {}", known.join(", ")),
        (_, more) => format!("; there is {} and {more} more", known[..SHOWN].join(", ")),
    }
}

pub(crate) fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// A part of a path: `input:Years`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Segment<'a> {
    /// The word before the colon, in lower case.
    pub(crate) kind: Option<String>,
    /// The name.
    pub(crate) name: &'a str,
}

/// The path in its parts, of which there are one or two.
pub(crate) fn segments(path: &str) -> Result<Vec<Segment<'_>>, ElementError> {
    let wrong = || ElementError::Form(path.to_owned());
    let divider = if path.contains('/') { '/' } else { '.' };
    let kind = |part: &str| part.split_once(':').map(|(kind, _)| kind.trim().to_ascii_lowercase());
    let parts: Vec<Segment<'_>> = path
        .split(divider)
        .map(|part| Segment { kind: kind(part), name: part.split_once(':').map_or(part, |(_, name)| name).trim() })
        .collect();
    let known = |place: usize, kind: &str| match place {
        0 => ["action", "structure", "entity"].contains(&kind),
        _ => ["input", "output", "parameter", "attribute"].contains(&kind),
    };
    let is_known =
        parts.iter().enumerate().all(|(place, part)| part.kind.as_deref().is_none_or(|kind| known(place, kind)));
    let is_whole = parts.iter().all(|part| !part.name.is_empty());
    if is_known && is_whole && parts.len() <= 2 { Ok(parts) } else { Err(wrong()) }
}

/// The path after `resource:`, or the whole of one that can be nothing else.
pub(crate) fn resource_path(path: &str) -> Option<&str> {
    let named = path.get(..9).filter(|start| start.eq_ignore_ascii_case("resource:")).map(|_| &path[9..]);
    named.or_else(|| path.starts_with(['/', '\\']).then_some(path))
}

/// The element that a path names.
///
/// # Errors
/// Nothing has the path, or several elements do.
pub fn item_at(extension: &Extension, path: &str) -> Result<Item, ElementError> {
    if path.eq_ignore_ascii_case("extension") {
        return Ok(Item::Extension);
    }
    if let Some(key) = path.strip_prefix("key:") {
        let is_it = |item: &Item| item.key().is_some_and(|own| own.to_string() == key);
        let unknown =
            || ElementError::Unknown { what: "element with the key", name: key.to_owned(), known: Vec::new() };
        return items(extension).into_iter().find(is_it).ok_or_else(unknown);
    }
    if let Some(path) = resource_path(path) {
        return resource(extension, path);
    }
    let parts = match segments(path) {
        Ok(parts) => parts,
        Err(error) => return resource(extension, path).map_err(|_| error),
    };
    let found = match parts.as_slice() {
        [owner, row] => owner_at(extension, path, owner).and_then(|owner| row_at(extension, owner, row)),
        [owner, ..] => owner_at(extension, path, owner),
        [] => Err(ElementError::Form(path.to_owned())),
    };
    // A file of the extension has a path with the same characters.
    found.or_else(|error| resource(extension, path).map_err(|_| error))
}

/// The action, structure or entity that a part of a path names.
pub(crate) fn owner_at(extension: &Extension, path: &str, segment: &Segment<'_>) -> Result<Item, ElementError> {
    let is = |kind: &str| segment.kind.as_deref().is_none_or(|own| own == kind);
    let mut found = Vec::new();
    if is("action") {
        found.extend(named(&extension.actions, segment.name).map(Item::Action));
    }
    if is("structure") {
        found.extend(named(&extension.structures, segment.name).map(Item::Structure));
    }
    if is("entity") {
        found.extend(named(&extension.entities, segment.name).map(Item::Entity));
    }
    let (what, known) = match segment.kind.as_deref() {
        Some("action") => ("action", names(&extension.actions)),
        Some("structure") => ("structure", names(&extension.structures)),
        Some("entity") => ("entity", names(&extension.entities)),
        _ => ("element", Vec::new()),
    };
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(ElementError::Unknown { what, name: segment.name.to_owned(), known }),
        several => Err(ElementError::Ambiguous {
            name: path.to_owned(),
            paths: several.iter().map(|item| path_of(extension, *item)).collect(),
        }),
    }
}

fn row_at(extension: &Extension, owner: Item, segment: &Segment<'_>) -> Result<Item, ElementError> {
    let rows = match owner {
        Item::Action(action) => extension.actions.get(action).map(|it| {
            let way = segment.kind.as_deref();
            let fits = |input: bool| way.is_none_or(|way| way == "parameter" || (way == "input") == input);
            let key = it.parameters.iter().find(|row| row.name.as_str().eq_ignore_ascii_case(segment.name));
            let item = key.filter(|row| fits(row.is_input())).map(|row| Item::Parameter { action, parameter: row.key });
            (item, names(&it.parameters))
        }),
        Item::Structure(structure) => extension.structures.get(structure).map(|it| {
            let key = named(&it.attributes, segment.name);
            (key.map(|attribute| Item::StructureAttribute { structure, attribute }), names(&it.attributes))
        }),
        Item::Entity(entity) => extension.entities.get(entity).map(|it| {
            let key = named(&it.attributes, segment.name);
            (key.map(|attribute| Item::EntityAttribute { entity, attribute }), names(&it.attributes))
        }),
        _ => None,
    };
    let what = match (segment.kind.as_deref(), owner) {
        (Some("input"), Item::Action(_)) => "input",
        (Some("output"), Item::Action(_)) => "output",
        (_, Item::Action(_)) => "parameter",
        _ => "attribute",
    };
    let (item, known) = rows.unwrap_or_default();
    // A word of the other kind of element, such as the input of a structure.
    let is_of_the_owner = match segment.kind.as_deref() {
        Some("attribute") => !matches!(owner, Item::Action(_)),
        Some(_) => matches!(owner, Item::Action(_)),
        None => true,
    };
    let item = item.filter(|_| is_of_the_owner);
    item.ok_or_else(|| ElementError::Unknown { what, name: segment.name.to_owned(), known })
}

fn resource(extension: &Extension, path: &str) -> Result<Item, ElementError> {
    let wanted = Folder::joined(path);
    let found = extension.resources.iter().find(|it| Folder::joined(&it.path()).eq_ignore_ascii_case(&wanted));
    let unknown = || ElementError::Unknown { what: "resource", name: path.to_owned(), known: Vec::new() };
    found.map(|it| Item::Resource(it.key)).ok_or_else(unknown)
}

fn named<T: Element>(elements: &Elements<T>, name: &str) -> Option<Key> {
    elements.iter().find(|element| element.name().as_str().eq_ignore_ascii_case(name)).map(|element| element.key())
}

fn names<T: Element>(elements: &Elements<T>) -> Vec<String> {
    elements.iter().map(|element| element.name().to_string()).collect()
}

/// The path of an element; empty for one that is not there.
pub fn path_of(extension: &Extension, item: Item) -> String {
    let name = item.name(extension).unwrap_or_default();
    let row = |word: &str| format!("{}/{word}:{name}", path_of(extension, item.owner()));
    match item {
        Item::Extension => "extension".to_owned(),
        Item::Action(_) => format!("action:{name}"),
        Item::Structure(_) => format!("structure:{name}"),
        Item::Entity(_) => format!("entity:{name}"),
        Item::Resource(key) => {
            let path = extension.resource(key).map(|it| it.path().replace('\\', "/")).unwrap_or_default();
            format!("resource:{}", path.trim_start_matches('/'))
        }
        Item::Parameter { action, parameter } => {
            let found = extension.actions.get(action).and_then(|it| it.parameters.get(parameter));
            row(if found.is_none_or(|it| it.is_input()) { "input" } else { "output" })
        }
        Item::StructureAttribute { .. } | Item::EntityAttribute { .. } => row("attribute"),
    }
}

/// Every element, in the order of the definition: the extension, resources, and the others with what belongs to them.
pub fn items(extension: &Extension) -> Vec<Item> {
    let mut items = vec![Item::Extension];
    items.extend(extension.resources.iter().map(|resource| Item::Resource(resource.key)));
    for action in &extension.actions {
        items.push(Item::Action(action.key));
        let row = |it: &std::sync::Arc<extension::Parameter>| Item::Parameter { action: action.key, parameter: it.key };
        items.extend(action.parameters.iter().map(row));
    }
    for structure in &extension.structures {
        let owner = structure.key;
        items.push(Item::Structure(owner));
        let rows = structure.attributes.iter();
        items.extend(rows.map(|it| Item::StructureAttribute { structure: owner, attribute: it.key }));
    }
    for entity in &extension.entities {
        items.push(Item::Entity(entity.key));
        let rows = entity.attributes.iter();
        items.extend(rows.map(|it| Item::EntityAttribute { entity: entity.key, attribute: it.key }));
    }
    items
}
