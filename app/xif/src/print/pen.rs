use std::collections::HashMap;

use super::attributes::{self, Attribute, Presence, is_same};
use super::escape;
use super::item::{Body, Item};
use crate::expression;
use crate::layout::{FileLayout, Identity, Kept, Node, Piece, Span};
use crate::read::value_text;

/// Writes elements, along their layouts where they have one.
pub(super) struct Pen {
    out: String,
    /// Whether the file is one that the server wrote (`FORMAT.md`, section 2).
    is_servers: bool,
    line_end: &'static str,
}

impl Pen {
    pub(super) fn new(layout: Option<&FileLayout>) -> Self {
        let Some(layout) = layout else {
            return Self { out: String::new(), is_servers: false, line_end: "\r\n" };
        };
        let source = &layout.root.source;
        Self {
            out: String::with_capacity(source.len() + 4096),
            is_servers: layout.root.attribute("version").is_some(),
            line_end: if source.contains("\r\n") || !source.contains('\n') { "\r\n" } else { "\n" },
        }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    pub(super) fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    pub(super) fn copy(&mut self, span: Span, source: &str) {
        self.out.push_str(span.of(source));
    }

    /// Writes the element: along its own layout, or the one that its parent keeps for it, or anew.
    pub(super) fn item(&mut self, item: &Item<'_>, kept: Option<&Node>, depth: usize) {
        if let Item::Expression(name, text) = item {
            return self.expression(name, text, depth);
        }
        match item.layout().or(kept) {
            Some(node) => self.along(item, node, depth),
            None => self.anew(item, depth),
        }
    }

    fn along(&mut self, item: &Item<'_>, node: &Node, depth: usize) {
        let source = &node.source;
        if node.name.of(source).get(1..) == Some(item.tag()) {
            self.copy(node.name, source);
        } else {
            // An input that became an output, or the other way round.
            self.push("<");
            self.push(item.tag());
        }
        self.attributes_along(&attributes::of(item), node);
        match item.body() {
            Body::None => self.rest(node),
            Body::Text(text) => self.text_along(item, &text, node),
            Body::Items(items) => self.items_along(item.tag(), &items, node, depth),
            Body::Parts(parts) => self.parts_along(item.tag(), &parts, node, depth),
        }
    }

    fn attributes_along(&mut self, wanted: &[Attribute<'_>], node: &Node) {
        let source = &node.source;
        let is_missing =
            |attribute: &Attribute<'_>| attribute.is_added(false) && node.attribute(attribute.name).is_none();
        let (mut from, mut next) = (node.name.end, 0);
        for span in &node.attributes {
            let lead = Span { start: from, end: span.value.start - 1 };
            from = span.end;
            let Some(index) = wanted.iter().position(|attribute| attribute.name == span.name.of(source)) else {
                self.copy(Span { start: lead.start, end: span.end }, source);
                continue;
            };
            let missing = wanted.get(next..index).unwrap_or_default().iter().filter(|attribute| is_missing(attribute));
            missing.for_each(|attribute| self.attribute(attribute));
            next = next.max(index + 1);
            let attribute = &wanted[index];
            if attribute.presence == Presence::Never {
                continue;
            }
            if attribute.is_said_by(span.value.of(source)) {
                self.copy(Span { start: lead.start, end: span.end }, source);
            } else {
                self.copy(lead, source);
                self.value(&attribute.value);
            }
        }
        wanted[next..].iter().filter(|attribute| is_missing(attribute)).for_each(|attribute| self.attribute(attribute));
    }

    /// From behind the attributes to behind the element, as it was.
    fn rest(&mut self, node: &Node) {
        self.copy(Span { start: node.tag_end.start, end: node.close.end.max(node.tag_end.end) }, &node.source);
    }

    /// The end of an element along its layout; its name may be another one now.
    fn close_along(&mut self, tag: &str, node: &Node) {
        if node.is_short() || node.name.of(&node.source).get(1..) == Some(tag) {
            self.copy(node.close, &node.source);
        } else {
            self.close(tag);
        }
    }

    fn text_along(&mut self, item: &Item<'_>, text: &str, node: &Node) {
        let raw = node.body().of(&node.source);
        let is_same = match item {
            // Base64 needs no unescaping; white space around and in it means nothing.
            Item::Data(_) => {
                let is_text = |raw: &str| text.bytes().eq(raw.bytes().filter(|byte| !byte.is_ascii_whitespace()));
                raw == text
                    || is_text(raw)
                    || (raw.contains(['<', '&']) && value_text(raw).is_some_and(|old| is_text(&old)))
            }
            _ => value_text(raw).is_some_and(|old| old == text),
        };
        if is_same {
            return self.rest(node);
        }
        self.push(">");
        escape::text(&mut self.out, text);
        comments(raw).for_each(|comment| self.push(comment));
        self.close(item.tag());
    }

    /// Children of a fixed set: they stay in the order in which they stood.
    fn parts_along(&mut self, tag: &str, parts: &[Item<'_>], node: &Node, depth: usize) {
        let source = &node.source;
        let is_missing = |part: &&Item<'_>| !has_child(node, part.identity()) && !is_settled(part, node);
        let missing: Vec<&Item<'_>> = parts.iter().filter(is_missing).collect();
        let mut pieces: &[Piece] = &node.pieces;
        if missing.is_empty() {
            self.copy(node.tag_end, source);
        } else {
            self.push(">");
            if let Some((Piece::Verbatim(_), before)) = pieces.split_last().filter(|(last, _)| is_blank(last, source)) {
                pieces = before;
            }
        }
        for piece in pieces {
            match piece {
                Piece::Verbatim(span) => self.copy(*span, source),
                Piece::Child(identity, kept) => {
                    let part = parts.iter().find(|part| part.identity() == *identity);
                    match (part, kept) {
                        (Some(part), Kept::Whole(span)) if is_settled(part, node) => self.copy(*span, source),
                        (Some(part), kept) => self.item(part, kept.layout(), depth + 1),
                        (None, _) => {}
                    }
                }
            }
        }
        if missing.is_empty() {
            return self.close_along(tag, node);
        }
        for part in missing {
            self.new_line(depth + 1);
            self.item(part, None, depth + 1);
        }
        self.new_line(depth);
        self.close(tag);
    }

    fn items_along(&mut self, tag: &str, items: &[Item<'_>], node: &Node, depth: usize) {
        let source = &node.source;
        if is_same_sequence(items, node) {
            self.copy(node.tag_end, source);
            let mut rest = items.iter();
            for piece in &node.pieces {
                match piece {
                    Piece::Verbatim(span) => self.copy(*span, source),
                    Piece::Child(_, kept) => {
                        if let Some(item) = rest.next() {
                            self.item(item, kept.layout(), depth + 1);
                        }
                    }
                }
            }
            return self.close_along(tag, node);
        }
        let (gaps, tail) = self.gaps(items, node, depth);
        if items.is_empty() && tail.trim_ascii().is_empty() {
            return self.push(" />");
        }
        self.push(">");
        let layouts = node.layouts();
        for item in items {
            match gaps.get(&item.identity()) {
                Some(gap) => self.push(gap),
                None => self.new_line(depth + 1),
            }
            self.item(item, layouts.get(&item.identity()).copied(), depth + 1);
        }
        self.push(&tail);
        self.close(tag);
    }

    /// What stands before each child that is still there, and before the end tag. What stood before a
    /// child that is gone is kept when it is more than white space: it goes before the next one.
    fn gaps(&self, items: &[Item<'_>], node: &Node, depth: usize) -> (HashMap<Identity, String>, String) {
        let still_there: std::collections::HashSet<Identity> = items.iter().map(Item::identity).collect();
        let mut gaps = HashMap::new();
        let (mut carried, mut gap) = (String::new(), "");
        for piece in &node.pieces {
            match piece {
                Piece::Verbatim(span) => gap = span.of(&node.source),
                Piece::Child(identity, _) => {
                    if still_there.contains(identity) {
                        gaps.insert(*identity, std::mem::take(&mut carried) + gap);
                    } else if !gap.trim_ascii().is_empty() {
                        carried.push_str(gap.trim_ascii_end());
                    }
                    gap = "";
                }
            }
        }
        let had_items = node.pieces.iter().any(|piece| matches!(piece, Piece::Child(..)));
        let before_end = if had_items && !gap.is_empty() {
            gap.to_owned()
        } else {
            format!("{}{}{}", gap.trim_ascii_end(), self.line_end, "  ".repeat(depth))
        };
        (gaps, carried + &before_end)
    }

    fn anew(&mut self, item: &Item<'_>, depth: usize) {
        self.push("<");
        self.push(item.tag());
        for attribute in attributes::of(item).iter().filter(|attribute| attribute.is_added(true)) {
            self.attribute(attribute);
        }
        match item.body() {
            Body::None => self.push(" />"),
            Body::Items(items) | Body::Parts(items) if items.is_empty() => self.push(" />"),
            Body::Items(items) | Body::Parts(items) => {
                self.push(">");
                for item in &items {
                    self.new_line(depth + 1);
                    self.item(item, None, depth + 1);
                }
                self.new_line(depth);
                self.close(item.tag());
            }
            Body::Text(text) => {
                self.push(">");
                escape::text(&mut self.out, &text);
                if text.is_empty() && self.is_servers && !matches!(item, Item::Data(_)) {
                    self.new_line(depth);
                }
                self.close(item.tag());
            }
        }
    }

    fn expression(&mut self, name: &'static str, text: &extension::Expression, depth: usize) {
        self.push("<Expression");
        for attribute in &attributes::of(&Item::Expression(name, text)) {
            self.attribute(attribute);
        }
        self.push(">");
        self.new_line(depth + 1);
        self.anew(&Item::Tree(&expression::tree(text)), depth + 1);
        self.new_line(depth);
        self.close("Expression");
    }

    fn attribute(&mut self, attribute: &Attribute<'_>) {
        self.push(" ");
        self.push(attribute.name);
        self.push("=");
        self.value(&attribute.value);
    }

    fn value(&mut self, value: &str) {
        self.push("\"");
        escape::attribute(&mut self.out, value, self.is_servers);
        self.push("\"");
    }

    fn close(&mut self, tag: &str) {
        self.push("</");
        self.push(tag);
        self.push(">");
    }

    fn new_line(&mut self, depth: usize) {
        self.push(self.line_end);
        for _ in 0..depth {
            self.push("  ");
        }
    }
}

/// The comments in the raw text of a value, which stay when the text becomes another one.
fn comments(raw: &str) -> impl Iterator<Item = &str> {
    let mut rest = raw;
    std::iter::from_fn(move || {
        loop {
            let tag = &rest[rest.find('<')?..];
            let (end, is_comment) = match tag.strip_prefix("<![CDATA[") {
                Some(_) => ("]]>", false),
                None if tag.starts_with("<!--") => ("-->", true),
                None => (">", false),
            };
            let length = tag.find(end)? + end.len();
            rest = &tag[length..];
            if is_comment {
                return Some(&tag[..length]);
            }
        }
    })
}

fn is_same_sequence(items: &[Item<'_>], node: &Node) -> bool {
    let before = node.pieces.iter().filter_map(|piece| match piece {
        Piece::Child(identity, _) => Some(*identity),
        Piece::Verbatim(_) => None,
    });
    before.eq(items.iter().map(Item::identity))
}

/// Whether the part is an expression whose attribute in the parent is as it was: then its tree stays as it
/// was too, whatever it is, or is not there.
fn is_settled(part: &Item<'_>, parent: &Node) -> bool {
    let Item::Expression(name, text) = part else { return false };
    let before = parent.attribute(name).map_or("", |span| span.value.of(&parent.source));
    is_same(before, text.as_str())
}

fn has_child(node: &Node, identity: Identity) -> bool {
    node.pieces.iter().any(|piece| matches!(piece, Piece::Child(own, _) if *own == identity))
}

fn is_blank(piece: &Piece, source: &str) -> bool {
    matches!(piece, Piece::Verbatim(span) if span.of(source).trim_ascii().is_empty())
}
