use std::collections::{HashMap, HashSet, VecDeque};

use super::wire::{self, Reference};
use extension::{Element, Elements, Extension, Key, Kind};

/// What the references of a copy stand for in the extension that it is pasted into.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// Whether the copy came from the extension: then keys are those of the extension.
    pub(super) is_home: bool,
    home: HashSet<(Kind, Key)>,
    by_name: HashMap<(Kind, String), Key>,
    pasted: Names<Key>,
    /// The new keys that an element has already: a text that a person changed may have a key twice.
    used: HashSet<Key>,
    told: HashSet<Key>,
    needed: Names<usize>,
    /// The key that a needed element gets.
    chosen: HashMap<usize, Key>,
    /// The needed elements that were chosen and are still to be made.
    waiting: VecDeque<(usize, Key)>,
}

/// Elements of a copy by key and by name.
#[derive(Debug)]
struct Names<T> {
    by_key: HashMap<(Kind, String), T>,
    by_name: HashMap<(Kind, String), T>,
}

/// What a reference stands for.
pub(super) enum Link {
    /// An element that is pasted too, or was in the extension that the copy came from.
    Same(Key),
    /// An element of another extension that has the same name.
    Namesake(Key),
    /// A needed element that is added.
    Added(Key),
    /// Nothing.
    Missing,
}

impl Links {
    pub(super) fn new(target: &Extension, clip: &wire::Clip, new_key: &mut dyn FnMut() -> Key) -> Self {
        let mut links = Self { is_home: clip.extension.as_str() == target.key.to_string(), ..Self::default() };
        links.learn(Kind::Structure, &target.structures);
        links.learn(Kind::Entity, &target.entities);
        links.home.extend(target.resources.iter().map(|resource| (Kind::Resource, resource.key)));
        for element in &clip.items {
            if !element.is_row() {
                links.pasted.insert(element, new_key());
            }
        }
        for (index, element) in clip.needed.iter().enumerate() {
            links.needed.insert(element, index);
        }
        links
    }

    fn learn<T: Element>(&mut self, kind: Kind, elements: &Elements<T>) {
        for element in elements {
            self.home.insert((kind, element.key()));
            self.by_name.entry((kind, element.name().as_str().to_ascii_lowercase())).or_insert(element.key());
        }
    }

    /// The new key of a copied element.
    pub(super) fn key_of(&mut self, element: &wire::Element, new_key: &mut dyn FnMut() -> Key) -> Key {
        let key = self.pasted.get_of(element).copied();
        key.filter(|key| self.used.insert(*key)).unwrap_or_else(new_key)
    }

    /// What the reference stands for; a needed element that it stands for will be added.
    pub(super) fn find(&mut self, kind: Kind, reference: &Reference, new_key: &mut dyn FnMut() -> Key) -> Link {
        if let Some(key) = self.pasted.get(kind, reference) {
            return Link::Same(*key);
        }
        let key = reference.key.as_str().parse::<Key>().ok().filter(|key| self.home.contains(&(kind, *key)));
        if let Some(key) = key.filter(|_| self.is_home) {
            return Link::Same(key);
        }
        if let Some(key) = self.by_name.get(&(kind, reference.name.as_str().to_ascii_lowercase())) {
            return if self.is_home { Link::Same(*key) } else { Link::Namesake(*key) };
        }
        let Some(index) = self.needed.get(kind, reference).copied() else { return Link::Missing };
        if let Some(key) = self.chosen.get(&index) {
            return Link::Added(*key);
        }
        let key = new_key();
        self.chosen.insert(index, key);
        self.waiting.push_back((index, key));
        Link::Added(key)
    }

    /// The place in the copy of the needed element that the reference stands for.
    pub(super) fn needed(&self, kind: Kind, reference: &Reference) -> Option<usize> {
        self.needed.get(kind, reference).copied()
    }

    /// Whether the user has not been told about this element yet.
    pub(super) fn is_news(&mut self, key: Key) -> bool {
        self.told.insert(key)
    }

    /// A needed element that was chosen and is to be made now, with its key.
    pub(super) fn next_waiting(&mut self) -> Option<(usize, Key)> {
        self.waiting.pop_front()
    }
}

impl<T> Names<T> {
    fn insert(&mut self, element: &wire::Element, value: T)
    where
        T: Clone,
    {
        let (kind, (key, name)) = (element.kind(), element.key_and_name());
        if !key.is_empty() {
            self.by_key.entry((kind, key)).or_insert_with(|| value.clone());
        }
        self.by_name.entry((kind, name)).or_insert(value);
    }

    fn get_of(&self, element: &wire::Element) -> Option<&T> {
        let (kind, (key, name)) = (element.kind(), element.key_and_name());
        if key.is_empty() { self.by_name.get(&(kind, name)) } else { self.by_key.get(&(kind, key)) }
    }

    fn get(&self, kind: Kind, reference: &Reference) -> Option<&T> {
        if reference.key.is_empty() {
            self.by_name.get(&(kind, reference.name.as_str().to_ascii_lowercase()))
        } else {
            self.by_key.get(&(kind, reference.key.as_str().to_owned()))
        }
    }
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { by_key: HashMap::new(), by_name: HashMap::new() }
    }
}
