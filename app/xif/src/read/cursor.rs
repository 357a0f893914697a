use std::borrow::Cow;
use std::io::BufRead as _;
use std::sync::Arc;

use extension::Key;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use smallvec::SmallVec;

use super::Visited;
use crate::layout::{AttributeSpan, Identity, Kept, Node, Piece, Span};
use crate::{Place, ReadError, wire};

/// Deeper than any XIF by far.
const DEPTH_LIMIT: usize = 200;
/// More attributes than any element by far.
const ATTRIBUTE_LIMIT: usize = 200;

/// Room for the attributes of nearly every element, and for the children of a small one: until they are counted
/// they need no memory of their own.
const USUAL_ATTRIBUTES: usize = 12;
const FEW_PIECES: usize = 4;

/// Walks over the text, element by element.
pub(super) struct Cursor<'a> {
    reader: Reader<&'a [u8]>,
    source: &'a Arc<String>,
    /// Bytes before what the reader sees: the byte order mark.
    base: usize,
    depth: usize,
    /// The keys of elements as numbers, and where these begin.
    keys: Vec<(u128, usize)>,
}

/// An element whose start tag was read.
pub(super) struct Open<'a> {
    pub(super) tag: &'a str,
    start: usize,
    name_end: usize,
    tag_end: usize,
    is_short: bool,
    attributes: SmallVec<[AttributeSpan; USUAL_ATTRIBUTES]>,
}

/// What was seen of an element's body so far.
pub(super) struct Body {
    pieces: SmallVec<[Piece; FEW_PIECES]>,
    /// Where the text begins that is kept as it stands.
    verbatim: usize,
    is_after_text: bool,
    close: Span,
}

impl Body {
    pub(super) fn of(open: &Open<'_>) -> Self {
        let close = Span::new(open.tag_end, open.tag_end);
        Self { pieces: SmallVec::new(), verbatim: open.tag_end, is_after_text: false, close }
    }
}

impl<'a> Cursor<'a> {
    pub(super) fn new(source: &'a Arc<String>) -> Self {
        let base = if source.starts_with('\u{feff}') { 3 } else { 0 };
        let reader = Reader::from_str(&source[base..]);
        Self { reader, source, base, depth: 0, keys: Vec::new() }
    }

