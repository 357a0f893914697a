use std::collections::{HashMap, HashSet};

use extension::{BasicType, DataType, Dbms, Elements, Entity, Extension, Key, Name};

/// What the rules of one element look at outside it.
#[derive(Debug, Clone)]
pub(super) struct Context {
    /// The databases of the extension.
    pub(super) dbms: Dbms,
    /// The extension's name.
    pub(super) extension: Name,
    sources: HashMap<Key, Source>,
}

/// What others see of a structure or an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// A structure.
    Structure,
    /// An entity.
    Entity {
        /// Its name.
        name: Name,
        /// What is known about its identifier.
        identifier: Identifier,
    },
}

/// What others see of an entity's identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Identifier {
    /// There is none, or it is ignored.
    None,
    /// It is of this type, or refers to one that is.
    Of(BasicType),
    /// Its type is none for identifiers, or cannot be known.
    Unclear,
    /// It refers to itself, over other identifiers or at once.
    Circular,
}

/// What differs between two contexts.
#[derive(Debug)]
pub(super) enum Change {
    /// All that there is: nothing was verified yet.
    Everything,
    /// Only this.
    Of {
        /// Whether the databases are others.
        dbms: bool,
        /// Whether the extension's name is another.
        name: bool,
        /// The structures and entities that look different, came or went.
        sources: HashSet<Key>,
    },
}

impl Context {
    /// The context of this document.
    pub(super) fn of(extension: &Extension) -> Self {
        let mut sources = HashMap::with_capacity(extension.structures.len() + extension.entities.len());
        let identifiers = identifiers(extension);
        for entity in &extension.entities {
            let identifier = identifiers.get(&entity.key).copied().unwrap_or(Identifier::None);
            sources.insert(entity.key, Source::Entity { name: entity.name.clone(), identifier });
        }
        // Where a structure and an entity have one key, the structure is what records find.
        sources.extend(extension.structures.iter().map(|structure| (structure.key, Source::Structure)));
        Self { dbms: extension.dbms.clone(), extension: extension.name.clone(), sources }
    }

    /// Whether a document that followed the one of this context has the same one, seen without a closer look.
    pub(super) fn is_still_of(&self, before: &Extension, now: &Extension) -> bool {
        self.dbms == now.dbms
            && self.extension == now.name
            && Elements::is_shared(&before.structures, &now.structures)
            && Elements::is_shared(&before.entities, &now.entities)
    }

    /// The structure or entity with this key.
    pub(super) fn source(&self, key: Key) -> Option<&Source> {
        self.sources.get(&key)
    }

    /// The basic type of a parameter or attribute of this type, where it has one.
    pub(super) fn basic(&self, data_type: &DataType) -> Option<BasicType> {
        match data_type {
            DataType::EntityIdentifier(key) => match self.source(*key)? {
                Source::Entity { identifier: Identifier::Of(basic), .. } => Some(*basic),
                _ => None,
            },
            other => other.basic(),
        }
    }

    /// What differs from an earlier context.
    pub(super) fn change_since(&self, before: &Self) -> Change {
        let is_other = |(key, source): &(&Key, &Source)| before.sources.get(key) != Some(source);
        let changed = self.sources.iter().filter(is_other).map(|(key, _)| *key);
        let gone = before.sources.keys().filter(|key| !self.sources.contains_key(key)).copied();
        Change::Of {
            dbms: self.dbms != before.dbms,
            name: self.extension != before.extension,
            sources: changed.chain(gone).collect(),
        }
    }
}

impl Change {
    /// No change at all.
    pub(super) fn none() -> Self {
        Self::Of { dbms: false, name: false, sources: HashSet::new() }
    }

    /// Whether everything is as it was.
    pub(super) fn is_none(&self) -> bool {
        matches!(self, Self::Of { dbms: false, name: false, sources } if sources.is_empty())
    }

    /// Whether the databases are others.
    pub(super) fn is_of_dbms(&self) -> bool {
        matches!(self, Self::Everything | Self::Of { dbms: true, .. })
    }

    /// Whether the extension's name is another.
    pub(super) fn is_of_name(&self) -> bool {
        matches!(self, Self::Everything | Self::Of { name: true, .. })
    }

    /// Whether something that one of the types refers to is different.
    pub(super) fn is_of<'a>(&self, mut types: impl Iterator<Item = &'a DataType>) -> bool {
        match self {
            Self::Everything => true,
            Self::Of { sources, .. } if sources.is_empty() => false,
            Self::Of { sources, .. } => types.any(|data_type| match data_type {
                DataType::Record(record) | DataType::RecordList(record) => {
                    record.sources().iter().any(|key| sources.contains(key))
                }
                DataType::EntityIdentifier(key) => sources.contains(key),
                _ => false,
            }),
        }
    }
}

/// What each entity's identifier is, through identifiers that are references themselves.
fn identifiers(extension: &Extension) -> HashMap<Key, Identifier> {
    let mut known = HashMap::with_capacity(extension.entities.len());
    let mut references = HashMap::new();
    for entity in &extension.entities {
        let identifier = match own_identifier(entity) {
            Some(DataType::EntityIdentifier(other)) => {
                references.insert(entity.key, *other);
                continue;
            }
            Some(other) => other.basic().map_or(Identifier::Unclear, Identifier::Of),
            None => Identifier::None,
        };
        known.insert(entity.key, identifier);
    }
    for &first in references.keys() {
        // Every entity on the way has the same answer, and is walked over only once.
        let (mut way, mut next) = (Vec::new(), first);
        while let Some(&other) = references.get(&next).filter(|_| !known.contains_key(&next)) {
            // Until more is known: what leads back to itself has no type.
            known.insert(next, Identifier::Unclear);
            way.push(next);
            next = other;
        }
        if let Some(begin) = way.iter().position(|key| *key == next) {
            known.extend(way[begin..].iter().map(|key| (*key, Identifier::Circular)));
        }
        if let Some(&answer @ Identifier::Of(_)) = known.get(&next) {
            known.extend(way.into_iter().map(|key| (key, answer)));
        }
    }
    known
}

fn own_identifier(entity: &Entity) -> Option<&DataType> {
    let attribute = entity.attributes.get(entity.identifier?)?;
    (!attribute.is_ignored).then_some(&attribute.data_type)
}
