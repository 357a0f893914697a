//! Actions that call the members of a .NET assembly: the import of Integration Studio, without Integration Studio and without
//! .NET.
//!
//! A [`Catalog`] tells what an assembly offers: each type and member, and either what can be called of it or the [`Reason`]
//! why nothing can. A [`Plan`] is what a [`Choice`] of members becomes: actions with parameters and C#, and what is left out.
//! Its names can be edited. [`Plan::apply`] makes one edit of it: the assembly and those that it needs as resources, the actions,
//! the sources that follow, and the references in the project file.
//!
//! Actions whose form is known from Integration Studio, calls of methods with its own mapping of types, are written as its wizard
//! writes them. All others look like actions that were made by hand, so that Integration Studio can open them: how its wizard
//! writes constructors, properties and fields is not known.
//!
//! Nothing here does input or output, and nothing panics on any assembly.

mod absent;
mod again;
mod apply;
mod body;
mod catalog;
mod change;
mod conversion;
mod converter;
mod data_class;
mod details;
mod framework_enumerations;
mod icon;
mod literal;
mod naming;
mod net_type;
mod plan;
mod reason;
mod references;
mod structures;
mod target;

pub use again::{Again, Difference, DifferenceKind};
pub use apply::{ImportError, Imported};
pub use catalog::{Catalog, CatalogError, Offered, OfferedType};
pub use literal::Literal;
pub use net_type::{Kind, ListForm, NetType};
pub use plan::{
    ACTIONS_LIMIT, Choice, LeftOut, Options, Plan, PlanError, PlannedAction, PlannedParameter, PlannedType,
    RenameError, Types,
};
pub use reason::Reason;
pub use references::{Library, MissingReference, References, is_provided};
pub use structures::{PlannedAttribute, PlannedStructure};
pub use target::{Declared, Operation, Target};
