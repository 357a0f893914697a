use api::platform::connect::Connection;
use extension::{Edit, Extension, Key, Timestamp};

use crate::document::Document;
use crate::errors::Failure;
use crate::looking_up::Lookup;
use crate::notice::{Notice, NoticeKind};
use crate::opening::Opening;
use crate::saving::Saving;
use crate::{
    Beside, BesideTemplate, Command, Connecting, Consumers, Downloading, Effect, Environments, Job, JobId, JobKind,
    Keeping, LinkedFolder, NoticeId, PublishRun, Review, Target, VerifyRun,
};

/// What a workbench needs from outside to make something new.
pub trait Surroundings {
    /// The time now in UTC.
    fn now_utc(&self) -> Timestamp;
    /// The time now where the user is.
    fn now_local(&self) -> Timestamp;
    /// A key that nothing has: random.
    fn new_key(&mut self) -> Key;
}

/// The state of the studio: what a screen shows.
#[derive(Debug, Default)]
pub struct Workbench {
    pub(crate) document: Option<Document>,
    pub(crate) jobs: Vec<Job>,
    pub(crate) notices: Vec<Notice>,
    pub(crate) question: Option<Question>,
    pub(crate) saving: Option<Saving>,
    /// The extension that a compilation was started for.
    pub(crate) compiling: Option<(JobId, Extension)>,
    /// What a job opens.
    pub(crate) opening: Option<(JobId, Opening)>,
    pub(crate) keeping: Keeping,
    /// The name under which others see what is changed here.
    pub(crate) author: String,
    /// What waits for the save that a question asked for.
    pub(crate) after_save: Option<Command>,
    pub(crate) verify_run: Option<VerifyRun>,
    pub(crate) beside: Option<Beside>,
    pub(crate) review: Option<Review>,
    pub(crate) beside_template: Option<BesideTemplate>,
    pub(crate) linked: Option<LinkedFolder>,
    pub(crate) connecting: Option<Connecting>,
    pub(crate) connections: Vec<Connection>,
    /// The connection that publishing goes to.
    pub(crate) current_connection: Option<String>,
    pub(crate) publishing: Option<PublishRun>,
    pub(crate) downloading: Option<Downloading>,
    pub(crate) environments: Option<Environments>,
    pub(crate) consumers: Option<Consumers>,
    /// The questions to environments that are on their way.
    pub(crate) lookups: Vec<Lookup>,
    /// Whether the user has been told that the hash is not proven.
    pub(crate) told_about_hash: bool,
    last_number: u64,
}

/// Something that the user must decide before the work can go on.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// What is asked.
    pub text: String,
    /// The possible answers, the safest first.
    pub choices: Vec<Choice>,
    pub(crate) then: Box<Command>,
}

/// An answer to a [`Question`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    /// Save first, then go on.
    Save,
    /// Go on without saving.
    Discard,
    /// Do nothing.
    Cancel,
}

impl Workbench {
    /// The open document.
    pub fn document(&self) -> Option<&Document> {
        self.document.as_ref()
    }

    /// The work that goes on.
    pub fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// The messages that are not dismissed yet, the oldest first.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// What the user must decide.
    pub fn question(&self) -> Option<&Question> {
        self.question.as_ref()
    }

    /// Whether leaving now would lose work.
    pub fn is_dirty(&self) -> bool {
        self.document.as_ref().is_some_and(Document::is_dirty)
    }

    /// Carries the command out; what is left to the interface comes back as effects.
    pub fn handle(&mut self, command: Command, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        let follows = self.document.as_ref().is_some_and(|document| !document.may_change());
        if follows && !command.only_shows() {
            self.refuse_to_change();
            return Vec::new();
        }
        let untouched = self.untouched_draft();
        let opens = matches!(command, Command::Unpacked { .. });
        let was_published = self.is_published();
        let mut effects = self.carry_out(command, surroundings);
        effects.extend(self.go_on_publishing(surroundings));
        self.follow_meeting();
        self.keep_versions(was_published, surroundings);
        effects.extend(self.check_document(opens));
        effects.extend(untouched.and_then(|draft| self.drop_draft(draft)));
        effects.extend(self.keep());
        effects.extend(self.write_folder());
        effects
    }

