//! The studio without a screen.
//!
//! A [`Workbench`] is a plain value: it takes a [`Command`], changes its state and answers with
//! [`Effect`]s (unpack these bytes, compile this, write that file) that the interface carries out and
//! reports back as further commands. It does no input or output itself, knows no browser and no clock
//! ([`Surroundings`] bring time and keys), so everything that the studio does is tested natively.

mod adding;
mod asking;
mod checking;
mod clipboard;
mod columns;
mod command;
mod comparing;
mod compilation;
mod compiling;
mod connecting;
mod consumers;
mod document;
mod downloading;
mod drafts;
mod editing;
mod effect;
mod environments;
mod exporting;
mod files;
mod job;
mod journal;
mod line_ends;
mod linking;
mod looking_up;
mod marks;
mod notice;
mod offers;
mod opening;
mod publish_run;
mod publishing;
mod republishing;
mod reviewing;
mod saving;
mod sharing;
mod sources;
mod tabs;
mod templates;
mod verifying;
mod versions;
mod workbench;

pub mod errors;

pub use adding::New;
pub use asking::{Listing, ServerAnswer, ServerQuestion, unproven};
pub use columns::{Column, Listed, arranged, columns};
pub use command::Command;
pub use comparing::{Against, Beside, Merging};
pub use compilation::{Compilation, CompilationState, CompileWait, Problem};
pub use connecting::Connecting;
pub use consumers::{Breaking, Consumers, ConsumersCommand, Seen, SeenRow, seen};
pub use document::Document;
pub use downloading::{DownloadCommand, Downloading, Fate};
pub use drafts::{Keeping, StoredDraft};
pub use effect::{Effect, SourceFile};
pub use environments::{EnvironmentLine, Environments, EnvironmentsCommand, Source};
pub use extension::Severity;
pub use files::{LARGEST_FILE, NewFile, ResourceState};
pub use job::{Job, JobId, JobKind};
pub use journal::{DraftId, DraftState, Kept, Part, ReviewWhole, Snapshot, Summary, Whole, sealed};
pub use line_ends::has_same_lines;
pub use linking::{FolderConflict, FolderFile, LinkedFolder, is_read_from_folder};
pub use looking_up::Standing;
pub use marks::{Mark, Marks};
pub use notice::{Notice, NoticeId, NoticeKind, Offer};
pub use offers::Refused;
pub use publish_run::{PublishRun, PublishState, PublishStep, StepState};
pub use republishing::Plan;
pub use reviewing::{
    Comment, CommentDeed, CommentPlace, CommentSent, CommentSide, Discussion, LONGEST_COMMENT, Review, ReviewCommand,
    ReviewRevision, ReviewSubject, Thread, UnreadableComment,
};
pub use sharing::{
    CatchingUp, Chain, Digest, LinkError, Outgoing, Patience, Revision, RevisionContent, Sent, ShareCommand, Shared,
    SharedLink, SharedState, blob_start, split_blob,
};
pub use tabs::{Tabs, Target};
pub use templates::BesideTemplate;
pub use verifying::{VerifyLine, VerifyLineKind, VerifyRun, VerifyState};
pub use versions::{Version, VersionCommand, VersionKind};
pub use workbench::{Choice, Question, Surroundings, Workbench};
