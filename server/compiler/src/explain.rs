//! What a build says, in words that help: messages about the project that only make sense to whoever knows this server become messages of its own,
//! with a code, the line of the project file, the cause and the cure.

use super::build::Built;
use super::language::Language;
use super::offered::Offered;
use super::project::{Project, ReferenceFact, place};
use super::references::ReferenceSet;
use super::workspace::Workspace;
use api::compile::{Cause, Diagnostic, OfferedAssembly, Outcome, Position, Severity, Span};
use api::problem::Code;
use extension::{Provider, provider};

/// A reference that was not found.
const UNRESOLVED: &str = "MSB3245";

/// A version of C# that the compiler does not know.
const UNKNOWN_LANGUAGE: &str = "CS1617";

/// What the compiler says of whatever an assembly would have had, when it is missing.
const FOLLOWING: [&str; 5] = ["CS0246", "CS0234", "CS0012", "CS0400", UNKNOWN_NAME];

/// A name that is not known: with it begins an expression such as `Newtonsoft.Json.JsonConvert`.
const UNKNOWN_NAME: &str = "CS0103";

/// Of these, those that say so.
const SURE: [&str; 3] = ["CS0246", "CS0234", "CS0012"];

/// What the compiler says of syntax that it does not know.
const SYNTAX: [&str; 13] = [
    "CS1001", "CS1002", "CS1003", "CS1022", "CS1026", "CS1031", "CS1513", "CS1514", "CS1519", "CS1525", "CS1526",
    "CS8124", "CS0116",
];

/// What explains the messages of a build.
#[derive(Debug)]
pub(super) struct Explaining<'build> {
    /// The project as it was built.
    pub(super) project: &'build Project,
    /// The files, with the project file in them.
    pub(super) files: &'build Workspace,
    /// The reference assemblies of the framework.
    pub(super) set: &'build ReferenceSet,
    /// The newest version of C# that the compiler knows.
    pub(super) newest: Language,
    /// What the server can give.
    pub(super) offered: &'build Offered,
}

