//! One operation of a SOAP service.

use super::Value;
use serde::Deserialize;
use std::fmt;

/// An operation: what is sent and where its answer has what.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// The service, by the profile's own name.
    pub service: String,
    /// The operation's name: also the element around what is sent; its answer has `Response` behind it.
    pub name: Name,
    /// The elements that are sent, in order.
    #[serde(default)]
    pub sends: Vec<Element>,
    /// The elements of the answer in their order. What is not listed is left unread.
    #[serde(default)]
    pub answers: Vec<Element>,
    /// Whether all of it is known.
    pub support: Evidence,
    /// What is not known, for the user.
    #[serde(default)]
    pub note: String,
}

/// Whether an operation is known from the vendor's publications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Names, types and effect are.
    Verified,
    /// Something is inferred or invented.
    Unverified,
}

/// An element: its name, and its value or its children. In a profile: `["Name", "value"]` or `["Name", [[...], ...]]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "(Name, Content)")]
pub struct Element {
    /// Its name.
    pub name: Name,
    /// What is in it.
    pub content: Content,
}

/// What is in an element.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Content {
    /// A value.
    Value(Value),
    /// Elements. In an answer an element whose children have values of a row may stand there many times.
    Children(Vec<Element>),
}

/// A name on the wire. In a profile a `?` behind it says that it is inferred or invented.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct Name {
    /// The name itself.
    pub text: String,
    /// Whether it is known from the vendor's publications or the server's own description.
    pub certain: bool,
}

impl From<String> for Name {
    fn from(text: String) -> Self {
        match text.strip_suffix('?') {
            Some(uncertain) => Self { text: uncertain.into(), certain: false },
            None => Self { text, certain: true },
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl From<(Name, Content)> for Element {
    fn from((name, content): (Name, Content)) -> Self {
        Self { name, content }
    }
}

impl Element {
    fn is_certain(&self) -> bool {
        let below = match &self.content {
            Content::Value(_) => true,
            Content::Children(children) => children.iter().all(Self::is_certain),
        };
        self.name.certain && below
    }

    /// Whether each of these elements in an answer is a row.
    pub fn is_row(&self) -> bool {
        match &self.content {
            Content::Value(_) => false,
            Content::Children(children) => {
                children.iter().any(|child| matches!(&child.content, Content::Value(value) if value.is_of_row()))
            }
        }
    }
}

impl Operation {
    /// Whether every name is certain.
    pub fn is_certain(&self) -> bool {
        self.name.certain && self.sends.iter().chain(&self.answers).all(Element::is_certain)
    }
}
