use std::sync::Arc;

use super::Side;
use super::conflict::{Conflict, Subject};
use super::list::List;
use super::sides::Sides;
use crate::Part;
use extension::{Elements, Extension, Item, Kind, Property, Resource};

/// A merge on its way. Conflicts are counted in the same order whatever is chosen, so that the n-th choice is always
/// about the n-th conflict.
pub(super) struct Merger<'a> {
    pub(super) sides: Sides<&'a Extension>,
    choices: &'a [Side],
    conflicts: Vec<Conflict>,
}

impl<'a> Merger<'a> {
    pub(super) fn new(sides: Sides<&'a Extension>, choices: &'a [Side]) -> Self {
        Self { sides, choices, conflicts: Vec::new() }
    }

    pub(super) fn into_conflicts(self) -> Vec<Conflict> {
        self.conflicts
    }

    /// Notes a conflict and says which side is taken.
    pub(super) fn conflict(&mut self, item: Item, subject: Subject, texts: Sides<String>) -> Side {
        let choice = self.choices.get(self.conflicts.len()).copied().unwrap_or(Side::Ours);
        let Sides { base, ours, theirs } = texts;
        self.conflicts.push(Conflict { item, path: self.path(item), subject, base, ours, theirs });
        choice
    }

    pub(super) fn extension(&mut self) -> Extension {
        let sides = self.sides;
        let mut merged = sides.ours.clone();
        self.fields(Item::Extension, Some(sides.base), sides.ours, sides.theirs, &mut merged);
        let generations = sides.map(|it| it.provenance.generation);
        if generations.settled(|one, other| one == other).is_none() {
            Arc::make_mut(&mut merged.provenance).generation = generations.ours.max(generations.theirs);
        }
        let owner = Item::Extension;
        let resources = List { owner, kind: Some(Kind::Resource), item: &Item::Resource };
        merged.resources = Arc::new(self.list(&resources, sides.map(|it| it.resources.as_slice()), Self::resource));
        merged.excluded = self.excluded(&merged.resources);
        let actions = List { owner, kind: Some(Kind::Action), item: &Item::Action };
        merged.actions = Elements::of_shared(self.list(&actions, sides.map(|it| &*it.actions), Self::action));
        let structures = List { owner, kind: Some(Kind::Structure), item: &Item::Structure };
        merged.structures =
            Elements::of_shared(self.list(&structures, sides.map(|it| &*it.structures), Self::structure));
        let entities = List { owner, kind: Some(Kind::Entity), item: &Item::Entity };
        merged.entities = Elements::of_shared(self.list(&entities, sides.map(|it| &*it.entities), Self::entity));
        merged.technologies = self.technologies(&merged);
        merged
    }

    /// Gives `merged`, which is a copy of `ours`, what their side changed of its properties. Contents of files are left
    /// alone.
    pub(super) fn fields<T: Part>(&mut self, item: Item, base: Option<&T>, ours: &T, theirs: &T, merged: &mut T) {
        for field in T::FIELDS.iter().filter(|field| field.property != Property::Content) {
            let is_same = field.is_same;
            if is_same(ours, theirs) || base.is_some_and(|base| is_same(base, theirs)) {
                continue;
            }
            let side = if base.is_some_and(|base| is_same(base, ours)) {
                Side::Theirs
            } else if field.property.is_of_save() {
                if T::is_later(theirs, ours) { Side::Theirs } else { Side::Ours }
            } else {
                let texts = Sides {
                    base: base.map(|base| (field.text)(self.sides.base, base)).unwrap_or_default(),
                    ours: (field.text)(self.sides.ours, ours),
                    theirs: (field.text)(self.sides.theirs, theirs),
                };
                self.conflict(item, Subject::Property(field.property), texts)
            };
            if side == Side::Theirs {
                (field.take)(merged, theirs);
            }
        }
    }

    /// Files beside the extension: those of both sides, without what one side took away and without what became a
    /// resource.
    fn excluded(&self, resources: &[Arc<Resource>]) -> Arc<Vec<Arc<Resource>>> {
        let lists = self.sides.map(|it| &it.excluded);
        if let Some(side) = lists.settled(|one, other| one == other) {
            return Arc::clone(lists.take(side));
        }
        let has = |list: &[Arc<Resource>], it: &Arc<Resource>| list.iter().any(|other| other.key == it.key);
        let stays = |it: &&Arc<Resource>| {
            let is_taken_away = has(lists.base, it) && !(has(lists.ours, it) && has(lists.theirs, it));
            !is_taken_away && !has(resources, it)
        };
        let only_theirs = lists.theirs.iter().filter(|it| !has(lists.ours, it));
        Arc::new(lists.ours.iter().chain(only_theirs).filter(stays).cloned().collect())
    }

    fn path(&self, item: Item) -> String {
        let path = |extension: &Extension| match item {
            Item::Resource(key) => extension.resource(key).map(|resource| resource.path()),
            _ => item.path(extension),
        };
        path(self.sides.ours).or_else(|| path(self.sides.theirs)).or_else(|| path(self.sides.base)).unwrap_or_default()
    }
}
