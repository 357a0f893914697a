//! Source code: what is generated from the definition of an extension, and how the user's code follows
//! the definition when it changes.
//!
//! [`new_sources`] gives the files of a new extension, [`update`](fn@update) brings existing ones in step: generated
//! files are rewritten; in the user's own only names and signatures of the actions' methods change, and
//! no body beyond the names in it. What cannot be changed safely is left alone and becomes a [`Finding`].
//!
//! [`Verification`] joins the findings of a definition with those of the code that is generated from it.

mod apply;
mod build;
mod build_record;
mod clashes;
mod compiled_files;
mod finding;
mod fix;
mod generate;
mod merge;
mod names;
mod project_facts;
mod reference;
mod signature;
mod surface;
mod target_framework;
mod template;
mod types;
mod update;
mod upgrade;
mod verification;

pub mod token;

pub use apply::with_sources;
pub use build::{assembly_changes, assembly_name, newer_source, project_files, project_path};
pub use build_record::{BuildRecord, Digest, build_inputs, digest, digest_of_files};
pub use clashes::all_sources_missing;
pub use compiled_files::{compile_file, files_not_compiled};
pub use finding::Finding;
pub use fix::{Fix, fixes};
pub use project_facts::{ProjectFacts, is_generated, project_facts};
pub use reference::{NotReferenced, ProjectReference, reference_imported, without_references};
pub use surface::{FieldsOf, Member, Surface, surface};
pub use target_framework::{NotRetargeted, retargeted};
pub use template::template;
pub use types::{basic_default, basic_type, parameter_type};
pub use update::{FileChange, MethodPlace, Overwritten, Update, method_place, new_sources, update};
pub use upgrade::{Upgrade, upgrade};
pub use verification::{Verification, verify};
