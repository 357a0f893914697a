//! What is generated from a definition: one text for each source file.

pub(crate) mod actions;
mod code;
mod debugger;
pub(crate) mod documentation;
mod entities;
mod fields;
mod members;
mod project;
mod record_keys;
mod record_lists;
pub(crate) mod records;
mod structures;
mod usings;

use extension::{Content, Extension, FileName};

pub(crate) use project::{escaped, project_reference};
pub(crate) use record_keys::RecordKeys;

/// The files that belong to the source code of every extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SourceFile {
    /// `<Extension>.sln`.
    Solution,
    /// `<Extension>.csproj`.
    Project,
    /// `<Extension>.cs`: the class with the actions' methods.
    Implementation,
    /// Interface.cs.
    Interface,
    /// Entities.cs.
    Entities,
    /// Structures.cs.
    Structures,
    /// Records.cs.
    Records,
    /// RecordLists.cs.
    RecordLists,
    /// AssemblyInfo.cs.
    AssemblyInfo,
}

/// To whom a source file belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The definition: the file is written anew whenever its text differs.
    Definition,
    /// The user: once there, only what must follow the definition changes.
    User,
}

impl SourceFile {
    /// Every file, in the order in which a new extension has them.
    pub(crate) const ALL: [Self; 9] = [
        Self::Solution,
        Self::Project,
        Self::Implementation,
        Self::Interface,
        Self::Entities,
        Self::Structures,
        Self::Records,
        Self::RecordLists,
        Self::AssemblyInfo,
    ];

    /// To whom the file belongs.
    pub(crate) const fn owner(self) -> Owner {
        match self {
            Self::Solution | Self::Project | Self::Implementation | Self::AssemblyInfo => Owner::User,
            Self::Interface | Self::Entities | Self::Structures | Self::Records | Self::RecordLists => {
                Owner::Definition
            }
        }
    }

    /// The file's name in this extension.
    pub(crate) fn file_name(self, extension: &Extension) -> FileName {
        let name = &extension.name;
        match self {
            Self::Solution => FileName::as_found(&format!("{name}.sln")),
            Self::Project => FileName::as_found(&format!("{name}.csproj")),
            Self::Implementation => FileName::as_found(&format!("{name}.cs")),
            Self::Interface => FileName::as_found("Interface.cs"),
            Self::Entities => FileName::as_found("Entities.cs"),
            Self::Structures => FileName::as_found("Structures.cs"),
            Self::Records => FileName::as_found("Records.cs"),
            Self::RecordLists => FileName::as_found("RecordLists.cs"),
            Self::AssemblyInfo => FileName::as_found("AssemblyInfo.cs"),
        }
    }

    /// The file as it is generated; the keys of records are those that the sources have already.
    pub(crate) fn generate(self, extension: &Extension, record_keys: &RecordKeys) -> Content {
        let text = match self {
            Self::Solution => project::solution(extension),
            Self::Project => with_bom(&project::project(extension)),
            Self::AssemblyInfo => with_bom(&project::assembly_info()),
            Self::Implementation => actions::implementation(extension),
            Self::Interface => actions::interface(extension),
            Self::Entities => entities::file(extension),
            Self::Structures => structures::file(extension),
            Self::Records => records::file(extension, record_keys),
            Self::RecordLists => record_lists::file(extension),
        };
        Content::from_bytes(text.into_bytes())
    }
}

fn with_bom(text: &str) -> String {
    format!("\u{feff}{text}")
}
