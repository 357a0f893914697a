//! The studio's state, and the way of a command through its subjects.
//!
//! A command goes to the one subject that it is about. What the subject has to tell others ([`News`]) is handed on when it
//! is done; [`Workbench::hand_on`] is the list of who hears it. After the last of it come the follow-ups of
//! [`Workbench::follow_up`], in their order, whatever the command was.

mod shown;

use crate::{
    Autosave, Builds, Choice, Command, Comparisons, Connections, ConsumerView, Context, Document, Downloads, DraftId,
    Effect, FileCommand, Files, Folders, Imports, JobId, JobKind, Means, News, NoticeId, Opening, Overview,
    Publications, Purpose, Question, Reviews, Session, Sharing, Sources, Surroundings, TableImports, Verifications,
    document, navigation, source, verification, version,
};

/// The state of the studio: what a screen shows. Each subject has a state of its own; the `Context` is of all.
#[derive(Debug, Default)]
pub struct Workbench {
    context: Context,
    files: Files,
    sources: Sources,
    folders: Folders,
    imports: Imports,
    table_imports: TableImports,
    builds: Builds,
    verification: Verifications,
    comparison: Comparisons,
    autosave: Autosave,
    sharing: Sharing,
    reviews: Reviews,
    connections: Connections,
    downloads: Downloads,
    overview: Overview,
    consumer_view: ConsumerView,
    publications: Publications,
    session: Session,
}

/// How it was before a command, for what follows it.
struct Before {
    draft: Option<DraftId>,
    /// The draft, when nothing was ever done in it.
    untouched: Option<DraftId>,
    /// The last notice.
    told: Option<NoticeId>,
    /// Whether the command may open a document.
    opens: bool,
}

impl Workbench {
    /// Carries the command out; what is left to the interface comes back as effects.
    pub fn handle(&mut self, command: impl Into<Command>, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        self.take(command.into(), surroundings)
    }

    fn take(&mut self, command: Command, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        let follows = self.context.document.as_ref().is_some_and(|document| !document.may_change());
        if follows && !command.only_shows() {
            Autosave::refuse_to_change(&mut self.context);
            return Vec::new();
        }
        let before = Before {
            draft: self.draft(),
            untouched: Autosave::untouched_draft(&self.context),
            told: self.context.notices().last().map(|notice| notice.id),
            opens: matches!(command, Command::File(FileCommand::XifRead { .. })),
        };
        let mut effects = self.carry_out(command, surroundings);
        effects.extend(self.hand_on_all(surroundings));
        effects.extend(self.follow_up(&before, surroundings));
        effects
    }

    /// What follows every command, in this order:
    ///
    /// 1. A publish goes on when its verification has ended.
    /// 2. A merge of what others changed in a shared draft is brought to the document as it is now.
    /// 3. Notices of a document that is no longer open go.
    /// 4. Versions: what was published, and how the document stood every ten minutes.
    /// 5. The definition is verified anew where it has changed. A document that was opened just now is shown first.
    /// 6. A draft in which nothing was ever done, and which is no longer open, is dropped.
    /// 7. What is new in the document is kept. It comes behind all that can change the document.
    /// 8. The linked folder gets the sources that have changed.
    fn follow_up(&mut self, before: &Before, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        let mut effects = self.go_on_publishing(surroundings);
        Sharing::follow_meeting(&mut self.context, &mut self.comparison);
        if before.draft.is_some() && before.draft != self.draft() {
            self.context.forget_notices_up_to(before.told);
        }
        version::keep_versions(&mut self.context, self.publications.take_published(), surroundings);
        effects.extend(verification::check_document(&mut self.context, before.opens));
        effects.extend(before.untouched.and_then(|draft| Autosave::drop_draft(&self.context, draft)));
        effects.extend(self.autosave.keep(&mut self.context));
        effects.extend(self.folders.write_folder(&mut self.context));
        effects
    }

