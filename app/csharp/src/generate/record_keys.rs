use std::collections::HashMap;

use extension::{Extension, Key};

/// The first part of the keys of all record attributes, in every known file.
const OWNER: &str = "2UmDmepsh0WSfJ_D1JexCA";

/// The keys of record attributes: one for each structure and entity.
///
/// How they follow from the element's key is not known. Those that the sources have already are kept;
/// others are the element's key combined bit by bit with the owner's, so that equal elements get equal
/// keys and different ones different keys.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct RecordKeys(HashMap<Key, Key>);

impl RecordKeys {
    /// The keys that these sources have, under the names of the definition that they follow.
    pub(crate) fn from_source(records: &str, definition: &Extension) -> Self {
        let mark = format!("{OWNER}*");
        let by_name: HashMap<&str, Key> = records
            .match_indices(&mark)
            .filter_map(|(place, _)| {
                let mut before = &records[..place];
                for part in ["\"", "(", "Parse", ".", "GlobalObjectKey", "="] {
                    before = before.trim_end().strip_suffix(part)?;
                }
                let name = before.trim_end().rsplit(|c: char| c.is_whitespace()).next()?.strip_prefix("Id")?;
                let start = place + mark.len();
                Some((name, records.get(start..start + 22)?.parse().ok()?))
            })
            .collect();
        let structures = definition.structures.iter().map(|it| (it.key, &it.name));
        let entities = definition.entities.iter().map(|it| (it.key, &it.name));
        let known = structures.chain(entities).filter_map(|(key, name)| Some((key, *by_name.get(name.as_str())?)));
        Self(known.collect())
    }

    /// How many elements have a key.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The global key of the record attribute that holds this element.
    pub(super) fn global_key(&self, element: Key) -> String {
        let key = self.0.get(&element).copied().unwrap_or_else(|| derived(element));
        format!("{OWNER}*{key}")
    }
}

fn derived(element: Key) -> Key {
    let owner: Key = OWNER.parse().unwrap_or(element);
    let mut bytes = *element.bytes();
    for (byte, other) in bytes.iter_mut().zip(owner.bytes()) {
        *byte ^= other;
    }
    Key::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use extension::{Name, Structure, Timestamp};

    #[test]
    fn keys_of_the_sources_stay() {
        let keys = [1, 2, 3].map(|byte| Key::from_bytes([byte; 16]));
        let mut extension = Extension::new(Name::as_found("E"), keys, Timestamp::new(2026, 1, 1, 0, 0, 0));
        let [known, unknown] = [4, 5].map(|byte| Key::from_bytes([byte; 16]));
        extension.structures = [(known, "A"), (unknown, "B")]
            .map(|(key, name)| Structure::new(key, Name::as_found(name)))
            .into_iter()
            .collect();
        let source = "internal static readonly GlobalObjectKey IdA = GlobalObjectKey.Parse(\"2UmDmepsh0WSfJ_D1JexCA*_Kt8x60uod_oXugTPblTIQ\");";
        let record_keys = RecordKeys::from_source(source, &extension);
        assert_eq!(record_keys.global_key(known), "2UmDmepsh0WSfJ_D1JexCA*_Kt8x60uod_oXugTPblTIQ");
        let other = record_keys.global_key(unknown);
        assert_eq!(other, RecordKeys::default().global_key(unknown));
        assert_ne!(other, RecordKeys::default().global_key(known));
    }
}
