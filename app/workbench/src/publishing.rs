//! 1-Click Publish: verify, update the source code, compile and save here; upload and publish on the server, whose
//! events are followed until it says how it ended (integration-studio, section 8.1).

use std::sync::Arc;

use api::platform::connect::{Connection, Operation};
use api::platform::job::{Event, Job as ServerJob, JobEvent, PublishQuery, Stage, Until};
use api::problem::Code;
use extension::{Rights, Severity};

use crate::asking::unproven;
use crate::consumers::breaks;
use crate::errors::Failure;
use crate::looking_up::{Baseline, Purpose, cannot_fetch};
use crate::publish_run::{end_of, severity_of};
use crate::{
    Against, Command, CompilationState, Document, Effect, JobId, JobKind, PublishRun, PublishState, PublishStep,
    StepState, Surroundings, VerifyLineKind, VerifyState, Workbench,
};

impl Workbench {
    /// The publish that the user asked for last.
    pub fn publish_run(&self) -> Option<&PublishRun> {
        self.publishing.as_ref()
    }

    /// How an operation of the publish stands.
    pub fn publish_step(&self, step: PublishStep) -> StepState {
        let Some(run) = &self.publishing else { return StepState::Waiting };
        let (at, is_failed) = match &run.state {
            PublishState::Verifying => (self.verify_step(), false),
            PublishState::Saving => (PublishStep::Save, false),
            PublishState::Comparing | PublishState::OnServer(Stage::Upload) => (PublishStep::Upload, false),
            PublishState::OnServer(Stage::Publish) | PublishState::Waiting(_) | PublishState::ByHand(_) => {
                (PublishStep::Publish, false)
            }
            PublishState::Failed(at) | PublishState::Stopped(at) => (*at, true),
            PublishState::Unknown(_) => (PublishStep::Publish, true),
            PublishState::Published(_) => return StepState::Done,
        };
        match step.cmp(&at) {
            std::cmp::Ordering::Less => StepState::Done,
            std::cmp::Ordering::Equal if is_failed => StepState::Failed,
            std::cmp::Ordering::Equal => StepState::Running,
            std::cmp::Ordering::Greater => StepState::Waiting,
        }
    }

    fn verify_step(&self) -> PublishStep {
        let steps = self
            .verify_run
            .as_ref()
            .map_or(0, |run| run.lines.iter().filter(|line| line.kind == VerifyLineKind::Step).count());
        match steps {
            0 | 1 => PublishStep::Verify,
            2 => PublishStep::UpdateSource,
            _ => PublishStep::Compile,
        }
    }

    /// Begins, or asks for a connection first.
    pub(crate) fn publish(&mut self, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        let Some(document) = &self.document else { return Vec::new() };
        let is_compiling = document.compilation().state == CompilationState::Running;
        if is_compiling
            || self.is_running(JobKind::Save)
            || self.publishing.as_ref().is_some_and(PublishRun::is_running)
        {
            return Vec::new();
        }
        let Some(connection) = self.connection() else {
            self.connect(Some(Box::new(Command::Publish)));
            return Vec::new();
        };
        let extension = document.extension().name.to_string();
        let before = document.version(Against::Saved);
        let run = PublishRun::new(extension, connection, PublishState::Verifying);
        let rights = Some(Rights::to_publish(document.extension()));
        self.publishing = Some(PublishRun { before, rights, ..run });
        self.verify_run = None;
        self.verify(false, surroundings)
    }

    /// The document goes; what the server does goes on.
    pub(crate) fn leave_publishing(&mut self) {
        let is_here = |run: &mut PublishRun| {
            matches!(run.state, PublishState::Verifying | PublishState::Saving | PublishState::Comparing)
        };
        self.publishing.take_if(is_here);
        self.stop_looking(Purpose::Publish);
    }

    /// The verification may have ended.
    pub(crate) fn go_on_publishing(&mut self, surroundings: &dyn Surroundings) -> Vec<Effect> {
        let Some(run) = self.publishing.as_mut().filter(|run| run.state == PublishState::Verifying) else {
            return Vec::new();
        };
        let state = self.verify_run.as_ref().map(|verify| verify.state);
        match state {
            Some(VerifyState::Succeeded) => {
                run.state = PublishState::Saving;
                run.step("Save");
                self.save(false, surroundings)
            }
            Some(VerifyState::Failed) => {
                let step = self.verify_step();
                if let Some(run) = &mut self.publishing {
                    run.state = PublishState::Failed(step);
                }
                Vec::new()
            }
            Some(VerifyState::Stopped) => {
                run.end(PublishState::Stopped(PublishStep::Compile), "Stopped. Nothing was published.".to_owned());
                Vec::new()
            }
            Some(VerifyState::Running) | None => Vec::new(),
        }
    }

