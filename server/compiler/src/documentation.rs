//! The XML documentation beside an assembly. A project's own target may write anything there.

use api::compile::{Diagnostic, Severity};

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Documentation {
    /// None was made.
    None,
    /// A text of characters that XML allows.
    Text(String),
    /// It is larger than what is answered.
    TooLarge,
}

impl Documentation {
    /// What is answered.
    pub(super) fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::None | Self::TooLarge => None,
        }
    }
}

/// Reads it. What is not text, or no character of XML, becomes the character for that: in JSON a control character takes six bytes.
pub(super) fn read(bytes: &[u8], most: u64) -> Documentation {
    if bytes.is_empty() {
        return Documentation::None;
    }
    if bytes.len() as u64 > most {
        return Documentation::TooLarge;
    }
    let text = String::from_utf8_lossy(bytes);
    let text = if text.chars().all(is_xml) {
        text.into_owned()
    } else {
        text.chars().map(|one| if is_xml(one) { one } else { char::REPLACEMENT_CHARACTER }).collect()
    };
    Documentation::Text(text)
}

/// Says that there is one that is not answered.
pub(super) fn left_out(most: u64) -> Diagnostic {
    Diagnostic {
        file: None,
        span: None,
        severity: Severity::Warning,
        code: String::new(),
        text: format!("The XML documentation is larger than {} MiB and is left out.", most >> 20),
        cause: None,
    }
}

/// XML 1.0, `Char`.
fn is_xml(one: char) -> bool {
    matches!(one, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_characters_of_xml_are_answered() {
        let text = |bytes: &[u8]| read(bytes, 128).text().unwrap();
        assert_eq!(text("<doc>\tä\r\n😀</doc>".as_bytes()), "<doc>\tä\r\n😀</doc>");
        assert_eq!(text(b"a\x00\x1b\xff"), "a\u{fffd}\u{fffd}\u{fffd}");
        assert_eq!(text("\u{ffff}".as_bytes()), "\u{fffd}");
        let ascii: Vec<_> = (0..=127).collect();
        assert!(!serde_json::to_string(&text(&ascii)).unwrap().contains("\\u00"));
    }

    #[test]
    fn what_is_too_large_is_told() {
        assert_eq!(read(&[b'a'; 101], 100), Documentation::TooLarge);
        assert_eq!(read(b"", 100), Documentation::None);
        assert!(left_out(4 << 20).text.contains("4 MiB"));
    }
}
