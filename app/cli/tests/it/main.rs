//! The command and its parts from outside.

mod corpus;
mod hostile;
mod odd;
mod round_trip;
mod show;
mod support;
mod usage;
