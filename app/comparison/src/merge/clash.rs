use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use extension::{Element, Elements, Extension, Item, Key, Kind};

/// What each side has right and the two together have not. Verification finds it too; a merge tells it at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clash {
    /// Elements of one kind have one name, ignoring case.
    Name {
        /// The kind of elements.
        kind: Kind,
        /// The path of the first; that of a file in its folder.
        path: String,
        /// The elements.
        items: Vec<Item>,
    },
    /// A type, an icon or an identifier is an element that the other side deleted.
    Missing {
        /// Who uses it.
        item: Item,
        /// Its path.
        path: String,
        /// The name of what is missing.
        missing: String,
    },
    /// A function no longer has exactly one output parameter.
    Function {
        /// The action.
        item: Item,
        /// Its name.
        path: String,
        /// How many output parameters it has.
        outputs: usize,
    },
}

/// What clashes in the extension and in neither of the versions that it was merged from.
pub fn clashes(merged: &Extension, sides: [&Extension; 2]) -> Vec<Clash> {
    let known: HashSet<Vec<Item>> = sides.iter().flat_map(|side| same_names(side)).map(|(_, _, items)| items).collect();
    let names = same_names(merged).into_iter().filter(|(_, _, items)| !known.contains(items));
    let mut clashes: Vec<Clash> = names.map(|(kind, path, items)| Clash::Name { kind, path, items }).collect();
    clashes.extend(missing(merged, sides));
    clashes.extend(functions(merged, sides));
    clashes
}

/// Elements that have one name: kind, path and items.
fn same_names(extension: &Extension) -> Vec<(Kind, String, Vec<Item>)> {
    let mut found = Vec::new();
    let mut paths: HashMap<String, Vec<Item>> = HashMap::new();
    for resource in extension.resources.iter() {
        paths.entry(resource.path().to_lowercase()).or_default().push(Item::Resource(resource.key));
    }
    let doubles = paths.into_values().filter(|items| items.len() > 1);
    let mut doubles: Vec<Vec<Item>> = doubles.collect();
    doubles.sort();
    for items in doubles {
        let resource = items[0].key().and_then(|key| extension.resource(key));
        found.push((Kind::Resource, resource.map(|it| it.path()).unwrap_or_default(), items));
    }
    let mut folder = |items: Vec<Vec<Item>>| {
        for items in items {
            found.push((items[0].kind(), items[0].path(extension).unwrap_or_default(), items));
        }
    };
    folder(of_folder(&extension.actions, Item::Action));
    for action in &extension.actions {
        folder(of_folder(&action.parameters, |parameter| Item::Parameter { action: action.key, parameter }));
    }
    folder(of_folder(&extension.structures, Item::Structure));
    for structure in &extension.structures {
        let item = |attribute| Item::StructureAttribute { structure: structure.key, attribute };
        folder(of_folder(&structure.attributes, item));
    }
    folder(of_folder(&extension.entities, Item::Entity));
    for entity in &extension.entities {
        folder(of_folder(&entity.attributes, |attribute| Item::EntityAttribute { entity: entity.key, attribute }));
    }
    found
}

fn of_folder<T: Element>(elements: &Elements<T>, item: impl Fn(Key) -> Item) -> Vec<Vec<Item>> {
    let mut names: HashMap<String, Vec<Item>> = HashMap::with_capacity(elements.len());
    for element in elements {
        names.entry(element.name().as_str().to_ascii_lowercase()).or_default().push(item(element.key()));
    }
    let mut doubles: Vec<Vec<Item>> = names.into_values().filter(|items| items.len() > 1).collect();
    doubles.sort();
    doubles
}

/// Uses of what a side has and the merged extension has not.
fn missing(merged: &Extension, sides: [&Extension; 2]) -> Vec<Clash> {
    let mut clashes = Vec::new();
    let has = |key: Key| merged.source_name(key).is_some() || merged.resource(key).is_some();
    for side in sides {
        let sources = side.structures.iter().map(|it| (it.key, it.name.to_string()));
        let sources = sources.chain(side.entities.iter().map(|it| (it.key, it.name.to_string())));
        let all = sources.chain(side.resources.iter().map(|it| (it.key, it.path())));
        for (key, name) in all.filter(|(key, _)| !has(*key)) {
            let uses = merged.uses_of(key).into_iter();
            clashes.extend(uses.map(|it| Clash::Missing { item: it.item, path: it.path, missing: name.clone() }));
        }
    }
    for entity in &merged.entities {
        let Some(identifier) = entity.identifier.filter(|key| entity.attributes.get(*key).is_none()) else { continue };
        let own = |side: &&Extension| {
            let attribute = side.entities.get(entity.key).and_then(|it| it.attributes.get(identifier).cloned());
            attribute.map(|it| it.name.to_string())
        };
        if let Some(missing) = sides.iter().find_map(own) {
            clashes.push(Clash::Missing { item: Item::Entity(entity.key), path: entity.name.to_string(), missing });
        }
    }
    // Both sides may have had what is missing.
    let mut seen = HashSet::new();
    clashes.retain(|clash| match clash {
        Clash::Missing { item, missing, .. } => seen.insert((*item, missing.clone())),
        _ => true,
    });
    clashes
}

fn functions(merged: &Extension, sides: [&Extension; 2]) -> Vec<Clash> {
    let is_broken = |action: &Arc<extension::Action>| action.is_function && action.outputs().count() != 1;
    let was_broken = |key: Key| sides.iter().any(|side| side.actions.get(key).is_some_and(is_broken));
    let broken = merged.actions.iter().filter(|action| is_broken(action) && !was_broken(action.key));
    broken
        .map(|action| Clash::Function {
            item: Item::Action(action.key),
            path: action.name.to_string(),
            outputs: action.outputs().count(),
        })
        .collect()
}

/// What clashes and what to do.
impl fmt::Display for Clash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name { kind, path, items } => {
                write!(formatter, "{} {} have the name {path}. Rename all but one.", items.len(), kind.plural())
            }
            Self::Missing { path, missing, .. } => {
                write!(
                    formatter,
                    "{path} uses {missing}, which the other side deleted. Add it again or use another one."
                )
            }
            Self::Function { path, outputs, .. } => write!(
                formatter,
                "{path} is a function and has {outputs} output parameters. Leave it one, or make it no function."
            ),
        }
    }
}
