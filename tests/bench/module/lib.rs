//! Verification, generation and comparing as WebAssembly without a browser: what `tests/bench/wasm` calls and times.

#![allow(unsafe_code)] // An exported function has no other form.

#[path = "../../support/src/large.rs"]
mod made;

use std::cell::RefCell;

use comparison::{compare, line_changes};
use extension::{Content, Extension, FileName, Folder, Key, Resource, Timestamp};
use rules::Verification;

use made::{Size, USUAL, document, edit};

/// An extension of 100 actions; with its assembly the file has about a megabyte.
const COMPARED: Size = Size { actions: (100, 6), types: 20 };
const ASSEMBLY: u32 = 1 << 20;

thread_local! {
    static FILES: RefCell<[Vec<u8>; 2]> = const { RefCell::new([Vec::new(), Vec::new()]) };
    static KEPT: RefCell<Option<(Extension, Verification)>> = const { RefCell::new(None) };
}

/// Makes the document and keeps it.
#[unsafe(no_mangle)]
pub extern "C" fn prepare() {
    KEPT.set(Some((document(USUAL), Verification::default())));
}

/// Verifies the whole document; how much is found.
#[unsafe(no_mangle)]
pub extern "C" fn verify() -> usize {
    KEPT.with_borrow_mut(|kept| {
        let Some((extension, verification)) = kept else { return usize::MAX };
        *verification = Verification::default();
        verification.update(extension);
        verification.findings().len()
    })
}

/// Edits the document, to be verified by [`verify_again`].
#[unsafe(no_mangle)]
pub extern "C" fn change(digit: u32) {
    KEPT.with_borrow_mut(|kept| {
        if let Some((extension, _)) = kept
            && let Ok(next) = extension.apply(&edit(USUAL, digit))
        {
            *extension = next;
        }
    });
}

/// Verifies what the edit touched; how much is found.
#[unsafe(no_mangle)]
pub extern "C" fn verify_again() -> usize {
    KEPT.with_borrow_mut(|kept| {
        let Some((extension, verification)) = kept else { return usize::MAX };
        verification.update(extension);
        verification.findings().len()
    })
}

/// Generates every source file; how many bytes they have.
#[unsafe(no_mangle)]
pub extern "C" fn generate() -> usize {
    KEPT.with_borrow(|kept| {
        let Some((extension, _)) = kept else { return 0 };
        csharp::new_sources(extension).iter().map(|file| file.content.bytes().len()).sum()
    })
}

/// Makes two files of one extension: in the second one an edit, a longer source file and another assembly. How many bytes the
/// second one has.
#[unsafe(no_mangle)]
pub extern "C" fn prepare_files() -> usize {
    let before = document(COMPARED);
    let Ok(mut after) = before.apply(&edit(COMPARED, 7)) else { return 0 };
    after.description = extension::Description::as_found("The later one");
    let files = [(before, 1, ""), (after, 2, "\t\t\tvar more = 1;\r\n")];
    let files = files.map(|(extension, seed, line)| xif::write(&with_resources(extension, seed, line)));
    let length = files[1].len();
    FILES.set(files);
    length
}

fn with_resources(mut extension: Extension, seed: u32, line: &str) -> Extension {
    let time = Timestamp::new(2026, 1, 1, 0, 0, 0);
    let mut resources = Vec::new();
    let mut add = |number: u8, file_name: FileName, folder: Folder, content: Content| {
        let resource = Resource::new(Key::from_bytes([number; 16]), file_name, folder, content, time.clone());
        resources.push(std::sync::Arc::new(resource));
    };
    for (number, file) in (100..).zip(csharp::new_sources(&extension)) {
        let text = file.content.text().unwrap_or_default();
        let todo = "// Write here what the action does\r\n";
        let text = text.replace(todo, &format!("{todo}{}", "\t\t\tvar text = ssParameter2.Trim();\r\n".repeat(20)));
        let text = text.replacen(todo, &format!("{todo}{line}"), 50);
        add(number, file.file_name, file.folder, Content::from_bytes(text));
    }
    // Like machine code: nothing that deflating makes shorter.
    let mut state = seed;
    let assembly = (0..ASSEMBLY).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    });
    add(
        99,
        FileName::as_found("Made.dll"),
        Folder::as_found(Folder::BINARIES),
        Content::from_bytes(assembly.collect::<Vec<_>>()),
    );
    extension.resources = std::sync::Arc::new(resources);
    extension
}

/// Reads both files and compares them, with the lines of each source that differs; how many changes there are.
#[unsafe(no_mangle)]
pub extern "C" fn compare_files() -> usize {
    FILES.with_borrow(|files| {
        let [Ok(before), Ok(after)] = files.each_ref().map(|file| xif::read(file, &xif::Limits::default())) else {
            return 0;
        };
        changes(&before, &after)
    })
}

fn changes(before: &Extension, after: &Extension) -> usize {
    let lines = before.resources.iter().zip(after.resources.iter()).filter(|(one, other)| one.content != other.content);
    let lines =
        lines.filter_map(|(one, other)| line_changes(&one.content, &other.content)).map(|changes| changes.hunks.len());
    let comparison = compare(before, after);
    let elements = comparison.groups.iter().map(|group| group.changes.len());
    elements.sum::<usize>() + lines.sum::<usize>()
}