    /// The bytes that are saved are the ones that are published.
    pub(crate) fn keep_for_publishing(&mut self, bytes: &[u8]) {
        if let Some(run) = self.publishing.as_mut().filter(|run| run.state == PublishState::Saving) {
            run.bytes = Some(bytes.to_vec());
        }
    }

    /// The save has ended.
    pub(crate) fn saved_for_publishing(&mut self, result: Result<(), Option<&Failure>>) -> Vec<Effect> {
        let Some(run) = self.publishing.as_mut().filter(|run| run.state == PublishState::Saving) else {
            return Vec::new();
        };
        match result {
            Ok(()) => {
                let saved = |document: &Document| Some((document.draft, document.saved.clone()?));
                run.sent = self.document.as_ref().and_then(saved);
                self.compare_for_publishing()
            }
            Err(Some(failure)) => {
                run.fail(PublishStep::Save, failure);
                Vec::new()
            }
            Err(None) => {
                run.end(
                    PublishState::Stopped(PublishStep::Save),
                    "Saving was cancelled. Nothing was published.".to_owned(),
                );
                Vec::new()
            }
        }
    }

    /// Looks for what consumers have now. Where the environment cannot tell, the file as it was before counts.
    fn compare_for_publishing(&mut self) -> Vec<Effect> {
        let Some(run) = &mut self.publishing else { return Vec::new() };
        run.state = PublishState::Comparing;
        let (name, before) = (run.extension.clone(), run.before.take());
        let connection = self.connections.iter().find(|connection| connection.id == run.connection).cloned();
        let can_fetch = connection.filter(|connection| cannot_fetch(connection).is_none());
        if let Some(connection) = can_fetch
            && let Ok(effect) = self.look_up(&connection, name, Purpose::Publish)
        {
            return vec![effect];
        }
        let baseline = before.ok_or_else(|| "It was never saved before.".to_owned());
        self.compared_for_publishing(baseline)
    }

    /// Says what breaks consumers, and goes on: a warning stops nothing.
    pub(crate) fn compared_for_publishing(&mut self, baseline: Baseline) -> Vec<Effect> {
        let Some(run) = self.publishing.as_mut().filter(|run| run.state == PublishState::Comparing) else {
            return Vec::new();
        };
        match (baseline, &self.document) {
            (Ok((name, before)), Some(document)) => {
                let breaks = breaks(&before, document.extension());
                if let Some(first) = breaks.first() {
                    let text = match breaks.len() {
                        1 => "1 change breaks consumers.".to_owned(),
                        count => format!("{count} changes break consumers."),
                    };
                    let details = format!("{}: {} Compared with {name}.", first.path, first.reason);
                    run.message(Severity::Warning, text, details);
                    run.breaks = Some((name, Arc::new(breaks)));
                }
            }
            (Err(why), _) => {
                let text = "Changes that break consumers were not looked for.";
                run.message(Severity::Information, text.to_owned(), why);
            }
            (Ok(_), None) => {}
        }
        self.upload()
    }

    /// Hands over what is published, or leaves that to the user.
    pub(crate) fn upload(&mut self) -> Vec<Effect> {
        let Some(connection) = self.publishing.as_ref().map(|run| run.connection.clone()) else { return Vec::new() };
        let connection = self.connection_named(&connection).cloned();
        let Some(run) = &mut self.publishing else { return Vec::new() };
        let Some(connection) = connection else {
            let code = Code::PlatformNoConnection.page().code;
            run.fail(run.first_on_server(), &Failure::new(code, "The connection has ended. Connect again."));
            return Vec::new();
        };
        let version = run.version();
        if version.is_none() && connection.is_by_hand() {
            run.step("Upload and publish in Service Center");
            run.state = PublishState::ByHand(connection.service_center.clone());
            return run.copy().into_iter().collect();
        }
        let bytes = run.bytes.take().unwrap_or_default();
        if let Err(failure) = run.measure(bytes.len(), connection.limits) {
            run.fail(PublishStep::Upload, &failure);
            return Vec::new();
        }
        if let Some(unproven) = unproven(&connection, Operation::Publish) {
            let text = "Publishing this way is not proven with a real server.";
            run.message(Severity::Warning, text.to_owned(), unproven.note.clone());
        }
        let label = if version.is_some() { "Publishing" } else { "Uploading" };
        run.state = PublishState::OnServer(if version.is_some() { Stage::Publish } else { Stage::Upload });
        let query = PublishQuery { extension: run.extension.clone(), until: Until::Publish, two_step: false, version };
        let job = self.start(JobKind::Publish, label.to_owned());
        vec![Effect::Publish { job, connection: connection.id, query, bytes }]
    }

