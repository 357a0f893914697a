//! What is wrong with a definition because of the C# that is generated from it: names that two things
//! would have, and source files that are not there.

use std::collections::HashMap;

use extension::{Extension, Folder, Item, Key, Property, RecordDefinition};
use rules::{Finding, Rule};

use crate::generate::{Owner, SourceFile};

/// Every clash of names in the generated code, and every source file that is missing.
pub(crate) fn clashes(extension: &Extension) -> Vec<Finding> {
    let mut findings: Vec<Finding> = missing_sources(extension).into_iter().collect();
    let sources = Sources::of(extension);
    let mut owners = sources.singles(&mut findings);
    for (item, record) in joins(extension) {
        findings.extend(sources.doubled(item, record));
        findings.extend(sources.taken_by_join(item, record, &mut owners));
    }
    findings
}

/// What has a name in C#: who, to say it, and the sources that make it.
struct Named<'a> {
    words: String,
    sources: &'a [Key],
}

/// The structures and entities by key, with what they are.
struct Sources<'a> {
    /// In the order of the document.
    list: Vec<(Item, [Key; 1], &'a str)>,
    by_key: HashMap<Key, usize>,
}

impl<'a> Sources<'a> {
    fn of(extension: &'a Extension) -> Self {
        let structures = extension.structures.iter().map(|it| (Item::Structure(it.key), [it.key], it.name.as_str()));
        let entities = extension.entities.iter().map(|it| (Item::Entity(it.key), [it.key], it.name.as_str()));
        let list: Vec<_> = structures.chain(entities).collect();
        let mut by_key = HashMap::with_capacity(list.len());
        for (position, (_, [key], _)) in list.iter().enumerate() {
            by_key.entry(*key).or_insert(position);
        }
        Self { list, by_key }
    }

    fn name(&self, key: Key) -> Option<&'a str> {
        self.by_key.get(&key).map(|&position| self.list[position].2)
    }

    fn words(&self, key: Key) -> String {
        let entry = self.by_key.get(&key).map(|&position| &self.list[position]);
        entry.map_or_else(String::new, |(item, _, name)| format!("the {} {name}", item.kind().label()))
    }

    /// Reports structures and entities of the same name, whose records would have one name; who has which.
    fn singles(&self, findings: &mut Vec<Finding>) -> HashMap<String, Named<'_>> {
        let mut owners: HashMap<String, Named<'_>> = HashMap::with_capacity(self.list.len());
        for (item, key, name) in &self.list {
            let words = format!("the {} {name}", item.kind().label());
            // Two structures of one name are told as such, and so are two entities.
            match owners.get(*name) {
                Some(other) if other.words != words => {
                    findings.push(taken(item.at(Property::Name), name, &words, &other.words));
                }
                Some(_) => {}
                None => {
                    owners.insert((*name).to_owned(), Named { words, sources: key });
                }
            }
        }
        owners
    }

    /// A join that has a source twice, or two sources of one name: its struct would have two members of one name.
    fn doubled(&self, item: Item, record: &RecordDefinition) -> Option<Finding> {
        let names: Vec<&str> = record.sources().iter().filter_map(|&key| self.name(key)).collect();
        let twice = names.iter().enumerate().find(|(place, name)| names[..*place].contains(name))?.1;
        let text = format!(
            "The record is made of {twice} twice, which cannot be generated in C#: its members would have the same name. Take it once, or rename one of the two."
        );
        Some(Finding::new(Rule::RecordSourceTwice, item.at(Property::RecordType), text))
    }

    /// A join whose joined names are those of something else.
    fn taken_by_join<'b>(
        &self,
        item: Item,
        record: &'b RecordDefinition,
        owners: &mut HashMap<String, Named<'b>>,
    ) -> Option<Finding> {
        let names: Option<Vec<&str>> = record.sources().iter().map(|&key| self.name(key)).collect();
        let joined = names?.concat();
        let parts: Vec<String> = record.sources().iter().map(|&key| self.words(key)).collect();
        let words = format!("the record of {}", parts.join(" and "));
        match owners.get(joined.as_str()) {
            Some(other) if other.sources != record.sources() => {
                Some(taken(item.at(Property::RecordType), &joined, &words, &other.words))
            }
            Some(_) => None,
            None => {
                owners.insert(joined, Named { words, sources: record.sources() });
                None
            }
        }
    }
}

fn taken(place: extension::Place, name: &str, one: &str, other: &str) -> Finding {
    let mut text = format!("{one} and {other} would both be RC{name}Record in C#. Rename one of them.");
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    Finding::new(Rule::GeneratedNameTaken, place, text)
}

/// The records over several sources that parameters and attributes have, in the order of the document.
fn joins(extension: &Extension) -> impl Iterator<Item = (Item, &RecordDefinition)> {
    let of_actions = extension.actions.iter().flat_map(|action| {
        let item = |parameter| Item::Parameter { action: action.key, parameter };
        action.parameters.iter().map(move |it| (item(it.key), &it.data_type))
    });
    let of_structures = extension.structures.iter().flat_map(|structure| {
        let item = |attribute| Item::StructureAttribute { structure: structure.key, attribute };
        structure.attributes.iter().map(move |it| (item(it.key), &it.data_type))
    });
    let records = of_actions.chain(of_structures).filter_map(|(item, it)| Some((item, it.record()?)));
    records.filter(|(_, record)| record.sources().len() > 1)
}

/// Source files that every extension has and this one does not. An extension without any C# holds an assembly
/// only, which is not edited here but not wrong.
fn missing_sources(extension: &Extension) -> Option<Finding> {
    let is_source = |resource: &&std::sync::Arc<extension::Resource>| {
        resource.folder.is_same(Folder::SOURCE) && resource.file_name.extension().eq_ignore_ascii_case("cs")
    };
    extension.resources.iter().find(is_source)?;
    let missing = missing(extension, is_needed);
    let text = format!(
        "Some resources of the extension are missing: {}. Update the source code to have them written anew.",
        missing.join(", ")
    );
    (!missing.is_empty()).then(|| Finding::new(Rule::SourceMissing, Item::Extension.at(Property::Content), text))
}

/// That an extension which defines something has neither C# files nor an assembly: there is nothing that a server could run.
pub fn all_sources_missing(extension: &Extension) -> Option<Finding> {
    let is_source = |resource: &extension::Resource| {
        resource.folder.is_same(Folder::SOURCE) && resource.file_name.extension().eq_ignore_ascii_case("cs")
    };
    let defines = !extension.actions.is_empty() || !extension.structures.is_empty() || !extension.entities.is_empty();
    if !defines || extension.main_assembly().is_some() || extension.resources.iter().any(|it| is_source(it)) {
        return None;
    }
    let text = format!(
        "The extension has no source files and no assembly. Missing are {}. Update the source code to have them written anew.",
        missing(extension, |_| true).join(", ")
    );
    Some(Finding::new(Rule::SourceMissing, Item::Extension.at(Property::Content), text))
}

fn missing(extension: &Extension, is_needed: impl Fn(&SourceFile) -> bool) -> Vec<String> {
    let files = SourceFile::ALL.into_iter().filter(is_needed).map(|file| file.file_name(extension));
    let missing = files.filter(|name| extension.resource_at(Folder::SOURCE, name.as_str()).is_none());
    missing.map(|name| name.to_string()).collect()
}

/// What the project compiles beside the user's own files, and the project. The class with the methods may
/// stand in any file.
fn is_needed(file: &SourceFile) -> bool {
    *file == SourceFile::Project || file.owner() == Owner::Definition
}
