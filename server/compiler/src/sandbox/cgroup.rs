//! A cgroup of version 2 for each build: the system counts and bounds everything that the build has, also what no process owns.
//!
//! The server needs a subtree of its own, as systemd gives it with `Delegate=yes`. Controllers can be passed on to children only by a cgroup that has no
//! processes itself, so the server moves into a child of its own; the builds' cgroups lie beside it.

mod group;
mod place;

pub(super) use group::Group;

use super::super::limits::BuildLimits;
use super::command::Precedence;
use place::Place;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// The child that the server itself moves into.
const LEAF: &str = "xif-server";

/// What the names of builds' cgroups begin with.
const BUILD: &str = "xif-build-";

/// Controllers without which a cgroup bounds nothing that matters.
const NEEDED: [&str; 2] = ["memory", "pids"];

/// The subtree that builds get their cgroups in.
#[derive(Debug)]
pub(super) struct Cgroups {
    folder: PathBuf,
}

/// Why builds get no cgroups.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unusable {
    #[error("it is switched off")]
    Off,
    #[error("the system has no cgroups of version 2 for the server")]
    NoHierarchy,
    #[error("the server's cgroup has no controller for {0}")]
    NoController(&'static str),
    #[error("other processes are in the server's cgroup")]
    Shared,
    #[error("the server's cgroup is not its own: {0}")]
    Denied(#[from] io::Error),
    #[error("a build in a cgroup does not start")]
    Probe,
}

impl Cgroups {
    /// Finds the server's cgroup, moves the server into a child of it, and passes the controllers on.
    pub(super) fn open() -> Result<Self, Unusable> {
        // A process has one cgroup, however many sandboxes it makes at the same time.
        static MOVING: Mutex<()> = Mutex::new(());
        let _alone = MOVING.lock().unwrap_or_else(PoisonError::into_inner);
        let read = |file| fs::read_to_string(file).map_err(|_| Unusable::NoHierarchy);
        let place =
            Place::find(&read("/proc/self/cgroup")?, &read("/proc/self/mountinfo")?).ok_or(Unusable::NoHierarchy)?;
        let (folder, moved) = match place.folder.strip_suffix_name(LEAF) {
            Some(above) => (above, true),
            None => (place.folder, false),
        };
        let has = fs::read_to_string(folder.join("cgroup.controllers")).map_err(|_| Unusable::NoHierarchy)?;
        let has: Vec<&str> = has.split_whitespace().collect();
        if let Some(missing) = NEEDED.into_iter().find(|needed| !has.contains(needed)) {
            return Err(Unusable::NoController(missing));
        }
        if !moved {
            occupy(&folder)?;
        }
        let passed = NEEDED.into_iter().chain(has.contains(&"cpu").then_some("cpu"));
        for controller in passed {
            if let Err(error) = fs::write(folder.join("cgroup.subtree_control"), format!("+{controller}")) {
                leave(&folder);
                return Err(error.into());
            }
        }
        remove_empty(&folder);
        Ok(Self { folder })
    }

    /// Makes a cgroup for one build.
    pub(super) fn group(&self, limits: &BuildLimits, precedence: Precedence) -> io::Result<Group> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        Group::create(self.folder.join(format!("{BUILD}{}-{number}", std::process::id())), limits, precedence)
    }
}

/// Moves this process from the cgroup into its child. Others in it would keep it from passing controllers on, and are nobody's to move.
fn occupy(folder: &Path) -> Result<(), Unusable> {
    let is_root = !folder.join("cgroup.type").exists();
    let members = fs::read_to_string(folder.join("cgroup.procs"))?;
    if !is_root && members.split_whitespace().any(|id| id.parse() != Ok(std::process::id())) {
        return Err(Unusable::Shared);
    }
    let leaf = folder.join(LEAF);
    match fs::create_dir(&leaf) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error.into()),
        _ => {}
    }
    Ok(fs::write(leaf.join("cgroup.procs"), "0")?)
}

/// Back to where the server came from, since there is no use in being elsewhere. What fails leaves it where it is, which does no harm.
fn leave(folder: &Path) {
    let _back = fs::write(folder.join("cgroup.procs"), "0").and_then(|()| fs::remove_dir(folder.join(LEAF)));
}

/// Removes what builds of a server left that was killed: a cgroup that still has processes stays.
fn remove_empty(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(BUILD) {
            let _in_use = fs::remove_dir(entry.path());
        }
    }
}

/// A folder's parent, when the folder has this name.
trait StripName {
    fn strip_suffix_name(&self, name: &str) -> Option<PathBuf>;
}

impl StripName for PathBuf {
    fn strip_suffix_name(&self, name: &str) -> Option<PathBuf> {
        self.file_name().is_some_and(|last| last == name).then(|| self.parent().map(Path::to_path_buf))?
    }
}
