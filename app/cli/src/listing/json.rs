use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Entry, Group, Listing, Value};

/// The number of the JSON form. It grows when something that a script may rely on changes its name or
/// its meaning, not when something is added.
const SHAPE: u64 = 1;

impl Listing {
    /// The listing as JSON, indented.
    ///
    /// The outermost object has `shape` (1), `extension`, `head` and a list for each kind of element:
    /// `resources`, `actions`, `structures`, `entities`, `technologies`. An element is an object with `name`
    /// (a resource: `path`; the head: none), `kind` where a list mixes kinds (parameters: `Input`,
    /// `Output`), its properties under their names in the text form in camel case, and a list for each
    /// kind of part. Empty texts and lists are there too.
    pub fn json(&self) -> String {
        // Maps with text keys, texts and numbers can always be written.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

impl Serialize for Listing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("shape", &SHAPE)?;
        map.serialize_entry("extension", &self.extension)?;
        map.serialize_entry("head", &self.head)?;
        write_groups(&mut map, &self.groups)?;
        map.end()
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if matches!(self.kind, "Input" | "Output") {
            map.serialize_entry("kind", self.kind)?;
        }
        match self.kind {
            "Head" => {}
            "Resource" => map.serialize_entry("path", &self.name)?,
            _ => map.serialize_entry("name", &self.name)?,
        }
        for fact in &self.facts {
            map.serialize_entry(&camel_case(fact.label), &fact.value)?;
        }
        write_groups(&mut map, &self.parts)?;
        map.end()
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_u64(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::List(items) => serializer.collect_seq(items),
        }
    }
}

fn write_groups<M: SerializeMap>(map: &mut M, groups: &[Group]) -> Result<(), M::Error> {
    groups.iter().try_for_each(|group| map.serialize_entry(group.name, &group.entries))
}

/// `Deploy action` as `deployAction`, `SHA-256` as `sha256`.
fn camel_case(label: &str) -> String {
    let mut name = String::new();
    for (index, word) in label.split(' ').enumerate() {
        let lower = word.replace('-', "").to_ascii_lowercase();
        match lower.get(..1) {
            Some(first) if index > 0 => {
                name.push_str(&first.to_ascii_uppercase());
                name.push_str(&lower[1..]);
            }
            _ => name.push_str(&lower),
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_json() {
        assert_eq!(camel_case("Deploy action"), "deployAction");
        assert_eq!(camel_case("SHA-256"), "sha256");
        assert_eq!(camel_case("Last modified UTC"), "lastModifiedUtc");
    }
}
