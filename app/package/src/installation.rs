//! What packages change in an extension, as one edit: files, references of the project, and the lines of `packages.config`.

mod files;

use std::collections::{BTreeMap, BTreeSet};

use csharp::NotReferenced;
use extension::{
    DeployAction, Edit, Extension, FileName, Folder, Item, Key, ProjectTarget, Refusal, Resource, ResourceEdit,
    TargetFramework, Timestamp, check_size,
};

use crate::record::{self, Entry, Note, Record, RecordError};
use crate::{License, PackageId, PackageVersion, PassedOver, Resolved};
use files::{Files, Planned};

pub use files::LeftOutReason;

/// What an installation or a removal makes.
#[derive(Debug, Clone)]
pub struct Installation {
    /// The extension afterwards.
    pub extension: Extension,
    /// The edit that leads there: one step.
    pub edit: Edit,
    /// The packages that change, by name.
    pub packages: Vec<PackageChange>,
    /// The files that change.
    pub files: Vec<FileChange>,
    /// What the user should know.
    pub notes: Vec<InstallationNote>,
}

/// A package that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageChange {
    /// Its name.
    pub id: PackageId,
    /// Its version before.
    pub before: Option<PackageVersion>,
    /// Its version afterwards.
    pub after: Option<PackageVersion>,
    /// Its licence, where it comes or changes.
    pub license: Option<License>,
    /// Whether the user asked for it, and not another package.
    pub is_direct: bool,
}

/// A file that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// Its name.
    pub file: FileName,
    /// How it changes.
    pub kind: FileChangeKind,
}

/// How a file changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileChangeKind {
    /// It is new.
    Added,
    /// It has other content.
    Replaced,
    /// It is gone.
    Removed,
}

/// What the user should know of an installation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InstallationNote {
    /// A DLL of a package does not belong into an extension.
    #[error("{file} of {id} is left out: {reason}.")]
    LeftOut {
        /// The package.
        id: PackageId,
        /// The file.
        file: String,
        /// Why.
        reason: LeftOutReason,
    },
    /// A file of a package is not taken.
    #[error("{} of {id} is not taken: {}.", .file.path, .file.reason)]
    PassedOver {
        /// The package.
        id: PackageId,
        /// The file.
        file: PassedOver,
    },
    /// A native DLL was taken.
    #[error(
        "{file} of {id} is native: it is deployed, and the project does not reference it. It needs rights that some environments do not give."
    )]
    Native {
        /// The package.
        id: PackageId,
        /// The file.
        file: FileName,
    },
    /// A library of .NET Standard for an early framework.
    #[error(
        "{id} is taken from {folder}, and the project targets .NET Framework {}: libraries of .NET Standard need 4.7.2 or later to run on a Platform Server without trouble.",
        .target.version()
    )]
    Standard {
        /// The package.
        id: PackageId,
        /// The folder.
        folder: String,
        /// The project's framework.
        target: TargetFramework,
    },
    /// The project file has no references to the new files.
    #[error("{0}")]
    NotReferenced(NotReferenced),
    /// The project file still has the references to files that are gone.
    #[error(
        "The project file cannot be changed, so it still references files that are gone. Remove the references by hand."
    )]
    StillReferenced,
    /// The files of a package that another tool noted are not known.
    #[error("Another tool noted {0}, so its files are not known: remove them by hand.")]
    FilesUnknown(PackageId),
}

/// Why nothing is changed.
#[derive(Debug, thiserror::Error)]
pub enum InstallationError {
    /// What the extension remembers cannot be read.
    #[error("{0}")]
    Record(#[from] RecordError),
    /// The extension has another file of this name, which no package brought.
    #[error(
        "{id} brings {file}, and the extension has another file of that name, which is not of this package. Remove that one first."
    )]
    OtherFile {
        /// The package.
        id: PackageId,
        /// The file.
        file: FileName,
    },
    /// Two packages bring different files of one name.
    #[error("{one} and {other} bring different files of the name {file}. Only one can be in an extension.")]
    TwoFiles {
        /// A package.
        one: PackageId,
        /// Another.
        other: PackageId,
        /// The file.
        file: FileName,
    },
    /// A file of a package has a name that no Platform Server can store.
    #[error("{id} brings a file that cannot be stored: {why}")]
    FileName {
        /// The package.
        id: PackageId,
        /// What is wrong with its name.
        why: String,
    },
    /// The package to remove is not there.
    #[error("packages.config does not have the package {0}.")]
    NotThere(PackageId),
    /// Others need the package to remove.
    #[error("{id} is needed by {}. Remove that first.", .by.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and "))]
    Needed {
        /// The package.
        id: PackageId,
        /// Who needs it.
        by: Vec<PackageId>,
    },
    /// The document refuses.
    #[error("{0}")]
    Refused(#[from] Refusal),
}

