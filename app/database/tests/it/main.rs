//! What scripts of each dialect, SQLite files, rows and workbooks become.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails beside a test fails the test")]

mod changing;
mod found;
mod hostile;
mod importing;
mod random;
mod scripts;
mod sources;
