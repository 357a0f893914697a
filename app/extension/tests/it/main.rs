//! The crate from outside: what edits and search do with documents.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails beside a test fails the test")]

mod edits;
mod find;
mod list_of;
mod offered;
mod quick;
mod value;
