//! Who may do what: the one place where a token becomes a right.

use super::Drafts;
use super::limits::days_ms;
use super::open::{OpenDraft, RecordFault, is_same, lock, read_about};
use super::record::About;
use api::draft::{ClientId, DraftId, DraftState, LinkId, Right, TokenHash, WrappedKey};
use api::problem::{Code, Problem};
use bytes::Bytes;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// The proven right to a draft.
#[derive(Debug, Clone)]
pub struct Access {
    /// The draft.
    pub draft: Arc<OpenDraft>,
    /// What its record says.
    pub about: About,
    /// What the bearer may do.
    pub right: Right,
    /// The hash of the token that proves it.
    pub token: TokenHash,
    /// The link that gives it, and the key that it was made with; none: it is the owner's own.
    pub link: Option<(LinkId, Option<WrappedKey>)>,
}

impl Access {
    /// Refuses unless the bearer has this right.
    ///
    /// # Errors
    /// When the bearer does not have it.
    pub fn need(&self, right: Right) -> Result<(), Problem> {
        if self.right >= right {
            return Ok(());
        }
        let named = |right| match right {
            Right::View => "to view",
            Right::Comment => "to comment",
            Right::Edit => "to edit",
            Right::Own => "of the owner",
        };
        let (has, needs) = (named(self.right), named(right));
        Err(Problem::new(Code::DraftRight, format!("The link gives the right {has}; this needs the right {needs}.")))
    }
}

impl Drafts {
    /// What a token allows. Whatever is wrong with draft or token, the answer is the same.
    ///
    /// # Errors
    /// When the token opens no draft that is there, or the store fails.
    pub async fn access(&self, id: DraftId, token: TokenHash) -> Result<Access, Problem> {
        let freshness = self.limits.freshness;
        let (draft, about) = self.look_up(id).await?;
        let (right, link) = if is_same(&about.owner, &token) {
            (Right::Own, None)
        } else {
            let grant = draft.grant(&self.store, &token, freshness).await.map_err(damaged)?.ok_or_else(unknown)?;
            let ended = grant.expires_ms.is_some_and(|end| end <= self.clock.now_ms());
            if grant.revoked || ended {
                return Err(unknown());
            }
            (grant.right, Some((grant.id, grant.key)))
        };
        draft.load(&self.store).await?;
        let access = Access { draft, about, right, token, link };
        if self.ends_ms(&access) <= self.clock.now_ms() && self.really_ended(&access).await? {
            return Err(unknown());
        }
        access.draft.touch();
        Ok(access)
    }

    /// A draft and what its record says now. One that another server deleted and created anew is not the one in memory.
    async fn look_up(&self, id: DraftId) -> Result<(Arc<OpenDraft>, About), Problem> {
        loop {
            let draft = self.find(id).await?.ok_or_else(unknown)?;
            match draft.about(&self.store, self.limits.freshness).await.map_err(damaged)? {
                Some(about) if about.created_ms == draft.created_ms => return Ok((draft, about)),
                Some(_) => self.forget(&draft),
                None => {
                    self.forget(&draft);
                    return Err(unknown());
                }
            }
        }
    }

    /// Another server may have written meanwhile, which moves the end.
    async fn really_ended(&self, access: &Access) -> Result<bool, Problem> {
        access.draft.refresh(&self.store, self.limits.freshness).await?;
        Ok(self.ends_ms(access) <= self.clock.now_ms())
    }

    /// When a draft ends, in milliseconds since 1970.
    pub fn ends_ms(&self, access: &Access) -> u64 {
        let written = access.draft.log().time_ms;
        ends_ms(&access.about, written, self.limits.draft.idle_days)
    }

    /// The draft as the bearer sees it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn state(&self, access: &Access) -> Result<DraftState, Problem> {
        access.draft.refresh(&self.store, Duration::ZERO).await?;
        let log = access.draft.log();
        Ok(DraftState {
            kind: access.about.kind,
            right: access.right,
            latest: log.latest,
            latest_whole: log.latest_whole,
            bytes: log.bytes,
            created_ms: access.about.created_ms,
            expires_ms: self.ends_ms(access),
            expiry_chosen: access.about.expires_ms.is_some(),
            now_ms: self.clock.now_ms(),
            limits: self.limits.draft,
            keys: self.bearer_keys(access).await?,
        })
    }

    /// A page shows this of itself from now on; empty: it is gone.
    ///
    /// # Errors
    /// When too many pages show the draft.
    pub fn show(&self, access: &Access, client: ClientId, blob: Bytes) -> Result<(), Problem> {
        let most = self.limits.present;
        let many = |_| Problem::new(Code::DraftBusy, format!("{most} pages are open."));
        let news = lock(&access.draft.presence).show(client, blob, most).map_err(many)?;
        if news {
            access.draft.wake();
        }
        Ok(())
    }

    /// The draft in memory, or taken into it; none when there is none in the store.
    async fn find(&self, id: DraftId) -> Result<Option<Arc<OpenDraft>>, Problem> {
        if let Some(draft) = lock(&self.open).get(&id) {
            return Ok(Some(Arc::clone(draft)));
        }
        let Some(about) = read_about(&self.store, &id).await.map_err(damaged)? else { return Ok(None) };
        let mut open = lock(&self.open);
        if open.len() >= self.limits.open && !open.contains_key(&id) {
            make_place(&mut open, self.limits.open)?;
        }
        Ok(Some(Arc::clone(open.entry(id).or_insert_with(|| Arc::new(OpenDraft::new(id, about))))))
    }

    /// How many drafts are in memory.
    pub fn in_memory(&self) -> usize {
        lock(&self.open).len()
    }

    /// The draft is no longer there.
    pub(super) fn forget(&self, draft: &OpenDraft) {
        lock(&self.open).remove(&draft.id);
        draft.forget_records();
        draft.wake();
    }
}

/// Forgets drafts that nobody uses at this moment, those first that were not used for longest: an eighth of the most that there may be, so that they
/// need not be sorted for each. Where somebody shows to be there, it is told again within moments.
fn make_place(open: &mut HashMap<DraftId, Arc<OpenDraft>>, most: usize) -> Result<(), Problem> {
    let unused = open.values().filter(|draft| Arc::strong_count(draft) == 1);
    let mut unused: Vec<_> = unused.map(|draft| (draft.has_present(), draft.used(), draft.id)).collect();
    unused.sort_unstable_by_key(|&(has_present, used, _)| (has_present, used));
    for (_, _, id) in unused.into_iter().take(most.div_ceil(8)) {
        open.remove(&id);
    }
    if open.len() < most {
        return Ok(());
    }
    Err(Problem::new(Code::DraftBusy, format!("{most} drafts are used at this moment.")))
}

/// When a draft ends whose latest revision was written then.
pub fn ends_ms(about: &About, written_ms: u64, idle_days: u32) -> u64 {
    let idle = days_ms(idle_days);
    about.expires_ms.unwrap_or_else(|| about.created_ms.max(written_ms).saturating_add(idle))
}

/// The one answer to everything that shall not be told apart.
pub fn unknown() -> Problem {
    Problem::new(Code::DraftUnknown, "There is no shared draft at this link, or the link is not valid any more.")
}

/// The problem behind a record that cannot be read.
pub fn damaged(fault: RecordFault) -> Problem {
    match fault {
        RecordFault::Store(fault) => fault.into(),
        RecordFault::Damaged => Problem::new(Code::DraftDamaged, "The record about the draft or the link is damaged."),
    }
}
