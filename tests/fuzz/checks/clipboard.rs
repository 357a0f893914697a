//! Any text is pasted or refused. What is pasted fits into the document, which is saved and read as the same one, and what was
//! pasted can be copied and pasted once more.
//!
//! The first byte of an input chooses where the text behind it is pasted.

use std::sync::OnceLock;

use clip::{PasteError, copy, paste};
use extension::{Extension, Item, Key, Timestamp};

pub(crate) fn check(bytes: &[u8]) {
    let Some((choice, text)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let places = places();
    let choice = usize::from(*choice);
    let into = places[choice % places.len()];
    let position = [None, Some(0), Some(usize::MAX)][choice / places.len() % 3];
    let mut keys = 0_u128;
    let mut new_key = || {
        keys += 1;
        Key::from_bytes((u128::MAX - keys).to_be_bytes())
    };
    let now = Timestamp::new(2026, 1, 2, 3, 4, 5);
    let Ok(pasted) = paste(sample(), into, position, text, &mut new_key, &now) else { return };
    let after = match sample().apply(&pasted.edit) {
        Ok(after) => after,
        Err(refusal) => panic!("it is refused: {refusal}"),
    };
    assert!(pasted.items.iter().all(|item| item.name(&after).is_some()), "an item is not there");
    let read = xif::parse(xif::print(&after));
    assert!(read.as_ref() == Ok(&after), "it is read differently: {read:?}");
    match paste(&after, into, position, &copy(&after, &pasted.items), &mut new_key, &now) {
        Ok(again) => {
            assert_eq!(again.items.len(), pasted.items.len());
            assert!(after.apply(&again.edit).is_ok(), "the copy is refused");
        }
        Err(PasteError::TooMany { .. }) => {}
        Err(error) => panic!("the copy is not pasted: {error}"),
    }
}

fn sample() -> &'static Extension {
    static SAMPLE: OnceLock<Extension> = OnceLock::new();
    SAMPLE.get_or_init(|| match xif::parse(include_str!("../seeds/definition/bank")) {
        Ok(extension) => extension,
        Err(error) => panic!("{error}"),
    })
}

/// The extension, one element of each kind, and a row of each.
fn places() -> Vec<Item> {
    let extension = sample();
    let mut places = vec![Item::Extension];
    for action in extension.actions.iter().take(1) {
        places.push(Item::Action(action.key));
        places.extend(action.parameters.first().map(|row| Item::Parameter { action: action.key, parameter: row.key }));
    }
    for structure in extension.structures.iter().take(1) {
        let of_row = |attribute| Item::StructureAttribute { structure: structure.key, attribute };
        places.push(Item::Structure(structure.key));
        places.extend(structure.attributes.first().map(|row| of_row(row.key)));
    }
    for entity in extension.entities.iter().take(1) {
        let of_row = |attribute| Item::EntityAttribute { entity: entity.key, attribute };
        places.push(Item::Entity(entity.key));
        places.extend(entity.attributes.first().map(|row| of_row(row.key)));
    }
    places.extend(extension.resources.first().map(|resource| Item::Resource(resource.key)));
    places
}
