use extension::{Extension, Item, Key};

/// What a tab shows, and what a command can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// The extension's own properties.
    Extension,
    /// An action.
    Action(Key),
    /// A structure.
    Structure(Key),
    /// An entity.
    Entity(Key),
    /// The properties of a resource.
    Resource(Key),
    /// The text of a resource.
    Source(Key),
}

impl Target {
    /// What shows an item: the editor of the element that it is or belongs to.
    pub fn of(item: Item) -> Self {
        match item.owner() {
            Item::Action(key) => Self::Action(key),
            Item::Structure(key) => Self::Structure(key),
            Item::Entity(key) => Self::Entity(key),
            Item::Resource(key) => Self::Resource(key),
            _ => Self::Extension,
        }
    }

    /// The element that it shows.
    pub fn item(self) -> Item {
        match self {
            Self::Extension => Item::Extension,
            Self::Action(key) => Item::Action(key),
            Self::Structure(key) => Item::Structure(key),
            Self::Entity(key) => Item::Entity(key),
            Self::Resource(key) | Self::Source(key) => Item::Resource(key),
        }
    }

    /// Whether the extension has what the target names.
    pub fn exists_in(self, extension: &Extension) -> bool {
        self.title(extension).is_some()
    }

    /// The name of what the target is, for the tab; `None` when the extension does not have it.
    pub fn title(self, extension: &Extension) -> Option<String> {
        match self {
            Self::Extension => Some(extension.name.to_string()),
            Self::Action(key) => extension.actions.get(key).map(|action| action.name.to_string()),
            Self::Structure(key) => extension.structures.get(key).map(|structure| structure.name.to_string()),
            Self::Entity(key) => extension.entities.get(key).map(|entity| entity.name.to_string()),
            Self::Resource(key) | Self::Source(key) => {
                extension.resource(key).map(|resource| resource.file_name.to_string())
            }
        }
    }
}

/// The open tabs, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tabs {
    open: Vec<Target>,
    active: Option<Target>,
}

impl Tabs {
    /// The open tabs from left to right.
    pub fn open(&self) -> &[Target] {
        &self.open
    }

    /// The tab that is shown.
    pub fn active(&self) -> Option<Target> {
        self.active
    }

    /// Opens the tab behind the active one, if it is not open yet, and shows it.
    pub(crate) fn show(&mut self, target: Target) {
        if !self.open.contains(&target) {
            let behind = self.active.and_then(|active| self.open.iter().position(|open| *open == active));
            self.open.insert(behind.map_or(self.open.len(), |position| position + 1), target);
        }
        self.active = Some(target);
    }

    /// Closes the tab; its right neighbour is shown when it was the active one.
    pub(crate) fn close(&mut self, target: Target) {
        let Some(position) = self.open.iter().position(|open| *open == target) else { return };
        self.open.remove(position);
        if self.active == Some(target) {
            self.active = self.open.get(position).or(self.open.last()).copied();
        }
    }

    /// Closes every tab but this one, which is shown.
    pub(crate) fn close_others(&mut self, target: Target) {
        if self.open.contains(&target) {
            *self = Self { open: vec![target], active: Some(target) };
        }
    }

    /// Closes every tab.
    pub(crate) fn close_all(&mut self) {
        *self = Self::default();
    }

    /// Closes the tabs of what is no longer there.
    pub(crate) fn keep_existing(&mut self, extension: &Extension) {
        let gone: Vec<Target> = self.open.iter().copied().filter(|target| !target.exists_in(extension)).collect();
        for target in gone {
            self.close(target);
        }
    }
}
