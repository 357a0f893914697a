//! Copying and pasting from outside: elements, rows, tables of text, and what no text may do.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails beside a test fails the test")]

mod described;
mod elements;
mod property;
mod table;
