//! Links to the open draft: made, listed, revoked.

use api::draft::{DraftKind, Link, LinkId, LinkRequest, RevisionKind, Right};
use js_sys::Date;
use leptos::prelude::window;
use wasm_bindgen::JsValue;
use workbench::errors::Failure;
use workbench::{Command, Document, DraftId, ShareCommand, Shared, SharedLink, SharedState, Whole, Workbench};

use super::super::Studio;
use super::mine::{self, MyShare};
use super::session::pack;
use crate::browser::crypto;
use crate::browser::drafts::pause;
use crate::browser::shared as server;

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
pub(in crate::app) async fn grant(owner: &SharedLink, right: Right, days: Option<u32>) -> Result<String, Failure> {
    // Which time it is, the server says: clocks differ.
    let now = server::about(owner).await?.now_ms;
    let (token, id) = (crypto::random(), crypto::random());
    let label = crypto::seal_label(owner, id, &token).await?;
    let expires_ms = days.map(|days| now + u64::from(days) * DAY);
    let request = LinkRequest { token: server::hash_of(token), right, expires_ms, label };
    server::put_link(owner, LinkId::from_bytes(id), &request).await?;
    Ok(address(&owner.with_token(token)))
}

/// The address of the studio with the link.
fn address(link: &SharedLink) -> String {
    let location = window().location();
    let part = |part: Result<String, JsValue>| part.unwrap_or_default();
    part(location.origin()) + &part(location.pathname()) + &link.fragment()
}

/// The owner's link of the open draft, shared from now on when it was not.
async fn shared(studio: Studio) -> Result<SharedLink, Failure> {
    let draft = open_draft(studio)?;
    let of = |shared: &Shared| (shared.link.clone(), ended(shared));
    let open = studio.read(|workbench| workbench.document().and_then(Document::shared).map(of));
    match open {
        Some((_, Some(failure))) => return Err(failure),
        Some((link, None)) => {
            let is_own = own(studio).iter().any(|share| share.link().as_ref() == Some(&link));
            return if is_own { Ok(link) } else { Err(no_owner()) };
        }
        None => {}
    }
    if studio.read(Workbench::whole).is_none() {
        return Err(Failure::new("B201", "This extension cannot be shared: its file would not read back the same."));
    }
    let link = new_link();
    server::create(&link, DraftKind::Draft, None).await?;
    remember(studio, &link, DraftKind::Draft, draft);
    studio.tell(Command::Share(ShareCommand::Begin { draft, link: link.clone() }));
    studio.tell(Command::Share(ShareCommand::Send));
    if let Err(failure) = written(studio, &link).await {
        // What leads to nothing does not stay; the server sweeps it when it cannot be reached now.
        mine::forget(&link.fragment());
        let _ = server::remove(&link).await;
        return Err(failure);
    }
    Ok(link)
}

fn ended(shared: &Shared) -> Option<Failure> {
    if let SharedState::Ended(failure) = &shared.state { Some(failure.clone()) } else { None }
}

/// Waits until the first revision is written: a link that leads to nothing yet would only confuse.
async fn written(studio: Studio, link: &SharedLink) -> Result<(), Failure> {
    let other =
        || Failure::new("B205", "Another draft was opened before this one was shared. Open it and share it again.");
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
    studio.tell(Command::Share(ShareCommand::Leave));
    Err(Failure::no_server("It did not take the draft. Nothing is shared."))
}

/// What was shared here of the open draft.
pub(crate) fn own(studio: Studio) -> Vec<MyShare> {
    let open = |document: &Document| (document.draft(), document.shared().map(|shared| shared.link.clone()));
    let open = studio.read(|workbench| workbench.document().map(open));
    open.map(|(draft, link)| mine::of(draft, link.as_ref())).unwrap_or_default()
}

/// A shared draft of its own with the open document as it is now.
async fn freeze(studio: Studio) -> Result<SharedLink, Failure> {
    let draft = open_draft(studio)?;
    let whole = studio.read(Workbench::whole);
    let whole: Whole = whole.ok_or_else(|| Failure::new("B201", "This extension cannot be shared."))?;
    let link = new_link();
    server::create(&link, DraftKind::Snapshot, None).await?;
    let packed = pack(&whole.snapshot.text).await?;
    server::write(&link, 1, RevisionKind::Whole, None, &whole.record(&packed)).await?;
    remember(studio, &link, DraftKind::Snapshot, draft);
    Ok(link)
}

