//! Somebody who changes a draft once a second and follows it.

use super::http::{Added, Server, Shared, random};
use api::draft::event::RevisionEvent;
use api::draft::{DraftId, RevisionKind};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Bytes of an encrypted change.
const CHANGE: usize = 2000;

pub(crate) struct Editor {
    server: Server,
    draft: Shared,
    index: usize,
}

/// What an editor did and saw.
pub(crate) struct Seen {
    pub(crate) draft: DraftId,
    /// What was acknowledged, by number.
    pub(crate) kept: BTreeMap<u32, Vec<u8>>,
    pub(crate) kept_after: Vec<Duration>,
    /// From when a change was sent until the other editor's stream named it or a later one.
    pub(crate) told_after: Vec<Duration>,
}

/// Up to which number the log was said to go, and when.
type Told = Arc<Mutex<Vec<(u32, Instant)>>>;

/// When the revisions of all editors were sent.
static SENT: Mutex<BTreeMap<(DraftId, u32), Instant>> = Mutex::new(BTreeMap::new());

impl Editor {
    pub(crate) fn new(server: Server, draft: Shared, index: usize) -> Self {
        Self { server, draft, index }
    }

    /// Works from a moment on until the end.
    pub(crate) async fn work(self, first: Duration, end: Instant) -> Seen {
        let (told, latest, mut kept) = (Told::default(), Arc::new(AtomicU32::new(1)), BTreeMap::new());
        let following = follow(self.server.clone(), self.draft, Arc::clone(&latest), Arc::clone(&told));
        let following = tokio::spawn(following);
        tokio::time::sleep(first).await;
        let mut second = tokio::time::interval(Duration::from_secs(1));
        let mut kept_after = Vec::new();
        while Instant::now() < end {
            second.tick().await;
            let sent = Instant::now();
            let blob = [self.index.to_be_bytes().to_vec(), random(CHANGE)].concat();
            let number = self.change(latest.load(Ordering::Relaxed) + 1, &blob, sent).await;
            latest.fetch_max(number, Ordering::Relaxed);
            kept_after.push(sent.elapsed());
            kept.insert(number, blob);
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
        following.abort();
        let told_after = told_after(self.draft.id, &told.lock().unwrap(), &kept);
        Seen { draft: self.draft.id, kept, kept_after, told_after }
    }

    /// Adds a change under the first number that is free; gives the number.
    async fn change(&self, mut number: u32, blob: &[u8], sent: Instant) -> u32 {
        loop {
            match self.server.add(&self.draft, number, RevisionKind::Change, blob.to_vec()).await.unwrap() {
                Added::Kept => {
                    SENT.lock().unwrap().insert((self.draft.id, number), sent);
                    return number;
                }
                Added::Latest(latest) => number = latest + 1,
            }
        }
    }
}

/// Notes when the log was said to go up to which number.
async fn follow(server: Server, draft: Shared, latest: Arc<AtomicU32>, told: Told) {
    let (mut events, mut text) = (server.listen(&draft).await, String::new());
    while let Some(chunk) = events.chunk().await.unwrap() {
        text += &String::from_utf8_lossy(&chunk);
        while let Some((event, rest)) = text.split_once("\n\n") {
            let data = event.lines().find_map(|line| line.strip_prefix("data: "));
            if let Some(news) = data.and_then(|data| serde_json::from_str::<RevisionEvent>(data).ok()) {
                latest.fetch_max(news.number, Ordering::Relaxed);
                told.lock().unwrap().push((news.number, Instant::now()));
            }
            let rest = rest.to_owned();
            text = rest;
        }
    }
}

/// How long after they were sent the changes of others were told.
fn told_after(draft: DraftId, told: &[(u32, Instant)], own: &BTreeMap<u32, Vec<u8>>) -> Vec<Duration> {
    let (sent, mut before, mut times) = (SENT.lock().unwrap(), 1, Vec::new());
    for (number, at) in told {
        let others = (before + 1..=*number).filter(|number| !own.contains_key(number));
        times.extend(others.filter_map(|number| Some(at.saturating_duration_since(*sent.get(&(draft, number))?))));
        before = *number;
    }
    times
}
