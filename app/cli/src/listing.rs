//! The readable form of a definition: a tree of facts, as text and as JSON.

mod definition;
mod json;
mod text;

pub use definition::listing;
pub(crate) use text::readable;

/// An element of a definition, or its head: what it is, what is known about it, and its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is: `Action`, `Input`, `Resource`.
    pub kind: &'static str,
    /// What tells it from others of its kind: a name or a path.
    pub name: String,
    /// Its properties, always all and in the same order.
    pub facts: Vec<Fact>,
    /// Its parts: parameters, attributes.
    pub parts: Vec<Group>,
}

/// A property of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is called: `Deploy action`. In JSON `deployAction`.
    pub label: &'static str,
    /// Its value.
    pub value: Value,
}

/// The value of a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text; empty where there is none.
    Text(String),
    /// A number.
    Number(u64),
    /// Yes or No.
    Flag(bool),
    /// Names or keys, in order.
    List(Vec<String>),
}

/// The parts of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Their plural: `parameters`. The text form does without it.
    pub name: &'static str,
    /// The parts in definition order.
    pub entries: Vec<Entry>,
}

/// A definition as a list of elements.
///
/// [`Listing::text`] is one fact a line, the same for the same definition, and without a line for what is
/// empty. Elements begin at the margin and what belongs to them is indented, so that a difference of two
/// texts names the element in its headings. [`Listing::json`] is the same, whole and exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The extension itself.
    pub extension: Entry,
    /// Who saved it when: what differs with every save.
    pub head: Entry,
    /// Everything else, by kind.
    pub groups: Vec<Group>,
}
