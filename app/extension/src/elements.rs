use std::ops::Deref;
use std::sync::Arc;

use crate::{Action, Entity, EntityAttribute, Key, Name, Parameter, Structure, StructureAttribute};

/// An element of a folder: something with a key and a name.
pub trait Element {
    /// The key, which never changes.
    fn key(&self) -> Key;
    /// The name.
    fn name(&self) -> &Name;
}

macro_rules! elements {
    ($($type:ty),+) => {$(
        impl Element for $type {
            fn key(&self) -> Key {
                self.key
            }

            fn name(&self) -> &Name {
                &self.name
            }
        }
    )+};
}

elements!(Action, Parameter, Structure, StructureAttribute, Entity, EntityAttribute);

/// The elements of one folder, in order. Cloning shares them; changing one leaves the others shared.
#[derive(Debug, PartialEq, Eq)]
pub struct Elements<T>(Arc<Vec<Arc<T>>>);

impl<T> Elements<T> {
    /// The list of these elements, which stay shared with where they come from.
    pub fn of_shared(elements: Vec<Arc<T>>) -> Self {
        Self(Arc::new(elements))
    }

    /// Whether the two are one list in memory, so that nothing can differ.
    pub fn is_shared(one: &Self, other: &Self) -> bool {
        Arc::ptr_eq(&one.0, &other.0)
    }

    /// The elements without the one at this position.
    #[must_use]
    pub fn without(&self, position: usize) -> Self {
        let mut list = self.0.as_ref().clone();
        if position < list.len() {
            list.remove(position);
        }
        Self(Arc::new(list))
    }

    /// The elements with one more at this position, or at the end where the position is beyond it.
    #[must_use]
    pub fn with(&self, position: usize, element: T) -> Self {
        let mut list = Vec::with_capacity(self.0.len() + 1);
        list.extend_from_slice(&self.0);
        list.insert(position.min(list.len()), Arc::new(element));
        Self(Arc::new(list))
    }

    /// The elements with the one at this position exchanged.
    #[must_use]
    pub fn with_replaced(&self, position: usize, element: T) -> Self {
        let mut list = self.0.as_ref().clone();
        if let Some(place) = list.get_mut(position) {
            *place = Arc::new(element);
        }
        Self(Arc::new(list))
    }

    /// The elements with the one at `from` moved to where `to` is in the result.
    #[must_use]
    pub fn with_moved(&self, from: usize, to: usize) -> Self {
        let mut list = self.0.as_ref().clone();
        if from < list.len() {
            let element = list.remove(from);
            list.insert(to.min(list.len()), element);
        }
        Self(Arc::new(list))
    }
}

impl<T: Element> Elements<T> {
    /// Where the element with this key stands.
    pub fn position(&self, key: Key) -> Option<usize> {
        self.0.iter().position(|element| element.key() == key)
    }

    /// The element with this key.
    pub fn get(&self, key: Key) -> Option<&Arc<T>> {
        self.0.iter().find(|element| element.key() == key)
    }

    /// The first element with this name, ignoring case as the platform does.
    pub fn named(&self, name: &Name) -> Option<&Arc<T>> {
        self.0.iter().find(|element| element.name().is_same(name))
    }

    /// The first of `Action1`, `Action2`, … that no element has: the name of a new element.
    pub fn free_name(&self, stem: &str) -> Name {
        let taken: std::collections::HashSet<String> =
            self.0.iter().map(|element| element.name().as_str().to_ascii_lowercase()).collect();
        let lower = stem.to_ascii_lowercase();
        let number = (1..=self.0.len() + 1).find(|number| !taken.contains(&format!("{lower}{number}"))).unwrap_or(1);
        Name::as_found(&format!("{stem}{number}"))
    }
}

impl<T> Clone for Elements<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Elements<T> {
    fn default() -> Self {
        Self(Arc::new(Vec::new()))
    }
}

impl<T> FromIterator<T> for Elements<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        Self(Arc::new(elements.into_iter().map(Arc::new).collect()))
    }
}

impl<T> Deref for Elements<T> {
    type Target = [Arc<T>];

    fn deref(&self) -> &[Arc<T>] {
        &self.0
    }
}

impl<'a, T> IntoIterator for &'a Elements<T> {
    type Item = &'a Arc<T>;
    type IntoIter = std::slice::Iter<'a, Arc<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
