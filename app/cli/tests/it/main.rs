//! The command and its parts from outside.
#![allow(clippy::unwrap_used)]

mod compile;
#[path = "../../../xif/tests/corpus/mod.rs"]
mod corpus;
mod diff;
mod hostile;
mod merge;
mod odd;
mod publish;
mod round_trip;
mod servers;
mod show;
mod support;
mod update;
mod usage;
mod verify;
mod versions;
