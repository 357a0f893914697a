//! All publishes: those at work, those that wait for their users, and those that ended a while ago.

use super::asker::{Asker, Key};
use super::job::Job;
use super::keeping::Keeping;
use super::session::{Session, lock};
use super::unended::interrupted;
use api::platform::job::JobOutcome;
use api::problem::{Code, Problem};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::watch;
use web::client::Client;

/// The publishes of all clients.
#[derive(Debug)]
pub struct Jobs {
    keeping: Keeping,
    all: Mutex<BTreeMap<String, Kept>>,
    stopping: watch::Sender<Stopping>,
}

/// How far the server's stop has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stopping {
    /// It does not stop.
    No,
    /// It waits for the publishes that are at work.
    Waiting,
    /// It waits no longer.
    Now,
}

#[derive(Debug)]
struct Kept {
    client: Client,
    job: Arc<Job>,
}

impl Jobs {
    /// None yet.
    pub fn new(keeping: Keeping) -> Self {
        Self { keeping, all: Mutex::default(), stopping: watch::Sender::new(Stopping::No) }
    }

    /// Whether a client may begin a publish.
    ///
    /// # Errors
    /// [`Code::PlatformBusy`] when it has as many as it may have, or all have.
    pub fn check(&self, client: Client) -> Result<(), Problem> {
        self.sweep();
        self.has_room(&lock(&self.all), client)
    }

    /// Keeps a new publish of a connection.
    ///
    /// # Errors
    /// As of [`check`](Self::check).
    pub fn begin(&self, session: &Session, client: Client, make: impl FnOnce(Key) -> Job) -> Result<Arc<Job>, Problem> {
        self.sweep();
        let mut all = lock(&self.all);
        self.has_room(&all, client)?;
        let key = Key::fresh()?;
        let id = key.id.clone();
        let job = Arc::new(make(key));
        all.insert(id, Kept { client, job: Arc::clone(&job) });
        session.remember(&job);
        Ok(job)
    }

    /// The publish with this id.
    ///
    /// # Errors
    /// [`Code::PlatformNoJob`] when it is not known, or the secret is another one; [`Code::PlatformSecret`] when none is shown.
    pub fn find(&self, id: &str, asker: &Asker) -> Result<Arc<Job>, Problem> {
        self.sweep();
        let found = lock(&self.all).get(id).map(|kept| Arc::clone(&kept.job));
        let fits = asker.has(found.as_ref().map(|job| job.key()))?;
        found.filter(|_| fits).ok_or_else(|| Problem::new(Code::PlatformNoJob, "There is no such publish any more."))
    }

    /// Knows a publish of an earlier run.
    pub fn remember(&self, job: Job) {
        let client = Client::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        lock(&self.all).insert(job.key().id.clone(), Kept { client, job: Arc::new(job) });
    }

    /// Takes no publish any more, and waits for those that are at work. Those that wait for their users are not waited for.
    pub async fn drain(&self) {
        self.stopping.send_replace(Stopping::Waiting);
        while self.running() > 0 {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Whether no publish is taken any more.
    pub fn is_stopping(&self) -> bool {
        *self.stopping.borrow() != Stopping::No
    }

    /// Gives up all publishes that are not over: their end is not known.
    pub async fn give_up(&self) {
        self.stopping.send_replace(Stopping::Now);
        let unended: Vec<_> = lock(&self.all).values().map(|kept| Arc::clone(&kept.job)).collect();
        for job in unended.into_iter().filter(|job| job.ended().is_none()) {
            tracing::warn!(extension = job.extension(), "a publish is given up: its end is not known");
            while job.ended().is_none() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
    }

    /// Ends when a job is given up, with what is told of it.
    pub async fn given_up(&self, job: &Job) -> JobOutcome {
        let mut stopping = self.stopping.subscribe();
        // The sender lives as long as this value.
        let _given_up = stopping.wait_for(|stopping| *stopping == Stopping::Now).await;
        interrupted(&job.shown().address)
    }

    fn running(&self) -> usize {
        lock(&self.all).values().filter(|kept| kept.job.is_running()).count()
    }

    /// Forgets what ended too long ago, and what ended first when there is too much.
    pub fn sweep(&self) {
        let mut all = lock(&self.all);
        all.retain(|_, kept| kept.job.ended().is_none_or(|end| end.elapsed() < self.keeping.ended));
        let mut bytes: usize = all.values().map(|kept| kept.job.bytes()).sum();
        let mut ended: Vec<(Instant, usize, String)> =
            all.iter().filter_map(|(id, kept)| Some((kept.job.ended()?, kept.job.bytes(), id.clone()))).collect();
        if bytes <= self.keeping.bytes && ended.len() <= self.keeping.ended_number {
            return;
        }
        ended.sort();
        let mut number = ended.len();
        for (_, size, id) in ended {
            if bytes <= self.keeping.bytes && number <= self.keeping.ended_number {
                break;
            }
            all.remove(&id);
            (bytes, number) = (bytes - size, number - 1);
        }
    }

    fn has_room(&self, all: &BTreeMap<String, Kept>, client: Client) -> Result<(), Problem> {
        let count = |counts: fn(&Job) -> bool, of: Option<Client>| {
            let is_of = |kept: &&Kept| of.is_none_or(|client| kept.client == client);
            all.values().filter(is_of).filter(|kept| counts(&kept.job)).count()
        };
        let is_open: fn(&Job) -> bool = |job| job.ended().is_none();
        let (running, own) = (count(Job::is_running, None), count(Job::is_running, Some(client)));
        let (unended, own_unended) = (count(is_open, None), count(is_open, Some(client)));
        if self.is_stopping() {
            return Err(Problem::new(
                Code::PlatformStopping,
                "The studio's server waits for the publishes that run, and stops then.",
            ));
        }
        let busy = |why: String| Err(Problem::new(Code::PlatformBusy, why));
        if own >= self.keeping.running_part {
            return busy(format!("{own} publishes from your address are running."));
        }
        if own_unended >= self.keeping.unended_part {
            return busy(format!("{own_unended} publishes from your address run or wait for you."));
        }
        if running >= self.keeping.running || unended >= self.keeping.unended {
            return busy(format!("{running} publishes are running, {} wait for their users.", unended - running));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
