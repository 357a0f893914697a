//! The description of the interface: it is what the types and the routes are, and every answer that other tests get is one that it tells.

mod answers;
mod document;
mod odd;

pub(crate) use answers::check;
