//! Any text: parsing ends with a document or an error; a document prints to the same text, and after edits
//! to a text that reads as the edited document.
#![no_main]

use extension::{Action, ActionEdit, Edit, Extension, Key, Name};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(extension) = xif::parse(text) else { return };
    assert!(xif::print(&extension) == text, "printed differently");
    for edited in edits(&extension).into_iter().filter_map(|edit| extension.apply(&edit).ok()) {
        let printed = xif::print(&edited);
        let read = xif::parse(printed.as_str());
        assert!(read.as_ref() == Ok(&edited), "read differently: {printed}\n{read:?}");
    }
});

fn edits(extension: &Extension) -> Vec<Edit> {
    let mut edits = Vec::new();
    edits.push(Edit::AddAction(Action::new(Key::from_bytes([7; 16]), Name::as_found("New")), Some(0)));
    if let Some(action) = extension.actions.first() {
        edits.push(Edit::RemoveAction(action.key));
        edits.push(Edit::Action(action.key, ActionEdit::Rename(Name::as_found("<&\" \t\r\n>"))));
        if let Some(parameter) = action.parameters.first() {
            edits.push(Edit::Action(action.key, ActionEdit::RemoveParameter(parameter.key)));
            edits.push(Edit::Action(action.key, ActionEdit::MoveParameter(parameter.key, usize::MAX)));
        }
    }
    if let Some(resource) = extension.resources.first() {
        edits.push(Edit::RemoveResource(resource.key));
    }
    edits
}
