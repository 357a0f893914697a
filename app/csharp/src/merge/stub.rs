//! Stubs: bodies that nobody has written yet.

use std::fmt::Write as _;

use super::class::Class;
use super::source::Source;
use crate::generate::actions::TO_DO;

/// The remark in the stubs of Integration Studio.
const INTEGRATION_STUDIO_TO_DO: &str = "// TODO: Write implementation for action";

/// Whether the body is still the stub of these lines, untouched.
pub(crate) fn is_untouched(body: &str, stub: &[String]) -> bool {
    let lines = body.lines().map(str::trim).filter(|line| !line.is_empty());
    let expected = stub.iter().flat_map(|line| line.lines()).map(str::trim).filter(|line| !line.is_empty());
    let is_same =
        |(line, expected): (&str, &str)| line == expected || (expected == TO_DO && line == INTEGRATION_STUDIO_TO_DO);
    lines.clone().count() == expected.clone().count() && lines.zip(expected).all(is_same)
}

/// The text between the braces for a body of these lines; `brace` is where the opening one is.
pub(crate) fn body(source: &Source<'_>, brace: usize, lines: &[String]) -> String {
    let (indentation, end) = (source.indentation(brace), source.line_end());
    let mut text = String::from(end);
    for line in lines {
        let _ = write!(text, "{indentation}\t{line}{end}");
    }
    text.push_str(indentation);
    text
}

/// Where stubs are added to a class, and what they are there: before its closing brace, each with an
/// empty line behind it.
pub(crate) fn added<'s>(
    source: &Source<'_>,
    class: Class,
    stubs: impl IntoIterator<Item = &'s str>,
) -> (usize, String) {
    let brace = source.range(class.close).start;
    let line = source.line_start(brace);
    let end = source.line_end();
    let is_alone = source.text[line..brace].trim().is_empty();
    let indentation = format!("{}\t", source.indentation(brace));
    let before = source.text[..line].trim_end_matches(['\r', '\n', ' ', '\t']);
    let has_empty_line = source.text[before.len()..line].matches('\n').count() > 1;
    let mut text = String::new();
    if !is_alone {
        text.push_str(end);
    }
    if !(is_alone && has_empty_line) {
        text.push_str(end);
    }
    for stub in stubs {
        for line in stub.lines() {
            let _ = write!(text, "{indentation}{line}{end}");
        }
        text.push_str(end);
    }
    (if is_alone { line } else { brace }, text)
}
