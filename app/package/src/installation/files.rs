//! The files of packages that an extension takes, and what the project references of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use assembly::Facts;
use csharp::ProjectReference;
use extension::{
    Content, DeployAction, FileName, Folder, Key, Origin, Provider, Reference, Resource, Timestamp,
    extension_of_assembly, provider,
};

use super::{InstallationError, InstallationNote};
use crate::{PackageFile, PackageId, Selection};

/// Why a DLL of a package does not belong into an extension.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LeftOutReason {
    /// The .NET Framework has it.
    #[error("the .NET Framework of every Platform Server has it, and a copy in an extension would be loaded instead")]
    OfFramework,
    /// The platform has it.
    #[error("the platform brings it itself")]
    OfPlatform,
    /// It is another extension's.
    #[error("it is the assembly of the extension {0}, which brings it itself")]
    OfExtension(String),
    /// It is of another tool's making and empty.
    #[error("it is empty")]
    Empty,
}

/// The files that come.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// By their names in small letters.
    pub(super) files: BTreeMap<String, Planned>,
    /// What the project references.
    pub(super) references: Vec<ProjectReference>,
}

/// A file that comes.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) id: PackageId,
    pub(super) name: FileName,
    pub(super) content: Content,
    deploy_action: DeployAction,
    /// Of a managed assembly: the assemblies of the framework that it references.
    of_framework: Option<Vec<String>>,
}

impl Files {
    /// Takes what belongs into an extension of a package's files, and gives their names.
    pub(super) fn take(
        &mut self,
        id: &PackageId,
        selection: Selection,
        notes: &mut Vec<InstallationNote>,
    ) -> Result<Vec<FileName>, InstallationError> {
        let (mut names, mut documentation) = (Vec::new(), Vec::new());
        for file in selection.files {
            if is_dll(&file.name) {
                names.extend(self.library(id, file, notes)?);
            } else {
                documentation.push(file);
            }
        }
        for file in documentation {
            // Documentation of a library that is left out says nothing to anybody.
            let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem);
            let library = format!("{stem}.dll");
            if names.iter().any(|name: &FileName| name.as_str().eq_ignore_ascii_case(&library)) {
                names.push(self.add(id, file, DeployAction::Ignore, None)?);
            }
        }
        for file in selection.native {
            let name = self.add(id, file, DeployAction::CopyToBinaries, None)?;
            notes.push(InstallationNote::Native { id: id.clone(), file: name.clone() });
            names.push(name);
        }
        Ok(names)
    }

    fn library(
        &mut self,
        id: &PackageId,
        file: PackageFile,
        notes: &mut Vec<InstallationNote>,
    ) -> Result<Option<FileName>, InstallationError> {
        let facts = Facts::read(&file.bytes);
        let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem).to_owned();
        let own = facts.as_ref().and_then(|facts| facts.name.as_ref()).map_or(stem, |name| name.name.clone());
        let reason = match provider(&own) {
            Some(Provider::Framework) => Some(LeftOutReason::OfFramework),
            Some(Provider::Platform) => Some(LeftOutReason::OfPlatform),
            Some(Provider::FrameworkAndPackages) | None => match extension_of_assembly(&own) {
                Some(extension) => Some(LeftOutReason::OfExtension(extension.to_owned())),
                None => file.bytes.is_empty().then_some(LeftOutReason::Empty),
            },
        };
        if let Some(reason) = reason {
            if reason == LeftOutReason::OfFramework && !is_implied(&own) {
                self.references.push(ProjectReference::Framework(own));
            }
            notes.push(InstallationNote::LeftOut { id: id.clone(), file: file.name, reason });
            return Ok(None);
        }
        let of_framework = facts.map(|facts| of_framework(&facts));
        let name = self.add(id, file, DeployAction::CopyToBinaries, of_framework.clone())?;
        if let Some(of_framework) = of_framework {
            self.references.push(ProjectReference::File(name.clone()));
            let needed = of_framework.into_iter().filter(|name| !is_implied(name));
            self.references.extend(needed.map(ProjectReference::Framework));
        }
        Ok(Some(name))
    }

    fn add(
        &mut self,
        id: &PackageId,
        file: PackageFile,
        deploy_action: DeployAction,
        of_framework: Option<Vec<String>>,
    ) -> Result<FileName, InstallationError> {
        let wrong = |why: String| InstallationError::FileName { id: id.clone(), why };
        let name = FileName::new(&file.name).map_err(|error| wrong(error.to_string()))?;
        let content = Content::from_bytes(file.bytes);
        let planned = Planned { id: id.clone(), name: name.clone(), content, deploy_action, of_framework };
        match self.files.get(&name.as_str().to_ascii_lowercase()) {
            Some(other) if other.content != planned.content => {
                let (one, other) = (other.id.clone(), planned.id);
                Err(InstallationError::TwoFiles { one, other, file: name })
            }
            Some(_) => Ok(name),
            None => {
                self.files.insert(name.as_str().to_ascii_lowercase(), planned);
                Ok(name)
            }
        }
    }
}

impl Planned {
    /// The resource that it becomes. An assembly has what the wizard of Integration Studio keeps with one, so that Integration Studio
    /// keeps the reference when it makes the project file anew.
    pub(super) fn resource(&self, new_key: &mut dyn FnMut(&str) -> Key, now_local: &Timestamp) -> Resource {
        let path = format!("{}{}", Folder::BINARIES, self.name);
        let references = self.of_framework.iter().flatten().map(|name| Reference {
            key: new_key(&format!("{path}/{name}")),
            name: name.as_str().into(),
            origin: Origin::default(),
        });
        let references: Arc<[Reference]> = references.collect();
        let key = new_key(&path);
        let folder = Folder::as_found(Folder::BINARIES);
        Resource {
            deploy_action: self.deploy_action.clone(),
            is_code_reference: self.of_framework.is_some(),
            references,
            ..Resource::new(key, self.name.clone(), folder, self.content.clone(), now_local.clone())
        }
    }
}

fn is_dll(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("dll"))
}

/// The assemblies of the framework that an assembly references.
fn of_framework(facts: &Facts) -> Vec<String> {
    let is_of_framework =
        |name: &&String| matches!(provider(name), Some(Provider::Framework | Provider::FrameworkAndPackages));
    facts.references.iter().map(|name| &name.name).filter(is_of_framework).cloned().collect()
}

/// What every project has without naming it.
fn is_implied(name: &str) -> bool {
    ["mscorlib", "netstandard"].iter().any(|implied| implied.eq_ignore_ascii_case(name))
}
