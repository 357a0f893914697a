//! Copying, pasting and duplicating as a user does.

use extension::{Item, Key};
use support::document::{INPUT, name};
use workbench::{DocumentCommand, New, NoticeKind, Surroundings};

use crate::host::{Host, extension, new_extension, undo_name};

/// An extension with `Action1`, which has the inputs A and B, and the entity `Entity1`.
fn studio(extension_name: &str) -> (Host, Key) {
    let mut host = Host::default();
    // Another extension, another key.
    for _ in 0..extension_name.len() {
        host.still.new_key();
    }
    host.run(new_extension(extension_name));
    host.run(DocumentCommand::Add(New::Action));
    let action = extension(&host).actions[0].key;
    for letter in ["A", "B"] {
        host.run(DocumentCommand::Add(New::Parameter { action, direction: INPUT, name: Some(name(letter)) }));
    }
    host.run(DocumentCommand::Add(New::Entity));
    (host, action)
}

fn letters(host: &Host) -> String {
    extension(host).actions[0].parameters.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(" ")
}

fn rows(host: &Host) -> Vec<Item> {
    let action = &extension(host).actions[0];
    action.parameters.iter().map(|it| Item::Parameter { action: action.key, parameter: it.key }).collect()
}

#[test]
fn rows_are_pasted_as_one_step_and_selected() {
    let (mut host, action) = studio("Here");
    let text = clip::copy(extension(&host), &rows(&host));
    host.run(DocumentCommand::Paste { into: Item::Action(action), position: Some(1), text });
    assert_eq!(letters(&host), "A A2 B2 B");
    assert_eq!(host.selected, rows(&host)[1..3]);
    assert_eq!(undo_name(&host), "Paste 2 parameters");
    assert!(host.workbench.notices().is_empty());
    host.run(DocumentCommand::Undo);
    assert_eq!(letters(&host), "A B");
}

#[test]
fn cut_and_pasted_rows_keep_their_names() {
    let (mut host, action) = studio("Here");
    let first = vec![rows(&host)[0]];
    let text = clip::copy(extension(&host), &first);
    host.run(DocumentCommand::Cut(first));
    host.run(DocumentCommand::Paste { into: Item::Action(action), position: None, text });
    assert_eq!(letters(&host), "B A");
}

#[test]
fn elements_go_from_one_extension_to_another() {
    let (host, action) = studio("Here");
    let text = clip::copy(extension(&host), &[Item::Action(action)]);
    let (mut other, _) = studio("There");
    other.run(DocumentCommand::Paste { into: Item::Extension, position: None, text });
    assert_eq!(extension(&other).actions[1].name.as_str(), "Action2");
    assert_eq!(other.selected, [Item::Action(extension(&other).actions[1].key)]);
    let notice = &other.workbench.notices()[0];
    assert_eq!(notice.kind, NoticeKind::Warning);
    assert_eq!(notice.details, ["“Action1” is pasted as Action2: another action has that name."]);
}

#[test]
fn what_cannot_be_pasted_is_an_error_with_the_reasons_and_changes_nothing() {
    let (mut host, action) = studio("Here");
    let before = extension(&host).clone();
    let entity = Item::Entity(extension(&host).entities[0].key);
    let object = r#"{"xifClip":1,"items":[{"parameter":{"name":"Thing","type":"Object"}}]}"#;
    for (into, text, details) in [
        (Item::Action(action), "{\"other\": 1}", 0),
        (Item::Extension, "Name", 0),
        (Item::Action(Key::from_bytes([9; 16])), "Name", 0),
        (entity, object, 1),
    ] {
        host.run(DocumentCommand::Paste { into, position: None, text: text.to_owned() });
        assert_eq!(extension(&host), &before, "{text}");
        let notice = host.workbench.notices().last().unwrap();
        assert_eq!((notice.kind, notice.details.len()), (NoticeKind::Error, details), "{text}");
        assert!(notice.code.as_ref().unwrap().page().is_some(), "{text}");
    }
}

#[test]
fn duplicates_stand_behind_the_originals_and_are_selected() {
    let (mut host, action) = studio("Here");
    let first = rows(&host)[0];
    host.run(DocumentCommand::Duplicate(vec![first]));
    assert_eq!(letters(&host), "A A2 B");
    assert_eq!(undo_name(&host), "Duplicate parameter Action1.A");
    host.run(DocumentCommand::Duplicate(vec![Item::Action(action)]));
    assert_eq!(extension(&host).actions[1].name.as_str(), "Action2");
    assert_eq!(host.selected, [Item::Action(extension(&host).actions[1].key)]);
    host.run(DocumentCommand::Duplicate(vec![Item::Extension]));
    assert_eq!(extension(&host).actions.len(), 2);
}
