//! What the tests of all crates share: small documents, the programs that tests start, and the finders of what a test
//! needs beside the code.
//!
//! Unit tests of `extension` cannot use [`document`] and [`keys`]: this crate is built with another `extension` than the
//! one under test there. Everything else knows no type of the project, and serves every test.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "test code: what goes wrong here fails the test that called it"
)]

pub mod archive;
pub mod corpus;
pub mod csharp_toolchain;
pub mod document;
pub mod edits;
pub mod emulator;
pub mod feed;
pub mod folder;
pub mod fuzz;
pub mod keys;
pub mod large;
pub mod needed;
pub mod running;
pub mod server;
pub mod tools;
pub mod waiting;

pub use needed::needed;
