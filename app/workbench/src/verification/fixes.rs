//! What is found in the document, and the ways to mend it.

use std::sync::Arc;

use extension::Edit;
use rules::Finding;

use crate::{Context, Document, DocumentCommand, Effect, Marks, Offer, Problem, Surroundings, edit_of};

impl Document {
    /// Everything that is to be mended, errors first: what verification finds, then what the compiler and the update of
    /// the sources said.
    pub fn problems(&self) -> &Arc<Vec<Problem>> {
        self.checks.problems()
    }

    /// Where on the screen the problems show.
    pub fn marks(&self) -> &Arc<Marks> {
        self.checks.marks()
    }

    /// What verification finds in the definition as it stands.
    pub fn findings(&self) -> &[Finding] {
        self.checks.findings()
    }

    /// Verifies what has changed, and gathers the problems anew when they are others.
    pub(crate) fn check(&mut self) {
        self.checks.update(self.history.current(), &self.compilation.problems, self.saved.is_none());
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
            Offer { label: fix.label.clone(), command: DocumentCommand::Edit(Edit::All(fix.label, edits)).into() }
        });
        offers.collect()
    }
}

/// Verifies what has changed. A document that was opened just now is shown first.
pub(crate) fn check_document(context: &mut Context, opens: bool) -> Option<Effect> {
    let document = context.document.as_mut()?;
    if opens && !document.checks.is_verified() {
        return Some(Effect::ShowFirst);
    }
    document.check();
    None
}

/// The ways to mend a problem, by its index among the document's problems.
pub(crate) fn fixes(context: &Context, problem: usize, surroundings: &mut dyn Surroundings) -> Vec<Offer> {
    let Some(document) = &context.document else { return Vec::new() };
    let Some(wanted) = document.problems().get(problem) else { return Vec::new() };
    let Some(finding) = document.findings().iter().find(|finding| Problem::of_finding(finding) == *wanted) else {
        let fixes = document.source_fixes(problem, surroundings);
        return fixes.into_iter().chain(document.assembly_fixes(problem)).collect();
    };
    let now = surroundings.now_local();
    let fixes = verification::fixes(document.extension(), finding, &now, &mut || surroundings.new_key());
    fixes.into_iter().map(|fix| Offer { label: fix.label, command: DocumentCommand::Edit(fix.edit).into() }).collect()
}
