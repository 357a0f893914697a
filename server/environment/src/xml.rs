//! XML from a stranger: read into a small tree, with bounds, and nothing ever fetched or expanded.

use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An element.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    /// Its namespace; empty when it has none. All elements of one declaration share one text.
    pub namespace: Arc<str>,
    /// Its name without prefix.
    pub name: String,
    /// Its attributes by name without prefix; declarations of namespaces are not among them.
    pub attributes: BTreeMap<String, String>,
    /// Its text; what stands between its children is left out when it is white space.
    pub text: String,
    /// Its children.
    pub children: Vec<Node>,
}

/// Why a text is not XML that is taken.
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
    /// One element has too many attributes, or too many prefixes are declared at one place.
    #[error("it has too many attributes")]
    TooManyAttributes,
    /// Its elements and attributes would take too much memory.
    #[error("its elements and attributes are too large")]
    TooLarge,
    /// A prefix is not declared.
    #[error("the prefix {0} is not declared")]
    Prefix(String),
}

/// Elements inside each other.
const DEEPEST: usize = 64;

/// Elements of a document.
const MOST: usize = 500_000;

/// Attributes of an element. The reader compares the name of each with all names before it.
const ATTRIBUTES: usize = 256;

/// Prefixes that are declared at one place. A prefix is looked for among all of them.
const DECLARED: usize = 64;

/// Bytes that elements, their names and their attributes take in memory. Texts do not count: together they are never longer than the document.
const STRUCTURE: usize = 64 << 20;

/// Bytes that an attribute takes beside its name and value. The first one of an element allocates a leaf of the tree for eleven.
const ATTRIBUTE: usize = size_of::<(String, String)>();
const FIRST_ATTRIBUTE: usize = 12 * ATTRIBUTE;

impl Node {
    /// Reads a document.
    ///
    /// # Errors
    /// When the bytes are not UTF-8, not well-formed, nested too deeply, or end too early.
    pub fn parse(bytes: &[u8]) -> Result<Self, XmlError> {
        let text = std::str::from_utf8(bytes).map_err(|_| XmlError::Encoding)?;
        let mut parser = Parser::default();
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

#[derive(Default)]
struct Parser {
    open: Vec<(Node, Scope)>,
    root: Option<Node>,
    /// Elements so far.
    count: usize,
    /// Prefixes that are declared at the place that is read.
    declared: usize,
    /// Bytes of [`STRUCTURE`] that are taken.
    structure: usize,
}

/// Prefixes declared at an element, with their namespaces.
type Scope = Vec<(String, Arc<str>)>;

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
        let (scope, attributes) = self.attributes(tag)?;
        let name = tag.name();
        let (prefix, local) = name.into_inner().split_once(':').unwrap_or(("", name.into_inner()));
        self.charge(size_of::<Node>() + local.len())?;
        let (prefix, local) = (prefix.to_owned(), local.to_owned());
        self.open.push((Node { name: local, attributes, ..Node::default() }, scope));
        let namespace = self.namespace(&prefix)?;
        if let Some((node, _)) = self.open.last_mut() {
            node.namespace = namespace;
        }
        Ok(())
    }

    fn attributes(&mut self, tag: &BytesStart<'_>) -> Result<(Scope, BTreeMap<String, String>), Fault> {
        let (mut scope, mut attributes) = (Scope::new(), BTreeMap::new());
        for (place, attribute) in tag.attributes().enumerate() {
            if place >= ATTRIBUTES {
                return Err(XmlError::TooManyAttributes.into());
            }
            let attribute = attribute.map_err(|error| said(&error))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| said(&error))?;
            let name = attribute.key.into_inner();
            let overhead = if attributes.is_empty() { FIRST_ATTRIBUTE } else { ATTRIBUTE };
            self.charge(overhead + name.len() + value.len())?;
            match name.split_once(':') {
                None if name == "xmlns" => scope.push((String::new(), value.into())),
                Some(("xmlns", prefix)) => scope.push((prefix.into(), value.into())),
                split => {
                    let local = split.map_or(name, |(_, local)| local);
                    attributes.insert(local.into(), value.into_owned());
                }
            }
        }
        self.declared += scope.len();
        if self.declared > DECLARED {
            return Err(XmlError::TooManyAttributes.into());
        }
        Ok((scope, attributes))
    }

    fn charge(&mut self, bytes: usize) -> Result<(), XmlError> {
        self.structure += bytes;
        if self.structure > STRUCTURE { Err(XmlError::TooLarge) } else { Ok(()) }
    }

    fn namespace(&self, prefix: &str) -> Result<Arc<str>, XmlError> {
        let mut scopes = self.open.iter().rev().flat_map(|(_, scope)| scope);
        let found = scopes.find(|(declared, _)| declared == prefix).map(|(_, namespace)| Arc::clone(namespace));
        match found {
            Some(namespace) => Ok(namespace),
            None if prefix.is_empty() || prefix == "xml" => Ok(Arc::default()),
            None => Err(XmlError::Prefix(prefix.chars().take(40).collect())),
        }
    }

    fn close(&mut self) {
        let Some((mut node, scope)) = self.open.pop() else { return };
        self.declared -= scope.len();
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
        assert_eq!((&*node.namespace, node.name.as_str(), node.text.as_str()), ("urn:s", "a", ""));
        assert_eq!(node.attributes["x"], "1&2");
        let b = node.child("b").unwrap();
        assert_eq!((&*b.namespace, b.text.as_str()), ("urn:d", "x A<<y>"));
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

    /// A namespace is one text for all of its elements, however many there are: with a copy for each, this document took 20 GB.
    #[test]
    fn a_long_namespace_is_kept_once() {
        let namespace = "x".repeat(200_000);
        let text = format!("<a xmlns='{namespace}'>{}</a>", "<b/>".repeat(100_000));
        let node = Node::parse(text.as_bytes()).unwrap();
        assert_eq!(node.children.len(), 100_000);
        assert!(node.children.iter().all(|child| Arc::ptr_eq(&child.namespace, &node.namespace)));
    }

    #[test]
    fn prefixes_that_are_declared_at_one_place_are_counted() {
        let declare = |from: usize, to: usize| {
            (from..to).map(|number| format!(" xmlns:p{number}='urn:{number}'")).collect::<String>()
        };
        let inside = format!("<a{}><b{}/><c{}/></a>", declare(0, 32), declare(32, 64), declare(32, 64));
        assert!(Node::parse(inside.as_bytes()).is_ok());
        let beyond = format!("<a{}><b{}/></a>", declare(0, 32), declare(32, 65));
        assert_eq!(Node::parse(beyond.as_bytes()), Err(XmlError::TooManyAttributes));
    }

    #[test]
    fn attributes_of_an_element_are_counted() {
        let with = |most: usize| {
            let attributes: String = (0..most).map(|number| format!(" b{number}=''")).collect();
            format!("<a{attributes}/>")
        };
        assert!(Node::parse(with(ATTRIBUTES).as_bytes()).is_ok());
        // A million names, each compared with all before it, would take hours.
        assert_eq!(Node::parse(with(1_000_000).as_bytes()), Err(XmlError::TooManyAttributes));
    }

    #[test]
    fn elements_with_attributes_take_bounded_memory() {
        let text = format!("<a>{}</a>", "<b c='' />".repeat(MOST - 1));
        assert_eq!(Node::parse(text.as_bytes()), Err(XmlError::TooLarge));
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
