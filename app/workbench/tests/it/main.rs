//! The studio without a screen, from outside: commands in, effects and state out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails beside a test fails the test")]

mod clipboard;
mod comparing;
mod downloading;
mod drafts;
mod elements;
mod found;
mod host;
mod linking;
mod meeting;
mod publishing;
mod reviewing;
mod sharing;
mod studio;
mod versions;
