//! `/api/drafts/...`: shared drafts, which the server keeps without being able to read them.
//!
//! A shared draft is a log of revisions, numbered 1, 2, 3 and so on, to which is only ever added. A revision is an encrypted blob with a
//! [`RevisionKind`] that the server may see. Whoever has a [`Token`] of the draft has a [`Right`]; the server keeps only the
//! token's SHA-256. Every request but the one that creates a draft bears `Authorization: Bearer <token>`. A draft that does not exist,
//! a wrong token, an expired and a revoked link are all answered alike, with [`DraftUnknown`](crate::problem::Code::DraftUnknown).
//!
//! 1. [`DRAFTS`] (POST) with a [`CreateRequest`] creates a draft; its owner's token has been made by the browser.
//! 2. [`revision`] (PUT) adds the next revision, or says with a [`Conflict`] that another one was faster. Sending the same bytes under
//!    the same number again is not a conflict: after a lost answer it is how to find out.
//! 3. [`revisions`] (GET) answers revisions as [frames](frame), [`events`] (GET) says when there are more.
//! 4. [`links`] and [`link`] give rights to others and take them back. [Keys](keys) begin a new epoch, so that who had a link cannot read on.

pub mod event;
pub mod frame;
mod id;
pub mod keys;

pub use id::{BadId, ClientId, DraftId, LinkId, Token, TokenHash};
pub use keys::{BearerKeys, LinkKey, NewKeys, WrappedKey};

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// POST: [`CreateRequest`] to [`DraftState`]; 201, or 200 when the same request came before.
pub const DRAFTS: &str = "/api/drafts";

/// Content type of a revision, of the [frames](frame) and of presence.
pub const BLOB_TYPE: &str = "application/octet-stream";

/// Bytes that a presence may have.
pub const LARGEST_PRESENCE: usize = 4 << 10;

/// Bytes that the encrypted label of a link may have.
pub const LARGEST_LABEL: usize = 1 << 10;

/// Seconds after which a presence that was not repeated is gone.
pub const PRESENCE_SECONDS: u64 = 20;

/// GET: [`DraftState`]. DELETE (own): the draft with all its revisions; 204.
pub fn draft(id: &DraftId) -> String {
    format!("{DRAFTS}/{}", id.text())
}

/// GET (own): [`Links`].
pub fn links(id: &DraftId) -> String {
    format!("{}/links", draft(id))
}

/// PUT (own): [`LinkRequest`] to [`Link`]; 201, or 200 when it was there and is changed. DELETE (own): revokes it; 204.
pub fn link(id: &DraftId, link: &LinkId) -> String {
    format!("{}/{}", links(id), link.text())
}

/// PUT (own): [`ExpiryRequest`] to [`DraftState`].
pub fn expiry(id: &DraftId) -> String {
    format!("{}/expiry", draft(id))
}

/// PUT (edit, or comment for comments): the blob ([`BLOB_TYPE`]) to [`Written`]; 201, or 200 when these bytes were there under this
/// number. 409 with a [`Conflict`] when the number is taken by others or the one before is missing.
///
/// `epoch` is that of the key which it is encrypted with: 409 with [`DraftKey`](crate::problem::Code::DraftKey) when there is a later one.
pub fn revision(id: &DraftId, number: u32, kind: RevisionKind, epoch: u32) -> String {
    let under = if epoch == 0 { String::new() } else { format!("epoch={epoch}&") };
    format!("{}/revisions/{number}?{under}kind={kind}", draft(id))
}

/// GET: [frames](frame) of the revisions from this one on, in order, `limit` at most. It says that [`keys::KEYED_FORM`] is understood; whoever does
/// not say so gets none of a draft that has a later key than that of epoch 0.
pub fn revisions(id: &DraftId, from: From, limit: Option<u32>) -> String {
    let limit = limit.map_or_else(String::new, |limit| format!("&limit={limit}"));
    format!("{}/revisions?form={}&from={from}{limit}", draft(id), keys::KEYED_FORM)
}

