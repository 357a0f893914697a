//! Source files: edited by hand, made to follow the definition, compiled.
//!
//! The merge needs to know which definition the sources followed last, to tell a renamed action from a
//! new one. The document keeps those definitions by step of its history, so that undo goes back in them too.

use api::compile::{CompileAnswer, Outcome};
use csharp::{FileChange, Finding};
use extension::{Content, Edit, Extension, FileName, Folder, Key, Resource, ResourceEdit};

use crate::document::has_same_content;
use crate::errors::Failure;
use crate::notice::NoticeKind;
use crate::{
    CompilationState, Document, Effect, JobId, JobKind, Problem, Severity, SourceFile, Surroundings, Target, Workbench,
    line_ends,
};

impl Document {
    /// The definition that the sources follow.
    fn followed(&self) -> &Extension {
        let position = self.history.position();
        let last = self.followed.iter().rev().find(|(step, _)| *step <= position);
        last.map_or_else(|| &self.history.steps()[0].extension, |(_, extension)| extension)
    }

    /// Whether an update of the source would change something because the definition has changed.
    pub fn sources_are_behind(&self) -> bool {
        let (followed, now) = (self.followed(), self.extension());
        followed.name != now.name
            || followed.actions != now.actions
            || followed.structures != now.structures
            || followed.entities != now.entities
    }

    /// Makes the sources follow the definition, as one step; how many files changed, and what the
    /// merge has to say.
    fn update_source(&mut self, surroundings: &mut dyn Surroundings) -> Result<(usize, Vec<Finding>), Failure> {
        let update = csharp::update(self.followed(), self.extension());
        let edits: Vec<Edit> = update.files.iter().map(|file| edit_of(file, surroundings)).collect();
        let count = edits.len();
        if count > 0 {
            self.apply(&Edit::All("Update source code".to_owned(), edits))
                .map_err(|refusal| Failure::of_refusal(&refusal))?;
        }
        let position = self.history.position();
        self.followed.retain(|(step, _)| *step < position);
        self.followed.push((position, self.extension().clone()));
        Ok((count, update.findings))
    }

    /// The files of `Source\NET`, with paths inside it.
    fn source_files(&self) -> Vec<SourceFile> {
        let path = |resource: &Resource| source_path(resource);
        let files = self.extension().resources.iter();
        files
            .filter_map(|resource| Some(SourceFile { path: path(resource)?, content: resource.content.clone() }))
            .collect()
    }

    fn resource_of_path(&self, path: &str) -> Option<Key> {
        let same = |resource: &&std::sync::Arc<Resource>| {
            source_path(resource).is_some_and(|own| own.eq_ignore_ascii_case(path))
        };
        self.extension().resources.iter().find(same).map(|resource| resource.key)
    }
}

fn edit_of(file: &FileChange, surroundings: &mut dyn Surroundings) -> Edit {
    let (content, time) = (file.content.clone(), surroundings.now_local());
    match file.resource {
        Some(key) => Edit::Resource(key, ResourceEdit::SetContent(content, time)),
        None => {
            let key = surroundings.new_key();
            Edit::AddResource(Resource::new(key, file.file_name.clone(), file.folder.clone(), content, time))
        }
    }
}

/// The path inside `Source\NET`, with slashes; `None` for what lies elsewhere.
fn source_path(resource: &Resource) -> Option<String> {
    let mut parts = resource.folder.parts();
    let is = |part: Option<&str>, name: &str| part.is_some_and(|part| part.eq_ignore_ascii_case(name));
    if !is(parts.next(), "Source") || !is(parts.next(), "NET") {
        return None;
    }
    let mut path = parts.collect::<Vec<_>>().join("/");
    if !path.is_empty() {
        path.push('/');
    }
    Some(path + resource.file_name.as_str())
}

impl Workbench {
    pub(crate) fn change_source(&mut self, resource: Key, text: &str, surroundings: &dyn Surroundings) {
        let Some(document) = &mut self.document else { return };
        let Some(found) = document.extension().resource(resource) else { return };
        let Some(before) = found.content.text() else {
            let failure = Failure::not_text(found.file_name.as_str());
            return self.fail(failure);
        };
        let kept = line_ends::keep(&before, text);
        if kept == before {
            return;
        }
        let bom = if found.content.has_bom() { "\u{feff}" } else { "" };
        let content = Content::from_bytes(format!("{bom}{kept}").into_bytes());
        let edit = Edit::Resource(resource, ResourceEdit::SetContent(content, surroundings.now_local()));
        if let Ok(next) = document.extension().apply(&edit) {
            let label = edit.label(document.extension());
            document.push(label, next, Some(format!("source {resource}")));
        }
    }

