//! Keys that count up.

use extension::Key;

/// The keys that were made so far.
#[derive(Debug, Default)]
pub struct Keys(u64);

impl Keys {
    /// The next key; no test writes it down.
    pub fn next_key(&mut self) -> Key {
        self.0 += 1;
        let mut bytes = [0xf0; 16];
        bytes[..8].copy_from_slice(&self.0.to_be_bytes());
        Key::from_bytes(bytes)
    }

    /// A function that makes the next key each time.
    pub fn into_source(mut self) -> impl FnMut() -> Key {
        move || self.next_key()
    }
}
