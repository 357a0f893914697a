//! Results that are kept: who sends the same bytes again, to this server or another one on the same store, gets the answer of before.
//!
//! The store is that of shared drafts. A result lies under the hash of everything that determines it, so nobody gets one who does not have the
//! sources that it was made from.

mod entry;
mod identity;
mod room;

use super::build::Built;
use super::toolchain::Toolchain;
use super::workspace::Workspace;
use api::compile::Way;
use entry::Entry;
use room::Room;
use sha2::{Digest, Sha256};
use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use store::{Store, StoreFault};
use tokio::sync::Semaphore;

/// Where results lie in the store.
const FOLDER: &str = "results";

/// How long an answer waits for the store. What comes later is compiled.
const PATIENCE: Duration = Duration::from_secs(2);

/// Results that are written at one time; more are not kept.
const WRITERS: usize = 4;

/// Changes with everything that makes this server answer otherwise to the same sources.
const FORM: &str = "3";

/// Where results are kept, and how much of them.
#[derive(Debug, Clone)]
pub struct KeptOptions {
    /// The store; results lie in a folder of their own.
    pub store: Store,
    /// Bytes of all of them. The oldest go when there are more.
    pub total: u64,
}

impl KeptOptions {
    /// Bytes of all results when nothing is said.
    pub const TOTAL: u64 = 1 << 30;
}

/// The kept results.
#[derive(Debug, Clone)]
pub struct Kept {
    store: Store,
    toolchain: Toolchain,
    identity: Arc<OnceLock<String>>,
    room: Arc<Mutex<Room>>,
    writers: Arc<Semaphore>,
}

/// The hash of everything that determines a result, in hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key(String);

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Kept {
    /// The results of this toolchain.
    pub fn new(options: &KeptOptions, toolchain: &Toolchain) -> Self {
        Self {
            store: options.store.clone(),
            toolchain: toolchain.clone(),
            identity: Arc::default(),
            room: Arc::new(Mutex::new(Room::new(options.total))),
            writers: Arc::new(Semaphore::new(WRITERS)),
        }
    }

    /// The key of a compilation; none when its result depends on more than its sources, or the toolchain cannot be read. It reads the toolchain the
    /// first time, so it is not for the threads that answer requests.
    ///
    /// `bounds` is what limits answers: under other limits the same sources have another one.
    pub fn key(&self, workspace: &Workspace, project: &str, extension: &str, bounds: &str) -> Option<Key> {
        if !workspace.is_determined() {
            return None;
        }
        let identity = match self.identity.get() {
            Some(identity) => identity,
            None => {
                let read = identity::of(&self.toolchain).inspect_err(|error| {
                    tracing::warn!(%error, "results are not kept: the toolchain cannot be read");
                });
                self.identity.get_or_init(|| read.unwrap_or_default())
            }
        };
        if identity.is_empty() {
            return None;
        }
        let mut hash = Sha256::new();
        for text in ["xif-studio result", FORM, env!("CARGO_PKG_VERSION"), identity, extension, project, bounds] {
            part(&mut hash, text.as_bytes());
        }
        for (path, content) in workspace.contents() {
            part(&mut hash, path.as_bytes());
            part(&mut hash, content);
        }
        Some(Key(hexadecimal(&hash.finalize())))
    }

    /// The kept result; none when there is none, when it is damaged, or when the store does not answer soon.
    pub async fn find(&self, key: &Key) -> Option<(Built, Way)> {
        let path = format!("{FOLDER}/{key}");
        let most = entry::LARGEST as u64 + 1;
        let read = tokio::time::timeout(PATIENCE, self.store.read_start(&path, most)).await;
        let content = match read {
            Ok(Ok(Some((content, _)))) => content,
            Ok(Ok(None)) => return None,
            Ok(Err(fault)) => {
                tracing::warn!(%fault, "a kept result cannot be read");
                return None;
            }
            Err(_) => {
                tracing::warn!("a kept result cannot be read in time");
                return None;
            }
        };
        let entry = Entry::read(&content, key);
        if entry.is_none() {
            tracing::warn!("a kept result is damaged; it is removed");
            if let Err(fault) = self.store.remove(&path).await {
                tracing::warn!(%fault, "a damaged result cannot be removed");
            }
        }
        entry.map(Entry::into_built)
    }

    /// Keeps a result, in the background. Those that a limit ended are not kept: the machine has a part in them.
    pub fn keep(&self, key: Key, built: &Built, way: Way) {
        let Some(content) = Entry::of(built, way).and_then(|entry| entry.write(&key)) else {
            return;
        };
        let Ok(permit) = Arc::clone(&self.writers).try_acquire_owned() else { return };
        let kept = self.clone();
        tokio::spawn(async move {
            if let Err(fault) = kept.write(&key, content).await {
                tracing::warn!(%fault, "a result cannot be kept");
            }
            drop(permit);
        });
    }

    async fn write(&self, key: &Key, content: Vec<u8>) -> Result<(), StoreFault> {
        let size = content.len() as u64;
        self.store.replace(&format!("{FOLDER}/{key}"), content.into()).await?;
        let full = self.room.lock().unwrap_or_else(PoisonError::into_inner).added(size);
        if full {
            self.make_room().await?;
        }
        Ok(())
    }

    /// Other servers write too, so what there is must be listed.
    async fn make_room(&self) -> Result<(), StoreFault> {
        let results = self.store.ages(FOLDER).await?;
        let oldest = self.room.lock().unwrap_or_else(PoisonError::into_inner).too_many(results);
        for name in oldest {
            self.store.remove(&format!("{FOLDER}/{name}")).await?;
        }
        Ok(())
    }
}

/// Each part with its length, so that no two lists of parts are the same bytes.
fn part(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text does not fail.
        let _written = write!(text, "{byte:02x}");
        text
    })
}
