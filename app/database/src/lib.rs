//! Entities from the tables and views of a database, without a connection to it.
//!
//! A [`Catalog`] says which tables and views there are; [`script::read`] makes one of a script of definitions. A [`Plan`] is a preview
//! of the entities that an import makes of a catalog: names can be changed in it. [`Plan::edit`] makes it the one edit that adds them to
//! an extension.
//!
//! This crate does no input or output, knows no clock and makes no random numbers.

mod catalog;
mod column_type;
mod dialect;
mod mapping;
mod naming;
mod plan;

pub mod script;

pub use catalog::{Catalog, Column, ForeignKey, Generated, Table, TableKind, TableName};
pub use column_type::{ColumnType, Length};
pub use dialect::Dialect;
pub use mapping::{Mapped, Unmapped, map};
pub use plan::{
    LeftOut, Plan, PlanError, PlannedAttribute, PlannedEntity, PlannedType, Reason, Remark, Selection, WhyLeftOut,
};
