//! The crate from outside: what edits, verification, comparison, merging, search and the clipboard do with documents.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails beside a test fails the test")]

mod clip;
mod clip_property;
mod clip_table;
mod compare;
mod described;
mod edits;
mod find;
mod list_of;
mod made;
mod merge;
mod offered;
mod quick;
mod value;
mod verify;
