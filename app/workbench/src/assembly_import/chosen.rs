//! The assembly that members are imported from.

use std::collections::{BTreeMap, BTreeSet};

use assembly::{AssemblyName, Documentation, Facts, Image};
use extension::{Extension, FileName, Resource, check_size};
use import::{Catalog, Choice, ImportError, Imported, Library, Options, Plan, PlanError, References, RenameError};

use super::{ImportPreview, ImportSource, ImportType};
use crate::{NewFile, Surroundings};

/// A file that the user gave to the window.
pub(super) enum Brought {
    /// An assembly.
    Assembly(Library),
    /// The XML documentation of one.
    Documentation {
        /// The name of the file without its ending, in small letters.
        stem: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}

/// The assembly that members are imported from, with what it needs.
#[derive(Debug)]
pub(super) struct Chosen {
    library: Library,
    documentation: Option<Vec<u8>>,
    references: References,
    plan: Option<Plan>,
}

impl Brought {
    /// What a file is for the window, or why it is nothing.
    pub(super) fn of(file: NewFile) -> Result<Self, String> {
        let name = file.path.rsplit('/').next().unwrap_or(&file.path).to_owned();
        let ending = name.rsplit_once('.').map(|(stem, ending)| (stem.to_owned(), ending.to_ascii_lowercase()));
        match ending {
            Some((stem, ending)) if ending == "xml" => {
                Ok(Self::Documentation { stem: stem.to_lowercase(), bytes: file.bytes })
            }
            Some((_, ending)) if ending == "dll" || ending == "exe" => {
                check_size(file.bytes.len()).map_err(|error| format!("{name}: {error}"))?;
                match Image::read(&file.bytes) {
                    Ok(Image::Managed(_)) => {}
                    Ok(Image::Native(_)) => return Err(format!("{name} is a native DLL: it has no types of .NET.")),
                    Err(error) => return Err(format!("{name}: {error}")),
                }
                let file_name = FileName::new(&name).map_err(|error| format!("{name}: {error}"))?;
                Ok(Self::Assembly(Library { file_name, bytes: file.bytes }))
            }
            _ => Err(format!(
                "{name} is neither an assembly (.dll), nor its documentation (.xml), nor a package (.nupkg)."
            )),
        }
    }
}

impl Chosen {
    /// Reads the assembly, and what it offers.
    pub(super) fn read(
        source: &ImportSource,
        extension: &Extension,
        files: &BTreeMap<String, Library>,
        documentation: &BTreeMap<String, Vec<u8>>,
    ) -> Result<(Self, Vec<ImportType>), String> {
        let library = library(source, extension, files).ok_or("The file is not there any more.")?;
        let documentation = documentation_of(&library.file_name, extension, documentation);
        let find = &mut |needed: &AssemblyName| file_of(needed, files);
        let references = References::of(library.clone(), extension, find);
        let chosen = Self { library, documentation, references, plan: None };
        let types = chosen
            .with_catalog(|catalog| {
                let types = catalog.all().map(|of| of.map(ImportType::of));
                types.collect::<Result<Vec<_>, _>>().map_err(PlanError::from)
            })?
            .map_err(|error| error.to_string())?;
        if types.is_empty() {
            return Err(format!("{} has no public types.", chosen.library.file_name));
        }
        Ok((chosen, types))
    }