    pub(crate) fn update_source_and_tell(&mut self, surroundings: &mut dyn Surroundings) {
        let Some(document) = &mut self.document else { return };
        match document.update_source(surroundings) {
            Ok((count, findings)) => {
                document.show_findings(&findings);
                let text = match count {
                    0 => "The source code already follows the definition.".to_owned(),
                    1 => "Source code updated: 1 file.".to_owned(),
                    _ => format!("Source code updated: {count} files."),
                };
                let kind = if findings.is_empty() { NoticeKind::Done } else { NoticeKind::Warning };
                self.tell(kind, text).details.extend(findings.iter().map(|finding| finding.text.clone()));
            }
            Err(failure) => self.fail(failure),
        }
    }

    pub(crate) fn edit_source(&mut self, action: Option<Key>, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        let Some(document) = &mut self.document else { return Vec::new() };
        let updated = document.update_source(surroundings);
        let extension = document.extension();
        let main = extension.resource_at(Folder::SOURCE, &format!("{}.cs", extension.name)).cloned();
        let method = action.and_then(|key| extension.actions.get(key)).map(|action| format!("Mss{}", action.name));
        match updated {
            Ok((_, findings)) => document.show_findings(&findings),
            Err(failure) => self.fail(failure),
        }
        let Some(main) = main else {
            self.tell(NoticeKind::Warning, "The extension has no source file of its own name.");
            return Vec::new();
        };
        self.show(Target::Source(main.key));
        let line = method.and_then(|method| line_of_method(&main.content.text()?, &method));
        line.map(|line| Effect::RevealSource { resource: main.key, line, column: 1 }).into_iter().collect()
    }

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
        Vec::new()
    }

    pub(crate) fn stop_compiling(&mut self, job: JobId) {
        if self.compiling.take_if(|(running, _)| *running == job).is_some() {
            self.with_document(|document| {
                document.compilation.state = CompilationState::NotYet;
                document.compilation.output.push("Stopped.".to_owned());
            });
        }
    }

    pub(crate) fn show_problem(&mut self, index: usize) -> Vec<Effect> {
        let problem = self.document.as_ref().and_then(|document| document.compilation.problems.get(index)).cloned();
        let Some(problem) = problem else { return Vec::new() };
        let Some(resource) = problem.resource else { return Vec::new() };
        self.show(Target::Source(resource));
        if problem.line == 0 {
            return Vec::new();
        }
        vec![Effect::RevealSource { resource, line: problem.line, column: problem.column.max(1) }]
    }
}

fn line_of_method(text: &str, method: &str) -> Option<u32> {
    let starts = format!(" {method}(");
    let line = text.lines().position(|line| line.contains(&starts))?;
    u32::try_from(line + 1).ok()
}

impl Document {
    fn show_findings(&mut self, findings: &[Finding]) {
        self.compilation.problems = findings.iter().map(|finding| self.problem_of_finding(finding)).collect();
    }

    fn problem_of_finding(&self, finding: &Finding) -> Problem {
        let line = finding.line.and_then(|line| u32::try_from(line).ok()).unwrap_or(0);
        Problem {
            severity: match finding.severity {
                csharp::Severity::Error => Severity::Error,
                csharp::Severity::Warning => Severity::Warning,
                csharp::Severity::Information => Severity::Information,
            },
            code: String::new(),
            text: finding.text.clone(),
            resource: finding.file.as_ref().and_then(|file| self.resource_of_path(file.as_str())),
            file: finding.file.as_ref().map(ToString::to_string).unwrap_or_default(),
            line,
            column: line.min(1),
            end_line: line,
            end_column: line.min(1),
        }
    }

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
        let seconds = answer.elapsed_ms as f64 / 1000.0;
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
        let files = [("dll", Some(assembly.dll.clone())), ("xml", documentation)];
        let mut edits = Vec::new();
        for (end, bytes) in files {
            let Some(bytes) = bytes else { continue };
            let file_name = FileName::as_found(&format!("OutSystems.Nss{}.{end}", self.extension().name));
            let existing = self.extension().resource_at(Folder::BINARIES, file_name.as_str());
            let content = Content::from_bytes(bytes);
            if existing.is_some_and(|resource| resource.content == content) {
                continue;
            }
            let (resource, folder) = (existing.map(|resource| resource.key), Folder::as_found(Folder::BINARIES));
            edits.push(edit_of(&FileChange { resource, folder, file_name, content }, surroundings));
        }
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
            resource: self.resource_of_path(&file),
            file,
            line: start.map_or(0, |position| position.line),
            column: start.map_or(0, |position| position.column),
            end_line: end.map_or(0, |position| position.line),
            end_column: end.map_or(0, |position| position.column),
        }
    }
}