    fn carry_out(&mut self, command: Command, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        if command.leaves_document() && self.is_at_risk() {
            self.ask_about_changes(command);
            return Vec::new();
        }
        // What is being saved is saved first.
        if command.leaves_document() && self.context.is_running(JobKind::Save) {
            self.files.go_on_after_save(command);
            return Vec::new();
        }
        let context = &mut self.context;
        match command {
            Command::Document(command) => document::handle(context, command, surroundings),
            Command::File(command) => self.files.handle(context, &self.autosave, command, surroundings),
            Command::Navigation(command) => navigation::handle(context, command),
            Command::Source(command) => self.sources.handle(context, command, surroundings),
            Command::Folder(command) => self.folders.handle(context, command, surroundings),
            Command::Import(command) => self.imports.handle(context, command, surroundings),
            Command::TableImport(command) => self.table_imports.handle(context, command, surroundings),
            Command::Compilation(command) => self.builds.handle(context, command, surroundings),
            Command::Verification(command) => {
                self.verification.handle(context, &mut self.files, &mut self.builds, command, surroundings)
            }
            Command::Comparison(command) => self.comparison.handle(context, command),
            Command::Version(command) => version::handle(context, &mut self.comparison, command, surroundings),
            Command::Autosave(command) => self.autosave.handle(context, command, surroundings),
            Command::Sharing(command) => self.sharing.handle(context, &mut self.comparison, command, surroundings),
            Command::Review(command) => {
                self.reviews.handle(context, &mut self.comparison, &self.sharing, command, surroundings)
            }
            Command::Connection(command) => self.connections.handle(context, command),
            Command::Download(command) => self.downloads.handle(context, &mut self.connections, command),
            Command::Environment(command) => self.overview.handle(context, &mut self.connections, command),
            Command::Consumer(command) => {
                self.consumer_view.handle(context, &mut self.connections, &self.publications, command)
            }
            Command::Publication(command) => {
                let (publications, mut means, context) = self.publishing();
                publications.handle(context, &mut means, command, surroundings)
            }
            Command::Session(command) => self.session.handle(context, command),
        }
    }

    fn hand_on_all(&mut self, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        let mut effects = Vec::new();
        while let Some(news) = self.context.next_news() {
            effects.extend(self.hand_on(news, surroundings));
        }
        effects
    }

    /// Who hears which news.
    fn hand_on(&mut self, news: News, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        let context = &mut self.context;
        match news {
            News::GoesOn(command) => return self.take(command, surroundings),
            News::Closes => return self.close(),
            News::Replaced => self.leave_document(),
            News::LeadLost => self.builds.stop_all(context),
            News::DraftRead { stored, leads, read } => {
                Autosave::unpacked_draft(context, &stored, leads, read, surroundings);
            }
            News::Read(opening, extension) => return self.opened(opening, extension, surroundings),
            News::BaselineRead { job, result } => self.connections.baseline_read(context, job, result),
            News::Saved(result) => {
                if result.is_ok() {
                    version::keep_saved(context, surroundings);
                }
                let (publications, mut means, context) = self.publishing();
                return publications.saved_for_publishing(context, &mut means, surroundings, result);
            }
            News::Compiled => return self.verification.go_on_verifying(context, &mut self.files, surroundings),
            News::Merged(merged) => Sharing::finish_meeting(context, &mut self.comparison, merged),
            News::Reconnected(connection) => return self.publications.reconnected(&connection),
            News::Answered { job, result } => {
                return self.downloads.answered_download(context, &mut self.connections, job, result);
            }
            News::Standing { connection, standing } => self.overview.stands(&connection, standing),
            News::Baseline(Purpose::Publish, baseline) => {
                let (publications, mut means, context) = self.publishing();
                return publications.compared_for_publishing(context, &mut means, surroundings, baseline);
            }
            News::Baseline(Purpose::Consumers, baseline) => {
                self.consumer_view.compare_with_consumers(context, baseline);
            }
            // How it stands is all that is asked there.
            News::Baseline(Purpose::Environments, _) => {}
            News::Confirmed(plan) => {
                let (publications, mut means, context) = self.publishing();
                return publications.publish_plan(context, &mut means, surroundings, &plan);
            }
            News::Cancelled(job) => return self.cancel(job, surroundings),
            News::Decided(then, choice) => return self.decided(then, choice, surroundings),
        }
        Vec::new()
    }