/// GET: [events](event) as `text/event-stream`. `after` is the last revision that the client knows.
pub fn events(id: &DraftId, after: u32) -> String {
    format!("{}/events?after={after}", draft(id))
}

/// PUT: the encrypted presence of one page ([`BLOB_TYPE`]); 204. It is gone [`PRESENCE_SECONDS`] after the last; an empty body ends it
/// at once.
pub fn presence(id: &DraftId, client: &ClientId) -> String {
    format!("{}/presence/{}", draft(id), client.text())
}

/// What a shared draft is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DraftKind {
    /// It is worked on together: any kind of revision, links of any right.
    Draft,
    /// It never changes: one whole revision, links to view only.
    Snapshot,
    /// It is talked about: one whole revision, then comments only; links to view and to comment.
    Review,
}

/// What the bearer of a link may do; each right includes the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema), schemars(rename = "DraftRight"))]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// To read, and to show presence.
    View,
    /// To add comments.
    Comment,
    /// To add revisions of any kind.
    Edit,
    /// To make and revoke links, to set the expiry, to delete.
    Own,
}

impl DraftKind {
    /// The highest right that a link of such a draft may give. Links to own exist for every kind: the owner may hand it over.
    pub const fn highest(self) -> Right {
        match self {
            Self::Draft => Right::Edit,
            Self::Snapshot => Right::View,
            Self::Review => Right::Comment,
        }
    }

    /// Whether a link of such a draft may give this right.
    pub fn gives(self, right: Right) -> bool {
        right == Right::Own || right <= self.highest()
    }

    /// Whether the revision with this number may be of this kind: the first is whole, a snapshot ends with it, a review goes on with
    /// comments.
    pub fn takes(self, number: u32, kind: RevisionKind) -> bool {
        match (number, self) {
            (0, _) => false,
            (1, _) => kind == RevisionKind::Whole,
            (_, Self::Draft) => true,
            (_, Self::Snapshot) => false,
            (_, Self::Review) => kind == RevisionKind::Comment,
        }
    }
}

/// What a revision is, as far as the server may know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RevisionKind {
    /// It opens without earlier ones.
    Whole,
    /// It needs the ones before it, back to the latest whole one.
    Change,
    /// A remark for review; it changes nothing.
    Comment,
}

impl RevisionKind {
    /// The right that is needed to add one. The first revision of a snapshot or a review is added by its owner.
    pub const fn needs(self) -> Right {
        match self {
            Self::Whole | Self::Change => Right::Edit,
            Self::Comment => Right::Comment,
        }
    }
}

impl fmt::Display for RevisionKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Whole => "whole",
            Self::Change => "change",
            Self::Comment => "comment",
        })
    }
}

/// Asks for a new shared draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct CreateRequest {
    /// Its id, which the browser made at random.
    pub id: DraftId,
    /// The hash of its owner's token.
    pub owner: TokenHash,
    /// What it is for.
    pub kind: DraftKind,
    /// When it ends, in milliseconds since 1970; none: as [`DraftState::expires_ms`] says.
    #[serde(default)]
    pub expires_ms: Option<u64>,
}

/// Sets when a draft ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct ExpiryRequest {
    /// In milliseconds since 1970; none: as [`DraftState::expires_ms`] says.
    #[serde(default)]
    pub expires_ms: Option<u64>,
}

