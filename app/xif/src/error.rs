use std::fmt;

use failure::Code;

/// A place in the definition XML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The byte in the line, from 1.
    pub column: usize,
}

impl Place {
    pub(crate) fn of(text: &str, offset: usize) -> Self {
        let before = &text.as_bytes()[..offset.min(text.len())];
        let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |position| position + 1);
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        Self { line, column: before.len() - line_start + 1 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}, column {}", self.line, self.column)
    }
}

/// Why bytes are not an extension. The codes stay the same from version to version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There are no bytes.
    #[error("The file is empty.")]
    Empty,
    /// It does not begin as a zlib stream does.
    #[error("This is not a XIF: it does not begin as a zlib stream.{}", hint.map(|hint| format!(" {hint}")).unwrap_or_default())]
    NotZlib {
        /// What it seems to be.
        hint: Option<&'static str>,
    },
    /// The compressed data cannot be inflated.
    #[error("The file is damaged: its compressed data cannot be read beyond byte {offset}.")]
    Damaged {
        /// How many bytes of the file were read.
        offset: u64,
    },
    /// The compressed data ends too early.
    #[error("The file is cut off: its {length} bytes end before the compressed data does. Download or copy it again.")]
    Truncated {
        /// How many bytes the file has.
        length: usize,
    },
    /// The checksum does not fit the data.
    #[error("The file is damaged: its checksum does not fit its content.")]
    Checksum,
    /// There are bytes behind the stream.
    #[error("{count} bytes stand behind the end of the XIF, where nothing may stand.")]
    BytesAfterEnd {
        /// How many.
        count: usize,
    },
    /// It inflates to more than is allowed.
    #[error("The file inflates to more than {}, the most that is read.", size(.limit))]
    TooLarge {
        /// How many bytes are allowed.
        limit: usize,
    },
    /// The inflated text is not UTF-8.
    #[error("The definition is not UTF-8 text: byte {offset} is wrong.")]
    NotUtf8 {
        /// The first wrong byte, from 0.
        offset: usize,
    },
    /// The text is not XML.
    #[error("The definition is not well-formed XML at {place}: {what}.")]
    NotXml {
        /// Where.
        place: Place,
        /// What the XML reader says.
        what: String,
    },
    /// The text declares a document type, and with it perhaps entities.
    #[error(
        "The definition has a document type declaration at {place}. No XIF has one; it is refused because it could declare entities."
    )]
    DocumentType {
        /// Where.
        place: Place,
    },
    /// Elements are nested too deep, or have too many attributes.
    #[error("The definition is built like no XIF at {place}: {what}.")]
    Excessive {
        /// Where.
        place: Place,
        /// What there is too much of.
        what: &'static str,
    },
    /// The root element is another one.
    #[error("This is not an extension: its root element is {found}, not Extension.{}", root_hint(found))]
    OtherRoot {
        /// The name of the root element.
        found: String,
    },
    /// An element that must be there is not.
    #[error("{element} has no {child} at {place}.")]
    MissingElement {
        /// The element.
        element: String,
        /// The child that it must have.
        child: &'static str,
        /// Where the element is.
        place: Place,
    },
    /// An element that stands once stands twice.
    #[error("{element} stands twice at {place}.")]
    DoubleElement {
        /// The element.
        element: String,
        /// Where the second one is.
        place: Place,
    },
    /// An attribute that must be there is not.
    #[error("{element} has no attribute {attribute} at {place}.")]
    MissingAttribute {
        /// The element.
        element: String,
        /// The attribute.
        attribute: &'static str,
        /// Where the element is.
        place: Place,
    },
    /// An attribute has a value that it cannot have.
    #[error("{attribute} of {element} is “{value}” at {place}; it must be {expected}.")]
    BadValue {
        /// The element.
        element: String,
        /// The attribute.
        attribute: &'static str,
        /// Its value, cut when long.
        value: String,
        /// What it must be.
        expected: &'static str,
        /// Where the element is.
        place: Place,
    },
    /// Two elements have the same key.
    #[error("The key {key} stands twice, again at {place}.")]
    DoubleKey {
        /// The key.
        key: String,
        /// Where the second one is.
        place: Place,
    },
    /// The content of a resource is not base64.
    #[error("The content of the resource {file} is damaged at {place}: it is not valid base64.")]
    BrokenContent {
        /// The resource's file name.
        file: String,
        /// Where.
        place: Place,
    },
}

/// A number of bytes in words.
fn size(bytes: &usize) -> String {
    if *bytes >= 1 << 20 { format!("{} MiB", bytes >> 20) } else { format!("{bytes} bytes") }
}

/// What files of the platform with other root elements are.
fn root_hint(found: &str) -> &'static str {
    match found {
        "ESpace" | "eSpace" | "OML" | "Module" => {
            " It looks like a module (.oml); open it in Service Studio. The extensions that it uses are files of their own."
        }
        "Pack" | "Solution" => " It looks like the list of an application pack; the pack holds the extensions.",
        _ => "",
    }
}

impl ReadError {
    /// The code of the error, with its page.
    pub fn code(&self) -> Code {
        match self {
            Self::Empty => Code::Empty,
            Self::NotZlib { .. } => Code::NotAXif,
            Self::Damaged { .. } => Code::Damaged,
            Self::Truncated { .. } => Code::CutOff,
            Self::Checksum => Code::Checksum,
            Self::BytesAfterEnd { .. } => Code::BytesAfterEnd,
            Self::TooLarge { .. } => Code::XifTooLarge,
            Self::NotUtf8 { .. } => Code::XifNotUtf8,
            Self::NotXml { .. } => Code::NotWellFormed,
            Self::DocumentType { .. } => Code::DocumentType,
            Self::Excessive { .. } => Code::Excessive,
            Self::OtherRoot { .. } => Code::OtherRoot,
            Self::MissingElement { .. } => Code::MissingElement,
            Self::DoubleElement { .. } => Code::DoubleElement,
            Self::MissingAttribute { .. } => Code::MissingAttribute,
            Self::BadValue { .. } => Code::BadValue,
            Self::DoubleKey { .. } => Code::DoubleKey,
            Self::BrokenContent { .. } => Code::BrokenContent,
        }
    }
}
