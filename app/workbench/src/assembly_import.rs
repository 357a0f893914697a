//! Actions from the members of a .NET assembly: the window that chooses them, and the step that makes them.

mod chosen;
mod command;
mod packages;
mod window;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use assembly::Facts;
use extension::{Item, Key, Resource};
use import::Library;

use crate::{Command, Context, Document, Effect, NewFile, NoticeKind, Severity, Surroundings, document, source};
use chosen::Chosen;

pub use command::{ImportCommand, ImportSource};
pub use window::{
    ImportCandidate, ImportMember, ImportPreview, ImportType, ImportedAction, ImportedStructure, Importing,
};

/// What is told of an import at most, in lines.
const DETAILS: usize = 200;

/// The window “Import Actions”, while it is open.
#[derive(Debug, Default)]
pub(crate) struct Imports {
    window: Option<Importing>,
    /// The assemblies that the user gave, by the names of their files.
    files: BTreeMap<String, Library>,
    /// XML documentation that the user gave, by the name of its file without the ending, in small letters.
    documentation: BTreeMap<String, Vec<u8>>,
    chosen: Option<Chosen>,
}

impl Imports {
    /// What the window shows, while it is open.
    pub(crate) fn importing(&self) -> Option<&Importing> {
        self.window.as_ref()
    }

    /// Forgets everything: another document is open.
    pub(crate) fn close(&mut self) {
        *self = Self::default();
    }

    pub(crate) fn handle(
        &mut self,
        context: &mut Context,
        command: ImportCommand,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        match command {
            ImportCommand::Begin { resource } => self.begin(context, resource),
            ImportCommand::TakeFiles(files) => self.take_files(context, files),
            ImportCommand::Choose(source) => self.choose(context, &source),
            ImportCommand::Check { members, is_checked } => self.check(&members, is_checked),
            ImportCommand::SetOptions(options) => self.with_window(|window| window.options = options),
            ImportCommand::Preview => self.preview(context),
            ImportCommand::ChooseAgain => self.with_window(|window| window.preview = None),
            ImportCommand::Rename { place, name } => self.rename(place, &name),
            ImportCommand::RenameStructure { place, name } => self.rename_structure(place, &name),
            ImportCommand::SaveReport => return self.report().into_iter().collect(),
            ImportCommand::Import => return self.import(context, surroundings),
            ImportCommand::Close => self.close(),
        }
        Vec::new()
    }

    fn with_window(&mut self, change: impl FnOnce(&mut Importing)) {
        if let Some(window) = &mut self.window {
            change(window);
        }
    }

    fn begin(&mut self, context: &Context, resource: Option<Key>) {
        let Some(document) = &context.document else { return };
        self.close();
        self.window = Some(Importing::default());
        self.list(document);
        let listed = self.window.iter().flat_map(|window| &window.candidates).map(|it| it.source.clone());
        let wanted = resource.map(ImportSource::Resource);
        let mut listed = listed.filter(|source| wanted.as_ref().is_none_or(|wanted| wanted == source));
        // Where there is one only, it is meant.
        if let (Some(source), None) = (listed.next(), listed.next()) {
            self.choose(context, &source);
        }
    }

    /// Lists the assemblies that can be chosen.
    fn list(&mut self, document: &Document) {
        let extension = document.extension();
        let own = format!("OutSystems.Nss{}.dll", extension.name);
        let of_resource = |resource: &Arc<Resource>| {
            let file = verification::assembly_file(resource)?;
            let is_own = resource.file_name.as_str().eq_ignore_ascii_case(&own);
            let about = chosen::about(file.facts()?);
            (!is_own).then(|| ImportCandidate {
                source: ImportSource::Resource(resource.key),
                file_name: resource.file_name.to_string(),
                about,
            })
        };
        let of_file = |library: &Library| {
            let file_name = library.file_name.to_string();
            let about = Facts::read(&library.bytes).map(|facts| chosen::about(&facts))?;
            Some(ImportCandidate { source: ImportSource::File(file_name.clone()), file_name, about })
        };
        let mut candidates: Vec<_> = self.files.values().filter_map(of_file).collect();
        candidates.extend(extension.resources.iter().filter_map(of_resource));
        self.with_window(|window| window.candidates = candidates);
    }

    fn take_files(&mut self, context: &Context, files: Vec<NewFile>) {
        let Some(document) = &context.document else { return };
        let (mut refused, mut first) = (Vec::new(), None);
        let (files, packages) = packages::unpacked(files, document.extension(), &mut refused);
        self.with_window(|window| window.packages.extend(packages));
        for file in files {
            match chosen::Brought::of(file) {
                Ok(chosen::Brought::Assembly(library)) => {
                    let name = library.file_name.to_string();
                    first.get_or_insert_with(|| ImportSource::File(name.clone()));
                    self.files.insert(name, library);
                }
                Ok(chosen::Brought::Documentation { stem, bytes }) => drop(self.documentation.insert(stem, bytes)),
                Err(why) => refused.push(why),
            }
        }
        self.list(document);
        let chosen = self.window.as_ref().and_then(|window| window.chosen.clone());
        // What was brought for a chosen assembly is what it needs.
        let is_missing_some = self.window.as_ref().is_some_and(|window| !window.missing.is_empty());
        // Documentation alone is for the assembly that is chosen.
        let is_for_chosen = is_missing_some || first.is_none();
        if let Some(source) = chosen.filter(|_| is_for_chosen).or(first) {
            self.choose(context, &source);
        }
        if !refused.is_empty() {
            self.with_window(|window| window.failure = Some(refused.join(" ")));
        }
    }

