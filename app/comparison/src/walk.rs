//! The way through both extensions, element by element.

use std::sync::Arc;

use super::align::Aligned;
use super::pairs::{Pair, pairs};
use super::technologies::{self, Technologies};
use super::{Break, Change, ChangeKind, Group, Part};
use extension::{Direction, Extension, Item, Key, Kind, Property};

/// Every group of differences. Items are those of the aligned extension.
pub(super) fn groups(before: &Extension, aligned: &Aligned) -> Vec<Group> {
    let technologies = Technologies::of(before, &aligned.extension);
    let walk = Walk { before, after: &aligned.extension, aligned, technologies };
    let mut groups = Vec::new();
    walk.extension(&mut groups);
    let (before, after) = (walk.before, walk.after);
    if !Arc::ptr_eq(&before.resources, &after.resources) {
        walk.folder(&before.resources, &after.resources, Item::Resource, |_, _| Vec::new(), &mut groups);
    }
    let actions = |one: &extension::Action, other: &extension::Action| {
        let item = |parameter| Item::Parameter { action: one.key, parameter };
        walk.parts(&one.parameters, &other.parameters, item)
    };
    walk.folder(&before.actions, &after.actions, Item::Action, actions, &mut groups);
    let structures = |one: &extension::Structure, other: &extension::Structure| {
        let item = |attribute| Item::StructureAttribute { structure: one.key, attribute };
        walk.parts(&one.attributes, &other.attributes, item)
    };
    walk.folder(&before.structures, &after.structures, Item::Structure, structures, &mut groups);
    let entities = |one: &extension::Entity, other: &extension::Entity| {
        let item = |attribute| Item::EntityAttribute { entity: one.key, attribute };
        walk.parts(&one.attributes, &other.attributes, item)
    };
    walk.folder(&before.entities, &after.entities, Item::Entity, entities, &mut groups);
    walk.rest(&mut groups);
    groups
}

struct Walk<'a> {
    before: &'a Extension,
    after: &'a Extension,
    aligned: &'a Aligned,
    technologies: Technologies,
}

