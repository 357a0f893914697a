//! What is written to the log.

use crate::Whole;

/// A revision to be written.
#[derive(Debug, Clone, PartialEq)]
pub enum Outgoing {
    /// The whole document, to be packed.
    Whole(Whole),
    /// A change.
    Change(Vec<u8>),
}