pub(in crate::app) fn new_link() -> SharedLink {
    SharedLink { draft: crypto::random(), token: crypto::random(), key: crypto::random() }
}

pub(in crate::app) fn open_draft(studio: Studio) -> Result<DraftId, Failure> {
    let draft = studio.read(|workbench| workbench.document().filter(|it| it.leads()).map(Document::draft));
    draft.ok_or_else(|| Failure::new("B108", "Another tab changes this draft: share it there."))
}

fn no_owner() -> Failure {
    Failure::new("B205", "Only who shared this draft first can make links to it. Pass on the one that you have.")
}

pub(in crate::app) fn remember(studio: Studio, link: &SharedLink, kind: DraftKind, draft: DraftId) {
    let name = studio.read(|workbench| workbench.document().map(|it| it.extension().name.to_string()));
    mine::add(MyShare {
        link: link.fragment(),
        name: name.unwrap_or_default(),
        kind,
        draft: draft.to_string(),
        when: words_of(Date::now()),
    });
}

/// The links to what was shared of the open draft, the last one first. What the server does not know any more is forgotten.
///
/// # Errors
/// When the server does not answer.
pub(crate) async fn list(studio: Studio) -> Result<Vec<ListedLink>, Failure> {
    let mut listed = Vec::new();
    for share in own(studio) {
        let Some(owner) = share.link() else { continue };
        match server::links(&owner).await {
            Ok(links) => {
                for link in links.into_iter().rev().filter(|link| !link.revoked) {
                    listed.push(row(&owner, share.kind, link).await);
                }
            }
            Err(failure) if failure.code == api::problem::Code::DraftUnknown.page().code => mine::forget(&share.link),
            Err(failure) => return Err(failure),
        }
    }
    Ok(listed)
}

async fn row(owner: &SharedLink, share: DraftKind, link: Link) -> ListedLink {
    let label = crypto::unseal_label(owner, *link.id.bytes(), &link.label).await;
    if let Some(label) = label.as_ref().filter(|label| label.is_open) {
        // What fails is tried again when the links are listed the next time.
        let _ = write_anew(owner, &link, label.token).await;
    }
    let token = label.map(|label| label.token);
    let expires = link.expires_ms.map_or_else(|| "with the draft".to_owned(), |time| words_of(millis(time)));
    ListedLink {
        owner: owner.clone(),
        id: link.id,
        kind: share,
        right: link.right,
        address: token.map(|token| address(&owner.with_token(token))),
        created: words_of(millis(link.created_ms)),
        expires,
    }
}

/// Writes the label of a link that an earlier version made, so that only its owner reads it. A link that is revoked meanwhile stays revoked.
async fn write_anew(owner: &SharedLink, link: &Link, token: [u8; 32]) -> Result<(), Failure> {
    let label = crypto::seal_label(owner, *link.id.bytes(), &token).await?;
    let (right, expires_ms) = (link.right, link.expires_ms);
    let request = LinkRequest { token: server::hash_of(token), right, expires_ms, label };
    server::put_link(owner, link.id, &request).await.map(|_| ())
}

/// Revokes a link: nobody opens it any more, and who has it open is told.
pub(crate) async fn revoke(link: &ListedLink) -> Result<(), Failure> {
    server::revoke(&link.owner, link.id).await
}

/// Ends the sharing: the server deletes all of it, and the draft here stays.
pub(crate) async fn stop(studio: Studio, share: &MyShare) -> Result<(), Failure> {
    if let Some(link) = share.link() {
        let open = studio.read(|workbench| {
            workbench.document().and_then(|document| document.shared().map(|shared| shared.link.clone()))
        });
        let gone = server::remove(&link).await;
        if let Err(failure) = gone.or_else(|failure| {
            let is_gone = failure.code == api::problem::Code::DraftUnknown.page().code;
            if is_gone { Ok(()) } else { Err(failure) }
        }) {
            return Err(failure.about("The sharing could not be ended on the server."));
        }
        if open.as_ref() == Some(&link) {
            studio.tell(Command::Share(ShareCommand::Leave));
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
