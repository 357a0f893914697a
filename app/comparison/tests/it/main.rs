//! Comparing and merging from outside.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails beside a test fails the test")]

mod compare;
mod merge;
