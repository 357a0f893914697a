//! One thread that looks at all running builds, ten times a second. It is there from the start: a thread may not be had just when a build takes all
//! processes that there are, and the threads that answer requests have no time for it.

use super::super::limits::{BuildLimits, Limit};
use super::cgroup::Group;
use super::processes::{Processes, Spent};
use super::usage::Usage;
use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;

/// How often it looks.
const INTERVAL: Duration = Duration::from_millis(100);

/// The thread; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Watch {
    shared: Arc<Shared>,
}

/// What is looked at.
#[derive(Debug)]
pub(super) enum Subject {
    /// A process with all its descendants.
    Process(u32),
    /// A cgroup. It is dropped on the thread.
    Group(Group),
}

/// A build that is looked at until this is dropped.
#[derive(Debug)]
pub(super) struct Watched {
    number: u64,
    subject: Option<Arc<Subject>>,
    /// Everything in it ends when nobody looks any more.
    ends: bool,
    passed: oneshot::Receiver<Limit>,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    builds: BTreeMap<u64, Build>,
    /// Builds that ended; what they leave is removed by the thread.
    ended: Vec<Arc<Subject>>,
    number: u64,
    closed: bool,
}

#[derive(Debug)]
struct Build {
    subject: Arc<Subject>,
    limits: BuildLimits,
    spent: Arc<Mutex<Sum>>,
    passed: Option<oneshot::Sender<Limit>>,
}

/// What the thread looks at without holding the lock.
type Look = (u64, Arc<Subject>, BuildLimits, Arc<Mutex<Sum>>);

/// Processor time from look to look.
#[derive(Debug, Default)]
struct Sum {
    spent: Spent,
    /// What does not count; none before the first look at something that was there before.
    before: Option<Duration>,
}

impl Watch {
    pub(super) fn start() -> io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        std::thread::Builder::new().name("sandbox-watch".into()).spawn(move || own.watch())?;
        Ok(Self { shared })
    }

    /// Begins to look at a build, which ends with the looking.
    pub(super) fn over(&self, subject: Subject, limits: &BuildLimits) -> Watched {
        self.begin(Arc::new(subject), limits, Sum { before: Some(Duration::ZERO), ..Sum::default() }, true)
    }

    /// Begins to look at something that was there before and stays: what it spent until the first look does not count.
    pub(super) fn over_from_now(&self, subject: Arc<Subject>, limits: &BuildLimits) -> Watched {
        self.begin(subject, limits, Sum::default(), false)
    }

    /// Ends what stayed, and lets the thread remove it.
    pub(super) fn bury(&self, subject: Arc<Subject>) {
        if let Subject::Group(group) = &*subject {
            group.kill();
        }
        self.shared.lock().ended.push(subject);
        self.shared.changed.notify_one();
    }

    fn begin(&self, subject: Arc<Subject>, limits: &BuildLimits, sum: Sum, ends: bool) -> Watched {
        let (sender, passed) = oneshot::channel();
        let mut state = self.shared.lock();
        state.number += 1;
        let number = state.number;
        let build = Build {
            subject: Arc::clone(&subject),
            limits: limits.clone(),
            spent: Arc::new(Mutex::new(sum)),
            passed: Some(sender),
        };
        state.builds.insert(number, build);
        self.shared.changed.notify_one();
        drop(state);
        Watched { number, subject: Some(subject), ends, passed, shared: Arc::clone(&self.shared) }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.changed.notify_one();
    }
}

impl Watched {
    /// Ends with the first limit that all processes together go over; never when there is none.
    pub(super) async fn limit(&mut self) -> Limit {
        match (&mut self.passed).await {
            Ok(limit) => limit,
            Err(_) => std::future::pending().await,
        }
    }

    /// The cgroup, where that is what is looked at.
    pub(super) fn group(&self) -> Option<&Group> {
        match self.subject.as_deref()? {
            Subject::Group(group) => Some(group),
            Subject::Process(_) => None,
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        if let Some(group) = self.group().filter(|_| self.ends) {
            group.kill();
        }
        let mut state = self.shared.lock();
        let ended = state.builds.remove(&self.number);
        state.ended.extend(ended.map(|build| build.subject));
        // While the lock is held, so that the thread has the last one.
        self.subject = None;
        self.shared.changed.notify_one();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn watch(&self) {
        loop {
            let mut state = self.lock();
            while state.builds.is_empty() && state.ended.is_empty() && !state.closed {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            if state.closed && state.builds.is_empty() && state.ended.is_empty() {
                return;
            }
            let ended = std::mem::take(&mut state.ended);
            let looks: Vec<Look> = state.builds.iter().map(|(&number, build)| build.look(number)).collect();
            drop(state);
            drop(ended);
            let passed = look(&looks);
            drop(looks);
            let mut state = self.lock();
            for (number, limit) in passed {
                if let Some(sender) = state.builds.get_mut(&number).and_then(|build| build.passed.take()) {
                    // Whoever waited may have gone.
                    let _gone = sender.send(limit);
                }
            }
            if state.ended.is_empty() && !state.builds.is_empty() {
                let _woken = self.changed.wait_timeout(state, INTERVAL).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }
}

impl Build {
    fn look(&self, number: u64) -> Look {
        (number, Arc::clone(&self.subject), self.limits.clone(), Arc::clone(&self.spent))
    }
}

/// One look at all of them, with one walk over the machine's processes if one is needed at all.
fn look(looks: &[Look]) -> Vec<(u64, Limit)> {
    let walks = looks.iter().any(|(_, subject, ..)| matches!(**subject, Subject::Process(_)));
    let processes = if walks { Processes::read() } else { Processes::default() };
    let measured = looks.iter().filter_map(|(number, subject, limits, spent)| {
        let mut sum = spent.lock().unwrap_or_else(PoisonError::into_inner);
        let (enforced, mut usage) = match &**subject {
            Subject::Process(root) => (None, Usage::measure(*root, &processes, &mut sum.spent)),
            Subject::Group(group) => (group.enforced(limits), group.usage()),
        };
        let before = *sum.before.get_or_insert(usage.cpu);
        usage.cpu = usage.cpu.saturating_sub(before);
        let limit = enforced.or_else(|| usage.over(limits));
        Some((*number, limit?))
    });
    measured.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_build_over_its_limit_is_told_and_others_are_not() {
        let watch = Watch::start().unwrap();
        let calm =
            BuildLimits { processes: usize::MAX, memory: u64::MAX, cpu: Duration::MAX, ..BuildLimits::default() };
        let strict = BuildLimits { memory: 1, ..calm.clone() };
        let mut other = watch.over(Subject::Process(std::process::id()), &calm);
        let mut watched = watch.over(Subject::Process(std::process::id()), &strict);
        assert_eq!(watched.limit().await, Limit::Memory(1));
        assert!(tokio::time::timeout(Duration::from_millis(300), other.limit()).await.is_err());
        drop((watched, other));
        assert!(watch.shared.lock().builds.is_empty());
    }
}
