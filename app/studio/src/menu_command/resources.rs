//! Files on their way into the extension and out of it.

use extension::{Folder, Key};
use leptos::prelude::*;
use leptos::task::spawn_local;
use workbench::{ComparisonCommand, DocumentCommand, NewFile, Workbench};

use super::opened;
use crate::app::{NavigatorTab, Studio};
use crate::browser::files::{self, Opened, Wanted};

/// Asks for files, or for a folder, and adds them to the folder of the selected line.
pub(super) fn add(studio: Studio, wanted: Wanted) {
    let folder = studio.screen.folder.get_untracked();
    studio.screen.navigator.set(NavigatorTab::Resources);
    spawn_local(async move {
        match files::pick_files(wanted).await {
            Ok(files) => add_to(studio, folder, files),
            Err(why) => studio.tell(Workbench::reading_failed("The files", &why)),
        }
    });
}

/// Asks for an assembly that the project misses, and adds it where the build looks for it.
pub(crate) fn add_missing(studio: Studio) {
    spawn_local(async move {
        match files::pick_files(Wanted::File).await {
            Ok(files) => add_to(studio, Folder::BINARIES.to_owned(), files),
            Err(why) => studio.tell(Workbench::reading_failed("The file", &why)),
        }
    });
}

fn add_to(studio: Studio, folder: String, files: Vec<Opened>) {
    let files: Vec<NewFile> = files.into_iter().map(|file| NewFile { path: file.path, bytes: file.bytes }).collect();
    if !files.is_empty() {
        studio.give(DocumentCommand::AddFiles { folder, files });
    }
}

/// Takes what was dropped: a XIF is opened; other files are added to the folder, where one is given.
pub(crate) fn take_dropped(studio: Studio, folder: Option<String>, result: Result<Vec<Opened>, String>) {
    match (result, folder) {
        (Ok(mut files), folder) => {
            let is_xif = |file: &Opened| file.name.to_ascii_lowercase().ends_with(".xif");
            let is_one_xif = files.len() == 1 && files.first().is_some_and(is_xif);
            match folder.filter(|_| !is_one_xif) {
                Some(folder) => add_to(studio, folder, files),
                None if files.is_empty() => {}
                None => {
                    let first = files.iter().position(is_xif).unwrap_or(0);
                    opened(studio, "The dropped file", Ok(Some(files.swap_remove(first))));
                }
            }
        }
        (Err(why), _) => studio.tell(Workbench::reading_failed("What was dropped", &why)),
    }
}

/// Asks for a XIF that the document is shown beside.
pub(super) fn compare(studio: Studio) {
    spawn_local(async move {
        match files::pick_files(Wanted::File).await {
            Ok(mut files) => {
                if let Some(file) = files.pop() {
                    studio.give(ComparisonCommand::CompareFile { file_name: file.name, bytes: file.bytes });
                }
            }
            Err(why) => studio.tell(Workbench::reading_failed("The file", &why)),
        }
    });
}

/// Asks for a file whose bytes the resource gets.
pub(crate) fn replace(studio: Studio, resource: Key) {
    spawn_local(async move {
        match files::pick_files(Wanted::File).await {
            Ok(mut files) => {
                if let Some(file) = files.pop() {
                    studio.give(DocumentCommand::ReplaceContent { resource, bytes: file.bytes });
                }
            }
            Err(why) => studio.tell(Workbench::reading_failed("The file", &why)),
        }
    });
}

/// Lets the browser download the resource.
pub(crate) fn download(studio: Studio, key: Key) {
    let file = studio.derived.extension.with_untracked(|extension| {
        let extension = extension.as_ref()?;
        let excluded = || extension.excluded.iter().find(|resource| resource.key == key);
        extension.resource(key).or_else(excluded).cloned()
    });
    if let Some(file) = file {
        files::download(file.file_name.as_str(), &file.content.bytes());
    }
}
