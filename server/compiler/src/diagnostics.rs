//! Messages of the compiler and the build, read from what the build prints.
//!
//! The form is `MSBuild`'s canonical one: `origin: [subcategory] severity [code]: text [project]`, where origin is a tool or a file with a place.

use api::compile::{Diagnostic, Position, Severity, Span};
use std::collections::HashSet;

/// Collects diagnostics line by line, each once.
#[derive(Debug)]
pub struct Diagnostics {
    folder: String,
    most: usize,
    found: Vec<Diagnostic>,
    seen: HashSet<Diagnostic>,
}

impl Diagnostics {
    /// Reads messages about files in `folder` (the sources' folder as the build sees it, with `/` at its end); keeps at most `most`.
    pub fn new(folder: &str, most: usize) -> Self {
        Self { folder: folder.into(), most, found: Vec::new(), seen: HashSet::new() }
    }

    /// Takes one line of output.
    pub fn line(&mut self, line: &str) {
        if self.found.len() >= self.most {
            return;
        }
        if let Some(diagnostic) = parse(line, &self.folder)
            && self.seen.insert(diagnostic.clone())
        {
            self.found.push(diagnostic);
        }
    }

    /// What was found, in the order it was printed.
    pub fn into_found(self) -> Vec<Diagnostic> {
        self.found
    }
}

fn parse(line: &str, folder: &str) -> Option<Diagnostic> {
    let line = line.trim();
    line.match_indices(": ").find_map(|(colon, _)| {
        let (origin, rest) = (line.get(..colon)?, line.get(colon + 2..)?);
        let (severity, code, text) = message(rest)?;
        let (file, span) = origin_of(origin.trim(), folder);
        Some(Diagnostic {
            file,
            span,
            severity,
            code: code.into(),
            text: without_project(text, folder).into(),
            cause: None,
        })
    })
}

/// `[subcategory] severity [code]: text`.
fn message(rest: &str) -> Option<(Severity, &str, &str)> {
    let (head, text) = rest.split_once(':')?;
    let words: Vec<&str> = head.split_whitespace().collect();
    let (severity, code) = match words.as_slice() {
        [severity, code] if severity_of(severity).is_some() => (severity, *code),
        [severity] | [_, severity] => (severity, ""),
        [_, severity, code] => (severity, *code),
        _ => return None,
    };
    let coded = code.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
    coded.then_some((severity_of(severity)?, code, text.trim()))
}

fn severity_of(word: &str) -> Option<Severity> {
    match word {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "info" | "message" => Some(Severity::Info),
        _ => None,
    }
}

/// The file inside the sources and the place in it. Messages about the build's own files, such as a `.targets` file of the SDK, have neither:
/// nobody can open those.
fn origin_of(origin: &str, folder: &str) -> (Option<String>, Option<Span>) {
    let (path, place) = match origin.strip_suffix(')').and_then(|inner| inner.rsplit_once('(')) {
        Some((path, place)) if span(place).is_some() => (path, span(place)),
        _ => (origin, None),
    };
    let path = path.strip_prefix(folder).unwrap_or(path);
    let is_file = path.contains('.') && !path.starts_with('/') && !path.starts_with("..");
    if is_file { (Some(path.replace('\\', "/")), place) } else { (None, None) }
}

/// `line`, `line-line`, `line,column`, `line,column-column` or `line,column,line,column`.
fn span(place: &str) -> Option<Span> {
    let numbers =
        |text: &str| -> Option<Vec<u32>> { text.split([',', '-']).map(|number| number.trim().parse().ok()).collect() };
    let at = |line, column| Position { line, column };
    let ranged = place.contains('-');
    let (start, end) = match (numbers(place)?.as_slice(), ranged) {
        (&[line], false) | (&[line, _], true) => (at(line, 1), None),
        (&[line, column], false) => (at(line, column), None),
        (&[line, first, last], true) => (at(line, first), Some(at(line, last))),
        (&[line, column, last_line, last_column], false) => (at(line, column), Some(at(last_line, last_column))),
        _ => return None,
    };
    (start.line > 0).then_some(Span { start: at(start.line, start.column.max(1)), end })
}

fn without_project<'text>(text: &'text str, folder: &str) -> &'text str {
    match text.strip_suffix(']').and_then(|inner| inner.rsplit_once(" [")) {
        Some((message, project)) if project.starts_with(folder) => message.trim_end(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> Option<String> {
        let found = parse(line, "/Source/NET/")?;
        let at = |position: Position| format!("{}:{}", position.line, position.column);
        let place = found.span.map_or(String::new(), |span| {
            format!("{}{}", at(span.start), span.end.map_or(String::new(), |end| format!("-{}", at(end))))
        });
        Some(format!("{}|{place}|{:?}|{}|{}", found.file.unwrap_or_default(), found.severity, found.code, found.text))
    }

    #[test]
    fn the_forms_of_messages_are_read() {
        for (line, expected) in [
            (
                "MortgageLib.cs(19,16,19,20): error CS0103: The name 'oops' does not exist: really [/Source/NET/M.csproj]",
                "MortgageLib.cs|19:16-19:20|Error|CS0103|The name 'oops' does not exist: really",
            ),
            (
                "/Source/NET/sub/A.cs(3,4): warning CS0168: unused [/Source/NET/M.csproj]",
                "sub/A.cs|3:4|Warning|CS0168|unused",
            ),
            (r"sub\A.cs(3): info X1: hm", "sub/A.cs|3:1|Info|X1|hm"),
            (
                "/toolchain/dotnet/sdk/3.1.102/Microsoft.Common.CurrentVersion.targets(2106,5): warning MSB3245: Could not resolve [/Source/NET/M.csproj]",
                "||Warning|MSB3245|Could not resolve",
            ),
            ("CSC : error CS5001: no Main [/Source/NET/M.csproj]", "||Error|CS5001|no Main"),
            ("MSBUILD : error MSB1009: Project file does not exist.", "||Error|MSB1009|Project file does not exist."),
            ("A.cs(1,2): fatal error CS0006: gone", "A.cs|1:2|Error|CS0006|gone"),
            ("  EXEC : error : it failed [tool]", "||Error||it failed [tool]"),
        ] {
            assert_eq!(shown(line).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn other_output_is_no_message() {
        for line in [
            "",
            "  MortgageLib -> /Source/NET/bin/OutSystems.NssMortgageLib.dll",
            "Note: errors are listed above",
            "the error: none",
            "a: b: c",
        ] {
            assert_eq!(shown(line), None, "{line}");
        }
    }

    #[test]
    fn each_message_counts_once_and_their_number_is_bounded() {
        let mut diagnostics = Diagnostics::new("/Source/NET/", 2);
        for line in
            ["a.cs(1,1): error X1: a", "a.cs(1,1): error X1: a", "a.cs(2,1): error X1: a", "a.cs(3,1): error X1: a"]
        {
            diagnostics.line(line);
        }
        assert_eq!(diagnostics.into_found().len(), 2);
    }
}
