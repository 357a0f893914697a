//! Why a build says something, where a program can do something about it.

use serde::{Deserialize, Serialize};

/// What lies behind a [`Diagnostic`](super::Diagnostic) of the server's own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Cause {
    /// The project references an assembly that is not part of the extension.
    AssemblyMissing {
        /// Its file: `Newtonsoft.Json.dll`.
        file: String,
        /// Where the project looks for it, when it says so.
        hint: Option<String>,
        /// Files of this name that the server can give.
        offered: Vec<OfferedAssembly>,
    },
    /// The project references an assembly of .NET Framework that this server does not have.
    FrameworkAssemblyMissing {
        /// Its name: `PresentationCore`.
        name: String,
    },
    /// The project asks for a version of C# that this server's compiler does not know, or a source is written in one.
    LanguageVersion {
        /// The version.
        wanted: String,
        /// The newest version that the compiler knows.
        newest: String,
    },
    /// The project references a package of `NuGet`, and nothing fetches those here.
    PackageMissing {
        /// The package.
        name: String,
        /// The version; empty when the project says none.
        version: String,
    },
    /// Something that a newer server knows.
    #[serde(other)]
    Unknown,
}

/// An assembly that extensions may add: the server's operator put it there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct OfferedAssembly {
    /// By which it is read: behind [`OFFERED`](super::OFFERED) and a slash.
    pub id: String,
    /// Its file name.
    pub name: String,
    /// The file's version, where it says one.
    pub version: Option<String>,
    /// Its bytes.
    pub size: u64,
}

/// All assemblies that the server offers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct OfferedAssemblies {
    /// By name, the latest version first.
    pub assemblies: Vec<OfferedAssembly>,
}

impl OfferedAssembly {
    /// The path of the request that reads it.
    pub fn path(&self) -> String {
        format!("{}/{}", super::OFFERED, crate::platform::escaped(&self.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_keeps_its_shape_on_the_wire() {
        let offered = OfferedAssembly { id: "ab".into(), name: "A.dll".into(), version: Some("1.0".into()), size: 3 };
        let cause = Cause::AssemblyMissing { file: "A.dll".into(), hint: None, offered: vec![offered] };
        let json = serde_json::to_string(&cause).unwrap();
        assert_eq!(
            json,
            r#"{"kind":"assembly_missing","file":"A.dll","hint":null,"offered":[{"id":"ab","name":"A.dll","version":"1.0","size":3}]}"#
        );
        assert_eq!(serde_json::from_str::<Cause>(&json).unwrap(), cause);
    }

    #[test]
    fn what_a_newer_server_knows_still_reads() {
        assert_eq!(serde_json::from_str::<Cause>(r#"{"kind":"new_thing","a":[1]}"#).unwrap(), Cause::Unknown);
    }
}
