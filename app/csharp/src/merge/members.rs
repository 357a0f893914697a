use std::collections::HashMap;

use extension::{Extension, Key, Name, RecordDefinition};

use super::generated::NewNames;
use crate::generate::records;
use crate::{names, types};

/// The generated structs and lists as the code knows them: under the names of the definition that it followed last,
/// with what each is called now.
#[derive(Default)]
pub(crate) struct Members {
    /// By the name of the struct, its members by name.
    structs: HashMap<String, HashMap<String, Member>>,
    /// From the name of a list to the record in it.
    elements: HashMap<String, String>,
    /// From the old to the new name of a type.
    pub(crate) types: HashMap<String, String>,
    /// What becomes of each member's name that changes anywhere: its new name where it is the same in every struct
    /// that has it.
    fates: HashMap<String, Option<String>>,
}

struct Member {
    type_name: String,
    /// Its new name, where it has one.
    renamed: Option<String>,
}

/// What to do with a member's name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fate<'a> {
    /// It stays.
    Stays,
    /// It gets this name.
    Renamed(&'a str),
    /// Whose it is decides, and that is not known.
    Uncertain,
}

impl Members {
    /// The members of both definitions; elements are recognised by their keys.
    pub(crate) fn new(previous: &Extension, current: &Extension) -> Self {
        let mut members = Self::default();
        members.add_structures(previous, current);
        members.add_entities(previous, current);
        members.add_records(previous, current);
        members.set_fates();
        members
    }

    /// The new names of what generated files declare.
    pub(crate) fn new_names(&self, previous: &Extension, current: &Extension) -> NewNames {
        let mut names = NewNames { types: self.types.clone(), ..NewNames::default() };
        if previous.name != current.name {
            let own = [names::class, names::interface];
            names.types.extend(own.map(|name| (name(&previous.name), name(&current.name))));
            // Of the namespace the last word.
            names.types.insert(format!("Nss{}", previous.name), format!("Nss{}", current.name));
        }
        for (owner, members) in &self.structs {
            let renamed = members.iter().filter_map(|(old, member)| Some((old, member.renamed.as_ref()?)));
            let renamed: HashMap<String, String> = renamed
                .flat_map(|(old, new)| [(old.clone(), new.clone()), (format!("_{old}"), format!("_{new}"))])
                .collect();
            let owner = self.types.get(owner).unwrap_or(owner);
            if !renamed.is_empty() {
                names.members.insert(owner.clone(), renamed);
            }
        }
        let methods = current.actions.iter().filter_map(|action| {
            let before = previous.actions.get(action.key).filter(|before| before.name != action.name)?;
            Some((names::method(before), names::method(action)))
        });
        names.members.insert(names::interface(&current.name), methods.collect());
        names
    }

    /// Whether a member gets another name.
    pub(crate) fn any_renamed(&self) -> bool {
        !self.fates.is_empty()
    }

    /// The names that change in some struct.
    pub(crate) fn changing(&self) -> impl Iterator<Item = &str> {
        self.fates.keys().map(String::as_str)
    }

    /// Whether the name changes in some struct.
    pub(crate) fn is_changing(&self, member: &str) -> bool {
        self.fates.contains_key(member)
    }

    /// Whether a generated struct or list has this name.
    pub(crate) fn is_generated(&self, type_name: &str) -> bool {
        self.structs.contains_key(type_name) || self.elements.contains_key(type_name)
    }

    /// The record in a list of this type.
    pub(crate) fn element(&self, list: &str) -> Option<&str> {
        self.elements.get(list).map(String::as_str)
    }

    /// The type of a member of a struct.
    pub(crate) fn type_of(&self, owner: &str, member: &str) -> Option<&str> {
        Some(&self.structs.get(owner)?.get(member)?.type_name)
    }

