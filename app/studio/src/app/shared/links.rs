//! Links to the open draft: made, listed, revoked.

use api::draft::{DraftKind, Link, LinkId, LinkRequest, RevisionKind, Right, WrappedKey};
use js_sys::Date;
use leptos::prelude::window;
use wasm_bindgen::JsValue;
use workbench::errors::{self, Failure};
use workbench::{
    Document, DraftId, LinkSecret, Shared, SharedLink, SharedState, SharingCommand, Whole, Workbench, replacement,
};

use super::super::Studio;
use super::mine::{self, MyShare};
use super::renewing;
use super::session::{self, pack};
use crate::browser::crypto::{self, Label};
use crate::browser::drafts::pause;
use crate::browser::owners::{self, Owner};
use crate::browser::{keys, shared as server};

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinkKind {
    /// To change the draft together.
    Edit,
    /// To see it, as it is and will be.
    View,
    /// To see it as it is now.
    Snapshot,
}

/// A link as the window lists it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ListedLink {
    /// The owner's link of what it leads to.
    pub(crate) owner: SharedLink,
    /// Its id.
    pub(crate) id: LinkId,
    /// What it leads to.
    pub(crate) kind: DraftKind,
    /// What it allows.
    pub(crate) right: Right,
    /// The address; `None` of one that was made in another browser or cannot be read.
    pub(crate) address: Option<String>,
    /// When it was made, in words.
    pub(crate) created: String,
    /// When it ends, in words.
    pub(crate) expires: String,
    /// Whether an earlier version made it, so that it can get no new key: it is replaced when another one is revoked.
    pub(crate) is_earlier: bool,
    /// Whether it was made in place of such a one, and is to be sent out.
    pub(crate) is_replacement: bool,
}

/// Milliseconds.
pub(super) const DAY: u64 = 86_400_000;

/// Makes a link to the open draft, which is shared from then on; its address.
///
/// # Errors
/// When the server refuses or does not answer, or the browser cannot encrypt. Nothing is shared then but what was before.
pub(crate) async fn make(studio: Studio, kind: LinkKind, days: Option<u32>) -> Result<String, Failure> {
    crypto::ready()?;
    studio.take_typed();
    let owner = match kind {
        LinkKind::Snapshot => freeze(studio).await?,
        LinkKind::Edit | LinkKind::View => shared(studio).await?,
    };
    grant(&owner, if kind == LinkKind::Edit { Right::Edit } else { Right::View }, days).await
}

/// Makes a link with this right to what the owner shares; its address.
///
/// # Errors
/// When the server refuses or does not answer, or the browser cannot encrypt.
pub(in crate::app) async fn grant(owner: &Owner, right: Right, days: Option<u32>) -> Result<String, Failure> {
    // Which time it is, the server says: clocks differ.
    let now = server::about(&owner.link).await?.now_ms;
    let expires_ms = days.map(|days| now + u64::from(days) * DAY);
    let secret = crypto::random();
    let label = Label { token: crypto::random(), secret: Some(secret), is_earlier: false };
    put(owner, LinkId::from_bytes(crypto::random()), &label, right, expires_ms).await?;
    let secret = LinkSecret::Wrapping(secret);
    Ok(address(&SharedLink { draft: owner.link.draft, token: label.token, secret }))
}

/// Makes a link, or writes what is kept of it anew. One that takes keys gets the latest one.
pub(super) async fn put(
    owner: &Owner,
    id: LinkId,
    label: &Label,
    right: Right,
    expires_ms: Option<u64>,
) -> Result<(), Failure> {
    let draft = &owner.link.draft;
    let key = match &label.secret {
        Some(secret) => {
            let keys = keys::known(&owner.link);
            let (epoch, key) = keys.latest().ok_or_else(Failure::no_key)?;
            Some(WrappedKey { epoch, key: crypto::wrap(draft, secret, epoch, key).await? })
        }
        None => None,
    };
    let token = server::hash_of(label.token);
    let label = crypto::seal_label(draft, &owner.secret, *id.bytes(), &label.token, label.secret.as_ref()).await?;
    server::put_link(&owner.link, id, &LinkRequest { token, right, expires_ms, label, key }).await.map(drop)
}

/// The address of the studio with the link.
fn address(link: &SharedLink) -> String {
    let location = window().location();
    let part = |part: Result<String, JsValue>| part.unwrap_or_default();
    part(location.origin()) + &part(location.pathname()) + &link.fragment()
}

