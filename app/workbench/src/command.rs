use api::compile::{CompileAnswer, PlatformAssemblies};
use api::platform::Secret;
use api::platform::connect::{Backend, Connection, Fingerprint, Probe};
use api::platform::job::{Job as ServerJob, JobEvent};
use extension::merge::Side;
use extension::{Dbms, Description, Edit, Item, Key, Name, Place};

use crate::errors::Failure;
use crate::{
    Against, Choice, CompileWait, ConsumersCommand, DownloadCommand, DraftId, EnvironmentsCommand, FolderFile, JobId,
    Keeping, New, NewFile, NoticeId, ReviewCommand, ServerAnswer, ShareCommand, StoredDraft, Target, VersionCommand,
};

/// What a user, or an effect that has ended, tells the workbench.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Make a new extension with its source files and open it.
    NewExtension {
        /// Its name.
        name: Name,
        /// Its databases.
        dbms: Dbms,
        /// Its description.
        description: Description,
    },
    /// Open a XIF.
    OpenBytes {
        /// The name of the file it came from.
        file_name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Open a draft, or bring the open one to what is kept of it.
    OpenDraft {
        /// What was kept.
        draft: StoredDraft,
        /// Whether this page changes it from now on; otherwise another one does.
        leads: bool,
    },
    /// Open the whole copy of a draft whose records are damaged.
    OpenSnapshot {
        /// What the user knows the draft by.
        name: String,
        /// The part [`Part::Snapshot`](crate::Part::Snapshot).
        record: Vec<u8>,
    },
    /// Something that has to do with sharing.
    Share(ShareCommand),
    /// Something that has to do with the open review.
    Review(ReviewCommand),
    /// Change the open draft here from now on, and not in the page that does.
    TakeLead,
    /// Another page changes the draft from now on; it has all that this page did.
    LoseLead,
    /// Another page has the draft, or nobody has, without all that this page did: go on as another draft.
    SplitOff,
    /// Whether changes are kept beyond the page.
    SetKeeping(Keeping),
    /// Delete a draft that is not open.
    DeleteDraft {
        /// The draft.
        draft: DraftId,
        /// What the user knows it by.
        name: String,
    },
    /// Bring a deleted draft back.
    RestoreDraft(DraftId),
    /// [`Effect::Unpack`](crate::Effect::Unpack) has ended with the definition XML.
    Unpacked {
        /// The job.
        job: JobId,
        /// The inflated text.
        result: Result<String, Failure>,
    },
    /// Close the document.
    Close,
    /// Write the document to the file it came from.
    Save,
    /// Write the document to a file that the user chooses.
    SaveAs,
    /// [`Effect::Pack`](crate::Effect::Pack) has ended with the file's bytes.
    Packed {
        /// The job.
        job: JobId,
        /// The deflated bytes.
        result: Result<Vec<u8>, Failure>,
    },
    /// [`Effect::WriteFile`](crate::Effect::WriteFile) has ended.
    Written {
        /// The job.
        job: JobId,
        /// The name of the file that was written, or why it was not; `None` when the user cancelled.
        result: Result<Option<String>, Failure>,
    },
    /// Change the document.
    Edit(Edit),
    /// Take the last edit back.
    Undo,
    /// Do the edit again that was taken back last.
    Redo,
    /// Go to this step of the history.
    GoTo(usize),
    /// Add an element.
    Add(New),
    /// Make this file the action's icon; it becomes a resource in the icons' folder.
    BrowseIcon {
        /// The action.
        action: Key,
        /// The file's name.
        file_name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Remove the items as one step; their tabs close.
    Delete(Vec<Item>),
    /// Remove the items, which the clipboard now has.
    Cut(Vec<Item>),
    /// Move items of one list.
    Move {
        /// The items; they keep their order.
        items: Vec<Item>,
        /// Where the first of them is to stand in the list without them.
        to: usize,
    },
    /// Add copies of the items right behind them.
    Duplicate(Vec<Item>),
    /// Add what the text holds.
    Paste {
        /// What gets it: the element for rows, the extension for elements and files.
        into: Item,
        /// Where the first of it is to stand; the end without one.
        position: Option<usize>,
        /// What was copied, here or elsewhere.
        text: String,
    },
    /// Add files as resources.
    AddFiles {
        /// The folder, with backslashes; empty for the outermost.
        folder: String,
        /// The files.
        files: Vec<NewFile>,
    },
    /// Give the resource other bytes.
    ReplaceContent {
        /// The resource.
        resource: Key,
        /// Its new bytes.
        bytes: Vec<u8>,
    },
    /// Give a folder of resources another path.
    MoveFolder {
        /// The path now.
        from: String,
        /// The path then.
        to: String,
    },
    /// Open the editor that has the field, at the field.
    ShowPlace(Place),
    /// Open the text of a resource at a line.
    ShowSource {
        /// The resource.
        resource: Key,
        /// The line, from 1.
        line: u32,
        /// The column, from 1.
        column: u32,
    },
    /// Verify the definition and the source code.
    Verify {
        /// Whether to save when all is valid.
        save: bool,
    },
    /// Forget the log of the last verification.
    CloseVerify,
    /// Show the document beside an earlier version of itself.
    Compare(Against),
    /// Show the document beside a XIF.
    CompareFile {
        /// The name of the file it came from.
        file_name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Make these items of one element as the version beside the document has them; without any, all of it.
    TakeBack(Vec<Item>),
    /// Merge the file that the document is shown beside.
    BeginMerge,
    /// Decide about a conflict of the merge; without one, about all of them.
    ChooseSide {
        /// Its place among the conflicts.
        conflict: Option<usize>,
        /// What to take.
        side: Side,
    },
    /// Make what was merged the document, when every conflict is decided.
    FinishMerge,
    /// Download the solution with its project and sources as a zip.
    ExportSolution,
    /// [`Effect::ReadPlatform`](crate::Effect::ReadPlatform) has ended.
    PlatformRead {
        /// The job.
        job: JobId,
        /// The assemblies.
        result: Result<PlatformAssemblies, Failure>,
    },
    /// [`Effect::Export`](crate::Effect::Export) has ended.
    Exported {
        /// The job.
        job: JobId,
        /// Why there is no file.
        result: Result<(), Failure>,
    },
    /// Keep a folder of the user's computer in step with the sources.
    LinkFolder {
        /// Its name.
        name: String,
    },
    /// Leave the folder as it is from now on; with the reason when it was lost.
    UnlinkFolder(Option<Failure>),
    /// These files of the linked folder are new or other than they were; at first, all of them.
    FolderRead(Vec<FolderFile>),
    /// [`Effect::WriteFolder`](crate::Effect::WriteFolder) has ended with the paths that were written; what changed in the
    /// folder meanwhile was not.
    FolderWritten(Result<Vec<String>, Failure>),
    /// [`Effect::CompleteFolder`](crate::Effect::CompleteFolder) has ended.
    FolderCompleted(Result<(), Failure>),
    /// Make one place of the file that differs on both sides as the folder has it; without one, all of it.
    TakeFromFolder(Option<usize>),
    /// Begin or end deciding about the files that differ here and in the linked folder.
    DecideFolder(bool),
    /// That file is right as it is here.
    SettleFolder,
    /// Open the window that connects to an environment.
    Connect,
    /// Look at an environment without credentials; with a certificate that the user accepts although it is doubtful.
    Probe {
        /// The address.
        address: String,
        /// The certificate.
        certificate: Option<Fingerprint>,
    },
    /// [`Effect::Probe`](crate::Effect::Probe) has ended.
    Probed {
        /// The job.
        job: JobId,
        /// What is known of it.
        result: Result<Probe, Failure>,
    },
    /// Connect to the environment that was looked at.
    LogIn {
        /// The way to work with it.
        backend: Backend,
        /// The user.
        user: String,
        /// Password or token.
        password: Secret,
    },
    /// [`Effect::Connect`](crate::Effect::Connect) has ended.
    Connected {
        /// The job.
        job: JobId,
        /// The connection.
        result: Result<Connection, Failure>,
    },
    /// Connect as before, to this environment of those that LifeTime manages.
    ChooseEnvironment(String),
    /// Close the window that connects.
    CloseConnect,
    /// A connection that outlived the page.
    Reconnected(Connection),
    /// Publish to this connection from now on.
    UseConnection(String),
    /// End a connection.
    Disconnect(String),
    /// 1-Click Publish.
    Publish,
    /// [`Effect::Publish`](crate::Effect::Publish) has ended: the server has the XIF, or not.
    PublishStarted {
        /// The job.
        job: JobId,
        /// The job on the server.
        result: Result<ServerJob, Failure>,
    },
    /// Something happened in a job on the server.
    PublishEvent {
        /// That job.
        job: String,
        /// What happened.
        event: JobEvent,
    },
    /// The events of a job on the server broke off.
    FollowAgain {
        /// That job.
        job: String,
        /// Why it cannot be followed any more: the server no longer knows it.
        lost: Option<Failure>,
    },
    /// Go on with what the server waits for, or stop.
    AnswerPublish(bool),
    /// The user has uploaded and published the XIF in Service Center.
    PublishedByHand,
    /// Stop a publish that runs; close the window of one that has ended.
    ClosePublish,
    /// Publish again what was not a document, after it did not work.
    PublishAgain,
    /// Something in the Download window.
    Download(DownloadCommand),
    /// Something in the Environments window.
    Environments(EnvironmentsCommand),
    /// Something in the window that shows the extension as its consumers see it.
    Consumers(ConsumersCommand),
    /// [`Effect::AskServer`](crate::Effect::AskServer) has ended.
    ServerAnswered {
        /// The job.
        job: JobId,
        /// The answer.
        result: Result<ServerAnswer, Failure>,
    },
    /// Show a source file beside what would be generated for it.
    CompareTemplate(Key),
    /// Make one place of that file as its template has it; without one, all of them.
    TakeFromTemplate(Option<usize>),
    /// Close that comparison.
    CloseTemplate,
    /// Close the merge, or else the comparison.
    CloseBeside,
    /// Open the element or file in a tab.
    Open(Target),
    /// Close the tab.
    CloseTab(Target),
    /// Close every tab.
    CloseAllTabs,
    /// Show the tab.
    ActivateTab(Target),
    /// The text of a source file is now this.
    ChangeSource {
        /// The resource.
        resource: Key,
        /// The whole text, with any line ends.
        text: String,
    },
    /// Make the source files follow the definition.
    UpdateSource,
    /// Update the source files and open `<Extension>.cs`, at the action's method when one is given.
    EditSource {
        /// The action to show.
        action: Option<Key>,
    },
    /// Update the source files and compile them.
    Compile,
    /// [`Effect::Compile`](crate::Effect::Compile) has ended.
    Compiled {
        /// The job.
        job: JobId,
        /// The server's answer.
        result: Result<CompileAnswer, Failure>,
    },
    /// [`Effect::Compile`](crate::Effect::Compile) waits for this now.
    CompileWaits {
        /// The job.
        job: JobId,
        /// What it waits for.
        waits: CompileWait,
    },
    /// Keep, name, restore or compare versions of the draft.
    Version(VersionCommand),
    /// Verify what has changed, as every command does at its end.
    Check,
    /// Open what a problem is about.
    ShowProblem(usize),
    /// End a running job.
    Cancel(JobId),
    /// Take the notice away.
    Dismiss(NoticeId),
    /// Answer the pending question.
    Answer(Choice),
    /// Show a failure that the interface met itself, such as a file that could not be read.
    Report(Failure),
}
