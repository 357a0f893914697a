//! A studio without a browser, and the records that a hostile one could hand it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use extension::{Key, Timestamp};
use workbench::errors::Failure;
use workbench::{
    AutosaveCommand, Command, ComparisonCommand, Document, DocumentCommand, DraftId, Effect, FileCommand, Keeping,
    LinkSecret, Part, SharedLink, SharingCommand, StoredDraft, Surroundings, VerificationCommand, Workbench, sealed,
};

/// The document that everything here is about.
const BANK: &str = include_str!("../seeds/definition/bank");

/// The XIF of [`BANK`].
pub(crate) fn bank() -> &'static [u8] {
    static PACKED: OnceLock<Vec<u8>> = OnceLock::new();
    PACKED.get_or_init(|| xif::deflate(BANK))
}

/// The link to what is shared.
pub(crate) const LINK: SharedLink = SharedLink { draft: [7; 16], token: [8; 32], secret: LinkSecret::Content([9; 32]) };

/// The most bytes of a definition.
const LIMIT: usize = 1 << 20;

/// A workbench and what a browser would do for it.
#[derive(Default)]
pub(crate) struct Studio {
    pub(crate) workbench: Workbench,
    /// What is kept of each draft.
    pub(crate) drafts: BTreeMap<DraftId, BTreeMap<Part, Vec<u8>>>,
    /// What is to be sent.
    pub(crate) outbox: Vec<Effect>,
    still: Still,
}

/// A clock that stands, and keys that count up.
struct Still(u128);

impl Default for Still {
    fn default() -> Self {
        Self(1 << 127)
    }
}

impl Surroundings for Still {
    fn now_utc(&self) -> Timestamp {
        Timestamp::new(2026, 1, 2, 3, 4, 5)
    }

    fn now_local(&self) -> Timestamp {
        self.now_utc()
    }

    fn new_key(&mut self) -> Key {
        self.0 += 1;
        Key::from_bytes(self.0.to_be_bytes())
    }
}

impl Studio {
    /// One that keeps drafts. No two of another number make the same key.
    pub(crate) fn new(number: u128) -> Self {
        let mut studio = Self::default();
        studio.still.0 += number << 64;
        studio.run(Command::Autosave(AutosaveCommand::SetKeeping(Keeping::Works)));
        studio.run(Command::Sharing(SharingCommand::SetAuthor(format!("Person {number}"))));
        studio
    }

    /// Carries the command out, and what follows from it.
    pub(crate) fn run(&mut self, command: Command) {
        let mut commands = vec![command];
        while let Some(command) = commands.pop() {
            for effect in self.workbench.handle(command, &mut self.still) {
                commands.extend(self.carry_out(effect));
            }
        }
    }

    fn carry_out(&mut self, effect: Effect) -> Option<Command> {
        match effect {
            Effect::ReadXif { job, bytes } => {
                let read = xif::read(&bytes, &xif::Limits { inflated: LIMIT });
                let result = read.map_err(|error| Failure::of_reading(&error));
                Some(Command::File(FileCommand::XifRead { job, result }))
            }
            Effect::Keep { draft, kept } => {
                let parts = self.drafts.entry(draft).or_default();
                parts.retain(|part, _| !matches!(part, Part::Step(step) if *step >= kept.steps));
                parts.extend(kept.parts);
                None
            }
            Effect::SendRevision { .. } | Effect::SendComment { .. } | Effect::KeepComments { .. } => {
                self.outbox.push(effect);
                None
            }
            _ => None,
        }
    }

    /// The open document.
    pub(crate) fn document(&self) -> &Document {
        match self.workbench.document() {
            Some(document) => document,
            None => panic!("no document is open: {:?}", self.workbench.notices()),
        }
    }

    /// Does some of what a user does with a document.
    pub(crate) fn work(&mut self) {
        let middle = self.document().history().position() / 2;
        for command in [
            Command::Document(DocumentCommand::Undo),
            Command::Document(DocumentCommand::Redo),
            Command::Document(DocumentCommand::GoTo(middle)),
            Command::Verification(VerificationCommand::Check),
        ] {
            self.run(command);
        }
        self.run(Command::Document(DocumentCommand::Add(workbench::New::Action)));
        self.run(Command::Sharing(SharingCommand::Send));
        self.run(Command::Comparison(ComparisonCommand::Compare(workbench::Against::Step(0))));
        self.run(Command::Comparison(ComparisonCommand::Close));
    }

    /// Fails when the page, loaded again, does not have the same document from what was kept.
    pub(crate) fn check_reload(&self) {
        let document = self.document();
        let id = document.draft();
        let mut again = Self { drafts: self.drafts.clone(), ..Self::new(9) };
        let parts = self.drafts.get(&id).cloned().unwrap_or_default();
        again.run(Command::Autosave(AutosaveCommand::Open {
            draft: StoredDraft { id, name: "It".to_owned(), parts, handle: None },
            leads: true,
        }));
        assert_same(document, again.document(), &again.workbench);
    }
}

fn assert_same(one: &Document, other: &Document, workbench: &Workbench) {
    assert_eq!(one.draft(), other.draft(), "it is damaged: {:?}", workbench.notices());
    assert_eq!(one.history().position(), other.history().position());
    assert_eq!(one.history().steps().len(), other.history().steps().len());
    for (one, other) in one.history().steps().iter().zip(other.history().steps()) {
        assert_eq!(one.name, other.name);
        assert!(one.extension == other.extension, "the step {} is other", one.name);
        assert!(xif::print(&one.extension) == xif::print(&other.extension), "the step {} prints otherwise", one.name);
    }
    assert_eq!(one.file_name(), other.file_name());
    assert_eq!(one.tabs(), other.tabs());
    assert_eq!(one.versions(), other.versions());
    assert_eq!((one.is_dirty(), one.is_compiled()), (other.is_dirty(), other.is_compiled()));
}

/// The pieces of an input: a byte that says what it is, two for its length, and so many bytes, as far as they go.
pub(crate) fn pieces(mut bytes: &[u8]) -> Vec<(u8, &[u8])> {
    let mut pieces = Vec::new();
    while let Some(([kind, low, high], rest)) = bytes.split_first_chunk() {
        let length = usize::from(u16::from_le_bytes([*low, *high]));
        let (piece, behind) = rest.split_at(length.min(rest.len()));
        pieces.push((*kind, piece));
        bytes = behind;
    }
    pieces
}

/// The bytes behind their length, as records have them.
pub(crate) fn block(bytes: &[u8]) -> Vec<u8> {
    let mut block = Vec::new();
    let mut rest = bytes.len();
    while rest > 0x7f {
        block.push(rest.to_le_bytes()[0] | 0x80);
        rest >>= 7;
    }
    block.push(rest.to_le_bytes()[0]);
    block.extend_from_slice(bytes);
    block
}

/// The record of a whole document, [`BANK`], with these excluded files and what follows it.
pub(crate) fn whole(excluded: &[u8], rest: &[u8]) -> Vec<u8> {
    let snapshot = sealed(&[block(bank()).as_slice(), excluded].concat());
    sealed(&[block(&snapshot).as_slice(), rest].concat())
}
