use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Side;
use super::conflict::Subject;
use super::merger::Merger;
use super::order::order;
use super::sides::Sides;
use crate::Part;
use extension::{Item, Key, Kind, Property};

/// A list of elements: whose it is, of what kind, and how its elements are named.
pub(super) struct List<'a> {
    pub(super) owner: Item,
    /// `None` for technologies, which are not elements to a user.
    pub(super) kind: Option<Kind>,
    pub(super) item: &'a dyn Fn(Key) -> Item,
}

impl List<'_> {
    fn subject(&self, of: fn(Kind) -> Subject) -> Subject {
        self.kind.map_or(Subject::Property(Property::Technology), of)
    }
}

impl Merger<'_> {
    /// The list with the elements of both sides. `both` merges an element that both sides have; the version that both
    /// come from may lack it.
    pub(super) fn list<T: Part>(
        &mut self,
        list: &List<'_>,
        sides: Sides<&[Arc<T>]>,
        both: impl Fn(&mut Self, Item, Option<&T>, &Arc<T>, &Arc<T>) -> Arc<T>,
    ) -> Vec<Arc<T>> {
        if let Some(side) = sides.settled(|one, other| one.iter().map(Shared).eq(other.iter().map(Shared))) {
            return sides.take(side).to_vec();
        }
        let keys = sides.map(|list| list.iter().map(|element| element.identity()).collect::<Vec<Key>>());
        if has_doubles(&keys.base) || has_doubles(&keys.ours) || has_doubles(&keys.theirs) {
            let texts = sides.map(names);
            return sides.take(self.conflict(list.owner, list.subject(Subject::Parts), texts)).to_vec();
        }
        let mut staying = self.staying(list, sides, both);
        let all: HashSet<Key> = staying.keys().copied().collect();
        let keys = Sides { base: keys.base.as_slice(), ours: keys.ours.as_slice(), theirs: keys.theirs.as_slice() };
        let decide = || self.conflict(list.owner, list.subject(Subject::Order), sides.map(names));
        order(keys, &all, decide).iter().filter_map(|key| staying.remove(key)).collect()
    }

    /// The elements of the merged list by key.
    fn staying<T: Part>(
        &mut self,
        list: &List<'_>,
        sides: Sides<&[Arc<T>]>,
        both: impl Fn(&mut Self, Item, Option<&T>, &Arc<T>, &Arc<T>) -> Arc<T>,
    ) -> HashMap<Key, Arc<T>> {
        let known = sides.map(|list| list.iter().map(|it| (it.identity(), it)).collect::<HashMap<Key, &Arc<T>>>());
        let mut staying = HashMap::new();
        let only_theirs = sides.theirs.iter().filter(|it| !known.ours.contains_key(&it.identity()));
        for element in sides.ours.iter().chain(only_theirs) {
            let key = element.identity();
            let item = (list.item)(key);
            let (base, ours, theirs) = (known.base.get(&key), known.ours.get(&key), known.theirs.get(&key));
            let kept = match (base, ours, theirs) {
                (base, Some(ours), Some(theirs)) => Some(both(self, item, base.map(|it| &***it), ours, theirs)),
                (Some(base), Some(ours), None) => self.half(item, base, ours, Side::Theirs),
                (Some(base), None, Some(theirs)) => self.half(item, base, theirs, Side::Ours),
                (None, ours, theirs) => ours.or(theirs).map(|it| Arc::clone(it)),
                (Some(_), None, None) => None,
            };
            staying.extend(kept.map(|element| (key, element)));
        }
        staying
    }

    /// An element that one side deleted: gone, unless the other side changed it and its version is chosen.
    fn half<T: Part>(&mut self, item: Item, base: &Arc<T>, left: &Arc<T>, by: Side) -> Option<Arc<T>> {
        if Shared(base) == Shared(left) {
            return None;
        }
        let summary = self.sides.take(by.other());
        let (was, is) = (base.summary(self.sides.base), left.summary(summary));
        let texts = match by {
            Side::Ours => Sides { base: was, ours: String::new(), theirs: is },
            Side::Theirs => Sides { base: was, ours: is, theirs: String::new() },
        };
        (self.conflict(item, Subject::Deleted { by }, texts) != by).then(|| Arc::clone(left))
    }
}

/// An element that is compared by its place in memory first.
struct Shared<'a, T>(&'a Arc<T>);

impl<T: PartialEq> PartialEq for Shared<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(self.0, other.0) || self.0 == other.0
    }
}

/// Whether the two elements are equal.
pub(super) fn is_same<T: PartialEq>(one: &Arc<T>, other: &Arc<T>) -> bool {
    Shared(one) == Shared(other)
}

fn names<T: Part>(list: &[Arc<T>]) -> String {
    list.iter().map(|element| element.label()).collect::<Vec<_>>().join(", ")
}

fn has_doubles(keys: &[Key]) -> bool {
    let mut seen = HashSet::with_capacity(keys.len());
    !keys.iter().all(|key| seen.insert(*key))
}
