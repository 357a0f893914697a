//! .NET metadata (ECMA-335, partition II): what a DLL is, what it needs, and what it offers.
//!
//! [`Image::read`] looks at the bytes of a file and says whether they are a .NET assembly, a native library or neither.
//! [`Facts`] are what a user wants to know of an assembly; [`Metadata`] is the whole of its tables, with rows that are read
//! when they are asked for and [`signatures`](signature) that are decoded when they are. [`Surface`] is what others see of it,
//! with declarations in the words of C#, and [`Documentation`] what the XML beside the file says of them.
//!
//! The bytes come from strangers. Everything is bounded by the length of the file: no number in it makes memory, each table
//! lies inside its stream, lists of members do not overlap, and names, nesting and references have limits of their own.
//! Nothing here panics on any input.

mod attribute;
mod budget;
mod bytes;
mod documentation;
mod facts;
mod heap;
mod image;
mod lookup;
mod metadata;
mod name;
mod row;
mod table;

pub mod signature;
pub mod surface;

pub use attribute::first_text;
pub use budget::Budget;
pub use documentation::{Documentation, DocumentationError, Entry};
pub use facts::Facts;
pub use heap::{BlobAt, GuidAt, NameAt};
pub use image::{Image, ImageError, Machine, ManagedImage, NativeImage};
pub use metadata::{Damage, Metadata};
pub use name::{AssemblyName, Version};
pub use row::*;
pub use surface::{Access, Style, Surface};
pub use table::{Cell, Cells, Coded, CodedIndex, Column, Handle, Index, Row, Table, Widths};
