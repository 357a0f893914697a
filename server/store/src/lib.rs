//! Where the server keeps what must last, drafts and results of builds: a folder or an object store. Every operation ends in time, and what fails says nothing of ids.

mod credentials;
mod fault;
mod folder;
mod location;

pub use credentials::Credentials;
pub use fault::StoreFault;
pub use location::{Location, OpenError};

use bytes::Bytes;
use folder::Folder;
use futures_util::{StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{Error, GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload};
use std::sync::Arc;
use std::time::Duration;

/// How long one operation may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long a listing may take.
const LIST_PATIENCE: Duration = Duration::from_secs(120);

/// Objects under one root. A write that returned survives a loss of power, and an object is there wholly or not at all.
#[derive(Debug, Clone)]
pub struct Store {
    objects: Arc<dyn ObjectStore>,
    /// Everything is under it.
    root: Path,
    /// What a folder needs beyond the object store.
    folder: Option<Folder>,
    patience: Duration,
}

/// Whether an object was created.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Created {
    /// It was.
    New,
    /// One was there, and is unchanged.
    Exists,
}

/// An object in a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its path below what was listed, with `/` between its parts.
    pub name: String,
    /// Its bytes.
    pub size: u64,
}

/// An object in a listing, with its age.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aged {
    /// Its path below what was listed, with `/` between its parts.
    pub name: String,
    /// Its bytes.
    pub size: u64,
    /// When it was written, in milliseconds since 1970 by the clock of the store.
    pub modified_ms: i64,
}

impl Store {
    /// Uses any object store, such as one that fails on purpose.
    pub fn of(objects: Arc<dyn ObjectStore>) -> Self {
        Self { objects, root: Path::default(), folder: None, patience: PATIENCE }
    }

    /// The same store with another patience for one operation.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// How many objects are worth being read at the same time for one answer.
    pub fn read_ahead(&self) -> usize {
        if self.folder.is_some() { 2 } else { 4 }
    }

    /// The bytes of an object; none when it is not there.
    ///
    /// # Errors
    /// When the store fails or does not answer in time.
    pub async fn read(&self, path: &str) -> Result<Option<Bytes>, StoreFault> {
        let path = self.path(path);
        let reading = async { self.objects.get(&path).await?.bytes().await };
        found(self.in_time(reading).await)
    }

    /// The first bytes of an object, fewer when it is shorter, and its size; none when it is not there.
    ///
    /// # Errors
    /// When the store fails or does not answer in time.
    pub async fn read_start(&self, path: &str, length: u64) -> Result<Option<(Bytes, u64)>, StoreFault> {
        let path = self.path(path);
        let reading = async {
            let range = Some(GetRange::Bounded(0..length));
            let answer = self.objects.get_opts(&path, GetOptions::new().with_range(range)).await;
            let answer = match answer {
                // A range of an empty object is an error of its own in each store.
                Err(error) if !matches!(error, Error::NotFound { .. }) => {
                    let size = self.objects.head(&path).await?.size;
                    return if size == 0 { Ok((Bytes::new(), 0)) } else { Err(error) };
                }
                answer => answer?,
            };
            let size = answer.meta.size;
            Ok((answer.bytes().await?, size))
        };
        found(self.in_time(reading).await)
    }

    /// Creates an object unless one is there.
    ///
    /// # Errors
    /// When the store fails or does not answer in time.
    pub async fn create(&self, path: &str, parts: impl IntoIterator<Item = Bytes>) -> Result<Created, StoreFault> {
        let (path, payload) = (self.path(path), PutPayload::from_iter(parts));
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        match self.in_time(self.objects.put_opts(&path, payload, options)).await {
            Ok(_) => Ok(Created::New),
            Err(Failed::Store(Error::AlreadyExists { .. } | Error::Precondition { .. })) => Ok(Created::Exists),
            Err(failed) => Err(failed.into()),
        }
    }

    /// Writes an object, in place of one that may be there.
    ///
    /// # Errors
    /// When the store fails or does not answer in time.
    pub async fn replace(&self, path: &str, content: Bytes) -> Result<(), StoreFault> {
        let path = self.path(path);
        self.in_time(self.objects.put(&path, content.into())).await?;
        Ok(())
    }

    /// Removes an object, if it is there.
    ///
    /// # Errors
    /// When the store fails or does not answer in time.
    pub async fn remove(&self, path: &str) -> Result<(), StoreFault> {
        let path = self.path(path);
        found(self.in_time(self.objects.delete(&path)).await)?;
        Ok(())
    }

    /// All objects below a path, in no order.
    ///
    /// # Errors
    /// When the store fails or does not answer in time.
    pub async fn list(&self, below: &str) -> Result<Vec<Listed>, StoreFault> {
        let prefix = self.path(below);
        let listing = self.objects.list(Some(&prefix)).try_collect::<Vec<_>>();
        let objects = in_time(LIST_PATIENCE, listing).await?;
        let listed = objects.into_iter().filter_map(|object| {
            let parts: Vec<_> = object.location.prefix_match(&prefix)?.map(|part| part.as_ref().to_owned()).collect();
            Some(Listed { name: parts.join("/"), size: object.size })
        });
        Ok(listed.collect())
    }

