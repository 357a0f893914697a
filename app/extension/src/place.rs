use crate::{Extension, Key, Kind};

/// A part of an extension, by keys: what a finding, a use or a hit of a search is about, and what can be
/// selected, moved, copied and deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Item {
    /// The extension itself.
    Extension,
    /// An action.
    Action(Key),
    /// A parameter of an action.
    Parameter {
        /// The action.
        action: Key,
        /// The parameter.
        parameter: Key,
    },
    /// A structure.
    Structure(Key),
    /// An attribute of a structure.
    StructureAttribute {
        /// The structure.
        structure: Key,
        /// The attribute.
        attribute: Key,
    },
    /// An entity.
    Entity(Key),
    /// An attribute of an entity.
    EntityAttribute {
        /// The entity.
        entity: Key,
        /// The attribute.
        attribute: Key,
    },
    /// A resource.
    Resource(Key),
}

/// A property of an item, by the name that the platform's tools show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Property {
    /// The name, or the file name of a resource.
    Name,
    /// The description.
    Description,
    /// The databases of an extension.
    Dbms,
    /// The icon of an action.
    Icon,
    /// Whether an action is a function.
    Function,
    /// The parameters of an action, as a whole.
    Parameters,
    /// Whether a parameter is an input or an output.
    Direction,
    /// Whether a value must be given.
    Mandatory,
    /// The type.
    DataType,
    /// What a record is made of.
    RecordType,
    /// The default value.
    DefaultValue,
    /// The length of a Text or Decimal.
    Length,
    /// The decimals of a Decimal.
    Decimals,
    /// The attributes of a structure or an entity, as a whole.
    Attributes,
    /// The table of an entity.
    PhysicalTable,
    /// The logical database of an entity.
    LogicalDatabase,
    /// The identifier of an entity.
    Identifier,
    /// What an entity does with default values.
    DefaultValueBehavior,
    /// The column's name.
    OriginalName,
    /// The column's type.
    OriginalType,
    /// Whether the database makes the value.
    AutoNumber,
    /// Whether an attribute is left out.
    Ignore,
    /// Where a file goes.
    DeployAction,
    /// The bytes of a file.
    Content,
    /// The folder of a resource.
    Folder,
    /// When a file or the extension was last changed or saved.
    LastModified,
    /// Whether a file is an assembly that the project references.
    CodeReference,
    /// The framework assemblies that an imported assembly references.
    References,
    /// The version of .NET Framework that a project targets.
    TargetFramework,
    /// The report of the import that made an element.
    ImportDetails,
    /// The body that an import describes.
    Body,
    /// The same for Java.
    JavaBody,
    /// The .NET member behind an imported action.
    ImportedMember,
    /// The plug-in that made an element; of an extension, its list of them.
    Technology,
    /// Where an element stands among its siblings.
    Position,
    /// The key, which never changes.
    Key,
    /// The key of an extension once more, as a GUID.
    CodeKey,
    /// The application server of an extension.
    ApplicationServer,
    /// Whether an extension belongs to the platform.
    System,
    /// The product that an extension belongs to.
    Product,
    /// Whether that is an open-source product.
    OpenSourceProduct,
    /// The version of the file's schema.
    SchemaVersion,
    /// What an extension was upgraded from.
    DirectUpgradeFrom,
    /// How often an extension was saved.
    Generation,
    /// The hash of the content of an extension.
    Hash,
    /// The result of the last verification.
    Valid,
    /// The version of the Integration Studio that saved it.
    SavedByVersion,
    /// The environment that saved it.
    ActivationCode,
}

/// A property of an item: a field on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Whose property it is.
    pub item: Item,
    /// Which property.
    pub property: Property,
}

/// An item that uses another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The parameter or attribute whose type it is, or the action whose icon it is.
    pub item: Item,
    /// Its path, such as `GetOrder.Lines`.
    pub path: String,
}

impl Item {
    /// Its own key; the extension's is nobody's business here.
    pub const fn key(self) -> Option<Key> {
        match self {
            Self::Extension => None,
            Self::Action(key) | Self::Structure(key) | Self::Entity(key) | Self::Resource(key) => Some(key),
            Self::Parameter { parameter, .. } => Some(parameter),
            Self::StructureAttribute { attribute, .. } | Self::EntityAttribute { attribute, .. } => Some(attribute),
        }
    }

