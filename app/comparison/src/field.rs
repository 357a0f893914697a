use super::Change;
use extension::{Extension, Key, Property};

/// A property of one kind of element: how it is compared, shown and taken over from another version.
pub(crate) struct Field<T: 'static> {
    pub(crate) property: Property,
    pub(crate) is_same: fn(&T, &T) -> bool,
    /// The value as a user reads it, within the extension that has it; empty where there is none.
    pub(crate) text: fn(&Extension, &T) -> String,
    /// Gives the first the value of the second.
    pub(crate) take: fn(&mut T, &T),
}

/// What an extension is made of: something with a key and properties. Parts of its own are not properties.
pub(crate) trait Part: Clone + PartialEq + 'static {
    /// Every property, in the order in which they are shown.
    const FIELDS: &'static [Field<Self>];

    /// What tells it from others, in every version.
    fn identity(&self) -> Key;

    /// Its name, or the path of a resource.
    fn label(&self) -> String;

    /// All of it in one line, for what is new or gone.
    fn summary(&self, extension: &Extension) -> String;

    /// Whether the first was saved later, where that is known of each element.
    fn is_later(_one: &Self, _other: &Self) -> bool {
        false
    }

    /// What follows from a difference and says more than it: a property that no field has, with its value in both.
    fn further(_before: &Self, _after: &Self) -> Option<(Property, String, String)> {
        None
    }

    /// Says better what two texts alone do not say.
    fn refine(_before: &Self, _after: &Self, _change: &mut Change) {}
}
