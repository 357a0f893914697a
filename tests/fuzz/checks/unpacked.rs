//! The files of an unpacked folder: a definition, and behind the first NUL the mapping. Packing them ends with a document or an
//! error, no file lies outside the folder, and a definition that is unpacked is packed to the same one.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;

use cli::unpacked::{FilePath, Mapping, Now, Packed, Unpacked, pack};
use extension::{Content, Timestamp};

pub(crate) fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (definition, mapping) = text.split_once('\0').unwrap_or((text, ""));
    if let Ok(mapping) = Mapping::parse(mapping) {
        check_mapping(&mapping);
        if let Some(packed) = packed(definition, &mapping, &HashMap::new()) {
            assert!(xif::parse(packed.text).as_ref() == Ok(&packed.extension), "packed to another document");
        }
    }
    let Ok(extension) = xif::parse(definition) else { return };
    let unpacked = Unpacked::of(definition, &extension);
    check_mapping(&unpacked.mapping);
    let files = unpacked.mapping.lines.iter().map(|line| line.file.clone()).zip(unpacked.contents).collect();
    let packed = packed(&unpacked.definition, &unpacked.mapping, &files);
    assert!(packed.is_some_and(|packed| packed.text == definition && !packed.is_changed()), "it does not come back");
}

fn check_mapping(mapping: &Mapping) {
    assert_eq!(Mapping::parse(&mapping.text()).as_ref(), Ok(mapping));
    let mut files = HashSet::new();
    for line in &mapping.lines {
        let is_inside = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':']);
        assert!(line.file.parts().all(is_inside), "{}", line.file);
        assert!(files.insert(line.file.folded()), "{} stands twice", line.file);
    }
}

/// The document of the files; those that are not there hold their own paths.
fn packed(definition: &str, mapping: &Mapping, files: &HashMap<FilePath, Content>) -> Option<Packed> {
    let now = Timestamp::new(2026, 1, 2, 3, 4, 5);
    let content = |file: &FilePath| match files.get(file) {
        Some(content) => Ok::<_, Infallible>(content.bytes().into_owned()),
        None => Ok(file.as_str().as_bytes().to_vec()),
    };
    pack(definition, mapping, &Now { utc: now.clone(), local: now }, content).ok()
}
