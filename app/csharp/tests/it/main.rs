//! The crate from outside: definitions in, source files out, and the proof that they compile and run.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails beside a test fails the test")]

mod finder;
mod fixes;
mod found;
mod generated;
mod generated_kept;
mod generated_property;
mod merge;
mod merge_files;
mod merge_types;
mod proof;
mod property;
mod sources;
mod template_parts;
mod verification;
