//! A publish as its window shows it: what it says, how far it has come, and how it ended.

use std::sync::Arc;

use api::platform::connect::{Connection, Limits, ServiceCenter};
use api::platform::job::{JobOutcome, Stage};
use api::problem::Code;
use extension::{Extension, Rights, Severity};

use crate::errors::Failure;
use crate::{
    Breaking, DraftId, Effect, Plan, Planned, PublishOutcome, PublishStage, PublishState, PublishStep, VerifyLine,
    VerifyLineKind, counted,
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
    /// The changes that break consumers, and what they were compared with.
    pub breaks: Option<(String, Arc<Vec<Breaking>>)>,
    pub(super) goal: Goal,
    pub(super) what: What,
}

/// Where a publish goes.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Goal {
    /// Over the connection with this id.
    Connection(String),
    /// The user publishes there: there is no connection.
    ServiceCenter(ServiceCenter),
}

/// What is published.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    /// The document, once it is verified, compiled and saved.
    Document {
        /// What the user needs when the environment says that a right is missing.
        rights: Rights,
        /// What was saved for it, and the draft that it is of, until a version is kept of it.
        sent: Option<(DraftId, Extension)>,
    },
    /// What is there already.
    Planned(Plan),
    /// Something that an earlier page began to publish.
    OfEarlierPage,
}

impl PublishRun {
    /// A publish of the document, which is verified first; `before` is the file as it was.
    pub(super) fn of_document(
        extension: &Extension,
        before: Option<(String, Extension)>,
        goal: Goal,
        address: String,
    ) -> Self {
        let what = What::Document { rights: Rights::to_publish(extension), sent: None };
        Self::new(extension.name.to_string(), address, goal, what, PublishStage::Verify { before })
    }

    /// A publish of what is there already, before anything is sent.
    pub(super) fn of_plan(plan: Plan, connection: &Connection) -> Self {
        let stage = PublishStage::Send(plan.first_stage());
        let (name, goal) = (plan.extension.clone(), Goal::Connection(connection.id.clone()));
        Self::new(name, connection.address.clone(), goal, What::Planned(plan), stage)
    }

    /// A publish that an earlier page began.
    pub(super) fn of_earlier_page(extension: String, connection: &Connection, stage: PublishStage) -> Self {
        let goal = Goal::Connection(connection.id.clone());
        Self::new(extension, connection.address.clone(), goal, What::OfEarlierPage, stage)
    }

    fn new(extension: String, address: String, goal: Goal, what: What, stage: PublishStage) -> Self {
        let (lines, breaks) = (Vec::new(), None);
        Self { extension, address, state: PublishState::At(stage), lines, breaks, goal, what }
    }

