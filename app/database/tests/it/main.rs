//! What scripts of each dialect become.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails beside a test fails the test")]

mod hostile;
mod importing;
mod changing;
mod scripts;
mod sources;
