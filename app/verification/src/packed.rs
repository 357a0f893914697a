use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use csharp::{BuildRecord, Digest, build_inputs, digest, digest_of_files};
use extension::{Elements, Extension, Resource};
use rules::Finding;

use crate::assemblies::{self, AssemblyFile, assembly_file};
use crate::{built, definition, references};

/// What is wrong with the files of an extension, and what was seen of each of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Packed {
    seen: Option<Extension>,
    files: Files,
    findings: Vec<Finding>,
}

/// What was seen of files, by their place in memory, which the file itself, held here, keeps from being given to another.
#[derive(Debug, Clone, Default)]
pub(crate) struct Files(HashMap<usize, Arc<Looked>>);

#[derive(Debug)]
struct Looked {
    resource: Arc<Resource>,
    assembly: Option<AssemblyFile>,
    digest: OnceLock<Digest>,
}

impl Files {
    fn keep(&mut self, extension: &Extension) {
        let mut before = std::mem::take(&mut self.0);
        let files = extension.resources.iter().chain(extension.excluded.iter());
        self.0 = files
            .map(|resource| {
                let place = Arc::as_ptr(resource).addr();
                let looked = before.remove(&place).unwrap_or_else(|| {
                    let assembly = assembly_file(resource);
                    Arc::new(Looked { resource: Arc::clone(resource), assembly, digest: OnceLock::new() })
                });
                (place, looked)
            })
            .collect();
    }

    fn of(&self, resource: &Arc<Resource>) -> Option<&Looked> {
        self.0.get(&Arc::as_ptr(resource).addr()).map(AsRef::as_ref)
    }

    /// What the file is, when it is named as an assembly.
    pub(crate) fn assembly(&self, resource: &Arc<Resource>) -> Option<&AssemblyFile> {
        self.of(resource)?.assembly.as_ref()
    }

    /// What stands for the bytes of the file.
    pub(crate) fn digest(&self, resource: &Arc<Resource>) -> Digest {
        let new = || digest(&resource.content.bytes());
        self.of(resource)
            .map_or_else(new, |looked| *looked.digest.get_or_init(|| digest(&looked.resource.content.bytes())))
    }

    /// What the assembly of this extension would be built from now.
    pub(crate) fn record(&self, assembly: &Arc<Resource>, extension: &Extension) -> BuildRecord {
        let files = build_inputs(extension).map(|(path, resource)| (path, self.digest(resource)));
        BuildRecord { assembly: self.digest(assembly), sources: digest_of_files(files) }
    }
}

impl Packed {
    pub(crate) fn update(&mut self, extension: &Extension) {
        if self.seen.as_ref().is_some_and(|seen| is_same(seen, extension)) {
            return;
        }
        self.files.keep(extension);
        self.findings = findings(extension, &self.files);
        self.seen = Some(extension.clone());
    }

    pub(crate) fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

fn is_same(one: &Extension, other: &Extension) -> bool {
    one.name == other.name
        && Elements::is_shared(&one.actions, &other.actions)
        && Elements::is_shared(&one.structures, &other.structures)
        && Elements::is_shared(&one.entities, &other.entities)
        && Arc::ptr_eq(&one.resources, &other.resources)
        && Arc::ptr_eq(&one.excluded, &other.excluded)
}

fn findings(extension: &Extension, files: &Files) -> Vec<Finding> {
    let own = extension.main_assembly().map(|resource| resource.key);
    let others = extension.resources.iter().filter(|resource| Some(resource.key) != own);
    let of_others =
        others.filter_map(|resource| Some(assemblies::verify(resource, files.assembly(resource)?))).flatten();
    let mut findings: Vec<Finding> = of_others.collect();
    findings.extend(references::verify(extension, files));
    findings.extend(csharp::all_sources_missing(extension));
    findings.extend(built::sources_left_out(extension));
    match extension.main_assembly() {
        None => findings.extend(built::missing(extension)),
        Some(assembly) => match definition::compare(extension, assembly, files) {
            Ok(()) => findings.extend(built::other_sources(extension, assembly, files)),
            Err(finding) => findings.push(finding),
        },
    }
    findings
}
