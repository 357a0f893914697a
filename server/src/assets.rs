//! The studio's files: read once at the start, compressed once, served from memory.
//!
//! Requests look names up in a table, so no path can lead to any other file.

mod asset;
mod encoding;
mod media;
pub mod route;

pub use asset::Asset;
pub use encoding::Encoding;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The page that is served at `/`.
const INDEX: &str = "index.html";

/// The ending of a file that is the Brotli form of the one beside it: the build has made it, so that it is not made at each start.
const PACKED: &str = ".br";

/// All files by their path, with `/` between folders and none at the start.
#[derive(Debug, Default)]
pub struct Assets {
    files: BTreeMap<String, Asset>,
}

/// A folder of files that cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum AssetsError {
    /// A file or folder cannot be read.
    #[error("{path} cannot be read: {source}. Build the studio first (server/run does it).")]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The start page is missing.
    #[error("{folder} has no {INDEX}. Build the studio first (server/run does it).")]
    NoIndex {
        /// The folder.
        folder: PathBuf,
    },
}

impl Assets {
    /// Reads all files of a folder, as trunk builds it.
    ///
    /// # Errors
    /// When a file of the folder cannot be read.
    pub fn read(folder: &Path) -> Result<Self, AssetsError> {
        let mut assets = Self::default();
        assets.read_folder(folder, "")?;
        if assets.files.contains_key(INDEX) { Ok(assets) } else { Err(AssetsError::NoIndex { folder: folder.into() }) }
    }

    /// The file at the path of a request, which starts with `/`.
    pub fn find(&self, path: &str) -> Option<&Asset> {
        match path.strip_prefix('/')? {
            "" => self.files.get(INDEX),
            path => self.files.get(path),
        }
    }

    /// The start page as text.
    pub fn index(&self) -> String {
        let content = self.files.get(INDEX).map(Asset::content);
        String::from_utf8_lossy(content.unwrap_or_default()).into_owned()
    }

    /// Compresses everything in the background, so that first requests rarely wait for it.
    pub fn compress_in_background(self: &Arc<Self>) {
        let assets = Arc::clone(self);
        tokio::task::spawn_blocking(move || {
            for asset in assets.files.values().filter(|asset| !asset.is_packed()) {
                for encoding in Encoding::COMPRESSED {
                    asset.encoded(encoding);
                }
            }
        });
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> Result<(), AssetsError> {
        let unreadable = |path: &Path| {
            let path = path.to_owned();
            move |source| AssetsError::Unreadable { path, source }
        };
        for entry in std::fs::read_dir(folder).map_err(unreadable(folder))? {
            let path = entry.map_err(unreadable(folder))?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
                continue;
            };
            let name = format!("{prefix}{name}");
            if path.is_dir() {
                self.read_folder(&path, &format!("{name}/"))?;
            } else if !name.ends_with(PACKED) {
                let content = std::fs::read(&path).map_err(unreadable(&path))?;
                let beside = path.with_file_name(format!("{}{PACKED}", path.file_name().unwrap_or_default().display()));
                let packed =
                    beside.is_file().then(|| std::fs::read(&beside)).transpose().map_err(unreadable(&beside))?;
                self.files.insert(name.clone(), Asset::new(&name, content).packed_as(packed));
            }
        }
        Ok(())
    }
}
