//! What a build said, as text and as JSON, and its assembly in the XIF.

use std::fmt::Write as _;

use api::compile::{Assembly, CompileAnswer, Diagnostic, Outcome, Severity};
use api::problem::{Code, Problem};
use extension::{Edit, Extension, Refusal, Resource, ResourceEdit, Timestamp};
use rules::Rule;
use serde_json::{Value, json};

use crate::fingerprint::sha256;
use crate::folder::free_key;
use crate::listing::readable;

/// The number of the JSON form. It grows when something that a script may rely on changes its name or
/// its meaning, not when something is added.
const SHAPE: u64 = 1;

/// The folder that the paths of messages are in.
const FOLDER: &str = "Source/NET/";

/// A build that was started, and what is known beside it.
#[derive(Debug)]
pub struct Compilation {
    /// The name of the extension.
    pub extension: String,
    /// What the server answered.
    pub answer: CompileAnswer,
    /// The source files that an update would change: they do not follow the definition.
    pub behind: Vec<String>,
    /// What verification says of source files that the project does not compile.
    pub left_out: Vec<String>,
}

impl Compilation {
    /// The build of this extension, which was compiled as it stands.
    pub fn new(extension: &Extension, answer: CompileAnswer) -> Self {
        let update = csharp::update(extension, extension);
        let behind = update.files.iter().map(|file| file.file_name.to_string()).collect();
        let findings = verification::verify(extension).into_iter();
        let left_out = findings.filter(|finding| finding.rule == Rule::SourceNotCompiled);
        let left_out = left_out.map(|finding| format!("{} ({})", finding.text, finding.rule.id())).collect();
        Self { extension: extension.name.to_string(), answer, behind, left_out }
    }

    /// The assembly, when there is one.
    pub fn assembly(&self) -> Option<&Assembly> {
        match &self.answer.outcome {
            Outcome::Succeeded { assembly } => Some(assembly),
            Outcome::Failed | Outcome::Stopped { .. } => None,
        }
    }

    /// What a script looks at: 0 compiled, 1 not because of what the extension has, 2 not because of the server.
    pub fn exit_code(&self) -> u8 {
        match &self.answer.outcome {
            Outcome::Succeeded { .. } => 0,
            Outcome::Failed => 1,
            Outcome::Stopped { problem } => {
                if is_of_the_extension(problem) {
                    1
                } else {
                    2
                }
            }
        }
    }

    /// What the user should know beside the messages.
    pub fn notices(&self) -> Vec<String> {
        let behind = (!self.behind.is_empty()).then(|| {
            format!(
                "The sources do not follow the definition ({}). They were compiled as they are; Update Source Code in the \
                 studio, or xif update, brings them in step.",
                self.behind.join(", ")
            )
        });
        behind.into_iter().chain(self.left_out.iter().cloned()).collect()
    }

    /// A line for each message, as compilers print them, and a last one with the result.
    pub fn text(&self) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        for diagnostic in &self.answer.diagnostics {
            let _ = writeln!(out, "{}", line(diagnostic));
        }
        let (errors, warnings) = (self.count(Severity::Error), self.count(Severity::Warning));
        let counts = format!("{}, {}", words::counted(errors, "error"), words::counted(warnings, "warning"));
        let name = &self.extension;
        let _ = match &self.answer.outcome {
            Outcome::Succeeded { assembly } => {
                writeln!(out, "{name}: compiled, {counts}; {} has {} bytes", assembly.name, assembly.dll.len())
            }
            Outcome::Failed => {
                // Without a message of its own only what the build printed tells why.
                if errors == 0 {
                    let _ = writeln!(out, "{}", self.answer.output.trim_end());
                }
                writeln!(out, "{name}: not compiled, {counts}")
            }
            Outcome::Stopped { problem } => {
                let Problem { code, title, detail, cure, .. } = problem;
                writeln!(out, "{name}: not compiled. {title} ({code}): {detail} {cure}")
            }
        };
        out
    }

    /// The same as JSON: `shape` (1), `extension`, `outcome` (`succeeded`, `failed`, `stopped`), `errors`, `warnings`, `diagnostics`
    /// with `severity`, `code`, `file`, `line`, `column`, `endLine`, `endColumn`, `text`, `cause` (of messages of the server's own), then
    /// `assembly` with `name`, `bytes`, `sha256`, the `problem` that stopped the build, what it printed as `output`, its milliseconds, its `way`
    /// (`host`, `dotnet_build`; null from older servers), whether it is the `kept` result of the same sources, and the sources that are `behind`.
    pub fn json(&self) -> Value {
        let (outcome, problem) = match &self.answer.outcome {
            Outcome::Succeeded { .. } => ("succeeded", None),
            Outcome::Failed => ("failed", None),
            Outcome::Stopped { problem } => ("stopped", Some(problem)),
        };
        let assembly =
            self.assembly().map(|it| json!({ "name": it.name, "bytes": it.dll.len(), "sha256": sha256(&it.dll) }));
        json!({
            "shape": SHAPE,
            "extension": self.extension,
            "outcome": outcome,
            "errors": self.count(Severity::Error),
            "warnings": self.count(Severity::Warning),
            "diagnostics": self.answer.diagnostics.iter().map(json_of).collect::<Vec<_>>(),
            "assembly": assembly,
            "problem": problem,
            "output": self.answer.output,
            "elapsedMs": self.answer.elapsed_ms,
            "way": self.answer.way,
            "kept": self.answer.kept,
            "behind": self.behind,
        })
    }

    fn count(&self, severity: Severity) -> usize {
        self.answer.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }
}

