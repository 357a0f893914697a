use extension::{Elements, Extension};
use rules::{Finding, in_order};

use crate::clashes;

/// Everything that is wrong with a definition: what breaks its own rules, and what would break the C# that is
/// generated from it. Kept between edits, after which only what they touched is looked at again.
#[derive(Debug, Clone, Default)]
pub struct Verification {
    definition: rules::Verification,
    seen: Option<Extension>,
    clashes: Vec<Finding>,
    /// Both together; empty where there are no clashes and the definition's findings are all.
    joined: Vec<Finding>,
}

impl Verification {
    /// Looks at the document, again where it changed since the last time.
    pub fn update(&mut self, extension: &Extension) {
        self.definition.update(extension);
        if self.seen.as_ref().is_none_or(|seen| !is_same_code(seen, extension)) {
            self.clashes = clashes::clashes(extension);
        }
        self.seen = Some(extension.clone());
        self.joined.clear();
        if !self.clashes.is_empty() {
            self.joined.extend_from_slice(self.definition.findings());
            self.joined.extend_from_slice(&self.clashes);
            in_order(extension, &mut self.joined);
        }
    }

    /// Every finding, in the order of the document.
    pub fn findings(&self) -> &[Finding] {
        if self.clashes.is_empty() { self.definition.findings() } else { &self.joined }
    }
}

/// Whether nothing differs that clashes could come from.
fn is_same_code(one: &Extension, other: &Extension) -> bool {
    one.name == other.name
        && Elements::is_shared(&one.actions, &other.actions)
        && Elements::is_shared(&one.structures, &other.structures)
        && Elements::is_shared(&one.entities, &other.entities)
        && std::sync::Arc::ptr_eq(&one.resources, &other.resources)
}

/// What is wrong with a definition, in the order of the document: the whole of a [`Verification`] at once.
pub fn verify(extension: &Extension) -> Vec<Finding> {
    let mut verification = Verification::default();
    verification.update(extension);
    verification.findings().to_vec()
}