    /// The element that an editor of its own shows: the action of a parameter, the entity of an attribute.
    #[must_use]
    pub const fn owner(self) -> Self {
        match self {
            Self::Parameter { action, .. } => Self::Action(action),
            Self::StructureAttribute { structure, .. } => Self::Structure(structure),
            Self::EntityAttribute { entity, .. } => Self::Entity(entity),
            other => other,
        }
    }

    /// The kind of element.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Extension => Kind::Extension,
            Self::Action(_) => Kind::Action,
            Self::Parameter { .. } => Kind::Parameter,
            Self::Structure(_) => Kind::Structure,
            Self::Entity(_) => Kind::Entity,
            Self::StructureAttribute { .. } | Self::EntityAttribute { .. } => Kind::Attribute,
            Self::Resource(_) => Kind::Resource,
        }
    }

    /// Its property.
    pub const fn at(self, property: Property) -> Place {
        Place { item: self, property }
    }

    /// Its own name; `None` when the extension does not have it.
    pub fn name(self, extension: &Extension) -> Option<String> {
        Some(match self {
            Self::Extension => extension.name.to_string(),
            Self::Action(key) => extension.actions.get(key)?.name.to_string(),
            Self::Parameter { action, parameter } => {
                extension.actions.get(action)?.parameters.get(parameter)?.name.to_string()
            }
            Self::Structure(key) => extension.structures.get(key)?.name.to_string(),
            Self::StructureAttribute { structure, attribute } => {
                extension.structures.get(structure)?.attributes.get(attribute)?.name.to_string()
            }
            Self::Entity(key) => extension.entities.get(key)?.name.to_string(),
            Self::EntityAttribute { entity, attribute } => {
                extension.entities.get(entity)?.attributes.get(attribute)?.name.to_string()
            }
            Self::Resource(key) => extension.resource(key)?.file_name.to_string(),
        })
    }

    /// Its path, such as `GetOrder.Lines`; `None` when the extension does not have it.
    pub fn path(self, extension: &Extension) -> Option<String> {
        let name = self.name(extension)?;
        let owner = self.owner();
        if owner == self { Some(name) } else { Some(format!("{}.{name}", owner.name(extension)?)) }
    }
}

impl Property {
    /// Whether every save writes it anew, so that it says nothing about the content.
    pub const fn is_of_save(self) -> bool {
        use Property as P;
        matches!(self, P::Generation | P::Hash | P::LastModified | P::Valid | P::SavedByVersion | P::ActivationCode)
    }

    /// The name that the platform's tools show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Description => "Description",
            Self::Dbms => "DBMS",
            Self::Icon => "Icon",
            Self::Function => "Function",
            Self::Parameters => "Parameters",
            Self::Direction => "Input",
            Self::Mandatory => "Mandatory",
            Self::DataType => "Data Type",
            Self::RecordType => "Record Type",
            Self::DefaultValue => "Default Value",
            Self::Length => "Length",
            Self::Decimals => "Decimals",
            Self::Attributes => "Attributes",
            Self::PhysicalTable => "Physical Table Name",
            Self::LogicalDatabase => "Logical Database",
            Self::Identifier => "Identifier",
            Self::DefaultValueBehavior => "Default Value behavior",
            Self::OriginalName => "Original Name",
            Self::OriginalType => "Original Type",
            Self::AutoNumber => "Auto Number",
            Self::Ignore => "Ignore",
            Self::DeployAction => "Deploy Action",
            Self::Content => "Content",
            Self::Folder => "Folder",
            Self::LastModified => "Last Modified",
            Self::CodeReference => "Code Reference",
            Self::References => "References",
            Self::TargetFramework => "Target Framework",
            Self::ImportDetails => "Import Details",
            Self::Body => "Body",
            Self::JavaBody => "Java Body",
            Self::ImportedMember => "Imported Member",
            Self::Technology => "Technology",
            Self::Position => "Position",
            Self::Key => "Key",
            Self::CodeKey => "Code Key",
            Self::ApplicationServer => "Application Server",
            Self::System => "System",
            Self::Product => "Product",
            Self::OpenSourceProduct => "Open Source Product",
            Self::SchemaVersion => "Schema Version",
            Self::DirectUpgradeFrom => "Direct Upgrade From",
            Self::Generation => "Generation",
            Self::Hash => "Hash",
            Self::Valid => "Valid",
            Self::SavedByVersion => "Saved By Version",
            Self::ActivationCode => "Activation Code",
        }
    }
}
