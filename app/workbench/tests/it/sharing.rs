//! Shared drafts: whatever several people do at once, and however the network behaves, all of them come to one document and
//! nobody's change is lost without being asked about.

mod changes;
mod forked;
mod in_any_order;
mod links;
mod network;
mod unreadable;

use crate::meeting::Person;
use extension::{Action, ActionEdit, Description, Edit, Extension, Folder, Key};
use support::document::name;
use workbench::{DocumentCommand, SourceCommand, Surroundings};

fn action(person: &mut Person, text: &str) -> Key {
    let key = person.host.still.new_key();
    person.host.run(DocumentCommand::Edit(Edit::AddAction(Action::new(key, name(text)), None)));
    key
}

fn describe(person: &mut Person, action: Key, text: &str) {
    let edit = ActionEdit::SetDescription(Description::new(text).unwrap());
    person.host.run(DocumentCommand::Edit(Edit::Action(action, edit)));
}

fn source_of(extension: &Extension) -> (Key, String) {
    let source = extension.resource_at(Folder::SOURCE, "Bank.cs").unwrap();
    (source.key, source.content.text().unwrap())
}

fn write_line(person: &mut Person, line: usize, text: &str) {
    let (resource, source) = source_of(person.extension());
    let mut lines: Vec<&str> = source.lines().collect();
    lines.insert(line.min(lines.len()), text);
    person.host.run(SourceCommand::Change { resource, text: lines.join("\n") + "\n" });
}
