//! Source code: what is generated from the definition of an extension, and how the user's code follows
//! the definition when it changes.
//!
//! [`new_sources`] gives the files of a new extension, [`update`](fn@update) brings existing ones in step: generated
//! files are rewritten; in the user's own only names and signatures of the actions' methods change, and
//! no body beyond the names in it. What cannot be changed safely is left alone and becomes a [`Finding`].
//!
//! [`Verification`] joins the findings of a definition with those of the code that is generated from it.

mod build;
mod clashes;
mod finding;
mod fix;
mod generate;
mod merge;
mod names;
mod signature;
mod template;
mod types;
mod update;
mod verification;

pub mod token;

pub use build::{assembly_changes, assembly_name, project_files, project_path};
pub use finding::Finding;
pub use fix::{Fix, fixes};
pub use template::template;
pub use types::parameter_type;
pub use update::{FileChange, Update, new_sources, update};
pub use verification::{Verification, verify};
