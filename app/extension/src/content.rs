use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// The bytes of a resource.
///
/// A XIF holds them as base64; they stay in that form, shared with the text of the file, until
/// somebody reads them: most resources of most sessions are never looked into.
#[derive(Clone)]
pub struct Content(Form);

#[derive(Clone)]
enum Form {
    Bytes(Arc<Vec<u8>>),
    /// Checked base64 with padding and without white space, inside a larger text.
    Base64 {
        text: Arc<String>,
        range: Range<usize>,
    },
}

/// How many bytes [`Content::start`] gives: enough to know what a file is. A multiple of three.
const START: usize = 48;

/// Why a text is not base64.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the content is not valid base64")]
pub struct ContentError;

impl Content {
    /// Content from plain bytes.
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self(Form::Bytes(Arc::new(bytes.into())))
    }

    /// Content from a part of a text that holds base64 (RFC 4648, section 4, with padding).
    ///
    /// # Errors
    /// The part is not base64, has white space in it, or lies outside the text.
    pub fn from_base64(text: &Arc<String>, range: Range<usize>) -> Result<Self, ContentError> {
        let part = text.get(range.clone()).ok_or(ContentError)?;
        base64_simd::STANDARD.check(part.as_bytes()).map_err(|_| ContentError)?;
        Ok(Self(Form::Base64 { text: Arc::clone(text), range }))
    }

    /// The bytes, decoded when they are kept as base64.
    pub fn bytes(&self) -> Cow<'_, [u8]> {
        match &self.0 {
            Form::Bytes(bytes) => Cow::Borrowed(bytes.as_slice()),
            // Checked when it was made, so nothing is swallowed here.
            Form::Base64 { text, range } => {
                Cow::Owned(base64_simd::STANDARD.decode_to_vec(&text[range.clone()]).unwrap_or_default())
            }
        }
    }

    /// The first 48 bytes, or as many as there are, without decoding the rest.
    pub fn start(&self) -> Cow<'_, [u8]> {
        match &self.0 {
            Form::Bytes(bytes) => Cow::Borrowed(&bytes[..bytes.len().min(START)]),
            Form::Base64 { text, range } => {
                let part = &text.as_bytes()[range.clone()];
                let part = &part[..part.len().min(START / 3 * 4)];
                Cow::Owned(base64_simd::STANDARD.decode_to_vec(part).unwrap_or_default())
            }
        }
    }

    /// The content as base64 (RFC 4648, section 4, with padding).
    pub fn base64(&self) -> Cow<'_, str> {
        match &self.0 {
            Form::Bytes(bytes) => Cow::Owned(base64_simd::STANDARD.encode_to_string(bytes.as_slice())),
            Form::Base64 { text, range } => Cow::Borrowed(&text[range.clone()]),
        }
    }

    /// How many bytes there are, without decoding them.
    pub fn len(&self) -> usize {
        match &self.0 {
            Form::Bytes(bytes) => bytes.len(),
            Form::Base64 { text, range } => {
                let part = &text[range.clone()];
                part.len() / 4 * 3 - part.bytes().rev().take(2).filter(|&byte| byte == b'=').count()
            }
        }
    }

    /// Whether there are no bytes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The content as text, when it is UTF-8: without the byte order mark, which [`Content::has_bom`]
    /// tells about.
    pub fn text(&self) -> Option<String> {
        let text = String::from_utf8(self.bytes().into_owned()).ok()?;
        Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }

    /// Whether the content starts with the UTF-8 byte order mark.
    pub fn has_bom(&self) -> bool {
        self.bytes().starts_with(b"\xef\xbb\xbf")
    }
}

impl Default for Content {
    fn default() -> Self {
        Self::from_bytes([])
    }
}

impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Form::Base64 { text, range }, Form::Base64 { text: other_text, range: other_range }) => {
                (Arc::ptr_eq(text, other_text) && range == other_range)
                    || text[range.clone()] == other_text[other_range.clone()]
            }
            _ => self.len() == other.len() && self.bytes() == other.bytes(),
        }
    }
}

impl Eq for Content {}

impl fmt::Debug for Content {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Content({} bytes)", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn broken_base64_is_refused() {
        for part in ["a", "ab=c", "a b=", "____", "QQ=", "QQ==\r\n"] {
            let text = Arc::new(part.to_owned());
            assert_eq!(Content::from_base64(&text, 0..part.len()), Err(ContentError), "{part}");
        }
        assert_eq!(Content::from_base64(&Arc::new("QQ==".to_owned()), 2..9), Err(ContentError));
    }

    #[test]
    fn the_bom_is_not_part_of_the_text() {
        let content = Content::from_bytes("\u{feff}using System;".as_bytes());
        assert!(content.has_bom());
        assert_eq!(content.text().unwrap(), "using System;");
    }

    proptest! {
        #[test]
        fn both_forms_are_the_same_content(bytes: Vec<u8>) {
            let plain = Content::from_bytes(bytes.clone());
            let text = Arc::new(plain.base64().into_owned());
            let encoded = Content::from_base64(&text, 0..text.len()).unwrap();
            prop_assert_eq!(encoded.bytes().into_owned(), bytes.clone());
            prop_assert_eq!(encoded.len(), bytes.len());
            prop_assert_eq!(encoded.start(), &bytes[..bytes.len().min(START)]);
            prop_assert_eq!(plain.start(), encoded.start());
            prop_assert_eq!(plain, encoded);
        }
    }
}
