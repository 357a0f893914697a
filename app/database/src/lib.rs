//! Entities from the tables and views of a database, without a connection to it.
//!
//! A [`Catalog`] says which tables and views there are; a [`Source`] makes one of a script of definitions, a SQLite file, or rows of a
//! spreadsheet. A [`Plan`] is a preview of the entities that an import makes of a catalog: it can be changed. [`Plan::edit`] makes it the one
//! edit that adds them to an extension. A [`Refresh`] says what changed in the tables of entities that are there.
//!
//! This crate does no input or output, knows no clock and makes no random numbers.

mod catalog;
mod column_type;
mod dialect;
mod guess;
mod mapping;
mod naming;
mod plan;
mod refresh;
mod sheet;
mod source;
mod sqlite;

pub mod script;

pub use catalog::{Catalog, Column, ForeignKey, Generated, Table, TableKind, TableName};
pub use column_type::{ColumnType, Length};
pub use dialect::Dialect;
pub use guess::{Evidence, Guess};
pub use mapping::{Mapped, Unmapped, map};
pub use plan::{
    ChangeError, LeftOut, Plan, PlanChange, PlanError, PlannedAttribute, PlannedEntity, PlannedType, Reason, Remark,
    Selection, WhyLeftOut,
};
pub use refresh::{Change, Changed, Difference, Refresh, RefreshedEntity, WhyKept, entities_of_tables};
pub use sheet::SheetError;
pub use source::{FirstRows, Source, SourceError, SourceKind};
pub use sqlite::SqliteError;
