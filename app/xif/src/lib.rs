//! `.xif` bytes to document and back, without loss.
//!
//! A XIF is one zlib stream around a definition in XML. Reading goes in two stages, [`inflate`] and
//! [`parse`]; writing in two, [`print`](fn@print) and [`deflate`]. What was read and not changed is printed to the
//! byte as it was: each element remembers how it stood in its file, with attributes and children that
//! nobody knows, and only what an edit touched is written anew.
//!
//! Everything from outside is checked against [`Limits`]; nothing here panics on any input.

mod archive;
mod container;
mod error;
mod expression;
mod layout;
mod print;
mod read;
mod stamp;
mod wire;

pub use archive::{ArchiveError, archive};
pub use container::{Limits, deflate, file_name_hint, inflate};
pub use error::{Place, ReadError};
pub use print::print;
pub use read::{parse, parse_with_pauses};
pub use stamp::{HASH_NOTE, Stamp, has_own_hash, stamp};

use extension::Extension;

/// The document in these bytes: [`inflate`] and [`parse`] in one.
///
/// # Errors
/// What is wrong with the bytes, and where.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Extension, ReadError> {
    parse(inflate(bytes, limits)?)
}

/// The bytes of this document: [`print`](fn@print) and [`deflate`] in one.
pub fn write(extension: &Extension) -> Vec<u8> {
    deflate(&print(extension))
}