/// The framework of an extension's project; the earliest one where it says something else.
pub fn target_of(extension: &Extension) -> TargetFramework {
    match extension.target_framework() {
        ProjectTarget::Known(target) => target,
        ProjectTarget::None | ProjectTarget::Other(_) => TargetFramework::V461,
    }
}

/// Makes the packages of a closure those of an extension. Packages that the closure does not have go. `new_key` gives the key of an
/// element by its path, and `now_local` is the time that changed files get.
///
/// # Errors
/// Why nothing is made.
pub fn install(
    before: &Extension,
    closure: Vec<Resolved>,
    new_key: &mut dyn FnMut(&str) -> Key,
    now_local: &Timestamp,
) -> Result<Installation, InstallationError> {
    let record = Record::read(before)?;
    let target = target_of(before);
    let mut steps = Steps::new(before, new_key, now_local);
    let (mut entries, mut planned, mut licenses) = (Vec::new(), Files::default(), BTreeMap::new());
    for resolved in closure {
        let Resolved { id, version, is_direct, needs, content } = resolved;
        let there = record.entry(&id);
        let Some((license, selection)) = content else {
            let Some(mut entry) = there.cloned() else { continue };
            entry.note.iter_mut().for_each(|note| note.is_direct = is_direct);
            entries.push(entry);
            continue;
        };
        steps.notes.extend(notes_of(&id, &selection, target));
        let taken = planned.take(&id, selection, &mut steps.notes)?;
        licenses.insert(id.clone(), license);
        let note = Some(Note { is_direct, needs: needs.unwrap_or_default(), files: taken });
        entries.push(Entry { id, version, framework: target.short(), note });
    }
    steps.finish(&record, &entries, &planned, licenses)
}

/// Takes a package out of an extension, and those that only it needed.
///
/// # Errors
/// Why nothing is taken out.
pub fn remove(
    before: &Extension,
    id: &PackageId,
    new_key: &mut dyn FnMut(&str) -> Key,
    now_local: &Timestamp,
) -> Result<Installation, InstallationError> {
    let record = Record::read(before)?;
    let entry = record.entry(id).ok_or_else(|| InstallationError::NotThere(id.clone()))?;
    let rest: Vec<&Entry> = record.entries().iter().filter(|entry| entry.id != *id).collect();
    // From those that the user asked for, or that another tool noted.
    let mut next: Vec<&Entry> =
        rest.iter().filter(|entry| entry.note.as_ref().is_none_or(|note| note.is_direct)).copied().collect();
    let (mut stay, mut by) = (BTreeSet::new(), Vec::new());
    while let Some(entry) = next.pop() {
        if !stay.insert(entry.id.clone()) {
            continue;
        }
        for need in entry.note.iter().flat_map(|note| &note.needs) {
            let is_needed = |other: &&&Entry| other.id.as_str().eq_ignore_ascii_case(&need.id);
            next.extend(rest.iter().find(is_needed));
            if id.as_str().eq_ignore_ascii_case(&need.id) {
                by.push(entry.id.clone());
            }
        }
    }
    if !by.is_empty() {
        by.sort();
        return Err(InstallationError::Needed { id: id.clone(), by });
    }
    let mut steps = Steps::new(before, new_key, now_local);
    if entry.note.is_none() {
        steps.notes.push(InstallationNote::FilesUnknown(entry.id.clone()));
    }
    let entries: Vec<Entry> = rest.into_iter().filter(|entry| stay.contains(&entry.id)).cloned().collect();
    steps.finish(&record, &entries, &Files::default(), BTreeMap::new())
}