    pub(crate) fn publish_started(&mut self, job: JobId, result: Result<ServerJob, Failure>) -> Vec<Effect> {
        self.end(job);
        let Some(run) = &mut self.publishing else { return Vec::new() };
        match result {
            Ok(server_job) => {
                run.server_job = Some(server_job.id.clone());
                vec![Effect::FollowPublish { job: server_job.id, after: 0 }]
            }
            // The server may have got the XIF before the connection to it broke, so it may be at work.
            Err(failure) if !failure.code.starts_with('S') => {
                run.unknown(&failure);
                Vec::new()
            }
            Err(failure) => {
                run.fail(run.first_on_server(), &failure);
                let is_over = failure.code == Code::PlatformNoConnection.page().code;
                let connection = run.connection.clone();
                if is_over {
                    self.forget_connection(&connection);
                }
                Vec::new()
            }
        }
    }

    /// Takes an event of the server's job, each once and in order, however often it comes.
    pub(crate) fn publish_event(&mut self, job: &str, event: JobEvent) {
        let Some(run) = self.publishing.as_mut().filter(|run| run.server_job.as_deref() == Some(job)) else { return };
        if event.id != run.last_event + 1 {
            return;
        }
        run.last_event = event.id;
        match event.event {
            Event::Started { stage } => {
                run.state = PublishState::OnServer(stage);
                run.step(match stage {
                    Stage::Upload => "Upload",
                    Stage::Publish => "Publish",
                });
            }
            Event::Message { severity, text, detail, .. } => run.message(severity_of(severity), text, detail),
            Event::Waiting { pause } => run.state = PublishState::Waiting(pause),
            Event::Resumed => run.state = PublishState::OnServer(Stage::Publish),
            Event::Ended { outcome } => end_of(run, outcome),
            Event::Finished { .. } => {}
        }
    }

    /// The stream of events broke off before the end: it goes on where it was.
    pub(crate) fn follow_again(&mut self, job: String, lost: Option<&Failure>) -> Vec<Effect> {
        let run = self.publishing.as_mut().filter(|run| run.server_job.as_ref() == Some(&job));
        let is_open = |state: &PublishState| matches!(state, PublishState::OnServer(_) | PublishState::Waiting(_));
        let Some(run) = run.filter(|run| is_open(&run.state)) else { return Vec::new() };
        if let Some(failure) = lost {
            run.unknown(failure);
            return Vec::new();
        }
        vec![Effect::FollowPublish { job, after: run.last_event }]
    }

    /// The user has published in Service Center.
    pub(crate) fn published_by_hand(&mut self) {
        if let Some(run) = self.publishing.as_mut().filter(|run| matches!(run.state, PublishState::ByHand(_))) {
            run.end(PublishState::Published(None), "Published in Service Center, as you say.".to_owned());
        }
    }

    /// Answers what the server's job waits for.
    pub(crate) fn answer_publish(&mut self, goes_on: bool) -> Vec<Effect> {
        let job = self.publishing.as_ref().and_then(|run| run.server_job.clone());
        job.map(|job| Effect::AnswerPublish { job, goes_on }).into_iter().collect()
    }

    /// Stops what can be stopped, or closes the window of what has ended.
    pub(crate) fn close_publish(&mut self) -> Vec<Effect> {
        let Some(run) = &self.publishing else { return Vec::new() };
        match run.state {
            PublishState::Verifying => {
                let job = self.jobs.iter().find(|job| job.kind == JobKind::Compile).map(|job| job.id);
                let step = self.verify_step();
                if let Some(run) = &mut self.publishing {
                    run.end(PublishState::Stopped(step), "Stopped. Nothing was published.".to_owned());
                }
                job.map(|job| {
                    self.end(job);
                    self.stop_compiling(job);
                    vec![Effect::Stop { job }]
                })
                .unwrap_or_default()
            }
            PublishState::Saving => Vec::new(),
            PublishState::Comparing => {
                self.stop_looking(Purpose::Publish);
                if let Some(run) = &mut self.publishing {
                    let text = "Stopped. Nothing was published.".to_owned();
                    run.end(PublishState::Stopped(PublishStep::Upload), text);
                }
                Vec::new()
            }
            PublishState::OnServer(_) => self.answer_publish(false),
            _ => {
                self.publishing = None;
                self.verify_run = None;
                Vec::new()
            }
        }
    }

    /// A connection that outlived the page, with what it was doing.
    pub(crate) fn reconnected(&mut self, connection: Connection) -> Vec<Effect> {
        let running =
            connection.jobs.iter().rev().find(|job| !matches!(job.state, api::platform::job::JobState::Ended { .. }));
        let effects = running.map(|job| {
            let state = PublishState::OnServer(Stage::Upload);
            let run = PublishRun::new(job.extension.clone(), &connection, state);
            self.publishing = Some(PublishRun { server_job: Some(job.id.clone()), ..run });
            Effect::FollowPublish { job: job.id.clone(), after: 0 }
        });
        let effects = effects.into_iter().collect();
        self.add_connection(connection);
        effects
    }
}
