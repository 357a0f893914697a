//! The XML documentation that compilers write beside an assembly: `<doc><members><member name="T:…">`, by annex D of the C#
//! standard (ECMA-334). Reading finds the elements; what one of them says is decoded when it is asked for.

mod prose;

use std::borrow::Cow;
use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// The documentation of an assembly.
#[derive(Debug, Clone, Default)]
pub struct Documentation<'a> {
    /// What stands inside the element of each type and member, by its name in the documentation.
    members: BTreeMap<Cow<'a, str>, &'a str>,
}

/// What is said of a type or member, as lines without marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// What it is or does.
    pub summary: String,
    /// What each parameter is, by its name, in the order of the file.
    pub parameters: Vec<(String, String)>,
    /// What it gives back.
    pub returns: String,
}

/// Why a file is no documentation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentationError {
    /// It is not well-formed.
    #[error("The documentation is damaged at byte {at}: {reason}.")]
    Damaged {
        /// Where, in bytes of UTF-8.
        at: u64,
        /// What is wrong, in the words of the XML reader.
        reason: String,
    },
    /// It is XML of another kind.
    #[error("The file is not XML documentation: <doc> with <members> is missing.")]
    Other,
}

impl<'a> Documentation<'a> {
    /// The text of a file, which is in UTF-8 or, with a mark at its beginning, in UTF-16.
    pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
        let units = |rest: &[u8], order: fn([u8; 2]) -> u16| {
            let units = rest.chunks_exact(2).map(|pair| order([pair[0], pair[1]]));
            Cow::Owned(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
        };
        match bytes {
            [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
            [0xff, 0xfe, rest @ ..] => units(rest, u16::from_le_bytes),
            [0xfe, 0xff, rest @ ..] => units(rest, u16::from_be_bytes),
            _ => String::from_utf8_lossy(bytes),
        }
    }

    /// Finds the elements of this text.
    ///
    /// # Errors
    /// It is not well-formed, or XML of another kind.
    pub fn read(text: &'a str) -> Result<Self, DocumentationError> {
        let mut reader = Reader::from_str(text);
        let (mut members, mut depth, mut is_documentation) = (BTreeMap::new(), 0_u32, false);
        loop {
            let at = reader.buffer_position();
            let damaged = |error: quick_xml::Error| DocumentationError::Damaged { at, reason: error.to_string() };
            match reader.read_event().map_err(damaged)? {
                Event::Start(start) if depth == 2 && is_documentation && start.name().as_ref() == "member" => {
                    let span = reader.read_to_end(start.name()).map_err(damaged)?;
                    if let (Some(name), Some(inside)) = (name(&start), slice(text, &span)) {
                        members.insert(name, inside);
                    }
                }
                Event::Start(start) => {
                    match (depth, start.name().as_ref()) {
                        (0, "doc") | (2.., _) => {}
                        (1, "members") => is_documentation = true,
                        (1, _) => {
                            reader.read_to_end(start.name()).map_err(damaged)?;
                            continue;
                        }
                        _ => return Err(DocumentationError::Other),
                    }
                    depth += 1;
                }
                Event::End(_) => depth = depth.saturating_sub(1),
                Event::Eof if is_documentation => return Ok(Self { members }),
                Event::Eof => return Err(DocumentationError::Other),
                _ => {}
            }
        }
    }

    /// What is said of the type or member that has this name, as [`Surface`](crate::Surface) tells it.
    pub fn entry(&self, id: &str) -> Option<Entry> {
        self.members.get(id).map(|inside| prose::entry(inside))
    }

    /// The names of the types and members that it is about, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.keys().map(std::borrow::Borrow::borrow)
    }

    /// Whether it is about nothing.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }
}

/// The attribute `name` of an element.
fn name<'a>(start: &BytesStart<'a>) -> Option<Cow<'a, str>> {
    let name = start.try_get_attribute("name").ok().flatten()?;
    let value = name.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(Cow::Owned(value.into_owned()))
}

fn slice<'a>(text: &'a str, span: &std::ops::Range<u64>) -> Option<&'a str> {
    text.get(usize::try_from(span.start).ok()?..usize::try_from(span.end).ok()?)
}
