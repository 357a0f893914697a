//! NuGet packages (.nupkg): what a package is, what it needs, and what it changes in an extension.
//!
//! A package is a zip archive with a manifest (.nuspec) and folders of assemblies, one for each framework that its author
//! compiled for. [`Package::read`] reads the manifest and the list of files; [`Package::for_framework`] takes the folder that
//! fits a project best and inflates the files in it.
//!
//! A [`Resolution`] finds what comes along with the packages that are wanted, one version of each; whoever drives it asks a
//! [`feed`] or a folder its [`Question`]s. [`installation`] makes one edit of the result: DLLs as resources, references in the
//! project file, and a line for each package in `packages.config`, where the extension remembers them.
//!
//! The bytes come from strangers: entries, sizes and depth are bounded, sizes are counted while inflating, and paths are only
//! compared, never used. Nothing here panics on any input.

mod archive;
pub mod feed;
mod framework;
mod id;
pub mod installation;
mod manifest;
mod range;
pub mod record;
mod resolution;
mod version;

use extension::TargetFramework;

pub use archive::{ENTRIES_LIMIT, FILE_LIMIT, PACKAGE_LIMIT, SELECTION_LIMIT};
pub use framework::Framework;
pub use id::{IdError, PackageId};
pub use manifest::{Dependency, License};
pub use range::{RangeError, VersionRange};
pub use resolution::{
    Answer, CLOSURE_LIMIT, Demand, Known, Question, Release, Resolution, ResolutionError, Resolved, Step, Wanted, Wish,
};
pub use version::{PackageVersion, VersionError};

use archive::Archive;
use manifest::Manifest;

/// Why a file is no package, or has nothing for a project.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// It is too large.
    #[error("The package has more than {} MB.", .0 >> 20)]
    TooLarge(usize),
    /// It is no zip archive, or a damaged one.
    #[error("The file is not a NuGet package: {0}.")]
    NoArchive(String),
    /// It has more files than any package.
    #[error("The package has more than {0} files.")]
    TooManyEntries(usize),
    /// A file in it is too large.
    #[error("{path} in the package has more than {} MB.", .limit >> 20)]
    FileTooLarge {
        /// The file.
        path: String,
        /// The most, in bytes.
        limit: usize,
    },
    /// A file in it cannot be read.
    #[error("{path} in the package cannot be read: {reason}.")]
    Damaged {
        /// The file.
        path: String,
        /// Why.
        reason: String,
    },
    /// It has no manifest.
    #[error("The file is not a NuGet package: it has no .nuspec at its top.")]
    NoManifest,
    /// The manifest says too little.
    #[error("The package's .nuspec is damaged: {0}.")]
    Manifest(String),
    /// None of its folders is for the project's framework.
    #[error(
        "The package has no assemblies for .NET Framework {}; it has some for {}. Choose another version of the package, or another Target Framework.",
        .target.version(),
        .offered.join(", ")
    )]
    NoFolder {
        /// The framework of the project.
        target: TargetFramework,
        /// The frameworks that it has folders for, as it names them.
        offered: Vec<String>,
    },
}

/// A NuGet package.
#[derive(Debug)]
pub struct Package {
    manifest: Manifest,
    archive: Archive,
}

/// What of a package belongs to a project.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// The folder that was taken, such as `lib/net45`; none where the package has no assemblies of its own.
    pub folder: Option<String>,
    /// The assemblies and their XML documentation.
    pub files: Vec<PackageFile>,
    /// The packages that it needs.
    pub dependencies: Vec<Dependency>,
    /// DLLs of machine code for 64-bit processes of Windows, which are not among the files.
    pub native: Vec<PackageFile>,
    /// The paths of what is not taken although it belongs to a project elsewhere.
    pub passed_over: Vec<PassedOver>,
}

/// A file of a package that an extension has no use for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// Its path in the package.
    pub path: String,
    /// Why it is not taken.
    pub reason: PassedOverReason,
}

/// Why a file of a package is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PassedOverReason {
    /// Machine code for 32-bit processes.
    #[error("it is for 32-bit processes, and those of Platform Servers have 64 bits")]
    ThirtyTwoBit,
    /// Texts of an assembly in another language.
    #[error("it lies in a folder for one language, which extensions do not have")]
    Language,
    /// Steps of a build.
    #[error("it adds steps to a build, which the builds of extensions do not run")]
    BuildStep,
}

