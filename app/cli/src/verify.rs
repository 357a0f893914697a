//! What is wrong with definitions, as text and as JSON.

use std::fmt::Write as _;

use extension::{Extension, Severity};
use rules::Finding;
use serde_json::{Value, json};

use crate::listing::readable;

/// The number of the JSON form. It grows when something that a script may rely on changes its name or
/// its meaning, not when something is added.
const SHAPE: u64 = 1;

/// Files with what is wrong with their definitions.
#[derive(Debug, Default)]
pub struct Report {
    files: Vec<(String, Outcome)>,
}

#[derive(Debug)]
enum Outcome {
    Verified { extension: Extension, findings: Vec<Finding> },
    Unreadable { code: String, message: String },
}

/// How many findings there are of each severity.
#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    errors: usize,
    warnings: usize,
    information: usize,
}

impl Report {
    /// Verifies the definition that this file has.
    pub fn add(&mut self, file: String, extension: Extension) {
        let findings = verification::verify(&extension);
        self.files.push((file, Outcome::Verified { extension, findings }));
    }

    /// Takes note of a file that cannot be read, with the code and the words of the error.
    pub fn add_unreadable(&mut self, file: String, code: String, message: String) {
        self.files.push((file, Outcome::Unreadable { code, message }));
    }

    /// What a script looks at: 0 no errors, 1 errors, 2 a file could not be verified.
    pub fn exit_code(&self) -> u8 {
        let is_unreadable = |(_, outcome): &(String, Outcome)| matches!(outcome, Outcome::Unreadable { .. });
        match self.counts().errors {
            _ if self.files.iter().any(is_unreadable) => 2,
            0 => 0,
            _ => 1,
        }
    }

    /// A line for each finding, and a last one with the counts of the files that could be read; no counts where none could.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for (file, outcome) in &self.files {
            let Outcome::Verified { extension, findings } = outcome else { continue };
            let prefix = if self.files.len() > 1 { format!("{}: ", readable(file)) } else { String::new() };
            for finding in findings {
                // Writing to a String cannot fail.
                let _ = writeln!(out, "{prefix}{}", line(extension, finding));
            }
        }
        let is_verified = |(_, outcome): &&(String, Outcome)| matches!(outcome, Outcome::Verified { .. });
        let verified = self.files.iter().filter(is_verified).count();
        let Counts { errors, warnings, information } = self.counts();
        match self.files.len() - verified {
            0 => {}
            unread => {
                let _ = write!(out, "{unread} file{} could not be read", words::plural_s(unread));
                if verified == 0 {
                    out.push('\n');
                    return out;
                }
                let _ = write!(out, "; in the other{}: ", words::plural_s(verified));
            }
        }
        let _ = writeln!(
            out,
            "{errors} error{}, {warnings} warning{}, {information} information",
            words::plural_s(errors),
            words::plural_s(warnings)
        );
        out
    }

    /// The same as JSON: `shape` (1), `files` in the order in which they were given, and the counts `errors`,
    /// `warnings` and `information` of all. A file has `file` and either `error` with `code` and `message`, or
    /// `extension`, the counts, and `findings` with `severity`, `rule`, `title`, `kind`, `element`, `property`, `text`.
    pub fn json(&self) -> Value {
        let mut answer = json!({
            "shape": SHAPE,
            "files": self.files.iter().map(|(file, outcome)| json_of_file(file, outcome)).collect::<Vec<_>>(),
        });
        self.counts().write(&mut answer);
        answer
    }

    fn counts(&self) -> Counts {
        let findings = self.files.iter().flat_map(|(_, outcome)| match outcome {
            Outcome::Verified { findings, .. } => findings.as_slice(),
            Outcome::Unreadable { .. } => &[],
        });
        Counts::of(findings)
    }
}

impl Counts {
    fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            *match finding.severity {
                Severity::Error => &mut counts.errors,
                Severity::Warning => &mut counts.warnings,
                Severity::Information => &mut counts.information,
            } += 1;
        }
        counts
    }

    fn write(self, object: &mut Value) {
        object["errors"] = self.errors.into();
        object["warnings"] = self.warnings.into();
        object["information"] = self.information.into();
    }
}

/// `error Pay.Years, Default Value: text (V307)`.
pub(crate) fn line(extension: &Extension, finding: &Finding) -> String {
    let path = finding.place.item.path(extension).unwrap_or_default();
    format!(
        "{} {}, {}: {} ({})",
        finding.severity.label(),
        readable(&path),
        finding.place.property.label(),
        readable(&finding.text),
        finding.rule.id()
    )
}

fn json_of_file(file: &str, outcome: &Outcome) -> Value {
    match outcome {
        Outcome::Unreadable { code, message } => {
            json!({ "file": file, "error": { "code": code, "message": message } })
        }
        Outcome::Verified { extension, findings } => {
            let mut answer = json!({
                "file": file,
                "extension": extension.name.as_str(),
                "findings": findings.iter().map(|finding| json_of_finding(extension, finding)).collect::<Vec<_>>(),
            });
            Counts::of(findings).write(&mut answer);
            answer
        }
    }
}

/// `severity`, `rule`, `title`, `kind`, `element`, `property` and `text`.
pub(crate) fn json_of_finding(extension: &Extension, finding: &Finding) -> Value {
    let item = finding.place.item;
    json!({
        "severity": finding.severity.label(),
        "rule": finding.rule.id(),
        "title": finding.rule.title(),
        "kind": item.kind().label(),
        "element": item.path(extension),
        "property": finding.place.property.label(),
        "text": finding.text,
    })
}
