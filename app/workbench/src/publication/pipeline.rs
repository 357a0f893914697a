//! The publish pipeline with the studio around it: what the pipeline wants done is done by the subjects that a publish is made of.

use std::sync::Arc;

use api::platform::connect::{Connection, Operation as Supported, ServiceCenter};
use api::platform::job::{Job as ServerJob, JobEvent, JobState, PublishQuery, Until};
use api::problem::Code;
use extension::{Extension, Severity};
use publication::{Event, Operation, Way};

use super::run::{Goal, What};
use crate::errors::Failure;
use crate::{
    Against, Baseline, Breaking, Command, CompilationState, Connections, Context, Document, DraftId, Effect, JobId,
    JobKind, Means, NotStarted, PublicationCommand, Publications, PublishOutcome, PublishRun, PublishStage,
    PublishStep, Purpose, StepState, Surroundings, VerifyState, VerifyStep, breaks, cannot_fetch, unproven,
};

impl Publications {
    /// The publish that the user asked for last.
    pub(crate) fn publish_run(&self) -> Option<&PublishRun> {
        self.publishing.as_ref()
    }

    /// How an operation of the publish stands.
    pub(crate) fn publish_step(&self, step: PublishStep) -> StepState {
        self.publishing.as_ref().map_or(StepState::Waiting, |run| run.state().of_step(step))
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

    /// The verification may have gone on, or ended.
    pub(crate) fn go_on_publishing(
        &mut self,
        context: &mut Context,
        means: &mut Means<'_>,
        surroundings: &dyn Surroundings,
    ) -> Vec<Effect> {
        let is_verified = |run: &PublishRun| matches!(run.stage(), Some(PublishStage::Verify(_)));
        if !self.publishing.as_ref().is_some_and(is_verified) {
            return Vec::new();
        }
        let step = step_of(means.verification.step());
        let event = match means.verification.verify_state() {
            Some(VerifyState::Succeeded) => Event::Checked(Ok(())),
            Some(VerifyState::Failed) => Event::Checked(Err(step)),
            Some(VerifyState::Stopped) => Event::CheckStopped(PublishStep::Compile),
            Some(VerifyState::Running) | None => Event::Checking(step),
        };
        self.happen(context, means, surroundings, event)
    }

    /// Tells the pipeline what happened, and does what it wants.
    pub(super) fn happen(
        &mut self,
        context: &mut Context,
        means: &mut Means<'_>,
        surroundings: &dyn Surroundings,
        event: Event<Failure>,
    ) -> Vec<Effect> {
        let Some(run) = &mut self.publishing else { return Vec::new() };
        let mut effects = Vec::new();
        for effect in run.handle(event) {
            effects.extend(self.carry_out(context, means, surroundings, effect));
        }
        effects
    }

    fn carry_out(
        &mut self,
        context: &mut Context,
        means: &mut Means<'_>,
        surroundings: &dyn Surroundings,
        effect: publication::Effect,
    ) -> Vec<Effect> {
        match effect {
            publication::Effect::Save => means.files.save(context, false, surroundings),
            publication::Effect::Compare => self.compare(context, means, surroundings),
            publication::Effect::Reach => self.reach(context, means, surroundings),
            publication::Effect::Send => self.send(context),
            publication::Effect::Follow { job, after } => vec![Effect::FollowPublish { job, after }],
            publication::Effect::Answer { job, goes_on } => vec![Effect::AnswerPublish { job, goes_on }],
            publication::Effect::StopChecking => {
                let Some(job) = context.jobs_of(JobKind::Compile).first().copied() else { return Vec::new() };
                context.end(job);
                means.builds.stop_compiling(context, job);
                vec![Effect::Stop { job }]
            }
            publication::Effect::StopComparing => {
                means.connections.stop_looking(context, Purpose::Publish);
                Vec::new()
            }
            // The run has said it; and a person looks for what became of a lost answer.
            publication::Effect::Say(_) | publication::Effect::Look => Vec::new(),
        }
    }

    /// The save has ended. The bytes that are saved are the ones that are published.
    pub(crate) fn saved_for_publishing(
        &mut self,
        context: &mut Context,
        means: &mut Means<'_>,
        surroundings: &dyn Surroundings,
        result: Result<Arc<[u8]>, Option<Failure>>,
    ) -> Vec<Effect> {
        let Some(run) = self.publishing.as_mut().filter(|run| matches!(run.stage(), Some(PublishStage::Save))) else {
            return Vec::new();
        };
        let event = match result {
            Ok(xif) => {
                if let What::Document { sent, .. } = &mut run.what {
                    let saved = |document: &Document| Some((document.draft, document.saved.clone()?));
                    *sent = context.document.as_ref().and_then(saved);
                }
                run.xif = xif;
                Event::Saved(Ok(()))
            }
            Err(Some(failure)) => Event::Saved(Err(failure)),
            Err(None) => Event::SaveCancelled,
        };
        self.happen(context, means, surroundings, event)
    }

    /// Looks for what consumers have now. Where the environment cannot tell, the file as it was before counts.
    fn compare(
        &mut self,
        context: &mut Context,
        means: &mut Means<'_>,
        surroundings: &dyn Surroundings,
    ) -> Vec<Effect> {
        let Some(run) = &mut self.publishing else { return Vec::new() };
        let connection = run.connection().and_then(|id| means.connections.connection_named(id)).cloned();
        if let Some(connection) = connection.filter(|connection| cannot_fetch(connection).is_none())
            && let Ok(effect) = means.connections.look_up(context, &connection, run.extension.clone(), Purpose::Publish)
        {
            return vec![effect];
        }
        let before = match &mut run.what {
            What::Document { before, .. } => before.take().map(|before| *before),
            What::Planned(_) | What::OfEarlierPage => None,
        };
        let baseline = before.ok_or_else(|| "Not published or saved before.".to_owned());
        self.compared_for_publishing(context, means, surroundings, baseline)
    }

    /// Says what breaks consumers, and goes on: a warning stops nothing.
    pub(crate) fn compared_for_publishing(
        &mut self,
        context: &mut Context,
        means: &mut Means<'_>,
        surroundings: &dyn Surroundings,
        baseline: Baseline,
    ) -> Vec<Effect> {
        let Some(run) = self.publishing.as_mut().filter(|run| matches!(run.stage(), Some(PublishStage::Compare)))
        else {
            return Vec::new();
        };
        match (baseline, &context.document) {
            (Ok((name, before)), Some(document)) => run.tell_of_breaks(name, breaks(&before, document.extension())),
            (Err(why), _) => {
                let text = "Breaking-change check skipped.";
                run.message(Severity::Information, text.to_owned(), why);
            }
            (Ok(_), None) => {}
        }
        self.happen(context, means, surroundings, Event::Compared)
    }

    /// Hands over what is published, or leaves that to the user.
    pub(super) fn reach(
        &mut self,
        context: &mut Context,
        means: &mut Means<'_>,
        surroundings: &dyn Surroundings,
    ) -> Vec<Effect> {
        let Some(run) = &mut self.publishing else { return Vec::new() };
        let way = Self::way(run, means.connections);
        let copy = match &way {
            Way::ByHand(_) => {
                run.step("Upload and publish in Service Center");
                run.copy()
            }
            Way::Open | Way::Closed(_) => None,
        };
        let effects = self.happen(context, means, surroundings, Event::Reached(way));
        copy.into_iter().chain(effects).collect()
    }

    fn way(run: &mut PublishRun, connections: &Connections) -> Way<Failure> {
        let connection = match &run.goal {
            Goal::ServiceCenter(place) => return Way::ByHand(place.clone()),
            Goal::Connection(id) => connections.connection_named(id),
        };
        let Some(connection) = connection else {
            return Way::Closed(Failure::new(Code::PlatformNoConnection, "The connection has ended. Connect again."));
        };
        let way = Way::of(connection, run.version().is_some());
        if matches!(way, Way::Open) {
            if let Err(failure) = run.measure(run.xif.len(), connection.limits) {
                return Way::Closed(failure);
            }
            if let Some(unproven) = unproven(connection, Supported::Publish) {
                let text = "Not yet verified with a Platform Server.";
                run.message(Severity::Warning, text.to_owned(), unproven.note.clone());
            }
        }
        way
    }

    fn send(&self, context: &mut Context) -> Vec<Effect> {
        let Some(run) = &self.publishing else { return Vec::new() };
        let (Some(PublishStage::Send(operation)), Some(connection)) = (run.stage(), run.connection()) else {
            return Vec::new();
        };
        let label = match operation {
            Operation::Upload => "Uploading",
            Operation::Publish => "Publishing",
        };
        let version = run.version();
        let query = PublishQuery { extension: run.extension.clone(), until: Until::Publish, two_step: false, version };
        let job = context.start(JobKind::Publish, label.to_owned());
        vec![Effect::Publish { job, connection: connection.to_owned(), query, bytes: run.xif.to_vec() }]
    }

    /// The server has begun, or not.
    pub(super) fn publish_started(
        &mut self,
        context: &mut Context,
        means: &mut Means<'_>,
        surroundings: &dyn Surroundings,
        job: JobId,
        result: Result<ServerJob, NotStarted>,
    ) -> Vec<Effect> {
        context.end(job);
        let has_no_connection =
            matches!(&result, Err(NotStarted::Refused(problem)) if problem.kind() == Some(Code::PlatformNoConnection));
        let connection = self.publishing.as_ref().and_then(|run| run.connection().map(str::to_owned));
        let is_sending = |run: &PublishRun| matches!(run.stage(), Some(PublishStage::Send(_)));
        if !self.publishing.as_ref().is_some_and(is_sending) {
            return Vec::new();
        }
        let effects = self.happen(context, means, surroundings, Event::Sent(result.map(|job| job.id)));
        if let Some(id) = connection.filter(|_| has_no_connection) {
            means.connections.forget_connection(&id);
        }
        effects
    }

    /// The event of the pipeline that an event of the server's job is.
    pub(super) fn told(job: String, event: JobEvent) -> Event<Failure> {
        Event::Told { job, number: event.id, event: event.event }
    }

    /// Stops what can be stopped, or closes the window of what has ended.
    pub(super) fn close_publish(
        &mut self,
        context: &mut Context,
        means: &mut Means<'_>,
        surroundings: &dyn Surroundings,
    ) -> Vec<Effect> {
        if self.publishing.as_ref().is_some_and(PublishRun::is_running) {
            return self.happen(context, means, surroundings, Event::Stop);
        }
        if self.publishing.take().is_some() {
            means.verification.forget_verification();
        }
        Vec::new()
    }

    /// A connection outlived the page: what it was doing is followed.
    pub(crate) fn reconnected(&mut self, connection: &Connection) -> Vec<Effect> {
        let is_open = |job: &&ServerJob| !matches!(job.state, JobState::Ended { .. });
        let Some(job) = connection.jobs.iter().rev().find(is_open) else { return Vec::new() };
        self.publishing = Some(PublishRun::of_earlier_page(job.extension.clone(), connection, job.id.clone()));
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

/// The operation that a step of the verification is.
const fn step_of(step: Option<VerifyStep>) -> PublishStep {
    match step {
        Some(VerifyStep::Definition) | None => PublishStep::Verify,
        Some(VerifyStep::Source) => PublishStep::UpdateSource,
        Some(VerifyStep::Compile) => PublishStep::Compile,
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