fn notes_of(
    id: &PackageId,
    selection: &crate::Selection,
    target: TargetFramework,
) -> impl Iterator<Item = InstallationNote> {
    let is_early = target < TargetFramework::V472;
    let folder = selection.folder.clone().filter(|folder| is_early && folder.starts_with("lib/netstandard"));
    let standard = folder.map(|folder| InstallationNote::Standard { id: id.clone(), folder, target });
    let passed = selection.passed_over.iter().cloned();
    let passed: Vec<_> = passed.map(|file| InstallationNote::PassedOver { id: id.clone(), file }).collect();
    standard.into_iter().chain(passed)
}

/// Edits on their way.
struct Steps<'s> {
    before: &'s Extension,
    extension: Extension,
    edits: Vec<Edit>,
    new_key: &'s mut dyn FnMut(&str) -> Key,
    now_local: &'s Timestamp,
    files: Vec<FileChange>,
    notes: Vec<InstallationNote>,
}

impl<'s> Steps<'s> {
    fn new(before: &'s Extension, new_key: &'s mut dyn FnMut(&str) -> Key, now_local: &'s Timestamp) -> Self {
        let (edits, files, notes) = (Vec::new(), Vec::new(), Vec::new());
        Self { before, extension: before.clone(), edits, new_key, now_local, files, notes }
    }

    fn apply(&mut self, edit: Edit) -> Result<(), Refusal> {
        self.extension = self.extension.apply(&edit)?;
        self.edits.push(edit);
        Ok(())
    }

    fn finish(
        mut self,
        record: &Record,
        entries: &[Entry],
        planned: &Files,
        mut licenses: BTreeMap<PackageId, License>,
    ) -> Result<Installation, InstallationError> {
        let kept = |file: &FileName| {
            let mut of_kept = entries.iter().filter(|entry| !licenses.contains_key(&entry.id));
            of_kept.find(|entry| has(entry, file)).map(|entry| entry.id.clone())
        };
        for file in planned.files.values() {
            self.file(record, file, kept(&file.name))?;
        }
        // What packages brought that now bring other files, or are gone.
        let mut gone = Vec::new();
        for file in record.entries().iter().filter_map(|entry| entry.note.as_ref()).flat_map(|note| &note.files) {
            let stays = entries.iter().any(|entry| has(entry, file));
            if !stays && !gone.iter().any(|other: &FileName| same(other, file)) {
                self.gone(file)?;
                gone.push(file.clone());
            }
        }
        self.references(&gone, planned)?;
        let text = record.with(entries);
        self.record(text.as_deref())?;
        let packages = changes(record, entries, &mut licenses);
        let label = label(&packages);
        Ok(Installation {
            extension: self.extension,
            edit: Edit::All(label, self.edits),
            packages,
            files: self.files,
            notes: self.notes,
        })
    }

    /// Brings a file of a package into the extension.
    fn file(&mut self, record: &Record, file: &Planned, kept: Option<PackageId>) -> Result<(), InstallationError> {
        check_size(file.content.len())?;
        let there = self.extension.resource_at(Folder::BINARIES, file.name.as_str()).cloned();
        let kind = match there {
            Some(there) if there.content == file.content => return Ok(()),
            Some(there) => {
                if let Some(other) = kept {
                    let (one, file) = (file.id.clone(), file.name.clone());
                    return Err(InstallationError::TwoFiles { one, other, file });
                }
                if !record.entries().iter().any(|entry| has(entry, &file.name)) {
                    let (id, file) = (file.id.clone(), file.name.clone());
                    return Err(InstallationError::OtherFile { id, file });
                }
                let edit = ResourceEdit::SetContent(file.content.clone(), self.now_local.clone());
                self.apply(Edit::Resource(there.key, edit))?;
                FileChangeKind::Replaced
            }
            None => {
                let resource = file.resource(self.new_key, self.now_local);
                self.apply(Edit::AddResource(resource))?;
                FileChangeKind::Added
            }
        };
        self.files.push(FileChange { file: file.name.clone(), kind });
        Ok(())
    }

    fn gone(&mut self, file: &FileName) -> Result<(), Refusal> {
        // Somebody may have removed it before.
        let Some(key) = self.extension.resource_at(Folder::BINARIES, file.as_str()).map(|resource| resource.key) else {
            return Ok(());
        };
        self.apply(Edit::Remove(vec![Item::Resource(key)]))?;
        self.files.push(FileChange { file: file.clone(), kind: FileChangeKind::Removed });
        Ok(())
    }

