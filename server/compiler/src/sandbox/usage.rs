//! What all processes of a build use together.

use super::super::limits::{BuildLimits, Limit};
use super::command::WRITABLE;
use super::processes::{Processes, Spent};
use std::fs;
use std::time::Duration;

/// A measurement. It is a lower bound: processes come and go while one looks.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Usage {
    pub(super) processes: usize,
    pub(super) memory: u64,
    pub(super) cpu: Duration,
    pub(super) disk: u64,
    pub(super) files: u64,
    pub(super) sockets: usize,
}

impl Usage {
    /// Looks at a process and all its descendants. Inside a process namespace orphans become children of its first process, so none
    /// gets away.
    pub(super) fn measure(root: u32, processes: &Processes, spent: &mut Spent) -> Self {
        let mut usage = Self::default();
        let members = processes.below(root);
        for process in &members {
            usage.processes += 1;
            usage.memory += process.pages * rustix::param::page_size() as u64 + tables(process.id);
        }
        let ticks = spent.add(&members);
        usage.cpu = Duration::from_millis(ticks * 1000 / rustix::param::clock_ticks_per_second());
        usage.look_inside(members.iter().rev().map(|process| process.id));
        usage
    }

    /// The first limit that is passed.
    pub(super) fn over(&self, limits: &BuildLimits) -> Option<Limit> {
        if self.processes > limits.processes {
            Some(Limit::Processes(limits.processes))
        } else if self.memory > limits.memory {
            Some(Limit::Memory(limits.memory))
        } else if self.cpu > limits.cpu {
            Some(Limit::Cpu(limits.cpu))
        } else if self.disk > limits.disk {
            Some(Limit::Disk(limits.disk))
        } else if self.files > limits.files {
            Some(Limit::Files(limits.files))
        } else if self.sockets > limits.sockets {
            Some(Limit::Sockets(limits.sockets))
        } else {
            None
        }
    }

    /// The writable folder and the sockets as the first of the processes sees them that is inside.
    pub(super) fn look_inside(&mut self, members: impl Iterator<Item = u32>) {
        // The machine may have a folder of the same name, which is on another file system.
        let outside = device(WRITABLE);
        for id in members {
            let inside = format!("/proc/{id}/root{WRITABLE}");
            if device(&inside).is_none_or(|found| Some(found) == outside) {
                continue;
            }
            let Ok(folder) = rustix::fs::statvfs(&inside) else { continue };
            self.disk = folder.f_blocks.saturating_sub(folder.f_bfree) * folder.f_frsize;
            self.files = folder.f_files.saturating_sub(folder.f_ffree);
            // The system bounds what waits in each of them, but counts it at no process.
            let sockets = fs::read_to_string(format!("/proc/{id}/net/unix")).unwrap_or_default();
            self.sockets = sockets.lines().count().saturating_sub(1);
            return;
        }
    }
}

/// Bytes of the tables by which the processor finds a process' memory: they can be many for memory that is only reserved.
fn tables(id: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmPTE:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()).unwrap_or(0) << 10
}

/// The file system that a folder is on.
fn device(folder: &str) -> Option<u64> {
    Some(rustix::fs::stat(folder).ok()?.st_dev)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_is_measured() {
        let usage = Usage::measure(std::process::id(), &Processes::read(), &mut Spent::default());
        assert!(usage.processes >= 1);
        assert!(usage.memory > 1 << 20);
    }

    #[test]
    fn each_limit_is_named() {
        let limits = BuildLimits::default();
        let usage = |change: fn(&mut Usage)| {
            let mut usage = Usage::default();
            change(&mut usage);
            usage.over(&limits)
        };
        assert_eq!(usage(|_| {}), None);
        assert_eq!(usage(|usage| usage.processes = 65), Some(Limit::Processes(64)));
        assert_eq!(usage(|usage| usage.memory = 2 << 30), Some(Limit::Memory(limits.memory)));
        assert_eq!(usage(|usage| usage.cpu = Duration::from_secs(91)), Some(Limit::Cpu(limits.cpu)));
        assert_eq!(usage(|usage| usage.files = 30_001), Some(Limit::Files(30_000)));
        assert_eq!(usage(|usage| usage.disk = 1 << 30), Some(Limit::Disk(limits.disk)));
        assert_eq!(usage(|usage| usage.sockets = 65), Some(Limit::Sockets(64)));
    }
}