    /// What becomes of a member of this type; of one whose owner is not known when there is none.
    pub(crate) fn fate(&self, owner: Option<&str>, member: &str) -> Fate<'_> {
        match owner {
            None => match self.fates.get(member) {
                None => Fate::Stays,
                Some(Some(new)) => Fate::Renamed(new),
                Some(None) => Fate::Uncertain,
            },
            Some(owner) => {
                let found = self.structs.get(owner).and_then(|members| members.get(member));
                found.and_then(|it| it.renamed.as_deref()).map_or(Fate::Stays, Fate::Renamed)
            }
        }
    }

    fn add_structures(&mut self, previous: &Extension, current: &Extension) {
        for structure in &previous.structures {
            let now = current.structures.get(structure.key);
            let type_name = |name: &Name| format!("ST{name}Structure");
            self.rename_type(type_name(&structure.name), now.map(|now| type_name(&now.name)));
            let attributes = structure.attributes.iter().map(|attribute| {
                let new = now.and_then(|now| now.attributes.get(attribute.key)).map(|it| it.name.clone());
                (&attribute.name, types::parameter_type(previous, &attribute.data_type), new)
            });
            let members = attributes.flat_map(|(name, type_name, new)| attribute(name, type_name, new.as_ref()));
            self.structs.insert(type_name(&structure.name), members.collect());
        }
    }

    fn add_entities(&mut self, previous: &Extension, current: &Extension) {
        for entity in &previous.entities {
            let now = current.entities.get(entity.key);
            for suffix in ["Record", "", "Configuration"] {
                let type_name = |name: &Name| format!("EN{name}Entity{suffix}");
                self.rename_type(type_name(&entity.name), now.map(|now| type_name(&now.name)));
            }
            let attributes = entity.attributes.iter().map(|attribute| {
                let new = now.and_then(|now| now.attributes.get(attribute.key)).map(|it| it.name.clone());
                (&attribute.name, types::parameter_type(previous, &attribute.data_type), new)
            });
            let members = attributes.flat_map(|(name, type_name, new)| attribute(name, type_name, new.as_ref()));
            self.structs.insert(format!("EN{}EntityRecord", entity.name), members.collect());
        }
    }

    fn add_records(&mut self, previous: &Extension, current: &Extension) {
        for definition in records::definitions(previous) {
            let Some(name) = names::record(previous, &definition) else { continue };
            let (record, list) = (format!("RC{name}Record"), format!("RL{name}RecordList"));
            let new = new_record_name(current, &definition);
            self.rename_type(record.clone(), new.as_ref().map(|new| format!("RC{new}Record")));
            self.rename_type(list.clone(), new.map(|new| format!("RL{new}RecordList")));
            let members = definition.sources().iter().flat_map(|&key| source(previous, current, key)).collect();
            self.structs.insert(record.clone(), members);
            self.elements.insert(list, record);
        }
    }

    fn rename_type(&mut self, old: String, new: Option<String>) {
        if let Some(new) = new.filter(|new| *new != old) {
            self.types.insert(old, new);
        }
    }

    fn set_fates(&mut self) {
        let mut fates: HashMap<String, Option<String>> = HashMap::new();
        let all = || self.structs.values().flatten();
        for (name, member) in all().filter(|(_, member)| member.renamed.is_some()) {
            fates.entry(name.clone()).or_insert_with(|| member.renamed.clone());
        }
        for (name, member) in all() {
            if let Some(fate) = fates.get_mut(name).filter(|fate| **fate != member.renamed) {
                *fate = None;
            }
        }
        self.fates = fates;
    }
}

/// The members of an attribute: its value and its key.
fn attribute(name: &Name, type_name: String, new: Option<&Name>) -> [(String, Member); 2] {
    let new = new.filter(|new| *new != name);
    [("ss", type_name), ("Id", "GlobalObjectKey".to_owned())].map(|(prefix, type_name)| {
        (format!("{prefix}{name}"), Member { type_name, renamed: new.map(|new| format!("{prefix}{new}")) })
    })
}

/// The members of a record for one of its sources.
fn source(previous: &Extension, current: &Extension, key: Key) -> Vec<(String, Member)> {
    let Some(name) = previous.source_name(key) else { return Vec::new() };
    let new = current.source_name(key).filter(|new| *new != name);
    let is_entity = previous.entities.get(key).is_some();
    let (prefix, type_name) =
        if is_entity { ("ssEN", format!("EN{name}EntityRecord")) } else { ("ssST", format!("ST{name}Structure")) };
    let members = [(prefix, type_name), ("Id", "GlobalObjectKey".to_owned())];
    let member = |(prefix, type_name): (&str, String)| {
        (format!("{prefix}{name}"), Member { type_name, renamed: new.map(|new| format!("{prefix}{new}")) })
    };
    members.map(member).into()
}

/// What the record is called now; none where it is no longer there.
fn new_record_name(current: &Extension, definition: &RecordDefinition) -> Option<String> {
    names::record(current, definition)
}
