//! What a workbench needs from outside.

use extension::{Key, Timestamp};

/// What a workbench needs from outside to make something new.
pub trait Surroundings {
    /// The time now in UTC.
    fn now_utc(&self) -> Timestamp;
    /// The time now where the user is.
    fn now_local(&self) -> Timestamp;
    /// A key that nothing has: random.
    fn new_key(&mut self) -> Key;
}
