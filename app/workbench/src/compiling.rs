//! Compiling: the sources go to the server, what comes back becomes problems and the assembly.

use api::compile::{CompileAnswer, Outcome};
use extension::{Edit, Extension};

use crate::document::has_same_content;
use crate::errors::Failure;
use crate::sources::{edit_of, has_error};
use crate::{
    CompilationState, CompileWait, Document, Effect, JobId, JobKind, Problem, Severity, Surroundings, Workbench,
};

impl Workbench {
    pub(crate) fn compile(&mut self, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        if self.is_running(JobKind::Compile) {
            return Vec::new();
        }
        let Some(document) = &mut self.document else { return Vec::new() };
        let findings = match document.update_source(surroundings) {
            Ok((_, findings)) => findings,
            Err(failure) => {
                self.fail(failure);
                return Vec::new();
            }
        };
        document.show_findings(&findings);
        if has_error(&findings) {
            document.compilation.state = CompilationState::Failed;
            document
                .compilation
                .output
                .push("Not compiled: the source code cannot be updated, see Problems.".to_owned());
            return Vec::new();
        }
        document.compilation.state = CompilationState::Running;
        let extension = document.extension().clone();
        let files = document.source_files();
        let name = extension.name.to_string();
        document.compilation.output.push(format!("Compiling {name}: {} files.", files.len()));
        let job = self.start(JobKind::Compile, format!("Compiling {name}"));
        self.compiling = Some((job, extension));
        vec![Effect::Compile { job, extension: name, files }]
    }

    pub(crate) fn compiled(
        &mut self,
        job: JobId,
        result: Result<CompileAnswer, Failure>,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        let Some((_, compiled)) = self.compiling.take_if(|(running, _)| *running == job) else { return Vec::new() };
        self.end(job);
        let Some(document) = &mut self.document else { return Vec::new() };
        match result {
            Ok(answer) => {
                if let Err(failure) = document.take_answer(answer, &compiled, surroundings) {
                    self.fail(failure);
                }
            }
            Err(failure) => {
                document.compilation.state = CompilationState::Failed;
                document.compilation.output.push(failure.text.clone());
                self.fail(failure);
            }
        }
        self.go_on_verifying(surroundings)
    }

    /// Shows what the compilation waits for: in its job always, and in the output once each time that it changes.
    pub(crate) fn wait_for_compiler(&mut self, job: JobId, waits: CompileWait) {
        let Some((_, extension)) = self.compiling.as_ref().filter(|(running, _)| *running == job) else { return };
        let label = match waits {
            CompileWait::Place(place) => format!("Waiting: place {place}"),
            CompileWait::Again(pause) => {
                format!("Waiting: the server is busy, trying again in {} s", pause.as_secs_f64().ceil())
            }
            CompileWait::Compiler => format!("Compiling {}", extension.name),
        };
        let Some(shown) = self.jobs.iter_mut().find(|running| running.id == job && running.label != label) else {
            return;
        };
        shown.label.clone_from(&label);
        self.with_document(|document| document.compilation.output.push(label));
    }

    pub(crate) fn stop_compiling(&mut self, job: JobId) {
        if self.compiling.take_if(|(running, _)| *running == job).is_some() {
            self.with_document(|document| {
                document.compilation.state = CompilationState::NotYet;
                document.compilation.output.push("Stopped.".to_owned());
            });
        }
    }
}

impl Document {
    /// Takes over what the server answered for the extension as it was when it was sent.
    fn take_answer(
        &mut self,
        answer: CompileAnswer,
        sent: &Extension,
        surroundings: &mut dyn Surroundings,
    ) -> Result<(), Failure> {
        let problems: Vec<Problem> =
            answer.diagnostics.iter().map(|diagnostic| self.problem_of_diagnostic(diagnostic)).collect();
        self.compilation.problems.extend(problems);
        self.compilation.problems.sort_by_key(|problem| problem.severity);
        self.compilation.output.extend(answer.output.lines().map(str::to_owned));
        let seconds = std::time::Duration::from_millis(answer.elapsed_ms).as_secs_f64();
        match answer.outcome {
            Outcome::Succeeded { assembly } => {
                let is_current = has_same_content(sent, self.extension());
                self.take_assembly(&assembly, surroundings)?;
                self.compilation.state = CompilationState::Succeeded;
                self.compilation.compiled = is_current.then(|| self.extension().clone());
                self.compilation.output.push(format!(
                    "Compiled in {seconds:.1} s: {} ({} bytes).",
                    assembly.name,
                    assembly.dll.len()
                ));
                if !is_current {
                    self.compilation
                        .output
                        .push("The extension was changed meanwhile; compile again to include the changes.".to_owned());
                }
                Ok(())
            }
            Outcome::Failed => {
                self.compilation.state = CompilationState::Failed;
                self.compilation
                    .output
                    .push(format!("Not compiled, {seconds:.1} s: {} errors.", self.compilation.errors()));
                Ok(())
            }
            Outcome::Stopped { problem } => {
                self.compilation.state = CompilationState::Failed;
                self.compilation.output.push(format!("{}: {}", problem.title, problem.detail));
                Err(Failure::of_problem(&problem))
            }
        }
    }

    /// The compiled files become the resources that they are in every XIF.
    fn take_assembly(
        &mut self,
        assembly: &api::compile::Assembly,
        surroundings: &mut dyn Surroundings,
    ) -> Result<(), Failure> {
        let documentation = assembly.documentation.as_ref().map(|text| text.clone().into_bytes());
        let changes = csharp::assembly_changes(self.extension(), assembly.dll.clone(), documentation);
        let edits: Vec<Edit> = changes.iter().map(|change| edit_of(change, surroundings)).collect();
        if edits.is_empty() {
            return Ok(());
        }
        self.apply(&Edit::All("Compile".to_owned(), edits)).map_err(|refusal| Failure::of_refusal(&refusal))
    }

    fn problem_of_diagnostic(&self, diagnostic: &api::compile::Diagnostic) -> Problem {
        let start = diagnostic.span.map(|span| span.start);
        let end = diagnostic.span.and_then(|span| span.end).or(start);
        let file = diagnostic.file.clone().unwrap_or_default();
        Problem {
            severity: match diagnostic.severity {
                api::compile::Severity::Error => Severity::Error,
                api::compile::Severity::Warning => Severity::Warning,
                api::compile::Severity::Info => Severity::Information,
            },
            code: diagnostic.code.clone(),
            text: diagnostic.text.clone(),
            place: None,
            resource: self.resource_of_path(&file),
            file,
            line: start.map_or(0, |position| position.line),
            column: start.map_or(0, |position| position.column),
            end_line: end.map_or(0, |position| position.line),
            end_column: end.map_or(0, |position| position.column),
        }
    }
}
