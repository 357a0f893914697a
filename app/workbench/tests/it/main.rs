//! The studio without a screen, from outside: commands in, effects and state out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails beside a test fails the test")]

mod assembly_import;
mod autosave;
mod clipboard;
mod comparison;
mod compilation;
mod document;
mod download;
mod file;
mod folder;
mod found;
mod host;
mod leads;
mod log_sessions;
mod meeting;
mod network;
mod project;
mod publication;
mod renewing;
mod review;
mod session;
mod sharing;
mod source;
mod studio;
mod table_import;
mod tabs;
mod version;