impl Explaining<'_> {
    /// The same build with its messages explained.
    pub(super) fn explained(&self, built: Built) -> Built {
        let Built { outcome, mut diagnostics, output } = built;
        let failed = outcome == Outcome::Failed;
        self.languages(&mut diagnostics);
        self.packages(&mut diagnostics);
        self.references(&mut diagnostics, failed);
        if failed {
            self.newer_syntax(&mut diagnostics);
        }
        Built { outcome, diagnostics, output }
    }

    fn text(&self) -> String {
        let content = self.files.file(&self.project.file);
        content.map(|content| String::from_utf8_lossy(content).into_owned()).unwrap_or_default()
    }

    /// A message about a place of the project file.
    fn about(&self, at: usize, severity: Severity, code: Code, text: String, cause: Cause) -> Diagnostic {
        let (line, column) = place(self.text().trim_start_matches('\u{feff}'), at);
        let span = Span { start: Position { line, column }, end: None };
        let (file, code) = (Some(self.project.file.clone()), code.page().code.into());
        Diagnostic { file, span: Some(span), severity, code, text, cause: Some(cause) }
    }

    fn languages(&self, diagnostics: &mut Vec<Diagnostic>) {
        let unknown: Vec<String> = taken(diagnostics, |it| it.code == UNKNOWN_LANGUAGE);
        let newest = self.newest;
        for (wanted, at) in &self.project.facts.languages {
            let quoted = format!("'{wanted}'");
            if !unknown.iter().any(|text| text.contains(&quoted)) {
                continue;
            }
            let text = format!(
                "The project asks for C# {wanted} (LangVersion), and this server's compiler knows C# up to {newest}. Set LangVersion to {newest} or to an \
                 earlier version, or take it out for C# {}, and write the sources for that version.",
                Language::USUAL
            );
            let cause = Cause::LanguageVersion { wanted: wanted.clone(), newest: newest.to_string() };
            diagnostics.insert(0, self.about(*at, Severity::Error, Code::LanguageVersion, text, cause));
            return;
        }
        // It stands in an imported file.
        for text in unknown {
            let cause = Cause::LanguageVersion { wanted: String::new(), newest: newest.to_string() };
            let text = format!("{text} This server's compiler knows C# up to {newest}.");
            diagnostics.insert(0, self.about(0, Severity::Error, Code::LanguageVersion, text, cause));
        }
    }

    fn packages(&self, diagnostics: &mut Vec<Diagnostic>) {
        let packages = &self.project.facts.packages;
        let of_package = |it: &Diagnostic, name: &str| {
            it.code.starts_with("NU11") && it.severity == Severity::Error && it.text.contains(&format!(" {name}"))
        };
        for package in packages {
            let said = taken(diagnostics, |it| of_package(it, &package.name));
            if said.is_empty() {
                continue;
            }
            let version = if package.version.is_empty() { String::new() } else { format!(" {}", package.version) };
            let name = &package.name;
            let text = format!(
                "The project references the package {name}{version} of NuGet, which builds cannot fetch. Take the PackageReference out, and let xif package \
                 add bring the package with all that it needs. By hand: add its DLL to Source\\NET\\Bin as a resource, the one in the package's folder \
                 lib/net45 or in another folder lib/net4.. up to the target framework {}, and replace the PackageReference with <Reference \
                 Include=\"{name}\"><HintPath>bin\\{name}.dll</HintPath></Reference>.",
                self.project.framework
            );
            let cause = Cause::PackageMissing { name: name.clone(), version: package.version.clone() };
            diagnostics.push(self.about(package.range.start, Severity::Error, Code::PackageMissing, text, cause));
        }
    }

    fn references(&self, diagnostics: &mut Vec<Diagnostic>, failed: bool) {
        let unresolved = taken(diagnostics, |it| it.code == UNRESOLVED);
        let is_unresolved = |reference: &&ReferenceFact| {
            let quoted = format!("\"{}", reference.include);
            unresolved.iter().any(|text| text.contains(&format!("{quoted}\"")) || text.contains(&format!("{quoted},")))
        };
        let references: Vec<&ReferenceFact> = self.project.facts.references.iter().filter(is_unresolved).collect();
        // Errors follow from what is missing only where the compiler missed something.
        let is_sure = |it: &Diagnostic| {
            let is_named = |reference: &&ReferenceFact| {
                let first = reference.name().split('.').next().unwrap_or_default();
                it.text.contains(&format!("'{first}'"))
            };
            SURE.contains(&it.code.as_str()) || (it.code == UNKNOWN_NAME && references.iter().any(is_named))
        };
        let follow = failed && !references.is_empty() && diagnostics.iter().any(is_sure);
        let severity = if follow { Severity::Error } else { Severity::Warning };
        let following = if follow { taken(diagnostics, |it| FOLLOWING.contains(&it.code.as_str())).len() } else { 0 };
        let mut explained = Vec::new();
        for reference in references {
            let (code, mut text, cause) = self.unresolved(reference);
            if following > 0 && explained.is_empty() {
                text = format!("{text} {}", followed(following));
            }
            explained.push(self.about(reference.at, severity, code, text, cause));
        }
        diagnostics.splice(0..0, explained);
    }

    fn unresolved(&self, reference: &ReferenceFact) -> (Code, String, Cause) {
        let name = reference.name();
        let is_of_framework = matches!(provider(name), Some(Provider::Framework | Provider::FrameworkAndPackages));
        if is_of_framework && self.set.spelled(name).is_none() {
            let text = format!(
                "This server lacks the assembly {name} of .NET Framework {}. Nothing is wrong with the project: whoever runs the server can add Microsoft's \
                 reference assemblies (--references). If no code needs {name}, take the reference out.",
                self.project.framework
            );
            return (Code::FrameworkAssemblyMissing, text, Cause::FrameworkAssemblyMissing { name: name.into() });
        }
        let hint = reference.hint.as_ref().map(|(hint, _)| hint.clone());
        let of_hint = hint.as_deref().and_then(|hint| hint.rsplit(['\\', '/']).next()).filter(|it| !it.contains('$'));
        let file = of_hint.map_or_else(|| format!("{name}.dll"), str::to_owned);
        let looked = match &hint {
            Some(hint) => format!("the project looks for it at {hint}, which is not part of the extension"),
            None => "it is neither part of .NET Framework nor of the extension".to_owned(),
        };
        let offered = self.offered.named(&file);
        let mut text =
            format!("{file} is missing: {looked}. Add the DLL as a resource in Source\\NET\\Bin and compile again.");
        if let Some(first) = offered.first() {
            text = format!("{text} The server has it: {}.", described(first));
        }
        (Code::AssemblyMissing, text, Cause::AssemblyMissing { file, hint, offered })
    }

    /// Says that lines which the compiler did not understand look like a newer version of C#.
    fn newer_syntax(&self, diagnostics: &mut Vec<Diagnostic>) {
        let mut found: Option<(Diagnostic, &str, Language)> = None;
        for diagnostic in diagnostics.iter().filter(|it| SYNTAX.contains(&it.code.as_str())) {
            let (Some(file), Some(span)) = (&diagnostic.file, diagnostic.span) else { continue };
            let Some(content) = self.files.file(file) else { continue };
            let text = String::from_utf8_lossy(content);
            let line = text.lines().nth(span.start.line.saturating_sub(1) as usize).unwrap_or_default();
            let newer = Language::newer_in(line, self.newest);
            if let Some((what, version)) = newer
                && found.as_ref().is_none_or(|(_, _, known)| version > *known)
            {
                found = Some((diagnostic.clone(), what, version));
            }
        }
        let Some((diagnostic, what, version)) = found else { return };
        let newest = self.newest;
        let text = format!(
            "This looks like C# {version} ({what}), and this server's compiler ends at C# {newest}. Write it for C# {newest} with LangVersion {newest} in the \
             project file, or for C# {}, which counts without a LangVersion.",
            Language::USUAL
        );
        let cause = Some(Cause::LanguageVersion { wanted: version.to_string(), newest: newest.to_string() });
        let code = Code::LanguageVersion.page().code.into();
        diagnostics.insert(0, Diagnostic { code, text, cause, severity: Severity::Error, ..diagnostic });
    }
}

fn followed(errors: usize) -> String {
    match errors {
        1 => "One error of the compiler that seems to follow from it is in the output.".into(),
        errors => format!("{errors} errors of the compiler that seem to follow from it are in the output."),
    }
}

fn described(assembly: &OfferedAssembly) -> String {
    let version = assembly.version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
    format!("{}{version}, {} bytes", assembly.name, assembly.size)
}

/// Takes the messages out that it is true of, and gives their texts.
fn taken(diagnostics: &mut Vec<Diagnostic>, is_wanted: impl Fn(&Diagnostic) -> bool) -> Vec<String> {
    let mut texts = Vec::new();
    diagnostics.retain(|diagnostic| {
        let wanted = is_wanted(diagnostic);
        if wanted {
            texts.push(diagnostic.text.clone());
        }
        !wanted
    });
    texts
}
