//! Verification: every rule with a case, fixes that mend, and what is kept between edits is what would be found anew.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails beside a test fails the test")]

mod elements;
mod entities;
mod files;
mod incremental;
mod page;
mod sample;
mod table;
mod types;
