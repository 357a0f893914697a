//! Compiling: the sources go to the server, what comes back becomes problems and the assembly.

use api::compile::{CompileAnswer, Outcome};
use extension::{Edit, Extension, Folder, Resource};

use crate::errors::Failure;
use crate::{
    Builds, Command, CompilationState, CompileWait, Context, Document, Effect, JobId, JobKind, News, Problem, Severity,
    Surroundings, edit_of, has_error, has_same_content, source,
};

impl Builds {
    /// Updates and compiles the sources; `then` is what the user asked for, to be done after a question.
    pub(crate) fn compile(
        &mut self,
        context: &mut Context,
        then: Command,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        if context.is_running(JobKind::Compile) || context.document.is_none() {
            return Vec::new();
        }
        let Some((_, findings)) = source::follow_definition(context, then, surroundings) else {
            context.with_document(|document| {
                document.compilation.state = CompilationState::Failed;
                document.compilation.output.push("Not compiled: the source code is not updated.".to_owned());
            });
            return Vec::new();
        };
        let Some(document) = &mut context.document else { return Vec::new() };
        if has_error(&findings) {
            document.compilation.state = CompilationState::Failed;
            document
                .compilation
                .output
                .push("Build failed: the source code cannot be updated. See Problems.".to_owned());
            return Vec::new();
        }
        document.compilation.state = CompilationState::Running;
        let extension = document.extension().clone();
        let files = document.source_files();
        let name = extension.name.to_string();
        document.compilation.output.push(format!("Compiling {name}: {} files.", files.len()));
        let job = context.start(JobKind::Compile, format!("Compiling {name}"));
        self.compiling = Some((job, extension));
        vec![Effect::Compile { job, extension: name, files }]
    }

    pub(crate) fn compiled(
        &mut self,
        context: &mut Context,
        job: JobId,
        result: Result<CompileAnswer, Failure>,
        surroundings: &mut dyn Surroundings,
    ) {
        let Some((_, compiled)) = self.compiling.take_if(|(running, _)| *running == job) else { return };
        context.end(job);
        let Some(document) = &mut context.document else { return };
        match result {
            Ok(answer) => {
                if let Err(failure) = document.take_answer(answer, &compiled, surroundings) {
                    context.fail(failure);
                }
            }
            Err(failure) => {
                document.compilation.state = CompilationState::Failed;
                document.compilation.output.push(failure.text.clone());
                context.fail(failure);
            }
        }
        context.announce(News::Compiled);
    }

    /// Ends every compilation: another page changes the draft from now on.
    pub(crate) fn stop_all(&mut self, context: &mut Context) {
        for job in context.jobs_of(JobKind::Compile) {
            context.end(job);
            self.stop_compiling(context, job);
        }
    }

    /// The document goes: what is compiled of it is of no use.
    pub(crate) fn leave_compilation(&mut self) {
        self.compiling = None;
    }

    /// The document is closed.
    pub(crate) fn close_compilation(&mut self) {
        (self.compiling, self.adding) = (None, None);
    }

    /// Shows what the compilation waits for: in its job always, and in the output once each time that it changes.
    pub(crate) fn wait_for_compiler(&mut self, context: &mut Context, job: JobId, waits: CompileWait) {
        let Some((_, extension)) = self.compiling.as_ref().filter(|(running, _)| *running == job) else { return };
        let label = match waits {
            CompileWait::Place(place) => format!("Waiting: place {place}"),
            CompileWait::Again(pause) => {
                format!("Waiting: the server is busy, trying again in {}", words::wait(pause))
            }
            CompileWait::Compiler => format!("Compiling {}", extension.name),
        };
        if !context.relabel(job, &label) {
            return;
        }
        context.with_document(|document| document.compilation.output.push(label));
    }

    pub(crate) fn stop_compiling(&mut self, context: &mut Context, job: JobId) {
        if self.compiling.take_if(|(running, _)| *running == job).is_some() {
            context.with_document(|document| {
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
        let seconds = words::seconds(std::time::Duration::from_millis(answer.elapsed_ms));
        match answer.outcome {
            Outcome::Succeeded { assembly } => {
                let is_current = has_same_content(sent, self.extension());
                let keeps = is_current && self.has_assembly_of_its_sources(&assembly.name);
                if !keeps {
                    self.take_assembly(&assembly, sent, surroundings)?;
                }
                self.compilation.state = CompilationState::Succeeded;
                self.compilation.compiled = is_current.then(|| self.extension().clone());
                self.compilation.output.push(format!(
                    "Build succeeded: {} ({} bytes, {seconds})",
                    assembly.name,
                    assembly.dll.len()
                ));
                if keeps {
                    let text = "The file has an assembly of these sources already, which was kept.";
                    self.compilation.output.push(text.to_owned());
                }
                if !is_current {
                    self.compilation
                        .output
                        .push("The extension was changed meanwhile; compile again to include the changes.".to_owned());
                }
                Ok(())
            }
            Outcome::Failed => {
                self.compilation.state = CompilationState::Failed;
                let errors = words::counted(self.compilation.errors(), "error");
                self.compilation.output.push(format!("Build failed: {errors} ({seconds})"));
                Ok(())
            }
            Outcome::Stopped { problem } => {
                self.compilation.state = CompilationState::Failed;
                self.compilation.output.push(format!("{}: {}", problem.title, problem.detail));
                Err(Failure::of_problem(&problem))
            }
        }
    }

    /// Whether nothing was changed since the file was opened or saved, and its assembly is not older than any of its sources:
    /// compiling is then a look, which changes nothing.
    fn has_assembly_of_its_sources(&self, assembly: &str) -> bool {
        let extension = self.extension();
        let Some(built) = extension.resource_at(Folder::BINARIES, assembly).map(|it| it.last_modified.as_str()) else {
            return false;
        };
        let is_older = |resource: &Resource| {
            let changed = resource.last_modified.as_str();
            changed.len() == built.len() && changed <= built
        };
        let is_input = |resource: &&std::sync::Arc<Resource>| {
            csharp::project_path(resource).is_some() && !resource.folder.is_same(Folder::BINARIES)
        };
        !self.is_dirty() && extension.resources.iter().filter(is_input).all(|resource| is_older(resource))
    }

    /// The compiled files become the resources that they are in every XIF.
    fn take_assembly(
        &mut self,
        assembly: &api::compile::Assembly,
        sent: &Extension,
        surroundings: &mut dyn Surroundings,
    ) -> Result<(), Failure> {
        let documentation = assembly.documentation.as_deref();
        let changes = csharp::assembly_changes(self.extension(), sent, assembly.dll.clone(), documentation);
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
            cause: diagnostic.cause.clone(),
        }
    }
}
