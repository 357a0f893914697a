use std::collections::HashSet;
use std::sync::Arc;

use super::Side;
use super::conflict::Subject;
use super::list::List;
use super::merger::Merger;
use super::order::order;
use super::sides::Sides;
use extension::{Extension, Item, Key, Property, Technology};

/// One of the lists of a technology, and its place in it.
type Keys = (fn(&Technology) -> &Arc<[Key]>, fn(&mut Technology) -> &mut Arc<[Key]>);

const LISTS: [Keys; 4] = [
    (|it| &it.resources, |it| &mut it.resources),
    (|it| &it.actions, |it| &mut it.actions),
    (|it| &it.structures, |it| &mut it.structures),
    (|it| &it.entities, |it| &mut it.entities),
];

impl Merger<'_> {
    /// Which plug-in made what, of both sides. Conflicts are told of the extension.
    pub(super) fn technologies(&mut self, merged: &Extension) -> Arc<[Technology]> {
        let lists = self.sides.map(|it| it.technologies.iter().cloned().map(Arc::new).collect::<Vec<_>>());
        let sides = Sides { base: lists.base.as_slice(), ours: lists.ours.as_slice(), theirs: lists.theirs.as_slice() };
        let list = List { owner: Item::Extension, kind: None, item: &|_| Item::Extension };
        let technologies = self.list(&list, sides, |merger, item, base, ours, theirs| {
            let mut both = Technology::clone(ours);
            merger.fields(item, base, ours, theirs, &mut both);
            let empty = Technology::new(ours.key, "", "", "");
            let sides = Sides { base: base.unwrap_or(&empty), ours: &**ours, theirs: &**theirs };
            for (list, place) in LISTS {
                *place(&mut both) = merger.keys(sides.map(list));
            }
            Arc::new(both)
        });
        let mut technologies: Vec<Technology> = technologies.into_iter().map(Arc::unwrap_or_clone).collect();
        self.without_gone(&mut technologies, merged);
        self.with_left_out(&mut technologies, merged);
        technologies.into()
    }

    /// Takes out the elements that are gone. Keys that no version has an element for are kept as they are.
    fn without_gone(&self, technologies: &mut [Technology], merged: &Extension) {
        let (known, staying) = (self.sides.map(keys), keys(merged));
        let was_there = |key: &Key| [&known.base, &known.ours, &known.theirs].iter().any(|it| it.contains(key));
        let stays = |key: &Key| staying.contains(key) || !was_there(key);
        for technology in technologies {
            for (list, place) in LISTS {
                if !list(technology).iter().all(stays) {
                    *place(technology) = list(technology).iter().copied().filter(stays).collect();
                }
            }
        }
    }

    /// Lists an element again that one side deleted and the other side's conflict kept.
    fn with_left_out(&self, technologies: &mut [Technology], merged: &Extension) {
        let (known, staying) = (self.sides.map(keys), keys(merged));
        let has_both = |key: &Key| known.ours.contains(key) && known.theirs.contains(key);
        let kept: HashSet<Key> = staying.into_iter().filter(|key| !has_both(key)).collect();
        for (list, place) in LISTS {
            let mut left_out = kept.clone();
            technologies.iter().flat_map(|it| list(it).iter()).for_each(|key| {
                left_out.remove(key);
            });
            for source in [self.sides.ours, self.sides.theirs] {
                for technology in source.technologies.iter() {
                    let missing: Vec<Key> =
                        list(technology).iter().copied().filter(|key| left_out.remove(key)).collect();
                    let own = technologies.iter_mut().find(|it| it.key == technology.key);
                    if let Some(own) = own.filter(|_| !missing.is_empty()) {
                        *place(own) = list(own).iter().copied().chain(missing).collect();
                    }
                }
            }
        }
    }

    fn keys(&mut self, lists: Sides<&Arc<[Key]>>) -> Arc<[Key]> {
        let sets = lists.map(|list| list.iter().copied().collect::<HashSet<Key>>());
        let slices = lists.map(|list| &**list);
        // A key that stands twice is of no known file.
        if lists.ours.len() != sets.ours.len() || lists.theirs.len() != sets.theirs.len() {
            let texts = slices.map(|keys| keys.iter().map(Key::to_string).collect::<Vec<_>>().join(", "));
            let side = slices.settled(|one, other| one == other);
            let subject = Subject::Property(Property::Technology);
            return Arc::clone(lists.take(side.unwrap_or_else(|| self.conflict(Item::Extension, subject, texts))));
        }
        let is_listed = |key: &Key| {
            let (ours, was) = (sets.ours.contains(key), sets.base.contains(key));
            if ours == was { sets.theirs.contains(key) } else { ours }
        };
        let staying: HashSet<Key> = lists.ours.iter().chain(lists.theirs.iter()).copied().filter(is_listed).collect();
        // The order in these lists means nothing, so ours is as good as theirs.
        order(slices, &staying, || Side::Ours).into()
    }
}

fn keys(extension: &Extension) -> HashSet<Key> {
    let resources = extension.resources.iter().map(|it| it.key);
    let actions = extension.actions.iter().map(|it| it.key);
    let structures = extension.structures.iter().map(|it| it.key);
    let entities = extension.entities.iter().map(|it| it.key);
    resources.chain(actions).chain(structures).chain(entities).collect()
}
