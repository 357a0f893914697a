//! A studio without a browser: carries the workbench's effects out at once.

pub(crate) mod environment;
mod files;
pub(crate) mod people;

use std::collections::BTreeMap;

use api::compile::{Assembly, CompileAnswer, Outcome, PlatformAssemblies};
use api::platform::connect::{Connection, Fingerprint, Probe};
use api::platform::job::Job;
use environment::Shelved;
use extension::{Dbms, Description, Extension, Item, Key, Place, Timestamp};
use support::document::name;
use workbench::errors::Failure;
use workbench::{
    Command, CompilationCommand, Document, DraftId, Effect, FileCommand, FileHandle, FolderCommand, Part,
    ServerQuestion, Summary, Surroundings, VerificationCommand, Workbench,
};

/// Keys that count up, a clock that stands until a test moves it.
#[derive(Clone, Default)]
pub(crate) struct Still {
    keys: u32,
    /// Minutes since the start.
    pub(crate) minutes: u8,
}

impl Surroundings for Still {
    fn now_utc(&self) -> Timestamp {
        Timestamp::new(2026, 11, 21, 9, 30, 0)
    }

    fn now_local(&self) -> Timestamp {
        Timestamp::new(2026, 11, 21, 10 + self.minutes / 60, 30 + self.minutes % 60, 0)
    }

    fn new_key(&mut self) -> Key {
        self.keys += 1;
        let [low, high @ ..] = self.keys.to_le_bytes();
        let mut bytes = [low; 16];
        bytes[..3].iter_mut().zip(high).for_each(|(byte, high)| *byte ^= high);
        Key::from_random(bytes)
    }
}

/// The workbench with what a browser would be for it.
#[derive(Default)]
pub(crate) struct Host {
    pub(crate) workbench: Workbench,
    pub(crate) still: Still,
    /// The files that were written, by name.
    pub(crate) written: Vec<(String, Vec<u8>)>,
    /// What each of them was written to, where it was known.
    pub(crate) written_to: Vec<Option<FileHandle>>,
    /// The file that the user chooses when asked for a place.
    pub(crate) chosen_file: Option<FileHandle>,
    /// The file of each draft.
    pub(crate) remembered: BTreeMap<DraftId, FileHandle>,
    /// What the server answers; nothing means that it is not there.
    pub(crate) answer: Option<CompileAnswer>,
    /// The assemblies that the server offers, by id.
    pub(crate) assemblies: BTreeMap<String, Vec<u8>>,
    /// What the server has of the platform; nothing means that it is not there.
    pub(crate) platform: Option<PlatformAssemblies>,
    /// The files that were sent to be compiled last.
    pub(crate) compiled: Vec<String>,
    /// Whether writing files fails.
    pub(crate) disk_is_full: bool,
    /// Where the cursor was put last.
    pub(crate) revealed: Option<(u32, u32)>,
    /// The field that was shown last.
    pub(crate) shown: Option<Place>,
    /// What is kept of each draft.
    pub(crate) drafts: BTreeMap<DraftId, BTreeMap<Part, Vec<u8>>>,
    /// What a list of drafts shows of the one that was kept last.
    pub(crate) summary: Option<Summary>,
    /// The draft whose lead was asked for.
    pub(crate) wanted: Option<DraftId>,
    /// How often something was kept.
    pub(crate) kept: usize,
    /// What the linked folder holds.
    pub(crate) folder: BTreeMap<String, Vec<u8>>,
    /// What is known of every environment, the connection that every log-in gets, and what a publish gets.
    pub(crate) probe: Option<Probe>,
    pub(crate) connection: Option<Connection>,
    pub(crate) server_job: Option<Job>,
    /// Whether the connection to the studio's server breaks when a XIF is sent.
    pub(crate) is_cut_off: bool,
    /// The certificate that was accepted last.
    pub(crate) asked: Option<Fingerprint>,
    /// What was published, by extension.
    pub(crate) published: Vec<(String, Vec<u8>)>,
    /// The jobs that were followed, from which event on.
    pub(crate) followed: Vec<(String, u64)>,
    /// The extensions of every environment with their versions.
    pub(crate) shelf: Vec<Shelved>,
    /// Why questions to environments are refused.
    pub(crate) refusal: Option<Failure>,
    /// What environments were asked, by connection.
    pub(crate) questions: Vec<(String, ServerQuestion)>,
    /// The versions that were published again, by connection.
    pub(crate) republished: Vec<(String, String)>,
    /// What a job on the server was told last.
    pub(crate) answered: Option<bool>,
    /// What is to be sent to and read from the log of a shared draft.
    pub(crate) outbox: Vec<Effect>,
    /// What was selected last.
    pub(crate) selected: Vec<Item>,
}

