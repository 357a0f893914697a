//! The keys of a draft's content, which this server cannot read: an owner begins an epoch, and each bearer gets the key that is for him.

use super::Drafts;
use super::access::{Access, damaged};
use super::open::{OpenDraft, read_record};
use super::record;
use api::draft::keys::{KEYED_FORM, LARGEST_EARLIER, LARGEST_KEY};
use api::draft::{BearerKeys, LinkKey, NewKeys, WrappedKey};
use api::problem::{Code, Problem};
use std::time::Duration;
use store::{Created, StoreFault};
use tokio::time::Instant;

/// Epochs of a draft for each link that may be valid at the same time: as many as links can be revoked, and some.
const EPOCHS_SHARE: u32 = 20;

impl Drafts {
    /// Begins an epoch: from now on revisions are taken that are encrypted with its key. The object with the keys is only ever created, so of two
    /// owners' pages that begin the same epoch one does.
    ///
    /// # Errors
    /// When the keys are not well-formed, the epoch is not the next one, there is no room, or the store fails.
    pub async fn begin_epoch(&self, access: &Access, epoch: u32, keys: &NewKeys) -> Result<(), Problem> {
        let draft = &access.draft;
        check_keys(keys)?;
        let most = self.limits.draft.links.saturating_mul(EPOCHS_SHARE);
        if epoch > most {
            return Err(Problem::new(Code::DraftFull, format!("It had {most} keys.")));
        }
        draft.refresh_epoch(&self.store, Duration::ZERO).await?;
        let latest = draft.epoch();
        if latest.checked_add(1) != Some(epoch) {
            return Err(other_epoch(latest));
        }
        let path = record::keys(&draft.id, epoch);
        let written = record::written(keys);
        let taken = self.room.take(&self.store, written.len() as u64).await?;
        let created = self.store.create(&path, [written]).await;
        if created == Ok(Created::New) {
            taken.keep();
        }
        draft.refresh_epoch(&self.store, Duration::ZERO).await?;
        match created? {
            Created::New => Ok(self.store.settle(&path).await?),
            Created::Exists => Err(other_epoch(draft.epoch())),
        }
    }

    /// Refuses a revision that is encrypted with the key of another epoch than the latest one.
    pub(super) async fn check_epoch(&self, draft: &OpenDraft, epoch: u32) -> Result<(), Problem> {
        let freshness = if epoch > draft.epoch() { Duration::ZERO } else { self.limits.freshness };
        draft.refresh_epoch(&self.store, freshness).await?;
        if draft.epoch() == epoch { Ok(()) } else { Err(other_epoch(draft.epoch())) }
    }

    /// Refuses to give revisions to a page that would not understand them. The code is one that pages of earlier versions stop at.
    ///
    /// # Errors
    /// When the draft has a form that the page does not understand, or the store fails.
    pub async fn check_form(&self, access: &Access, form: u8) -> Result<(), Problem> {
        if form >= KEYED_FORM {
            return Ok(());
        }
        access.draft.refresh_epoch(&self.store, self.limits.freshness).await?;
        if access.draft.epoch() == 0 {
            return Ok(());
        }
        let detail = "This shared draft has a new key, and this page is of a version that does not know such. Load the page again: what you changed is kept in this browser.";
        Err(Problem::new(Code::DraftRequest, detail))
    }

    /// The keys that are there for the bearer.
    pub(super) async fn bearer_keys(&self, access: &Access) -> Result<BearerKeys, Problem> {
        access.draft.refresh_epoch(&self.store, Duration::ZERO).await?;
        let latest = self.latest_keys(&access.draft).await?;
        let (_, link_key) = access.link.clone().unzip();
        let link_key = link_key.flatten();
        let Some((epoch, keys)) = latest else {
            return Ok(BearerKeys { epoch: 0, own: link_key, earlier: Vec::new() });
        };
        let key = match &access.link {
            None => Some(keys.owner),
            Some((id, _)) => keys.links.into_iter().find(|key| key.id == *id).map(|key| key.key),
        };
        let own = key.map(|key| WrappedKey { epoch, key }).or(link_key);
        Ok(BearerKeys { epoch, own, earlier: keys.earlier })
    }

    /// The links that the latest epoch was begun with, and its number.
    pub(super) async fn keyed_links(&self, access: &Access) -> Result<(u32, Vec<LinkKey>), Problem> {
        access.draft.refresh_epoch(&self.store, self.limits.freshness).await?;
        Ok(self.latest_keys(&access.draft).await?.map_or((0, Vec::new()), |(epoch, keys)| (epoch, keys.links)))
    }

    async fn latest_keys(&self, draft: &OpenDraft) -> Result<Option<(u32, NewKeys)>, Problem> {
        let epoch = draft.epoch();
        if epoch == 0 {
            return Ok(None);
        }
        let keys = read_record(&self.store, &record::keys(&draft.id, epoch)).await.map_err(damaged)?;
        let lost = || Problem::new(Code::DraftDamaged, "The record of the latest keys is missing.");
        keys.map(|keys| Some((epoch, keys))).ok_or_else(lost)
    }
}

impl OpenDraft {
    /// Looks for epochs that other servers began, unless that was done a moment ago.
    pub(super) async fn refresh_epoch(&self, store: &store::Store, freshness: Duration) -> Result<(), StoreFault> {
        let mut asked = self.asked_keys.lock().await;
        if asked.is_some_and(|asked| asked.elapsed() < freshness) {
            return Ok(());
        }
        let begun = Instant::now();
        while let Some(next) = self.epoch().checked_add(1)
            && store.read_start(&record::keys(&self.id, next), 1).await?.is_some()
        {
            self.see_epoch(next);
        }
        *asked = Some(begun);
        Ok(())
    }
}

fn check_keys(keys: &NewKeys) -> Result<(), Problem> {
    let mut all = keys.links.iter().map(|link| &link.key).chain([&keys.owner]);
    if all.any(|key| key.is_empty() || key.len() > LARGEST_KEY) || keys.earlier.len() > LARGEST_EARLIER {
        return Err(Problem::new(Code::DraftRequest, "A key is missing, or is larger than a key is."));
    }
    Ok(())
}

fn other_epoch(latest: u32) -> Problem {
    Problem::new(Code::DraftKey, format!("The latest key is that of epoch {latest}."))
}
