//! One method of one address, with all that it takes and answers.

use super::Shape;
use crate::access::Right;
use crate::problem::Code;
use std::collections::BTreeSet;

/// What can be asked for at an address.
#[derive(Debug, Clone)]
pub struct Operation {
    /// How.
    pub method: Method,
    /// Where, with `{}` around what is put in.
    pub path: String,
    /// A name for programs that are made of the document.
    pub id: &'static str,
    /// What it does, in a few words.
    pub summary: &'static str,
    /// More about it; may be empty.
    pub text: String,
    /// What the server wants to know of whoever asks.
    pub need: Need,
    /// What stands in `Authorization: Bearer`.
    pub bearer: Option<Bearer>,
    /// What stands in the address, the query and headers of its own.
    pub parameters: Vec<Parameter>,
    /// What the body is.
    pub body: Option<Content>,
    /// Whether there may be none.
    pub is_body_optional: bool,
    /// The good answers.
    pub answers: Vec<Answer>,
    /// The problems.
    pub codes: Vec<Code>,
}

/// A method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are those of HTTP")]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

/// What the server wants to know of whoever asks, where it wants to know anybody at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing.
    Nothing,
    /// Nothing, but who asks matters.
    Face,
    /// The token of a link to the draft alone.
    Link,
    /// A right.
    Right(Right),
}

/// What stands in `Authorization: Bearer`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearer {
    /// The token of a link to the draft.
    Link,
    /// The secret of the connection or the publish.
    Secret,
}

/// A value beside the body.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Where it stands: `path`, `query` or `header`.
    pub place: &'static str,
    /// Whether the request is refused without it.
    pub is_needed: bool,
    /// What it is.
    pub text: &'static str,
    /// Its shape.
    pub shape: Shape,
}

/// What a body is.
#[derive(Debug, Clone)]
pub enum Content {
    /// JSON.
    Json(Shape),
    /// Bytes of this media type.
    Bytes(&'static str),
    /// A line of text.
    Text,
    /// A stream of server-sent events, each with its name, where it has one, and the JSON of its data.
    Events(Vec<(&'static str, Shape)>),
}

/// A good answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// When it is given.
    pub text: &'static str,
    /// Headers that only this answer has.
    pub headers: Vec<&'static str>,
    /// What it has.
    pub content: Option<Content>,
}

impl Method {
    /// As a key of the document.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Post => "post",
            Self::Put => "put",
            Self::Delete => "delete",
        }
    }
}

impl Content {
    /// The media type.
    pub const fn media_type(&self) -> &'static str {
        match self {
            Self::Json(_) => "application/json",
            Self::Bytes(media_type) => media_type,
            Self::Text => "text/plain",
            Self::Events(_) => "text/event-stream",
        }
    }

    /// The shapes in it.
    pub fn shapes(&self) -> Vec<&Shape> {
        match self {
            Self::Json(shape) => vec![shape],
            Self::Events(events) => events.iter().map(|(_, shape)| shape).collect(),
            Self::Bytes(_) | Self::Text => Vec::new(),
        }
    }
}

/// Refusals that every operation can meet.
const EVERYWHERE: [Code; 3] = [Code::Connections, Code::Internal, Code::ForeignHost];

/// Refusals of whoever says wrongly who it is.
const OF_FACES: [Code; 2] = [Code::AccessToken, Code::AccessAttempts];

/// Refusals of a body.
const OF_BODIES: [Code; 4] = [Code::ContentType, Code::BodyIncomplete, Code::BodiesBusy, Code::ClientBodies];

impl Operation {
    pub(super) fn new(method: Method, path: impl Into<String>, id: &'static str, summary: &'static str) -> Self {
        let path = path.into();
        let mut codes = EVERYWHERE.to_vec();
        if path.starts_with("/api/") {
            codes.push(Code::ClientVersion);
        }
        if !matches!(method, Method::Get) {
            codes.push(Code::ForeignOrigin);
        }
        Self {
            method,
            path,
            id,
            summary,
            text: String::new(),
            need: Need::Nothing,
            bearer: None,
            parameters: Vec::new(),
            body: None,
            is_body_optional: false,
            answers: Vec::new(),
            codes,
        }
    }

