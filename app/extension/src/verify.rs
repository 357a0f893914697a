//! Verification: what is wrong with a definition, where, and how it can be mended.

mod order;
mod rule;

use crate::{Edit, Extension, Key, Place, Severity};

pub use order::in_order;
pub use rule::Rule;

/// Something that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// How serious it is.
    pub severity: Severity,
    /// The property that breaks the rule.
    pub place: Place,
    /// What is wrong and what to do.
    pub text: String,
}

/// A way to mend a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Fix {
    /// What it does, in the words of a button.
    pub label: String,
    /// The edit that does it.
    pub edit: Edit,
}

/// The findings of a document, kept by element: after an edit only what it touched is looked at again.
#[derive(Debug, Clone, Default)]
pub struct Verification {
    findings: Vec<Finding>,
}

impl Finding {
    /// The finding that this place breaks the rule.
    pub fn new(rule: Rule, place: Place, text: impl Into<String>) -> Self {
        Self { rule, severity: rule.severity(), place, text: text.into() }
    }
}

impl Verification {
    /// Looks at the document, again where it changed since the last time.
    pub fn update(&mut self, _extension: &Extension) {}

    /// Every finding, in the order of the document.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

/// The ways to mend a finding of this document; `new_key` makes keys for elements that a fix adds.
pub fn fixes(_extension: &Extension, _finding: &Finding, _new_key: &mut dyn FnMut() -> Key) -> Vec<Fix> {
    Vec::new()
}
