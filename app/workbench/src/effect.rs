use api::compile::OfferedAssembly;
use api::platform::connect::{ConnectRequest, ProbeRequest};
use api::platform::job::PublishQuery;
use extension::{Content, Item, Key, Place};

use crate::{Digest, DraftId, FileHandle, JobId, Kept, Outgoing, ServerQuestion, SharedLink};

/// What the interface carries out for the workbench.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Load the page again.
    ReloadPage,
    /// Read a XIF: inflate it (`xif::inflate`) and try to read it (`xif::parse`) away from the page's thread, so that a fault there
    /// ends the job alone; then read it here with pauses. Answer with [`FileCommand::XifRead`](crate::FileCommand::XifRead).
    ReadXif {
        /// The job.
        job: JobId,
        /// The XIF.
        bytes: Vec<u8>,
    },
    /// Deflate this text (`xif::deflate`), away from the page's thread; answer with
    /// [`FileCommand::Packed`](crate::FileCommand::Packed).
    Pack {
        /// The job.
        job: JobId,
        /// The definition XML.
        text: String,
    },
    /// Write a file; answer with [`FileCommand::Written`](crate::FileCommand::Written).
    WriteFile {
        /// The job.
        job: JobId,
        /// The name to offer.
        file_name: String,
        /// What to write.
        bytes: Vec<u8>,
        /// The file; without one the user is asked for a place.
        handle: Option<FileHandle>,
    },
    /// Remember which file the draft is saved to, beyond the page, and that it was among the last ones.
    RememberFile {
        /// The draft.
        draft: DraftId,
        /// The file.
        handle: FileHandle,
    },
    /// Let the server compile; answer with [`CompilationCommand::Compiled`](crate::CompilationCommand::Compiled).
    Compile {
        /// The job.
        job: JobId,
        /// The extension's name.
        extension: String,
        /// The files of the folder `Source\NET`, to be sent as a zip (`xif::archive`).
        files: Vec<SourceFile>,
    },
    /// Read the platform's reference assemblies; answer with [`FolderCommand::PlatformRead`](crate::FolderCommand::PlatformRead).
    ReadPlatform {
        /// The job.
        job: JobId,
    },
    /// Read an assembly that the server offers; answer with [`CompilationCommand::AssemblyRead`](crate::CompilationCommand::AssemblyRead).
    ReadAssembly {
        /// The job.
        job: JobId,
        /// The assembly.
        assembly: OfferedAssembly,
    },
    /// Give the user these files as one zip; answer with [`FolderCommand::Exported`](crate::FolderCommand::Exported).
    Export {
        /// The job.
        job: JobId,
        /// The name of the zip.
        file_name: String,
        /// The files, with paths inside it.
        files: Vec<SourceFile>,
    },
    /// Write these files into the linked folder, but those that changed there since they were read or written last; answer
    /// with [`FolderCommand::Written`](crate::FolderCommand::Written).
    WriteFolder {
        /// The files, with paths inside the folder.
        files: Vec<SourceFile>,
    },
    /// Put these files into the linked folder where it has none of the same path; answer with
    /// [`FolderCommand::Completed`](crate::FolderCommand::Completed).
    CompleteFolder {
        /// The files, with paths inside the folder.
        files: Vec<SourceFile>,
    },
    /// Let the server look at an environment; answer with [`ConnectionCommand::Probed`](crate::ConnectionCommand::Probed).
    Probe {
        /// The job.
        job: JobId,
        /// What to look at.
        request: ProbeRequest,
    },
    /// Let the server connect; answer with [`ConnectionCommand::Connected`](crate::ConnectionCommand::Connected).
    Connect {
        /// The job.
        job: JobId,
        /// Where and as whom.
        request: ConnectRequest,
    },
    /// Let the server forget a connection; no answer is wanted.
    Disconnect {
        /// The connection.
        id: String,
    },
    /// Let the server upload and publish a XIF; answer with [`PublicationCommand::Started`](crate::PublicationCommand::Started).
    Publish {
        /// The job.
        job: JobId,
        /// The connection.
        connection: String,
        /// What is published, and how.
        query: PublishQuery,
        /// The XIF.
        bytes: Vec<u8>,
    },
    /// Ask an environment; answer with [`ConnectionCommand::Answered`](crate::ConnectionCommand::Answered).
    AskServer {
        /// The job.
        job: JobId,
        /// The connection.
        connection: String,
        /// What is asked.
        question: ServerQuestion,
    },
    /// Give the user these bytes as a file, which is not the document's; no answer is wanted.
    SaveCopy {
        /// Its name.
        file_name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Follow a job on the server from behind this event on; tell each with [`PublicationCommand::Event`](crate::PublicationCommand::Event)
    /// and, when they break off, [`PublicationCommand::FollowAgain`](crate::PublicationCommand::FollowAgain).
    FollowPublish {
        /// The job on the server.
        job: String,
        /// The number of the last event that is known.
        after: u64,
    },
    /// Tell a job on the server to go on, or to stop.
    AnswerPublish {
        /// The job on the server.
        job: String,
        /// Whether to go on.
        goes_on: bool,
    },
    /// End what a job does; no answer is wanted.
    Stop {
        /// The job.
        job: JobId,
    },
    /// Keep these parts of the draft beyond the page, together or not at all.
    Keep {
        /// The draft.
        draft: DraftId,
        /// What is new in it.
        kept: Kept,
    },
    /// Encrypt this as a revision of the shared draft and write it to the log; answer with
    /// [`SharingCommand::Sent`](crate::SharingCommand::Sent).
    SendRevision {
        /// The draft here.
        draft: DraftId,
        /// The number of the revision.
        number: u64,
        /// The revision that it was made behind, which the blob is to say.
        after: Option<Digest>,
        /// Stands for this attempt.
        stamp: Key,
        /// What it holds.
        content: Outgoing,
    },
    /// Encrypt this as a revision of the review and write it to the log; answer with
    /// [`ReviewCommand::Sent`](crate::ReviewCommand::Sent).
    SendComment {
        /// The review.
        link: SharedLink,
        /// The number of the revision.
        number: u64,
        /// Stands for the record.
        stamp: Key,
        /// What it holds.
        record: Vec<u8>,
    },
    /// Keep the records that are not sent beyond the page, in place of what was kept of them.
    KeepComments {
        /// The review.
        link: SharedLink,
        /// The records, the first one first.
        records: Vec<Vec<u8>>,
    },
    /// Take the lead of the draft from the page that has it; answer with
    /// [`AutosaveCommand::Open`](crate::AutosaveCommand::Open).
    TakeLead {
        /// The draft.
        draft: DraftId,
    },
    /// Forget the draft for good: nothing was ever done in it.
    DropDraft {
        /// The draft.
        draft: DraftId,
    },
    /// Forget the draft in a while; until then it can be brought back.
    DeleteDraft {
        /// The draft.
        draft: DraftId,
    },
    /// Bring a deleted draft back.
    RestoreDraft {
        /// The draft.
        draft: DraftId,
    },
    /// Show the document that was opened, then give [`VerificationCommand::Check`](crate::VerificationCommand::Check): the first look at a
    /// large one takes longer than showing it.
    ShowFirst,
    /// Put the cursor of the source editor here; its tab is already the active one.
    RevealSource {
        /// The resource.
        resource: Key,
        /// The line, from 1.
        line: u32,
        /// The column, from 1.
        column: u32,
    },
    /// Bring the field into sight and give it the keyboard; its tab is already the active one.
    RevealPlace(Place),
    /// Select these items where they are listed: they are new there.
    Select(Vec<Item>),
}

/// A file of the folder `Source\NET`.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceFile {
    /// The path inside the folder, with slashes.
    pub path: String,
    /// Its bytes.
    pub content: Content,
}