    /// The operations that it does, in order.
    pub fn steps(&self) -> &'static [PublishStep] {
        const ALL: &[PublishStep] = &PublishStep::ALL;
        match &self.what {
            What::Document { .. } | What::OfEarlierPage => ALL,
            What::Planned(Plan { what: Planned::Xif(_), .. }) => &[PublishStep::Upload, PublishStep::Publish],
            What::Planned(Plan { what: Planned::Version(_), .. }) => &[PublishStep::Publish],
        }
    }

    /// Whether the user publishes in Service Center without a connection of the studio.
    pub fn is_without_connection(&self) -> bool {
        self.connection().is_none()
    }

    /// The id of the connection.
    pub fn connection(&self) -> Option<&str> {
        match &self.goal {
            Goal::Connection(id) => Some(id),
            Goal::ServiceCenter(_) => None,
        }
    }

    /// What is published when it is not the document: `version 3`.
    pub fn planned(&self) -> Option<&str> {
        match &self.what {
            What::Planned(plan) => Some(&plan.label),
            What::Document { .. } | What::OfEarlierPage => None,
        }
    }

    /// Whether something goes on, here or on the server.
    pub fn is_running(&self) -> bool {
        self.stage().is_some_and(PublishStage::is_running)
    }

    /// What it is at, while it has not ended.
    pub fn stage(&self) -> Option<&PublishStage> {
        match &self.state {
            PublishState::At(stage) => Some(stage),
            PublishState::Ended(_) => None,
        }
    }

    /// How it ended.
    pub fn outcome(&self) -> Option<&PublishOutcome> {
        match &self.state {
            PublishState::Ended(outcome) => Some(outcome),
            PublishState::At(_) => None,
        }
    }

    /// It comes to this stage.
    pub(super) fn enter(&mut self, stage: PublishStage) {
        self.state = PublishState::At(stage);
    }

    /// The first operation that the environment does.
    pub(super) fn first_stage(&self) -> Stage {
        match &self.what {
            What::Planned(plan) => plan.first_stage(),
            What::Document { .. } | What::OfEarlierPage => Stage::Upload,
        }
    }

    /// The version on the server that is published, by the server's name for it.
    pub(super) fn version(&self) -> Option<String> {
        match &self.what {
            What::Planned(Plan { what: Planned::Version(version), .. }) => Some(version.clone()),
            _ => None,
        }
    }

    /// The XIF for the user's disk, where it is there only in the page.
    pub(super) fn copy(&self) -> Option<Effect> {
        let What::Planned(Plan { what: Planned::Xif(bytes), extension, .. }) = &self.what else { return None };
        Some(Effect::SaveCopy { file_name: format!("{extension}.xif"), bytes: bytes.to_vec() })
    }

    fn rights(&self) -> Option<&Rights> {
        match &self.what {
            What::Document { rights, .. } => Some(rights),
            What::Planned(_) | What::OfEarlierPage => None,
        }
    }

    /// Whether this many bytes may be sent; says so when servers with their first settings refuse them.
    pub(super) fn measure(&mut self, bytes: usize, limits: Limits) -> Result<(), Failure> {
        let size = bytes as u64;
        if size > limits.xif {
            let page = Code::PlatformTooLarge.page();
            let mut failure = Failure::new(Code::PlatformTooLarge, page.title);
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

    /// Tells what breaks consumers.
    pub(super) fn tell_of_breaks(&mut self, name: String, breaks: Vec<Breaking>) {
        let Some(first) = breaks.first() else { return };
        let text = match breaks.len() {
            1 => "1 change breaks consumers.".to_owned(),
            count => format!("{count} changes break consumers."),
        };
        let details = format!("{}: {} Compared with {name}.", first.path, first.reason);
        self.message(Severity::Warning, text, details);
        self.breaks = Some((name, Arc::new(breaks)));
    }

    /// The user publishes in Service Center.
    pub(super) fn leave_to_user(&mut self, place: ServiceCenter) {
        self.step("Upload and publish in Service Center");
        self.enter(PublishStage::ByHand(place));
    }

    /// The user has stopped it.
    pub(super) fn stop(&mut self, step: PublishStep) {
        self.end(PublishOutcome::Stopped(step), "Stopped. Nothing was published.".to_owned());
    }

    /// An event of the server's job is known now.
    pub(super) fn know_event(&mut self, event: u64) {
        if let PublishState::At(PublishStage::OnServer { job, .. } | PublishStage::Wait { job, .. }) = &mut self.state {
            job.last_event = event;
        }
    }

    pub(super) fn message(&mut self, severity: Severity, text: String, details: String) {
        self.lines.push(VerifyLine { kind: VerifyLineKind::Message(severity), text, details, problem: None });
    }

    pub(super) fn step(&mut self, text: &str) {
        self.lines.push(VerifyLine {
            kind: VerifyLineKind::Step,
            text: text.to_owned(),
            details: String::new(),
            problem: None,
        });
    }

    pub(super) fn end(&mut self, outcome: PublishOutcome, text: String) {
        self.state = PublishState::Ended(outcome);
        self.lines.push(VerifyLine { kind: VerifyLineKind::Result, text, details: String::new(), problem: None });
    }

    pub(super) fn unknown(&mut self, failure: &Failure) {
        self.message(Severity::Warning, format!("{}: {}", failure.code, failure.text), failure.details.join(" "));
        let text =
            "It is not known whether it is published. Look at the versions in Service Center before you publish again.";
        self.end(PublishOutcome::Unknown(None), text.to_owned());
    }

    pub(super) fn fail(&mut self, step: PublishStep, failure: &Failure) {
        self.message(Severity::Error, format!("{}: {}", failure.code, failure.text), failure.details.join(" "));
        self.end(PublishOutcome::Failed(step), format!("{} failed. Nothing was published.", step.label()));
    }
}

fn mebibytes(bytes: u64) -> String {
    let tenths = bytes * 10 / (1 << 20);
    format!("{}.{} MiB", tenths / 10, tenths % 10)
}

pub(super) fn severity_of(severity: api::platform::job::Severity) -> Severity {
    match severity {
        api::platform::job::Severity::Error => Severity::Error,
        api::platform::job::Severity::Warning => Severity::Warning,
        api::platform::job::Severity::Information => Severity::Information,
    }
}

pub(super) fn end_of(run: &mut PublishRun, outcome: JobOutcome) {
    let [errors, warnings] = [Severity::Error, Severity::Warning]
        .map(|severity| run.lines.iter().filter(|line| line.kind == VerifyLineKind::Message(severity)).count());
    let counts = format!("{}, {}", counted(errors, "error"), counted(warnings, "warning"));
    let step = match run.state {
        PublishState::At(PublishStage::OnServer { stage: Stage::Upload, .. }) => PublishStep::Upload,
        _ => PublishStep::Publish,
    };
    match outcome {
        JobOutcome::Published { version } => {
            let number = version.as_ref().and_then(|it| it.version.clone());
            let text = number.map_or_else(|| "Published".to_owned(), |number| format!("Published as version {number}"));
            run.end(PublishOutcome::Published(version), format!("{text}: {counts}."));
        }
        JobOutcome::Uploaded { .. } => {
            run.end(PublishOutcome::Failed(PublishStep::Publish), format!("Uploaded, not published: {counts}."));
        }
        JobOutcome::Failed { problem } => {
            let is_right = problem.kind() == Some(Code::PlatformRight);
            run.message(Severity::Error, format!("{}: {}", problem.code, problem.title), problem.detail);
            let rights = run.rights().filter(|_| is_right);
            let cure = rights.map_or(problem.cure, ToString::to_string);
            let text = format!("Not published. {cure} What was published before still is.");
            run.end(PublishOutcome::Failed(step), text);
        }
        JobOutcome::Aborted => run.stop(step),
        JobOutcome::Unknown { problem, versions } => {
            run.message(Severity::Warning, format!("{}: {}", problem.code, problem.title), problem.detail);
            let text = format!("It is not known whether it is published. {}", problem.cure);
            run.end(PublishOutcome::Unknown(versions), text);
        }
    }
}
