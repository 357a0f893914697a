//! A publish as its window shows it: what it says, how far it has come, and how it ended.

use std::sync::Arc;

use api::platform::connect::{Connection, Limits, ServiceCenter};
use api::platform::extension::ServerVersion;
use api::platform::job;
use api::problem::{Code, Problem};
use extension::{Extension, Rights, Severity};
use publication::{Cause, Doubt, Driver, Event, Publication};

use crate::errors::Failure;
use crate::{
    Breaking, DraftId, Effect, Plan, Planned, PublishOutcome, PublishStage, PublishState, PublishStep, VerifyLine,
    VerifyLineKind,
};

/// A publish that runs or has ended: what the 1-Click Publish window shows.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishRun {
    /// The extension.
    pub extension: String,
    /// The address of the environment.
    pub address: String,
    /// What was said since the verification, whose lines stand before these.
    pub lines: Vec<VerifyLine>,
    /// The changes that break consumers, and what they were compared with.
    pub breaks: Option<(String, Arc<Vec<Breaking>>)>,
    pub(super) goal: Goal,
    pub(super) what: What,
    /// What is uploaded, once it is there: nothing for a version that the environment has.
    pub(super) xif: Arc<[u8]>,
    publication: Publication<Failure>,
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
        /// The file as it was before, and what it is called.
        before: Option<Box<(String, Extension)>>,
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
        let what = What::Document { rights: Rights::to_publish(extension), before: before.map(Box::new), sent: None };
        Self::new(extension.name.to_string(), address, goal, what, Publication::of_document(Driver::Person))
    }

    /// A publish of what is there already, before anything is sent.
    pub(super) fn of_plan(plan: Plan, connection: &Connection) -> Self {
        let publication = Publication::of_stored(Driver::Person, plan.first_stage());
        let (name, goal) = (plan.extension.clone(), Goal::Connection(connection.id.clone()));
        Self { xif: plan.xif(), ..Self::new(name, connection.address.clone(), goal, What::Planned(plan), publication) }
    }

    /// A publish that an earlier page began.
    pub(super) fn of_earlier_page(extension: String, connection: &Connection, job: String) -> Self {
        let goal = Goal::Connection(connection.id.clone());
        let publication = Publication::of_job(Driver::Person, job);
        Self::new(extension, connection.address.clone(), goal, What::OfEarlierPage, publication)
    }

    fn new(extension: String, address: String, goal: Goal, what: What, publication: Publication<Failure>) -> Self {
        let (lines, breaks, xif) = (Vec::new(), None, Arc::default());
        Self { extension, address, lines, breaks, goal, what, xif, publication }
    }

    /// How far it has come.
    pub fn state(&self) -> &PublishState {
        self.publication.state()
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
        self.publication.stage()
    }

    /// How it ended.
    pub fn outcome(&self) -> Option<&PublishOutcome> {
        self.publication.outcome()
    }

    /// Takes what happened, and says what the user should know of it; what is to be done.
    pub(super) fn handle(&mut self, event: Event<Failure>) -> Vec<publication::Effect> {
        let had_ended = self.outcome().is_some();
        let effects = self.publication.handle(event);
        for effect in &effects {
            match effect {
                publication::Effect::Save => self.step("Save"),
                publication::Effect::Say(event) => self.say(event),
                _ => {}
            }
        }
        match self.outcome().cloned() {
            Some(outcome) if !had_ended => self.tell_of_end(outcome),
            _ => {}
        }
        effects
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
                format!("It has {}, and at most {} are sent.", words::size(size), words::size(limits.xif)),
                page.cure.to_owned(),
            ];
            return Err(failure);
        }
        if size > limits.usual_xif {
            let most = words::size(limits.usual_xif);
            let text = format!("The XIF has {}; servers with their first settings take {most}.", words::size(size));
            self.message(Severity::Warning, text, Code::PlatformTooLarge.page().cure.to_owned());
        }
        Ok(())
    }

    /// Tells what breaks consumers.
    pub(super) fn tell_of_breaks(&mut self, name: String, breaks: Vec<Breaking>) {
        let Some(first) = breaks.first() else { return };
        let text = words::counted_as(breaks.len(), "change breaks consumers.", "changes break consumers.");
        let details = format!("{}: {} Compared with {name}.", first.path, first.reason);
        self.message(Severity::Warning, text, details);
        self.breaks = Some((name, Arc::new(breaks)));
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

    fn say(&mut self, event: &job::Event) {
        match event {
            job::Event::Started { stage } => self.step(PublishStep::from(*stage).label()),
            job::Event::Message { severity, text, detail, .. } => {
                self.message(severity_of(*severity), text.clone(), detail.clone());
            }
            _ => {}
        }
    }

    fn tell_of_end(&mut self, outcome: PublishOutcome) {
        let text = match outcome {
            PublishOutcome::Published(version) => self.published(version),
            PublishOutcome::Marked => "Marked as published by you. XIF Studio has not checked it.".to_owned(),
            // The log of the verification says why.
            PublishOutcome::Failed(_, Cause::Found) => return,
            PublishOutcome::Failed(step, Cause::Here(failure)) => self.failed(step, &failure),
            PublishOutcome::Failed(step, Cause::Refused(problem)) => self.failed(step, &Failure::of_problem(&problem)),
            PublishOutcome::Failed(_, Cause::OfServer(problem)) => self.failed_on_server(problem),
            PublishOutcome::Failed(_, Cause::OnlyUploaded) => format!("Uploaded, not published: {}.", self.counts()),
            // A save is never stopped: its user has chosen no file.
            PublishOutcome::Stopped(PublishStep::Save) => "Saving was cancelled. Nothing was published.".to_owned(),
            PublishOutcome::Stopped(_) | PublishOutcome::NeedsConfiguration(_) => {
                "Stopped. Nothing was published.".to_owned()
            }
            PublishOutcome::Unknown(doubt, _) => self.unknown(doubt),
        };
        self.lines.push(VerifyLine { kind: VerifyLineKind::Result, text, details: String::new(), problem: None });
    }

    fn published(&self, version: Option<ServerVersion>) -> String {
        let number = version.and_then(|it| it.version);
        let text = number.map_or_else(|| "Published".to_owned(), |number| format!("Published as version {number}"));
        format!("{text}: {}.", self.counts())
    }

    fn failed(&mut self, step: PublishStep, failure: &Failure) -> String {
        self.message(Severity::Error, format!("{}: {}", failure.code, failure.text), failure.details.join(" "));
        format!("{} failed. Nothing was published.", step.label())
    }

    fn failed_on_server(&mut self, problem: Problem) -> String {
        let is_right = problem.kind() == Some(Code::PlatformRight);
        self.message(Severity::Error, format!("{}: {}", problem.code, problem.title), problem.detail);
        let rights = self.rights().filter(|_| is_right);
        let cure = rights.map_or(problem.cure, ToString::to_string);
        format!("Not published. {cure} What was published before still is.")
    }

    fn unknown(&mut self, doubt: Doubt<Failure>) -> String {
        const LOOK: &str = "Look at the versions in Service Center before you publish again.";
        let cure = match doubt {
            Doubt::NoAnswer(failure) | Doubt::Lost(failure) => {
                let text = format!("{}: {}", failure.code, failure.text);
                self.message(Severity::Warning, text, failure.details.join(" "));
                LOOK.to_owned()
            }
            Doubt::OfServer(problem) => {
                self.message(Severity::Warning, format!("{}: {}", problem.code, problem.title), problem.detail);
                problem.cure
            }
            Doubt::Left => LOOK.to_owned(),
        };
        format!("It is not known whether it is published. {cure}")
    }

    fn counts(&self) -> String {
        let [errors, warnings] = [Severity::Error, Severity::Warning]
            .map(|severity| self.lines.iter().filter(|line| line.kind == VerifyLineKind::Message(severity)).count());
        format!("{}, {}", words::counted(errors, "error"), words::counted(warnings, "warning"))
    }
}

fn severity_of(severity: job::Severity) -> Severity {
    match severity {
        job::Severity::Error => Severity::Error,
        job::Severity::Warning => Severity::Warning,
        job::Severity::Information => Severity::Information,
    }
}
