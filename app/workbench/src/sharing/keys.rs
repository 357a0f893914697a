//! The keys of a shared draft's content. It begins with the key of epoch 0. Whenever its owner revokes a link there is a new one, which the links that
//! are left get and the revoked one does not.

use std::collections::BTreeMap;
use std::fmt;

use zeroize::Zeroize;

use super::{LinkSecret, SharedLink};

/// A key of the content (AES-256).
pub type ContentKey = [u8; 32];

/// The keys that the bearer of a link has, by epoch.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ContentKeys(BTreeMap<u32, ContentKey>);

/// Bytes of an epoch and its key in a list of keys.
const ENTRY: usize = 4 + 32;

impl ContentKeys {
    /// What the link itself holds.
    pub fn of(link: &SharedLink) -> Self {
        match link.secret {
            LinkSecret::Content(key) => Self(BTreeMap::from([(0, key)])),
            LinkSecret::Wrapping(_) => Self::default(),
        }
    }

    /// Takes a key. One that is known stays.
    pub fn add(&mut self, epoch: u32, key: ContentKey) {
        self.0.entry(epoch).or_insert(key);
    }

    /// The key of an epoch.
    pub fn key(&self, epoch: u32) -> Option<&ContentKey> {
        self.0.get(&epoch)
    }

    /// The latest one and its epoch.
    pub fn latest(&self) -> Option<(u32, &ContentKey)> {
        self.0.last_key_value().map(|(epoch, key)| (*epoch, key))
    }

    /// All of them as bytes, to be encrypted with the next one: whoever gets that one reads what was written before.
    pub fn list(&self) -> Vec<u8> {
        self.0.iter().flat_map(|(epoch, key)| epoch.to_be_bytes().into_iter().chain(*key)).collect()
    }

    /// Takes such a list. What is cut off is left out.
    pub fn add_list(&mut self, list: &[u8]) {
        for entry in list.chunks_exact(ENTRY) {
            if let Some((epoch, key)) = entry.split_first_chunk()
                && let Ok(key) = key.try_into()
            {
                self.add(u32::from_be_bytes(*epoch), key);
            }
        }
    }
}

/// Secrets stay out of logs.
impl fmt::Debug for ContentKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ContentKeys(of epochs {:?})", self.0.keys())
    }
}

/// Nor do they stay in memory.
impl Drop for ContentKeys {
    fn drop(&mut self) {
        self.0.values_mut().for_each(Zeroize::zeroize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_keys_comes_back_and_changes_none_that_is_known() {
        let link = SharedLink { draft: [1; 16], token: [2; 32], secret: LinkSecret::Content([3; 32]) };
        let mut keys = ContentKeys::of(&link);
        keys.add(1, [4; 32]);
        keys.add(7, [5; 32]);
        let mut read = ContentKeys::default();
        read.add(1, [9; 32]);
        let list = keys.list();
        read.add_list(&[list.as_slice(), &[0; 20]].concat());
        assert_eq!((read.key(0), read.key(1), read.key(2)), (Some(&[3; 32]), Some(&[9; 32]), None));
        assert_eq!(read.latest(), Some((7, &[5; 32])));
        assert_eq!(format!("{read:?}"), "ContentKeys(of epochs [0, 1, 7])");
        let wrapping = SharedLink { secret: LinkSecret::Wrapping([3; 32]), ..link };
        assert_eq!(ContentKeys::of(&wrapping).latest(), None);
    }
}
