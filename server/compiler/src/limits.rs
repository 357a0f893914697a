//! What a build may use, and what is said when it uses more.

use super::queue::QueueSize;
use api::problem::{Code, Problem};
use std::fmt;
use std::time::Duration;

/// Limits of one build. A build of 2,000 methods takes 8 s, 300 MB and two processes with the oldest toolchain; the defaults leave several
/// times that.
#[derive(Debug, Clone)]
pub struct BuildLimits {
    /// From start to end.
    pub wall: Duration,
    /// Processor time of all processes together.
    pub cpu: Duration,
    /// Bytes of memory of all processes together, files not counted.
    pub memory: u64,
    /// Address space of each process, for what grows faster than it can be watched. Release 3.1 does not start with 4 GiB.
    pub address_space: u64,
    /// Bytes of all files that lie in the sandbox at one time. They lie in memory.
    pub disk: u64,
    /// Number of those files and folders.
    pub files: u64,
    /// Processes at one time.
    pub processes: usize,
    /// Processes and threads at one time, enforced by the system (Linux 5.14 or later counts them for each sandbox): what stops a fork bomb before it
    /// is seen.
    pub threads: u64,
    /// Open files of each process: .NET opens many.
    pub open_files: u64,
    /// Sockets at one time. What waits in them is memory that no process owns.
    pub sockets: usize,
    /// Bytes that are printed before the build is ended.
    pub printed: u64,
    /// Bytes of what is printed that are kept: half from the start, half from the end.
    pub output: usize,
    /// Messages that are kept.
    pub diagnostics: usize,
    /// Bytes of the assembly.
    pub assembly: u64,
    /// Bytes of its documentation; a larger one is left out, and a message says so.
    pub documentation: u64,
}

impl Default for BuildLimits {
    fn default() -> Self {
        Self {
            wall: Duration::from_secs(90),
            cpu: Duration::from_secs(90),
            memory: 1536 << 20,
            address_space: 8 << 30,
            disk: 512 << 20,
            files: 30_000,
            processes: 64,
            threads: 512,
            open_files: 512,
            sockets: 64,
            printed: 64 << 20,
            output: 512 << 10,
            diagnostics: 1000,
            assembly: 48 << 20,
            documentation: 4 << 20,
        }
    }
}

impl BuildLimits {
    /// Size of the folder in memory. The watch ends a build at the limit; what is above it holds what comes between two looks.
    pub fn largest_disk(&self) -> u64 {
        self.disk + (self.disk >> 3)
    }

    /// The queue for a machine with this many bytes of memory: all that is compiled at one time may take three quarters of it. Hosts come first, and one
    /// of each way may always run.
    pub fn at_once(&self, queue: QueueSize, memory: u64) -> QueueSize {
        let fit = |asked: usize, each: u64, room: u64| {
            let fit = usize::try_from(room / each.max(1)).unwrap_or(usize::MAX);
            asked.min(fit).max(1)
        };
        let room = memory / 4 * 3;
        let hosts = if queue.hosts == 0 { 0 } else { fit(queue.hosts, self.memory, room) };
        let left = room.saturating_sub(self.memory.saturating_mul(hosts as u64));
        let builds = fit(queue.builds, self.memory + self.largest_disk(), left);
        QueueSize { hosts, builds, ..queue }
    }
}

/// Bytes of memory that can be had now, as Linux counts it; none where it does not tell.
pub fn available_memory() -> Option<u64> {
    available(&std::fs::read_to_string("/proc/meminfo").ok()?)
}

fn available(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

/// A limit that ended a build, with its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Time from start to end.
    Wall(Duration),
    /// Processor time.
    Cpu(Duration),
    /// Memory in bytes.
    Memory(u64),
    /// Bytes in files.
    Disk(u64),
    /// Number of files.
    Files(u64),
    /// Number of processes.
    Processes(usize),
    /// Number of processes and threads.
    Threads(u64),
    /// Number of sockets.
    Sockets(usize),
    /// Bytes printed.
    Printed(u64),
}

impl fmt::Display for Limit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wall(time) => write!(formatter, "The build did not end within {} seconds.", time.as_secs()),
            Self::Cpu(time) => {
                write!(formatter, "The build used more than {} seconds of processor time.", time.as_secs())
            }
            Self::Memory(bytes) => write!(formatter, "The build needed more than {} MiB of memory.", bytes >> 20),
            Self::Disk(bytes) => write!(formatter, "The build's files needed more than {} MiB.", bytes >> 20),
            Self::Files(count) => write!(formatter, "The build made more than {count} files."),
            Self::Processes(count) => write!(formatter, "The build had more than {count} processes at one time."),
            Self::Threads(count) => {
                write!(formatter, "The build had more than {count} processes and threads at one time.")
            }
            Self::Sockets(count) => write!(formatter, "The build had more than {count} sockets at one time."),
            Self::Printed(bytes) => write!(formatter, "The build printed more than {} MiB.", bytes >> 20),
        }
    }
}

impl From<Limit> for Problem {
    fn from(limit: Limit) -> Self {
        let code = match limit {
            Limit::Wall(_) | Limit::Cpu(_) => Code::BuildTime,
            Limit::Memory(_) | Limit::Sockets(_) => Code::BuildMemory,
            Limit::Disk(_) | Limit::Files(_) | Limit::Printed(_) => Code::BuildDisk,
            Limit::Processes(_) | Limit::Threads(_) => Code::BuildProcesses,
        };
        Self::new(code, format!("{limit} What it had printed until then is kept."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builds_at_one_time_fit_into_the_memory() {
        let limits = BuildLimits { memory: 3 << 30, disk: 8 << 27, ..BuildLimits::default() };
        let fit = |processors, memory| {
            let asked = QueueSize { hosts: processors, builds: processors, ..QueueSize::default() };
            let queue = limits.at_once(asked, memory);
            (queue.hosts, queue.builds)
        };
        // Each host may take 3 GiB, and each build 4.125 GiB.
        assert_eq!(fit(16, 128 << 30), (16, 11));
        assert_eq!(fit(16, 64 << 30), (16, 1));
        assert_eq!(fit(2, 64 << 30), (2, 2));
        assert_eq!(fit(2, 8 << 30), (2, 1));
        assert_eq!(fit(16, 1 << 30), (1, 1));
        assert_eq!(fit(0, 0), (0, 1));
    }

    #[test]
    fn the_memory_of_the_machine_is_read() {
        assert_eq!(available("MemTotal:  100 kB\nMemAvailable:     50 kB\n"), Some(50 << 10));
        assert_eq!(available("MemTotal:  100 kB\n"), None);
        assert!(available_memory().is_some());
    }
}
