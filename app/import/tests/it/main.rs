//! The import of a library with every kind of member, and of every library of Mono.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails beside a test fails the test")]

mod again;
mod every_library;
mod fixture;
mod framework_enumerations;
mod imported;
mod missing;
mod structures;