    fn references(&mut self, gone: &[FileName], planned: &Files) -> Result<(), Refusal> {
        match csharp::without_references(&self.extension, gone) {
            Ok(change) => self.project(change)?,
            Err(NotReferenced::NoProject) => {}
            Err(_) => self.notes.push(InstallationNote::StillReferenced),
        }
        if planned.references.is_empty() {
            return Ok(());
        }
        match csharp::reference_imported(&self.extension, &planned.references) {
            Ok(change) => self.project(change),
            Err(error) => {
                self.notes.push(InstallationNote::NotReferenced(error));
                Ok(())
            }
        }
    }

    fn project(&mut self, change: Option<csharp::FileChange>) -> Result<(), Refusal> {
        let Some(change) = change else { return Ok(()) };
        let path = format!("{}{}", change.folder.as_str(), change.file_name);
        let edit = change.edit(|| (self.new_key)(&path), self.now_local.clone());
        self.apply(edit)
    }

    /// Writes `packages.config`, or takes it away.
    fn record(&mut self, text: Option<&str>) -> Result<(), Refusal> {
        let there = record::resource(self.before).cloned();
        match (there, text.map(record::content)) {
            (None, None) => Ok(()),
            (Some(there), Some(content)) if there.content == content => Ok(()),
            (Some(there), Some(content)) => {
                let edit = ResourceEdit::SetContent(content, self.now_local.clone());
                self.apply(Edit::Resource(there.key, edit))
            }
            (Some(there), None) => self.apply(Edit::Remove(vec![Item::Resource(there.key)])),
            (None, Some(content)) => {
                let folder = record::folder(self.before);
                let file = FileName::as_found(record::FILE_NAME);
                let key = (self.new_key)(&format!("{folder}{file}"));
                let resource = Resource::new(key, file, Folder::as_found(&folder), content, self.now_local.clone());
                // It is for those who develop; a module has no use for it.
                self.apply(Edit::AddResource(Resource { deploy_action: DeployAction::Ignore, ..resource }))
            }
        }
    }
}

fn has(entry: &Entry, file: &FileName) -> bool {
    entry.note.iter().flat_map(|note| &note.files).any(|own| same(own, file))
}

fn same(one: &FileName, other: &FileName) -> bool {
    one.as_str().eq_ignore_ascii_case(other.as_str())
}

fn changes(record: &Record, entries: &[Entry], licenses: &mut BTreeMap<PackageId, License>) -> Vec<PackageChange> {
    let mut changes = Vec::new();
    for entry in entries {
        let before = record.entry(&entry.id);
        let is_same = before.is_some_and(|before| before.version == entry.version && before.note.is_some());
        if !is_same {
            changes.push(PackageChange {
                id: entry.id.clone(),
                before: before.map(|before| before.version.clone()),
                after: Some(entry.version.clone()),
                license: licenses.remove(&entry.id),
                is_direct: entry.note.as_ref().is_none_or(|note| note.is_direct),
            });
        }
    }
    let is_gone = |entry: &&Entry| !entries.iter().any(|now| now.id == entry.id);
    changes.extend(record.entries().iter().filter(is_gone).map(|entry| PackageChange {
        id: entry.id.clone(),
        before: Some(entry.version.clone()),
        after: None,
        license: None,
        is_direct: entry.note.as_ref().is_none_or(|note| note.is_direct),
    }));
    changes.sort_by(|one, other| one.id.cmp(&other.id));
    changes
}

/// The name of the step.
fn label(changes: &[PackageChange]) -> String {
    let direct: Vec<&PackageChange> = changes.iter().filter(|change| change.is_direct).collect();
    let told = if direct.is_empty() { changes.iter().collect() } else { direct };
    let verb = match told.first().map(|it| (&it.before, &it.after)) {
        Some((Some(_), None)) => "Remove",
        Some((Some(_), Some(_))) => "Update",
        _ => "Add",
    };
    if told.is_empty() {
        return "Note packages that were asked for".to_owned();
    }
    let names: Vec<String> = told.iter().map(|it| it.id.to_string()).collect();
    let word = if names.len() == 1 { "package" } else { "packages" };
    format!("{verb} {word} {}", names.join(", "))
}
