use std::fmt::Write;

use super::{Entry, Fact, Listing, Value};

impl Listing {
    /// The listing as lines, each ended by a line feed.
    pub fn text(&self) -> String {
        let mut out = String::new();
        write_entry(&mut out, &self.extension, 0);
        out.push('\n');
        write_entry(&mut out, &self.head, 0);
        for entry in self.groups.iter().flat_map(|group| &group.entries) {
            out.push('\n');
            write_entry(&mut out, entry, 0);
        }
        out
    }
}

fn write_entry(out: &mut String, entry: &Entry, depth: usize) {
    let separator = if entry.name.is_empty() { "" } else { " " };
    write_line(out, depth, &format!("{}{separator}{}", entry.kind, readable(&entry.name)));
    for fact in &entry.facts {
        write_fact(out, fact, depth + 1);
    }
    for part in entry.parts.iter().flat_map(|group| &group.entries) {
        write_entry(out, part, depth + 1);
    }
}

fn write_fact(out: &mut String, fact: &Fact, depth: usize) {
    let label = fact.label;
    match &fact.value {
        Value::Text(text) if text.is_empty() => {}
        Value::Text(text) if text.contains("\r\n") => {
            write_list(out, label, text.split("\r\n"), '|', depth);
        }
        Value::Text(text) => write_line(out, depth, &format!("{label}: {}", readable(text))),
        Value::Number(number) => write_line(out, depth, &format!("{label}: {number}")),
        Value::Flag(flag) => write_line(out, depth, &format!("{label}: {}", if *flag { "Yes" } else { "No" })),
        Value::List(items) if items.is_empty() => {}
        Value::List(items) => write_list(out, label, items.iter().map(String::as_str), '-', depth),
    }
}

fn write_list<'a>(out: &mut String, label: &str, items: impl Iterator<Item = &'a str>, mark: char, depth: usize) {
    write_line(out, depth, &format!("{label}:"));
    for item in items {
        write_line(out, depth + 1, &format!("{mark} {}", readable(item)));
    }
}

fn write_line(out: &mut String, depth: usize, line: &str) {
    for _ in 0..depth {
        out.push_str("  ");
    }
    out.push_str(line);
    out.push('\n');
}

/// The text with every character that would break the line, or that a terminal obeys instead of showing,
/// written as an escape.
pub(crate) fn readable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            hidden if is_hidden(hidden) => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(hidden));
            }
            shown => out.push(shown),
        }
    }
    out
}

/// Control characters, line separators, and marks that turn the direction of what follows.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_is_one_line() {
        assert_eq!(readable("a\r\nb\t\u{1b}[31m\u{202e}é"), "a\\r\\nb\\t\\u{1b}[31m\\u{202e}é");
        let mut out = String::new();
        write_fact(&mut out, &Fact { label: "Import details", value: Value::Text("a\r\n\r\nb\nc".into()) }, 1);
        assert_eq!(out, "  Import details:\n    | a\n    | \n    | b\\nc\n");
    }
}
