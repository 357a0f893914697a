//! What the server and the studio say to each other: requests, answers and problems, as JSON.
//!
//! The crate knows neither side: it has types and their wire form only, and also compiles to WebAssembly.

pub mod access;
mod base64;
pub mod compile;
#[cfg(feature = "description")]
pub mod description;
pub mod draft;
pub mod health;
mod known;
pub mod package;
pub mod platform;
pub mod problem;
pub mod retry;
pub mod version;