    pub(super) fn text(self, text: impl Into<String>) -> Self {
        Self { text: text.into(), ..self }
    }

    pub(super) fn needs(self, need: Need) -> Self {
        let refused = match need {
            Need::Nothing | Need::Link => Vec::new(),
            Need::Face => OF_FACES.to_vec(),
            Need::Right(right) => {
                let off = matches!(right, Right::Compile | Right::Publish).then_some(Code::FeatureOff);
                OF_FACES.into_iter().chain([Code::AccessUnknown, Code::AccessRight]).chain(off).collect()
            }
        };
        Self { need, ..self }.refuses(&refused)
    }

    pub(super) fn bears(self, bearer: Bearer) -> Self {
        let refused = match bearer {
            Bearer::Link => Code::DraftUnknown,
            Bearer::Secret => Code::PlatformSecret,
        };
        Self { bearer: Some(bearer), ..self }.refuses(&[refused])
    }

    /// A part of the address.
    pub(super) fn part(self, name: &'static str, text: &'static str, shape: Shape) -> Self {
        self.parameter(Parameter { name, place: "path", is_needed: true, text, shape })
    }

    /// A value in the query that may be left out.
    pub(super) fn may_ask(self, name: &'static str, text: &'static str, shape: Shape) -> Self {
        self.parameter(Parameter { name, place: "query", is_needed: false, text, shape })
    }

    /// A value in the query.
    pub(super) fn asks(self, name: &'static str, text: &'static str, shape: Shape) -> Self {
        self.parameter(Parameter { name, place: "query", is_needed: true, text, shape })
    }

    pub(super) fn parameter(mut self, parameter: Parameter) -> Self {
        self.parameters.push(parameter);
        self
    }

    pub(super) fn takes(self, content: Content) -> Self {
        Self { body: Some(content), ..self }.refuses(&OF_BODIES)
    }

    pub(super) fn takes_or_nothing(self, content: Content) -> Self {
        Self { is_body_optional: true, ..self.takes(content) }
    }

    pub(super) fn answers(mut self, status: u16, text: &'static str, content: impl Into<Option<Content>>) -> Self {
        self.answers.push(Answer { status, text, headers: Vec::new(), content: content.into() });
        self
    }

    /// A header of the last answer.
    pub(super) fn with_header(mut self, name: &'static str) -> Self {
        if let Some(answer) = self.answers.last_mut() {
            answer.headers.push(name);
        }
        self
    }

    pub(super) fn refuses(mut self, codes: &[Code]) -> Self {
        self.codes.extend(codes);
        self
    }

    /// What is refused without a problem of its own, since balancers ask by any name.
    pub(super) fn under_any_name(mut self) -> Self {
        self.codes.retain(|code| *code != Code::ForeignHost);
        self
    }

    /// The statuses of its problems, each with the codes.
    pub fn refusals(&self) -> Vec<(u16, Vec<Code>)> {
        let statuses: BTreeSet<u16> = self.codes.iter().map(|code| code.page().status).collect();
        let of = |status| {
            let mut codes: Vec<Code> = self.codes.iter().copied().filter(|code| code.page().status == status).collect();
            codes.sort_by_key(|code| code.page().code);
            codes.dedup();
            codes
        };
        statuses.into_iter().map(|status| (status, of(status))).collect()
    }

    /// Every shape with what it is of.
    pub fn shapes(&self) -> Vec<(String, &Shape)> {
        let answers = self.answers.iter().map(|answer| (answer.status.to_string(), &answer.content));
        let contents = std::iter::once(("request".to_owned(), &self.body)).chain(answers);
        let named = contents.flat_map(|(what, content)| {
            let shapes = content.as_ref().map(Content::shapes).unwrap_or_default();
            shapes.into_iter().map(move |shape| (format!("{} {what}", self.id), shape))
        });
        named.collect()
    }
}

/// A text as a parameter.
pub(super) fn text(example: &str) -> Shape {
    Shape::of(&example.to_owned())
}

/// JSON of a type.
pub(super) fn json<T: schemars::JsonSchema + serde::Serialize + serde::de::DeserializeOwned>(example: &T) -> Content {
    Content::Json(Shape::of(example))
}
