//! Open connections. They live in memory only, and end when nobody uses them.

use super::backend::{Backend, assisted};
use super::job::Job;
use api::platform::connect::{Connection, Environment, Limits, Platform};
use api::problem::{Code, Problem};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::address::Address;

/// A connection to a Platform Server with a user's credentials.
#[derive(Debug)]
pub struct Session {
    /// Its id, which nobody can guess.
    pub id: String,
    /// The server.
    pub address: Address,
    /// The user.
    pub user: String,
    /// What the server says of itself.
    pub platform: Option<Platform>,
    /// Environments of LifeTime.
    pub environments: Vec<Environment>,
    /// The key of the one that is used.
    pub environment: Option<String>,
    /// How it works.
    pub backend: Arc<Backend>,
    used: Mutex<Instant>,
    jobs: Mutex<Vec<Arc<Job>>>,
}

/// What a session is made of, but for its id.
#[derive(Debug)]
pub struct Opened {
    /// The server.
    pub address: Address,
    /// The user.
    pub user: String,
    /// What the server says of itself.
    pub platform: Option<Platform>,
    /// Environments of LifeTime.
    pub environments: Vec<Environment>,
    /// The key of the one that is used.
    pub environment: Option<String>,
    /// How it works.
    pub backend: Backend,
}

/// How much is kept, and how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keeping {
    /// Connections at one time.
    pub sessions: usize,
    /// Publishes at one time; each may hold a XIF in memory.
    pub running: usize,
    /// Until an unused connection ends.
    pub idle: Duration,
    /// Until an ended publish is forgotten.
    pub ended: Duration,
}

impl Default for Keeping {
    fn default() -> Self {
        Self { sessions: 500, running: 8, idle: Duration::from_secs(30 * 60), ended: Duration::from_secs(60 * 60) }
    }
}

/// All connections and publishes.
#[derive(Debug)]
pub struct Sessions {
    keeping: Keeping,
    open: Mutex<BTreeMap<String, Arc<Session>>>,
    jobs: Mutex<BTreeMap<String, Arc<Job>>>,
}

impl Session {
    /// The connection as the page sees it.
    pub fn shown(&self, limits: Limits, idle: Duration) -> Connection {
        Connection {
            id: self.id.clone(),
            address: self.address.to_string(),
            user: self.user.clone(),
            platform: self.platform.clone(),
            backend: self.backend.kind(),
            environments: self.environments.clone(),
            environment: self.environment.clone(),
            capabilities: self.backend.capabilities(),
            service_center: assisted::service_center(&self.address),
            limits,
            idle_seconds: idle.as_secs(),
            jobs: lock(&self.jobs).iter().map(|job| job.shown()).collect(),
        }
    }

    /// Remembers a publish that was begun over it.
    pub fn remember(&self, job: Arc<Job>) {
        lock(&self.jobs).push(job);
    }

    /// Whether one of its publishes is not over.
    fn is_busy(&self) -> bool {
        lock(&self.jobs).iter().any(|job| job.ended().is_none())
    }
}

impl Sessions {
    /// None yet.
    pub fn new(keeping: Keeping) -> Self {
        Self { keeping, open: Mutex::default(), jobs: Mutex::default() }
    }

    /// How much is kept, and how long.
    pub fn keeping(&self) -> Keeping {
        self.keeping
    }

    /// Opens a connection.
    pub fn open(&self, opened: Opened) -> Result<Arc<Session>, Problem> {
        self.sweep();
        let mut sessions = lock(&self.open);
        if sessions.len() >= self.keeping.sessions {
            return Err(Problem::new(Code::PlatformBusy, format!("{} connections are open.", sessions.len())));
        }
        let session = Arc::new(Session {
            id: fresh_id()?,
            address: opened.address,
            user: opened.user,
            platform: opened.platform,
            environments: opened.environments,
            environment: opened.environment,
            backend: Arc::new(opened.backend),
            used: Mutex::new(Instant::now()),
            jobs: Mutex::default(),
        });
        sessions.insert(session.id.clone(), Arc::clone(&session));
        Ok(session)
    }

