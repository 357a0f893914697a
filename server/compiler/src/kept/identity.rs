//! What a toolchain is: a hash over everything in it that has a part in results, the same on every machine.

use super::super::toolchain::Toolchain;
use super::{hexadecimal, part};
use sha2::{Digest, Sha256};
use std::io;
use std::path::{Path, PathBuf};

/// The identity of a toolchain. It reads some 50 MB.
pub(super) fn of(toolchain: &Toolchain) -> io::Result<String> {
    let sdk = toolchain.root.join("sdk").join(&toolchain.sdk_version);
    let mut hash = Sha256::new();
    part(&mut hash, toolchain.sdk_version.as_bytes());
    let compiler = files(&sdk.join("Roslyn/bincore"), false)?;
    let rules = files(&sdk, false)?.into_iter().filter(|path| has_end(path, &["targets", "props"]));
    let mut references = Vec::new();
    for set in toolchain.references.sets() {
        part(&mut hash, set.inside().as_bytes());
        references.extend(files(&set.folder, true)?);
    }
    let host = toolchain.host.as_deref().map_or(Ok(Vec::new()), |host| files(host, false))?;
    for path in compiler.into_iter().chain(rules).chain(references).chain(host) {
        if has_end(&path, &["dll", "json", "targets", "props"]) {
            part(&mut hash, path.file_name().unwrap_or_default().as_encoded_bytes());
            part(&mut hash, &Sha256::digest(std::fs::read(&path)?));
        }
    }
    Ok(hexadecimal(&hash.finalize()))
}

fn has_end(path: &Path, ends: &[&str]) -> bool {
    path.extension().and_then(|end| end.to_str()).is_some_and(|end| ends.contains(&end.to_ascii_lowercase().as_str()))
}

/// The files of a folder in the order of their names, and below it to the depth that reference assemblies have.
fn files(folder: &Path, below: bool) -> io::Result<Vec<PathBuf>> {
    let (mut found, mut folders) = (Vec::new(), vec![(folder.to_owned(), 0)]);
    while let Some((folder, depth)) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_file() {
                found.push(path);
            } else if below && depth < 2 && path.is_dir() {
                folders.push((path, depth + 1));
            }
        }
    }
    found.sort();
    Ok(found)
}
