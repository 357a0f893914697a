//! The cgroup of one build.

use super::super::super::limits::{BuildLimits, Limit};
use super::super::command::Precedence;
use super::super::usage::Usage;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Its processes end, and it goes, when it is dropped.
#[derive(Debug)]
pub(in super::super) struct Group {
    folder: PathBuf,
}

/// What the sandbox itself has beside the build: bubblewrap inside and outside, and the shell that unpacks and sends.
const OWN: usize = 8;

/// Memory for files that are read and for the system's own records, above what is counted against the build.
const SLACK: u64 = 64 << 20;

impl Group {
    /// Files in memory are memory, so the bound of the system is that of both. The watch tells them apart.
    pub(super) fn create(folder: PathBuf, limits: &BuildLimits, precedence: Precedence) -> io::Result<Self> {
        fs::create_dir(&folder)?;
        let group = Self { folder };
        let most = limits.memory + limits.largest_disk() + SLACK;
        group.set("memory.max", &most.to_string())?;
        group.set("memory.oom.group", "1")?;
        group.set("pids.max", &(limits.threads + OWN as u64).to_string())?;
        // A system may have no swapping, and a server may be given no controller of processors.
        for (file, value) in [("memory.swap.max", 0), ("cpu.weight", precedence.weight())] {
            match group.set(file, &value.to_string()) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        // Linux 5.14 or later.
        fs::metadata(group.folder.join("cgroup.kill"))?;
        Ok(group)
    }

    /// The file that a process writes 0 to so that it comes in.
    pub(in super::super) fn entrance(&self) -> PathBuf {
        self.folder.join("cgroup.procs")
    }

    /// Ends everything in it, at once.
    pub(in super::super) fn kill(&self) {
        // It is gone already, or it ends with the process that holds the sandbox.
        let _gone = self.set("cgroup.kill", "1");
    }

    /// Ids of its processes.
    pub(in super::super) fn members(&self) -> Vec<u32> {
        self.read("cgroup.procs").split_whitespace().filter_map(|id| id.parse().ok()).collect()
    }

    /// What it uses now. Files are not counted as memory.
    pub(in super::super) fn usage(&self) -> Usage {
        let members = self.members();
        let mut usage = Usage { processes: members.len().saturating_sub(OWN), ..Usage::default() };
        usage.look_inside(members.iter().rev().copied());
        usage.memory = memory(&self.read("memory.stat")).saturating_sub(usage.disk);
        usage.cpu = Duration::from_micros(value(&self.read("cpu.stat"), "usage_usec"));
        usage
    }

    /// The limit that the system itself enforced.
    pub(in super::super) fn enforced(&self, limits: &BuildLimits) -> Option<Limit> {
        enforced(&self.read("memory.events"), &self.read("pids.events"), limits)
    }

    /// The most memory that it had, with files; 0 where the system does not tell (Linux before 5.19).
    pub(in super::super) fn peak(&self) -> u64 {
        self.read("memory.peak").trim().parse().unwrap_or(0)
    }

    fn set(&self, file: &str, value: &str) -> io::Result<()> {
        // Not `fs::write`: where the file is missing none shall be made.
        io::Write::write_all(&mut fs::OpenOptions::new().write(true).open(self.folder.join(file))?, value.as_bytes())
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).unwrap_or_default()
    }
}

impl Drop for Group {
    /// Takes as long as its processes need to end, milliseconds as a rule: not for a thread that answers requests.
    fn drop(&mut self) {
        const TRIES: usize = 100;
        self.kill();
        for _ in 0..TRIES {
            if removed(&self.folder) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        tracing::warn!("the cgroup of a build cannot be removed");
    }
}

fn removed(folder: &Path) -> bool {
    match fs::remove_dir(folder) {
        Ok(()) => true,
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// The number after a name in a file of lines.
fn value(lines: &str, name: &str) -> u64 {
    found(lines, name).unwrap_or(0)
}

fn found(lines: &str, name: &str) -> Option<u64> {
    lines.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.trim().parse().ok())
}

/// What `memory.stat` counts that cannot be had back: no pages of files on a disk, and no entries of directories that are only remembered.
fn memory(stat: &str) -> u64 {
    // Linux 5.18 or later has one number for all of the system's own.
    let kernel = found(stat, "kernel").map(|kernel| kernel.saturating_sub(value(stat, "slab_reclaimable")));
    let kernel = kernel.unwrap_or_else(|| {
        ["kernel_stack", "pagetables", "percpu", "sock", "slab_unreclaimable"]
            .iter()
            .map(|name| value(stat, name))
            .sum()
    });
    value(stat, "anon") + value(stat, "shmem") + kernel
}

fn enforced(memory: &str, processes: &str, limits: &BuildLimits) -> Option<Limit> {
    if value(memory, "oom_kill") > 0 || value(memory, "oom_group_kill") > 0 {
        Some(Limit::Memory(limits.memory))
    } else if value(processes, "max") > 0 {
        Some(Limit::Threads(limits.threads))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_what_cannot_be_had_back() {
        let stat = "anon 1000\nfile 700\nkernel 300\nkernel_stack 50\nshmem 500\nslab_reclaimable 100\nslab_unreclaimable 90\n";
        assert_eq!(memory(stat), 1000 + 500 + 200);
        let old = "anon 1000\nfile 700\nkernel_stack 50\npercpu 5\nsock 2\nshmem 500\nslab_reclaimable 100\nslab_unreclaimable 90\n";
        assert_eq!(memory(old), 1000 + 500 + 50 + 5 + 2 + 90);
    }

    #[test]
    fn what_the_system_enforced_is_named() {
        let limits = BuildLimits::default();
        let calm = "low 0\nhigh 0\nmax 3\noom 0\noom_kill 0\noom_group_kill 0\n";
        assert_eq!(enforced(calm, "max 0\n", &limits), None);
        let killed = calm.replace("oom_kill 0", "oom_kill 4");
        assert_eq!(enforced(&killed, "max 9\n", &limits), Some(Limit::Memory(limits.memory)));
        assert_eq!(enforced(calm, "max 9\n", &limits), Some(Limit::Threads(limits.threads)));
    }

    #[test]
    fn a_number_is_that_of_its_whole_name() {
        assert_eq!(value("user_usec 5\nusage_usec 7\n", "usage_usec"), 7);
        assert_eq!(found("kernel_stack 5\n", "kernel"), None);
    }
}
