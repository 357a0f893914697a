//! The definition is verified after every change; what is found stands beside what the compiler said.

use std::sync::Arc;

use extension::{Extension, Item, Severity};
use rules::{Finding, Rule};
use verification::Verification;

use crate::{Marks, Problem};

/// What is known to be wrong with the document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Checks {
    verification: Verification,
    /// The document that was verified last.
    verified: Option<Extension>,
    problems: Arc<Vec<Problem>>,
    marks: Arc<Marks>,
}

impl Checks {
    /// Everything that is to be mended, errors first.
    pub(super) fn problems(&self) -> &Arc<Vec<Problem>> {
        &self.problems
    }

    /// Where on the screen the problems show.
    pub(super) fn marks(&self) -> &Arc<Marks> {
        &self.marks
    }

    /// What verification finds in the definition.
    pub(super) fn findings(&self) -> &[Finding] {
        self.verification.findings()
    }

    /// Whether anything was verified yet.
    pub(super) fn is_verified(&self) -> bool {
        self.verified.is_some()
    }

    /// Verifies what has changed, and gathers the problems anew when they are others; with those of the compiler.
    pub(super) fn update(&mut self, extension: &Extension, compiled: &[Problem], is_fresh: bool) {
        if self.verified.as_ref() != Some(extension) {
            self.verification.update(extension);
            self.verified = Some(extension.clone());
        }
        // In an extension that was begun just now it is not news that nothing is defined, or that there is no assembly; Verify says it all
        // the same. An assembly that is there is another matter: whether it is stale has nothing to do with saving.
        let is_news = |rule: Rule| !is_fresh || !matches!(rule, Rule::NothingDefined | Rule::AssemblyMissing);
        let is_told = |finding: &&Finding| is_news(finding.rule);
        let findings = self.verification.findings().iter().filter(is_told).map(Problem::of_finding);
        let mut problems: Vec<Problem> = findings.chain(compiled.iter().cloned()).collect();
        problems.sort_by_key(|problem| problem.severity);
        if problems != *self.problems {
            self.marks = Arc::new(Marks::new(&problems));
            self.problems = Arc::new(problems);
        }
    }
}

impl Problem {
    /// What compiling mends only tells: it comes and goes while one works, and 1-Click Publish compiles.
    pub(crate) fn of_finding(finding: &Finding) -> Self {
        let severity = if finding.rule.is_mended_by_compiling() { Severity::Information } else { finding.severity };
        Self {
            severity,
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
            cause: None,
        }
    }
}
