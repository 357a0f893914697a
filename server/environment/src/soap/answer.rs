//! Answers.

use super::Values;
use crate::profile::{Content, Element, Operation, Service, Value};
use crate::xml::Node;
use std::collections::BTreeMap;

/// What an answer has, by its meaning.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The single values.
    pub values: Values,
    /// The rows of its list, in order.
    pub rows: Vec<Row>,
}

/// One row of a list: texts by their meaning.
pub type Row = BTreeMap<Value, String>;

/// Why an answer cannot be taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// The server says that it failed.
    Fault(String),
    /// It has another form than it should.
    Form(String),
}

const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";

pub(super) fn read(service: &Service, operation: &Operation, body: &[u8]) -> Result<Answer, Unread> {
    let envelope = Node::parse(body).map_err(|error| Unread::Form(error.to_string()))?;
    if envelope.name != "Envelope" || *envelope.namespace != *SOAP {
        return Err(Unread::Form(format!("it is not a SOAP envelope but {:.60}", envelope.name)));
    }
    let content = envelope.child("Body").and_then(|body| body.children.first());
    let content = content.ok_or_else(|| Unread::Form("its body is empty".into()))?;
    if content.name == "Fault" && *content.namespace == *SOAP {
        return Err(Unread::Fault(fault(content)));
    }
    let expected = format!("{}Response", operation.name);
    if content.name != expected || *content.namespace != *service.namespace.text {
        return Err(Unread::Form(format!(
            "it has {:.80} in {:.80} instead of {expected}",
            content.name, content.namespace
        )));
    }
    let known = |child: &Node| operation.answers.iter().any(|element| element.name.text == child.name);
    if !content.children.is_empty() && !operation.answers.is_empty() && !content.children.iter().any(known) {
        return Err(Unread::Form(format!("it has none of the expected fields, but {:.60}", content.children[0].name)));
    }
    let mut answer = Answer::default();
    collect(&operation.answers, content, &mut answer)?;
    Ok(answer)
}

fn fault(fault: &Node) -> String {
    let text = |name: &str| fault.child(name).map(|node| node.text.trim()).filter(|text| !text.is_empty());
    text("faultstring").or_else(|| text("faultcode")).unwrap_or_default().to_owned()
}

fn collect(elements: &[Element], parent: &Node, answer: &mut Answer) -> Result<(), Unread> {
    for element in elements {
        for node in parent.children.iter().filter(|node| node.name == element.name.text) {
            match &element.content {
                Content::Children(children) if element.is_row() => {
                    let mut row = Row::new();
                    fill(children, node, &mut row)?;
                    answer.rows.push(row);
                }
                Content::Children(children) => collect(children, node, answer)?,
                Content::Value(Value::Unread) => {}
                Content::Value(value) if value.is_bytes() => {
                    answer.values.set_bytes(*value, decode(&node.text, &node.name)?.into());
                }
                Content::Value(value) => answer.values.set(*value, text(node)?),
            }
        }
    }
    Ok(())
}

fn fill(elements: &[Element], parent: &Node, row: &mut Row) -> Result<(), Unread> {
    for element in elements {
        let Some(node) = parent.child(&element.name.text) else { continue };
        match &element.content {
            Content::Children(children) => fill(children, node, row)?,
            Content::Value(value) => {
                let text = text(node)?;
                if !text.is_empty() {
                    row.insert(*value, text);
                }
            }
        }
    }
    Ok(())
}

fn text(node: &Node) -> Result<String, Unread> {
    match node.children.first() {
        None => Ok(node.text.trim().to_owned()),
        Some(child) => Err(Unread::Form(format!("{:.60} holds {:.60} instead of a text", node.name, child.name))),
    }
}

fn decode(text: &str, name: &str) -> Result<Vec<u8>, Unread> {
    let compact: String = text.split_ascii_whitespace().collect();
    base64_simd::STANDARD
        .decode_to_vec(compact.as_bytes())
        .map_err(|_| Unread::Form(format!("the content of {name:.60} is not base64")))
}
