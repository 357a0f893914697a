//! Verification: every rule with a case, fixes that mend, and what is kept between edits is what would be found anew.

#![allow(clippy::unwrap_used, clippy::panic)] // What fails beside a test fails the test.

mod elements;
mod incremental;
mod sample;
mod table;
mod types;
