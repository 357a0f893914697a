//! The definition is verified after every change; what is found stands beside what the compiler said.

use std::sync::Arc;

use csharp::Verification;
use extension::verify::{self, Finding};
use extension::{Edit, Extension, Item, Place};

use crate::notice::Offer;
use crate::sources::edit_of;
use crate::{Command, Document, Effect, Marks, Problem, Surroundings, Target, Workbench};

/// What is known to be wrong with the document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Checks {
    verification: Verification,
    /// The document that was verified last.
    verified: Option<Extension>,
    problems: Arc<Vec<Problem>>,
    marks: Arc<Marks>,
}

impl Document {
    /// Everything that is to be mended: what verification finds, then what the compiler and the update of
    /// the sources said.
    pub fn problems(&self) -> &Arc<Vec<Problem>> {
        &self.checks.problems
    }

    /// Where on the screen the problems show.
    pub fn marks(&self) -> &Arc<Marks> {
        &self.checks.marks
    }

    /// What verification finds in the definition as it stands.
    pub fn findings(&self) -> &[Finding] {
        self.checks.verification.findings()
    }

    /// Verifies what has changed, and gathers the problems anew when they are others.
    pub(crate) fn check(&mut self) {
        let extension = self.history.current();
        if self.checks.verified.as_ref() != Some(extension) {
            self.checks.verification.update(extension);
            self.checks.verified = Some(extension.clone());
        }
        let findings = self.checks.verification.findings().iter().map(Problem::of_finding);
        let problems: Vec<Problem> = findings.chain(self.compilation.problems.iter().cloned()).collect();
        if problems != *self.checks.problems {
            self.checks.marks = Arc::new(Marks::new(&problems));
            self.checks.problems = Arc::new(problems);
        }
    }
}

impl Document {
    /// The ways to mend what the update of the sources said, by the problem's index.
    fn source_fixes(&self, problem: usize, surroundings: &mut dyn Surroundings) -> Vec<Offer> {
        let place = self.problems().get(problem).and_then(|it| Some((it.resource?, usize::try_from(it.line).ok()?)));
        let Some((resource, line)) = place else { return Vec::new() };
        let fixes = csharp::fixes(self.extension(), resource, line).into_iter();
        let offers = fixes.map(|fix| {
            let edits = vec![edit_of(&fix.change, surroundings)];
            Offer { label: fix.label.clone(), command: Command::Edit(Edit::All(fix.label, edits)) }
        });
        offers.collect()
    }
}

impl Problem {
    pub(crate) fn of_finding(finding: &Finding) -> Self {
        Self {
            severity: finding.severity,
            code: finding.rule.id().to_owned(),
            text: finding.text.clone(),
            place: Some(finding.place),
            file: String::new(),
            resource: match finding.place.item {
                Item::Resource(key) => Some(key),
                _ => None,
            },
            line: 0,
            column: 0,
            end_line: 0,
            end_column: 0,
        }
    }
}

impl Workbench {
    /// Verifies what has changed. A document that was opened just now is shown first.
    pub(crate) fn check_document(&mut self, opens: bool) -> Option<Effect> {
        let document = self.document.as_mut()?;
        if opens && document.checks.verified.is_none() {
            return Some(Effect::ShowFirst);
        }
        document.check();
        None
    }

    /// The ways to mend a problem, by its index among the document's problems.
    pub fn fixes(&self, problem: usize, surroundings: &mut dyn Surroundings) -> Vec<Offer> {
        let Some(document) = &self.document else { return Vec::new() };
        let Some(finding) = document.findings().get(problem) else {
            return document.source_fixes(problem, surroundings);
        };
        let fixes = verify::fixes(document.extension(), finding, &mut || surroundings.new_key());
        fixes.into_iter().map(|fix| Offer { label: fix.label, command: Command::Edit(fix.edit) }).collect()
    }

    /// Opens what a problem is about, at its field or line.
    pub(crate) fn show_problem(&mut self, index: usize) -> Vec<Effect> {
        let problem = self.document.as_ref().and_then(|document| document.problems().get(index)).cloned();
        let Some(problem) = problem else { return Vec::new() };
        match (problem.place, problem.resource) {
            (Some(place), _) => self.show_place(place),
            (None, Some(resource)) => self.show_source(resource, problem.line, problem.column),
            (None, None) => Vec::new(),
        }
    }

    /// Opens the editor that has the field.
    pub(crate) fn show_place(&mut self, place: Place) -> Vec<Effect> {
        self.show(Target::of(place.item.owner()));
        vec![Effect::RevealPlace(place)]
    }

    /// Opens the text of a resource, at a line where there is one.
    pub(crate) fn show_source(&mut self, resource: extension::Key, line: u32, column: u32) -> Vec<Effect> {
        self.show(Target::Source(resource));
        if line == 0 { Vec::new() } else { vec![Effect::RevealSource { resource, line, column: column.max(1) }] }
    }
}
