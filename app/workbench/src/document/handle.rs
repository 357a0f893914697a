//! The edits of the document, by command.

use extension::{Edit, History};

use super::{
    add, add_files, add_icon, cut, duplicate, move_folder, move_items, paste, replace_content, set_list_of,
    set_target_framework, upgrade,
};
use crate::{Context, DocumentCommand, Effect, Surroundings};

pub(crate) fn handle(
    context: &mut Context,
    command: DocumentCommand,
    surroundings: &mut dyn Surroundings,
) -> Vec<Effect> {
    match command {
        DocumentCommand::Edit(edit) => drop(super::edit(context, &edit, surroundings)),
        DocumentCommand::SetListOf { item, basic } => set_list_of(context, item, basic, surroundings),
        DocumentCommand::Undo => travel(context, |history| drop(history.undo().map(str::to_owned))),
        DocumentCommand::Redo => travel(context, |history| drop(history.redo().map(str::to_owned))),
        DocumentCommand::GoTo(step) => travel(context, |history| history.go_to(step)),
        DocumentCommand::Add(new) => return add(context, new, surroundings),
        DocumentCommand::BrowseIcon { action, file_name, bytes } => {
            add_icon(context, action, &file_name, bytes, surroundings);
        }
        DocumentCommand::Delete(items) => drop(super::edit(context, &Edit::Remove(items), surroundings)),
        DocumentCommand::Cut(items) => cut(context, items, surroundings),
        DocumentCommand::Move { items, to } => move_items(context, &items, to, surroundings),
        DocumentCommand::Duplicate(items) => return duplicate(context, &items, surroundings),
        DocumentCommand::Paste { into, position, text } => return paste(context, into, position, &text, surroundings),
        DocumentCommand::AddFiles { folder, files } => return add_files(context, &folder, files, surroundings),
        DocumentCommand::ReplaceContent { resource, bytes } => replace_content(context, resource, bytes, surroundings),
        DocumentCommand::MoveFolder { from, to } => move_folder(context, &from, &to, surroundings),
        DocumentCommand::SetTargetFramework(framework) => set_target_framework(context, framework, surroundings),
        DocumentCommand::Upgrade => upgrade(context, surroundings),
    }
    Vec::new()
}

fn travel(context: &mut Context, go: impl FnOnce(&mut History)) {
    context.with_document(|document| {
        go(&mut document.history);
        document.history.seal();
        document.tabs.keep_existing(document.history.current());
    });
}
