//! Open connections. They live in memory only, and end when nobody uses them.

mod by_hand;

use super::address::Address;
use super::asker::{Asker, Key};
use super::backend::{Backend, assisted};
use super::job::Job;
use super::keeping::Keeping;
use api::platform::connect::{Connection, Environment, Limits, Platform};
use api::problem::{Code, Problem};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};
use web::client::Client;

/// A connection to a Platform Server with a user's credentials.
#[derive(Debug)]
pub struct Session {
    /// Its id and its secret.
    pub key: Key,
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
    /// Who opened it.
    client: Client,
    used: Mutex<Instant>,
    jobs: Mutex<Vec<Weak<Job>>>,
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

/// All connections with credentials. Those by hand are told by their ids alone.
#[derive(Debug)]
pub struct Sessions {
    keeping: Keeping,
    open: Mutex<BTreeMap<String, Arc<Session>>>,
}

impl Session {
    /// The connection as the page sees it.
    pub fn shown(&self, limits: Limits, idle: Duration) -> Connection {
        Connection {
            id: self.key.id.clone(),
            secret: self.key.secret.clone(),
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
            jobs: lock(&self.jobs).iter().filter_map(Weak::upgrade).map(|job| job.shown()).collect(),
        }
    }

    /// Remembers a publish that was begun over it, as long as it is kept.
    pub fn remember(&self, job: &Arc<Job>) {
        let mut jobs = lock(&self.jobs);
        jobs.retain(|job| job.strong_count() > 0);
        jobs.push(Arc::downgrade(job));
    }

    /// Whether one of its publishes is not over.
    fn is_busy(&self) -> bool {
        lock(&self.jobs).iter().filter_map(Weak::upgrade).any(|job| job.ended().is_none())
    }
}

impl Opened {
    /// The connection with this key.
    fn session(self, key: Key, client: Client) -> Session {
        Session {
            key,
            client,
            address: self.address,
            user: self.user,
            platform: self.platform,
            environments: self.environments,
            environment: self.environment,
            backend: Arc::new(self.backend),
            used: Mutex::new(Instant::now()),
            jobs: Mutex::default(),
        }
    }
}

impl Sessions {
    /// None yet.
    pub fn new(keeping: Keeping) -> Self {
        Self { keeping, open: Mutex::default() }
    }

    /// How much is kept, and how long.
    pub fn keeping(&self) -> Keeping {
        self.keeping
    }

    /// Opens a connection for a client.
    ///
    /// # Errors
    /// [`Code::PlatformBusy`] when the client has all that it may have, or others have all.
    pub fn open(&self, opened: Opened, client: Client) -> Result<Arc<Session>, Problem> {
        if matches!(opened.backend, Backend::Assisted) {
            let id = by_hand::write(&opened.address, opened.platform.as_ref())?;
            return Ok(Arc::new(opened.session(by_hand::key(id), client)));
        }
        self.sweep();
        let mut sessions = lock(&self.open);
        let busy = |why: String| Err(Problem::new(Code::PlatformBusy, why));
        let own = sessions.values().filter(|session| session.client == client).count();
        if own >= self.keeping.sessions_part {
            return busy(format!("Your address has {own} connections."));
        }
        if sessions.len() >= self.keeping.sessions {
            return busy(format!("{} connections are open.", sessions.len()));
        }
        let session = Arc::new(opened.session(Key::fresh()?, client));
        sessions.insert(session.key.id.clone(), Arc::clone(&session));
        Ok(session)
    }

    /// The connection with this id; using it keeps it open.
    ///
    /// # Errors
    /// [`Code::PlatformNoConnection`] when there is none, or the secret is another one; [`Code::PlatformSecret`] when none is shown.
    pub fn find(&self, id: &str, asker: &Asker) -> Result<Arc<Session>, Problem> {
        self.sweep();
        if let Some(opened) = by_hand::read(id) {
            return Ok(Arc::new(opened.session(by_hand::key(id.to_owned()), asker.client)));
        }
        let found = lock(&self.open).get(id).cloned();
        let fits = asker.has(found.as_ref().map(|session| &session.key))?;
        let missing = || Problem::new(Code::PlatformNoConnection, "There is no such connection any more.");
        let session = found.filter(|_| fits).ok_or_else(missing)?;
        *lock(&session.used) = Instant::now();
        Ok(session)
    }

    /// Ends a connection. Publishes go on; they have what they need.
    pub fn close(&self, session: &Session) {
        lock(&self.open).remove(&session.key.id);
    }

    /// Forgets what was not used for too long.
    pub fn sweep(&self) {
        let idle = self.keeping.idle;
        lock(&self.open).retain(|_, session| session.is_busy() || lock(&session.used).elapsed() < idle);
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
pub(crate) mod tests;
