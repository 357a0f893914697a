//! The crate from outside: definitions in, source files out.

mod generated;
mod merge;
mod merge_files;
mod property;
mod support;
