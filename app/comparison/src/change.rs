use super::LineChanges;
use extension::{Item, Property};

/// What differs between two extensions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// A group for each element that differs: the extension first, then resources, actions, structures and entities in
    /// the order of the later extension, with what is gone where it stood.
    pub groups: Vec<Group>,
}

/// What differs in one element and its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name, or the path of a resource: as it is now, or as it was when it is gone.
    pub name: String,
    /// What differs, the element itself first.
    pub changes: Vec<Change>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Whose difference: as the earlier extension has it. `None` for what is new.
    pub before: Option<Item>,
    /// As the later extension has it. `None` for what is gone.
    pub after: Option<Item>,
    /// Its path, such as `GetOrder.Lines`.
    pub path: String,
    /// What became of it.
    pub kind: ChangeKind,
    /// What it was: the value of the property, or all that is gone in one line. Empty where nothing was.
    pub old: String,
    /// What it is: the value of the property, or all that is new in one line.
    pub new: String,
    /// The lines that differ, for the content of a text.
    pub lines: Option<LineChanges>,
    /// Why modules that use the extension break, if they do.
    pub breaks: Option<super::Break>,
}

/// What became of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It moved among its siblings.
    Moved,
    /// A property has another value.
    Changed(Property),
}

impl Comparison {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Whether the two differ in nothing but what every save writes anew.
    pub fn is_of_save_only(&self) -> bool {
        self.changes().all(Change::is_of_save)
    }

    /// Every difference in order.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.groups.iter().flat_map(|group| &group.changes)
    }
}

impl Group {
    /// The element.
    pub fn item(&self) -> Item {
        self.changes.first().map_or(Item::Extension, |change| change.item().owner())
    }

    /// The element as each of the two extensions has it: two where one that was made again is matched by its name.
    pub fn items(&self) -> Vec<Item> {
        let own = |change: &Change| [change.after, change.before].into_iter().flatten().map(Item::owner);
        let mut items: Vec<Item> = self.changes.iter().flat_map(own).collect();
        items.sort();
        items.dedup();
        items
    }

    /// What became of the element as a whole.
    pub fn kind(&self) -> ChangeKind {
        let whole = |change: &&Change| change.item() == change.item().owner();
        let kind = self.changes.iter().find(whole).map(|change| change.kind);
        match kind {
            Some(kind @ (ChangeKind::Added | ChangeKind::Removed)) => kind,
            Some(ChangeKind::Moved) if self.changes.len() == 1 => ChangeKind::Moved,
            _ => ChangeKind::Changed(Property::Content),
        }
    }
}

impl Change {
    /// The item: as the later extension has it, or as the earlier one had it when it is gone.
    pub fn item(&self) -> Item {
        self.after.or(self.before).unwrap_or(Item::Extension)
    }

    /// The property, where one changed.
    pub fn property(&self) -> Option<Property> {
        match self.kind {
            ChangeKind::Changed(property) => Some(property),
            _ => None,
        }
    }

    /// Whether it is what every save writes anew: generation, hash, times.
    pub fn is_of_save(&self) -> bool {
        self.item() == Item::Extension && self.property().is_some_and(Property::is_of_save)
    }
}
