//! The command and its parts from outside.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails beside a test fails the test")]

mod busy;
mod cases;
mod command;
mod compile;
mod diff;
mod editing;
mod found;
mod hostile;
mod import;
mod importing;
mod inspect;
mod looking;
mod merge;
mod odd;
mod packages;
mod page;
mod picasso;
mod publish;
mod report;
mod round_trip;
mod servers;
mod show;
mod update;
mod usage;
mod verify;
mod versions;
