//! How a document is kept while it is worked on: the file as it was opened, and a record for each step.
//!
//! A record holds the step's name and what the step made other in the extension, element by element: not
//! the edit. So a later studio, whose edits do other things, still reads the same extension from it. Parts
//! that were read from the file keep how they stood there, because they come from the kept file again.
//!
//! Every record has a version, a checksum, its own number and the number of the step it follows. What
//! cannot be understood ends the replay there; nothing behind it is guessed.

mod bytes;
mod carrier;
mod difference;
mod elements;
mod facts;
mod followed;
mod replay;
mod review;
mod revision;
mod shared;
mod versions;

use std::sync::Arc;

use extension::{Extension, Key, Step};

use crate::Target;
use bytes::{Form, Read, put_block, unsealed};
use difference::{Change, put_list, read_list};
use shared::{SendingJournal, SharedJournal};
use versions::VersionsJournal;

pub(crate) use bytes::Unreadable;
pub use bytes::sealed;
pub(crate) use replay::{Replayed, replay};
pub use review::ReviewWhole;
pub use revision::Whole;
pub(crate) use revision::{About, about_change, change_record, read_change};
pub(crate) use shared::is_shared;

pub(crate) use followed::Followed;

pub(crate) use facts::Facts;

/// A part that is kept by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The XIF as it was opened, or as a new extension began: not a record but the file itself.
    Base,
    /// A step of the history. Step 0 is what the base holds.
    Step(u32),
    /// Which step is the current one, the file's name, the open tabs.
    State,
    /// The content of the file as it was last read or written.
    Saved,
    /// The document that was last compiled without errors.
    Compiled,
    /// The whole document as it was a while ago, should a record be damaged.
    Snapshot,
    /// How it stands to the shared draft that it is a copy of.
    Shared,
    /// Under which stamps the next revision of the shared draft was sent.
    Sending,
    /// Which versions of the draft there are.
    Versions,
    /// A version of the draft, by its number; without a byte when it is forgotten.
    Version(u32),
}

/// What has changed in what is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The parts that are new or other, whole.
    pub parts: Vec<(Part, Vec<u8>)>,
    /// How many steps there are now: parts of later ones go.
    pub steps: u32,
    /// What a list of drafts shows.
    pub summary: Summary,
}

/// What a list of drafts shows of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The extension's name.
    pub name: String,
    /// The file that it came from or was last written to.
    pub file_name: Option<String>,
    /// How it stands to that file.
    pub state: DraftState,
}

/// How a draft stands to its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DraftState {
    /// As it was opened, without any step.
    Untouched,
    /// No file holds it.
    NotSaved,
    /// The file holds it as it is.
    Saved,
    /// There is more in it than in the file.
    Changed,
}

/// What of the document is kept already.
#[derive(Debug, Clone, Default)]
pub(crate) struct Journal {
    /// The XIF that the document began with.
    base: Arc<[u8]>,
    is_base_kept: bool,
    /// Each kept step: its number, and the definition that the sources followed from it on.
    steps: Vec<(u64, Option<Extension>)>,
    saved: Anchored,
    compiled: Anchored,
    shared: SharedJournal,
    sending: SendingJournal,
    versions: VersionsJournal,
    state: Vec<u8>,
}

/// An extension that is kept as what differs from a step.
#[derive(Debug, Clone, Default)]
struct Anchored {
    step: u64,
    extension: Option<Extension>,
}

/// What the part [`Part::State`] holds.
#[derive(Debug, PartialEq)]
struct State {
    steps: usize,
    position: usize,
    file_name: Option<String>,
    tabs: Vec<Target>,
    active: Option<Target>,
}

impl Journal {
    /// A journal of which nothing is kept yet, for a document that begins with this XIF.
    pub(crate) fn new(base: Arc<[u8]>) -> Self {
        Self { base, ..Self::default() }
    }

    /// A journal of the same document of which nothing is kept.
    pub(crate) fn anew(&self) -> Self {
        Self::new(Arc::clone(&self.base))
    }

    /// What is to be kept so that everything is.
    pub(crate) fn keep(&mut self, document: &Facts<'_>) -> Option<Kept> {
        let mut parts = Vec::new();
        if !std::mem::replace(&mut self.is_base_kept, true) {
            parts.push((Part::Base, self.base.to_vec()));
        }
        self.keep_steps(document, &mut parts);
        let (saved, compiled) = (document.saved, document.compiled);
        let saved = self.saved.keep(saved, document).map(|record| (Part::Saved, record));
        let compiled = self.compiled.keep(compiled, document).map(|record| (Part::Compiled, record));
        let shared = self.shared.keep(document).map(|record| (Part::Shared, record));
        let sending = self.sending.keep(document).map(|record| (Part::Sending, record));
        parts.extend(saved.into_iter().chain(compiled).chain(shared).chain(sending));
        self.versions.keep(document, &mut parts);
        let state = State::of(document).record();
        if state != self.state {
            parts.push((Part::State, state.clone()));
            self.state = state;
        }
        let steps = u32::try_from(self.steps.len()).unwrap_or(u32::MAX);
        (!parts.is_empty()).then(|| Kept { parts, steps, summary: Summary::of(document) })
    }

