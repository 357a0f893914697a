//! The server from outside: its routes without a socket, and the program itself. Real builds in the real sandbox, shared drafts on every kind of
//! store, and the emulator of a Platform Server in all its scenarios.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails beside a test fails the test")]

mod access;
mod clock;
mod compile;
mod connections;
mod description;
mod drafts;
mod found;
mod operation;
mod packages;
mod platform;
mod router;
