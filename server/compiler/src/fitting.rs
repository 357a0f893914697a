//! A project file made to fit this server: what Windows would find all the same is written as it is spelled here, and what cannot be fulfilled
//! without `NuGet` and stops builds is passed over. Nothing else changes, and no line moves.

use super::project::{Facts, ImportFact, Project, ReferenceFact, TargetFact};
use super::references::ReferenceSet;
use super::workspace::Workspace;
use std::collections::BTreeMap;
use std::ops::Range;

/// The target with which `NuGet` stops a build whose packages are not there.
const GUARD: &str = "EnsureNuGetPackageBuildImports";

/// What such a target has in it.
const INSIDE_GUARD: [&str; 4] = ["PropertyGroup", "ErrorText", "Error", "Warning"];

/// Packages that give reference assemblies, which the server has itself.
const REFERENCE_PACKAGES: &str = "microsoft.netframework.referenceassemblies";

/// The properties that name the project's own folder.
const OWN_FOLDER: [&str; 3] = ["$(ProjectDir)", "$(MSBuildProjectDirectory)/", "$(MSBuildThisFileDirectory)"];

/// What became of a project file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Fitted {
    /// The text; none when it fits as it is.
    pub(super) text: Option<String>,
    /// What was done, for the output of the build.
    pub(super) notes: Vec<String>,
    /// Files that are to be found under other paths as well: the path, and the file.
    pub(super) links: Vec<(String, String)>,
}

/// Fits a project file.
#[derive(Debug)]
pub(super) struct Fitting<'build> {
    text: &'build str,
    facts: &'build Facts,
    /// Paths of files by their lower case.
    folded: BTreeMap<String, &'build str>,
    /// The first of these paths for each file name, in lower case too.
    named: BTreeMap<String, &'build str>,
    set: &'build ReferenceSet,
    edits: Vec<(Range<usize>, String)>,
    fitted: Fitted,
}

impl<'build> Fitting<'build> {
    /// What is to be done to `text`, the project's own.
    pub(super) fn fit(
        project: &'build Project,
        text: &'build str,
        files: &'build Workspace,
        set: &'build ReferenceSet,
    ) -> Fitted {
        let folded: BTreeMap<_, _> = files.paths().map(|path| (path.to_lowercase(), path)).collect();
        let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
        // The last one that is collected stays.
        let named = folded.iter().rev().map(|(path, real)| (name(path), *real)).collect();
        let facts = &project.facts;
        let mut fitting = Self { text, facts, folded, named, set, edits: Vec::new(), fitted: Fitted::default() };
        fitting.framework(project);
        project.facts.imports.iter().for_each(|import| fitting.import(import));
        project.facts.targets.iter().for_each(|target| fitting.guard(target));
        project.facts.references.iter().for_each(|reference| fitting.reference(reference));
        fitting.packages();
        fitting.properties(&project.file);
        fitting.finish()
    }

    fn finish(mut self) -> Fitted {
        if !self.edits.is_empty() {
            self.edits.sort_by_key(|(range, _)| range.start);
            let mut text = String::with_capacity(self.text.len());
            let mut done = 0;
            for (range, new) in &self.edits {
                // What lies inside of something that was taken out is gone already.
                if range.start < done {
                    continue;
                }
                text.push_str(self.text.get(done..range.start).unwrap_or_default());
                text.push_str(new);
                done = range.end;
            }
            text.push_str(self.text.get(done..).unwrap_or_default());
            self.fitted.text = Some(text);
        }
        self.fitted
    }

    fn note(&mut self, note: String) {
        self.fitted.notes.push(note);
    }

    /// Takes an element out; its lines stay, empty.
    fn pass_over(&mut self, range: &Range<usize>) {
        let old = self.text.get(range.clone()).unwrap_or_default();
        let blank = |one: char| if matches!(one, '\n' | '\r') { one.to_string() } else { " ".repeat(one.len_utf16()) };
        let new = old.chars().map(blank).collect();
        self.edits.push((range.clone(), new));
    }

    fn has(&self, path: &str) -> bool {
        self.found(path).is_some()
    }

