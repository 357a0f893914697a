//! The command and its parts from outside.
#![allow(clippy::unwrap_used)]

#[path = "../../../xif/tests/corpus/mod.rs"]
mod corpus;
mod diff;
mod hostile;
mod merge;
mod odd;
mod round_trip;
mod show;
mod support;
mod update;
mod usage;
mod verify;
mod versions;