    pub(super) fn source(&self) -> &'a Arc<String> {
        self.source
    }

    /// Where the walk is, in bytes of the source.
    pub(super) fn position(&self) -> usize {
        self.base + usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// Where the element begins.
    pub(super) fn place(&self, open: &Open<'_>) -> Place {
        Place::of(self.source, open.start)
    }

    /// The element with its name, for messages: `Action “Foo”`.
    pub(super) fn describe(&self, open: &Open<'_>) -> String {
        let name = ["Name", "Filename"].into_iter().find_map(|name| self.optional(open, name).ok().flatten());
        name.map_or_else(|| open.tag.to_owned(), |name| format!("{} “{}”", open.tag, shortened(&name)))
    }

    /// Walks to the root element.
    pub(super) fn root(&mut self) -> Result<Open<'a>, ReadError> {
        loop {
            let start = self.position();
            match self.event()? {
                Event::Start(tag) => return self.open(&tag, start, false),
                Event::Empty(tag) => return self.open(&tag, start, true),
                Event::Text(text) if !text.trim_ascii().is_empty() => {
                    return Err(self.not_xml(start, "text stands before the root element"));
                }
                Event::Eof => return Err(self.not_xml(start, "there is no root element")),
                _ => {}
            }
        }
    }

    /// Walks from behind the root element to the end of the text, and looks at what only the whole shows.
    pub(super) fn finish(&mut self) -> Result<(), ReadError> {
        self.check_keys()?;
        loop {
            let start = self.position();
            match self.event()? {
                Event::Eof => return Ok(()),
                Event::Comment(_) | Event::PI(_) => {}
                Event::Text(text) if text.trim_ascii().is_empty() => {}
                _ => return Err(self.not_xml(start, "something stands behind the root element")),
            }
        }
    }

    /// Reads the body of an element: `visit` gets each child and either reads it wholly or says that it
    /// does not know it, which steps over it.
    pub(super) fn children(
        &mut self,
        open: &Open<'_>,
        visit: &mut dyn FnMut(&mut Self, &Open<'_>) -> Result<Visited, ReadError>,
    ) -> Result<Arc<Node>, ReadError> {
        self.children_with(open, &[], visit)
    }

    /// Reads the body of an element that has Expressions of these names. Their trees are kept, not read: the text of the
    /// attribute says all.
    pub(super) fn expressions(&mut self, open: &Open<'_>, names: &[&'static str]) -> Result<Arc<Node>, ReadError> {
        self.children_with(open, names, &mut |cursor, child| {
            if child.tag != "Expression" {
                return Ok(None);
            }
            let name = cursor.optional(child, "Name")?.unwrap_or_default();
            let Some(known) = names.iter().find(|known| **known == name) else { return Ok(None) };
            Ok(Some((Identity::Expression(known), Kept::Whole(cursor.whole(child)?))))
        })
    }

    fn children_with(
        &mut self,
        open: &Open<'_>,
        expressions: &[&'static str],
        visit: &mut dyn FnMut(&mut Self, &Open<'_>) -> Result<Visited, ReadError>,
    ) -> Result<Arc<Node>, ReadError> {
        let mut body = Body::of(open);
        while let Some(child) = self.next_child(open, &mut body, expressions)? {
            let visited = visit(self, &child)?;
            self.keep_child(&mut body, &child, visited)?;
        }
        Ok(self.node(open, body))
    }

    /// Walks into the next child of the element; `None` behind its end tag. [`Cursor::keep_child`] walks out of it again.
    pub(super) fn next_child(
        &mut self,
        open: &Open<'_>,
        body: &mut Body,
        expressions: &[&'static str],
    ) -> Result<Option<Open<'a>>, ReadError> {
        if open.is_short {
            return Ok(None);
        }
        loop {
            // Behind a text the reader has looked at the next tag already.
            let expressions = if body.is_after_text { &[] } else { expressions };
            if let Some((name, span)) = self.empty_expression(expressions) {
                keep(&mut body.pieces, body.verbatim, span.start as usize);
                body.pieces.push(Piece::Child(Identity::Expression(name), Kept::Whole(span)));
                body.verbatim = self.position();
                continue;
            }
            let start = self.position();
            let event = self.event()?;
            body.is_after_text = matches!(event, Event::Text(_));
            let (tag, is_short) = match event {
                Event::Start(tag) => (tag, false),
                Event::Empty(tag) => (tag, true),
                Event::End(_) => {
                    keep(&mut body.pieces, body.verbatim, start);
                    body.close = Span::new(start, self.position());
                    return Ok(None);
                }
                Event::Eof => return Err(self.not_xml(start, "the text ends inside an element")),
                _ => continue,
            };
            let child = self.open(&tag, start, is_short)?;
            self.enter(&child)?;
            return Ok(Some(child));
        }
    }

    /// Keeps what became of the child; one that nobody knows is stepped over.
    pub(super) fn keep_child(&mut self, body: &mut Body, child: &Open<'_>, visited: Visited) -> Result<(), ReadError> {
        match visited {
            Some((identity, node)) => {
                keep(&mut body.pieces, body.verbatim, child.start);
                body.pieces.push(Piece::Child(identity, node));
                body.verbatim = self.position();
            }
            None if self.position() == child.tag_end && !child.is_short => self.step_over(child.start)?,
            None => {}
        }
        self.depth -= 1;
        Ok(())
    }

    /// How the element stood in the text, once its children were walked through.
    pub(super) fn node(&self, open: &Open<'_>, body: Body) -> Arc<Node> {
        Arc::new(Node {
            source: Arc::clone(self.source),
            name: Span::new(open.start, open.name_end),
            attributes: open.attributes.as_slice().into(),
            tag_end: Span::new(open.attributes.last().map_or(open.name_end, |last| last.end as usize), open.tag_end),
            pieces: body.pieces.into_boxed_slice(),
            close: body.close,
        })
    }

    /// Steps over an empty Expression of one of these names that stands as every known tool writes it. Nine of ten
    /// Expressions are such, and half of what a large definition has is Expressions.
    fn empty_expression(&mut self, names: &[&'static str]) -> Option<(&'static str, Span)> {
        let here = self.position();
        let ahead = self.source.get(here..)?.trim_ascii_start();
        let tag = ahead.strip_prefix("<Expression Name=\"").filter(|_| self.depth + 2 <= DEPTH_LIMIT)?;
        let behind = |tag: &'a str| {
            let tree = tag.strip_prefix("\" StringText=\"\">")?.trim_ascii_start();
            let close = tree.strip_prefix("<Empty position=\"1\" Type=\"rtNone\" />")?.trim_ascii_start();
            close.strip_prefix("</Expression>")
        };
        let (name, rest) = names.iter().find_map(|name| Some((*name, behind(tag.strip_prefix(name)?)?)))?;
        let end = self.source.len() - rest.len();
        self.reader.stream().consume(end - here);
        Some((name, Span::new(self.source.len() - ahead.len(), end)))
    }

    /// Reads an element that holds text only: its layout and the text, unescaped.
    pub(super) fn text(&mut self, open: &Open<'_>) -> Result<(Arc<Node>, Cow<'a, str>), ReadError> {
        let node = self.children(open, &mut |_, _| Ok(None))?;
        let raw = node.body().of(self.source);
        let text = value_text(raw).ok_or_else(|| {
            self.not_xml(open.tag_end, "the text has an unknown entity, or elements where none can be")
        })?;
        Ok((node, text))
    }

    /// The attribute's value, unescaped.
    pub(super) fn optional(&self, open: &Open<'_>, name: &str) -> Result<Option<Cow<'a, str>>, ReadError> {
        let Some(span) = open.attributes.iter().find(|attribute| attribute.name.is(name, self.source)) else {
            return Ok(None);
        };
        let raw = span.value.of(self.source);
        let value = quick_xml::escape::unescape(raw)
            .map_err(|error| self.not_xml(span.value.start as usize, &error.to_string()))?;
        Ok(Some(value))
    }

    /// The attribute's value, unescaped; an error when it is not there.
    pub(super) fn required(&self, open: &Open<'_>, name: &'static str) -> Result<Cow<'a, str>, ReadError> {
        self.optional(open, name)?.ok_or_else(|| ReadError::MissingAttribute {
            element: self.describe(open),
            attribute: name,
            place: self.place(open),
        })
    }

    /// The attribute's value as shared text.
    pub(super) fn shared(&self, open: &Open<'_>, name: &'static str) -> Result<Arc<str>, ReadError> {
        Ok(self.required(open, name)?.as_ref().into())
    }

    /// The attribute's value as Yes or No.
    pub(super) fn yes_no(&self, open: &Open<'_>, name: &'static str) -> Result<bool, ReadError> {
        let text = self.required(open, name)?;
        wire::read_yes_no(&text).ok_or_else(|| self.bad_value(open, name, &text, "Yes or No"))
    }

    /// The attribute's value as a key.
    pub(super) fn key(&self, open: &Open<'_>) -> Result<Key, ReadError> {
        let text = self.required(open, "Key")?;
        text.parse().map_err(|_| self.bad_value(open, "Key", &text, "a key of 22 characters"))
    }

    /// The element's own key; [`Cursor::finish`] sees whether another element has it too.
    pub(super) fn own_key(&mut self, open: &Open<'_>) -> Result<Key, ReadError> {
        let key = self.key(open)?;
        self.keys.push((u128::from_be_bytes(*key.bytes()), open.start));
        Ok(key)
    }

    /// All keys at once: sorting them as numbers takes a third of the time of a set that grows.
    fn check_keys(&mut self) -> Result<(), ReadError> {
        self.keys.sort_unstable();
        let doubles = self.keys.windows(2).filter(|two| two[0].0 == two[1].0);
        match doubles.map(|two| two[1]).min_by_key(|(_, start)| *start) {
            None => Ok(()),
            Some((key, start)) => Err(ReadError::DoubleKey {
                key: Key::from_bytes(key.to_be_bytes()).to_string(),
                place: Place::of(self.source, start),
            }),
        }
    }

    pub(super) fn bad_value(
        &self,
        open: &Open<'_>,
        attribute: &'static str,
        value: &str,
        expected: &'static str,
    ) -> ReadError {
        ReadError::BadValue {
            element: self.describe(open),
            attribute,
            value: shortened(value),
            expected,
            place: self.place(open),
        }
    }

    /// Counts the element's depth; the root counts itself.
    pub(super) fn enter(&mut self, open: &Open<'_>) -> Result<(), ReadError> {
        self.depth += 1;
        self.check_depth(open.start, self.depth)
    }

    fn check_depth(&self, start: usize, depth: usize) -> Result<(), ReadError> {
        if depth > DEPTH_LIMIT {
            return Err(ReadError::Excessive {
                place: Place::of(self.source, start),
                what: "elements are nested too deep",
            });
        }
        Ok(())
    }

    /// Steps over the element and gives where it stands.
    pub(super) fn whole(&mut self, open: &Open<'_>) -> Result<Span, ReadError> {
        if !open.is_short {
            self.step_over(open.start)?;
        }
        Ok(Span::new(open.start, self.position()))
    }

    fn step_over(&mut self, start: usize) -> Result<(), ReadError> {
        let mut depth = 1;
        while depth > 0 {
            match self.event()? {
                Event::Start(_) => {
                    depth += 1;
                    self.check_depth(start, self.depth + depth)?;
                }
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(self.not_xml(start, "the text ends inside an element")),
                _ => {}
            }
        }
        Ok(())
    }

    fn event(&mut self) -> Result<Event<'a>, ReadError> {
        let start = self.position();
        match self.reader.read_event() {
            Ok(Event::DocType(_)) => Err(ReadError::DocumentType { place: Place::of(self.source, start) }),
            Ok(event) => Ok(event),
            Err(error) => {
                let offset = self.base + usize::try_from(self.reader.error_position()).unwrap_or_default();
                Err(self.not_xml(offset, &error.to_string()))
            }
        }
    }

    fn open(&self, tag: &BytesStart<'a>, start: usize, is_short: bool) -> Result<Open<'a>, ReadError> {
        let name_start = start + 1;
        let name_end = name_start + tag.name().as_ref().len();
        let mut open = Open {
            tag: self.source.get(name_start..name_end).unwrap_or_default(),
            start,
            name_end,
            tag_end: self.position(),
            is_short,
            attributes: SmallVec::new(),
        };
        let mut attributes = tag.attributes();
        attributes.with_checks(false);
        for attribute in attributes {
            let attribute = attribute.map_err(|error| self.not_xml(start, &error.to_string()))?;
            let name = self.span_of(attribute.key.as_ref());
            let value = self.span_of(&attribute.value);
            let span = AttributeSpan { name, value, end: value.end + 1 };
            let text = attribute.key.as_ref();
            if open.attributes.iter().any(|other| other.name.is(text, self.source)) {
                return Err(self.not_xml(start, &format!("the attribute {} stands twice", shortened(text))));
            }
            open.attributes.push(span);
            if open.attributes.len() > ATTRIBUTE_LIMIT {
                return Err(ReadError::Excessive {
                    place: self.place(&open),
                    what: "an element has too many attributes",
                });
            }
        }
        Ok(open)
    }

    /// Where a part of the source lies in it: the reader borrows, it does not copy.
    fn span_of(&self, part: &str) -> Span {
        let start = (part.as_ptr() as usize).saturating_sub(self.source.as_ptr() as usize);
        Span::new(start, start + part.len())
    }

    fn not_xml(&self, offset: usize, what: &str) -> ReadError {
        ReadError::NotXml { place: Place::of(self.source, offset), what: what.to_owned() }
    }
}

/// The text of a value element from its escaped form; white space alone is not text (the server's files
/// break empty values over two lines). `None` when it cannot be unescaped.
pub(crate) fn value_text(raw: &str) -> Option<Cow<'_, str>> {
    if raw.trim_ascii().is_empty() {
        return Some(Cow::Borrowed(""));
    }
    if raw.contains('<') {
        return mixed_text(raw).map(Cow::Owned);
    }
    quick_xml::escape::unescape(raw).ok()
}

