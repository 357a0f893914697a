//! Source files: edited by hand, made to follow the definition.
//!
//! The merge needs to know which definition the sources followed last, to tell a renamed action from a
//! new one. The document keeps those definitions by step of its history, so that undo goes back in them too.

use csharp::{FileChange, Finding};
use extension::{Content, Edit, Extension, Folder, Key, Resource, ResourceEdit};

use crate::errors::Failure;
use crate::notice::NoticeKind;
use crate::{Document, Effect, Problem, Severity, SourceFile, Surroundings, Target, Workbench, line_ends};

impl Document {
    /// The definition that the sources follow.
    pub(crate) fn followed(&self) -> &Extension {
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
    pub(crate) fn update_source(
        &mut self,
        surroundings: &mut dyn Surroundings,
    ) -> Result<(usize, Vec<Finding>), Failure> {
        let update = csharp::update(self.followed(), self.extension());
        let edits: Vec<Edit> = update.files.iter().map(|file| edit_of(file, surroundings)).collect();
        let count = edits.len();
        if count > 0 {
            self.apply(&Edit::All("Update source code".to_owned(), edits))
                .map_err(|refusal| Failure::of_refusal(&refusal))?;
        }
        // After an error nothing was changed: the sources still follow the earlier definition.
        if !has_error(&update.findings) {
            self.set_followed(self.extension().clone());
        }
        Ok((count, update.findings))
    }

    /// The sources follow this definition from the current step on.
    pub(crate) fn set_followed(&mut self, followed: Extension) {
        if followed == *self.followed() {
            return;
        }
        let position = self.history.position();
        self.followed.retain(|(step, _)| *step < position);
        self.followed.push((position, followed));
    }

    /// The files of `Source\NET`, with paths inside it. An excluded file still lies beside the project, so
    /// the compiler finds it there.
    pub(crate) fn source_files(&self) -> Vec<SourceFile> {
        let files = csharp::project_files(self.extension()).into_iter();
        files.map(|(path, content)| SourceFile { path, content }).collect()
    }

    pub(crate) fn resource_of_path(&self, path: &str) -> Option<Key> {
        let same = |resource: &&std::sync::Arc<Resource>| {
            csharp::project_path(resource).is_some_and(|own| own.eq_ignore_ascii_case(path))
        };
        self.extension().resources.iter().find(same).map(|resource| resource.key)
    }
}

/// Whether the sources could not be made to follow.
pub(crate) fn has_error(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

pub(crate) fn edit_of(file: &FileChange, surroundings: &mut dyn Surroundings) -> Edit {
    let (content, time) = (file.content.clone(), surroundings.now_local());
    match file.resource {
        Some(key) => Edit::Resource(key, ResourceEdit::SetContent(content, time)),
        None => {
            let key = surroundings.new_key();
            Edit::AddResource(Resource::new(key, file.file_name.clone(), file.folder.clone(), content, time))
        }
    }
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
                let kind = match findings.iter().map(|finding| finding.severity).min() {
                    Some(Severity::Error) => NoticeKind::Error,
                    Some(Severity::Warning) => NoticeKind::Warning,
                    Some(Severity::Information) | None => NoticeKind::Done,
                };
                let text =
                    if kind == NoticeKind::Error { "The source code cannot be updated.".to_owned() } else { text };
                self.tell(kind, text).details.extend(findings.iter().map(ToString::to_string));
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
}

fn line_of_method(text: &str, method: &str) -> Option<u32> {
    let starts = format!(" {method}(");
    let line = text.lines().position(|line| line.contains(&starts))?;
    u32::try_from(line + 1).ok()
}

impl Document {
    pub(crate) fn show_findings(&mut self, findings: &[Finding]) {
        self.compilation.problems = findings.iter().map(|finding| self.problem_of_finding(finding)).collect();
    }

    fn problem_of_finding(&self, finding: &Finding) -> Problem {
        let line = finding.line.and_then(|line| u32::try_from(line).ok()).unwrap_or(0);
        Problem {
            severity: finding.severity,
            code: String::new(),
            text: finding.text.clone(),
            place: None,
            resource: finding.file.as_ref().and_then(|file| self.resource_of_path(file.as_str())),
            file: finding.file.as_ref().map(ToString::to_string).unwrap_or_default(),
            line,
            column: line.min(1),
            end_line: line,
            end_column: line.min(1),
        }
    }
}