    fn choose(&mut self, context: &Context, source: &ImportSource) {
        let Some(document) = &context.document else { return };
        let was = self.window.as_ref().and_then(|window| window.chosen.clone());
        let read = Chosen::read(source, document.extension(), &self.files, &self.documentation);
        let Some(window) = &mut self.window else { return };
        (window.preview, window.failure) = (None, None);
        window.chosen = Some(source.clone());
        if was.as_ref() != Some(source) {
            window.checked = Arc::default();
        }
        match read {
            Ok((chosen, types)) => {
                window.missing = chosen.missing();
                window.failure = chosen.damaged_documentation();
                let importable: BTreeSet<&String> = types.iter().flat_map(ImportType::importable).collect();
                Arc::make_mut(&mut window.checked).retain(|id| importable.contains(id));
                window.types = Arc::new(types);
                self.chosen = Some(chosen);
            }
            Err(why) => {
                (window.types, window.missing) = (Arc::default(), Vec::new());
                window.failure = Some(why);
                self.chosen = None;
            }
        }
    }

    fn check(&mut self, members: &BTreeSet<String>, is_checked: bool) {
        self.with_window(|window| {
            let checked = Arc::make_mut(&mut window.checked);
            if is_checked {
                let importable: BTreeSet<&String> = window.types.iter().flat_map(ImportType::importable).collect();
                checked.extend(members.iter().filter(|id| importable.contains(id)).cloned());
            } else {
                checked.retain(|id| !members.contains(id));
            }
        });
    }

    fn preview(&mut self, context: &Context) {
        let (Some(document), Some(chosen), Some(window)) = (&context.document, &mut self.chosen, &mut self.window)
        else {
            return;
        };
        window.failure = None;
        match chosen.plan(&window.checked, window.options, document.extension(), &window.types) {
            Ok(preview) => window.preview = Some(Arc::new(preview)),
            Err(error) => window.failure = Some(error),
        }
    }

    fn rename(&mut self, place: usize, name: &str) {
        let (Some(chosen), Some(window)) = (&mut self.chosen, &mut self.window) else { return };
        let Some(preview) = &mut window.preview else { return };
        let Some(action) = Arc::make_mut(preview).actions.get_mut(place) else { return };
        match chosen.rename(place, name) {
            Ok(()) => (action.name, action.refused) = (name.to_owned(), None),
            Err(error) => action.refused = Some(error.to_string()),
        }
    }

    fn rename_structure(&mut self, place: usize, name: &str) {
        let (Some(chosen), Some(window)) = (&mut self.chosen, &mut self.window) else { return };
        let Some(preview) = &mut window.preview else { return };
        let preview = Arc::make_mut(preview);
        let Some(structure) = preview.structures.get_mut(place) else { return };
        match chosen.rename_structure(place, name) {
            Ok(()) => {
                (structure.name, structure.refused) = (name.to_owned(), None);
                chosen.show_types(preview);
            }
            Err(error) => structure.refused = Some(error.to_string()),
        }
    }

    fn report(&self) -> Option<Effect> {
        let window = self.window.as_ref()?;
        let file = window.file_name()?;
        let text = window.preview.as_ref()?.report(file);
        Some(Effect::SaveCopy { file_name: format!("Import of {file}.txt"), bytes: text.into_bytes() })
    }

    /// Makes what the preview shows, as one step.
    fn import(&mut self, context: &mut Context, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        if self.window.as_ref().is_none_or(|window| window.preview.is_none()) {
            return Vec::new();
        }
        // Actions that were renamed before keep their methods.
        let then = Command::Import(ImportCommand::Import);
        if source::follow_definition(context, then, surroundings).is_none() {
            return Vec::new();
        }
        let (Some(document), Some(chosen)) = (&context.document, &self.chosen) else { return Vec::new() };
        let imported = match chosen.apply(document.extension(), surroundings) {
            Ok(imported) => imported,
            Err(why) => {
                self.with_window(|window| window.failure = Some(why));
                return Vec::new();
            }
        };
        if let Some(lines) = imported.overwritten.first() {
            let why = format!(
                "The sources hold lines written by hand that would go: {lines}. Move them to a file of your own first."
            );
            self.with_window(|window| window.failure = Some(why));
            return Vec::new();
        }
        if !document::edit(context, &imported.edit, surroundings) {
            return Vec::new();
        }
        context.with_document(|document| document.set_followed(document.extension().clone()));
        tell(context, chosen, &imported);
        self.close();
        vec![Effect::Select(imported.elements)]
    }
}

/// `2 structures and 1 action`.
fn counted(elements: &[Item]) -> String {
    let structures = elements.iter().filter(|item| matches!(item, Item::Structure(_))).count();
    let actions = words::counted(elements.len() - structures, "action");
    if structures == 0 { actions } else { format!("{} and {actions}", words::counted(structures, "structure")) }
}

fn tell(context: &mut Context, chosen: &Chosen, imported: &import::Imported) {
    let worst = imported.findings.iter().map(|finding| finding.severity).min();
    let is_smooth = worst.is_none_or(|severity| severity == Severity::Information) && imported.not_referenced.is_none();
    let kind = if is_smooth { NoticeKind::Done } else { NoticeKind::Warning };
    let count = counted(&imported.elements);
    let notice = context.tell(kind, format!("Imported {count} from {}.", chosen.file_name()));
    notice.details.extend(imported.not_referenced.iter().map(ToString::to_string));
    notice.details.extend(imported.findings.iter().map(ToString::to_string));
    notice.details.extend(imported.files.iter().map(|file| format!("Added {file}")));
    notice.details.extend(chosen.left_out());
    let left = notice.details.len().saturating_sub(DETAILS);
    notice.details.truncate(DETAILS);
    notice.details.extend((left > 0).then(|| format!("… and {left} more")));
}