    /// The file that Windows would find under a path of the project file.
    fn found(&self, path: &str) -> Option<&'build str> {
        let mut path = path.trim().replace('\\', "/");
        for own in OWN_FOLDER {
            if let Some(rest) = path.strip_prefix(own) {
                path = rest.to_owned();
            }
        }
        let path = path.trim_start_matches("./");
        self.folded.get(&path.to_lowercase()).copied()
    }

    fn framework(&mut self, project: &Project) {
        let (wanted, found) = (project.framework, self.set.framework);
        if wanted != found {
            self.note(format!(
                "This server has no reference assemblies of .NET Framework {wanted}. It compiled against those of {found}, which have nothing that {wanted} does not have."
            ));
        }
    }

    fn import(&mut self, import: &ImportFact) {
        let path = import.project.replace('\\', "/").to_lowercase();
        let mut names = path.split('/');
        let of_package = names.any(|name| name == "packages") && names.any(|name| name.starts_with("build"));
        if (of_package || path.ends_with(".nuget/nuget.targets")) && !self.has(&import.project) {
            self.pass_over(&import.range);
            self.note(format!("Passed over: the import of {}, which is not part of the extension.", import.project));
        }
    }

    fn guard(&mut self, target: &TargetFact) {
        let is_guard = target.name.eq_ignore_ascii_case(GUARD)
            && target.inside.iter().all(|name| INSIDE_GUARD.contains(&name.as_str()));
        let text = self.text.get(target.range.clone()).unwrap_or_default();
        let wanted = text.split("Exists('").skip(1).filter_map(|rest| rest.split('\'').next());
        if is_guard && wanted.into_iter().any(|path| !self.has(path)) {
            self.pass_over(&target.range);
            self.note(format!("Passed over: the target {GUARD}, which wants packages to be restored by NuGet."));
        }
    }

    fn reference(&mut self, reference: &ReferenceFact) {
        let name = reference.name();
        let hint = reference.hint.as_ref();
        if hint.is_some_and(|(hint, _)| self.has(hint)) || name.is_empty() {
            return;
        }
        let file = format!("{name}.dll");
        let hinted = hint.and_then(|(hint, _)| hint.rsplit(['\\', '/']).next()).filter(|file| !file.contains('$'));
        let there = hinted.and_then(|file| self.lying(file)).or_else(|| self.lying(&file));
        match (hint, there) {
            (Some((hint, range)), Some(path)) => {
                let new = path.replace('/', "\\");
                self.note(format!("{name} was taken from {new}: {hint} is not part of the extension."));
                self.edits.push((range.clone(), escaped(&new)));
            }
            (None, Some(path)) if self.set.spelled(name).is_none() => self.link(&file, path),
            _ => self.spell(reference),
        }
    }

    /// The file of this name: the one in `bin`, or else one elsewhere.
    fn lying(&self, file: &str) -> Option<&'build str> {
        let file = file.to_lowercase();
        self.folded.get(&format!("bin/{file}")).or_else(|| self.named.get(&file)).copied()
    }

    /// Without a hint an assembly is found in `bin`, under its exact name.
    fn link(&mut self, file: &str, path: &str) {
        let wanted = format!("bin/{file}");
        if path != wanted {
            self.note(format!("{file} was taken from {}.", path.replace('/', "\\")));
            self.fitted.links.push((wanted, path.to_owned()));
        }
    }

    /// Writes the name of an assembly of the framework as the framework does.
    fn spell(&mut self, reference: &ReferenceFact) {
        let name = reference.name();
        let Some(spelled) = self.set.spelled(name).or_else(|| self.set.facade(name)) else { return };
        let start = reference.include_at.start;
        let range = start..start + name.len();
        if spelled != name && self.text.get(range.clone()) == Some(name) {
            self.edits.push((range, spelled.to_owned()));
        }
    }

    fn packages(&mut self) {
        for package in &self.facts.packages {
            let is_for_building = package.is_private || package.name.to_lowercase().starts_with(REFERENCE_PACKAGES);
            let referenced =
                self.facts.references.iter().any(|reference| reference.name().eq_ignore_ascii_case(&package.name));
            let is_there = referenced && self.lying(&format!("{}.dll", package.name)).is_some();
            if is_for_building || is_there {
                let why = if is_there { "whose assembly the extension has" } else { "which is for building alone" };
                self.pass_over(&package.range);
                self.note(format!("Passed over: the package {}, {why}.", package.name));
            }
        }
    }

    /// Says when a file has no effect that looks as if it had.
    fn properties(&mut self, file: &str) {
        const NAMES: [&str; 2] = ["Directory.Build.props", "Directory.Build.targets"];
        for name in NAMES {
            if let Some(path) = self.folded.get(&name.to_lowercase()).copied().filter(|path| *path != name) {
                self.fitted.links.push((name.to_owned(), path.to_owned()));
            }
        }
        let imports_it = self.facts.is_of_sdk
            || self.facts.imports.iter().any(|import| import.project.ends_with("Microsoft.Common.props"));
        if self.has(NAMES[0]) && !imports_it {
            self.note(format!(
                "{} has no effect: {file} does not import Microsoft.Common.props, which reads it. Visual Studio does not honour it either.",
                NAMES[0]
            ));
        }
    }
}

fn escaped(path: &str) -> String {
    path.replace('&', "&amp;").replace('<', "&lt;")
}
