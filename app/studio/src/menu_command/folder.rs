//! The folder that is linked with the sources.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use workbench::{FolderCommand, SessionCommand};

use crate::app::Studio;
use crate::browser::folder;

/// How often the folder is looked at.
const PAUSE: Duration = Duration::from_secs(2);

/// Asks for a folder and keeps it in step until it is unlinked.
pub(super) fn link(studio: Studio) {
    spawn_local(async move {
        match folder::pick().await {
            Ok(Some(name)) => {
                studio.give(FolderCommand::Link { name });
                follow(studio, true);
            }
            Ok(None) => {}
            Err(failure) => studio.tell(SessionCommand::Report(failure)),
        }
    });
}

/// Reads what changed, and again after a while as long as the folder is linked.
fn follow(studio: Studio, is_first: bool) {
    spawn_local(async move {
        if !is_linked(studio) {
            return folder::leave();
        }
        // What nobody looks at can wait; the browser slows such a page down anyway.
        if is_first || !document().hidden() {
            match folder::read().await {
                Ok(_) if !is_linked(studio) => return folder::leave(),
                Ok(files) if is_first || !files.is_empty() => {
                    studio.flush_source();
                    studio.tell(FolderCommand::Read(files));
                }
                Ok(_) => {}
                Err(failure) => return studio.tell(FolderCommand::Unlink(Some(failure))),
            }
        }
        set_timeout(move || follow(studio, false), PAUSE);
    });
}

fn is_linked(studio: Studio) -> bool {
    studio.read(|workbench| workbench.linked_folder().is_some())
}
