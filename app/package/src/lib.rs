//! NuGet packages (.nupkg): what a package is, what it needs, and which of its files belong to an extension.
//!
//! A package is a zip archive with a manifest (.nuspec) and folders of assemblies, one for each framework that its author
//! compiled for. [`Package::read`] reads the manifest and the list of files; [`Package::for_framework`] takes the folder that
//! fits a project best and inflates the files in it.
//!
//! The bytes come from strangers: entries, sizes and depth are bounded, sizes are counted while inflating, and paths are only
//! compared, never used. Nothing here panics on any input.

mod archive;
mod framework;
mod manifest;

use extension::TargetFramework;

pub use archive::{ENTRIES_LIMIT, FILE_LIMIT, PACKAGE_LIMIT, SELECTION_LIMIT};
pub use framework::Framework;
pub use manifest::{Dependency, License};

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
    /// DLLs of machine code for the servers' processors, which are not among the files.
    pub native: Vec<String>,
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
        let native = paths.iter().filter(|path| is_native(path)).cloned().collect();
        if folders.is_empty() {
            return Ok(Selection { dependencies, native, ..Selection::default() });
        }
        let best = folders.iter().filter_map(|folder| Some((Framework::parse(folder).rank(target)?, *folder))).max();
        let Some((_, folder)) = best else {
            return Err(PackageError::NoFolder { target, offered: folders.into_iter().map(str::to_owned).collect() });
        };
        let (mut files, mut left) = (Vec::new(), SELECTION_LIMIT);
        for (_, name, path) in libraries.iter().filter(|(of, name, _)| of == folder && is_wanted(name)) {
            let bytes = self.archive.inflate(path, FILE_LIMIT.min(left))?;
            left -= bytes.len();
            files.push(PackageFile { name: name.clone(), bytes });
        }
        let folder = if folder.is_empty() { "lib".to_owned() } else { format!("lib/{folder}") };
        Ok(Selection { folder: Some(folder), files, dependencies, native })
    }
}

fn is_wanted(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(ending.as_deref(), Some("dll" | "xml"))
}

/// Whether it is a DLL of machine code that the 64-bit processes of Platform Servers load.
fn is_native(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    let of_runtime = ["win-x64", "win", "win7-x64", "win10-x64"].iter().any(|runtime| {
        let rest = path.strip_prefix("runtimes/").and_then(|rest| rest.strip_prefix(runtime));
        rest.is_some_and(|rest| rest.starts_with("/native/"))
    });
    of_runtime && path.rsplit_once('.').is_some_and(|(_, ending)| ending == "dll")
}