    fn carry_out(&mut self, command: Command, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        match command {
            command if command.leaves_document() && self.is_at_risk() => self.ask_about_changes(command),
            // What is being saved is saved first.
            command if command.leaves_document() && self.is_running(JobKind::Save) => {
                self.after_save = Some(command);
                Vec::new()
            }
            Command::NewExtension { name, dbms, description } => self.create(name, dbms, description, surroundings),
            Command::OpenBytes { file_name, bytes } => self.open_bytes(file_name, bytes),
            Command::Unpacked { job, result } => self.unpacked(job, result, surroundings),
            Command::OpenDraft { draft, leads } => self.open_draft(draft, leads, surroundings),
            Command::OpenSnapshot { name, record } => self.open_snapshot(&name, record),
            Command::DeleteDraft { draft, name } => self.delete_draft(draft, &name),
            Command::RestoreDraft(draft) => vec![Effect::RestoreDraft { draft }],
            Command::Share(command) => self.share(command, surroundings),
            Command::Review(command) => self.review_command(command, surroundings),
            Command::TakeLead => self.take_lead(),
            Command::Close => self.close(),
            Command::Save => self.save(false, surroundings),
            Command::SaveAs => self.save(true, surroundings),
            Command::Packed { job, result } => self.packed(job, result),
            Command::Written { job, result } => self.written(job, result, surroundings),
            Command::Compile => self.compile(surroundings),
            Command::Compiled { job, result } => self.compiled(job, result, surroundings),
            Command::EditSource { action } => self.edit_source(action, surroundings),
            Command::Add(new) => self.add(new, surroundings),
            Command::Duplicate(items) => self.duplicate(&items, surroundings),
            Command::Paste { into, position, text } => self.paste(into, position, &text, surroundings),
            Command::AddFiles { folder, files } => self.add_files(&folder, files, surroundings),
            Command::Verify { save } => self.verify(save, surroundings),
            Command::ExportSolution => self.export_solution(),
            Command::PlatformRead { job, result } => self.platform_read(job, result),
            Command::Exported { job, result } => self.exported(job, result),
            Command::FolderRead(files) => self.folder_read(files, surroundings),
            Command::Probe { address, certificate } => self.probe(address, certificate),
            Command::LogIn { backend, user, password } => self.log_in(backend, user, password),
            Command::ChooseEnvironment(key) => self.choose_environment(key),
            Command::Connected { job, result } => self.connected(job, result, surroundings),
            Command::Reconnected(connection) => self.reconnected(connection),
            Command::Disconnect(id) => self.disconnect(&id),
            Command::Publish => self.publish(surroundings),
            Command::PublishStarted { job, result } => self.publish_started(job, result),
            Command::FollowAgain { job, lost } => self.follow_again(job, lost.as_ref()),
            Command::AnswerPublish(goes_on) => self.answer_publish(goes_on),
            Command::ClosePublish => self.close_publish(),
            Command::PublishAgain => self.publish_plan_again(),
            Command::Download(command) => self.download(command),
            Command::Environments(command) => self.environments_command(command),
            Command::Consumers(command) => self.consumers_command(command),
            Command::ServerAnswered { job, result } => self.server_answered(job, result, surroundings),
            Command::CompareFile { file_name, bytes } => self.compare_file(file_name, bytes),
            Command::ShowProblem(index) => self.show_problem(index),
            Command::ShowPlace(place) => self.show_place(place),
            Command::ShowSource { resource, line, column } => self.show_source(resource, line, column),
            Command::Cancel(job) => self.cancel(job, surroundings),
            Command::Answer(choice) => self.answer(choice, surroundings),
            Command::CompileWaits { job, waits } => {
                self.wait_for_compiler(job, waits);
                Vec::new()
            }
            other => {
                self.change(other, surroundings);
                Vec::new()
            }
        }
    }

