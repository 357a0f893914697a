//! Keys for tests, counting up.

use extension::Key;

/// The keys that were made so far.
#[derive(Default)]
pub(crate) struct Keys(u64);

impl Keys {
    /// What makes the next key, one that no test writes down.
    pub(crate) fn next(mut self) -> impl FnMut() -> Key {
        move || {
            self.0 += 1;
            let mut bytes = [0xf0; 16];
            bytes[..8].copy_from_slice(&self.0.to_be_bytes());
            Key::from_bytes(bytes)
        }
    }
}