impl Walk<'_> {
    fn extension(&self, groups: &mut Vec<Group>) {
        let mut changes = self.fields(Item::Extension, self.before, self.after);
        let (old, new) = (technologies::of_extension(self.before), technologies::of_extension(self.after));
        if old != new {
            changes.push(self.changed(Item::Extension, Property::Technology, old, new));
        }
        if !changes.is_empty() {
            groups.push(Group { name: self.after.name.to_string(), changes });
        }
    }

    fn folder<T: Part>(
        &self,
        before: &[Arc<T>],
        after: &[Arc<T>],
        item: impl Fn(Key) -> Item,
        parts: impl Fn(&T, &T) -> Vec<Change>,
        groups: &mut Vec<Group>,
    ) {
        let counts = (before.len(), after.len());
        for pair in pairs(before, after) {
            let (element, mut changes) = self.pair(&pair, counts, &item);
            if let Pair::Both { before, after, .. } = pair {
                let own = item(before.identity());
                changes.extend(self.technology(own, before.identity()));
                if !Arc::ptr_eq(before, after) {
                    changes.extend(parts(before, after));
                }
            }
            if !changes.is_empty() {
                groups.push(Group { name: element.label(), changes });
            }
        }
    }

    fn parts<T: Part>(&self, before: &[Arc<T>], after: &[Arc<T>], item: impl Fn(Key) -> Item) -> Vec<Change> {
        let counts = (before.len(), after.len());
        pairs(before, after).iter().flat_map(|pair| self.pair(pair, counts, &item).1).collect()
    }

    /// What differs in one element, without its parts.
    fn pair<'a, T: Part>(
        &self,
        pair: &Pair<'a, T>,
        counts: (usize, usize),
        item: &impl Fn(Key) -> Item,
    ) -> (&'a Arc<T>, Vec<Change>) {
        match *pair {
            Pair::Added(element) => {
                let item = item(element.identity());
                let breaks = self.is_new_mandatory_input(item).then_some(Break::Mandatory);
                let change = Change { before: None, breaks, ..self.change(item, ChangeKind::Added) };
                (element, vec![Change { new: element.summary(self.after), ..change }])
            }
            Pair::Removed(element) => {
                let item = item(element.identity());
                let change = Change { after: None, ..self.change(item, ChangeKind::Removed) };
                let breaks = change.breaks.or(self.is_deployed(item).then_some(Break::Removed));
                (element, vec![Change { old: element.summary(self.before), breaks, ..change }])
            }
            Pair::Both { before, after, moved } => {
                let item = item(before.identity());
                let mut changes =
                    if Arc::ptr_eq(before, after) { Vec::new() } else { self.fields::<T>(item, before, after) };
                changes.extend(self.new_key(item));
                if let Some((was, is)) = moved {
                    let place = |place: usize, count: usize| format!("{} of {count}", place + 1);
                    let change = self.change(item, ChangeKind::Moved);
                    changes.push(Change { old: place(was, counts.0), new: place(is, counts.1), ..change });
                }
                (after, changes)
            }
        }
    }

    fn fields<T: Part>(&self, item: Item, before: &T, after: &T) -> Vec<Change> {
        let differing = T::FIELDS.iter().filter(|field| !(field.is_same)(before, after));
        let further = T::further(before, after).map(|(property, old, new)| self.changed(item, property, old, new));
        differing
            .map(|field| {
                let (old, new) = ((field.text)(self.before, before), (field.text)(self.after, after));
                let mut change = self.changed(item, field.property, old, new);
                T::refine(before, after, &mut change);
                if change.old == change.new && change.lines.is_none() {
                    change.new.push_str(" (another one)");
                }
                change
            })
            .chain(further)
            .collect()
    }

    /// That an element was matched by its name. Between extensions with different keys nothing else is to be expected.
    fn new_key(&self, item: Item) -> Option<Change> {
        let key = item.key()?;
        let own = self.aligned.own_key(key);
        let is_news = own != key && self.before.key == self.after.key;
        is_news.then(|| self.changed(item, Property::Key, key.to_string(), own.to_string()))
    }

    fn technology(&self, item: Item, key: Key) -> Option<Change> {
        let (old, new) = self.technologies.of_element(key)?;
        Some(self.changed(item, Property::Technology, old, new))
    }

    /// What no element shows: the order in the lists of the technologies, and keys in them that nothing has.
    fn rest(&self, groups: &mut Vec<Group>) {
        let is_ours = |group: &Group| group.changes.iter().any(|change| change.after != Some(Item::Extension));
        if groups.iter().any(is_ours) || self.before.technologies == self.after.technologies {
            return;
        }
        let new = "lists of elements in another order".to_owned();
        let change = self.changed(Item::Extension, Property::Technology, String::new(), new);
        match groups.first_mut() {
            Some(group) if group.item() == Item::Extension => group.changes.push(change),
            _ => groups.insert(0, Group { name: self.after.name.to_string(), changes: vec![change] }),
        }
    }

    fn changed(&self, item: Item, property: Property, old: String, new: String) -> Change {
        Change { old, new, ..self.change(item, ChangeKind::Changed(property)) }
    }

    fn change(&self, item: Item, kind: ChangeKind) -> Change {
        Change {
            before: Some(item),
            after: Some(item),
            path: self.path(item, kind),
            kind,
            old: String::new(),
            new: String::new(),
            lines: None,
            breaks: Break::of(item, kind),
        }
    }

    fn path(&self, item: Item, kind: ChangeKind) -> String {
        let extension = if kind == ChangeKind::Removed { self.before } else { self.after };
        match item {
            Item::Resource(key) => extension.resource(key).map(|resource| resource.path()),
            // The owner is named as it is now.
            _ => item.path(extension),
        }
        .unwrap_or_default()
    }

    fn is_new_mandatory_input(&self, item: Item) -> bool {
        let Item::Parameter { action, parameter } = item else { return false };
        let parameter = self.after.actions.get(action).and_then(|action| action.parameters.get(parameter));
        parameter.is_some_and(|parameter| parameter.direction == Direction::Input { mandatory: true })
    }

    fn is_deployed(&self, item: Item) -> bool {
        let deploys =
            |key| self.before.resource(key).is_some_and(|it| it.deploy_action != extension::DeployAction::Ignore);
        item.kind() == Kind::Resource && item.key().is_some_and(deploys)
    }
}