    fn keep_steps(&mut self, document: &Facts<'_>, parts: &mut Vec<(Part, Vec<u8>)>) {
        let steps = document.history.steps();
        self.steps.truncate(steps.len());
        for (index, step) in steps.iter().enumerate() {
            let followed = document.followed.iter().find(|(at, _)| *at == index).map(|(_, followed)| followed);
            if self.steps.get(index).is_some_and(|(number, kept)| *number == step.number && kept.as_ref() == followed) {
                continue;
            }
            let before = index.checked_sub(1).map_or(step, |before| &steps[before]);
            let record = replay::step_record(step, before, followed);
            parts.push((Part::Step(u32::try_from(index).unwrap_or(u32::MAX)), record));
            let kept = (step.number, followed.cloned());
            match self.steps.get_mut(index) {
                Some(place) => *place = kept,
                None => self.steps.push(kept),
            }
        }
    }
}

impl Anchored {
    /// The extension of such a record.
    fn read(record: &[u8], steps: &[Step]) -> Read<Self> {
        let mut from = unsealed(record)?;
        if !bool::read(&mut from)? {
            return Ok(Self::default());
        }
        let step = u64::read(&mut from)?;
        let anchor = steps.iter().find(|other| other.number == step).ok_or(Unreadable::Missing)?;
        let extension = Some(Extension::read_change(&anchor.extension, &mut from)?);
        from.end()?;
        Ok(Self { step, extension })
    }

    /// The record, when it is not what was kept last.
    fn keep(&mut self, extension: Option<&Extension>, document: &Facts<'_>) -> Option<Vec<u8>> {
        let (steps, position) = (document.history.steps(), document.history.position());
        let is_other = self.extension.as_ref() != extension;
        if !is_other && (extension.is_none() || steps.iter().any(|step| step.number == self.step)) {
            return None;
        }
        // The current step is exchanged while the user types on: the one before it stays.
        let anchor = &steps[if is_other { position } else { position.saturating_sub(1) }];
        *self = Self { step: anchor.number, extension: extension.cloned() };
        let mut out = Vec::new();
        extension.is_some().put(&mut out);
        if let Some(extension) = extension {
            anchor.number.put(&mut out);
            extension.put_change(&anchor.extension, &mut out);
        }
        Some(sealed(&out))
    }
}

impl State {
    fn of(document: &Facts<'_>) -> Self {
        Self {
            steps: document.history.steps().len(),
            position: document.history.position(),
            file_name: document.file_name.map(str::to_owned),
            tabs: document.tabs.open().to_vec(),
            active: document.tabs.active(),
        }
    }

    fn record(&self) -> Vec<u8> {
        let mut out = Vec::new();
        (self.steps, self.position).put(&mut out);
        (self.file_name.clone(), (self.tabs.clone(), self.active)).put(&mut out);
        sealed(&out)
    }

    fn read(record: &[u8]) -> Read<Self> {
        let mut from = unsealed(record)?;
        let (steps, position) = Form::read(&mut from)?;
        let (file_name, (tabs, active)) = Form::read(&mut from)?;
        from.end()?;
        Ok(Self { steps, position, file_name, tabs, active })
    }
}

impl Summary {
    pub(crate) fn of(document: &Facts<'_>) -> Self {
        let state = match (document.saved, document.is_dirty) {
            (None, _) => DraftState::NotSaved,
            (Some(_), true) => DraftState::Changed,
            (Some(saved), false) if is_begin(document, saved) => DraftState::Untouched,
            (Some(_), false) => DraftState::Saved,
        };
        Self {
            name: document.history.current().name.to_string(),
            file_name: document.file_name.map(str::to_owned),
            state,
        }
    }
}

/// Whether the document never had a step, and its file was never written.
fn is_begin(document: &Facts<'_>, saved: &Extension) -> bool {
    let steps = document.history.steps();
    steps.len() == 1 && steps[0].extension.provenance == saved.provenance
}

/// The whole document at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The definition XML, to be packed (`xif::deflate`) away from the page's thread.
    pub text: String,
    /// Files that no XIF holds.
    excluded: Vec<u8>,
}

impl Snapshot {
    pub(crate) fn of(extension: &Extension) -> Self {
        let mut excluded = Vec::new();
        put_list(&extension.excluded, &[], &mut excluded);
        Self { text: xif::print(extension), excluded }
    }

    /// The part [`Part::Snapshot`], with the packed text.
    pub fn record(&self, packed: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(packed.len() + self.excluded.len() + 8);
        put_block(packed, &mut out);
        out.extend_from_slice(&self.excluded);
        sealed(&out)
    }

    /// The XIF of such a part.
    pub(crate) fn packed(record: &[u8]) -> Option<Vec<u8>> {
        unsealed(record).and_then(|mut from| from.block().map(<[u8]>::to_vec)).ok()
    }

    /// The extension of such a part, with what its XIF was read as.
    pub(crate) fn completed(record: &[u8], mut extension: Extension) -> Extension {
        let excluded = unsealed(record).and_then(|mut from| {
            from.block()?;
            read_list(&[], &mut from)
        });
        extension.excluded = Arc::new(excluded.unwrap_or_default());
        extension
    }
}

/// The name under which a draft is kept: never used twice.
pub type DraftId = Key;
