//! A publish as its window shows it: six operations, what they say, and how it ended.

use std::sync::Arc;

use api::platform::connect::{Connection, Limits, ServiceCenter};
use api::platform::extension::ServerVersion;
use api::platform::job::{JobOutcome, Pause, Stage};
use api::problem::Code;
use extension::{Extension, Rights, Severity};

use crate::errors::Failure;
use crate::republishing::Planned;
use crate::verifying::counted;
use crate::{Breaking, DraftId, Effect, Plan, VerifyLine, VerifyLineKind};

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
    pub(crate) last_event: u64,
    /// The id of the connection.
    pub connection: String,
    pub(crate) bytes: Option<Vec<u8>>,
    pub(crate) published: Published,
    /// What is published of a document here, once it is saved, and the draft that it is of.
    pub(crate) sent: Option<(DraftId, Extension)>,
    /// The file as it was before it is saved for this publish, and what it is called.
    pub(crate) before: Option<(String, Extension)>,
    /// What the user needs when the environment says that a right is missing, where the document is known.
    pub(crate) rights: Option<Rights>,
    /// The changes that break consumers, and what they were compared with.
    pub breaks: Option<(String, Arc<Vec<Breaking>>)>,
}

/// What is published.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Published {
    /// The document, once it is verified, compiled and saved.
    Document,
    /// What is there already.
    Planned(Plan),
}

/// How far a publish has come.
#[derive(Debug, Clone, PartialEq)]
pub enum PublishState {
    /// Verify, Update Source Code, Compile: the verification tells.
    Verifying,
    /// Writing the XIF.
    Saving,
    /// Looking for what consumers have now, which is compared before the upload.
    Comparing,
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
    pub(crate) fn new(extension: String, connection: &Connection, state: PublishState) -> Self {
        Self {
            extension,
            address: connection.address.clone(),
            state,
            lines: Vec::new(),
            server_job: None,
            last_event: 0,
            connection: connection.id.clone(),
            bytes: None,
            published: Published::Document,
            sent: None,
            before: None,
            rights: None,
            breaks: None,
        }
    }

    /// A publish of what is there already, before anything is sent.
    pub(crate) fn of_plan(plan: Plan, connection: &Connection) -> Self {
        let stage = match plan.what {
            Planned::Version(_) => Stage::Publish,
            Planned::Xif(_) => Stage::Upload,
        };
        let mut run = Self::new(plan.extension.clone(), connection, PublishState::OnServer(stage));
        run.bytes = match &plan.what {
            Planned::Xif(bytes) => Some(bytes.to_vec()),
            Planned::Version(_) => None,
        };
        run.published = Published::Planned(plan);
        run
    }

    /// The operations that it does, in order.
    pub fn steps(&self) -> &'static [PublishStep] {
        const ALL: &[PublishStep] = &PublishStep::ALL;
        match &self.published {
            Published::Document => ALL,
            Published::Planned(Plan { what: Planned::Xif(_), .. }) => &[PublishStep::Upload, PublishStep::Publish],
            Published::Planned(Plan { what: Planned::Version(_), .. }) => &[PublishStep::Publish],
        }
    }

    /// What is published when it is not the document: `version 3`.
    pub fn planned(&self) -> Option<&str> {
        match &self.published {
            Published::Document => None,
            Published::Planned(plan) => Some(&plan.label),
        }
    }

    /// The first operation that the environment does.
    pub(crate) fn first_on_server(&self) -> PublishStep {
        if self.version().is_some() { PublishStep::Publish } else { PublishStep::Upload }
    }

    /// The version on the server that is published, by the server's name for it.
    pub(crate) fn version(&self) -> Option<String> {
        match &self.published {
            Published::Planned(Plan { what: Planned::Version(version), .. }) => Some(version.clone()),
            Published::Planned(_) | Published::Document => None,
        }
    }

    /// The XIF for the user's disk, where it is there only in the page.
    pub(crate) fn copy(&self) -> Option<Effect> {
        let Published::Planned(Plan { what: Planned::Xif(bytes), extension, .. }) = &self.published else {
            return None;
        };
        Some(Effect::SaveCopy { file_name: format!("{extension}.xif"), bytes: bytes.to_vec() })
    }

    /// Whether this many bytes may be sent; says so when servers with their first settings refuse them.
    pub(crate) fn measure(&mut self, bytes: usize, limits: Limits) -> Result<(), Failure> {
        let size = bytes as u64;
        if size > limits.xif {
            let page = Code::PlatformTooLarge.page();
            let mut failure = Failure::new(page.code, page.title);
            failure.details = vec![
                format!("It has {}, and at most {} are sent.", mebibytes(size), mebibytes(limits.xif)),
                page.cure.to_owned(),
            ];
            return Err(failure);
        }
        if size > limits.usual_xif {
            let most = mebibytes(limits.usual_xif);
            let text = format!("The XIF has {}; servers with their first settings take {most}.", mebibytes(size));
            self.message(Severity::Warning, text, Code::PlatformTooLarge.page().cure.to_owned());
        }
        Ok(())
    }

    /// Whether something goes on, here or on the server.
    pub fn is_running(&self) -> bool {
        matches!(
            self.state,
            PublishState::Verifying | PublishState::Saving | PublishState::Comparing | PublishState::OnServer(_)
        )
    }

    pub(crate) fn message(&mut self, severity: Severity, text: String, details: String) {
        self.lines.push(VerifyLine { kind: VerifyLineKind::Message(severity), text, details, problem: None });
    }

    pub(crate) fn step(&mut self, text: &str) {
        self.lines.push(VerifyLine {
            kind: VerifyLineKind::Step,
            text: text.to_owned(),
            details: String::new(),
            problem: None,
        });
    }

    pub(crate) fn end(&mut self, state: PublishState, text: String) {
        self.state = state;
        self.lines.push(VerifyLine { kind: VerifyLineKind::Result, text, details: String::new(), problem: None });
    }

    pub(crate) fn unknown(&mut self, failure: &Failure) {
        self.message(Severity::Warning, format!("{}: {}", failure.code, failure.text), failure.details.join(" "));
        let text =
            "It is not known whether it is published. Look at the versions in Service Center before you publish again.";
        self.end(PublishState::Unknown(None), text.to_owned());
    }

    pub(crate) fn fail(&mut self, step: PublishStep, failure: &Failure) {
        self.message(Severity::Error, format!("{}: {}", failure.code, failure.text), failure.details.join(" "));
        self.end(PublishState::Failed(step), format!("{} did not work. Nothing was published.", step.label()));
    }
}

fn mebibytes(bytes: u64) -> String {
    let tenths = bytes * 10 / (1 << 20);
    format!("{}.{} MiB", tenths / 10, tenths % 10)
}

pub(crate) fn severity_of(severity: api::platform::job::Severity) -> Severity {
    match severity {
        api::platform::job::Severity::Error => Severity::Error,
        api::platform::job::Severity::Warning => Severity::Warning,
        api::platform::job::Severity::Information => Severity::Information,
    }
}

pub(crate) fn end_of(run: &mut PublishRun, outcome: JobOutcome) {
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
            let is_right = problem.kind() == Some(Code::PlatformRight);
            run.message(Severity::Error, format!("{}: {}", problem.code, problem.title), problem.detail);
            let rights = run.rights.as_ref().filter(|_| is_right);
            let cure = rights.map_or(problem.cure, ToString::to_string);
            let text = format!("Not published. {cure} What was published before still is.");
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
