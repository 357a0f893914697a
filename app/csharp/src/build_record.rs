//! What a compiled assembly was built from, as a comment behind its documentation.
//!
//! A XIF has no place for it. The documentation file is written with every assembly, is not deployed, and XML ignores a
//! comment. Integration Studio writes the file anew when it compiles, and so takes the comment away.

use std::sync::Arc;

use extension::{Content, Extension, Resource};
use md5::{Digest as _, Md5};

use crate::{assembly_name, project_path};

/// What stands for the bytes of files.
pub type Digest = [u8; 16];

/// Which assembly was built from which files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuildRecord {
    /// The assembly.
    pub assembly: Digest,
    /// The files that it was built from.
    pub sources: Digest,
}

const BEGIN: &str = "<!-- XIF Studio: assembly ";
const BETWEEN: &str = " of sources ";
const END: &str = " -->";

/// What stands for these bytes.
pub fn digest(bytes: &[u8]) -> Digest {
    Md5::digest(bytes).into()
}

/// The files that an assembly is built from: all that lie with the project, but for what the build makes and for the solution.
pub fn build_inputs(extension: &Extension) -> impl Iterator<Item = (String, &Arc<Resource>)> {
    let assembly = assembly_name(extension).to_lowercase();
    let stem = assembly.trim_end_matches("dll").to_owned();
    let is_covered = |resource: &&Arc<Resource>| {
        extension.resource_at(resource.folder.as_str(), resource.file_name.as_str()).is_some()
    };
    let beside = extension.excluded.iter().filter(move |resource| !is_covered(resource));
    let files = extension.resources.iter().chain(beside);
    files.filter_map(move |resource| {
        let path = project_path(resource)?.to_lowercase();
        let name = path.rsplit_once('/').map_or(path.as_str(), |(_, name)| name);
        let is_made = ["dll", "xml", "pdb"].iter().any(|end| name.strip_prefix(stem.as_str()) == Some(end));
        let is_solution = resource.file_name.extension().eq_ignore_ascii_case("sln");
        (!is_made && !is_solution).then_some((path, resource))
    })
}

/// What stands for files by their paths and digests, in whatever order they come.
pub fn digest_of_files(files: impl IntoIterator<Item = (String, Digest)>) -> Digest {
    let mut files: Vec<_> = files.into_iter().collect();
    files.sort_unstable();
    let mut all = Md5::new();
    for (path, digest) in files {
        all.update(u64::try_from(path.len()).unwrap_or(u64::MAX).to_le_bytes());
        all.update(path.as_bytes());
        all.update(digest);
    }
    all.finalize().into()
}

impl BuildRecord {
    /// The record of this assembly, built from the files of this extension.
    pub fn of(assembly: &[u8], extension: &Extension) -> Self {
        let files = build_inputs(extension).map(|(path, resource)| (path, digest(&resource.content.bytes())));
        Self { assembly: digest(assembly), sources: digest_of_files(files) }
    }

    /// The record that a documentation file has.
    pub fn read(documentation: &Content) -> Option<Self> {
        let text = documentation.text()?;
        let (_, rest) = text.rsplit_once(BEGIN)?;
        let (assembly, rest) = rest.split_once(BETWEEN)?;
        let (sources, _) = rest.split_once(END)?;
        Some(Self { assembly: parsed(assembly)?, sources: parsed(sources)? })
    }

    /// The documentation with this record behind it. Its lines end as those of Visual Studio's do.
    pub(crate) fn behind(self, documentation: &str) -> String {
        let text = documentation.replace("\r\n", "\n").replace('\n', "\r\n");
        let (assembly, sources) = (hexadecimal(self.assembly), hexadecimal(self.sources));
        format!("{}\r\n{BEGIN}{assembly}{BETWEEN}{sources}{END}\r\n", text.trim_end())
    }
}

fn hexadecimal(digest: Digest) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn parsed(text: &str) -> Option<Digest> {
    if text.len() != 32 || !text.is_ascii() {
        return None;
    }
    let mut digest = [0; 16];
    for (byte, at) in digest.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
    }
    Some(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back() {
        let record = BuildRecord { assembly: [1; 16], sources: [0xab; 16] };
        let text = record.behind("<?xml version=\"1.0\"?>\n<doc>\r\n</doc>\n");
        let expected = "<?xml version=\"1.0\"?>\r\n<doc>\r\n</doc>\r\n<!-- XIF Studio: assembly 01010101010101010101010101010101 of sources abababababababababababababababab -->\r\n";
        assert_eq!(text, expected);
        assert_eq!(BuildRecord::read(&Content::from_bytes(text.into_bytes())), Some(record));
        assert_eq!(BuildRecord::read(&Content::from_bytes(*b"<doc/>")), None);
    }

    #[test]
    fn files_are_told_apart_by_path_and_bytes() {
        let file = |path: &str, byte| (path.to_owned(), [byte; 16]);
        let one = digest_of_files([file("a", 1), file("b", 2)]);
        assert_eq!(one, digest_of_files([file("b", 2), file("a", 1)]));
        assert_ne!(one, digest_of_files([file("a", 2), file("b", 1)]));
        assert_ne!(one, digest_of_files([file("a", 1)]));
    }
}