/// A shared draft as the bearer of a link sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct DraftState {
    /// What it is for.
    pub kind: DraftKind,
    /// What the bearer may do.
    pub right: Right,
    /// Number of the latest revision; 0 while there is none.
    pub latest: u32,
    /// Number of the latest whole revision known, from which reading begins; 0 while there is none.
    pub latest_whole: u32,
    /// Bytes of all revisions together.
    pub bytes: u64,
    /// When it was created, in milliseconds since 1970.
    pub created_ms: u64,
    /// When it ends, in milliseconds since 1970. Unless the owner chose, it moves with every revision.
    pub expires_ms: u64,
    /// Whether the owner chose when it ends.
    pub expiry_chosen: bool,
    /// The server's clock, in milliseconds since 1970.
    pub now_ms: u64,
    /// What may be added.
    pub limits: DraftLimits,
    /// The keys of the content.
    #[serde(default)]
    pub keys: BearerKeys,
}

/// What may be kept in one shared draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct DraftLimits {
    /// Bytes of one revision.
    pub revision_bytes: u64,
    /// Bytes of all revisions together.
    pub draft_bytes: u64,
    /// Revisions of one draft.
    pub revisions: u32,
    /// Links of one draft that are not revoked.
    pub links: u32,
    /// Days after the last revision when a draft ends whose owner did not choose.
    pub idle_days: u32,
    /// Days from now that an owner may choose.
    pub longest_days: u32,
}

/// A revision that is kept: it survives a loss of power from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Written {
    /// Its number.
    pub number: u32,
    /// The server's time of it, in milliseconds since 1970.
    pub time_ms: u64,
}

/// The answer 409 to a revision whose number does not follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Conflict {
    /// What it is.
    #[serde(flatten)]
    pub problem: crate::problem::Problem,
    /// Number of the latest revision; the next one to send is the one after it.
    pub latest: u32,
}

/// The query of [`revision`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct RevisionQuery {
    /// What it is.
    pub kind: RevisionKind,
    /// The epoch of the key that it is encrypted with.
    #[serde(default)]
    pub epoch: u32,
}

/// The query of [`revisions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct RevisionsQuery {
    /// Where to begin.
    #[cfg_attr(feature = "description", schemars(with = "String", regex(pattern = "^(whole|[0-9]{1,10})$")))]
    #[serde(with = "id::as_text")]
    pub from: From,
    /// How many at most; none: all.
    #[serde(default)]
    pub limit: Option<u32>,
    /// The latest form of revisions that is understood. Pages of earlier versions do not say.
    #[serde(default)]
    pub form: u8,
}

/// The query of [`events`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct EventsQuery {
    /// The last revision that the client knows; 0: none.
    #[serde(default)]
    pub after: u32,
}

/// Where reading begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// At this revision.
    Number(u32),
    /// At the latest whole one.
    Whole,
}

impl fmt::Display for From {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(formatter, "{number}"),
            Self::Whole => formatter.write_str("whole"),
        }
    }
}

impl FromStr for From {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "whole" => Ok(Self::Whole),
            text => text.parse().map(Self::Number).map_err(|_| "from is a number or the word whole".into()),
        }
    }
}

/// Makes a link, or changes its right, its end and its label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct LinkRequest {
    /// The hash of its token. It cannot be changed.
    pub token: TokenHash,
    /// What its bearer may do.
    pub right: Right,
    /// When it ends, in milliseconds since 1970; none: with the draft.
    #[serde(default)]
    pub expires_ms: Option<u64>,
    /// What the owner calls it, encrypted by the browser; base64 in JSON. [`LARGEST_LABEL`] bytes at most.
    #[cfg_attr(feature = "description", schemars(with = "String", extend("contentEncoding" = "base64")))]
    #[serde(with = "crate::base64", default)]
    pub label: Vec<u8>,
    /// The key of the content for its bearer; none: the one that it had, if any.
    #[serde(default)]
    pub key: Option<WrappedKey>,
}

