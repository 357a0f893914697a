//! What the operator does with the drafts of a store, by the command `server drafts`: listing them, letting them end, deleting them. Servers may work
//! on the store meanwhile; they see it within a second. Nothing that is printed gives a right.

#![allow(clippy::doc_markdown, reason = "these comments are the texts of --help")]

use super::access::{Access, ends_ms};
use super::limits::{Limits, days_ms};
use super::open::{OpenDraft, RecordFault, read_about};
use super::record::{self, About, Kept};
use super::{DraftOptions, Drafts};
use api::draft::{DraftId, DraftKind, Right};
use api::problem::Problem;
use clap::{Args, ValueEnum};
use futures_util::{StreamExt, stream};
use serde::Serialize;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use store::{Credentials, Location, OpenError, Store, StoreFault};

/// The arguments of `drafts`.
#[derive(Debug, Args)]
pub struct DraftsTask {
    /// What is done
    #[arg(value_enum)]
    pub action: Action,
    /// Drafts to expire or delete, by the names of their folders, or by their ids as they stand in addresses
    #[arg(value_name = "DRAFT", value_parser = parse_id)]
    pub ids: Vec<DraftId>,
    /// Where they are kept: a folder, s3://BUCKET/PREFIX, az://CONTAINER/PREFIX or gs://BUCKET/PREFIX
    #[arg(long = "drafts", value_name = "PLACE", required = true)]
    pub place: Option<Location>,
    /// A file with settings of the object store, such as AWS_SECRET_ACCESS_KEY=..., one a line; it comes before the environment
    #[arg(long = "drafts-credentials", value_name = "FILE")]
    pub credentials: Option<PathBuf>,
    /// Days until a draft ends whose owner did not choose, after its last revision; as the servers on the store have it
    #[arg(long = "drafts-idle", value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..))]
    pub idle: u32,
    /// Days from now until drafts end that are expired; 0: at once
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    pub days: u32,
    /// Prints an object of JSON a line
    #[arg(long)]
    pub json: bool,
}

