//! The document: an OutSystems 11 extension as an immutable value, and the edits on it.
//!
//! An [`Extension`] is cheap to clone: its parts are shared. An [`Edit`] is a value too:
//! [`Extension::apply`] gives the next document or a [`Refusal`] that says why. A [`History`] is the
//! list of earlier documents, nothing more.
//!
//! This crate does no input or output, knows no clock and makes no random numbers: keys and times
//! come in from outside.

mod action;
mod content;
mod data_type;
mod description;
mod document;
mod edit;
mod elements;
mod entity;
mod expression;
mod history;
mod instead;
mod key;
mod known_assembly;
mod list_of;
mod moves;
mod name;
mod offered;
mod origin;
mod place;
mod refusal;
mod resource;
mod rights;
mod severity;
mod structure;
mod target_framework;
mod technology;
mod timestamp;
mod uses;
mod value;

pub mod find;
pub mod quick;

pub use action::{Action, DEFAULT_PARAMETER_TYPE, Direction, ImportedMember, ImportedParameter, Parameter};
pub use content::{Content, ContentError};
pub use data_type::{BasicType, DataType, RecordDefinition};
pub use description::{DESCRIPTION_LIMIT, Description, DescriptionError, is_xml_character};
pub use document::{Dbms, Extension, Provenance};
pub use edit::{
    ActionEdit, Edit, EntityAttributeEdit, EntityEdit, ParameterEdit, ResourceEdit, StructureAttributeEdit,
    StructureEdit,
};
pub use elements::{Element, Elements};
pub use entity::{DefaultValueBehavior, Entity, EntityAttribute};
pub use expression::{Expression, ExpressionError, Literal};
pub use history::{History, Step};
pub use instead::Instead;
pub use key::{Key, KeyError};
pub use known_assembly::{Provider, extension_of_assembly, provider};
pub use list_of::{ListChoice, ListOf};
pub use name::{ENTITY_ATTRIBUTE_NAME_LIMIT, NAME_LIMIT, Name, NameError};
pub use offered::{Slot, TypeChoice};
pub use origin::Origin;
pub use place::{Item, Place, Property, Use};
pub use refusal::{Kind, Refusal};
pub use resource::{DeployAction, FileName, FileNameError, Folder, LARGEST_FILE, Reference, Resource, check_size};
pub use rights::Rights;
pub use severity::Severity;
pub use structure::{Structure, StructureAttribute};
pub use target_framework::{ProjectTarget, TargetFramework};
pub use technology::{IMPORTED_ICON, IMPORTED_PLUGIN, Technology, USER_DEFINED_PLUGIN};
pub use timestamp::Timestamp;
pub use uses::set_type;
pub use value::{set_on, set_text, yes_or_no};