    /// The commands that need nothing from the interface.
    fn change(&mut self, command: Command, surroundings: &mut dyn Surroundings) {
        match command {
            Command::Edit(edit) => {
                self.edit(&edit, surroundings);
            }
            Command::Undo => self.travel(|history| drop(history.undo().map(str::to_owned))),
            Command::Redo => self.travel(|history| drop(history.redo().map(str::to_owned))),
            Command::GoTo(step) => self.travel(|history| history.go_to(step)),
            Command::BrowseIcon { action, file_name, bytes } => self.add_icon(action, &file_name, bytes, surroundings),
            Command::Delete(items) => {
                self.edit(&Edit::Remove(items), surroundings);
            }
            Command::Cut(items) => self.cut(items, surroundings),
            Command::Move { items, to } => self.move_items(&items, to, surroundings),
            Command::ReplaceContent { resource, bytes } => self.replace_content(resource, bytes, surroundings),
            Command::MoveFolder { from, to } => self.move_folder(&from, &to, surroundings),
            Command::LoseLead => self.lose_lead(),
            Command::SplitOff => self.split_off(surroundings),
            Command::SetKeeping(keeping) => self.set_keeping(keeping),
            Command::CloseVerify => self.verify_run = None,
            Command::Compare(against) => self.compare(against),
            Command::TakeBack(items) => self.take_back(&items),
            Command::BeginMerge => self.begin_merge(),
            Command::ChooseSide { conflict, side } => self.choose_side(conflict, side),
            Command::FinishMerge => self.finish_merge(),
            Command::Version(command) => self.version(command, surroundings),
            Command::CloseBeside => self.close_beside(),
            Command::CompareTemplate(resource) => self.compare_template(resource),
            Command::TakeFromTemplate(place) => self.take_from_template(place, surroundings),
            Command::CloseTemplate => self.beside_template = None,
            Command::Connect => self.connect(None),
            Command::Probed { job, result } => self.probed(job, result),
            Command::CloseConnect => self.close_connect(),
            Command::UseConnection(id) => self.use_connection(id),
            Command::PublishEvent { job, event } => self.publish_event(&job, event),
            Command::PublishedByHand => self.published_by_hand(),
            Command::LinkFolder { name } => self.link_folder(name),
            Command::UnlinkFolder(why) => self.unlink_folder(why),
            Command::FolderWritten(result) => self.folder_written(result),
            Command::FolderCompleted(result) => self.folder_completed(result),
            Command::TakeFromFolder(place) => self.take_from_folder(place, surroundings),
            Command::DecideFolder(is_deciding) => self.decide_folder(is_deciding),
            Command::SettleFolder => self.settle_folder_conflict(),
            Command::ChangeSource { resource, text } => self.change_source(resource, &text, surroundings),
            Command::UpdateSource => self.update_source_and_tell(surroundings),
            Command::Open(target) | Command::ActivateTab(target) => self.show(target),
            Command::CloseTab(target) => self.with_document(|document| document.tabs.close(target)),
            Command::CloseAllTabs => self.with_document(|document| document.tabs.close_all()),
            Command::Dismiss(id) => self.dismiss(id),
            Command::Report(failure) => self.fail(failure),
            _ => {}
        }
    }

    /// Shows a tab, when the document has what it is about.
    pub(crate) fn show(&mut self, target: Target) {
        self.with_document(|document| {
            if target.exists_in(document.extension()) {
                document.tabs.show(target);
            }
        });
    }

    pub(crate) fn with_document(&mut self, change: impl FnOnce(&mut Document)) {
        if let Some(document) = &mut self.document {
            change(document);
        }
    }

