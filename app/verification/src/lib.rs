//! Everything that is wrong with an extension: what breaks the rules of a definition, what would break the C# that is
//! generated from it, and what is wrong with the files that are packed.
//!
//! The last is a matter of several subjects: an assembly is compared with the definition, and with the sources that it was
//! built from. Rules that compiling mends ([`Rule::is_mended_by_compiling`]) are among them.

mod assemblies;
mod built;
mod comparison;
mod definition;
mod packed;
mod references;

use extension::{Edit, Extension, Item, Key, ResourceEdit, Severity, Timestamp};
use packed::Packed;
use references::Demand;
use rules::{Finding, Rule, in_order};

pub use assemblies::{AssemblyFile, assembly_file};
pub use comparison::compare;
pub use rules::Fix;

/// Everything that is wrong with an extension. Kept between edits, after which only what they touched is looked at again.
#[derive(Debug, Clone, Default)]
pub struct Verification {
    definition: csharp::Verification,
    packed: Packed,
    /// Both together; empty where nothing is wrong with what is packed.
    joined: Vec<Finding>,
}

impl Verification {
    /// Looks at the document, again where it changed since the last time.
    pub fn update(&mut self, extension: &Extension) {
        self.definition.update(extension);
        self.packed.update(extension);
        self.joined.clear();
        if !self.packed.findings().is_empty() {
            self.joined.extend_from_slice(self.definition.findings());
            self.joined.extend_from_slice(self.packed.findings());
            in_order(extension, &mut self.joined);
        }
    }

    /// Every finding, in the order of the document.
    pub fn findings(&self) -> &[Finding] {
        if self.packed.findings().is_empty() { self.definition.findings() } else { &self.joined }
    }
}

/// What is wrong with an extension, in the order of the document: the whole of a [`Verification`] at once.
pub fn verify(extension: &Extension) -> Vec<Finding> {
    let mut verification = Verification::default();
    verification.update(extension);
    verification.findings().to_vec()
}

/// The ways to mend a finding of this document, the best first; `new_key` makes keys for elements that a fix adds, and `now`
/// is the local time that a changed file gets.
pub fn fixes(extension: &Extension, finding: &Finding, now: &Timestamp, new_key: &mut dyn FnMut() -> Key) -> Vec<Fix> {
    let mut fixes = rules::fixes(extension, finding, new_key);
    if let (Rule::SourceNotCompiled, Item::Resource(file)) = (finding.rule, finding.place.item)
        && let Some(change) = csharp::compile_file(extension, file)
        && let Some(project) = change.resource
    {
        let edit = Edit::Resource(project, ResourceEdit::SetContent(change.content, now.clone()));
        fixes.push(Fix { label: format!("Compile it: add it to {}", change.file_name), edit });
    }
    if let (Rule::AssemblyFramework, Item::Resource(file)) = (finding.rule, finding.place.item) {
        fixes.extend(retarget(extension, file, now));
    }
    if finding.rule == Rule::OlderVersion
        && let Some(upgrade) = csharp::upgrade(extension, now)
    {
        fixes.push(Fix { label: "Upgrade to OutSystems 11".to_owned(), edit: upgrade.edit });
    }
    fixes
}

/// What stops a publish: the errors, and all that compiling mends. What only may be wrong, because the times in the file say
/// so, is among it: the caller decides whether that stops.
pub fn stops_publishing(finding: &Finding) -> bool {
    finding.severity == Severity::Error || finding.rule.is_mended_by_compiling()
}

/// The project gets the target framework that a DLL asks for.
fn retarget(extension: &Extension, file: Key, now: &Timestamp) -> Option<Fix> {
    let file = assembly_file(extension.resource(file)?)?;
    let Demand::Target(framework) = references::unmet(extension, file.facts()?)? else { return None };
    let changes = csharp::retargeted(extension, framework).ok()?;
    let edit = |change: csharp::FileChange| {
        Some(Edit::Resource(change.resource?, ResourceEdit::SetContent(change.content, now.clone())))
    };
    let label = format!("Target .NET Framework {framework}");
    let edits = changes.into_iter().filter_map(edit).collect();
    Some(Fix { label: label.clone(), edit: Edit::All(label, edits) })
}
