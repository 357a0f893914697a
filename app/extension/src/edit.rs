//! Edits: values that turn one document into the next.

mod action;
mod apply;
mod entity;
mod label;
mod remove;
mod resource;
mod structure;

use std::sync::Arc;

use crate::{
    Action, Content, DataType, Dbms, DefaultValueBehavior, DeployAction, Description, Direction, Entity,
    EntityAttribute, Expression, FileName, Folder, Item, Key, Name, Parameter, Resource, Structure, StructureAttribute,
    Timestamp,
};

/// One change of the document. [`Extension::apply`](crate::Extension::apply) gives the next document,
/// [`Edit::label`] the name under which it stands in the history.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Another name for the extension; the files that carry it are renamed with it.
    RenameExtension(Name),
    /// Other databases.
    SetDbms(Dbms),
    /// Changes the versions in the head of the file, as an upgrade does.
    SetVersions {
        /// The version of the file's schema.
        schema: Arc<str>,
        /// The version of the Integration Studio that saved it.
        saved_by: Arc<str>,
    },
    /// Another description of the extension.
    SetDescription(Description),
    /// One more action, at the position or at the end.
    AddAction(Action, Option<usize>),
    /// The action at another position of its folder.
    MoveAction(Key, usize),
    /// A change within an action.
    Action(Key, ActionEdit),
    /// One more structure, at the position or at the end.
    AddStructure(Structure, Option<usize>),
    /// The structure at another position of its folder.
    MoveStructure(Key, usize),
    /// A change within a structure.
    Structure(Key, StructureEdit),
    /// One more entity, at the position or at the end.
    AddEntity(Entity, Option<usize>),
    /// The entity at another position of its folder.
    MoveEntity(Key, usize),
    /// A change within an entity.
    Entity(Key, EntityEdit),
    /// One more resource.
    AddResource(Resource),
    /// A change of a resource.
    Resource(Key, ResourceEdit),
    /// These items less. A structure or entity that others use, which stay, is refused; actions whose icon
    /// goes get the default one.
    Remove(Vec<Item>),
    /// These resources stay beside the extension and are no longer packed.
    Exclude(Vec<Key>),
    /// These excluded files become resources again.
    Include(Vec<Key>),
    /// Several changes as one step: all or none.
    All(String, Vec<Edit>),
}

/// A change within an action.
#[derive(Debug, Clone, PartialEq)]
pub enum ActionEdit {
    /// Another name.
    Rename(Name),
    /// Another description.
    SetDescription(Description),
    /// Function or not.
    SetFunction(bool),
    /// Another icon, or the default one.
    SetIcon(Option<Key>),
    /// One more parameter, at the position or at the end.
    AddParameter(Parameter, Option<usize>),
    /// One parameter less.
    RemoveParameter(Key),
    /// The parameter at another position.
    MoveParameter(Key, usize),
    /// A change of a parameter.
    Parameter(Key, ParameterEdit),
}

/// A change of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub enum ParameterEdit {
    /// Another name.
    Rename(Name),
    /// Another description.
    SetDescription(Description),
    /// Input or output.
    SetDirection(Direction),
    /// Mandatory or optional; only for inputs.
    SetMandatory(bool),
    /// Another type; a default value that no longer fits is refused, see [`Refusal`](crate::Refusal).
    SetDataType(DataType),
    /// Another default value.
    SetDefault(Expression),
}

/// A change within a structure.
#[derive(Debug, Clone, PartialEq)]
pub enum StructureEdit {
    /// Another name.
    Rename(Name),
    /// Another description.
    SetDescription(Description),
    /// One more attribute, at the position or at the end.
    AddAttribute(StructureAttribute, Option<usize>),
    /// One attribute less.
    RemoveAttribute(Key),
    /// The attribute at another position.
    MoveAttribute(Key, usize),
    /// A change of an attribute.
    Attribute(Key, StructureAttributeEdit),
}

/// A change of a structure's attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum StructureAttributeEdit {
    /// Another name.
    Rename(Name),
    /// Another description.
    SetDescription(Description),
    /// Mandatory or optional.
    SetMandatory(bool),
    /// Another type.
    SetDataType(DataType),
    /// Another default value.
    SetDefault(Expression),
    /// Another length.
    SetLength(Expression),
    /// Other decimals.
    SetDecimals(Expression),
}

/// A change within an entity.
#[derive(Debug, Clone, PartialEq)]
pub enum EntityEdit {
    /// Another name.
    Rename(Name),
    /// Another description.
    SetDescription(Description),
    /// Another table.
    SetPhysicalTable(Arc<str>),
    /// Another logical database.
    SetLogicalDatabase(Arc<str>),
    /// Another identifier, or none.
    SetIdentifier(Option<Key>),
    /// Another behaviour of default values.
    SetDefaultValueBehavior(DefaultValueBehavior),
    /// One more attribute, at the position or at the end.
    AddAttribute(EntityAttribute, Option<usize>),
    /// One attribute less.
    RemoveAttribute(Key),
    /// The attribute at another position.
    MoveAttribute(Key, usize),
    /// A change of an attribute.
    Attribute(Key, EntityAttributeEdit),
}

/// A change of an entity's attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum EntityAttributeEdit {
    /// Another name.
    Rename(Name),
    /// Another description.
    SetDescription(Description),
    /// Another column name.
    SetOriginalName(Arc<str>),
    /// Another column type.
    SetOriginalType(Arc<str>),
    /// Mandatory or optional.
    SetMandatory(bool),
    /// Whether the database makes the value.
    SetAutoNumber(bool),
    /// Another type.
    SetDataType(DataType),
    /// Another default value.
    SetDefault(Expression),
    /// Another length.
    SetLength(Expression),
    /// Other decimals.
    SetDecimals(Expression),
    /// Left out or not.
    SetIgnored(bool),
}

/// A change of a resource.
#[derive(Debug, Clone, PartialEq)]
pub enum ResourceEdit {
    /// Another file name.
    Rename(FileName),
    /// Another folder.
    Move(Folder),
    /// Another description.
    SetDescription(Description),
    /// Another deploy action.
    SetDeployAction(DeployAction),
    /// Other bytes, changed at this local time.
    SetContent(Content, Timestamp),
}
