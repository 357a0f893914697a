//! The pipeline of 1-Click Publish: verify, update the source code, compile, save and compare here; upload and publish on
//! the server, whose events are followed until it says how it ended (integration-studio, section 8.1).

use std::sync::Arc;

use api::platform::connect::{Connection, Operation, ServiceCenter};
use api::platform::job::{Event, Job as ServerJob, JobEvent, JobState, PublishQuery, Stage, Until};
use api::problem::Code;
use extension::{Extension, Severity};

use super::run::{Goal, What, end_of, severity_of};
use super::stage::FollowedJob;
use crate::errors::Failure;
use crate::{
    Against, Baseline, Breaking, Command, CompilationState, Connections, Context, Document, DraftId, Effect, JobId,
    JobKind, Means, NotStarted, PublicationCommand, Publications, PublishOutcome, PublishRun, PublishStage,
    PublishState, PublishStep, Purpose, StepState, Surroundings, Verifications, VerifyState, breaks, cannot_fetch,
    unproven,
};

impl Publications {
    /// The publish that the user asked for last.
    pub(crate) fn publish_run(&self) -> Option<&PublishRun> {
        self.publishing.as_ref()
    }

    /// How an operation of the publish stands.
    pub(crate) fn publish_step(&self, verification: &Verifications, step: PublishStep) -> StepState {
        let run = self.publishing.as_ref();
        run.map_or(StepState::Waiting, |run| run.state.of_step(step, verification.step()))
    }

    /// The publish that goes on, with what it is at.
    fn going_on(&mut self) -> Option<(&mut PublishRun, PublishStage)> {
        let run = self.publishing.as_mut()?;
        let stage = run.stage()?.clone();
        Some((run, stage))
    }

