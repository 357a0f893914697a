//! XML from a stranger: read into a small tree, with bounds, and nothing ever fetched or expanded.

use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::BTreeMap;

/// An element.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    /// Its namespace; empty when it has none.
    pub namespace: String,
    /// Its name without prefix.
    pub name: String,
    /// Its attributes by name without prefix; declarations of namespaces are not among them.
    pub attributes: BTreeMap<String, String>,
    /// Its text; what stands between its children is left out when it is white space.
    pub text: String,
    /// Its children.
    pub children: Vec<Node>,
}

/// Why a text is no XML that is taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum XmlError {
    /// It is not UTF-8.
    #[error("it is not UTF-8 text")]
    Encoding,
    /// It is not well-formed.
    #[error("it is not well-formed XML near byte {position}: {reason}")]
    Malformed {
        /// Where.
        position: u64,
        /// What the reader says.
        reason: String,
    },
    /// It ends too early.
    #[error("it is cut off: the element {0} is not closed")]
    CutOff(String),
    /// It has no element.
    #[error("it is empty")]
    Empty,
    /// It has a document type, whose entities could grow without end.
    #[error("it has a document type declaration")]
    DocumentType,
    /// It is too deep or too long.
    #[error("it has too many elements")]
    TooMany,
    /// A prefix is not declared.
    #[error("the prefix {0} is not declared")]
    Prefix(String),
}

const DEEPEST: usize = 64;
const MOST: usize = 500_000;

impl Node {
    /// Reads a document.
    pub fn parse(bytes: &[u8]) -> Result<Self, XmlError> {
        let text = std::str::from_utf8(bytes).map_err(|_| XmlError::Encoding)?;
        let mut parser = Parser { open: Vec::new(), root: None, count: 0 };
        let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
        reader.config_mut().expand_empty_elements = true;
        loop {
            let event = reader.read_event().map_err(|error| malformed(&reader, &error))?;
            if let Event::Eof = event {
                return parser.finish();
            }
            parser.take(event).map_err(|error| match error {
                Fault::Known(error) => error,
                Fault::Said(reason) => malformed(&reader, &reason),
            })?;
        }
    }

    /// The first child of this name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The elements below, and this one, in the order of the document.
    pub fn walk(&self) -> impl Iterator<Item = &Self> {
        let mut waiting = vec![self];
        std::iter::from_fn(move || {
            let node = waiting.pop()?;
            waiting.extend(node.children.iter().rev());
            Some(node)
        })
    }
}

/// Text for the inside of an element; none when it holds a character that XML cannot carry.
pub fn written(text: &str) -> Option<std::borrow::Cow<'_, str>> {
    let allowed = |character: char| !matches!(character, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}');
    text.chars().all(allowed).then(|| escape(text))
}

struct Parser {
    open: Vec<(Node, Scope)>,
    root: Option<Node>,
    count: usize,
}

/// Prefixes declared at an element.
type Scope = Vec<(String, String)>;

enum Fault {
    Known(XmlError),
    Said(String),
}

impl From<XmlError> for Fault {
    fn from(error: XmlError) -> Self {
        Self::Known(error)
    }
}

fn said(reason: &impl ToString) -> Fault {
    Fault::Said(reason.to_string())
}

fn malformed(reader: &Reader<&[u8]>, reason: &impl ToString) -> XmlError {
    let reason = reason.to_string().chars().filter(|character| !character.is_control()).take(120).collect();
    XmlError::Malformed { position: reader.buffer_position(), reason }
}

