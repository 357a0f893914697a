//! The tree that stands beside the text of an expression (`FORMAT.md`, section 5).
//!
//! Integer, Boolean, Text and the minus before an Integer are known from files. Decimal, Long Integer and
//! the dates have no known sample: their nodes follow the same pattern, which is an inference.

use extension::{Expression, Literal};

/// A node of the tree: name, attributes, and the operand of a minus.
pub(crate) struct Tree {
    pub(crate) tag: &'static str,
    pub(crate) attributes: Vec<(&'static str, String)>,
    pub(crate) operand: Option<Box<Tree>>,
}

pub(crate) fn tree(expression: &Expression) -> Tree {
    match expression.literal() {
        Literal::Empty => node("Empty", 1, None, "rtNone"),
        Literal::Integer { negative, digits } => number("Integer", "rtInteger", negative, digits),
        Literal::Decimal { negative, digits } => number("Decimal", "rtDecimal", negative, digits),
        Literal::Boolean(_) => node("Boolean", 1, Some(expression.as_str()), "rtBoolean"),
        Literal::Text(inner) => node("Text", 1, Some(&inner.replace("\"\"", "\"")), "rtText"),
        Literal::Date(inner) => node("Date", 1, Some(inner), "rtDate"),
        Literal::Time(inner) => node("Time", 1, Some(inner), "rtTime"),
        Literal::DateTime(inner) => node("DateTime", 1, Some(inner), "rtDateTime"),
        // No literal: edits refuse it, so it can only come with a file, whose own tree is kept.
        Literal::Other => node("Text", 1, Some(expression.as_str()), "rtText"),
    }
}

fn number(tag: &'static str, type_text: &'static str, negative: bool, digits: &str) -> Tree {
    if !negative {
        return node(tag, 1, Some(digits), type_text);
    }
    let attributes =
        vec![("position", "1".to_owned()), ("operator", "minus".to_owned()), ("Type", type_text.to_owned())];
    Tree { tag: "UnaryOperation", attributes, operand: Some(Box::new(node(tag, 2, Some(digits), type_text))) }
}

fn node(tag: &'static str, position: u32, value: Option<&str>, type_text: &str) -> Tree {
    let mut attributes = vec![("position", position.to_string())];
    attributes.extend(value.map(|value| ("value", value.to_owned())));
    attributes.push(("Type", type_text.to_owned()));
    Tree { tag, attributes, operand: None }
}