    /// Lends what the assembly offers, with its documentation where that can be read.
    fn with_catalog<T>(&self, use_it: impl FnOnce(&Catalog<'_>) -> T) -> Result<T, String> {
        let text = self.documentation.as_deref().map(Documentation::decode);
        let documentation = text.as_deref().and_then(|text| Documentation::read(text).ok());
        let image = Image::read(&self.library.bytes).map_err(|error| error.to_string())?;
        let catalog = Catalog::read(&image, documentation.as_ref()).map_err(|error| error.to_string())?;
        let catalog = catalog.beside(&self.references);
        Ok(use_it(&catalog))
    }

    pub(super) fn file_name(&self) -> &FileName {
        &self.library.file_name
    }

    /// What the assembly needs and nobody has.
    pub(super) fn missing(&self) -> Vec<String> {
        let words =
            |it: &import::MissingReference| format!("{} {}, needed by {}", it.needed.name, it.needed.version, it.by);
        self.references.missing.iter().map(words).collect()
    }

    /// That the documentation cannot be read, so that the assembly is shown without.
    pub(super) fn damaged_documentation(&self) -> Option<String> {
        let text = self.documentation.as_deref().map(Documentation::decode)?;
        let error = Documentation::read(&text).err()?;
        Some(format!("The XML beside {} is left out: {error}", self.library.file_name))
    }

    /// Plans the import of these members.
    pub(super) fn plan(
        &mut self,
        members: &BTreeSet<String>,
        options: Options,
        extension: &Extension,
        types: &[ImportType],
    ) -> Result<ImportPreview, String> {
        let choice = Choice::Members(members.clone());
        let plan = self
            .with_catalog(|catalog| Plan::new(catalog, &choice, options, extension))?
            .map_err(|error| error.to_string())?;
        let is_new = |file: &&Library| !has_file(extension, &file.file_name);
        let files: Vec<String> =
            self.references.libraries.iter().filter(is_new).map(|it| it.file_name.to_string()).collect();
        let files = files.into_iter().chain(plan.converter_file()).collect();
        let preview = ImportPreview::of(&plan, files, types);
        self.plan = Some(plan);
        Ok(preview)
    }

    pub(super) fn rename(&mut self, place: usize, name: &str) -> Result<(), RenameError> {
        self.plan.as_mut().map_or(Err(RenameError::Missing), |plan| plan.rename(place, name))
    }

    pub(super) fn rename_structure(&mut self, place: usize, name: &str) -> Result<(), RenameError> {
        self.plan.as_mut().map_or(Err(RenameError::Missing), |plan| plan.rename_structure(place, name))
    }

    /// Shows the types of the parameters and attributes again, which a structure's name stands in.
    pub(super) fn show_types(&self, preview: &mut ImportPreview) {
        if let Some(plan) = &self.plan {
            preview.show_types(plan);
        }
    }

    /// What was chosen and is not imported.
    pub(super) fn left_out(&self) -> Vec<String> {
        let plan = self.plan.iter().flat_map(Plan::left_out);
        plan.map(|it| format!("Left out {}: {}", it.member.as_ref().unwrap_or(&it.of), it.reason)).collect()
    }

    /// Makes the plan's actions, files and sources in an extension.
    pub(super) fn apply(&self, extension: &Extension, surroundings: &mut dyn Surroundings) -> Result<Imported, String> {
        let Some(plan) = &self.plan else { return Err("Nothing is chosen.".to_owned()) };
        let now = surroundings.now_local();
        let imported = plan.apply(extension, &self.references, &mut |_| surroundings.new_key(), &now);
        imported.map_err(|error: ImportError| error.to_string())
    }
}

/// The version and the framework of an assembly.
pub(super) fn about(facts: &Facts) -> String {
    let version = facts.name.as_ref().map(|name| name.version.to_string()).unwrap_or_default();
    match facts.target_framework_label() {
        Some(framework) => format!("{version}, {framework}"),
        None => version,
    }
}

fn library(source: &ImportSource, extension: &Extension, files: &BTreeMap<String, Library>) -> Option<Library> {
    match source {
        ImportSource::File(name) => files.get(name).cloned(),
        ImportSource::Resource(key) => {
            let resource = extension.resource(*key)?;
            Some(Library { file_name: resource.file_name.clone(), bytes: resource.content.bytes().into_owned() })
        }
    }
}

/// The file that the user gave of an assembly: the name of the file is that of the assembly nearly always, else it says so.
fn file_of(needed: &AssemblyName, files: &BTreeMap<String, Library>) -> Option<Library> {
    let is_named = |library: &&Library| library.file_name.stem().eq_ignore_ascii_case(&needed.name);
    let says_so = |library: &&Library| {
        let name = Facts::read(&library.bytes).and_then(|facts| facts.name);
        name.is_some_and(|name| name.name.eq_ignore_ascii_case(&needed.name))
    };
    files.values().find(is_named).or_else(|| files.values().find(says_so)).cloned()
}

fn documentation_of(file: &FileName, extension: &Extension, brought: &BTreeMap<String, Vec<u8>>) -> Option<Vec<u8>> {
    let stem = file.stem();
    if let Some(bytes) = brought.get(&stem.to_lowercase()) {
        return Some(bytes.clone());
    }
    let name = format!("{stem}.xml");
    let is_it = |resource: &&std::sync::Arc<Resource>| resource.file_name.as_str().eq_ignore_ascii_case(&name);
    extension.resources.iter().find(is_it).map(|resource| resource.content.bytes().into_owned())
}

fn has_file(extension: &Extension, file: &FileName) -> bool {
    extension.resources.iter().any(|resource| resource.file_name.as_str().eq_ignore_ascii_case(file.as_str()))
}
