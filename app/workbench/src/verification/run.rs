//! Verify: the definition, the source code, the compiler, one after the other, each with its lines in a log.

use extension::Severity;
use rules::{Finding, Rule};

use crate::{
    Builds, Command, CompilationState, Context, Document, Effect, Files, Problem, Surroundings, VerificationCommand,
    Verifications, VerifyLine, VerifyLineKind, VerifyRun, VerifyState, VerifyStep,
};

impl Verifications {
    /// The verification that the user asked for last.
    pub(crate) fn verify_run(&self) -> Option<&VerifyRun> {
        self.verify_run.as_ref()
    }

    /// How far the verification has come.
    pub(crate) fn verify_state(&self) -> Option<VerifyState> {
        self.verify_run.as_ref().map(|run| run.state)
    }

    /// What the verification is at, or where it stopped.
    pub(crate) fn step(&self) -> Option<VerifyStep> {
        self.verify_run.as_ref().map(|run| run.step)
    }

    /// Forgets the log.
    pub(crate) fn forget_verification(&mut self) {
        self.verify_run = None;
    }

    /// Verifies the definition; without an error in it, updates and compiles the sources.
    pub(crate) fn verify(
        &mut self,
        context: &mut Context,
        files: &mut Files,
        builds: &mut Builds,
        saves: bool,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        let Some(document) = &mut context.document else { return Vec::new() };
        if document.compilation.state == CompilationState::Running {
            return Vec::new();
        }
        document.check();
        let mut run = VerifyRun { lines: Vec::new(), state: VerifyState::Running, step: VerifyStep::Definition, saves };
        run.begin(VerifyStep::Definition);
        let findings = document.findings().iter().filter(|finding| !finding.rule.is_mended_by_compiling());
        let mut problems: Vec<Problem> = findings.map(Problem::of_finding).collect();
        problems.sort_by_key(|problem| problem.severity);
        for problem in problems {
            let details = document.path_of(&problem);
            run.line(VerifyLineKind::Message(problem.severity), &problem.text.clone(), details, Some(problem));
        }
        if run.count(Severity::Error) > 0 {
            run.end(VerifyState::Failed);
            self.verify_run = Some(run);
            return Vec::new();
        }
        run.begin(VerifyStep::Source);
        self.verify_run = Some(run);
        let mut effects =
            builds.compile(context, Command::Verification(VerificationCommand::Verify { save: saves }), surroundings);
        let is_running = context.document.as_ref().is_some_and(|it| it.compilation.state == CompilationState::Running);
        if is_running {
            self.log_compiler_messages(context, 0);
            if let Some(run) = &mut self.verify_run {
                run.begin(VerifyStep::Compile);
            }
        } else {
            effects.extend(self.go_on_verifying(context, files, surroundings));
        }
        effects
    }

    /// The compiler has ended, or could not begin.
    pub(crate) fn go_on_verifying(
        &mut self,
        context: &mut Context,
        files: &mut Files,
        surroundings: &dyn Surroundings,
    ) -> Vec<Effect> {
        let Some(VerifyRun { state: VerifyState::Running, saves, .. }) = self.verify_run else { return Vec::new() };
        let Some(compilation) = context.document.as_ref().map(|document| document.compilation.state) else {
            return Vec::new();
        };
        let logged =
            self.verify_run.as_ref().map_or(0, |run| run.lines.iter().filter(|line| is_of_compiler(line)).count());
        self.log_compiler_messages(context, logged);
        // Others may have changed a shared draft while it was compiled: what was compiled is not what would be saved.
        let is_other =
            compilation == CompilationState::Succeeded && !context.document.as_ref().is_some_and(Document::is_compiled);
        if let Some(run) = self.verify_run.as_mut().filter(|_| is_other) {
            let text = "The extension was changed while it was compiled. Verify or publish it again.";
            run.line(VerifyLineKind::Message(Severity::Error), text, String::new(), None);
        }
        let is_usable = compilation != CompilationState::Succeeded || is_other || self.log_assembly(context);
        let state = match compilation {
            CompilationState::Succeeded if is_other || !is_usable => VerifyState::Failed,
            CompilationState::Succeeded => VerifyState::Succeeded,
            CompilationState::NotYet => VerifyState::Stopped,
            CompilationState::Failed | CompilationState::Running => VerifyState::Failed,
        };
        let not_compiled = if context.question.is_some() {
            "Lines written by hand would be overwritten. Answer the question first."
        } else {
            "The source code cannot be compiled."
        };
        let said = context.notices().last().filter(|notice| notice.code.is_some()).cloned();
        if let Some(run) = &mut self.verify_run {
            // A compiler that could not be reached says so in a notice and in no problem.
            if state == VerifyState::Failed && run.count(Severity::Error) == 0 {
                let (text, details) = said.map_or_else(
                    || (not_compiled.to_owned(), String::new()),
                    |notice| (notice.text, notice.details.join(" ")),
                );
                run.line(VerifyLineKind::Message(Severity::Error), &text, details, None);
            }
            run.end(state);
        }
        if saves && state == VerifyState::Succeeded { files.save(context, false, surroundings) } else { Vec::new() }
    }

    /// Adds that the assembly which was compiled does not follow the definition, as that of a project which builds something
    /// else does not. Whether it does.
    fn log_assembly(&mut self, context: &mut Context) -> bool {
        let (Some(run), Some(document)) = (&mut self.verify_run, &mut context.document) else { return true };
        document.check();
        let is_it = |finding: &&Finding| finding.rule == Rule::AssemblyOtherDefinition;
        let Some(finding) = document.findings().iter().find(is_it) else { return true };
        let problem = Problem { severity: finding.severity, ..Problem::of_finding(finding) };
        let details = document.path_of(&problem);
        run.line(VerifyLineKind::Message(problem.severity), &finding.text, details, Some(problem));
        false
    }

    /// Adds what the update of the sources and the compiler said, but for the first lines, which stand already.
    fn log_compiler_messages(&mut self, context: &mut Context, logged: usize) {
        let (Some(run), Some(document)) = (&mut self.verify_run, &context.document) else { return };
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
