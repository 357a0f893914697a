//! The language service follows an extension: what it is told after each change.

use std::collections::BTreeMap;

use extension::{Content, Extension, Key};

use crate::project::{Naming, Source, sources};
use crate::{Document, Project};

/// The generated files with types that code uses. Interface.cs is not among them: the methods follow it when the source code is updated, and would be in
/// error until then.
const TYPES: [&str; 4] = ["Structures.cs", "Entities.cs", "Records.cs", "RecordLists.cs"];

/// What the service was told, so that it is told only what is new.
#[derive(Debug, Default)]
pub struct Following {
    told: Option<(Project, BTreeMap<Key, Source>)>,
    supplies: Supplies,
    newer: Newer,
}

/// Something that the service is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A project, with all of its documents, in the place of what was open.
    Open(Project, Vec<Document>),
    /// A document that is new or has another text.
    Replace(Document),
    /// A document that is no longer there.
    Remove(Key),
}

impl Following {
    /// What the service is told so that it knows the extension as it is. `followed` is the definition that the sources follow: types that changed since are
    /// known without an update of the sources.
    pub fn follow(&mut self, extension: &Extension, followed: &Extension) -> Vec<Change> {
        let project = Project::of(extension, &mut self.supplies);
        self.supplies.keep(&project);
        let now = sources(extension, self.newer.types(extension, followed));
        let before = self.told.replace((project.clone(), now.clone()));
        let Some((_, before)) = before.filter(|(before, _)| *before == project) else {
            let documents = now.iter().filter_map(|(key, source)| source.document(*key)).collect();
            return vec![Change::Open(project, documents)];
        };
        let gone = before.keys().filter(|key| !now.contains_key(key)).map(|key| Change::Remove(*key));
        let changed = now.iter().filter(|(key, source)| before.get(key) != Some(source));
        // A text that is no longer UTF-8 is no text.
        let changed = changed.map(|(key, source)| source.document(*key).map_or(Change::Remove(*key), Change::Replace));
        gone.chain(changed).collect()
    }

    /// The bytes under a name that a project asks for.
    pub fn supply(&self, name: &str) -> Option<&Content> {
        self.supplies.contents.iter().find(|(_, other)| other == name).map(|(content, _)| content)
    }
}

/// Contents and the names that they were given.
#[derive(Debug, Default)]
struct Supplies {
    contents: Vec<(Content, String)>,
    count: usize,
}

impl Supplies {
    /// Forgets what a project does not ask for.
    fn keep(&mut self, project: &Project) {
        let names = project.libraries.iter().flat_map(|library| [Some(&library.bytes), library.documentation.as_ref()]);
        let names: Vec<&String> = names.flatten().collect();
        self.contents.retain(|(_, name)| names.contains(&name));
    }
}

impl Naming for Supplies {
    fn name(&mut self, content: &Content) -> String {
        if let Some((_, name)) = self.contents.iter().find(|(other, _)| other == content) {
            return name.clone();
        }
        self.count += 1;
        let name = format!("library-{}", self.count);
        self.contents.push((content.clone(), name.clone()));
        name
    }
}

/// Generated types as the definition has them now, made anew only when they can be others: typing must not wait for it.
#[derive(Debug, Default)]
struct Newer {
    of: Option<(Extension, Extension)>,
    files: BTreeMap<Key, Content>,
}

impl Newer {
    fn types(&mut self, extension: &Extension, followed: &Extension) -> &BTreeMap<Key, Content> {
        let is_known = self.of.as_ref().is_some_and(|(before, before_followed)| {
            has_same_types(before, extension) && has_same_types(before_followed, followed)
        });
        if !is_known {
            self.files.clear();
            if !has_same_types(extension, followed) {
                let update = csharp::update(followed, extension);
                let types =
                    update.files.into_iter().filter(|file| TYPES.iter().any(|name| file.file_name.is_same(name)));
                self.files = types.filter_map(|file| Some((file.resource?, file.content))).collect();
            }
            self.of = Some((extension.clone(), followed.clone()));
        }
        &self.files
    }
}

/// Whether the same types are generated from two definitions into the same files.
fn has_same_types(one: &Extension, other: &Extension) -> bool {
    let generated = |extension: &Extension| {
        let resources = extension.resources.iter();
        let types = resources.filter(|file| TYPES.iter().any(|name| file.file_name.is_same(name)));
        types.cloned().collect::<Vec<_>>()
    };
    one.name == other.name
        && one.actions == other.actions
        && one.structures == other.structures
        && one.entities == other.entities
        && generated(one) == generated(other)
}
