//! A folder of the user's computer that is kept in step with the sources, both ways: what changed here is written
//! there, what changed there is taken over here as a step. What changed in both is merged by line; what cannot be merged
//! waits for the user and is written nowhere.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use comparison::{LineChanges, line_changes};
use extension::{Content, Edit, Folder, Key, Resource, ResourceEdit};

use crate::errors::Failure;
use crate::{
    Context, Document, DraftId, Effect, FolderCommand, FolderFile, Folders, NewFile, NoticeKind, Offer, SourceFile,
    Surroundings, document,
};

/// A folder that is kept in step with `Source\NET`.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkedFolder {
    /// Its name.
    pub name: String,
    draft: DraftId,
    /// What both sides had last, by path with slashes in lower case: the platform ignores case.
    base: BTreeMap<String, Content>,
    /// What differs on both sides, by path: what the folder has.
    conflicts: BTreeMap<String, Content>,
    /// The resources that were looked at last, so that a command that touches none costs nothing.
    seen: Option<Arc<Vec<Arc<Resource>>>>,
    /// What is being written.
    writing: BTreeMap<String, Content>,
    has_read: bool,
    /// Whether the user decides about the conflicts now.
    is_deciding: bool,
}

/// A file that differs on both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct FolderConflict {
    /// The resource.
    pub resource: Key,
    /// Its path.
    pub path: String,
    /// Where the two differ, the folder's as the later one; `None` when they are not texts.
    pub lines: Option<LineChanges>,
    /// Its path in the folder, as the link knows it.
    at: String,
}

impl LinkedFolder {
    /// How many files differ on both sides and wait for the user.
    pub fn waiting(&self) -> usize {
        self.conflicts.len()
    }
}

/// What of a folder is read: not what tools make or keep for themselves.
pub fn is_read_from_folder(path: &str) -> bool {
    let mut parts = path.split('/');
    let file = parts.next_back().unwrap_or_default().to_ascii_lowercase();
    let is_own = |part: &str| {
        !part.starts_with('.') && !["bin", "obj", "packages"].contains(&part.to_ascii_lowercase().as_str())
    };
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    parts.all(is_own) && !file.starts_with('.') && !["user", "suo", "cache", "tmp"].contains(&ending)
}

impl Document {
    fn resource_in_folder(&self, path: &str) -> Option<&Arc<Resource>> {
        self.extension().resource(self.resource_of_path(path)?)
    }
}

impl Folders {
    /// The folder that the sources are linked with.
    pub(crate) fn linked_folder(&self) -> Option<&LinkedFolder> {
        self.linked.as_ref()
    }

    /// The file that the user decides about now.
    pub(crate) fn decided_conflict(&self, context: &Context) -> Option<FolderConflict> {
        self.linked.as_ref().filter(|linked| linked.is_deciding)?;
        self.folder_conflict(context)
    }

    /// The first file that differs on both sides.
    pub(crate) fn folder_conflict(&self, context: &Context) -> Option<FolderConflict> {
        let (document, linked) = (context.document.as_ref()?, self.linked.as_ref()?);
        linked.conflicts.iter().find_map(|(path, theirs)| {
            let own = document.resource_in_folder(path)?;
            let lines = line_changes(&own.content, theirs);
            Some(FolderConflict { resource: own.key, path: own.path(), lines, at: path.clone() })
        })
    }

    pub(crate) fn link_folder(&mut self, context: &mut Context, name: String) {
        let Some(document) = &context.document else { return };
        self.linked = Some(LinkedFolder {
            name,
            draft: document.draft(),
            base: BTreeMap::new(),
            conflicts: BTreeMap::new(),
            seen: None,
            writing: BTreeMap::new(),
            has_read: false,
            is_deciding: false,
        });
    }

    /// The document is closed: the folder stays as it is.
    pub(crate) fn leave_folder(&mut self) {
        self.linked = None;
    }

    pub(crate) fn unlink_folder(&mut self, context: &mut Context, why: Option<Failure>) {
        let Some(linked) = self.linked.take() else { return };
        match why {
            Some(failure) => context.fail(failure.about(&format!("The folder {} is no longer linked.", linked.name))),
            None => {
                context.tell(NoticeKind::Done, format!("The folder {} is no longer linked.", linked.name));
            }
        }
    }

    /// Takes over what changed in the folder.
    pub(crate) fn folder_read(
        &mut self,
        context: &mut Context,
        files: Vec<FolderFile>,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        let Some(linked) = &mut self.linked else { return Vec::new() };
        let is_first = !std::mem::replace(&mut linked.has_read, true);
        linked.seen = None;
        let waiting = linked.waiting();
        let (mut edits, mut fresh, mut merged) = (Vec::new(), Vec::new(), 0);
        for file in files {
            let (Some(document), Some(linked)) = (&context.document, &mut self.linked) else { break };
            let (path, theirs) = (file.path.to_lowercase(), Content::from_bytes(file.bytes));
            let Some(own) = document.resource_in_folder(&file.path) else {
                if let Entry::Vacant(place) = linked.base.entry(path) {
                    fresh.push(NewFile { path: file.path, bytes: theirs.bytes().into_owned() });
                    place.insert(theirs);
                }
                continue;
            };
            let base = linked.base.get(&path);
            let taken = if own.content == theirs || base == Some(&theirs) {
                None
            } else if base == Some(&own.content) {
                Some(theirs.clone())
            } else {
                let both = comparison::merge::merge_content(base, &own.content, &theirs);
                merged += usize::from(both.is_some());
                if both.is_none() {
                    linked.conflicts.insert(path, theirs);
                    continue;
                }
                both
            };
            linked.conflicts.remove(&path);
            linked.base.insert(path, theirs);
            if let Some(content) = taken {
                edits.push(Edit::Resource(own.key, ResourceEdit::SetContent(content, surroundings.now_local())));
            }
        }
        self.tell_of_conflicts(context, waiting);
        let mut effects = self.take_over(context, edits, fresh, merged, surroundings);
        if is_first {
            effects.push(Self::complete_folder(context));
        }
        effects
    }

