//! The command and its parts from outside.
#![allow(clippy::unwrap_used, reason = "what fails beside a test fails the test")]

mod busy;
mod command;
mod compile;
mod diff;
mod found;
mod hostile;
mod merge;
mod odd;
mod publish;
mod round_trip;
mod servers;
mod show;
mod update;
mod usage;
mod verify;
mod versions;
