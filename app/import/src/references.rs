//! The assemblies that an imported one needs, and those that these need.

use std::collections::BTreeSet;

use assembly::{AssemblyName, Facts};
use extension::{Extension, FileName, Provider, Resource, extension_of_assembly, provider};

/// The most assemblies that are looked at.
const LIBRARIES: usize = 500;

/// A file with an assembly.
#[derive(Debug, Clone)]
pub struct Library {
    /// Its name.
    pub file_name: FileName,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// An assembly with what it needs.
#[derive(Debug, Clone)]
pub struct References {
    /// The assembly that is imported, and the ones that must come with it.
    pub libraries: Vec<Library>,
    /// Assemblies that it needs and the extension has already.
    pub there: Vec<Library>,
    /// What nobody has.
    pub missing: Vec<MissingReference>,
}

/// An assembly that is needed and that nobody has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingReference {
    /// Its name, with the version that is demanded.
    pub needed: AssemblyName,
    /// The assembly that needs it.
    pub by: String,
}

/// Whether every Platform Server has an assembly of this name, or another extension brings it.
pub fn is_provided(name: &str) -> bool {
    provider(name).is_some() || extension_of_assembly(name).is_some()
}

impl References {
    /// What comes with an assembly: what it needs that neither every server nor the extension has. `find` looks for the file of an
    /// assembly.
    pub fn of(library: Library, extension: &Extension, find: &mut dyn FnMut(&AssemblyName) -> Option<Library>) -> Self {
        let of_extension = |name: &str| extension.resources.iter().find(|resource| is_file_of(resource, name));
        let mut looked = BTreeSet::from([library.file_name.stem().to_ascii_lowercase()]);
        let mut all = Self { libraries: vec![library], there: Vec::new(), missing: Vec::new() };
        let mut next = 0;
        while let Some(facts) = all.libraries.get(next).map(|library| Facts::read(&library.bytes)) {
            next += 1;
            let Some(facts) = facts else { continue };
            let by = facts.name.as_ref().map(|name| name.name.clone()).unwrap_or_default();
            for needed in facts.references {
                if is_provided(&needed.name) || !looked.insert(needed.name.to_ascii_lowercase()) {
                    continue;
                }
                let found = find(&needed).filter(|_| all.libraries.len() < LIBRARIES);
                match (found, of_extension(&needed.name)) {
                    // The file of the extension is the same one, or the import says that it is another.
                    (Some(library), _) => all.libraries.push(library),
                    (None, Some(there)) => all.there.push(Library {
                        file_name: there.file_name.clone(),
                        bytes: there.content.bytes().into_owned(),
                    }),
                    (None, None) => all.missing.push(MissingReference { needed, by: by.clone() }),
                }
            }
        }
        all
    }
}

/// The simple names of the framework's assemblies that an assembly needs.
pub(crate) fn of_framework(facts: &Facts) -> impl Iterator<Item = &str> {
    let is_of_framework =
        |name: &&str| matches!(provider(name), Some(Provider::Framework | Provider::FrameworkAndPackages));
    facts.references.iter().map(|name| name.name.as_str()).filter(is_of_framework)
}

fn is_file_of(resource: &Resource, name: &str) -> bool {
    resource.file_name.extension().eq_ignore_ascii_case("dll") && resource.file_name.stem().eq_ignore_ascii_case(name)
}