    /// All objects below a path with their ages, in no order.
    ///
    /// # Errors
    /// When the store fails or does not answer in time.
    pub async fn ages(&self, below: &str) -> Result<Vec<Aged>, StoreFault> {
        let prefix = self.path(below);
        let listing = self.objects.list(Some(&prefix)).try_collect::<Vec<_>>();
        let objects = in_time(LIST_PATIENCE, listing).await?;
        let aged = objects.into_iter().filter_map(|object| {
            let parts: Vec<_> = object.location.prefix_match(&prefix)?.map(|part| part.as_ref().to_owned()).collect();
            let modified_ms = object.last_modified.timestamp_millis();
            Some(Aged { name: parts.join("/"), size: object.size, modified_ms })
        });
        Ok(aged.collect())
    }

    /// The sum over the sizes of all objects below a path, each as `counted`. However many there are, they take no memory.
    ///
    /// # Errors
    /// The store does not answer, or not in time.
    pub async fn sum(&self, below: &str, counted: impl Fn(u64) -> u64) -> Result<u64, StoreFault> {
        let mut objects = self.objects.list(Some(&self.path(below)));
        let mut sum: u64 = 0;
        loop {
            let next = objects.next();
            let Some(object) = in_time(LIST_PATIENCE, async { next.await.transpose() }).await? else { return Ok(sum) };
            sum = sum.saturating_add(counted(object.size));
        }
    }

    /// Bytes that the disk of a folder has free for this process; none of an object store.
    ///
    /// # Errors
    /// When the store fails or does not answer in time.
    pub async fn free_space(&self) -> Result<Option<u64>, StoreFault> {
        let Some(folder) = self.folder.clone() else { return Ok(None) };
        let asked = tokio::task::spawn_blocking(move || folder.free_space()).await;
        let free = asked.map_err(|_| StoreFault::Unreachable("a task was lost".into()))?;
        free.map(Some).map_err(|error| StoreFault::of_io(&error))
    }

    /// The names of the folders right below a path.
    ///
    /// # Errors
    /// When the store fails or does not answer in time.
    pub async fn folders(&self, below: &str) -> Result<Vec<String>, StoreFault> {
        let prefix = self.path(below);
        let listing = self.objects.list_with_delimiter(Some(&prefix));
        let found = in_time(LIST_PATIENCE, listing).await?;
        Ok(found.common_prefixes.iter().filter_map(|path| path.filename().map(str::to_owned)).collect())
    }

    /// Makes sure that an object that was found survives a loss of power: another process may have been ended before that was so.
    ///
    /// # Errors
    /// When the store fails or does not answer in time.
    pub async fn settle(&self, path: &str) -> Result<(), StoreFault> {
        let Some(folder) = self.folder.clone() else { return Ok(()) };
        let path = self.path(path).to_string();
        let settled = tokio::task::spawn_blocking(move || folder.settle(&path)).await;
        settled
            .map_err(|_| StoreFault::Unreachable("a task was lost".into()))?
            .map_err(|error| StoreFault::of_io(&error))
    }

    /// Removes what writes that broke off left behind; says how many files that were.
    ///
    /// # Errors
    /// When the store fails or does not answer in time.
    pub async fn remove_leftovers(&self) -> Result<usize, StoreFault> {
        let Some(folder) = self.folder.clone() else { return Ok(0) };
        let removed = tokio::task::spawn_blocking(move || folder.remove_leftovers()).await;
        removed
            .map_err(|_| StoreFault::Unreachable("a task was lost".into()))?
            .map_err(|error| StoreFault::of_io(&error))
    }

    fn path(&self, below: &str) -> Path {
        self.root.parts().chain(Path::from(below).parts()).collect()
    }

    async fn in_time<T>(&self, doing: impl Future<Output = Result<T, Error>>) -> Result<T, Failed> {
        in_time(self.patience, doing).await
    }
}

/// Why an operation did not succeed, before it is known whether that is a fault.
enum Failed {
    Store(Error),
    TooSlow,
}

async fn in_time<T>(patience: Duration, doing: impl Future<Output = Result<T, Error>>) -> Result<T, Failed> {
    tokio::time::timeout(patience, doing).await.map_err(|_| Failed::TooSlow)?.map_err(Failed::Store)
}

fn found<T>(result: Result<T, Failed>) -> Result<Option<T>, StoreFault> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Failed::Store(Error::NotFound { .. })) => Ok(None),
        Err(failed) => Err(failed.into()),
    }
}

impl From<Failed> for StoreFault {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Store(error) => Self::of_store(&error),
            Failed::TooSlow => Self::TooSlow,
        }
    }
}
