//! Verification: what is wrong with a definition, where, and how it can be mended.

mod across;
mod action;
mod assemblies;
mod context;
mod entity;
mod fix;
mod kept;
mod order;
mod picture;
mod recursion;
mod resource;
mod rows;
mod rule;
mod structure;
mod table_name;
mod types;

use across::Across;
use context::{Change, Context};
use kept::Kept;

use extension::{Extension, Place, Severity};

pub use fix::{Fix, fixes};
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

/// The findings of a document, kept by element: after an edit only what it touched is looked at again.
///
/// Three layers: rules of one element ([`Rule`]s that look at it and at a small context), rules across elements, and
/// the list of both in the order of the document, which is made anew only when a finding came or went.
#[derive(Debug, Clone, Default)]
pub struct Verification {
    /// The document that the findings are of, and what its elements see of each other.
    seen: Option<(Extension, Context)>,
    extension: Vec<Finding>,
    actions: Kept,
    structures: Kept,
    entities: Kept,
    resources: Kept,
    across: Across,
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
    pub fn update(&mut self, extension: &Extension) {
        let (before, context, change) = match self.seen.take() {
            None => (None, Context::of(extension), Change::Everything),
            Some((before, context)) if context.is_still_of(&before, extension) => {
                (Some(before), context, Change::none())
            }
            Some((before, context)) => {
                let next = Context::of(extension);
                let change = next.change_since(&context);
                (Some(before), next, change)
            }
        };
        let mut is_other = self.across.update(before.as_ref(), extension);
        is_other |= self.update_elements(before.as_ref(), extension, &context, &change);
        if is_other {
            self.gather(extension);
        } else {
            // Nothing came or went, but elements and rows may stand elsewhere.
            in_order(extension, &mut self.findings);
        }
        self.seen = Some((extension.clone(), context));
    }

    /// Every finding, in the order of the document.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    fn update_elements(
        &mut self,
        before: Option<&Extension>,
        now: &Extension,
        context: &Context,
        change: &Change,
    ) -> bool {
        let of_extension = across::of_extension(now);
        let mut is_other = of_extension != self.extension;
        self.extension = of_extension;
        let actions = before.map_or(&[][..], |before| &before.actions);
        is_other |= self.actions.update(actions, &now.actions, context, change);
        let structures = before.map_or(&[][..], |before| &before.structures);
        is_other |= self.structures.update(structures, &now.structures, context, change);
        let entities = before.map_or(&[][..], |before| &before.entities);
        is_other |= self.entities.update(entities, &now.entities, context, change);
        let resources = before.map_or(&[][..], |before| &before.resources);
        is_other | self.resources.update(resources, &now.resources, context, change)
    }

    fn gather(&mut self, extension: &Extension) {
        self.findings.clear();
        self.findings.extend_from_slice(&self.extension);
        for kept in [&self.actions, &self.structures, &self.entities, &self.resources] {
            self.findings.extend(kept.findings().cloned());
        }
        self.findings.extend(self.across.findings().cloned());
        in_order(extension, &mut self.findings);
    }
}
