use std::collections::HashSet;

use extension::{Extension, Key, Name, Refusal};

use crate::element::items;
use crate::fingerprint::sixteen_bytes;
use crate::unpacked::Now;

/// A key for a new element of this path: the same for the same path in every copy of the extension, so that a script
/// gives the same elements twice and what two people add merges well. It is another one where the key is taken.
pub fn derived_key(extension: &Extension, path: &str) -> Key {
    derived_keys(extension)(path)
}

/// [`derived_key`] for many elements, which get different keys.
pub(super) fn derived_keys(extension: &Extension) -> impl FnMut(&str) -> Key {
    let mut taken: HashSet<Key> = items(extension).into_iter().filter_map(extension::Item::key).collect();
    let start = extension.key;
    move |path| {
        let mut text = format!("{start}/{path}");
        loop {
            let key = key_of(&text);
            if taken.insert(key) {
                return key;
            }
            text.push('+');
        }
    }
}

/// A new extension with its source files, as Integration Studio makes it. Everything in it has keys that follow from its
/// own.
///
/// # Errors
/// Two of them are the same.
pub fn new_extension(name: Name, key: Key, now: &Now) -> Result<Extension, Refusal> {
    let of = |part: &str| key_of(&format!("{key}/{part}"));
    let keys = [key, of("technology:1"), of("technology:2")];
    let extension = Extension::new(name, keys, now.utc.clone());
    csharp::with_sources(&extension, &now.local, |file| of(&format!("{}{}", file.folder.as_str(), file.file_name)))
}

fn key_of(text: &str) -> Key {
    Key::from_random(sixteen_bytes(text))
}
