use std::sync::Arc;

use crate::{
    Action, DataType, Description, Elements, Entity, Folder, IMPORTED_PLUGIN, Key, Name, Origin, RecordDefinition,
    Resource, Structure, Technology, Timestamp, USER_DEFINED_PLUGIN,
};

/// An extension: what one XIF holds. A value: an edit makes another one, and the two share what the
/// edit did not touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// Its identity.
    pub key: Key,
    /// Its name, unique on a Platform Server.
    pub name: Name,
    /// What it offers.
    pub description: Description,
    /// The databases that it is meant to work with.
    pub dbms: Dbms,
    /// Who saved it when; the rest of what stands in the file's head.
    pub provenance: Arc<Provenance>,
    /// Its files.
    pub resources: Arc<Vec<Arc<Resource>>>,
    /// Files that lie beside it and are not packed: what the platform's tools show as excluded.
    pub excluded: Arc<Vec<Arc<Resource>>>,
    /// Its actions.
    pub actions: Elements<Action>,
    /// Its structures.
    pub structures: Elements<Structure>,
    /// Its entities.
    pub entities: Elements<Entity>,
    /// Which plug-in made which element.
    pub technologies: Arc<[Technology]>,
    /// How it stood in its file.
    pub origin: Origin,
}

/// The databases that an extension is meant to work with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Dbms {
    /// Any.
    All,
    /// SQL Server.
    SqlServer,
    /// Oracle.
    Oracle,
    /// A text that a file has and the studio does not know.
    Other(Arc<str>),
}

impl Dbms {
    /// Every known one, in the order in which the studio offers them.
    pub const ALL: [Self; 3] = [Self::All, Self::SqlServer, Self::Oracle];

    /// The name that the platform's tools show.
    pub fn label(&self) -> &str {
        match self {
            Self::All => "(All)",
            Self::SqlServer => "SqlServer",
            Self::Oracle => "Oracle",
            Self::Other(text) => text,
        }
    }
}

/// The head of a file beside the extension's own properties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// The key once more, as an upper-case GUID; also the project's identity.
    pub code_key: Arc<str>,
    /// `NET` in every known file.
    pub application_server_type: Arc<str>,
    /// Whether it belongs to the platform itself.
    pub is_system: bool,
    /// The result of the last verification.
    pub is_valid: bool,
    /// The version of the file's schema.
    pub last_upgrade_version: Arc<str>,
    /// The environment that saved it; empty when handed out by a server.
    pub activation_code: Arc<str>,
    /// Identity and name of a product; both absent in some older files.
    pub product: Option<(Arc<str>, Arc<str>)>,
    /// Whether it is an open-source product.
    pub is_open_source_product: bool,
    /// Grows by one with each save.
    pub generation: u64,
    /// Sixteen bytes as base64 that stand for the content.
    pub hash: Arc<str>,
    /// The version of the Integration Studio that saved it; empty when a server did.
    pub version: Arc<str>,
    /// When it was saved, in UTC.
    pub last_modified_utc: Timestamp,
    /// Empty in every known file.
    pub direct_upgrade_from: Arc<str>,
}

impl Extension {
    /// A new extension without resources, with the technologies that every file has.
    ///
    /// The three keys are its own and those of the two technologies.
    pub fn new(name: Name, keys: [Key; 3], now_utc: Timestamp) -> Self {
        let [key, imported, user_defined] = keys;
        Self {
            key,
            name,
            description: Description::default(),
            dbms: Dbms::All,
            provenance: Arc::new(Provenance::new(key, now_utc)),
            resources: Arc::default(),
            excluded: Arc::default(),
            actions: Elements::default(),
            structures: Elements::default(),
            entities: Elements::default(),
            technologies: [
                Technology::new(imported, "Technology1", IMPORTED_PLUGIN, Provenance::SAVED_BY),
                Technology::new(user_defined, "Technology2", USER_DEFINED_PLUGIN, Provenance::SAVED_BY),
            ]
            .into(),
            origin: Origin::default(),
        }
    }

    /// Whether its file is of an older major version of the platform, whose servers since 11.14 refuse it.
    pub fn is_of_older_version(&self) -> bool {
        Provenance::is_older(&self.provenance.last_upgrade_version, Provenance::SCHEMA)
    }

    /// The resource with this key.
    pub fn resource(&self, key: Key) -> Option<&Arc<Resource>> {
        self.resources.iter().find(|resource| resource.key == key)
    }

    /// The resource that is this file of this folder, ignoring case.
    pub fn resource_at(&self, folder: &str, file_name: &str) -> Option<&Arc<Resource>> {
        self.resources.iter().find(|resource| resource.is_at(folder, file_name))
    }

    /// The resource that the compiler's result becomes: `OutSystems.Nss<Name>.dll`.
    pub fn main_assembly(&self) -> Option<&Arc<Resource>> {
        self.resource_at(Folder::BINARIES, &self.main_assembly_name())
    }

    /// The file name of the assembly that the extension's project builds.
    pub fn main_assembly_name(&self) -> String {
        format!("OutSystems.Nss{}.dll", self.name)
    }

    /// The name of the structure or entity with this key.
    pub fn source_name(&self, key: Key) -> Option<&Name> {
        let structure = self.structures.get(key).map(|structure| &structure.name);
        structure.or_else(|| self.entities.get(key).map(|entity| &entity.name))
    }

    /// What a record is made of, as text: one name, or the names of a join with “, ” between them. A
    /// key that nothing has shows as “?”.
    pub fn record_label(&self, record: &RecordDefinition) -> String {
        let names = record.sources().iter().map(|&key| self.source_name(key).map_or("?", Name::as_str));
        names.collect::<Vec<_>>().join(", ")
    }

    /// A type as the studio shows it: `Text`, `Record (Address)`, `Record List (Order, Line)`,
    /// `Customer Identifier`.
    pub fn type_label(&self, data_type: &DataType) -> String {
        match data_type {
            DataType::Record(record) | DataType::RecordList(record) if !record.is_empty() => {
                format!("{data_type} ({})", self.record_label(record))
            }
            DataType::EntityIdentifier(key) => {
                format!("{} Identifier", self.source_name(*key).map_or("?", Name::as_str))
            }
            _ => data_type.to_string(),
        }
    }
}

impl Provenance {
    /// The schema version of every known file of version 11.
    pub const SCHEMA: &str = "11.0.0.200";
    /// The Integration Studio as which a new extension presents itself: the newest whose files are known.
    pub const SAVED_BY: &str = "11.14.25.134";

    /// Whether a version is lower than another one. One that is none, or that is not there, is not.
    pub fn is_older(version: &str, than: &str) -> bool {
        let parts = |text: &str| text.split('.').map(|part| part.parse::<u32>().ok()).collect::<Option<Vec<_>>>();
        match (parts(version), parts(than)) {
            (Some(own), Some(than)) => own < than,
            _ => false,
        }
    }

    fn new(key: Key, now_utc: Timestamp) -> Self {
        Self {
            code_key: key.guid().into(),
            application_server_type: "NET".into(),
            is_system: false,
            is_valid: false,
            last_upgrade_version: Self::SCHEMA.into(),
            activation_code: "".into(),
            product: Some(("".into(), "".into())),
            is_open_source_product: false,
            generation: 0,
            hash: "".into(),
            version: Self::SAVED_BY.into(),
            last_modified_utc: now_utc,
            direct_upgrade_from: "".into(),
        }
    }
}
