//! How much room there is for drafts: the limit of all of them together, and what the disk of a folder has left. What all have is a running sum,
//! corrected whenever the store is counted; other servers on the same store are seen then.

use api::problem::{Code, Problem};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;
use store::{Store, StoreFault};
use tokio::sync::Mutex;
use tokio::time::Instant;

/// The room for drafts.
#[derive(Debug)]
pub struct Room {
    /// Bytes of all drafts at most.
    most: u64,
    /// Bytes that stay free on the disk.
    keep: u64,
    /// Bytes of all drafts, as far as is known. While the store is counted for the first time, only what this server wrote.
    used: AtomicI64,
    /// When the disk was asked, and what was free then, less what was taken since.
    free: Mutex<Option<(Instant, u64)>>,
    /// Whether the log says already that there is none.
    is_told: AtomicBool,
}

/// Room that is taken; given back unless it is kept.
#[derive(Debug)]
#[must_use]
pub struct Taken<'a> {
    room: &'a Room,
    bytes: u64,
}

/// Every object takes so many bytes of a disk, or several times as many.
const BLOCK: u64 = 4096;

/// How long what a disk said of its free space counts.
const FRESH: Duration = Duration::from_secs(1);

impl Room {
    /// Room for so many bytes, while so many stay free.
    pub fn new(most: u64, keep: u64) -> Self {
        Self { most, keep, used: AtomicI64::new(0), free: Mutex::new(None), is_told: AtomicBool::new(false) }
    }

    /// What an object of this size takes.
    pub fn of(size: u64) -> u64 {
        size.max(1).checked_next_multiple_of(BLOCK).unwrap_or(u64::MAX)
    }

    /// Takes room for an object of this size.
    ///
    /// # Errors
    /// [`Code::DraftStoreFull`] when there is none, or the problem of a disk that does not answer.
    pub async fn take(&self, store: &Store, size: u64) -> Result<Taken<'_>, Problem> {
        let bytes = Self::of(size);
        let more = signed(bytes);
        let used = self.used.fetch_add(more, Ordering::AcqRel).saturating_add(more);
        let taken = Taken { room: self, bytes };
        if used > signed(self.most) {
            let most = self.most >> 20;
            return Err(self.none(format!("All shared drafts together may have {most} MiB on this server.")));
        }
        if let Some(free) = self.free(store, bytes).await?
            && free < self.keep
        {
            return Err(self.none(format!("{} MiB of the server's disk stay free.", self.keep >> 20)));
        }
        self.is_told.store(false, Ordering::Relaxed);
        Ok(taken)
    }

    /// An object of this size is gone.
    pub fn give_back(&self, size: u64) {
        self.used.fetch_sub(signed(Self::of(size)), Ordering::AcqRel);
    }

    /// Counts what there is; says how many bytes. What is written meanwhile may count twice until the next time.
    ///
    /// # Errors
    /// When the store fails or does not answer in time.
    pub async fn count(&self, store: &Store, below: &str) -> Result<u64, StoreFault> {
        let before = self.used.load(Ordering::Acquire);
        let bytes = store.sum(below, Self::of).await?;
        self.used.fetch_add(signed(bytes).saturating_sub(before), Ordering::AcqRel);
        Ok(bytes)
    }

    /// What the disk has free beside these bytes; none of a store that is not a folder.
    async fn free(&self, store: &Store, bytes: u64) -> Result<Option<u64>, StoreFault> {
        let mut known = self.free.lock().await;
        let free = match known.filter(|(asked, _)| asked.elapsed() < FRESH) {
            Some(known) => known,
            None => match store.free_space().await? {
                Some(free) => (Instant::now(), free),
                None => return Ok(None),
            },
        };
        let left = free.1.saturating_sub(bytes);
        // What is refused takes nothing.
        *known = Some((free.0, if left < self.keep { free.1 } else { left }));
        Ok(Some(left))
    }

    fn none(&self, detail: String) -> Problem {
        if !self.is_told.swap(true, Ordering::Relaxed) {
            tracing::error!(detail, "there is no room for shared drafts");
        }
        Problem::new(Code::DraftStoreFull, detail)
    }
}

impl Taken<'_> {
    /// The object is there.
    pub fn keep(mut self) {
        self.bytes = 0;
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.room.used.fetch_sub(signed(self.bytes), Ordering::AcqRel);
    }
}

fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::Location;

    async fn memory() -> Store {
        Store::open(&Location::Memory).await.unwrap()
    }

    #[tokio::test]
    async fn room_is_taken_and_given_back() {
        let (room, store) = (Room::new(2 * BLOCK, 0), memory().await);
        room.take(&store, 1).await.unwrap().keep();
        let second = room.take(&store, BLOCK).await.unwrap();
        let none = room.take(&store, 0).await.unwrap_err();
        assert_eq!(none.kind(), Some(Code::DraftStoreFull));
        drop(second);
        room.take(&store, BLOCK).await.unwrap().keep();
        assert!(room.take(&store, 1).await.is_err());
        room.give_back(1);
        assert!(room.take(&store, 1).await.is_ok());
        assert!(room.take(&store, u64::MAX).await.is_err());
        assert!(room.take(&store, 1).await.is_ok(), "what was refused took nothing");
    }

    #[tokio::test]
    async fn counting_corrects_the_sum() {
        let (room, store) = (Room::new(3 * BLOCK, 0), memory().await);
        for name in ["a/1", "a/b/2", "c/3"] {
            store.create(name, [vec![0; 100].into()]).await.unwrap();
        }
        room.take(&store, 5 * BLOCK).await.unwrap_err();
        assert_eq!(room.count(&store, "a").await.unwrap(), 2 * BLOCK);
        room.take(&store, 1).await.unwrap().keep();
        assert!(room.take(&store, 1).await.is_err());
        assert_eq!(room.count(&store, "").await.unwrap(), 3 * BLOCK);
        assert_eq!(room.count(&store, "c").await.unwrap(), BLOCK);
        assert!(room.take(&store, 2 * BLOCK).await.is_ok());
    }

    #[tokio::test]
    async fn the_disk_of_a_folder_keeps_some_space() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Location::Folder(folder.path().into())).await.unwrap();
        assert!(Room::new(u64::MAX, 0).take(&store, 1).await.is_ok());
        let full = Room::new(u64::MAX, u64::MAX).take(&store, 1).await.unwrap_err();
        assert_eq!(full.kind(), Some(Code::DraftStoreFull));
        assert!(Room::new(u64::MAX, u64::MAX).take(&memory().await, 1).await.is_ok(), "a store has no disk");
    }
}