    /// The connection with this id; using it keeps it open.
    pub fn find(&self, id: &str) -> Result<Arc<Session>, Problem> {
        self.sweep();
        let found = lock(&self.open).get(id).cloned();
        let session =
            found.ok_or_else(|| Problem::new(Code::PlatformNoConnection, "There is no such connection any more."))?;
        *lock(&session.used) = Instant::now();
        Ok(session)
    }

    /// Ends a connection. Publishes go on; they have what they need.
    pub fn close(&self, id: &str) {
        lock(&self.open).remove(id);
    }

    /// Keeps a new publish of a connection.
    pub fn begin(&self, session: &Session, make: impl FnOnce(String) -> Job) -> Result<Arc<Job>, Problem> {
        self.sweep();
        let mut jobs = lock(&self.jobs);
        let running = jobs.values().filter(|job| job.ended().is_none()).count();
        if running >= self.keeping.running {
            return Err(Problem::new(Code::PlatformBusy, format!("{running} publishes are running.")));
        }
        let id = fresh_id()?;
        let job = Arc::new(make(id.clone()));
        jobs.insert(id, Arc::clone(&job));
        session.remember(Arc::clone(&job));
        Ok(job)
    }

    /// The publish with this id.
    pub fn job(&self, id: &str) -> Result<Arc<Job>, Problem> {
        self.sweep();
        let found = lock(&self.jobs).get(id).cloned();
        found.ok_or_else(|| Problem::new(Code::PlatformNoJob, "There is no such publish any more."))
    }

    /// Forgets what was not used for too long.
    pub fn sweep(&self) {
        let Keeping { idle, ended, .. } = self.keeping;
        lock(&self.open).retain(|_, session| session.is_busy() || lock(&session.used).elapsed() < idle);
        lock(&self.jobs).retain(|_, job| job.ended().is_none_or(|end| end.elapsed() < ended));
    }
}

/// 32 hexadecimal digits from the system's source of randomness.
fn fresh_id() -> Result<String, Problem> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use api::platform::job::{JobOutcome, Stage};

    fn opened() -> Opened {
        Opened {
            address: Address::parse("dev.example.com").unwrap(),
            user: String::new(),
            platform: None,
            environments: Vec::new(),
            environment: None,
            backend: Backend::Assisted,
        }
    }

    fn job(id: String) -> Job {
        Job::new(id, "MyExt".into(), "https://a".into(), Stage::Upload)
    }

    #[test]
    fn an_idle_connection_ends_but_not_while_it_publishes() {
        let short = Duration::from_millis(50);
        let keeping = Keeping { idle: short, ended: short, ..Keeping::default() };
        let sessions = Sessions::new(keeping);
        let session = sessions.open(opened()).unwrap();
        let running = sessions.begin(&session, job).unwrap();
        std::thread::sleep(short);
        assert!(sessions.find(&session.id).is_ok());
        running.end(JobOutcome::Aborted);
        std::thread::sleep(short);
        assert_eq!(sessions.find(&session.id).unwrap_err().kind(), Some(Code::PlatformNoConnection));
        assert_eq!(sessions.job(&running.shown().id).unwrap_err().kind(), Some(Code::PlatformNoJob));
    }

    #[test]
    fn connections_and_publishes_are_bounded_and_their_ids_differ() {
        let sessions = Sessions::new(Keeping { sessions: 2, running: 1, ..Keeping::default() });
        let first = sessions.open(opened()).unwrap();
        let second = sessions.open(opened()).unwrap();
        assert!(first.id.len() == 32 && first.id != second.id);
        assert_eq!(sessions.open(opened()).unwrap_err().kind(), Some(Code::PlatformBusy));
        sessions.close(&second.id);
        assert!(sessions.open(opened()).is_ok());
        let running = sessions.begin(&first, job).unwrap();
        assert_eq!(sessions.begin(&first, job).unwrap_err().kind(), Some(Code::PlatformBusy));
        running.end(JobOutcome::Aborted);
        assert!(sessions.begin(&first, job).is_ok());
    }
}
