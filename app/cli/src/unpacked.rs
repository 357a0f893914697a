//! A XIF as files: the definition, the content of each resource, and the mapping between the two. Nothing
//! here touches a disk.

mod mapping;
mod noise;
mod pack;
mod path;

use std::sync::Arc;

use extension::{Content, Extension};

pub use mapping::{Line, Mapping, MappingError};
pub use noise::is_noise;
pub use pack::{Now, PackError, Packed, pack};
pub use path::{FilePath, places};

use crate::fingerprint::sha256;

/// The file that holds the definition.
pub const DEFINITION: &str = "definition.xml";
/// The file that holds the [`Mapping`].
pub const MAPPING: &str = "resources.tsv";
/// The file that tells git to leave every byte as it is.
pub const GIT_ATTRIBUTES: &str = ".gitattributes";
/// What it says.
pub const GIT_ATTRIBUTES_TEXT: &str = "\
# What tools leave behind is shown in no difference.
/_noise/** -diff
# Each byte of a XIF counts: line ends are never converted.
* -text
";
/// The file that tells git what does not belong to the XIF.
pub const GIT_IGNORE: &str = ".gitignore";
/// What it says: what [`is_noise`], and nothing of the XIF.
pub const GIT_IGNORE_TEXT: &str = "\
# What Integration Studio, Visual Studio and builds leave beside the sources. What of it is in the XIF lies in _noise.
/Backups/
/Templates/
/Source/**/obj/
.vs/
*.suo
*.user
%*%.*
!/_noise/**
";

/// A XIF as files.
#[derive(Debug)]
pub struct Unpacked {
    /// The definition without the contents of its resources: each `<Data>` is empty.
    ///
    /// A file whose contents stand in another form than the one that every known file has, with white space
    /// around the base64 or in it, could not come back to the byte from that. Its definition keeps them,
    /// and the files of its resources stand beside it as for every other.
    pub definition: String,
    /// Which file holds the content of which resource.
    pub mapping: Mapping,
    /// The contents, in the order of [`Mapping::lines`].
    pub contents: Vec<Content>,
}

impl Unpacked {
    /// The files of this XIF, from its definition XML and what was read from that.
    pub fn of(text: &str, extension: &Extension) -> Self {
        let paths = extension.resources.iter().map(|resource| resource.path());
        let files = places(paths);
        let definition = without_contents(text, extension).unwrap_or_else(|| text.to_owned());
        let contents: Vec<Content> = extension.resources.iter().map(|resource| resource.content.clone()).collect();
        let lines = extension.resources.iter().zip(files).map(|(resource, file)| Line {
            key: resource.key,
            sha256: sha256(&resource.content.bytes()),
            file,
        });
        let mapping = Mapping { definition_sha256: sha256(definition.as_bytes()), lines: lines.collect() };
        Self { definition, mapping, contents }
    }
}

/// The definition with empty contents, when putting them back gives the same text.
fn without_contents(text: &str, extension: &Extension) -> Option<String> {
    let definition = xif::print(&with_contents(extension, |_| Content::default()));
    let empty = xif::parse(definition.as_str()).ok()?;
    let contents: Vec<&Content> = extension.resources.iter().map(|resource| &resource.content).collect();
    let back = with_contents(&empty, |index| contents.get(index).copied().cloned().unwrap_or_default());
    (xif::print(&back) == text).then_some(definition)
}

/// The extension with other contents of its resources, by position. Nothing else changes, no time either.
fn with_contents(extension: &Extension, content: impl Fn(usize) -> Content) -> Extension {
    let mut next = extension.clone();
    for (index, resource) in Arc::make_mut(&mut next.resources).iter_mut().enumerate() {
        Arc::make_mut(resource).content = content(index);
    }
    next
}
