//! Declarations that stay, come and go.

use std::collections::{HashMap, HashSet};

use super::declarations::{as_it_is, by_identity, is_of_some_versions, looks_generated};
use super::outline::Item;
use super::statements::Versions;
use super::{Merge, Scope};
use crate::merge::lines::{behind_comment, documentation};

impl Merge<'_> {
    /// Brings the declarations of a scope in step.
    pub(super) fn merge_items(&mut self, scope: Scope<'_>, behind: &HashSet<String>, is_stale: bool) {
        let name = scope.name;
        let own_items = by_identity(self.own, scope.own, |it| self.own_renamed(name, it));
        let base_items = by_identity(self.base, scope.base, |it| self.renamed(name, it));
        let mut taken: HashSet<usize> = HashSet::new();
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut after: Option<(&Item, &Item)> = None;
        for (place, new) in scope.new.iter().enumerate() {
            let identity = new.identity(self.new, as_it_is);
            let count = seen.entry(identity.clone()).or_default();
            let base = base_items.get(&identity).and_then(|all| all.get(*count)).copied();
            let own = own_items.get(&identity).and_then(|all| all.get(*count)).copied();
            *count += 1;
            if let Some(own) = own {
                taken.insert(own.first);
                self.merge_item(name, own, base, new, behind, is_stale);
                after = Some((own, new));
                continue;
            }
            // An entity that the file does not have at all gets everything.
            let is_with_entity = identity.strip_suffix("Configuration").is_none_or(|it| own_items.contains_key(it));
            if base.is_some() && is_of_some_versions(self.new, new) && is_with_entity && !is_stale {
                continue;
            }
            self.insert(scope, place, after);
        }
        let new_identities: HashSet<String> = scope.new.iter().map(|item| item.identity(self.new, as_it_is)).collect();
        for own in scope.own.iter().filter(|own| !taken.contains(&own.first)) {
            let identity = own.identity(self.own, |it| self.own_renamed(name, it));
            let before = base_items.get(&identity);
            let was_generated = before.is_some() || looks_generated(self.own, own);
            // One element is gone, and another has got its name.
            let is_surplus = before.is_some_and(|all| all.len() > seen.get(&identity).copied().unwrap_or_default());
            if was_generated && (is_surplus || !new_identities.contains(&identity)) {
                let place = own_items.get(&identity).and_then(|all| all.iter().position(|it| it.first == own.first));
                let base = before.and_then(|all| all.get(place.unwrap_or_default()).or(all.first())).copied();
                self.remove(own, base);
            }
        }
    }

    pub(super) fn merge_item(
        &mut self,
        scope: &str,
        own: &Item,
        base: Option<&Item>,
        new: &Item,
        behind: &HashSet<String>,
        is_stale: bool,
    ) {
        if let (Some(own_body), Some(new_body)) = (&own.body, &new.body) {
            let name = new.name(self.new);
            let behind = self.behind(own, new, |it| self.own_renamed(&name, it));
            let base_body = base.and_then(|base| base.body.as_ref());
            self.merge_declaration(
                &name,
                (own, own_body.open + 1),
                base.zip(base_body.map(|body| body.open + 1)),
                (new, new_body.open + 1),
                |_| false,
            );
            self.merge_documentation(own, base, new);
            let start = (self.own.range(own_body.open).end, self.new.range(new_body.open).end);
            let scope = Scope {
                own: &own_body.members,
                base: base_body.map_or(&[], |body| &body.members[..]),
                new: &new_body.members,
                name: &name,
                start,
            };
            // Members that stand in both templates and not in the file: the file follows neither.
            let is_stale = !self.is_followed && self.is_stale(scope, &behind);
            self.merge_items(scope, &behind, is_stale);
            return;
        }
        let name = new.name(self.new);
        let is_behind = |words: &Versions<'_>| words.mention(&name, behind) || is_stale && words.is_as_generated;
        self.merge_declaration(
            scope,
            (own, own.last + 1),
            base.map(|base| (base, base.last + 1)),
            (new, new.last + 1),
            is_behind,
        );
        self.merge_documentation(own, base, new);
    }

    /// Adds a declaration that the file does not have, behind the one that stands before it in the template.
    pub(super) fn insert(&mut self, scope: Scope<'_>, place: usize, after: Option<(&Item, &Item)>) {
        let new = &scope.new[place];
        let start = match place.checked_sub(1) {
            Some(before) => behind_comment(self.new, scope.new[before].range(self.new).end),
            None if scope.name.is_empty() => self.new.line_start(documentation(self.new, new.first).start),
            None => scope.start.1,
        };
        let end = behind_comment(self.new, new.range(self.new).end);
        let part = &self.new.text[start..end];
        let model = self.new.range(new.first).start;
        let (offset, text) = match (after, scope.own.first()) {
            (Some((own, _)), _) => {
                let offset = behind_comment(self.own, own.range(self.own).end);
                (offset, self.form.adapted(part, (self.new, model), (self.own, self.own.range(own.first).start)))
            }
            (None, Some(first)) => {
                let text = self.form.adapted(part, (self.new, model), (self.own, self.own.range(first.first).start));
                let offset = if scope.name.is_empty() {
                    self.own.line_start(documentation(self.own, first.first).start)
                } else {
                    behind_comment(self.own, scope.start.0)
                };
                let is_line = scope.name.is_empty();
                (
                    offset,
                    if is_line { format!("{}{end}{end}", text.trim_start(), end = self.own.line_end()) } else { text },
                )
            }
            (None, None) if scope.name.is_empty() => {
                // The first line takes the form of the file as the others do. An empty line follows each type.
                let lines = format!("\n{}", part.trim_start_matches(['\r', '\n']));
                let text = self.form.adapted(&lines, (self.new, scope.start.1), (self.own, scope.start.0));
                let end = self.own.line_end();
                (scope.start.0, format!("{}{end}{end}", text.trim_start_matches(['\r', '\n'])))
            }
            (None, None) => {
                let place = (self.own, scope.start.0.saturating_sub(1));
                (scope.start.0, self.form.adapted(part, (self.new, scope.start.1), place))
            }
        };
        self.edits.replace(offset..offset, text);
    }

    /// Takes out a declaration that the definition has no longer, with the comment before it.
    pub(super) fn remove(&mut self, own: &Item, base: Option<&Item>) {
        let range = own.range(self.own);
        let is_hand_written = match (&own.body, base.and_then(|base| base.body.as_ref())) {
            (Some(body), Some(base)) => {
                let known = by_identity(self.base, &base.members, as_it_is);
                let is_unknown = |member: &&Item| {
                    !known.contains_key(&member.identity(self.own, as_it_is)) && !looks_generated(self.own, member)
                };
                body.members.iter().any(|member| is_unknown(&member))
            }
            _ => false,
        };
        if is_hand_written || !self.is_as_generated(&range) {
            self.lose(&range, &own.name(self.own));
        }
        let start = documentation(self.own, own.first).start.min(range.start);
        let end = behind_comment(self.own, range.end);
        let line = self.own.line_start(start);
        let text = self.own.text;
        let rest = &text[end..];
        let line_end = rest.find('\n').map_or(rest.len(), |place| place + 1);
        let is_alone = text[line..start].trim().is_empty() && rest[..line_end].trim().is_empty();
        let mut range = if is_alone { line..end + line_end } else { start..end };
        // An empty line behind it goes with it.
        let rest = &text[range.end..];
        let next = rest.find('\n').map_or(0, |place| place + 1);
        if is_alone && rest[..next].trim().is_empty() {
            range.end += next;
        }
        self.replace(range, String::new());
    }
}
