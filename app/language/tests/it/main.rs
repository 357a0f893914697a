//! The crate from outside: extensions in, what the service is told out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails beside a test fails the test")]

mod following;
mod protocol;
