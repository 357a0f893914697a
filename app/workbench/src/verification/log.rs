//! The log of a verification.

use extension::Severity;
use words::counted;

use crate::Problem;

/// A verification that runs or has ended: what the Verify window shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyRun {
    /// A line for each step and each message; the last one counts them.
    pub lines: Vec<VerifyLine>,
    /// How far it has come.
    pub state: VerifyState,
    /// What it is at, or where it stopped.
    pub(super) step: VerifyStep,
    /// Whether the extension is saved when it is valid.
    pub(super) saves: bool,
}

/// The steps of a verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum VerifyStep {
    /// The definition is verified.
    Definition,
    /// The sources are made to follow it.
    Source,
    /// They are compiled.
    Compile,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyLine {
    /// What kind of line.
    pub kind: VerifyLineKind,
    /// What it says.
    pub text: String,
    /// What it is about, and more to it.
    pub details: String,
    /// The problem that it tells of.
    pub problem: Option<Problem>,
}

/// What a line of the log is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VerifyLineKind {
    /// A step begins.
    Step,
    /// A message.
    Message(Severity),
    /// The end, with the counts.
    Result,
}

/// How far a verification has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VerifyState {
    /// The compiler is at work.
    Running,
    /// There are no errors.
    Succeeded,
    /// There are errors.
    Failed,
    /// The user stopped it.
    Stopped,
}

impl VerifyRun {
    /// How many messages have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.lines.iter().filter(|line| line.kind == VerifyLineKind::Message(severity)).count()
    }

    /// Whether the extension is saved when it is valid.
    pub fn saves(&self) -> bool {
        self.saves
    }

    pub(super) fn begin(&mut self, step: VerifyStep) {
        self.step = step;
        let text = match step {
            VerifyStep::Definition => "Verify definition",
            VerifyStep::Source => "Update source code",
            VerifyStep::Compile => "Compile",
        };
        self.line(VerifyLineKind::Step, text, String::new(), None);
    }

    pub(super) fn line(&mut self, kind: VerifyLineKind, text: &str, details: String, problem: Option<Problem>) {
        self.lines.push(VerifyLine { kind, text: text.to_owned(), details, problem });
    }

    pub(super) fn end(&mut self, state: VerifyState) {
        self.state = state;
        let [errors, warnings] = [Severity::Error, Severity::Warning].map(|severity| self.count(severity));
        let counts = format!("{}, {}", counted(errors, "error"), counted(warnings, "warning"));
        let text = match state {
            VerifyState::Succeeded => format!("The extension is valid: {counts}."),
            VerifyState::Stopped => format!("Stopped: {counts} so far."),
            _ => format!("The extension is not valid: {counts}."),
        };
        self.line(VerifyLineKind::Result, &text, String::new(), None);
    }
}
