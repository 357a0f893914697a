//! NuGet packages among the files that the user gives to the window.

use extension::{Extension, ProjectTarget, TargetFramework};
use package::{Dependency, License, Package, PackageError, Selection};

use crate::NewFile;

/// The files with those of packages in the place of the packages, and a line about each package.
pub(super) fn unpacked(
    files: Vec<NewFile>,
    extension: &Extension,
    refused: &mut Vec<String>,
) -> (Vec<NewFile>, Vec<String>) {
    let (mut all, mut lines) = (Vec::new(), Vec::new());
    for file in files {
        if !file.path.to_ascii_lowercase().ends_with(".nupkg") {
            all.push(file);
            continue;
        }
        let name = file.path.rsplit('/').next().unwrap_or_default().to_owned();
        match read(file.bytes, target(extension)) {
            Ok((package, selection)) => {
                lines.push(told(&package, &selection));
                all.extend(selection.files.into_iter().map(|file| NewFile { path: file.name, bytes: file.bytes }));
            }
            Err(error) => refused.push(format!("{name}: {error}")),
        }
    }
    (all, lines)
}

fn read(bytes: Vec<u8>, target: TargetFramework) -> Result<(Package, Selection), PackageError> {
    let mut package = Package::read(bytes)?;
    let selection = package.for_framework(target)?;
    Ok((package, selection))
}

/// The framework of the project; the earliest one where it says something else.
fn target(extension: &Extension) -> TargetFramework {
    match extension.target_framework() {
        ProjectTarget::Known(target) => target,
        ProjectTarget::None | ProjectTarget::Other(_) => TargetFramework::V461,
    }
}

fn told(package: &Package, selection: &Selection) -> String {
    let license = match package.license() {
        License::Unknown => "it does not say its licence".to_owned(),
        License::Expression(text) => format!("licence {text}"),
        License::File(path) => format!("its licence is the file {path} in it"),
        License::Address(address) => format!("its licence is at {address}"),
    };
    let taken = match &selection.folder {
        Some(folder) => format!("{folder} was taken"),
        None => "it has no assemblies of its own".to_owned(),
    };
    let mut parts = vec![format!("{} {}: {taken}, {license}.", package.id(), package.version())];
    if !selection.dependencies.is_empty() {
        let needs: Vec<String> = selection.dependencies.iter().map(needed).collect();
        parts.push(format!("It needs {}.", needs.join(", ")));
    }
    if !selection.native.is_empty() {
        let native: Vec<&str> = selection.native.iter().map(|file| file.name.as_str()).collect();
        parts.push(format!("Its native DLLs are not taken: {}.", native.join(", ")));
    }
    parts.join(" ")
}

fn needed(dependency: &Dependency) -> String {
    format!("{} {}", dependency.id, dependency.range).trim_end().to_owned()
}