impl Parser {
    fn take(&mut self, event: Event<'_>) -> Result<(), Fault> {
        match event {
            Event::Start(tag) => self.open(&tag),
            // The reader has compared the names.
            Event::End(_) => {
                self.close();
                Ok(())
            }
            Event::Text(text) => self.text(&text),
            Event::CData(text) => self.text(&text),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().map_err(|error| said(&error))?;
                match character.or_else(|| predefined(&reference)) {
                    Some(character) => self.text(character.encode_utf8(&mut [0; 4])),
                    None => Err(said(&"an entity is not known")),
                }
            }
            Event::DocType(_) => Err(XmlError::DocumentType.into()),
            _ => Ok(()),
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), Fault> {
        self.count += 1;
        if self.open.len() >= DEEPEST || self.count > MOST {
            return Err(XmlError::TooMany.into());
        }
        if self.open.is_empty() && self.root.is_some() {
            return Err(said(&"there is a second root element"));
        }
        let (mut scope, mut attributes) = (Scope::new(), BTreeMap::new());
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| said(&error))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| said(&error))?.into_owned();
            let name = attribute.key.into_inner();
            match name.split_once(':') {
                None if name == "xmlns" => scope.push((String::new(), value)),
                Some(("xmlns", prefix)) => scope.push((prefix.into(), value)),
                split => {
                    let local = split.map_or(name, |(_, local)| local);
                    attributes.insert(local.into(), value);
                }
            }
        }
        let name = tag.name();
        let (prefix, local) = name.into_inner().split_once(':').unwrap_or(("", name.into_inner()));
        let (prefix, local) = (prefix.to_owned(), local.to_owned());
        self.open.push((Node { name: local, attributes, ..Node::default() }, scope));
        let namespace = self.namespace(&prefix)?;
        if let Some((node, _)) = self.open.last_mut() {
            node.namespace = namespace;
        }
        Ok(())
    }

    fn namespace(&self, prefix: &str) -> Result<String, XmlError> {
        let scopes = self.open.iter().rev().flat_map(|(_, scope)| scope);
        let found = scopes.clone().find(|(declared, _)| declared == prefix).map(|(_, value)| value.clone());
        match found {
            Some(namespace) => Ok(namespace),
            None if prefix.is_empty() || prefix == "xml" => Ok(String::new()),
            None => Err(XmlError::Prefix(prefix.chars().take(40).collect())),
        }
    }

    fn close(&mut self) {
        let Some((mut node, _)) = self.open.pop() else { return };
        if !node.children.is_empty() && node.text.trim().is_empty() {
            node.text.clear();
        }
        match self.open.last_mut() {
            Some((parent, _)) => parent.children.push(node),
            None => self.root = Some(node),
        }
    }

    fn text(&mut self, text: &str) -> Result<(), Fault> {
        match self.open.last_mut() {
            Some((node, _)) => node.text.push_str(text),
            None if text.trim().is_empty() => {}
            None => return Err(said(&"there is text outside of the root element")),
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Node, XmlError> {
        match self.open.pop() {
            Some((node, _)) => Err(XmlError::CutOff(node.name.chars().take(60).collect())),
            None => self.root.ok_or(XmlError::Empty),
        }
    }
}

fn predefined(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_document_becomes_a_tree() {
        let text = "\u{feff}<?xml version=\"1.0\"?><s:a xmlns:s='urn:s' xmlns='urn:d' s:x='1&amp;2'>\n <b>x &#65;&lt;<![CDATA[<y>]]></b><s:c/></s:a>\n";
        let node = Node::parse(text.as_bytes()).unwrap();
        assert_eq!((node.namespace.as_str(), node.name.as_str(), node.text.as_str()), ("urn:s", "a", ""));
        assert_eq!(node.attributes["x"], "1&2");
        let b = node.child("b").unwrap();
        assert_eq!((b.namespace.as_str(), b.text.as_str()), ("urn:d", "x A<<y>"));
        assert_eq!(node.walk().map(|node| node.name.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let parse = |text: &str| Node::parse(text.as_bytes()).unwrap_err();
        assert_eq!(parse(""), XmlError::Empty);
        assert_eq!(parse("<a><b>"), XmlError::CutOff("b".into()));
        assert_eq!(parse("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), XmlError::DocumentType);
        assert_eq!(parse("<p:a/>"), XmlError::Prefix("p".into()));
        assert_eq!(parse(&"<a>".repeat(100)), XmlError::TooMany);
        assert_eq!(Node::parse(b"<a>\xff</a>").unwrap_err(), XmlError::Encoding);
        for text in ["<a></b>", "<a/><b/>", "x<a/>", "<a>&x;</a>", "<a", "<a b='1' b='2'/>", "<a>&#xD800;</a>"] {
            assert!(
                matches!(parse(text), XmlError::Malformed { .. } | XmlError::CutOff(_)),
                "{text}: {:?}",
                parse(text)
            );
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let text = "a<b>&\"'\r\n\t\u{e9}";
        let written = format!("<a>{}</a>", written(text).unwrap());
        assert_eq!(Node::parse(written.as_bytes()).unwrap().text, text);
        assert!(super::written("a\0b").is_none());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(<[/!?]?[a-b:]{0,3}|[ xmlns='\">]|&[a-z#0-9]*;?|]]>|\\PC){0,40}") {
            let _read = Node::parse(text.as_bytes());
        }

        #[test]
        fn every_beginning_of_a_document_is_refused(end in 1usize..60) {
            let text = "<s:a xmlns:s='urn:s'><b x='1'>text &amp; more</b><c/><d>e</d></s:a>";
            prop_assert!(Node::parse(&text.as_bytes()[..text.len() - end]).is_err());
        }
    }
}