/// The owner's link of the open draft, shared from now on when it was not.
async fn shared(studio: Studio) -> Result<Owner, Failure> {
    let draft = open_draft(studio)?;
    let of = |shared: &Shared| (shared.link.clone(), ended(shared));
    let open = studio.read(|workbench| workbench.document().and_then(Document::shared).map(of));
    match open {
        Some((_, Some(failure))) => return Err(failure),
        Some((link, None)) => {
            let share = own(studio).into_iter().find(|share| share.link().as_ref() == Some(&link));
            return owners::owner(&share.and_then(|share| share.link()).ok_or_else(no_owner)?);
        }
        None => {}
    }
    if studio.read(Workbench::whole).is_none() {
        return Err(Failure::new(
            errors::Code::NotShareable,
            "This extension cannot be shared: its file would not read back the same.",
        ));
    }
    let owner = new_owner();
    let link = owner.link.clone();
    owners::add(&owner)?;
    server::create(&link, DraftKind::Draft, None).await?;
    remember(studio, &owner, DraftKind::Draft, draft);
    studio.tell(SharingCommand::Begin { draft, link: link.clone() });
    studio.tell(SharingCommand::Send);
    if let Err(failure) = written(studio, &link).await {
        // What leads to nothing does not stay; the server sweeps it when it cannot be reached now.
        mine::forget(&link.fragment());
        let _ = server::remove(&link).await;
        return Err(failure);
    }
    Ok(owner)
}

fn ended(shared: &Shared) -> Option<Failure> {
    if let SharedState::Ended(failure) = &shared.state { Some(failure.clone()) } else { None }
}

/// Waits until the first revision is written: a link that leads to nothing yet would only confuse.
async fn written(studio: Studio, link: &SharedLink) -> Result<(), Failure> {
    let other = || {
        Failure::new(
            errors::Code::OtherDraftOpened,
            "Another draft was opened before this one was shared. Open it and share it again.",
        )
    };
    for _ in 0..300 {
        let now = studio.read(|workbench| {
            let shared = workbench.document().and_then(Document::shared).filter(|shared| shared.link == *link);
            shared.map(|shared| (shared.read_to(), ended(shared)))
        });
        match now {
            None => return Err(other()),
            Some((_, Some(failure))) => return Err(failure),
            Some((0, None)) => pause(50.0).await,
            Some(_) => return Ok(()),
        }
    }
    studio.tell(SharingCommand::Leave);
    Err(Failure::no_server("It did not take the draft. Nothing is shared."))
}

/// What was shared here of the open draft.
pub(crate) fn own(studio: Studio) -> Vec<MyShare> {
    let open = |document: &Document| (document.draft(), document.shared().map(|shared| shared.link.clone()));
    let open = studio.read(|workbench| workbench.document().map(open));
    open.map(|(draft, link)| mine::of(draft, link.as_ref())).unwrap_or_default()
}

/// A shared draft of its own with the open document as it is now.
async fn freeze(studio: Studio) -> Result<Owner, Failure> {
    let draft = open_draft(studio)?;
    let whole = studio.read(Workbench::whole);
    let whole: Whole =
        whole.ok_or_else(|| Failure::new(errors::Code::NotShareable, "This extension cannot be shared."))?;
    let owner = new_owner();
    owners::add(&owner)?;
    server::create(&owner.link, DraftKind::Snapshot, None).await?;
    let packed = pack(studio, &whole.snapshot.text).await?;
    server::write(&owner.link, 1, RevisionKind::Whole, None, &whole.record(&packed)).await?;
    remember(studio, &owner, DraftKind::Snapshot, draft);
    Ok(owner)
}

/// What the owner of a new draft has.
pub(in crate::app) fn new_owner() -> Owner {
    let secret = LinkSecret::Content(crypto::random());
    let link = SharedLink { draft: crypto::random(), token: crypto::random(), secret };
    Owner { link, secret: crypto::random() }
}

pub(in crate::app) fn open_draft(studio: Studio) -> Result<DraftId, Failure> {
    let draft = studio.read(|workbench| workbench.document().filter(|it| it.leads()).map(Document::draft));
    draft.ok_or_else(|| Failure::new(errors::Code::DraftElsewhere, "Another tab changes this draft: share it there."))
}

fn no_owner() -> Failure {
    Failure::new(
        errors::Code::NotTheOwner,
        "Only who shared this draft first can make links to it. Pass on the one that you have.",
    )
}

pub(in crate::app) fn remember(studio: Studio, owner: &Owner, kind: DraftKind, draft: DraftId) {
    let name = studio.read(|workbench| workbench.document().map(|it| it.extension().name.to_string()));
    mine::add(MyShare {
        link: owner.link.fragment(),
        name: name.unwrap_or_default(),
        kind,
        draft: draft.to_string(),
        when: words_of(Date::now()),
    });
}

