//! The requests that the host takes, and why one has no result.
//!
//! A request is an object of JSON with its `operation`; the answer has a `result` or a `failure`. Places are offsets into the text of a document, in UTF-16
//! code units. A request that names a `version` is refused when the document has another one. `tests/requests.json` has an example of each, which this crate
//! writes and the host takes.

use serde::{Deserialize, Serialize};

/// What the host can be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "operation", rename_all = "camelCase")]
pub enum Request {
    /// Open a project in the place of the last one. The bytes of its references were supplied before.
    Open {
        /// The name of the assembly.
        name: String,
        /// The version of C#.
        language: String,
        /// The symbols of the preprocessor.
        symbols: Vec<String>,
        /// What it refers to.
        references: Vec<Reference>,
        /// Its sources.
        documents: Vec<Text>,
    },
    /// Change a text: the changes count one after the other.
    Edit {
        /// The document.
        document: String,
        /// Its version before.
        from: u32,
        /// Its version afterwards.
        version: u32,
        /// What changes.
        changes: Vec<TextEdit>,
    },
    /// A document that is new, or the whole text of one.
    Replace(Text),
    /// A document is gone.
    Remove {
        /// The document.
        document: String,
    },
    /// Where the parts of a document end that are looked at together.
    Chunks(Place<()>),
    /// Errors and warnings: of the parser in the whole document, or of the compiler in a part.
    Diagnostics(Place<Diagnostics>),
    /// What may stand at a place.
    Completion(Place<Completion>),
    /// Documentation and edits of an item of the last list.
    Resolve {
        /// The list.
        listing: u32,
        /// The item's number in it.
        item: u32,
    },
    /// The overloads of what is called at a place.
    Signatures(Place<At>),
    /// What a name stands for.
    Hover(Place<At>),
    /// Where it is declared.
    Definition(Place<At>),
    /// Where it is used.
    References(Place<At>),
    /// The edits that give it another name; without a name, whether it can have one.
    Rename(Place<Rename>),
    /// The edits that format the document or a part.
    Format(Place<Format>),
    /// What names in a part stand for.
    Colours(Place<Span>),
    /// Types and members as a tree.
    Outline(Place<()>),
    /// What mends the problems in a part.
    Fixes(Place<Span>),
    /// The edits of an action that was offered for the text as it is.
    Fix {
        /// The action.
        action: u32,
    },
    /// Compile the project.
    Emit {
        /// Whether portable symbols are made too.
        symbols: bool,
    },
    /// What the host is made of.
    Versions,
}

/// A document in a version, and where in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place<Where> {
    /// The document.
    pub document: String,
    /// Its version as whoever asks knows it.
    pub version: u32,
    /// Where in it, and what else the operation takes.
    #[serde(flatten)]
    pub place: Where,
}

/// An offset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct At {
    /// The offset.
    pub at: u32,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Its start.
    pub start: u32,
    /// Behind its end.
    pub end: u32,
}

/// Which problems are looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Diagnostics {
    /// What the parser says of the whole document.
    Syntax,
    /// What the compiler says of a part.
    Semantic(Span),
}

/// A place where something is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// The place.
    pub at: u32,
    /// The character that was typed last, when it was one that asks for a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typed: Option<String>,
    /// Whether types that need a using are listed.
    pub imports: bool,
}

/// A name that something gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rename {
    /// Where it is named.
    pub at: u32,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// How a text is formatted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Format {
    /// The part; without one, the document.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// The line end.
    pub new_line: String,
    /// Whether lines begin with tabs.
    pub tabs: bool,
}

/// An assembly that a project refers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Its simple name.
    pub name: String,
    /// The name under which its bytes were supplied.
    pub bytes: String,
    /// The same for its documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
}

/// A document with its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// What requests name it by.
    pub document: String,
    /// The name of the file.
    pub name: String,
    /// The text.
    pub text: String,
    /// The version.
    pub version: u32,
    /// Whether the definition alone says what is in it: no edit changes it.
    pub generated: bool,
}

/// A part of a text, and what stands in its place afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextEdit {
    /// Where the part starts.
    pub start: u32,
    /// Behind its end.
    pub end: u32,
    /// The new text.
    pub text: String,
}

/// Why a request has no result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What kind of failure.
    pub kind: FailureKind,
    /// What is to be said of it; for the user when it was refused.
    pub text: String,
}

/// The kinds of failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FailureKind {
    /// The request cannot be read.
    Malformed,
    /// No project is open.
    NotOpen,
    /// There is no such document.
    UnknownDocument,
    /// The document has another version, or the list is gone.
    Outdated,
    /// Nobody waits for it any more.
    Cancelled,
    /// It would break the code, or change what is generated.
    Refused,
    /// An error of the compiler itself.
    Internal,
}
