//! Verify: the definition, the source code, the compiler, one after the other, each with its lines in a log.

use extension::Severity;

use crate::{CompilationState, Document, Effect, Problem, Surroundings, Workbench};

/// A verification that runs or has ended: what the Verify window shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyRun {
    /// A line for each step and each message; the last one counts them.
    pub lines: Vec<VerifyLine>,
    /// How far it has come.
    pub state: VerifyState,
    /// Whether the extension is saved when it is valid.
    saves: bool,
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

    fn step(&mut self, text: &str) {
        self.line(VerifyLineKind::Step, text, String::new(), None);
    }

    fn line(&mut self, kind: VerifyLineKind, text: &str, details: String, problem: Option<Problem>) {
        self.lines.push(VerifyLine { kind, text: text.to_owned(), details, problem });
    }

    fn end(&mut self, state: VerifyState) {
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

pub(crate) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

impl Workbench {
    /// The verification that the user asked for last.
    pub fn verify_run(&self) -> Option<&VerifyRun> {
        self.verify_run.as_ref()
    }

    /// Verifies the definition; without an error in it, updates and compiles the sources.
    pub(crate) fn verify(&mut self, saves: bool, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        let Some(document) = &mut self.document else { return Vec::new() };
        if document.compilation.state == CompilationState::Running {
            return Vec::new();
        }
        document.check();
        let mut run = VerifyRun { lines: Vec::new(), state: VerifyState::Running, saves };
        run.step("Verify definition");
        for problem in document.findings().iter().map(Problem::of_finding) {
            let details = document.path_of(&problem);
            run.line(VerifyLineKind::Message(problem.severity), &problem.text.clone(), details, Some(problem));
        }
        if run.count(Severity::Error) > 0 {
            run.end(VerifyState::Failed);
            self.verify_run = Some(run);
            return Vec::new();
        }
        run.step("Update source code");
        self.verify_run = Some(run);
        let mut effects = self.compile(surroundings);
        let is_running = self.document.as_ref().is_some_and(|it| it.compilation.state == CompilationState::Running);
        if is_running {
            self.log_compiler_messages(0);
            if let Some(run) = &mut self.verify_run {
                run.step("Compile");
            }
        } else {
            effects.extend(self.go_on_verifying(surroundings));
        }
        effects
    }

    /// The compiler has ended, or could not begin.
    pub(crate) fn go_on_verifying(&mut self, surroundings: &dyn Surroundings) -> Vec<Effect> {
        let Some(VerifyRun { state: VerifyState::Running, saves, .. }) = self.verify_run else { return Vec::new() };
        let Some(compilation) = self.document.as_ref().map(|document| document.compilation.state) else {
            return Vec::new();
        };
        let logged =
            self.verify_run.as_ref().map_or(0, |run| run.lines.iter().filter(|line| is_of_compiler(line)).count());
        self.log_compiler_messages(logged);
        // Others may have changed a shared draft while it was compiled: what was compiled is not what would be saved.
        let is_other =
            compilation == CompilationState::Succeeded && !self.document.as_ref().is_some_and(Document::is_compiled);
        if let Some(run) = self.verify_run.as_mut().filter(|_| is_other) {
            let text = "The extension was changed while it was compiled. Verify or publish it again.";
            run.line(VerifyLineKind::Message(Severity::Error), text, String::new(), None);
        }
        let state = match compilation {
            CompilationState::Succeeded if is_other => VerifyState::Failed,
            CompilationState::Succeeded => VerifyState::Succeeded,
            CompilationState::NotYet => VerifyState::Stopped,
            CompilationState::Failed | CompilationState::Running => VerifyState::Failed,
        };
        let said = self.notices.last().filter(|notice| notice.code.is_some()).cloned();
        if let Some(run) = &mut self.verify_run {
            // A compiler that could not be reached says so in a notice and in no problem.
            if state == VerifyState::Failed && run.count(Severity::Error) == 0 {
                let (text, details) = said.map_or_else(
                    || ("The source code cannot be compiled.".to_owned(), String::new()),
                    |notice| (notice.text, notice.details.join(" ")),
                );
                run.line(VerifyLineKind::Message(Severity::Error), &text, details, None);
            }
            run.end(state);
        }
        if saves && state == VerifyState::Succeeded { self.save(false, surroundings) } else { Vec::new() }
    }

    /// Adds what the update of the sources and the compiler said, but for the first lines, which stand already.
    fn log_compiler_messages(&mut self, logged: usize) {
        let (Some(run), Some(document)) = (&mut self.verify_run, &self.document) else { return };
        for problem in document.compilation.problems.iter().skip(logged) {
            let details = document.path_of(problem);
            let text = if problem.code.is_empty() {
                problem.text.clone()
            } else {
                format!("{}: {}", problem.code, problem.text)
            };
            run.line(VerifyLineKind::Message(problem.severity), &text, details, Some(problem.clone()));
        }
    }
}

fn is_of_compiler(line: &VerifyLine) -> bool {
    line.problem.as_ref().is_some_and(|problem| problem.place.is_none())
}

impl crate::Document {
    /// Where a problem is, in words: `GetOrder.Lines, Data Type` or `Orders.cs(12,4)`.
    pub fn path_of(&self, problem: &Problem) -> String {
        match problem.place {
            Some(place) => {
                let path = place.item.path(self.extension()).unwrap_or_default();
                format!("{path}, {}", place.property.label())
            }
            None if problem.line > 0 => format!("{}({},{})", problem.file, problem.line, problem.column),
            None => problem.file.clone(),
        }
    }
}
