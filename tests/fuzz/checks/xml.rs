//! XML that a Platform Server answers: it becomes a tree whose size is bounded by that of the text, or is refused. A text of it
//! that is written again reads back the same.

use environment::xml::{Node, written};

/// What the tree may take for each byte of the text. The most takes an element with one short attribute.
const BYTES_OF_BYTE: usize = 128;

pub(crate) fn check(bytes: &[u8]) {
    let Ok(root) = Node::parse(bytes) else { return };
    let taken: usize = root.walk().map(size).sum();
    assert!(taken <= BYTES_OF_BYTE * bytes.len(), "{taken} bytes for {}", bytes.len());
    let texts: usize = root.walk().map(|node| node.text.len()).sum();
    assert!(texts <= bytes.len(), "{texts} bytes of text");
    for text in root.walk().map(|node| &node.text).filter(|text| !text.is_empty()).take(3) {
        if let Some(written) = written(text) {
            let again = Node::parse(format!("<a>{written}</a>").as_bytes());
            assert_eq!(again.map(|node| node.text).as_ref(), Ok(text));
        }
    }
}

/// What an element takes, without its children but with the room for them.
fn size(node: &Node) -> usize {
    let children = node.children.capacity() * size_of::<Node>();
    let attributes: usize = node.attributes.iter().map(|(name, value)| name.capacity() + value.capacity()).sum();
    // The tree of attributes has leaves with room for eleven.
    let leaves = node.attributes.len().div_ceil(5) * 12 * size_of::<(String, String)>();
    node.name.capacity() + node.text.capacity() + children + attributes + leaves
}