/// Goes on with what was broken off here while a link was revoked.
///
/// # Errors
/// When the server refuses or does not answer.
pub(crate) async fn go_on(studio: Studio) -> Result<(), Failure> {
    for link in own(studio).iter().filter_map(MyShare::link).filter(owners::is_renewing) {
        renewing::go_on(studio, &link).await?;
    }
    Ok(())
}

/// The links to what was shared of the open draft, the last one first. What the server does not know any more is forgotten.
///
/// # Errors
/// When the server does not answer.
pub(crate) async fn list(studio: Studio) -> Result<Vec<ListedLink>, Failure> {
    let mut listed = Vec::new();
    for share in own(studio) {
        let Some(link) = share.link() else { continue };
        let owner = owners::owner(&link)?;
        match server::links(&owner.link).await {
            Ok(links) => {
                let replaced: Vec<_> = links.iter().map(|link| replacement(*link.id.bytes())).collect();
                for link in links.into_iter().rev().filter(|link| !link.revoked) {
                    let is_replacement = replaced.contains(link.id.bytes());
                    listed.push(ListedLink { is_replacement, ..row(&owner, share.kind, link).await });
                }
            }
            Err(failure) if failure.code == api::problem::Code::DraftUnknown => mine::forget(&share.link),
            Err(failure) => return Err(failure),
        }
    }
    Ok(listed)
}

async fn row(owner: &Owner, share: DraftKind, link: Link) -> ListedLink {
    let label = crypto::unseal_label(&owner.link, &owner.secret, *link.id.bytes(), &link.label).await;
    if let Some(label) = label.as_ref().filter(|label| label.is_earlier) {
        // What fails is tried again when the links are listed the next time. A link that is revoked meanwhile stays revoked.
        let _ = put(owner, link.id, label, link.right, link.expires_ms).await;
    }
    let secret = |label: &Label| label.secret.map_or(owner.link.secret, LinkSecret::Wrapping);
    let of = |label: &Label| SharedLink { draft: owner.link.draft, token: label.token, secret: secret(label) };
    let expires = link.expires_ms.map_or_else(|| "with the draft".to_owned(), |time| words_of(millis(time)));
    let takes_keys = label.as_ref().is_some_and(|label| label.secret.is_some());
    ListedLink {
        owner: owner.link.clone(),
        id: link.id,
        kind: share,
        right: link.right,
        address: label.map(|label| address(&of(&label))),
        created: words_of(millis(link.created_ms)),
        expires,
        is_earlier: !takes_keys && share != DraftKind::Snapshot,
        is_replacement: false,
    }
}

/// Revokes a link: nobody opens it any more, who has it open is told, and what is changed from now on has a key that the others get alone.
///
/// # Errors
/// When the server refuses or does not answer. What is left to do is done as soon as it answers.
pub(crate) async fn revoke(studio: Studio, link: &ListedLink) -> Result<(), Failure> {
    renewing::revoke(studio, &link.owner, link.id).await
}

/// Ends the sharing: the server deletes all of it, and the draft here stays.
pub(crate) async fn stop(studio: Studio, share: &MyShare) -> Result<(), Failure> {
    if let Some(link) = share.link() {
        let open = studio.read(|workbench| {
            workbench.document().and_then(|document| document.shared().map(|shared| shared.link.clone()))
        });
        if open.as_ref() == Some(&link) {
            // Nothing is asked any more of what is about to be deleted.
            session::follow(studio, None);
        }
        let gone = server::remove(&link).await;
        if let Err(failure) = gone.or_else(|failure| {
            let is_gone = failure.code == api::problem::Code::DraftUnknown;
            if is_gone { Ok(()) } else { Err(failure) }
        }) {
            super::settle(studio);
            return Err(failure.about("The sharing could not be ended on the server."));
        }
        if open.as_ref() == Some(&link) {
            studio.tell(SharingCommand::Leave);
        }
    }
    mine::forget(&share.link);
    Ok(())
}

#[allow(clippy::cast_precision_loss)] // milliseconds of this age are exact
pub(crate) fn millis(time: u64) -> f64 {
    time as f64
}

pub(crate) fn words_of(time: f64) -> String {
    let options = js_sys::Object::new();
    for (name, value) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        // Setting a property of a plain object cannot fail.
        let _ = js_sys::Reflect::set(&options, &name.into(), &value.into());
    }
    Date::new(&JsValue::from_f64(time)).to_locale_string("default", &options).into()
}
