//! What owners do: creating and deleting a draft, when it ends, and its links.

use super::Drafts;
use super::access::{Access, damaged, ends_ms, unknown};
use super::limits::days_ms;
use super::open::{is_same, read_about};
use super::record::{self, About, Grant};
use api::draft::keys::LARGEST_KEY;
use api::draft::{CreateRequest, ExpiryRequest, LARGEST_LABEL, Link, LinkId, LinkRequest, Links};
use api::problem::{Code, Problem};
use futures_util::{StreamExt, TryStreamExt, stream};
use std::collections::BTreeSet;
use store::Created;

/// Links of a draft, the revoked ones included, for each that may be valid at the same time.
const REVOKED_SHARE: usize = 10;

/// Objects that are read or removed at the same time.
const AT_ONCE: usize = 8;

/// The records of a draft's links, and the marks of the revoked ones, by their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRecords(BTreeSet<String>);

impl LinkRecords {
    /// How many are to be read.
    pub fn number(&self) -> u64 {
        self.0.iter().filter(|name| record::is_link(name)).count() as u64
    }
}

impl Drafts {
    /// Creates a draft; the same request again finds it created.
    ///
    /// # Errors
    /// When the time is out of bounds, another draft has the id, there is no room, or the store fails.
    pub async fn create(&self, request: &CreateRequest) -> Result<Created, Problem> {
        self.check_expiry(request.expires_ms, true)?;
        let path = record::about(&request.id);
        let about = About {
            kind: request.kind,
            owner: request.owner,
            created_ms: self.clock.now_ms(),
            expires_ms: request.expires_ms,
        };
        // What is left of a deleted draft must not become part of a new one.
        let left = self.store.list(&record::folder(&request.id)).await?;
        let nothing_left = left.iter().all(|object| record::is_gone_mark(&object.name));
        if nothing_left && self.create_record(&path, &about).await? == Created::New {
            return Ok(Created::New);
        }
        match read_about(&self.store, &request.id).await.map_err(damaged)? {
            Some(there) if is_same(&there.owner, &about.owner) && there.kind == about.kind && !self.is_over(&there) => {
                self.store.settle(&path).await?;
                Ok(Created::Exists)
            }
            _ => Err(Problem::new(Code::DraftTaken, "There is a draft with this id.")),
        }
    }

    /// Creates a record where there is room, unless one is there.
    async fn create_record(&self, path: &str, record: &impl serde::Serialize) -> Result<Created, Problem> {
        let written = record::written(record);
        let taken = self.room.take(&self.store, written.len() as u64).await?;
        let created = self.store.create(path, [written]).await?;
        if created == Created::New {
            taken.keep();
            self.store.settle(path).await?;
        }
        Ok(created)
    }

    fn is_over(&self, about: &About) -> bool {
        about.expires_ms.is_some_and(|end| end <= self.clock.now_ms())
    }

    /// Sets when the draft ends.
    ///
    /// # Errors
    /// When the time is out of bounds or would end the draft at once, or the store fails.
    pub async fn set_expiry(&self, access: &Access, request: ExpiryRequest) -> Result<Access, Problem> {
        self.check_expiry(request.expires_ms, true)?;
        let about = About { expires_ms: request.expires_ms, ..access.about.clone() };
        let written = access.draft.log().time_ms;
        if ends_ms(&about, written, self.limits.draft.idle_days) <= self.clock.now_ms() {
            return Err(Problem::new(Code::DraftExpiry, "It would end at once."));
        }
        self.write_record(access, &record::about(&access.draft.id), &about).await?;
        Ok(Access { about, ..access.clone() })
    }

