//! Verification and generation as WebAssembly without a browser: what `tests/bench/wasm` calls and times.

#![allow(unsafe_code)] // An exported function has no other form.

#[path = "../../../app/extension/benches/made/mod.rs"]
mod made;

use std::cell::RefCell;

use extension::Extension;
use extension::verify::Verification;

use made::{USUAL, document, edit};

thread_local! {
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