    /// Begins, or asks for a connection first.
    pub(super) fn publish(
        &mut self,
        context: &mut Context,
        means: &mut Means<'_>,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        if context.document.is_none() || self.is_busy_publishing(context) {
            return Vec::new();
        }
        let Some(connection) = means.connections.connection() else {
            means.connections.connect(Some(Box::new(Command::Publication(PublicationCommand::Publish))));
            return Vec::new();
        };
        let (goal, address) = (Goal::Connection(connection.id.clone()), connection.address.clone());
        self.begin(context, means, goal, address, surroundings)
    }

    /// Begins a publish that ends in Service Center, at the address that the user gave; it may be empty.
    pub(super) fn publish_by_hand(
        &mut self,
        context: &mut Context,
        means: &mut Means<'_>,
        address: &str,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        if context.document.is_none() || self.is_busy_publishing(context) {
            return Vec::new();
        }
        let place = ServiceCenter::at(service_center_of(address));
        let address = place.address.clone();
        means.connections.close_connect(context);
        self.begin(context, means, Goal::ServiceCenter(place), address, surroundings)
    }

    fn begin(
        &mut self,
        context: &mut Context,
        means: &mut Means<'_>,
        goal: Goal,
        address: String,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        let Some(document) = &context.document else { return Vec::new() };
        let before = document.version(Against::Saved);
        self.publishing = Some(PublishRun::of_document(document.extension(), before, goal, address));
        means.verification.forget_verification();
        means.verification.verify(context, means.files, means.builds, false, surroundings)
    }

    /// Whether something goes on that a publish must wait for.
    fn is_busy_publishing(&self, context: &Context) -> bool {
        let is_compiling =
            context.document.as_ref().is_some_and(|it| it.compilation().state == CompilationState::Running);
        is_compiling
            || context.is_running(JobKind::Save)
            || self.publishing.as_ref().is_some_and(PublishRun::is_running)
    }

    /// The document goes; what the server does goes on.
    pub(crate) fn leave_publishing(&mut self, context: &mut Context, connections: &mut Connections) {
        self.publishing.take_if(|run| run.stage().is_some_and(PublishStage::is_here));
        connections.stop_looking(context, Purpose::Publish);
    }

    /// The verification may have ended.
    pub(crate) fn go_on_publishing(
        &mut self,
        context: &mut Context,
        means: &mut Means<'_>,
        surroundings: &dyn Surroundings,
    ) -> Vec<Effect> {
        let Some((run, PublishStage::Verify { before })) = self.going_on() else { return Vec::new() };
        match means.verification.verify_state() {
            Some(VerifyState::Succeeded) => {
                run.enter(PublishStage::Save { before });
                run.step("Save");
                return means.files.save(context, false, surroundings);
            }
            // The log of the verification says why.
            Some(VerifyState::Failed) => {
                let step = PublishStep::of(means.verification.step());
                run.state = PublishState::Ended(PublishOutcome::Failed(step));
            }
            Some(VerifyState::Stopped) => run.stop(PublishStep::Compile),
            Some(VerifyState::Running) | None => {}
        }
        Vec::new()
    }

    /// The save has ended. The bytes that are saved are the ones that are published.
    pub(crate) fn saved_for_publishing(
        &mut self,
        context: &mut Context,
        connections: &mut Connections,
        result: Result<Arc<[u8]>, Option<Failure>>,
    ) -> Vec<Effect> {
        let Some((run, PublishStage::Save { before })) = self.going_on() else { return Vec::new() };
        match result {
            Ok(xif) => {
                if let What::Document { sent, .. } = &mut run.what {
                    let saved = |document: &Document| Some((document.draft, document.saved.clone()?));
                    *sent = context.document.as_ref().and_then(saved);
                }
                run.enter(PublishStage::Compare { xif });
                return self.compare_for_publishing(context, connections, before);
            }
            Err(Some(failure)) => run.fail(PublishStep::Save, &failure),
            Err(None) => {
                let text = "Saving was cancelled. Nothing was published.";
                run.end(PublishOutcome::Stopped(PublishStep::Save), text.to_owned());
            }
        }
        Vec::new()
    }

    /// Looks for what consumers have now. Where the environment cannot tell, the file as it was before counts.
    fn compare_for_publishing(
        &mut self,
        context: &mut Context,
        connections: &mut Connections,
        before: Option<(String, Extension)>,
    ) -> Vec<Effect> {
        let Some(run) = &self.publishing else { return Vec::new() };
        let connection = run.connection().and_then(|id| connections.connection_named(id)).cloned();
        if let Some(connection) = connection.filter(|connection| cannot_fetch(connection).is_none())
            && let Ok(effect) = connections.look_up(context, &connection, run.extension.clone(), Purpose::Publish)
        {
            return vec![effect];
        }
        let baseline = before.ok_or_else(|| "Not published or saved before.".to_owned());
        self.compared_for_publishing(context, connections, baseline)
    }

    /// Says what breaks consumers, and goes on: a warning stops nothing.
    pub(crate) fn compared_for_publishing(
        &mut self,
        context: &mut Context,
        connections: &mut Connections,
        baseline: Baseline,
    ) -> Vec<Effect> {
        let Some((run, PublishStage::Compare { xif })) = self.going_on() else { return Vec::new() };
        match (baseline, &context.document) {
            (Ok((name, before)), Some(document)) => run.tell_of_breaks(name, breaks(&before, document.extension())),
            (Err(why), _) => {
                let text = "Breaking-change check skipped.";
                run.message(Severity::Information, text.to_owned(), why);
            }
            (Ok(_), None) => {}
        }
        self.upload(context, connections, &xif)
    }

    /// Hands over what is published, or leaves that to the user.
    pub(super) fn upload(&mut self, context: &mut Context, connections: &mut Connections, xif: &[u8]) -> Vec<Effect> {
        let Some(run) = &mut self.publishing else { return Vec::new() };
        let connection = match &run.goal {
            Goal::ServiceCenter(place) => {
                let place = place.clone();
                run.leave_to_user(place);
                return Vec::new();
            }
            Goal::Connection(id) => connections.connection_named(id),
        };
        let first = run.first_stage();
        let Some(connection) = connection else {
            let code = Code::PlatformNoConnection;
            run.fail(first.into(), &Failure::new(code, "The connection has ended. Connect again."));
            return Vec::new();
        };
        let version = run.version();
        if version.is_none() && connection.is_by_hand() {
            run.leave_to_user(connection.service_center.clone());
            return run.copy().into_iter().collect();
        }
        if let Err(failure) = run.measure(xif.len(), connection.limits) {
            run.fail(PublishStep::Upload, &failure);
            return Vec::new();
        }
        if let Some(unproven) = unproven(connection, Operation::Publish) {
            let text = "Not yet verified with a Platform Server.";
            run.message(Severity::Warning, text.to_owned(), unproven.note.clone());
        }
        let label = match first {
            Stage::Upload => "Uploading",
            Stage::Publish => "Publishing",
        };
        run.enter(PublishStage::Send(first));
        let query = PublishQuery { extension: run.extension.clone(), until: Until::Publish, two_step: false, version };
        let job = context.start(JobKind::Publish, label.to_owned());
        vec![Effect::Publish { job, connection: connection.id.clone(), query, bytes: xif.to_vec() }]
    }

    /// The server has begun, or not.
    pub(super) fn publish_started(
        &mut self,
        context: &mut Context,
        connections: &mut Connections,
        job: JobId,
        result: Result<ServerJob, NotStarted>,
    ) -> Vec<Effect> {
        context.end(job);
        let Some((run, PublishStage::Send(stage))) = self.going_on() else { return Vec::new() };
        match result {
            Ok(ServerJob { id, .. }) => {
                run.enter(PublishStage::OnServer { job: FollowedJob::new(id.clone()), stage });
                return vec![Effect::FollowPublish { job: id, after: 0 }];
            }
            // The server may have got the XIF before the connection to it broke, so it may be at work.
            Err(NotStarted::Unclear(failure)) => run.unknown(&failure),
            Err(NotStarted::Refused(problem)) => {
                run.fail(stage.into(), &Failure::of_problem(&problem));
                if let (Some(Code::PlatformNoConnection), Some(id)) = (problem.kind(), run.connection()) {
                    connections.forget_connection(id);
                }
            }
        }
        Vec::new()
    }

    /// Takes an event of the server's job, each once and in order, however often it comes.
    pub(super) fn publish_event(&mut self, id: &str, event: JobEvent) {
        let Some((run, PublishStage::OnServer { mut job, .. } | PublishStage::Wait { mut job, .. })) = self.going_on()
        else {
            return;
        };
        if job.id != id || event.id != job.last_event + 1 {
            return;
        }
        job.last_event = event.id;
        run.know_event(event.id);
        match event.event {
            Event::Started { stage } => {
                run.enter(PublishStage::OnServer { job, stage });
                run.step(match stage {
                    Stage::Upload => "Upload",
                    Stage::Publish => "Publish",
                });
            }
            Event::Message { severity, text, detail, .. } => run.message(severity_of(severity), text, detail),
            Event::Waiting { pause } => run.enter(PublishStage::Wait { job, pause }),
            Event::Resumed => run.enter(PublishStage::OnServer { job, stage: Stage::Publish }),
            Event::Ended { outcome } => end_of(run, outcome),
            Event::Finished { .. } => {}
        }
    }

    /// The stream of events broke off before the end: it goes on where it was.
    pub(super) fn follow_again(&mut self, id: &str, lost: Option<&Failure>) -> Vec<Effect> {
        let Some((run, stage)) = self.going_on() else { return Vec::new() };
        let Some(job) = stage.job().filter(|job| job.id == id) else { return Vec::new() };
        if let Some(failure) = lost {
            run.unknown(failure);
            return Vec::new();
        }
        vec![Effect::FollowPublish { job: job.id.clone(), after: job.last_event }]
    }

    /// The user has published in Service Center.
    pub(super) fn published_by_hand(&mut self) {
        if let Some((run, PublishStage::ByHand(_))) = self.going_on() {
            let text = "Marked as published by you. XIF Studio has not checked it.";
            run.end(PublishOutcome::Marked, text.to_owned());
        }
    }

    /// Answers what the server's job waits for.
    pub(super) fn answer_publish(&mut self, goes_on: bool) -> Vec<Effect> {
        let job = self.going_on().and_then(|(_, stage)| Some(stage.job()?.id.clone()));
        job.map(|job| Effect::AnswerPublish { job, goes_on }).into_iter().collect()
    }

    /// Stops what can be stopped, or closes the window of what has ended.
    pub(super) fn close_publish(&mut self, context: &mut Context, means: &mut Means<'_>) -> Vec<Effect> {
        match self.going_on() {
            Some((run, PublishStage::Verify { .. })) => {
                run.stop(PublishStep::of(means.verification.step()));
                let Some(job) = context.jobs_of(JobKind::Compile).first().copied() else { return Vec::new() };
                context.end(job);
                means.builds.stop_compiling(context, job);
                vec![Effect::Stop { job }]
            }
            Some((run, PublishStage::Compare { .. })) => {
                run.stop(PublishStep::Upload);
                means.connections.stop_looking(context, Purpose::Publish);
                Vec::new()
            }
            Some((_, PublishStage::OnServer { .. })) => self.answer_publish(false),
            Some((_, PublishStage::Save { .. } | PublishStage::Send(_))) => Vec::new(),
            Some((_, PublishStage::Wait { .. } | PublishStage::ByHand(_))) | None => {
                if self.publishing.take().is_some() {
                    means.verification.forget_verification();
                }
                Vec::new()
            }
        }
    }

    /// A connection outlived the page: what it was doing is followed.
    pub(crate) fn reconnected(&mut self, connection: &Connection) -> Vec<Effect> {
        let is_open = |job: &&ServerJob| !matches!(job.state, JobState::Ended { .. });
        let Some(job) = connection.jobs.iter().rev().find(is_open) else { return Vec::new() };
        let stage = PublishStage::OnServer { job: FollowedJob::new(job.id.clone()), stage: Stage::Upload };
        self.publishing = Some(PublishRun::of_earlier_page(job.extension.clone(), connection, stage));
        vec![Effect::FollowPublish { job: job.id.clone(), after: 0 }]
    }

    /// What was published of a document since this was asked last: where, the draft that it is of, and what was sent.
    pub(crate) fn take_published(&mut self) -> Option<(String, DraftId, Extension)> {
        let run = self.publishing.as_mut()?;
        let is_published = matches!(run.outcome(), Some(PublishOutcome::Published(_) | PublishOutcome::Marked));
        let What::Document { sent, .. } = &mut run.what else { return None };
        let (draft, sent) = sent.take_if(|_| is_published)?;
        Some((run.address.clone(), draft, sent))
    }

    /// The changes that break consumers of what is published, and what they were compared with.
    pub(crate) fn publish_breaks(&self) -> Option<(String, Arc<Vec<Breaking>>)> {
        self.publishing.as_ref()?.breaks.clone()
    }
}

/// Service Center at the address that a user gave: a host is enough. Empty where nothing was given.
fn service_center_of(address: &str) -> String {
    let address = address.trim().trim_end_matches('/');
    let is_whole = address.starts_with("https://") || address.starts_with("http://");
    match (address.is_empty(), is_whole) {
        (true, _) => String::new(),
        (false, true) if address.to_ascii_lowercase().ends_with("/servicecenter") => address.to_owned(),
        (false, true) => format!("{address}/ServiceCenter"),
        (false, false) => format!("https://{address}/ServiceCenter"),
    }
}
