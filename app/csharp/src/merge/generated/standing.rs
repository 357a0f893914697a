//! How a file stands to what is generated now.

use std::collections::HashSet;

use super::declarations::{
    as_it_is, by_identity, declared, is_named_by_definition, is_of_some_versions, looks_generated,
};
use super::outline::Item;
use super::{Merge, Scope};
use crate::merge::source::Source;

impl Merge<'_> {
    /// Whether every type and member that the definition gives a name is there as it should be, in the extension's namespace, and none that it has
    /// no longer.
    pub(super) fn follows(&self) -> bool {
        let own_types = by_identity(self.own, &self.own_outline.items, as_it_is);
        let new_types = by_identity(self.new, &self.new_outline.items, as_it_is);
        let has_all = self.new_outline.items.iter().filter(|item| !is_of_some_versions(self.new, item)).all(|item| {
            let own = own_types.get(&item.identity(self.new, as_it_is)).and_then(|own| own.first());
            own.is_some_and(|own| self.behind(own, item, as_it_is).is_empty())
        });
        let is_left_over = |item: &Item| {
            looks_generated(self.own, item) && !new_types.contains_key(&item.identity(self.own, as_it_is))
        };
        has_all && !self.has_old_namespace() && !self.own_outline.items.iter().any(is_left_over)
    }

    /// Whether the file stands in the namespace that the extension had under its name of before.
    fn has_old_namespace(&self) -> bool {
        let words = || self.own_outline.namespaces.iter().flat_map(Clone::clone);
        words().any(|position| self.names.types.contains_key(self.own.text_at(position)))
    }

    /// The members of a type that the definition names and that the file has otherwise, or does not have, or has left over.
    pub(super) fn behind(&self, own: &Item, new: &Item, renamed: impl Fn(&str) -> String + Copy) -> HashSet<String> {
        let mut behind = HashSet::new();
        let (Some(own), Some(new)) = (&own.body, &new.body) else { return behind };
        let own_members = by_identity(self.own, &own.members, renamed);
        let mut known = HashSet::new();
        for member in new.members.iter().filter(|member| is_named_by_definition(&member.name(self.new))) {
            let identity = member.identity(self.new, as_it_is);
            let own = own_members.get(&identity).and_then(|own| own.first());
            let declared =
                |source: &Source<'_>, item: &Item, renamed: &dyn Fn(&str) -> String| declared(source, item, renamed);
            let is_right =
                own.is_some_and(|own| declared(self.own, own, &renamed) == declared(self.new, member, &as_it_is));
            if !is_right {
                behind.insert(member.name(self.new));
            }
            known.insert(identity);
        }
        for member in own.members.iter().filter(|member| looks_generated(self.own, member)) {
            if !known.contains(&member.identity(self.own, renamed)) {
                behind.insert(renamed(&member.name(self.own)));
            }
        }
        behind
    }

    /// Whether a member that is behind is the same in both templates.
    pub(super) fn is_stale(&self, scope: Scope<'_>, behind: &HashSet<String>) -> bool {
        let base = by_identity(self.base, scope.base, |it| self.renamed(scope.name, it));
        scope.new.iter().any(|new| {
            let before = base.get(&new.identity(self.new, as_it_is)).and_then(|all| all.first());
            let is_same = |before: &&&Item| {
                declared(self.base, before, &|it: &str| self.renamed(scope.name, it))
                    == declared(self.new, new, &as_it_is)
            };
            behind.contains(&new.name(self.new)) && before.as_ref().is_some_and(is_same)
        })
    }
}
