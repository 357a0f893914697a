//! A completed profile as TOML.

use super::Description;
use crate::profile::{Call, Content, Element, Evidence, Name, Operation, Protocol};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The services that describe themselves.
pub(super) fn services(title: &str, protocol: &Protocol, found: &BTreeMap<&str, Description>, text: &mut String) {
    for (name, description) in found {
        let Some(service) = protocol.services.get(*name) else { continue };
        let action = if description.action.is_empty() { &service.action.text } else { &description.action };
        let lines = [("path", &service.path.text), ("action", action), ("namespace", &description.namespace)];
        text.extend(["\n[", title, ".services.", name, "]\n"]);
        for (key, value) in lines {
            text.extend([key, " = ", &quoted(value), "\n"]);
        }
    }
}

/// An operation.
pub(super) fn operation(title: &str, call: Call, operation: &Operation, text: &mut String) {
    text.extend(["\n[", title, ".operations.", &word(call), "]\n"]);
    text.extend(["service = ", &quoted(&operation.service), "\n"]);
    text.extend(["name = ", &named(&operation.name), "\n"]);
    text.extend(["sends = ", &list(&operation.sends), "\n"]);
    text.extend(["answers = ", &list(&operation.answers), "\n"]);
    let support = if operation.support == Evidence::Verified { "verified" } else { "unverified" };
    text.extend(["support = ", &quoted(support), "\nnote = ", &quoted(&operation.note), "\n"]);
}

fn list(elements: &[Element]) -> String {
    let each: Vec<_> = elements.iter().map(element).collect();
    format!("[{}]", each.join(", "))
}

fn element(element: &Element) -> String {
    let content = match &element.content {
        Content::Value(value) => quoted(&word(*value)),
        Content::Children(children) => list(children),
    };
    format!("[{}, {content}]", named(&element.name))
}

fn named(name: &Name) -> String {
    quoted(&format!("{name}{}", if name.certain { "" } else { "?" }))
}

/// The word that a profile has for a value or a call.
fn word(value: impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A TOML string. What a server wrote may hold anything.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            // Writing to a string does not fail.
            character if character.is_control() => _ = write!(quoted, "\\u{:04x}", u32::from(character)),
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}