/// What is done with drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Action {
    /// Prints each draft with its size, its times and its end
    List,
    /// Lets drafts end, whatever their owners chose; a day later a server's sweep removes them
    Expire,
    /// Deletes drafts with everything in them, at once and for good
    Delete,
}

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub enum OperateError {
    /// The store cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The store failed.
    #[error("the store of shared drafts failed: {0}")]
    Store(#[from] StoreFault),
    /// The draft or the store does not allow it; a server would answer a request with the same problem.
    #[error("{}", .0.detail)]
    Refused(Problem),
    /// No draft is named.
    #[error("which drafts? Name them by their folders; server drafts list prints them")]
    NoDraft,
    /// Drafts are named where all are meant.
    #[error("list prints all drafts, and takes no names")]
    AllDrafts,
    /// Of the named drafts some were not done.
    #[error("{0} of the drafts are not there, or cannot be read")]
    Missing(usize),
    /// Nothing can be printed.
    #[error("standard output: {0}")]
    Output(#[from] io::Error),
}

impl From<Problem> for OperateError {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

/// A draft as it is listed.
#[derive(Debug, Serialize)]
struct Row {
    id: String,
    folder: String,
    state: State,
    kind: Option<DraftKind>,
    bytes: u64,
    revisions: u32,
    created: Option<String>,
    written: Option<String>,
    ends: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    /// Links lead to it.
    Alive,
    /// It has ended, and a sweep will remove it.
    Ended,
    /// It was deleted, and what is left will be removed.
    Deleted,
    /// Its record cannot be read.
    Damaged,
}

/// Drafts that are read at the same time.
const AT_ONCE: usize = 8;

/// Does what is asked for, and prints it.
///
/// # Errors
/// When the store fails, or drafts are named that are not there; the others are done all the same.
pub async fn operate(task: DraftsTask, out: &mut impl Write) -> Result<(), OperateError> {
    match task.action {
        Action::List if !task.ids.is_empty() => return Err(OperateError::AllDrafts),
        Action::Expire | Action::Delete if task.ids.is_empty() => return Err(OperateError::NoDraft),
        _ => {}
    }
    let credentials = task.credentials.as_deref().map(Credentials::read).transpose().map_err(OpenError::from)?;
    let location = task.place.as_ref().unwrap_or(&Location::Memory);
    let store = Store::reach(location, &credentials.unwrap_or_default()).await?;
    let mut limits = Limits::default();
    limits.draft.idle_days = task.idle;
    let drafts = Drafts::new(DraftOptions { limits, ..DraftOptions::new(store) });
    if task.action == Action::List {
        return drafts.print_all(task.json, out).await;
    }
    let mut missing = 0;
    for id in &task.ids {
        let done = match task.action {
            Action::Delete => drafts.delete_any(id).await?,
            _ => drafts.expire(id, task.days).await?,
        };
        let word = match (done, task.action) {
            (true, Action::Delete) => "deleted",
            (true, _) => "expired",
            (false, _) => "not there",
        };
        missing += usize::from(!done);
        let folder = record::folder_name(id);
        if task.json {
            writeln!(out, "{}", serde_json::json!({ "id": id.text(), "folder": folder, "result": word }))?;
        } else {
            writeln!(out, "{folder}  {word}")?;
        }
    }
    if missing == 0 { Ok(()) } else { Err(OperateError::Missing(missing)) }
}

impl Drafts {
    async fn print_all(&self, json: bool, out: &mut impl Write) -> Result<(), OperateError> {
        let mut ids: Vec<_> =
            self.store.folders(record::DRAFTS).await?.iter().filter_map(|name| record::id_of(name)).collect();
        ids.sort_unstable();
        if !json {
            writeln!(
                out,
                "{:32}  {:7}  {:8}  {:>12}  {:>9}  {:20}  {:20}  ENDS",
                "FOLDER", "STATE", "KIND", "BYTES", "REVISIONS", "CREATED", "WRITTEN"
            )?;
        }
        let mut rows = stream::iter(ids).map(|id| self.row(id)).buffered(AT_ONCE);
        while let Some(row) = rows.next().await {
            let Some(row) = row? else { continue };
            if json {
                writeln!(out, "{}", serde_json::to_string(&row).map_err(io::Error::from)?)?;
            } else {
                row.print(out)?;
            }
        }
        Ok(())
    }

    /// One draft; none when nothing but marks is left of it.
    async fn row(&self, id: DraftId) -> Result<Option<Row>, StoreFault> {
        let about = read_about(&self.store, &id).await;
        if let Err(RecordFault::Store(fault)) = about {
            return Err(fault);
        }
        let objects = self.store.list(&record::folder(&id)).await?;
        if objects.iter().all(|object| record::is_gone_mark(&object.name)) {
            return Ok(None);
        }
        let number = |name: &str| if let Kept::Revision(number) = record::kept(name) { number } else { 0 };
        let mut row = Row {
            id: id.text(),
            folder: record::folder_name(&id),
            state: State::Deleted,
            kind: None,
            bytes: objects.iter().map(|object| object.size).sum(),
            revisions: objects.iter().map(|object| number(&object.name)).max().unwrap_or(0),
            created: None,
            written: None,
            ends: None,
        };
        match about {
            Ok(Some(about)) => {
                let draft = OpenDraft::new(id, about.clone());
                draft.load(&self.store).await?;
                self.tell(&mut row, &about, draft.log().time_ms);
            }
            Ok(None) => {}
            Err(_) => row.state = State::Damaged,
        }
        Ok(Some(row))
    }

    fn tell(&self, row: &mut Row, about: &About, written_ms: u64) {
        let ends = ends_ms(about, written_ms, self.limits.draft.idle_days);
        row.state = if ends <= self.clock.now_ms() { State::Ended } else { State::Alive };
        row.kind = Some(about.kind);
        row.created = Some(words_of(about.created_ms));
        row.written = (written_ms > 0).then(|| words_of(written_ms));
        row.ends = Some(words_of(ends));
    }

    /// Lets a draft end; says whether there is one.
    async fn expire(&self, id: &DraftId, days: u32) -> Result<bool, OperateError> {
        let about = match read_about(&self.store, id).await {
            Ok(Some(about)) => about,
            Ok(None) | Err(RecordFault::Damaged) => return Ok(false),
            Err(RecordFault::Store(fault)) => return Err(fault.into()),
        };
        let end = self.clock.now_ms().saturating_add(days_ms(days));
        let path = record::about(id);
        self.store.replace(&path, record::written(&About { expires_ms: Some(end), ..about })).await?;
        self.store.settle(&path).await?;
        Ok(true)
    }

    /// Deletes a draft, also one whose record is damaged; says whether there is one.
    async fn delete_any(&self, id: &DraftId) -> Result<bool, OperateError> {
        match read_about(&self.store, id).await {
            Ok(Some(about)) => {
                let draft = Arc::new(OpenDraft::new(*id, about.clone()));
                let token = about.owner;
                self.delete(&Access { draft, about, right: Right::Own, token, link: None }).await?;
                return Ok(true);
            }
            Err(RecordFault::Store(fault)) => return Err(fault.into()),
            Ok(None) | Err(RecordFault::Damaged) => {}
        }
        let folder = record::folder(id);
        let is_something = self.store.list(&folder).await?.iter().any(|object| !record::is_gone_mark(&object.name));
        self.remove_rest(&folder).await?;
        Ok(is_something)
    }
}

impl Row {
    fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let state = match self.state {
            State::Alive => "alive",
            State::Ended => "ended",
            State::Deleted => "deleted",
            State::Damaged => "damaged",
        };
        let kind = match self.kind {
            Some(DraftKind::Draft) => "draft",
            Some(DraftKind::Snapshot) => "snapshot",
            Some(DraftKind::Review) => "review",
            None => "-",
        };
        let (folder, bytes, revisions) = (&self.folder, self.bytes, self.revisions);
        let time = |time: &Option<String>| time.clone().unwrap_or_else(|| "-".into());
        let (created, written, ends) = (time(&self.created), time(&self.written), time(&self.ends));
        writeln!(
            out,
            "{folder:32}  {state:7}  {kind:8}  {bytes:>12}  {revisions:>9}  {created:20}  {written:20}  {ends}"
        )
    }
}

/// A time in UTC, to the second.
fn words_of(time_ms: u64) -> String {
    let time = i64::try_from(time_ms).ok().and_then(|time| jiff::Timestamp::from_millisecond(time).ok());
    time.map_or_else(|| time_ms.to_string(), |time| time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// A draft by the name of its folder, or by its id as addresses have it.
fn parse_id(text: &str) -> Result<DraftId, String> {
    let of_folder = record::id_of(text);
    of_folder
        .or_else(|| text.parse().ok())
        .ok_or_else(|| "a draft is named by its folder, 32 hexadecimal digits".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_named_by_folder_or_id() {
        let id = DraftId::from_bytes(*b"0123456789abcdef");
        assert_eq!(parse_id("30313233343536373839616263646566"), Ok(id));
        assert_eq!(parse_id(&id.text()), Ok(id));
        assert!(parse_id("../../etc").is_err() && parse_id("").is_err());
    }

    #[test]
    fn times_are_told_to_the_second() {
        assert_eq!(words_of(1_800_000_000_999), "2027-01-15T08:00:00Z");
        assert_eq!(words_of(u64::MAX), u64::MAX.to_string());
    }
}
