//! A new key after a link is revoked. What is to be done next follows from what the server has, so that it can be broken off anywhere.

use api::draft::{DraftKind, DraftState, Link, LinkId, LinkKey, NewKeys};
use leptos::task::spawn_local;
use workbench::errors::Failure;
use workbench::{Document, KeyedLink, Renewal, SharedLink, SharingCommand};

use super::super::Studio;
use super::links::put;
use super::mine::{self, MyShare};
use crate::browser::crypto::{self, Label};
use crate::browser::owners::{self, Owner};
use crate::browser::{keys, shared as server};

/// More steps than revoking takes with as many links as a draft may have, each of them replaced.
const MOST_STEPS: usize = 1000;

/// Revokes a link, and makes a new key that the others get.
///
/// # Errors
/// When the server refuses or does not answer. What is left to do is done as soon as it answers.
pub(crate) async fn revoke(studio: Studio, owner: &SharedLink, id: LinkId) -> Result<(), Failure> {
    owners::begin_revoking(owner, id)?;
    go_on(studio, owner).await
}

/// Goes on with what is to be done for this owner's link: a new key to make, or something to write with it.
///
/// # Errors
/// When the server refuses or does not answer.
pub(super) async fn go_on(studio: Studio, link: &SharedLink) -> Result<(), Failure> {
    let Some(share) = mine::of_link(link) else { return Ok(()) };
    if owners::is_renewing(link) {
        renew(&share, &owners::owner(link)?).await?;
    }
    if share.kind == DraftKind::Draft {
        let epoch = server::about(link).await?.keys.epoch;
        mark(studio, link, epoch);
    }
    Ok(())
}

/// Goes on with everything that was broken off here.
pub(super) fn go_on_with_all(studio: Studio) {
    for link in mine::all().iter().filter_map(MyShare::link).filter(owners::is_renewing) {
        // What fails now is tried again when the page is connected the next time, and in the Share window, which tells it.
        spawn_local(async move { drop(go_on(studio, &link).await) });
    }
}

/// Something is written with the key of the latest epoch, unless that was done: who reads it takes nothing any more that has an earlier key.
fn mark(studio: Studio, link: &SharedLink, epoch: u32) {
    let draft = studio.read(|workbench| {
        let document = workbench.document().filter(|document| document.leads())?;
        document.shared().is_some_and(|shared| shared.link == *link).then(|| Document::draft(document))
    });
    if let Some(draft) = draft.filter(|_| epoch > 0) {
        studio.tell(SharingCommand::Mark { draft, epoch });
    }
}

async fn renew(share: &MyShare, owner: &Owner) -> Result<(), Failure> {
    for _ in 0..MOST_STEPS {
        let state = server::about(&owner.link).await?;
        let revoked = owners::revoked(&owner.link);
        let links = Links::read(owner, &state, &revoked).await?;
        let seen: Vec<KeyedLink> = links.0.iter().map(|(link, ..)| *link).collect();
        // Nothing is ever written behind a frozen state: there it is enough to revoke.
        let is_enough = |step: &Renewal| share.kind != DraftKind::Snapshot || matches!(step, Renewal::Revoke(_));
        let Some(step) = Renewal::next(state.keys.epoch, &seen).filter(is_enough) else {
            owners::end_renewing(&owner.link, &revoked);
            return Ok(());
        };
        links.take(owner, state.keys.epoch, step).await?;
    }
    Err(Failure::no_server("It does not revoke the link."))
}

/// The links of a draft, with what this browser knows of them.
struct Links(Vec<(KeyedLink, Link, Option<Label>)>);

impl Links {
    async fn read(owner: &Owner, state: &DraftState, revoked: &[LinkId]) -> Result<Self, Failure> {
        let mut links = Vec::new();
        for link in server::links(&owner.link).await? {
            let label = crypto::unseal_label(&owner.link, &owner.secret, *link.id.bytes(), &link.label).await;
            let keyed = KeyedLink {
                id: *link.id.bytes(),
                is_revoked: link.revoked || revoked.contains(&link.id),
                is_refused: link.revoked,
                has_ended: link.expires_ms.is_some_and(|end| end <= state.now_ms),
                epoch: link.epoch,
                takes_keys: label.as_ref().is_some_and(|label| label.secret.is_some()),
            };
            links.push((keyed, link, label));
        }
        Ok(Self(links))
    }

    fn of(&self, id: [u8; 16]) -> Option<&(KeyedLink, Link, Option<Label>)> {
        self.0.iter().find(|(link, ..)| link.id == id)
    }

    async fn take(&self, owner: &Owner, epoch: u32, step: Renewal) -> Result<(), Failure> {
        match step {
            Renewal::Revoke(id) => server::revoke(&owner.link, LinkId::from_bytes(id)).await,
            Renewal::Replace { old, new } => {
                let Some((_, old, _)) = self.of(old) else { return Ok(()) };
                let fresh = Label { token: crypto::random(), secret: Some(crypto::random()), is_earlier: false };
                put(owner, LinkId::from_bytes(new), &fresh, old.right, old.expires_ms).await
            }
            Renewal::Give(id) => match self.of(id) {
                Some((_, link, Some(label))) => put(owner, link.id, label, link.right, link.expires_ms).await,
                _ => Ok(()),
            },
            Renewal::Begin { epoch: next, links } => self.begin(owner, epoch, next, &links).await,
        }
    }

    /// Begins the next epoch, unless another page was faster.
    async fn begin(&self, owner: &Owner, epoch: u32, next: u32, links: &[[u8; 16]]) -> Result<(), Failure> {
        let (draft, known) = (&owner.link.draft, keys::known(&owner.link));
        // Without the latest key the new one would not lead to what was written before.
        if known.key(epoch).is_none() {
            return Err(Failure::no_key());
        }
        let key = crypto::random();
        let mut of_links = Vec::with_capacity(links.len());
        for id in links {
            if let Some((_, link, Some(Label { secret: Some(secret), .. }))) = self.of(*id) {
                let key = crypto::wrap(draft, secret, next, &key).await?;
                of_links.push(LinkKey { id: link.id, key });
            }
        }
        let new = NewKeys {
            owner: crypto::wrap(draft, &owner.secret, next, &key).await?,
            links: of_links,
            earlier: crypto::seal_earlier(draft, next, &key, &known).await?,
        };
        server::begin_epoch(&owner.link, next, &new).await.map(drop)
    }
}
