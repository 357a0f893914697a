//! Records of what was asked and answered, without credentials: what turns "unverified" into "verified" after a try on a real server.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// Writes numbered files into a folder of the operator.
#[derive(Debug)]
pub struct Recorder {
    folder: PathBuf,
    next: AtomicU32,
}

/// Bytes of a record; the rest is left out.
const LONGEST: usize = 256 << 10;

impl Recorder {
    /// Records into this folder, which is made. Existing records are kept: numbering goes on after them.
    pub fn new(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let last =
            std::fs::read_dir(folder)?.flatten().filter_map(|entry| number(&entry.file_name().to_string_lossy())).max();
        Ok(Self { folder: folder.into(), next: AtomicU32::new(last.unwrap_or(0) + 1) })
    }

    /// Keeps a text that has no credentials any more. A record that cannot be written is not worth a failed publish.
    pub fn keep(&self, operation: &str, ending: &str, text: &[u8]) {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let name: String =
            operation.chars().filter(|each| each.is_ascii_alphanumeric() || "_-".contains(*each)).collect();
        let path = self.folder.join(format!("{number:05}-{name}-{ending}"));
        let shown = &text[..text.len().min(LONGEST)];
        if let Err(error) = std::fs::write(&path, shown) {
            tracing::warn!(path = %path.display(), %error, "a record could not be written");
        }
    }
}

fn number(name: &str) -> Option<u32> {
    name.split_once('-')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_numbered_on() {
        let folder = tempfile::tempdir().unwrap();
        Recorder::new(folder.path()).unwrap().keep("Pub/lish", "request.xml", b"a");
        Recorder::new(folder.path()).unwrap().keep("Follow", "answer.xml", &vec![b'x'; LONGEST + 1]);
        assert_eq!(std::fs::read(folder.path().join("00001-Publish-request.xml")).unwrap(), b"a");
        assert_eq!(std::fs::read(folder.path().join("00002-Follow-answer.xml")).unwrap().len(), LONGEST);
    }
}
