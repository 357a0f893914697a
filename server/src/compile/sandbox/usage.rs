//! What all processes of a sandbox use together.

use super::super::limits::{BuildLimits, Limit};
use super::command::WRITABLE;
use std::collections::HashMap;
use std::fs;
use std::time::Duration;

/// A measurement. It is a lower bound: processes come and go while one looks.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Usage {
    processes: usize,
    memory: u64,
    cpu: Duration,
    disk: u64,
    files: u64,
}

/// One process, from `/proc/<id>/stat`.
#[derive(Debug, PartialEq, Eq)]
struct Process {
    id: u32,
    parent: u32,
    pages: u64,
    ticks: u64,
}

impl Usage {
    /// Looks at a process and all its descendants. Inside a process namespace orphans become children of its first process, so none
    /// gets away.
    pub(super) fn measure(root: u32) -> Self {
        let mut usage = Self::default();
        let members = descendants(root);
        for process in &members {
            usage.processes += 1;
            usage.memory += process.pages * rustix::param::page_size() as u64;
            usage.cpu += Duration::from_millis(process.ticks * 1000 / rustix::param::clock_ticks_per_second());
        }
        usage.measure_files(&members);
        usage
    }

    /// The processor time.
    pub(super) fn cpu(&self) -> Duration {
        self.cpu
    }

    /// The same without processor time that was used before.
    pub(super) fn since(self, before: Duration) -> Self {
        Self { cpu: self.cpu.saturating_sub(before), ..self }
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
        } else {
            None
        }
    }

    /// The writable folder as one of the processes sees it; the host has no folder of that name.
    fn measure_files(&mut self, members: &[Process]) {
        let seen = members
            .iter()
            .rev()
            .find_map(|process| rustix::fs::statvfs(format!("/proc/{}/root{WRITABLE}", process.id)).ok());
        if let Some(folder) = seen {
            self.disk = folder.f_blocks.saturating_sub(folder.f_bfree) * folder.f_frsize;
            self.files = folder.f_files.saturating_sub(folder.f_ffree);
        }
    }
}

fn descendants(root: u32) -> Vec<Process> {
    let mut children: HashMap<u32, Vec<Process>> = HashMap::new();
    let mut members = Vec::new();
    for process in processes() {
        if process.id == root {
            members.push(process);
        } else {
            children.entry(process.parent).or_default().push(process);
        }
    }
    let mut next = 0;
    while let Some(id) = members.get(next).map(|process| process.id) {
        members.extend(children.remove(&id).unwrap_or_default());
        next += 1;
    }
    members
}

fn processes() -> impl Iterator<Item = Process> {
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|id: u32| parse(id, &fs::read_to_string(format!("/proc/{id}/stat")).ok()?))
}

/// `id (name) state parent ...`: the name may hold anything, also blanks and parentheses. Fields are numbered as in proc(5).
fn parse(id: u32, stat: &str) -> Option<Process> {
    const AFTER_NAME: usize = 3;
    let (_, rest) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let field = |number: usize| fields.get(number - AFTER_NAME)?.parse::<i64>().ok();
    let (own, waited) = (field(14)? + field(15)?, field(16)? + field(17)?);
    Some(Process {
        id,
        parent: field(4)?.try_into().ok()?,
        pages: field(24)?.try_into().ok()?,
        ticks: (own + waited).try_into().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_read_whatever_its_name() {
        let stat = "7 (a) b) R 3 7 7 0 -1 4194304 1 2 3 4 10 20 5 5 20 0 1 0 100 4096 33 18446744073709551615 1 1";
        let process = parse(7, stat).unwrap();
        assert_eq!(process, Process { id: 7, parent: 3, pages: 33, ticks: 40 });
        assert_eq!(parse(7, "7 (a) R 3"), None);
    }

    #[test]
    fn this_process_is_measured() {
        let usage = Usage::measure(std::process::id());
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
        assert_eq!(usage(|usage| usage.files = 30_001), Some(Limit::Files(30_000)));
        assert_eq!(usage(|usage| usage.disk = 1 << 30), Some(Limit::Disk(limits.disk)));
    }
}
