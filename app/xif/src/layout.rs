//! How elements stood in the text they were read from: what the printer needs to write them again
//! without touching what no edit touched.

use std::collections::HashMap;
use std::sync::Arc;

use extension::Key;

/// A range of bytes of the source text. Texts are limited to less than 4 GiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    pub(crate) fn new(start: usize, end: usize) -> Self {
        let cut = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: cut(start), end: cut(end) }
    }

    pub(crate) fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// Whether this is what stands there. Lengths are compared first: most names differ in theirs.
    pub(crate) fn is(self, wanted: &str, text: &str) -> bool {
        (self.end - self.start) as usize == wanted.len()
            && text.as_bytes().get(self.start as usize..self.end as usize) == Some(wanted.as_bytes())
    }
}

/// What tells an element from its siblings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Identity {
    /// It stands once: a container or a value.
    Tag(&'static str),
    /// It has a key.
    Key(&'static str, Key),
    /// An Expression with this Name.
    Expression(&'static str),
    /// The n-th of its kind.
    Nth(usize),
}

/// An attribute in the source text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AttributeSpan {
    pub(crate) name: Span,
    /// The value between the quotes, still escaped.
    pub(crate) value: Span,
    /// One behind the closing quote.
    pub(crate) end: u32,
}

/// A part of an element's body.
#[derive(Debug, Clone)]
pub(crate) enum Piece {
    /// White space, comments, elements that nobody knows: kept as they are.
    Verbatim(Span),
    /// A child that the document holds.
    Child(Identity, Kept),
}

/// Where it is kept how a child stood.
#[derive(Debug, Clone)]
pub(crate) enum Kept {
    /// The child itself carries it.
    ByItself,
    /// Here.
    Layout(Arc<Node>),
    /// It is written as it was, or anew.
    Whole(Span),
}

/// How one element stood in its source text.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// The whole text, as it came: putting it into an `Arc<str>` would copy it.
    pub(crate) source: Arc<String>,
    /// From `<` to the last byte of the name.
    pub(crate) name: Span,
    pub(crate) attributes: Box<[AttributeSpan]>,
    /// From behind the last attribute to behind `>` or `/>`.
    pub(crate) tag_end: Span,
    pub(crate) pieces: Box<[Piece]>,
    /// The end tag; empty where there is none.
    pub(crate) close: Span,
}

impl Kept {
    pub(crate) fn layout(&self) -> Option<&Node> {
        if let Self::Layout(node) = self { Some(node) } else { None }
    }
}

impl Node {
    /// Whether the element is one tag, as `<Actions />`.
    pub(crate) fn is_short(&self) -> bool {
        self.close.start == self.close.end
    }

    /// Everything between the start tag and the end tag.
    pub(crate) fn body(&self) -> Span {
        if self.is_short() {
            Span { start: self.tag_end.end, end: self.tag_end.end }
        } else {
            Span { start: self.tag_end.end, end: self.close.start }
        }
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&AttributeSpan> {
        self.attributes.iter().find(|attribute| attribute.name.is(name, &self.source))
    }

    /// The layouts of those children that do not carry them themselves.
    pub(crate) fn layouts(&self) -> HashMap<Identity, &Self> {
        let mut layouts = HashMap::new();
        for piece in &self.pieces {
            if let Piece::Child(identity, Kept::Layout(node)) = piece {
                layouts.entry(*identity).or_insert(&**node);
            }
        }
        layouts
    }
}

/// How the whole file stood: the root element with what is before and behind it.
#[derive(Debug, Clone)]
pub(crate) struct FileLayout {
    pub(crate) root: Node,
    /// Byte order mark, declaration, white space.
    pub(crate) prolog: Span,
    /// What follows the root element.
    pub(crate) epilog: Span,
}
