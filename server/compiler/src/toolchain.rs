//! The C# toolchain that the set-up lays out and describes in `toolchain.json`.

use super::references::{NoSet, ReferenceSet, References};
use api::problem::{Code, Problem};
use extension::TargetFramework;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The versions whose reference assemblies every toolchain has.
const REQUIRED: [TargetFramework; 3] = [TargetFramework::V461, TargetFramework::V472, TargetFramework::V48];

/// A toolchain whose parts were found.
#[derive(Debug, Clone)]
pub struct Toolchain {
    /// A `DOTNET_ROOT`: the host `dotnet`, the runtime and the SDK.
    pub root: PathBuf,
    /// Version of the SDK, such as `3.1.102`.
    pub sdk_version: String,
    /// The reference assemblies of .NET Framework.
    pub references: References,
    /// Those of the earliest version, which every toolchain has.
    first: ReferenceSet,
    /// Folder with the platform's reference assemblies.
    pub platform: PathBuf,
    /// Folder with a stand-in for OpenSSL, for a runtime that needs an older one than the machine has.
    pub ssl: Option<PathBuf>,
    /// Folder with the program of compiler hosts; without it every project is built by `dotnet build`.
    pub host: Option<PathBuf>,
}

/// `toolchain.json` as the set-up writes it.
#[derive(Deserialize)]
struct Description {
    dotnet: PathBuf,
    root: PathBuf,
    sdk_version: String,
    references: PathBuf,
    platform: PathBuf,
    ssl: Option<PathBuf>,
    host: Option<PathBuf>,
}

/// Why there is no toolchain.
#[derive(Debug, thiserror::Error)]
pub enum ToolchainError {
    /// The server was started without one.
    #[error("The server was started without --toolchain.")]
    NotGiven,
    /// The description cannot be read.
    #[error("{path} cannot be read: {source}.")]
    Unreadable {
        /// The description.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The description is not what the set-up writes.
    #[error("{path} is not a description of a toolchain: {source}.")]
    Malformed {
        /// The description.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// Something that it names is not there.
    #[error("The toolchain has no {what}: {path} is missing.")]
    Missing {
        /// Which part.
        what: &'static str,
        /// Where it should be.
        path: PathBuf,
    },
    /// The operator's folder of reference assemblies has none.
    #[error("--references: {0}.")]
    References(#[from] NoSet),
}

impl From<ToolchainError> for Problem {
    /// Everybody may ask what is wrong, so the answer has no paths of this machine. Those stand in the log.
    fn from(error: ToolchainError) -> Self {
        tracing::warn!(%error, "nothing can be compiled");
        let detail = match error {
            ToolchainError::NotGiven => error.to_string(),
            ToolchainError::Unreadable { source, .. } => {
                format!("The description of the toolchain cannot be read: {source}.")
            }
            ToolchainError::Malformed { source, .. } => {
                format!("The description of the toolchain is not one: {source}.")
            }
            ToolchainError::Missing { what, .. } => {
                format!("The toolchain has no {what}. The server's log says where.")
            }
            ToolchainError::References(_) => {
                "The folder of reference assemblies that the server was started with has none. The server's log says which.".into()
            }
        };
        Self::new(Code::NoToolchain, detail)
    }
}

impl Toolchain {
    /// Reads a description and checks that every part is there.
    ///
    /// `packs` is a folder with reference assemblies of the operator.
    ///
    /// # Errors
    /// When the description cannot be read, or a part that it names is not there.
    pub fn load(description: Option<&Path>, packs: Option<&Path>) -> Result<Self, ToolchainError> {
        let path = description.ok_or(ToolchainError::NotGiven)?;
        let text = std::fs::read(path).map_err(|source| ToolchainError::Unreadable { path: path.into(), source })?;
        let described: Description =
            serde_json::from_slice(&text).map_err(|source| ToolchainError::Malformed { path: path.into(), source })?;
        Self::check(described, packs)
    }

    fn check(described: Description, packs: Option<&Path>) -> Result<Self, ToolchainError> {
        present("dotnet host", &described.dotnet)?;
        let root = present("dotnet root", &described.root)?;
        present("dotnet host", &root.join("dotnet"))?;
        present("SDK", &root.join("sdk").join(&described.sdk_version))?;
        let references = present("reference assemblies", &described.references)?;
        let own = References::of_toolchain(&references);
        let lacks = |framework: &TargetFramework| own.set(*framework).is_none_or(|set| set.framework != *framework);
        let missing = || ToolchainError::Missing { what: "reference assemblies", path: references.clone() };
        if REQUIRED.iter().any(lacks) {
            return Err(missing());
        }
        let first = own.set(TargetFramework::V461).cloned().ok_or_else(missing)?;
        let references = match packs {
            Some(packs) => own.with_packs(packs)?,
            None => own,
        };
        let platform = present("platform assemblies", &described.platform)?;
        let ssl = described.ssl.map(|ssl| present("OpenSSL stand-in", &ssl)).transpose()?;
        let host = described.host.map(|host| present("compiler host", &host)).transpose()?;
        Ok(Self { root, sdk_version: described.sdk_version, references, first, platform, ssl, host })
    }

    /// The reference assemblies for a version: its own, or those of the nearest version before it.
    pub fn set(&self, framework: TargetFramework) -> &ReferenceSet {
        self.references.set(framework).unwrap_or(&self.first)
    }

    /// Major version of the SDK; 0 when it is not a number.
    pub fn major(&self) -> u32 {
        self.sdk_version.split('.').next().and_then(|major| major.parse().ok()).unwrap_or(0)
    }
}

fn present(what: &'static str, path: &Path) -> Result<PathBuf, ToolchainError> {
    path.canonicalize().map_err(|_| ToolchainError::Missing { what, path: path.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_may_read_has_no_paths_of_the_machine() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("toolchain.json");
        let said = || Problem::from(Toolchain::load(Some(&file), None).unwrap_err()).detail;
        let missing = said();
        std::fs::write(&file, "{").unwrap();
        let malformed = said();
        let path = folder.path().join("nothing");
        let description = serde_json::json!({
            "dotnet": path, "root": path, "sdk_version": "8.0.1", "references": path, "platform": path, "ssl": null,
        });
        std::fs::write(&file, description.to_string()).unwrap();
        for text in [missing, malformed, said()] {
            assert!(!text.contains(&*folder.path().to_string_lossy()), "{text}");
        }
    }
}
