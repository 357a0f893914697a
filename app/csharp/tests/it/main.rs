//! The crate from outside: definitions in, source files out.

#![allow(clippy::unwrap_used)]

mod fixes;
mod generated;
mod merge;
mod merge_files;
mod merge_types;
mod property;
mod support;
mod verification;