    /// Deletes the draft: it is gone as soon as the mark is there, its objects follow. The mark stays for a day, so that a record that somebody writes at
    /// the same time is not a draft.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn delete(&self, access: &Access) -> Result<(), Problem> {
        let id = &access.draft.id;
        let mark = record::gone(id, access.draft.created_ms);
        self.store.create(&mark, [self.clock.now_ms().to_string().into()]).await?;
        self.store.settle(&mark).await?;
        self.store.remove(&record::about(id)).await?;
        self.forget(&access.draft);
        self.remove_rest(&record::folder(id)).await
    }

    /// Removes all objects of a draft that is gone, but for the mark that says so.
    pub(super) async fn remove_rest(&self, folder: &str) -> Result<(), Problem> {
        let objects = self.store.list(folder).await?;
        let removing = objects.into_iter().filter(|object| !record::is_gone_mark(&object.name)).map(|object| {
            let path = format!("{folder}/{}", object.name);
            async move {
                self.store.remove(&path).await?;
                self.room.give_back(object.size);
                Ok::<_, Problem>(())
            }
        });
        stream::iter(removing).buffer_unordered(AT_ONCE).try_collect::<()>().await?;
        Ok(())
    }

    /// Which records of links there are.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn link_records(&self, access: &Access) -> Result<LinkRecords, Problem> {
        let objects = self.store.list(&record::links(&access.draft.id)).await?;
        Ok(LinkRecords(objects.into_iter().map(|object| object.name).collect()))
    }

    /// All links.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn links(&self, access: &Access, records: &LinkRecords) -> Result<Links, Problem> {
        let (epoch, keyed) = self.keyed_links(access).await?;
        let latest = |grant: &Grant| keyed.iter().any(|key| key.id == grant.id).then_some(epoch);
        let grants = self.grants(access, records).await?.into_iter();
        let mut links: Vec<_> =
            grants.map(|grant| (latest(&grant), grant)).map(|(epoch, grant)| shown(grant, epoch)).collect();
        links.sort_by_key(|link| (link.created_ms, link.id));
        Ok(Links { links })
    }

    /// Makes a link, or changes one.
    ///
    /// # Errors
    /// When the request is out of bounds, the id or the token is taken, the link was revoked, there is no room, or the store fails.
    pub async fn put_link(
        &self,
        access: &Access,
        records: &LinkRecords,
        id: LinkId,
        request: &LinkRequest,
    ) -> Result<(Created, Link), Problem> {
        self.check_link(access, request)?;
        let grants = self.grants(access, records).await?;
        let same_token = grants.iter().find(|grant| is_same(&grant.token, &request.token));
        let same_id = grants.iter().find(|grant| grant.id == id);
        let taken = |what: &str| Err(Problem::new(Code::DraftTaken, what));
        let before = match (same_token, same_id) {
            (None, None) => None,
            (Some(grant), Some(_)) if grant.id == id && !grant.revoked => Some(grant),
            (Some(grant), Some(_)) if grant.id == id => return taken("This link was revoked, which cannot be undone."),
            _ => return taken("There is another link with this id or this token."),
        };
        if is_same(&access.about.owner, &request.token) {
            return taken("This is the owner's token.");
        }
        if before.is_none() {
            self.check_number(&grants)?;
        }
        let grant = Grant {
            id,
            token: request.token,
            right: request.right,
            label: request.label.clone(),
            created_ms: before.map_or_else(|| self.clock.now_ms(), |grant| grant.created_ms),
            expires_ms: request.expires_ms,
            revoked: false,
            // A page of an earlier version that changes the label does not know of keys.
            key: request.key.clone().or_else(|| before.and_then(|grant| grant.key.clone())),
        };
        let size = record::written(&grant).len() as u64;
        let room = if before.is_none() { Some(self.room.take(&self.store, size).await?) } else { None };
        self.write_record(access, &record::link(&access.draft.id, &grant.token), &grant).await?;
        if let Some(taken) = room {
            taken.keep();
        }
        Ok((if before.is_some() { Created::Exists } else { Created::New }, shown(grant, None)))
    }

    /// Revokes a link; on this server at once, on others as soon as they look again.
    ///
    /// # Errors
    /// When there is no such link, or the store fails.
    pub async fn revoke(&self, access: &Access, records: &LinkRecords, id: LinkId) -> Result<(), Problem> {
        let grants = self.grants(access, records).await?;
        let grant = grants.into_iter().find(|grant| grant.id == id).ok_or_else(unknown)?;
        let mark = record::revoked(&access.draft.id, &grant.token);
        let marked = self.store.create(&mark, ["revoked".into()]).await;
        access.draft.forget_records();
        marked?;
        self.store.settle(&mark).await?;
        access.draft.wake();
        Ok(())
    }

    async fn write_record(&self, access: &Access, path: &str, record: &impl serde::Serialize) -> Result<(), Problem> {
        let written = self.store.replace(path, record::written(record)).await;
        // Whatever became of it, what was read before does not count any more.
        access.draft.forget_records();
        written?;
        Ok(self.store.settle(path).await?)
    }

    /// Records of links that are damaged give no right and are left out: the others still count.
    async fn grants(&self, access: &Access, LinkRecords(names): &LinkRecords) -> Result<Vec<Grant>, Problem> {
        let folder = record::links(&access.draft.id);
        let of_links: Vec<_> = names.iter().filter(|name| record::is_link(name)).cloned().collect();
        let reading = of_links.into_iter().map(|name| {
            let path = format!("{folder}/{name}");
            async move { self.store.read(&path).await }
        });
        let records: Vec<_> = stream::iter(reading).buffer_unordered(AT_ONCE).try_collect().await?;
        let grants = records.iter().flatten().filter_map(|record| serde_json::from_slice::<Grant>(record).ok());
        let marked = |grant: Grant| Grant {
            revoked: grant.revoked || names.contains(&record::revoked_name(&grant.token)),
            ..grant
        };
        Ok(grants.map(marked).collect())
    }

    fn check_link(&self, access: &Access, request: &LinkRequest) -> Result<(), Problem> {
        if !access.about.kind.gives(request.right) {
            return Err(Problem::new(Code::DraftFrozen, "A draft of this kind gives no such right."));
        }
        if request.label.len() > LARGEST_LABEL {
            return Err(Problem::new(Code::DraftRequest, format!("The label has more than {LARGEST_LABEL} bytes.")));
        }
        if request.key.as_ref().is_some_and(|key| key.key.is_empty() || key.key.len() > LARGEST_KEY) {
            return Err(Problem::new(
                Code::DraftRequest,
                format!("The key has none or more than {LARGEST_KEY} bytes."),
            ));
        }
        self.check_expiry(request.expires_ms, false)
    }

    fn check_number(&self, grants: &[Grant]) -> Result<(), Problem> {
        let most = self.limits.draft.links as usize;
        let valid = grants.iter().filter(|grant| !grant.revoked).count();
        if valid < most && grants.len() < most.saturating_mul(REVOKED_SHARE) {
            return Ok(());
        }
        Err(Problem::new(Code::DraftFull, format!("It has {valid} links, and {} revoked ones.", grants.len() - valid)))
    }

    fn check_expiry(&self, expires_ms: Option<u64>, of_draft: bool) -> Result<(), Problem> {
        let (now, days) = (self.clock.now_ms(), self.limits.draft.longest_days);
        match expires_ms {
            Some(end) if end <= now => Err(Problem::new(Code::DraftExpiry, "This time has passed.")),
            Some(end) if of_draft && end > now.saturating_add(days_ms(days)) => {
                Err(Problem::new(Code::DraftExpiry, format!("A draft may end {days} days from now at the latest.")))
            }
            _ => Ok(()),
        }
    }
}

/// A link as its owner sees it, which has the key of this epoch beside the one that it was made with.
fn shown(grant: Grant, epoch: Option<u32>) -> Link {
    let Grant { id, right, label, created_ms, expires_ms, revoked, key, .. } = grant;
    Link { id, right, label, created_ms, expires_ms, revoked, epoch: epoch.max(key.map(|key| key.epoch)) }
}
