//! The C# language service, as far as it is Rust: what it is told of an extension ([`Following`]), and its protocol ([`protocol`]).
//!
//! The service itself is a C# host over Roslyn in a web worker (`host/`), and the page's side of it (`web/`). README.md says how all of it is built.

mod following;
mod project;

pub mod protocol;

pub use following::{Change, Following};
pub use project::{Document, Library, Project};
