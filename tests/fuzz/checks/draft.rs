//! Whatever the browser has kept of a draft: it opens as a document, of which everything that could be read is kept again and
//! opens as the same document.
//!
//! An input is the contents of records, without their checksums; the kind of a piece says which part it is.

use std::collections::BTreeMap;

use extension::Key;
use workbench::{AutosaveCommand, Command, Part, StoredDraft, sealed};

use super::studio::{Studio, bank, block, pieces};

pub(crate) fn check(bytes: &[u8]) {
    let id = Key::from_bytes([5; 16]);
    let parts = parts(bytes);
    let mut studio = Studio::new(1);
    studio.drafts.insert(id, parts.clone());
    studio.run(Command::Autosave(AutosaveCommand::Open {
        draft: StoredDraft { id, name: "It".to_owned(), parts, handle: None },
        leads: true,
    }));
    studio.check_reload();
    studio.work();
    studio.check_reload();
}

/// The parts of a draft with these contents.
fn parts(bytes: &[u8]) -> BTreeMap<Part, Vec<u8>> {
    let mut parts = BTreeMap::from([(Part::Base, bank().to_vec())]);
    let (mut steps, mut versions) = (0, 0);
    for (kind, content) in pieces(bytes) {
        let part = match kind % 8 {
            0 => Part::Step(next(&mut steps)),
            1 => Part::State,
            2 => Part::Saved,
            3 => Part::Compiled,
            4 => Part::Shared,
            5 => Part::Sending,
            6 => Part::Versions,
            _ => Part::Version(next(&mut versions)),
        };
        let record = if let Part::Version(_) = part { version(content) } else { sealed(content) };
        parts.insert(part, record);
    }
    parts
}

fn next(number: &mut u32) -> u32 {
    *number += 1;
    *number - 1
}

/// The record of a version: a byte for the length of its head, the head, and the content of a record within.
fn version(content: &[u8]) -> Vec<u8> {
    let Some((&length, rest)) = content.split_first() else { return Vec::new() };
    let (head, within) = rest.split_at(usize::from(length).min(rest.len()));
    sealed(&[head, &block(&sealed(within))].concat())
}
