//! What a build sees of the machine: a few programs and the libraries that they and .NET need, file by file, and nothing else of `/usr`.
//!
//! The libraries are found by reading which ones each file names (`DT_NEEDED`), as the system's loader does, and theirs in turn. Nothing is run for it.
//! Folders as a whole would be simpler, but those of libraries hold all that the machine has installed, with programs between them.

mod elf;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// Programs of the sandbox: what the script of a build uses, and what steps of a project use that run beside the compiler.
const PROGRAMS: &[&str] = &[
    "cat", "chmod", "cp", "echo", "env", "false", "head", "ln", "ls", "mkdir", "mv", "prlimit", "pwd", "rm", "sh",
    "sleep", "tar", "test", "touch", "true",
];

/// Libraries that .NET opens by name while it runs; a machine has some of them.
const OPENED: &[&str] = &[
    "libssl.so.3",
    "libcrypto.so.3",
    "libssl.so.1.1",
    "libcrypto.so.1.1",
    "libz.so.1",
    "libgcc_s.so.1",
    "libdl.so.2",
    "libpthread.so.0",
    "librt.so.1",
];

/// Where programs are.
const PROGRAM_FOLDERS: &[&str] = &["/usr/bin", "/bin"];

/// Where the system's loader looks without being told, on the distributions that there are.
#[cfg(target_arch = "x86_64")]
const LIBRARY_FOLDERS: &[&str] =
    &["/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib"];
#[cfg(not(target_arch = "x86_64"))]
const LIBRARY_FOLDERS: &[&str] =
    &["/lib/aarch64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib"];

/// Links at the top of the machine's tree that programs name their loader by.
const LINKS: &[&str] = &["/bin", "/lib", "/lib64"];

/// How deep a toolchain's libraries lie below its folder.
const DEPTH: usize = 6;

/// The files, and the links that lead to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Root {
    /// Path inside, and the file of the machine.
    files: BTreeMap<PathBuf, PathBuf>,
    /// Path inside, and what it points to.
    links: BTreeMap<PathBuf, PathBuf>,
}

/// A program that the machine lacks.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the machine has no program {0}")]
pub(super) struct MissingProgram(&'static str);

impl Root {
    /// Collects the files for these folders of a toolchain, and for a program beside them.
    pub(super) fn collect(folders: &[&Path], program: Option<&Path>) -> Result<Self, MissingProgram> {
        let mut root = Self::default();
        let mut open: Vec<PathBuf> = program.map(Path::to_path_buf).into_iter().collect();
        for name in PROGRAMS {
            let found = find(PROGRAM_FOLDERS, OsStr::new(name)).ok_or(MissingProgram(name))?;
            open.extend(root.add(&found));
        }
        for name in OPENED {
            open.extend(find(LIBRARY_FOLDERS, OsStr::new(name)).and_then(|found| root.add(&found)));
        }
        for folder in folders {
            collect_native(folder, DEPTH, &mut open);
        }
        root.close(open);
        for link in LINKS {
            if let Ok(target) = fs::read_link(link) {
                root.links.insert(link.into(), target);
            }
        }
        Ok(root)
    }

    /// Paths inside, each with the file that it is.
    pub(super) fn files(&self) -> impl Iterator<Item = (&Path, &Path)> {
        self.files.iter().map(|(inside, file)| (inside.as_path(), file.as_path()))
    }

    /// Paths inside, each with what it points to.
    pub(super) fn links(&self) -> impl Iterator<Item = (&Path, &Path)> {
        self.links.iter().map(|(inside, target)| (inside.as_path(), target.as_path()))
    }

    /// Adds what the open files need until none needs more. What is not found in the system's folders lies beside the file that names it, or is not
    /// needed here: some of .NET's own libraries are for tools that the machine may lack.
    fn close(&mut self, mut open: Vec<PathBuf>) {
        let mut read = BTreeSet::new();
        while let Some(file) = open.pop() {
            if !read.insert(file.clone()) {
                continue;
            }
            let needs = elf::Needs::read(&file).unwrap_or_default();
            if let Some(loader) = needs.loader {
                open.extend(self.add(&loader));
            }
            for name in needs.libraries {
                open.extend(find(LIBRARY_FOLDERS, &name).and_then(|found| self.add(&found)));
            }
        }
    }

    /// Adds a file under the path that it is known by, with its folder as it really is; gives the file itself if it was not there.
    fn add(&mut self, path: &Path) -> Option<PathBuf> {
        let inside = path.parent()?.canonicalize().ok()?.join(path.file_name()?);
        let file = path.canonicalize().ok()?;
        self.files.insert(inside, file.clone()).is_none().then_some(file)
    }
}

fn find(folders: &[&str], name: &OsStr) -> Option<PathBuf> {
    folders.iter().map(|folder| Path::new(folder).join(name)).find(|path| path.is_file())
}

/// Native programs and libraries of a toolchain: the files that are called so, or that have no ending.
fn collect_native(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let Ok(kind) = entry.file_type() else { continue };
        let ending = path.extension().and_then(OsStr::to_str);
        let is_library = path.file_name().and_then(OsStr::to_str).is_some_and(|name| name.contains(".so."));
        if kind.is_dir() && depth > 0 {
            collect_native(&path, depth - 1, found);
        } else if !kind.is_dir() && (is_library || matches!(ending, None | Some("so"))) {
            found.push(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(root: &Root) -> BTreeSet<&str> {
        root.files().filter_map(|(inside, _)| inside.file_name()?.to_str()).collect()
    }

    #[test]
    fn programs_come_with_their_libraries_and_nothing_else() {
        let root = Root::collect(&[], None).unwrap();
        let names = names(&root);
        assert!(names.contains("sh") && names.contains("tar") && names.contains("prlimit"), "{names:?}");
        assert!(names.iter().any(|name| name.starts_with("libc.")), "{names:?}");
        assert!(names.iter().any(|name| name.starts_with("ld-")), "{names:?}");
        for other in
            ["bash", "python3", "perl", "cc", "gcc", "gdb", "curl", "mount", "unshare", "setpriv", "su", "bwrap"]
        {
            assert!(!names.contains(other), "{other}");
        }
        assert!(names.len() < 80, "{names:?}");
    }

    #[test]
    fn a_program_brings_what_it_needs_itself() {
        let own = std::env::current_exe().unwrap();
        let with = Root::collect(&[], Some(&own)).unwrap();
        let needs = elf::Needs::read(&own).unwrap();
        assert!(!needs.libraries.is_empty());
        for name in needs.libraries {
            assert!(names(&with).contains(name.to_str().unwrap()), "{name:?}");
        }
        assert!(!names(&with).contains(own.file_name().unwrap().to_str().unwrap()), "it is mounted elsewhere");
    }

    #[test]
    fn libraries_of_a_toolchain_are_looked_into() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("shared/runtime");
        fs::create_dir_all(&deep).unwrap();
        fs::copy(std::env::current_exe().unwrap(), deep.join("libcoreclr.so")).unwrap();
        fs::write(deep.join("broken.so"), b"\x7fELF").unwrap();
        let mut found = Vec::new();
        collect_native(folder.path(), DEPTH, &mut found);
        assert_eq!(found.len(), 2);
        assert_eq!(Root::collect(&[folder.path()], None), Root::collect(&[], Some(&deep.join("libcoreclr.so"))));
    }
}
