//! Any text: parsing ends with a document or an error; a document prints to the same text, and after edits to a text that
//! reads as the edited document.

use extension::{Action, ActionEdit, Edit, Extension, Item, Key, Name, Structure, StructureEdit};
use xif::{parse, print};

pub(crate) fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(extension) = parse(text) else { return };
    assert_same(&print(&extension), text);
    for edited in edits(&extension).into_iter().filter_map(|edit| extension.apply(&edit).ok()) {
        let printed = print(&edited);
        let read = parse(printed.as_str());
        assert!(read.as_ref() == Ok(&edited), "read differently: {printed}\n{read:?}");
    }
}

fn edits(extension: &Extension) -> Vec<Edit> {
    let new = Name::as_found("New");
    let odd = Name::as_found("<&\" \t\r\n>");
    let mut edits = vec![
        Edit::RenameExtension(odd.clone()),
        Edit::AddAction(Action::new(Key::from_bytes([7; 16]), new.clone()), Some(0)),
        Edit::AddStructure(Structure::new(Key::from_bytes([7; 16]), new), None),
    ];
    if let Some(action) = extension.actions.first() {
        edits.push(Edit::Remove(vec![Item::Action(action.key)]));
        edits.push(Edit::MoveAction(action.key, usize::MAX));
        edits.push(Edit::Action(action.key, ActionEdit::Rename(odd.clone())));
        if let Some(parameter) = action.parameters.first() {
            edits.push(Edit::Action(action.key, ActionEdit::RemoveParameter(parameter.key)));
            edits.push(Edit::Action(action.key, ActionEdit::MoveParameter(parameter.key, usize::MAX)));
        }
    }
    if let Some(structure) = extension.structures.first() {
        edits.push(Edit::Remove(vec![Item::Structure(structure.key)]));
        edits.push(Edit::Structure(structure.key, StructureEdit::Rename(odd)));
    }
    if let Some(entity) = extension.entities.first() {
        edits.push(Edit::Remove(vec![Item::Entity(entity.key)]));
    }
    if let Some(resource) = extension.resources.first() {
        edits.push(Edit::Remove(vec![Item::Resource(resource.key)]));
    }
    edits
}

/// Fails where the two part, and shows some of both there.
fn assert_same(one: &str, other: &str) {
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let shown = |text: &str| text.chars().skip(same.saturating_sub(120)).take(240).collect::<String>();
    assert!(one == other, "{:?} is printed for {:?}", shown(one), shown(other));
}