/// A link as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Link {
    /// Its id, which gives no right.
    pub id: LinkId,
    /// What its bearer may do.
    pub right: Right,
    /// What the owner calls it, encrypted; base64 in JSON.
    #[cfg_attr(feature = "description", schemars(with = "String", extend("contentEncoding" = "base64")))]
    #[serde(with = "crate::base64")]
    pub label: Vec<u8>,
    /// When it was made, in milliseconds since 1970.
    pub created_ms: u64,
    /// When it ends, in milliseconds since 1970; none: with the draft.
    pub expires_ms: Option<u64>,
    /// Whether it was revoked, which cannot be undone.
    pub revoked: bool,
    /// The latest epoch whose key is there for it; none of one of an earlier version, which has the key of epoch 0 in itself.
    #[serde(default)]
    pub epoch: Option<u32>,
}

/// The links of a draft, the oldest first. The owner's own token is none of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Links {
    /// The links.
    pub links: Vec<Link>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_the_ids_as_text() {
        let id = DraftId::from_bytes([0xfb; 16]);
        assert_eq!(draft(&id), "/api/drafts/-_v7-_v7-_v7-_v7-_v7-w");
        assert!(revision(&id, 3, RevisionKind::Change, 0).ends_with("/revisions/3?kind=change"));
        assert!(revision(&id, 3, RevisionKind::Change, 2).ends_with("/revisions/3?epoch=2&kind=change"));
        assert!(revisions(&id, From::Whole, None).ends_with("/revisions?form=3&from=whole"));
        assert!(revisions(&id, From::Number(2), Some(5)).ends_with("/revisions?form=3&from=2&limit=5"));
        assert!(events(&id, 4).ends_with("/events?after=4"));
        assert!(presence(&id, &ClientId::from_bytes([0; 16])).ends_with("/presence/AAAAAAAAAAAAAAAAAAAAAA"));
    }

    #[test]
    fn requests_keep_their_shape_on_the_wire() {
        let request = CreateRequest {
            id: DraftId::from_bytes([0; 16]),
            owner: TokenHash::from_bytes([0; 32]),
            kind: DraftKind::Review,
            expires_ms: None,
        };
        let (id, hash) = ("A".repeat(22), "A".repeat(43));
        let json = format!(r#"{{"id":"{id}","owner":"{hash}","kind":"review","expires_ms":null}}"#);
        assert_eq!(serde_json::to_string(&request).unwrap(), json);
        assert_eq!(serde_json::from_str::<CreateRequest>(&json).unwrap(), request);
        let link = format!(r#"{{"token":"{hash}","right":"view"}}"#);
        let link: LinkRequest = serde_json::from_str(&link).unwrap();
        assert_eq!((link.right, link.expires_ms, link.label, link.key), (Right::View, None, Vec::new(), None));
        assert!(serde_json::from_str::<RevisionsQuery>(r#"{"from":"x"}"#).is_err());
        let query: RevisionsQuery = serde_json::from_str(r#"{"from":"whole"}"#).unwrap();
        assert_eq!(query, RevisionsQuery { from: From::Whole, limit: None, form: 0 });
    }

    #[test]
    fn a_conflict_is_a_problem_with_a_number() {
        let problem = crate::problem::Problem::new(crate::problem::Code::DraftConflict, "d");
        let json = serde_json::to_string(&Conflict { problem, latest: 7 }).unwrap();
        assert!(json.starts_with(r#"{"code":"S703","#) && json.ends_with(r#""latest":7}"#), "{json}");
    }

    #[test]
    fn each_kind_of_draft_takes_what_it_is_for() {
        use {DraftKind::*, RevisionKind::*};
        for kind in [Draft, Snapshot, Review] {
            assert!(kind.takes(1, Whole) && !kind.takes(1, Change) && !kind.takes(1, Comment) && !kind.takes(0, Whole));
        }
        assert!(Draft.takes(2, Whole) && Draft.takes(2, Change) && Draft.takes(2, RevisionKind::Comment));
        assert!(!Snapshot.takes(2, Whole) && !Review.takes(2, Whole) && Review.takes(2, RevisionKind::Comment));
        assert!(Snapshot.gives(Right::View) && !Snapshot.gives(Right::Edit) && !Review.gives(Right::Edit));
    }
}
