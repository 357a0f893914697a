//! What the server and the studio say to each other: requests, answers and problems, as JSON.
//!
//! The crate knows neither side: it has types and their wire form only, and also compiles to WebAssembly.

pub mod access;
mod base64;
pub mod compile;
pub mod draft;
pub mod health;
pub mod platform;
pub mod problem;
pub mod retry;
