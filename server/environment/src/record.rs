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
    ///
    /// # Errors
    /// When the folder cannot be made or read.
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
        let text = without_contents(text);
        let shown = &text[..text.len().min(LONGEST)];
        if let Err(error) = std::fs::write(&path, shown) {
            tracing::warn!(path = %path.display(), %error, "a record could not be written");
        }
    }
}

/// Base64 digits beyond which a text is the content of a file and not a value.
const CONTENT: usize = 200;

/// A text whose contents of files (base64, also over several lines) are told by their number of digits.
fn without_contents(text: &[u8]) -> Vec<u8> {
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
    let mut shown = Vec::with_capacity(text.len().min(LONGEST));
    let mut rest = text;
    while !rest.is_empty() {
        let run = rest.iter().take_while(|byte| is_digit(byte) || byte.is_ascii_whitespace()).count();
        let (digits, behind) = rest.split_at(run.max(1).min(rest.len()));
        let longest = digits.split(u8::is_ascii_whitespace).map(<[u8]>::len).max().unwrap_or(0);
        let count = digits.iter().filter(|byte| is_digit(byte)).count();
        // Words have blanks after a few letters; the lines of wrapped base64 have 64 or 76 digits.
        if count > CONTENT && longest >= 60 {
            shown.extend_from_slice(format!("({count} digits of base64)").as_bytes());
        } else {
            shown.extend_from_slice(digits);
        }
        rest = behind;
    }
    shown
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
        Recorder::new(folder.path()).unwrap().keep("Follow", "answer.xml", &b"x ".repeat(LONGEST));
        assert_eq!(std::fs::read(folder.path().join("00001-Publish-request.xml")).unwrap(), b"a");
        assert_eq!(std::fs::read(folder.path().join("00002-Follow-answer.xml")).unwrap().len(), LONGEST);
    }

    #[test]
    fn contents_of_files_are_not_kept() {
        let shown = |text: &str| String::from_utf8(without_contents(text.as_bytes())).unwrap();
        let digits = "UEsDBBQA".repeat(40);
        assert_eq!(shown(&format!("<file>{digits}==</file>")), "<file>(322 digits of base64)</file>");
        let wrapped = digits.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect::<Vec<_>>();
        assert_eq!(shown(&format!("<file>{}</file>", wrapped.join("\r\n"))), "<file>(320 digits of base64)</file>");
        let words = "Compiling the extension took a while and then it was published. ".repeat(20);
        assert_eq!(shown(&words), words);
        assert_eq!(shown(&"a".repeat(CONTENT)), "a".repeat(CONTENT));
    }
}
