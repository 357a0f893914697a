use std::fmt;

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

/// Why bytes are no extension. The codes stay the same from version to version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There are no bytes.
    #[error("The file is empty.")]
    Empty,
    /// It does not begin as a zlib stream does.
    #[error("This is no XIF: it does not begin as a zlib stream.{}", hint.map(|hint| format!(" {hint}")).unwrap_or_default())]
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
    #[error("The file is cut off: its {length} bytes end before the compressed data does.")]
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
    #[error("The file inflates to more than {limit} bytes, the most that is read.")]
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
    #[error("This is no extension: its root element is {found}, not Extension.")]
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
    /// The content of a resource is no base64.
    #[error("The content of the resource {file} is damaged at {place}: it is not valid base64.")]
    BrokenContent {
        /// The resource's file name.
        file: String,
        /// Where.
        place: Place,
    },
}

impl ReadError {
    /// The code of the error, to look its page up.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "X100",
            Self::NotZlib { .. } => "X101",
            Self::Damaged { .. } => "X102",
            Self::Truncated { .. } => "X103",
            Self::Checksum => "X104",
            Self::BytesAfterEnd { .. } => "X105",
            Self::TooLarge { .. } => "X106",
            Self::NotUtf8 { .. } => "X107",
            Self::NotXml { .. } => "X201",
            Self::DocumentType { .. } => "X202",
            Self::Excessive { .. } => "X203",
            Self::OtherRoot { .. } => "X204",
            Self::MissingElement { .. } => "X205",
            Self::DoubleElement { .. } => "X206",
            Self::MissingAttribute { .. } => "X207",
            Self::BadValue { .. } => "X208",
            Self::DoubleKey { .. } => "X209",
            Self::BrokenContent { .. } => "X210",
        }
    }
}
