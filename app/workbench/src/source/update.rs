//! Source files: edited by hand, made to follow the definition.
//!
//! The merge needs to know which definition the sources followed last, to tell a renamed action from a
//! new one. The document keeps those definitions by step of its history, so that undo goes back in them too.

use csharp::{FileChange, Finding, Overwritten};
use extension::{Content, Edit, Extension, Folder, Key, Resource, ResourceEdit};

use super::line_ends;
use crate::errors::Failure;
use crate::{
    Choice, Command, Context, Document, Effect, NoticeKind, Problem, Question, Severity, SourceCommand, SourceFile,
    Surroundings, Target, navigation,
};

/// What an update of the sources came to.
pub(crate) enum Updated {
    /// So many files changed, and this is to be said.
    Done(usize, Vec<Finding>),
    /// These lines, written by hand, would go: nothing changed.
    Asks(Vec<Overwritten>),
}

/// The name of the step in the history: that before it still has what was overwritten.
fn label(overwritten: &[Overwritten]) -> String {
    let mut files: Vec<&str> = overwritten.iter().map(|lines| lines.file_name.as_str()).collect();
    files.dedup();
    if files.is_empty() {
        "Update source code".to_owned()
    } else {
        format!("Update source code, overwriting lines written by hand in {}", files.join(", "))
    }
}

impl Document {
    /// The definition that the sources follow.
    pub fn followed(&self) -> &Extension {
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

    /// Makes the sources follow the definition, as one step. Nothing changes when lines written by hand would go and nobody has
    /// agreed to that.
    pub(crate) fn update_source(
        &mut self,
        overwrite: bool,
        surroundings: &mut dyn Surroundings,
    ) -> Result<Updated, Failure> {
        let update = csharp::update(self.followed(), self.extension());
        if !update.overwritten.is_empty() && !overwrite {
            return Ok(Updated::Asks(update.overwritten));
        }
        let edits: Vec<Edit> = update.files.iter().map(|file| edit_of(file, surroundings)).collect();
        let count = edits.len();
        if count > 0 {
            let label = label(&update.overwritten);
            self.apply(&Edit::All(label, edits)).map_err(|refusal| Failure::of_refusal(&refusal))?;
        }
        // After an error nothing was changed: the sources still follow the earlier definition.
        if !has_error(&update.findings) {
            self.set_followed(self.extension().clone());
        }
        Ok(Updated::Done(count, update.findings))
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
    let time = surroundings.now_local();
    file.edit(|| surroundings.new_key(), time)
}

pub(crate) fn change_source(context: &mut Context, resource: Key, text: &str, surroundings: &dyn Surroundings) {
    let Some(document) = &mut context.document else { return };
    let Some(found) = document.extension().resource(resource) else { return };
    let Some(before) = found.content.text() else {
        let failure = Failure::not_text(found.file_name.as_str());
        return context.fail(failure);
    };
    let kept = line_ends::keep(&before, text);
    if kept == before {
        return;
    }
    let bom = if found.content.has_bom() { "\u{feff}" } else { "" };
    let written = Content::from_bytes(format!("{bom}{kept}").into_bytes());
    let edit = Edit::Resource(resource, ResourceEdit::SetContent(written, surroundings.now_local()));
    if let Ok(next) = document.extension().apply(&edit) {
        let label = edit.label(document.extension());
        document.push(label, next, Some(format!("source {resource}")));
    }
}

/// Makes the sources follow the definition; how many files changed, and what is to be said. None where the user is asked first,
/// with what is to be done after a yes, or where it failed.
pub(crate) fn follow_definition(
    context: &mut Context,
    then: Command,
    surroundings: &mut dyn Surroundings,
) -> Option<(usize, Vec<Finding>)> {
    match context.document.as_mut()?.update_source(false, surroundings) {
        Ok(Updated::Done(count, findings)) => {
            context.with_document(|document| document.show_findings(&findings));
            Some((count, findings))
        }
        Ok(Updated::Asks(overwritten)) => {
            ask_to_overwrite(context, &overwritten, then);
            None
        }
        Err(failure) => {
            context.fail(failure);
            None
        }
    }
}

fn ask_to_overwrite(context: &mut Context, overwritten: &[Overwritten], then: Command) {
    context.question = Some(Question {
        title: "Lines written by hand".to_owned(),
        text: "Somebody wrote these lines into generated files, and the definition now wants others there. Cancel and move them to a \
               file of your own, as another part of the struct, or overwrite them. The History keeps the text from before."
            .to_owned(),
        details: overwritten.iter().map(ToString::to_string).collect(),
        choices: vec![Choice::Cancel, Choice::Overwrite],
        then: Box::new(then),
    });
}

/// Overwrites what was asked about. Whether the work can go on.
pub(crate) fn overwrite_source(context: &mut Context, surroundings: &mut dyn Surroundings) -> bool {
    let Some(document) = &mut context.document else { return false };
    match document.update_source(true, surroundings) {
        Ok(_) => true,
        Err(failure) => {
            context.fail(failure);
            false
        }
    }
}

pub(crate) fn update_source_and_tell(context: &mut Context, surroundings: &mut dyn Surroundings) {
    let Some((count, findings)) = follow_definition(context, Command::Source(SourceCommand::Update), surroundings)
    else {
        return;
    };
    let kind = match findings.iter().map(|finding| finding.severity).min() {
        Some(Severity::Error) => NoticeKind::Error,
        Some(Severity::Warning) => NoticeKind::Warning,
        Some(Severity::Information) | None => NoticeKind::Done,
    };
    let text = match (kind, count) {
        (NoticeKind::Error, _) => "The source code cannot be updated.".to_owned(),
        (NoticeKind::Warning, 0) => "The source code does not follow the definition everywhere.".to_owned(),
        (NoticeKind::Warning, _) => "Source code updated, but not everywhere.".to_owned(),
        (_, 0) => "The source code already follows the definition.".to_owned(),
        (_, 1) => "Source code updated: 1 file.".to_owned(),
        (_, count) => format!("Source code updated: {count} files."),
    };
    context.tell(kind, text).details.extend(findings.iter().map(ToString::to_string));
}

pub(crate) fn edit_source(
    context: &mut Context,
    action: Option<Key>,
    surroundings: &mut dyn Surroundings,
) -> Vec<Effect> {
    if follow_definition(context, Command::Source(SourceCommand::Edit { action }), surroundings).is_none()
        && context.question.is_some()
    {
        return Vec::new();
    }
    let Some(document) = &context.document else { return Vec::new() };
    let extension = document.extension();
    if let Some(place) = action.and_then(|action| csharp::method_place(extension, action)) {
        let [line, column] = [place.line, place.column].map(|number| u32::try_from(number).unwrap_or(1));
        return navigation::show_source(context, place.resource, line, column);
    }
    let Some(main) = extension.resource_at(Folder::SOURCE, &format!("{}.cs", extension.name)) else {
        context.tell(NoticeKind::Warning, "The extension has no source file of its own name.");
        return Vec::new();
    };
    let main = main.key;
    navigation::show(context, Target::Source(main));
    Vec::new()
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
            cause: None,
        }
    }
}
