//! The processes of the machine, read in one walk for all builds that are watched.

use std::collections::{HashMap, HashSet};
use std::fs;

/// All of them, by their parents.
#[derive(Debug, Default)]
pub(super) struct Processes {
    all: HashMap<u32, Process>,
    children: HashMap<u32, Vec<u32>>,
}

/// One process, from `/proc/<id>/stat`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Process {
    pub(super) id: u32,
    parent: u32,
    pub(super) pages: u64,
    /// Processor time of its own.
    own: u64,
    /// Processor time of the children that it waited for.
    waited: u64,
    /// When it started: with its id, it is this process and no later one.
    started: u64,
}

/// Processor time of one build, also that of processes that nobody waited for.
#[derive(Debug, Default)]
pub(super) struct Spent {
    seen: HashMap<(u32, u64), u64>,
    gone: u64,
}

impl Processes {
    pub(super) fn read() -> Self {
        let ids = fs::read_dir("/proc")
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        Self::of(ids.filter_map(|id: u32| parse(id, &fs::read_to_string(format!("/proc/{id}/stat")).ok()?)))
    }

    fn of(processes: impl Iterator<Item = Process>) -> Self {
        let mut read = Self::default();
        for process in processes {
            read.children.entry(process.parent).or_default().push(process.id);
            read.all.insert(process.id, process);
        }
        read
    }

    /// A process and all its descendants, the oldest first.
    pub(super) fn below(&self, root: u32) -> Vec<Process> {
        let mut members: Vec<Process> = self.all.get(&root).copied().into_iter().collect();
        let mut next = 0;
        while let Some(process) = members.get(next) {
            let children = self.children.get(&process.id).map(Vec::as_slice).unwrap_or_default();
            members.extend(children.iter().filter_map(|id| self.all.get(id)));
            next += 1;
        }
        members
    }
}

impl Spent {
    /// Ticks until now, of two counts the larger. The system's own has all of a process that was waited for, however short it lived, and nothing of one
    /// whose parent ignores it. The other has what was last seen of every process.
    pub(super) fn add(&mut self, members: &[Process]) -> u64 {
        let there: HashSet<(u32, u64)> = members.iter().map(|process| (process.id, process.started)).collect();
        let gone = &mut self.gone;
        self.seen.retain(|process, ticks| {
            let stays = there.contains(process);
            if !stays {
                *gone += *ticks;
            }
            stays
        });
        self.seen.extend(members.iter().map(|process| ((process.id, process.started), process.own)));
        let counted = members.iter().map(|process| process.own + process.waited).sum();
        let watched = self.gone + members.iter().map(|process| process.own).sum::<u64>();
        watched.max(counted)
    }
}

/// `id (name) state parent ...`: the name may hold anything, also blanks and parentheses. Fields are numbered as in proc(5).
fn parse(id: u32, stat: &str) -> Option<Process> {
    const AFTER_NAME: usize = 3;
    let (_, rest) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let field = |number: usize| u64::try_from(fields.get(number - AFTER_NAME)?.parse::<i64>().ok()?).ok();
    Some(Process {
        id,
        parent: field(4)?.try_into().ok()?,
        pages: field(24)?,
        own: field(14)? + field(15)?,
        waited: field(16)? + field(17)?,
        started: field(22)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn process(id: u32, parent: u32, own: u64) -> Process {
        Process { id, parent, pages: 1, own, waited: 0, started: 5 }
    }

    #[test]
    fn a_process_is_read_whatever_its_name() {
        let stat = "7 (a) b) R 3 7 7 0 -1 4194304 1 2 3 4 10 20 5 5 20 0 1 0 100 4096 33 18446744073709551615 1 1";
        let expected = Process { id: 7, parent: 3, pages: 33, own: 30, waited: 10, started: 100 };
        assert_eq!(parse(7, stat), Some(expected));
        assert_eq!(parse(7, "7 (a) R 3"), None);
    }

    #[test]
    fn one_walk_serves_every_tree() {
        let processes =
            Processes::of([process(1, 0, 0), process(7, 1, 0), process(9, 7, 0), process(8, 1, 0)].into_iter());
        let ids = |root| processes.below(root).iter().map(|process| process.id).collect::<Vec<_>>();
        assert_eq!((ids(7), ids(8), ids(5)), (vec![7, 9], vec![8], vec![]));
    }

    #[test]
    fn time_of_processes_that_nobody_waited_for_stays_counted() {
        let mut spent = Spent::default();
        assert_eq!(spent.add(&[process(1, 0, 1), process(2, 1, 50)]), 51);
        assert_eq!(
            spent.add(&[process(1, 0, 1), process(3, 1, 20)]),
            71,
            "2 is gone, and its parent has nothing of it"
        );
        let later = Process { started: 6, ..process(3, 1, 2) };
        assert_eq!(spent.add(&[process(1, 0, 1), later]), 73, "another process has the same id");
    }

    #[test]
    fn time_of_processes_too_short_to_be_seen_is_counted() {
        let mut spent = Spent::default();
        let parent = Process { waited: 400, ..process(1, 0, 1) };
        assert_eq!(spent.add(&[parent]), 401);
    }
}