    /// Starts a job; the number belongs to the effect that carries it out.
    pub(crate) fn start(&mut self, kind: JobKind, label: String) -> JobId {
        let id = JobId(self.number());
        self.jobs.push(Job { id, kind, label });
        id
    }

    /// Ends a job; `false` when it was not running: cancelled, or of a document that is closed.
    pub(crate) fn end(&mut self, job: JobId) -> bool {
        let before = self.jobs.len();
        self.jobs.retain(|running| running.id != job);
        self.jobs.len() < before
    }

    pub(crate) fn is_running(&self, kind: JobKind) -> bool {
        self.jobs.iter().any(|job| job.kind == kind)
    }

    /// Tells the user something; the notice can still be added to.
    pub(crate) fn tell(&mut self, kind: NoticeKind, text: impl Into<String>) -> &mut Notice {
        let notice = Notice::new(self.number(), kind, text);
        self.push_notice(notice)
    }

    /// Tells the user what did not work.
    pub(crate) fn fail(&mut self, failure: Failure) {
        let notice = Notice::of_failure(self.number(), failure);
        self.push_notice(notice);
    }

    fn push_notice(&mut self, notice: Notice) -> &mut Notice {
        // The same news twice is one piece of news; and of confirmations only the last one counts.
        let done = notice.kind == NoticeKind::Done;
        self.notices.retain(|old| old.text != notice.text && !(done && old.kind == NoticeKind::Done));
        self.notices.push(notice);
        let last = self.notices.len() - 1;
        &mut self.notices[last]
    }

    fn dismiss(&mut self, id: NoticeId) {
        self.notices.retain(|notice| notice.id != id);
    }

    fn number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }

    fn travel(&mut self, go: impl FnOnce(&mut extension::History)) {
        self.with_document(|document| {
            go(&mut document.history);
            document.history.seal();
            document.tabs.keep_existing(document.history.current());
        });
    }

    fn ask_about_changes(&mut self, then: Command) -> Vec<Effect> {
        let name = self.document.as_ref().map(|document| document.extension().name.to_string()).unwrap_or_default();
        self.question = Some(Question {
            text: format!("Save the changes to {name} first?"),
            choices: vec![Choice::Save, Choice::Discard, Choice::Cancel],
            then: Box::new(then),
        });
        Vec::new()
    }

    fn answer(&mut self, choice: Choice, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        let Some(question) = self.question.take() else { return Vec::new() };
        match choice {
            Choice::Cancel => Vec::new(),
            Choice::Save => {
                self.after_save = Some(*question.then);
                self.save(false, surroundings)
            }
            Choice::Discard => {
                let mut effects = self.close();
                effects.extend(self.handle(*question.then, surroundings));
                effects
            }
        }
    }

    /// Closes the document whatever its state; its running work ends.
    fn close(&mut self) -> Vec<Effect> {
        self.tell_where_it_is();
        self.document = None;
        self.saving = None;
        self.compiling = None;
        self.verify_run = None;
        self.beside = None;
        self.beside_template = None;
        if let Some(review) = &mut self.review {
            review.is_shown = true;
        }
        self.linked = None;
        self.leave_publishing();
        self.close_environments();
        self.close_consumers();
        let of_document = |job: &Job| matches!(job.kind, JobKind::Compile | JobKind::Save);
        let stopped = self.jobs.iter().filter(|job| of_document(job)).map(|job| Effect::Stop { job: job.id }).collect();
        self.jobs.retain(|job| !of_document(job));
        stopped
    }

    fn cancel(&mut self, job: JobId, surroundings: &dyn Surroundings) -> Vec<Effect> {
        if !self.end(job) {
            return Vec::new();
        }
        self.after_save = None;
        self.stop_compiling(job);
        if self.saving.as_ref().is_some_and(|saving| saving.job == job) {
            self.saving = None;
        }
        let mut effects = vec![Effect::Stop { job }];
        effects.extend(self.go_on_verifying(surroundings));
        effects
    }
}