    /// A XIF was read: whoever asked for it takes it.
    fn opened(
        &mut self,
        opening: Opening,
        extension: extension::Extension,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        let context = &mut self.context;
        match opening {
            Opening::Comparison { file_name } => self.comparison.show_beside(context, file_name, extension),
            Opening::Snapshot { record, packed } => {
                Autosave::show_snapshot(context, &record, packed, extension, surroundings);
            }
            Opening::Shared(opening) => Sharing::show_shared(context, opening, extension, surroundings),
            Opening::Review(opening) => {
                return self.reviews.show_review(context, &mut self.comparison, opening, extension);
            }
            // The file's subject has taken its own, and drafts have news of their own.
            Opening::File { .. } | Opening::Draft { .. } => {}
        }
        Vec::new()
    }

    fn draft(&self) -> Option<DraftId> {
        self.context.document.as_ref().map(|document| document.draft)
    }

    fn publishing(&mut self) -> (&mut Publications, Means<'_>, &mut Context) {
        let means = Means {
            files: &mut self.files,
            builds: &mut self.builds,
            verification: &mut self.verification,
            connections: &mut self.connections,
        };
        (&mut self.publications, means, &mut self.context)
    }

    fn go_on_publishing(&mut self, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        let (publications, mut means, context) = self.publishing();
        publications.go_on_publishing(context, &mut means, surroundings)
    }

    fn ask_about_changes(&mut self, then: Command) {
        let name = |document: &Document| document.extension().name.to_string();
        let name = self.context.document.as_ref().map(name).unwrap_or_default();
        self.context.question = Some(Question {
            title: "Unsaved changes".to_owned(),
            text: format!("Save the changes to {name} first?"),
            details: Vec::new(),
            choices: vec![Choice::Save, Choice::Discard, Choice::Cancel],
            then: Box::new(then),
        });
    }

    /// The user has answered a question.
    fn decided(&mut self, then: Command, choice: Choice, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        match choice {
            Choice::Overwrite if source::overwrite_source(&mut self.context, surroundings) => {
                self.take(then, surroundings)
            }
            Choice::Cancel | Choice::Overwrite => Vec::new(),
            Choice::Save => {
                self.files.go_on_after_save(then);
                self.files.save(&mut self.context, false, surroundings)
            }
            Choice::Discard => {
                let mut effects = self.close();
                effects.extend(self.take(then, surroundings));
                effects
            }
        }
    }

    /// The draft that was open is not any more: what was done with it has no use.
    fn leave_document(&mut self) {
        self.builds.leave_compilation();
        self.verification.forget_verification();
        self.comparison.clear_comparison();
        self.imports.close();
        self.table_imports.close();
        self.sources.close_template();
    }

    /// Closes the document whatever its state; its running work ends.
    fn close(&mut self) -> Vec<Effect> {
        let context = &mut self.context;
        self.autosave.tell_where_it_is(context);
        context.document = None;
        self.files.leave_document();
        self.builds.close_compilation();
        self.folders.leave_folder();
        self.reviews.come_back();
        self.publications.leave_publishing(context, &mut self.connections);
        self.overview.close_environments(context, &mut self.connections);
        self.consumer_view.close_consumers(context, &mut self.connections);
        let stopped = [JobKind::Compile, JobKind::Save, JobKind::ReadAssembly].map(|kind| context.jobs_of(kind));
        let stopped: Vec<JobId> = stopped.into_iter().flatten().collect();
        for job in &stopped {
            context.end(*job);
        }
        self.leave_document();
        stopped.into_iter().map(|job| Effect::Stop { job }).collect()
    }

    /// Ends a job for the user.
    fn cancel(&mut self, job: JobId, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        let context = &mut self.context;
        if !context.end(job) {
            return Vec::new();
        }
        self.files.cancel_save(job);
        self.builds.stop_compiling(context, job);
        let mut effects = vec![Effect::Stop { job }];
        effects.extend(self.verification.go_on_verifying(context, &mut self.files, surroundings));
        effects
    }
}
