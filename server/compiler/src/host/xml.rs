//! A project file as a tree, as far as a plain one goes.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element. Its text is that of an element without others in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    pub(super) text: String,
}

impl Element {
    /// Reads a document that [`super::super::project::Project`] has read before, so its size and depth are bounded. None when it has anything that
    /// needs more than the plainest reading: entities, character data, instructions, a document type, prefixes, text between elements.
    pub(super) fn read(document: &str) -> Option<Self> {
        let mut reader = Reader::from_str(document);
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().ok()? {
                Event::Start(start) => open.push(Self::started(&start)?),
                Event::Empty(start) => open.last_mut()?.children.push(Self::started(&start)?),
                Event::End(_) => {
                    let element = open.pop()?;
                    let mixed = !element.children.is_empty() && !element.text.trim().is_empty();
                    if mixed {
                        return None;
                    }
                    open.last_mut()?.children.push(element);
                }
                Event::Text(text) => open.last_mut()?.text.push_str(&text),
                Event::Comment(_) | Event::Decl(_) => {}
                Event::Eof => break,
                _ => return None,
            }
        }
        let [mut document] = <[Self; 1]>::try_from(open).ok()?;
        let root = document.children.pop()?;
        (document.children.is_empty() && document.text.trim().is_empty()).then_some(root)
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn started(start: &BytesStart<'_>) -> Option<Self> {
        let name = start.name().as_ref().to_owned();
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.ok()?;
            if attribute.value.contains('&') {
                return None;
            }
            attributes.push((attribute.key.as_ref().to_owned(), attribute.value.into_owned()));
        }
        Some(Self { name, attributes, ..Self::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_document_becomes_a_tree() {
        let root = Element::read("<?xml version='1.0'?>\n<a x='1'><b>t</b><!-- c --><d/></a>\n").unwrap();
        assert_eq!((root.name.as_str(), root.attribute("x")), ("a", Some("1")));
        assert_eq!(root.children.iter().map(|child| child.text.as_str()).collect::<Vec<_>>(), ["t", ""]);
    }

    #[test]
    fn what_is_not_plain_is_left_to_others() {
        for text in [
            "<a>&amp;</a>",
            "<a b='&amp;'/>",
            "<a><![CDATA[x]]></a>",
            "<!DOCTYPE a><a/>",
            "<a>x<b/></a>",
            "<a/><b/>",
            "",
        ] {
            assert_eq!(Element::read(text), None, "{text}");
        }
    }
}