/// Whether the server did not build because of what it was sent, and not because of its own state.
pub fn is_of_the_extension(problem: &Problem) -> bool {
    problem.kind().is_some_and(Code::is_of_the_sources)
}

/// The extension with this assembly and its documentation among its resources; none when it has exactly these already.
///
/// # Errors
/// A resource cannot be added.
pub fn with_assembly(
    extension: &Extension,
    assembly: &Assembly,
    now: &Timestamp,
) -> Result<Option<Extension>, Refusal> {
    let changes =
        csharp::assembly_changes(extension, extension, assembly.dll.clone(), assembly.documentation.as_deref());
    if changes.is_empty() {
        return Ok(None);
    }
    let edits = changes.into_iter().map(|change| {
        let (content, time) = (change.content, now.clone());
        match change.resource {
            Some(key) => Edit::Resource(key, ResourceEdit::SetContent(content, time)),
            None => {
                let key = free_key(extension, &format!("{}{}", change.folder.as_str(), change.file_name));
                Edit::AddResource(Resource::new(key, change.file_name, change.folder, content, time))
            }
        }
    });
    extension.apply(&Edit::All("Compile".to_owned(), edits.collect())).map(Some)
}

/// `Source/NET/Bank.cs(12,5): error CS0103: text`, the form that tools for compilers read.
fn line(diagnostic: &Diagnostic) -> String {
    let mut out = String::new();
    if let Some(file) = &diagnostic.file {
        let _ = write!(out, "{FOLDER}{}", readable(file));
        if let Some(span) = diagnostic.span {
            let _ = write!(out, "({},{})", span.start.line, span.start.column);
        }
        out.push_str(": ");
    }
    let _ = write!(out, "{}", label(diagnostic.severity));
    if !diagnostic.code.is_empty() {
        let _ = write!(out, " {}", readable(&diagnostic.code));
    }
    let _ = write!(out, ": {}", readable(&diagnostic.text));
    out
}

fn json_of(diagnostic: &Diagnostic) -> Value {
    let (start, end) = (diagnostic.span.map(|span| span.start), diagnostic.span.and_then(|span| span.end));
    json!({
        "severity": label(diagnostic.severity),
        "code": diagnostic.code,
        "file": diagnostic.file.as_ref().map(|file| format!("{FOLDER}{file}")),
        "line": start.map(|position| position.line),
        "column": start.map(|position| position.column),
        "endLine": end.map(|position| position.line),
        "endColumn": end.map(|position| position.column),
        "text": diagnostic.text,
        "cause": diagnostic.cause,
    })
}

fn label(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "information",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use api::compile::{Position, Span};

    fn compilation(outcome: Outcome) -> Compilation {
        let error = Diagnostic {
            file: Some("Bank.cs".into()),
            span: Some(Span { start: Position { line: 12, column: 5 }, end: None }),
            severity: Severity::Error,
            code: "CS0103".into(),
            text: "The name 'x'\ndoes not exist".into(),
            cause: None,
        };
        let of_the_build = Diagnostic {
            file: None,
            span: None,
            severity: Severity::Warning,
            code: "MSB1".into(),
            text: "w".into(),
            cause: None,
        };
        let answer = CompileAnswer {
            outcome,
            way: None,
            kept: false,
            diagnostics: vec![error, of_the_build],
            output: "printed".into(),
            waited_ms: 0,
            elapsed_ms: 1,
        };
        Compilation { extension: "Bank".into(), answer, behind: Vec::new(), left_out: Vec::new() }
    }

    #[test]
    fn messages_are_lines_that_tools_read() {
        let failed = compilation(Outcome::Failed);
        let lines: Vec<String> = failed.text().lines().map(str::to_owned).collect();
        assert_eq!(lines[0], r"Source/NET/Bank.cs(12,5): error CS0103: The name 'x'\ndoes not exist");
        assert_eq!(lines[1..], ["warning MSB1: w", "Bank: not compiled, 1 error, 1 warning"]);
        assert_eq!((failed.exit_code(), failed.json()["diagnostics"][0]["line"].as_u64()), (1, Some(12)));
    }

    #[test]
    fn who_is_to_mend_it_decides_the_exit_code() {
        let stopped = |code| compilation(Outcome::Stopped { problem: Problem::new(code, "detail") }).exit_code();
        assert_eq!([Code::BuildTime, Code::BuildEnded, Code::NoSandbox].map(stopped), [1, 2, 2]);
    }
}