/// The text among comments, character data and instructions; none where an element stands.
fn mixed_text(raw: &str) -> Option<String> {
    let (mut text, mut has_data, mut rest) = (String::new(), false, raw);
    while let Some(start) = rest.find('<') {
        text.push_str(&quick_xml::escape::unescape(&rest[..start]).ok()?);
        let tag = &rest[start..];
        if let Some(data) = tag.strip_prefix("<![CDATA[") {
            let (data, behind) = data.split_once("]]>")?;
            text.push_str(data);
            (has_data, rest) = (true, behind);
        } else {
            let marks = [("<!--", "-->"), ("<?", "?>")];
            let (inside, end) = marks.iter().find_map(|(begin, end)| Some((tag.strip_prefix(begin)?, end)))?;
            rest = inside.split_once(end)?.1;
        }
    }
    text.push_str(&quick_xml::escape::unescape(rest).ok()?);
    // White space around comments means nothing, as in an element without any.
    if !has_data && text.trim_ascii().is_empty() { Some(String::new()) } else { Some(text) }
}

fn keep(pieces: &mut SmallVec<[Piece; FEW_PIECES]>, start: usize, end: usize) {
    if start < end {
        pieces.push(Piece::Verbatim(Span::new(start, end)));
    }
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST { text.to_owned() } else { text.chars().take(LONGEST).chain(['…']).collect() }
}