/// The open document.
pub(crate) fn document(host: &Host) -> &Document {
    host.workbench.document().unwrap()
}

/// The extension of the open document.
pub(crate) fn extension(host: &Host) -> &Extension {
    document(host).extension()
}

/// What undo takes back.
pub(crate) fn undo_name(host: &Host) -> &str {
    document(host).history().undo_name().unwrap()
}

/// Begins an extension of this name.
pub(crate) fn new_extension(text: &str) -> Command {
    Command::File(FileCommand::New { name: name(text), dbms: Dbms::All, description: Description::default() })
}

/// A successful compilation, which gave this assembly.
pub(crate) fn compiled(name: &str, dll: &[u8]) -> CompileAnswer {
    let assembly = Assembly { name: name.to_owned(), dll: dll.to_vec(), documentation: None };
    CompileAnswer {
        outcome: Outcome::Succeeded { assembly },
        way: None,
        kept: false,
        diagnostics: Vec::new(),
        output: String::new(),
        waited_ms: 0,
        elapsed_ms: 1,
    }
}

impl Host {
    /// Carries the command out, and all effects that follow from it.
    pub(crate) fn run(&mut self, command: impl Into<Command>) {
        let mut commands = vec![command.into()];
        while let Some(command) = commands.pop() {
            let effects = self.workbench.handle(command, &mut self.still);
            commands.extend(effects.into_iter().filter_map(|effect| self.carry_out(effect)));
        }
    }

    fn carry_out(&mut self, effect: Effect) -> Option<Command> {
        match effect {
            Effect::Compile { job, files, .. } => {
                self.compiled = files.iter().map(|file| file.path.clone()).collect();
                let result = self.answer.clone().ok_or_else(|| Failure::no_server("connection refused"));
                Some(Command::Compilation(CompilationCommand::Compiled { job, result }))
            }
            Effect::ShowFirst => Some(Command::Verification(VerificationCommand::Check)),
            Effect::RevealSource { line, column, .. } => {
                self.revealed = Some((line, column));
                None
            }
            Effect::RevealPlace(place) => {
                self.shown = Some(place);
                None
            }
            Effect::Select(items) => {
                self.selected = items;
                None
            }
            Effect::Keep { draft, kept } => {
                let parts = self.drafts.entry(draft).or_default();
                parts.retain(|part, _| !matches!(part, Part::Step(step) if *step >= kept.steps));
                parts.extend(kept.parts);
                self.summary = Some(kept.summary);
                self.kept += 1;
                None
            }
            effect @ (Effect::SendRevision { .. } | Effect::SendComment { .. } | Effect::KeepComments { .. }) => {
                self.outbox.push(effect);
                None
            }
            Effect::DropDraft { draft } => {
                self.drafts.remove(&draft);
                None
            }
            Effect::TakeLead { draft } => {
                self.wanted = Some(draft);
                None
            }
            Effect::ReadAssembly { job, assembly } => {
                let result = self.assemblies.get(&assembly.id).cloned().ok_or_else(|| Failure::no_server("refused"));
                Some(Command::Compilation(CompilationCommand::AssemblyRead { job, result }))
            }
            Effect::ReadPlatform { job } => {
                let result = self.platform.clone().ok_or_else(|| Failure::no_server("connection refused"));
                Some(Command::Folder(FolderCommand::PlatformRead { job, result }))
            }
            effect @ (Effect::ReadXif { .. }
            | Effect::Pack { .. }
            | Effect::WriteFile { .. }
            | Effect::RememberFile { .. }
            | Effect::Export { .. }
            | Effect::WriteFolder { .. }
            | Effect::CompleteFolder { .. }
            | Effect::SaveCopy { .. }) => self.reach_files(effect),
            effect @ (Effect::Probe { .. }
            | Effect::Connect { .. }
            | Effect::AskServer { .. }
            | Effect::Publish { .. }
            | Effect::FollowPublish { .. }
            | Effect::AnswerPublish { .. }) => self.reach_environment(effect),
            // After a reload the page would be another one, which opens the draft again.
            Effect::ReloadPage
            | Effect::Disconnect { .. }
            | Effect::Stop { .. }
            | Effect::DeleteDraft { .. }
            | Effect::RestoreDraft { .. } => None,
        }
    }
}