/// A file of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageFile {
    /// Its name without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Package {
    /// Reads the manifest and the list of files.
    ///
    /// # Errors
    /// It is no package, or a damaged one, or too large.
    ///
    /// # Examples
    ///
    /// ```
    /// use package::{Package, PackageError};
    ///
    /// assert!(matches!(Package::read(b"no archive".to_vec()), Err(PackageError::NoArchive(_))));
    /// ```
    pub fn read(bytes: Vec<u8>) -> Result<Self, PackageError> {
        let mut archive = Archive::read(bytes)?;
        let is_manifest = |path: &&String| !path.contains('/') && path.to_ascii_lowercase().ends_with(".nuspec");
        let path = archive.paths().iter().find(is_manifest).cloned().ok_or(PackageError::NoManifest)?;
        let text = archive.inflate(&path, manifest::LIMIT)?;
        let manifest = Manifest::read(&text)?;
        Ok(Self { manifest, archive })
    }

    /// Its name.
    pub fn id(&self) -> &str {
        &self.manifest.id
    }

    /// Its version.
    pub fn version(&self) -> &str {
        &self.manifest.version
    }

    /// Under which licence it is, as far as it says.
    pub fn license(&self) -> &License {
        &self.manifest.license
    }

    /// The files for a project that targets this framework.
    ///
    /// # Errors
    /// It has assemblies, and none for this framework; or files cannot be read.
    pub fn for_framework(&mut self, target: TargetFramework) -> Result<Selection, PackageError> {
        let dependencies = self.manifest.dependencies(target);
        let paths = self.archive.paths().to_vec();
        let of_library = |path: &String| {
            let rest = path.strip_prefix("lib/")?;
            let (folder, name) = rest.split_once('/').unwrap_or(("", rest));
            (!name.is_empty() && !name.contains('/')).then(|| (folder.to_owned(), name.to_owned(), path.clone()))
        };
        let libraries: Vec<(String, String, String)> = paths.iter().filter_map(of_library).collect();
        let mut folders: Vec<&str> = libraries.iter().map(|(folder, ..)| folder.as_str()).collect();
        folders.sort_unstable();
        folders.dedup();
        let mut left = SELECTION_LIMIT;
        let native = self.native(&paths, &mut left)?;
        let mut passed_over: Vec<PassedOver> = paths.iter().filter_map(|path| passed_over(path)).collect();
        if folders.is_empty() {
            passed_over.retain(|it| it.reason != PassedOverReason::Language);
            return Ok(Selection { dependencies, native, passed_over, ..Selection::default() });
        }
        let best = folders.iter().filter_map(|folder| Some((Framework::parse(folder).rank(target)?, *folder))).max();
        let Some((_, folder)) = best else {
            return Err(PackageError::NoFolder { target, offered: folders.into_iter().map(str::to_owned).collect() });
        };
        let mut files = Vec::new();
        for (_, name, path) in libraries.iter().filter(|(of, name, _)| of == folder && is_wanted(name)) {
            files.push(self.file(path, name, &mut left)?);
        }
        let folder = if folder.is_empty() { "lib".to_owned() } else { format!("lib/{folder}") };
        let within = format!("{folder}/");
        passed_over.retain(|it| it.reason != PassedOverReason::Language || it.path.starts_with(&within));
        Ok(Selection { folder: Some(folder), files, dependencies, native, passed_over })
    }

    /// The native DLLs of the first folder for 64-bit Windows that has some.
    fn native(&mut self, paths: &[String], left: &mut usize) -> Result<Vec<PackageFile>, PackageError> {
        let mut files = Vec::new();
        for folder in NATIVE_FOLDERS {
            for path in paths {
                let Some(name) = name_in(path, folder) else { continue };
                files.push(self.file(path, name, left)?);
            }
            if !files.is_empty() {
                break;
            }
        }
        Ok(files)
    }

    fn file(&mut self, path: &str, name: &str, left: &mut usize) -> Result<PackageFile, PackageError> {
        let bytes = self.archive.inflate(path, FILE_LIMIT.min(*left))?;
        *left -= bytes.len();
        Ok(PackageFile { name: name.to_owned(), bytes })
    }
}

/// Folders of machine code that 64-bit processes of Windows load, the most specific one that fits every Windows first.
const NATIVE_FOLDERS: [&str; 4] =
    ["runtimes/win-x64/native/", "runtimes/win10-x64/native/", "runtimes/win7-x64/native/", "runtimes/win/native/"];
/// Such folders for 32-bit processes.
const FOLDERS_OF_32_BITS: [&str; 3] =
    ["runtimes/win-x86/native/", "runtimes/win10-x86/native/", "runtimes/win7-x86/native/"];

/// The name of a DLL that lies in this folder itself; the case of folders does not count.
fn name_in<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    let (start, name) = path.split_at_checked(folder.len())?;
    (start.eq_ignore_ascii_case(folder) && !name.contains('/') && has_ending(name, "dll")).then_some(name)
}

fn has_ending(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, own)| own.eq_ignore_ascii_case(ending))
}

fn passed_over(path: &str) -> Option<PassedOver> {
    let lower = path.to_ascii_lowercase();
    let reason = if FOLDERS_OF_32_BITS.iter().any(|folder| name_in(path, folder).is_some()) {
        PassedOverReason::ThirtyTwoBit
    } else if lower.starts_with("lib/") && lower.ends_with(".resources.dll") && lower.split('/').count() == 4 {
        PassedOverReason::Language
    } else if lower.starts_with("build/") && (has_ending(&lower, "targets") || has_ending(&lower, "props")) {
        PassedOverReason::BuildStep
    } else {
        return None;
    };
    Some(PassedOver { path: path.to_owned(), reason })
}

fn is_wanted(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(ending.as_deref(), Some("dll" | "xml"))
}
