use std::sync::Arc;

use crate::{Key, Name, Origin};

/// The plug-in whose technology holds what was imported from assemblies.
pub const IMPORTED_PLUGIN: &str = "OutSystems.IntegrationStudio.Plugin.Net.Core";
/// The file name of the icon that imported actions have; the technology of imports lists it.
pub const IMPORTED_ICON: &str = ".NetAction.ico";
/// The plug-in whose technology holds what was made by hand.
pub const USER_DEFINED_PLUGIN: &str = "OutSystems.IntegrationStudio.Plugin.UserDefined.Core";

/// A list of the elements that one of Integration Studio's plug-ins made. Every action and structure
/// stands in exactly one technology.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Technology {
    /// The plug-in's name.
    pub plugin: Arc<str>,
    /// The plug-in's version when the technology was made; never changes.
    pub plugin_version: Arc<str>,
    /// Its identity.
    pub key: Key,
    /// Its name: `Technology1`, `Technology2`.
    pub name: Name,
    /// What it is; empty in every known file.
    pub description: Arc<str>,
    /// Keys of resources.
    pub resources: Arc<[Key]>,
    /// Keys of actions.
    pub actions: Arc<[Key]>,
    /// Keys of structures.
    pub structures: Arc<[Key]>,
    /// Keys of entities.
    pub entities: Arc<[Key]>,
    /// How it stood in its file.
    pub origin: Origin,
}

impl Technology {
    /// A technology that lists nothing yet.
    pub fn new(key: Key, name: &str, plugin: &str, plugin_version: &str) -> Self {
        Self {
            plugin: plugin.into(),
            plugin_version: plugin_version.into(),
            key,
            name: Name::as_found(name),
            description: "".into(),
            resources: [].into(),
            actions: [].into(),
            structures: [].into(),
            entities: [].into(),
            origin: Origin::default(),
        }
    }

    /// Whether the technology lists what was made by hand.
    pub fn is_user_defined(&self) -> bool {
        &*self.plugin == USER_DEFINED_PLUGIN
    }
}
