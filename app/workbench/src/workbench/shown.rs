//! What a screen reads of the workbench.

use api::platform::connect::Connection;
use extension::{BasicType, Edit, Item};

use crate::errors::Failure;
use crate::{
    Autosave, Beside, BesideTemplate, Command, CommentPlace, Connecting, Consumers, Document, Downloading,
    Environments, FolderConflict, Importing, Job, Keeping, LinkedFolder, Notice, Offer, PublishRun, PublishStep,
    Question, Refused, Review, ReviewWhole, SessionCommand, Sharing, Snapshot, StepState, Surroundings, TableImporting,
    VerifyRun, Whole, Workbench, document, review, verification,
};

impl Workbench {
    /// The open document.
    pub fn document(&self) -> Option<&Document> {
        self.context.document.as_ref()
    }

    /// The work that goes on.
    pub fn jobs(&self) -> &[Job] {
        self.context.jobs()
    }

    /// The messages that are not dismissed yet, the oldest first.
    pub fn notices(&self) -> &[Notice] {
        self.context.notices()
    }

    /// What the user must decide.
    pub fn question(&self) -> Option<&Question> {
        self.context.question.as_ref()
    }

    /// Whether leaving now would lose work.
    pub fn is_dirty(&self) -> bool {
        self.document().is_some_and(Document::is_dirty)
    }

    /// Whether closing the document would lose work.
    pub fn is_at_risk(&self) -> bool {
        self.autosave.is_at_risk(&self.context)
    }

    /// Whether changes are kept beyond the page.
    pub fn keeping(&self) -> Keeping {
        self.autosave.keeping()
    }

    /// The whole document as it is, to be kept beside its steps.
    pub fn snapshot(&self) -> Option<Snapshot> {
        Autosave::snapshot(&self.context)
    }

    /// Whether the edit would be applied: for checks while the user types. Nothing changes.
    ///
    /// # Errors
    /// Why not, and what could be done instead.
    pub fn check(&self, edit: &Edit, surroundings: &mut dyn Surroundings) -> Result<(), Refused> {
        document::check(&self.context, edit, surroundings)
    }

    /// Whether the parameter or attribute can become a list of the basic type. Nothing changes.
    ///
    /// # Errors
    /// Why not, and what could be done instead.
    pub fn check_list_of(
        &self,
        item: Item,
        basic: BasicType,
        surroundings: &mut dyn Surroundings,
    ) -> Result<(), Refused> {
        document::check_list_of(&self.context, item, basic, surroundings)
    }

    /// The ways to mend a problem, by its index among the document's problems.
    pub fn fixes(&self, problem: usize, surroundings: &mut dyn Surroundings) -> Vec<Offer> {
        verification::fixes(&self.context, problem, surroundings)
    }

    /// The verification that the user asked for last.
    pub fn verify_run(&self) -> Option<&VerifyRun> {
        self.verification.verify_run()
    }

    /// The other version that the document is shown beside.
    pub fn beside(&self) -> Option<&Beside> {
        self.comparison.beside()
    }

    /// The source file that is shown beside its template.
    pub fn beside_template(&self) -> Option<&BesideTemplate> {
        self.sources.beside_template()
    }

    /// The window that imports actions, while it is open.
    pub fn importing(&self) -> Option<&Importing> {
        self.imports.importing()
    }

    /// The window that imports tables and views, while it is open.
    pub fn table_importing(&self) -> Option<&TableImporting> {
        self.table_imports.importing()
    }

    /// The folder that the sources are linked with.
    pub fn linked_folder(&self) -> Option<&LinkedFolder> {
        self.folders.linked_folder()
    }

    /// The file that the user decides about now.
    pub fn decided_conflict(&self) -> Option<FolderConflict> {
        self.folders.decided_conflict(&self.context)
    }

    /// The first file that differs on both sides.
    pub fn folder_conflict(&self) -> Option<FolderConflict> {
        self.folders.folder_conflict(&self.context)
    }

    /// The window that connects, while it is open.
    pub fn connecting(&self) -> Option<&Connecting> {
        self.connections.connecting()
    }

    /// The open connections, in the order in which they were opened.
    pub fn connections(&self) -> &[Connection] {
        self.connections.connections()
    }

    /// The connection that publishing goes to.
    pub fn connection(&self) -> Option<&Connection> {
        self.connections.connection()
    }

    /// The publish that the user asked for last.
    pub fn publish_run(&self) -> Option<&PublishRun> {
        self.publications.publish_run()
    }

    /// How an operation of the publish stands.
    pub fn publish_step(&self, step: PublishStep) -> StepState {
        self.publications.publish_step(step)
    }

    /// The Download window, while it is open.
    pub fn downloading(&self) -> Option<&Downloading> {
        self.downloads.downloading()
    }

    /// The Environments window, while it is open.
    pub fn environments(&self) -> Option<&Environments> {
        self.overview.environments()
    }

    /// The window “As Consumers See It”, while it is open.
    pub fn consumers(&self) -> Option<&Consumers> {
        self.consumer_view.consumers()
    }

    /// The name under which others see what is changed here; empty while it is not known.
    pub fn author(&self) -> &str {
        self.sharing.author()
    }

    /// The whole document as it is, for a shared draft of its own; `None` without one that reads back the same.
    pub fn whole(&self) -> Option<Whole> {
        Sharing::whole(&self.context)
    }

    /// Whether there is something to send and nothing that stands in the way.
    pub fn can_send(&self) -> bool {
        Sharing::can_send(&self.context)
    }

    /// The review that is open here.
    pub fn review(&self) -> Option<&Review> {
        self.reviews.review()
    }

    /// Whether the open document has what a comment is about.
    pub fn has_place(&self, place: &CommentPlace) -> bool {
        self.document().is_some_and(|document| place.found_in(document.extension()).is_some())
    }

    /// The comparison that is shown, to be sent for review with this message.
    ///
    /// # Errors
    /// When there is none, nothing differs in it, or it would not read back the same.
    pub fn whole_review(&self, message: &str) -> Result<ReviewWhole, Failure> {
        review::whole(self.beside(), self.document(), self.author(), message)
    }

    /// A command that opens nothing but shows why the bytes could not be had.
    pub fn reading_failed(file_name: &str, why: &str) -> Command {
        let failure = Failure::browser_file(&format!("{file_name} cannot be read."), why);
        Command::Session(SessionCommand::Report(failure))
    }
}
