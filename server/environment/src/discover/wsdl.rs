//! The part of WSDL 1.1 and XML Schema in which .NET describes its services: elements with a sequence of members, and named types.

use crate::xml::Node;
use std::collections::BTreeMap;

/// What a service says of its messages.
#[derive(Debug, Default)]
pub(super) struct Description {
    /// Target namespace of the WSDL: what stands before the operation in `SOAPAction`.
    pub(super) action: String,
    /// Namespace of the elements.
    pub(super) namespace: String,
    elements: BTreeMap<String, Vec<Member>>,
    types: BTreeMap<String, Vec<Member>>,
}

/// A member of a sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// Its name.
    pub(super) name: String,
    /// Name of its type without prefix.
    kind: String,
}

impl Description {
    /// Reads a WSDL; none when it is something else.
    pub(super) fn read(root: &Node) -> Option<Self> {
        if root.name != "definitions" {
            return None;
        }
        let schema = root.walk().find(|node| node.name == "schema")?;
        let attribute = |node: &Node, name: &str| node.attributes.get(name).cloned().unwrap_or_default();
        let mut found = Self {
            action: attribute(root, "targetNamespace"),
            namespace: attribute(schema, "targetNamespace"),
            ..Self::default()
        };
        for node in &schema.children {
            let name = attribute(node, "name");
            match node.name.as_str() {
                "element" => found.elements.insert(name, sequence(node)),
                "complexType" => found.types.insert(name, sequence(node)),
                _ => None,
            };
        }
        Some(found)
    }

    /// The members of a message.
    pub(super) fn element(&self, name: &str) -> Option<&[Member]> {
        self.elements.get(name).map(Vec::as_slice)
    }

    /// The members of what a member is.
    pub(super) fn members_of(&self, member: &Member) -> Option<&[Member]> {
        self.types.get(&member.kind).map(Vec::as_slice)
    }
}

fn sequence(node: &Node) -> Vec<Member> {
    let Some(sequence) = node.walk().find(|below| below.name == "sequence") else { return Vec::new() };
    let text = |node: &Node, name: &str| node.attributes.get(name).cloned().unwrap_or_default();
    let member = |node: &Node| {
        let kind = text(node, "type");
        Member { name: text(node, "name"), kind: kind.rsplit(':').next().unwrap_or_default().to_owned() }
    };
    sequence.children.iter().filter(|child| child.name == "element").map(member).collect()
}
