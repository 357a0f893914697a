//! The command and its parts from outside.
#![allow(clippy::unwrap_used)]

#[path = "../../../xif/tests/corpus/mod.rs"]
mod corpus;
mod hostile;
mod odd;
mod round_trip;
mod show;
mod support;
mod usage;
mod verify;
