//! The studio without a screen.
//!
//! A [`Workbench`] is a plain value: it takes a [`Command`], changes its state and answers with
//! [`Effect`]s (unpack these bytes, compile this, write that file) that the interface carries out and
//! reports back as further commands. It does no input or output itself, knows no browser and no clock
//! ([`Surroundings`] bring time and keys), so everything that the studio does is tested natively.

mod assembly_import;
mod autosave;
mod command;
mod comparison;
mod compilation;
mod connection;
mod consumer;
mod context;
mod document;
mod download;
mod effect;
mod environment;
mod file;
mod folder;
mod job;
mod journal;
mod navigation;
mod news;
mod notice;
mod opening;
mod publication;
mod question;
mod review;
mod session;
mod sharing;
mod source;
mod subject;
mod surroundings;
mod table_import;
mod verification;
mod version;
mod workbench;

pub mod errors;
pub mod log_session;

pub use self::verification::{Mark, Marks, VerificationCommand, VerifyLine, VerifyLineKind, VerifyRun, VerifyState};
pub use assembly_import::{
    ImportCandidate, ImportCommand, ImportMember, ImportPreview, ImportSource, ImportType, ImportedAction,
    ImportedStructure, Importing,
};
pub use autosave::{AutosaveCommand, Batch, Keeping, StoredDraft, WriteQueues, lead};
pub use command::Command;
pub use comparison::{Against, Beside, ComparisonCommand, Merging};
pub use compilation::{Compilation, CompilationCommand, CompilationState, CompileWait, Problem};
pub use connection::{Connecting, ConnectionCommand, Listing, ServerAnswer, ServerQuestion, Standing, unproven};
pub use consumer::{Breaking, ConsumerCommand, Consumers, Seen, SeenRow, seen};
pub use document::{Document, DocumentCommand, New, NewFile, Refused, ResourceState, SavedBy, Verified};
pub use download::{Column, DownloadCommand, Downloading, Fate, Listed, arranged, columns};
pub use effect::{Effect, SourceFile};
pub use environment::{EnvironmentCommand, EnvironmentLine, Environments, Source};
pub use extension::{LARGEST_FILE, Severity};
pub use file::{FileCommand, FileHandle, WrittenFile};
pub use folder::{FolderCommand, FolderConflict, FolderFile, LinkedFolder, is_read_from_folder};
pub use import::{Options as ImportOptions, Types as ImportTypes};
pub use job::{Job, JobId, JobKind};
pub use journal::{DraftId, DraftState, Kept, Part, ReviewWhole, Snapshot, Summary, Whole, sealed};
pub use navigation::{NavigationCommand, Tabs, Target};
pub use notice::{Notice, NoticeKind, Offer};
pub use publication::{
    NotStarted, Plan, PublicationCommand, PublishOutcome, PublishRun, PublishStage, PublishState, PublishStep,
    StepState,
};
pub use question::Question;
pub use review::{
    Comment, CommentChange, CommentPlace, CommentSent, CommentSide, Discussion, LONGEST_COMMENT, Review, ReviewCommand,
    ReviewRevision, ReviewSubject, Thread, UnreadableComment, unsent_texts,
};
pub use session::{Choice, NoticeId, SessionCommand};
pub use sharing::{
    BlobStart, Chain, ContentKey, ContentKeys, Digest, KeyedLink, LinkError, LinkSecret, Outgoing, Renewal, Revision,
    RevisionContent, Sent, Shared, SharedLink, SharedState, SharingCommand, replacement,
};
pub use source::{BesideTemplate, SourceCommand, has_same_lines};
pub use surroundings::Surroundings;
pub use table_import::{
    OfferedColumn, OfferedTable, RefusedChange, TableImportCommand, TableImporting, TablePreview, TableReference,
    TableSource,
};
pub use version::{Version, VersionCommand, VersionKind};
pub use workbench::Workbench;

pub(crate) use self::verification::{Checks, Verifications, VerifyStep};
pub(crate) use assembly_import::Imports;
pub(crate) use autosave::Autosave;
pub(crate) use comparison::Comparisons;
pub(crate) use compilation::Builds;
pub(crate) use connection::{Baseline, Connections, Purpose, cannot_fetch, host_of, impossible, version_label};
pub(crate) use consumer::{ConsumerView, breaks};
pub(crate) use context::Context;
pub(crate) use document::{for_refusal, has_same_content, is_same, only_shown};
pub(crate) use download::Downloads;
pub(crate) use environment::Overview;
pub(crate) use file::Files;
pub(crate) use folder::Folders;
pub(crate) use journal::{
    About, Facts, Followed, Journal, Replayed, Unreadable, about_change, change_record, read_change,
};
pub(crate) use news::News;
pub(crate) use opening::{Opening, ReviewOpening, SharedOpening};
pub(crate) use publication::{Means, Planned, Publications};
pub(crate) use review::{CommentRecord, LONGEST_NAME, ReviewHead, Reviews, shortened};
pub(crate) use session::Session;
pub(crate) use sharing::Sharing;
pub(crate) use source::{Sources, edit_of, has_error};
pub(crate) use table_import::TableImports;
pub(crate) use version::Versions;
