//! 1-Click Publish: verify, update the source code, compile and save here; upload and publish on the server, whose
//! events are followed until it says how it ended (integration-studio, section 8.1).

use api::platform::connect::{Backend, Connection, Operation, ServiceCenter, Support};
use api::platform::extension::ServerVersion;
use api::platform::job::{Event, Job as ServerJob, JobEvent, JobOutcome, Pause, PublishQuery, Stage, Until};
use extension::Severity;

use crate::errors::Failure;
use crate::verifying::counted;
use crate::{
    Command, CompilationState, Effect, JobId, JobKind, Surroundings, VerifyLine, VerifyLineKind, VerifyState, Workbench,
};

/// A publish that runs or has ended: what the 1-Click Publish window shows.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishRun {
    /// The extension.
    pub extension: String,
    /// The address of the environment.
    pub address: String,
    /// How far it has come.
    pub state: PublishState,
    /// What was said since the verification, whose lines stand before these.
    pub lines: Vec<VerifyLine>,
    /// What the job on the server is called, once there is one.
    pub server_job: Option<String>,
    /// The number of the last event of that job.
    last_event: u64,
    connection: String,
    bytes: Option<Vec<u8>>,
}

/// How far a publish has come.
#[derive(Debug, Clone, PartialEq)]
pub enum PublishState {
    /// Verify, Update Source Code, Compile: the verification tells.
    Verifying,
    /// Writing the XIF.
    Saving,
    /// The environment has it now, at this operation.
    OnServer(Stage),
    /// The server waits for the user.
    Waiting(Pause),
    /// The user publishes in Service Center, as these steps say.
    ByHand(ServiceCenter),
    /// It did not work; where it stopped.
    Failed(PublishStep),
    /// The user stopped it before anything was published; where it stopped.
    Stopped(PublishStep),
    /// It is published, as this version where the server says which.
    Published(Option<ServerVersion>),
    /// It is not known whether it is published; what the server has, where it could be read.
    Unknown(Option<Vec<ServerVersion>>),
}

/// The six operations of 1-Click Publish.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PublishStep {
    /// The definition is verified.
    Verify,
    /// The sources follow it.
    UpdateSource,
    /// The sources are compiled.
    Compile,
    /// The XIF is written.
    Save,
    /// The environment gets it.
    Upload,
    /// The environment makes it available.
    Publish,
}

impl PublishStep {
    /// All six, in order.
    pub const ALL: [Self; 6] =
        [Self::Verify, Self::UpdateSource, Self::Compile, Self::Save, Self::Upload, Self::Publish];

    /// The name that the platform's tools show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Verify => "Verify",
            Self::UpdateSource => "Update Source Code",
            Self::Compile => "Compile",
            Self::Save => "Save",
            Self::Upload => "Upload",
            Self::Publish => "Publish",
        }
    }
}

/// How an operation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepState {
    /// It has not begun.
    Waiting,
    /// It is at work.
    Running,
    /// It is done.
    Done,
    /// It did not work.
    Failed,
}

impl PublishRun {
    /// Whether something goes on, here or on the server.
    pub fn is_running(&self) -> bool {
        matches!(self.state, PublishState::Verifying | PublishState::Saving | PublishState::OnServer(_))
    }

    fn message(&mut self, severity: Severity, text: String, details: String) {
        self.lines.push(VerifyLine { kind: VerifyLineKind::Message(severity), text, details, problem: None });
    }

    fn step(&mut self, text: &str) {
        self.lines.push(VerifyLine {
            kind: VerifyLineKind::Step,
            text: text.to_owned(),
            details: String::new(),
            problem: None,
        });
    }

    fn end(&mut self, state: PublishState, text: String) {
        self.state = state;
        self.lines.push(VerifyLine { kind: VerifyLineKind::Result, text, details: String::new(), problem: None });
    }

    fn unknown(&mut self, failure: &Failure) {
        self.message(Severity::Warning, format!("{}: {}", failure.code, failure.text), failure.details.join(" "));
        let text =
            "It is not known whether it is published. Look at the versions in Service Center before you publish again.";
        self.end(PublishState::Unknown(None), text.to_owned());
    }

