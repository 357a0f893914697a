//! The crate from outside: bytes in, documents out, and back to the byte.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails beside a test fails the test")]

mod bad_input;
mod codec;
mod found;
mod round_trip;
mod unknown;