    fn tell_of_conflicts(&mut self, context: &mut Context, before: usize) {
        let Some(linked) = self.linked.as_ref().filter(|linked| linked.waiting() > before) else { return };
        let text = match linked.waiting() {
            1 => format!("A file differs here and in {}. Neither was written over.", linked.name),
            count => format!("{count} files differ here and in {}. None was written over.", linked.name),
        };
        let details = linked.conflicts.keys().cloned().collect();
        let notice = context.tell(NoticeKind::Warning, text);
        notice.details = details;
        notice.offers = vec![Offer { label: "Compare…".to_owned(), command: FolderCommand::Decide(true).into() }];
    }

    /// Begins or ends deciding about what differs on both sides.
    pub(crate) fn decide_folder(&mut self, is_deciding: bool) {
        if let Some(linked) = &mut self.linked {
            linked.is_deciding = is_deciding;
        }
    }

    fn take_over(
        &mut self,
        context: &mut Context,
        edits: Vec<Edit>,
        fresh: Vec<NewFile>,
        merged: usize,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        let name = self.linked.as_ref().map(|linked| linked.name.clone()).unwrap_or_default();
        if !edits.is_empty() {
            let count = edits.len();
            let files = words::counted(count, "file");
            document::edit(context, &Edit::All(format!("Take over {files} from {name}"), edits), surroundings);
            let text = format!(
                "{files} changed in {name} and {} taken over; undo takes it back.",
                if count == 1 { "was" } else { "were" }
            );
            let notice = context.tell(NoticeKind::Done, text);
            if merged > 0 {
                notice.details.push(format!("Changed here too, and merged by line: {merged}."));
            }
        }
        if fresh.is_empty() { Vec::new() } else { document::add_files(context, Folder::SOURCE, fresh, surroundings) }
    }

    /// The files that changed here since they were the same as in the folder.
    pub(crate) fn write_folder(&mut self, context: &mut Context) -> Option<Effect> {
        let document = context.document.as_ref()?;
        let linked = self.linked.as_mut()?;
        if linked.draft != document.draft() {
            self.linked = None;
            return None;
        }
        let resources = &document.extension().resources;
        let is_seen = linked.seen.as_ref().is_some_and(|seen| Arc::ptr_eq(seen, resources));
        if !linked.has_read || is_seen || !linked.writing.is_empty() {
            return None;
        }
        linked.seen = Some(Arc::clone(resources));
        let is_behind = |file: &SourceFile| {
            let path = file.path.to_lowercase();
            !linked.conflicts.contains_key(&path) && linked.base.get(&path) != Some(&file.content)
        };
        let files: Vec<SourceFile> = document.source_files().into_iter().filter(is_behind).collect();
        if files.is_empty() {
            return None;
        }
        linked.writing = files.iter().map(|file| (file.path.to_lowercase(), file.content.clone())).collect();
        Some(Effect::WriteFolder { files })
    }

    /// What was written; what was not is read again, because it changed there meanwhile.
    pub(crate) fn folder_written(&mut self, context: &mut Context, result: Result<Vec<String>, Failure>) {
        let Some(linked) = &mut self.linked else { return };
        let writing = std::mem::take(&mut linked.writing);
        match result {
            Ok(paths) => {
                let paths: Vec<String> = paths.iter().map(|path| path.to_lowercase()).collect();
                let is_written = |(path, _): &(String, Content)| paths.contains(path);
                linked.base.extend(writing.into_iter().filter(is_written));
                // What changed here while it was written is behind again.
                linked.seen = None;
            }
            Err(failure) => self.unlink_folder(context, Some(failure)),
        }
    }

    /// Makes one place of the file that differs on both sides as the folder has it; without one, all of it.
    pub(crate) fn take_from_folder(
        &mut self,
        context: &mut Context,
        place: Option<usize>,
        surroundings: &mut dyn Surroundings,
    ) {
        let Some(conflict) = self.folder_conflict(context) else { return };
        let theirs = self.linked.as_ref().and_then(|linked| linked.conflicts.get(&conflict.at).cloned());
        let Some(theirs) = theirs else { return };
        let own =
            context.document.as_ref().and_then(|document| document.extension().resource(conflict.resource).cloned());
        let Some(own) = own else { return };
        let taken = match (place, &conflict.lines) {
            (None, _) | (_, None) => Some(theirs),
            (place, Some(lines)) => lines.taken(&own.content, place),
        };
        if let Some(taken) = taken.filter(|taken| *taken != own.content) {
            let set = ResourceEdit::SetContent(taken, surroundings.now_local());
            document::edit(context, &Edit::Resource(own.key, set), surroundings);
        }
    }

    /// The file is right as it is here: it is written to the folder.
    pub(crate) fn settle_folder_conflict(&mut self, context: &mut Context) {
        let Some(conflict) = self.folder_conflict(context) else { return };
        let Some(linked) = &mut self.linked else { return };
        if let Some(theirs) = linked.conflicts.remove(&conflict.at) {
            linked.base.insert(conflict.at, theirs);
            linked.seen = None;
        }
    }
}
