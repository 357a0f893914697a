//! Real builds in the real sandbox. They need the C# toolchain that the set-up lays out; without it each test prints a note and passes.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the whole file is a test; clippy only knows functions marked as one"
)]

mod builds;
mod hostile;
mod program;
mod support;