    fn fail(&mut self, step: PublishStep, failure: &Failure) {
        self.message(Severity::Error, format!("{}: {}", failure.code, failure.text), failure.details.join(" "));
        self.end(PublishState::Failed(step), format!("{} did not work. Nothing was published.", step.label()));
    }
}

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
            PublishState::OnServer(Stage::Upload) => (PublishStep::Upload, false),
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
        self.publishing = Some(PublishRun {
            extension: document.extension().name.to_string(),
            address: connection.address.clone(),
            state: PublishState::Verifying,
            lines: Vec::new(),
            server_job: None,
            last_event: 0,
            connection: connection.id.clone(),
            bytes: None,
        });
        self.verify_run = None;
        self.verify(false, surroundings)
    }

    /// The document goes; what the server does goes on.
    pub(crate) fn leave_publishing(&mut self) {
        let is_here = |run: &mut PublishRun| matches!(run.state, PublishState::Verifying | PublishState::Saving);
        self.publishing.take_if(is_here);
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
            Ok(()) => self.upload(),
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

    fn upload(&mut self) -> Vec<Effect> {
        let connection = self
            .publishing
            .as_ref()
            .and_then(|run| self.connections.iter().find(|connection| connection.id == run.connection).cloned());
        let Some(run) = &mut self.publishing else { return Vec::new() };
        let Some(connection) = connection else {
            run.fail(PublishStep::Upload, &Failure::new("S619", "The connection has ended. Connect again."));
            return Vec::new();
        };
        if is_by_hand(&connection) {
            run.step("Upload and publish in Service Center");
            run.state = PublishState::ByHand(connection.service_center.clone());
            return Vec::new();
        }
        if connection.support(Operation::Publish) == Support::Unverified {
            let text =
                "Publishing this way is inferred from public sources and not proven with a server like this one.";
            run.message(Severity::Warning, text.to_owned(), String::new());
        }
        run.state = PublishState::OnServer(Stage::Upload);
        let bytes = run.bytes.take().unwrap_or_default();
        let query =
            PublishQuery { extension: run.extension.clone(), until: Until::Publish, two_step: false, version: None };
        let job = self.start(JobKind::Publish, "Uploading".to_owned());
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
                run.fail(PublishStep::Upload, &failure);
                let is_over = failure.code == "S619";
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
            self.publishing = Some(PublishRun {
                extension: job.extension.clone(),
                address: connection.address.clone(),
                state: PublishState::OnServer(Stage::Upload),
                lines: Vec::new(),
                server_job: Some(job.id.clone()),
                last_event: 0,
                connection: connection.id.clone(),
                bytes: None,
            });
            Effect::FollowPublish { job: job.id.clone(), after: 0 }
        });
        let effects = effects.into_iter().collect();
        self.add_connection(connection);
        effects
    }
}

/// Whether the studio cannot upload or publish there, so that the user does in Service Center.
fn is_by_hand(connection: &Connection) -> bool {
    connection.backend == Backend::Assisted
        || [Operation::Upload, Operation::Publish]
            .iter()
            .any(|operation| connection.support(*operation) == Support::Unsupported)
}

fn severity_of(severity: api::platform::job::Severity) -> Severity {
    match severity {
        api::platform::job::Severity::Error => Severity::Error,
        api::platform::job::Severity::Warning => Severity::Warning,
        api::platform::job::Severity::Information => Severity::Information,
    }
}

fn end_of(run: &mut PublishRun, outcome: JobOutcome) {
    let [errors, warnings] = [Severity::Error, Severity::Warning]
        .map(|severity| run.lines.iter().filter(|line| line.kind == VerifyLineKind::Message(severity)).count());
    let counts = format!("{}, {}", counted(errors, "error"), counted(warnings, "warning"));
    let step = match run.state {
        PublishState::OnServer(Stage::Upload) => PublishStep::Upload,
        _ => PublishStep::Publish,
    };
    match outcome {
        JobOutcome::Published { version } => {
            let number = version.as_ref().and_then(|it| it.version.clone());
            let text = number.map_or_else(|| "Published".to_owned(), |number| format!("Published as version {number}"));
            run.end(PublishState::Published(version), format!("{text}: {counts}."));
        }
        JobOutcome::Uploaded { .. } => {
            run.end(PublishState::Failed(PublishStep::Publish), format!("Uploaded, not published: {counts}."));
        }
        JobOutcome::Failed { problem } => {
            run.message(Severity::Error, format!("{}: {}", problem.code, problem.title), problem.detail);
            let text = format!("Not published. {} What was published before still is.", problem.cure);
            run.end(PublishState::Failed(step), text);
        }
        JobOutcome::Aborted => run.end(PublishState::Stopped(step), "Stopped. Nothing was published.".to_owned()),
        JobOutcome::Unknown { problem, versions } => {
            run.message(Severity::Warning, format!("{}: {}", problem.code, problem.title), problem.detail);
            let text = format!("It is not known whether it is published. {}", problem.cure);
            run.end(PublishState::Unknown(versions), text);
        }
    }
}
