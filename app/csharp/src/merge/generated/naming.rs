//! New names, where generated code stays and in what somebody wrote beside it.

use std::ops::Range;

use super::Merge;
use super::outline::Outline;
use crate::token::{Kind, identifier};

/// The namespace around that of every extension.
const PLATFORM: &str = "OutSystems.";

impl Merge<'_> {
    /// The name that an identifier of the file, or of the template before, is to have inside a type.
    pub(super) fn renamed(&self, type_name: &str, identifier: &str) -> String {
        let member = self.names.members.get(type_name).and_then(|members| members.get(identifier));
        member.or_else(|| self.names.types.get(identifier)).cloned().unwrap_or_else(|| identifier.to_owned())
    }

    pub(super) fn own_renamed(&self, type_name: &str, identifier: &str) -> String {
        if self.is_followed { identifier.to_owned() } else { self.renamed(type_name, identifier) }
    }

    /// Gives what stays its new names: what was generated, and what somebody wrote beside it.
    pub(super) fn rename(&mut self, own: &Outline) {
        if self.is_followed || self.names.types.is_empty() && self.names.members.is_empty() {
            return;
        }
        self.replaced.sort_by_key(|range| range.start);
        self.known.sort_by_key(|range| range.start);
        let types: Vec<(Range<usize>, String)> = own
            .items
            .iter()
            .filter_map(|item| {
                item.body.as_ref().map(|_| (item.range(self.own), self.renamed("", &item.name(self.own))))
            })
            .collect();
        let mut edits = Vec::new();
        for (place, token) in self.own.tokens.iter().enumerate() {
            let text = &self.own.text[token.range.clone()];
            let (name, start) = match token.kind {
                Kind::Identifier => (identifier(text).into_owned(), token.range.start),
                // Behind its closing brace a type has its name, and a namespace its own, of which the last word is the extension's.
                Kind::Comment => match text.strip_prefix("// ") {
                    Some(name) => {
                        let last = name.strip_prefix(PLATFORM).unwrap_or(name);
                        (last.to_owned(), token.range.end - last.len())
                    }
                    None => continue,
                },
                _ => continue,
            };
            let at = types.partition_point(|(range, _)| range.end <= token.range.start);
            let scope =
                types.get(at).filter(|(range, _)| range.contains(&token.range.start)).map_or("", |(_, name)| name);
            let is_in = |ranges: &[Range<usize>]| {
                let last = ranges.partition_point(|range| range.start <= token.range.start);
                last.checked_sub(1).is_some_and(|last| ranges[last].contains(&token.range.start))
            };
            let is_other = token.kind == Kind::Identifier && !is_in(&self.known) && self.is_member_of_another(place);
            let new = self.renamed(if is_other { "" } else { scope }, &name);
            let is_replaced = is_in(&self.replaced);
            if new != name && !is_replaced {
                edits.push((start..token.range.end, new));
            }
        }
        for (range, new) in edits {
            self.edits.replace(range, new);
        }
    }

    /// Whether the identifier is a member of something that is not a value of the type around it, as far as the code tells.
    pub(super) fn is_member_of_another(&self, place: usize) -> bool {
        let mut before = self.own.tokens[..place].iter().rev().filter(|token| token.is_code());
        let is_dot = before.next().is_some_and(|token| token.is(self.own.text, '.'));
        let owners = ["this", "a", "b", "t", "copy", "r", "other", "defaultStruct", "standard"];
        is_dot && !before.next().is_some_and(|token| owners.iter().any(|owner| token.is_named(self.own.text, owner)))
    }
}
