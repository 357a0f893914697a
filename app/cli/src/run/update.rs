use std::fmt::Write as _;
use std::io::{self, Read};
use std::path::Path;

use cli::folder::{self, FolderError, SourceUpdate};
use extension::Extension;
use serde_json::{Value, json};
use xif::Limits;

use super::{Outcome, parsed};
use crate::arguments::Update;
use crate::clock;
use crate::failure::Failure;

/// Makes the sources of an unpacked XIF follow its definition. The exit code is 1 when something is left that does not follow, and
/// with `check` also when they do not.
pub(super) fn update(arguments: &Update, as_json: bool) -> Result<Outcome, Failure> {
    let Update { folder, before, check, overwrite } = arguments;
    let (check, overwrite) = (*check, *overwrite);
    let before = before.as_deref().map(definition).transpose()?;
    let update = SourceUpdate::new(folder, before.as_ref())?;
    if !check {
        if update.is_uncertain {
            return Err(Failure::NoBefore);
        }
        if !update.overwritten.is_empty() && !overwrite {
            return Err(Failure::HandWritten(update.overwritten));
        }
        update.write(folder, &clock::now()?.local)?;
    }
    let is_wrong = update.has_error() || update.left() > 0 || (check && !update.files.is_empty());
    let text = if as_json { format!("{:#}\n", json_of(&update, check)) } else { text_of(&update, check) };
    Ok(Outcome { exit_code: u8::from(is_wrong), ..Outcome::plain(text) })
}

/// The definition in a XIF, in a definition.xml, or in one of the two on the standard input.
fn definition(file: &Path) -> Result<Extension, Failure> {
    let bytes = if file == Path::new("-") {
        let limit = Limits::default().inflated;
        let mut bytes = Vec::new();
        io::stdin().take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|error| {
            Failure::Folder(FolderError::Disk { done: "read", path: "the standard input".into(), error })
        })?;
        bytes
    } else {
        folder::read_file(file)?
    };
    let start = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    if !start.trim_ascii_start().starts_with(b"<") {
        return Ok(parsed(file, &bytes)?.1);
    }
    let text = String::from_utf8(bytes)
        .map_err(|error| FolderError::NotUtf8 { file: file.to_owned(), offset: error.utf8_error().valid_up_to() })?;
    xif::parse(text).map_err(|error| Failure::Xif { file: file.to_owned(), error })
}

fn text_of(update: &SourceUpdate, check: bool) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    for file in &update.files {
        let word = match (file.is_new, check) {
            (true, false) => "added",
            (true, true) => "would be added",
            (false, false) => "updated",
            (false, true) => "would be updated",
        };
        let _ = writeln!(out, "{}: {word}", file.path);
    }
    for finding in &update.findings {
        let _ = writeln!(out, "{} {finding}", finding.severity.label());
    }
    for lines in &update.overwritten {
        let word = if check { "would be overwritten" } else { "overwritten" };
        let _ = writeln!(out, "warning {lines}: written by hand, {word}");
    }
    let name = &update.extension.name;
    let _ = match update.left() {
        0 => Ok(()),
        1 => writeln!(out, "{name}: 1 place does not follow the definition; change it by hand"),
        left => writeln!(out, "{name}: {left} places do not follow the definition; change them by hand"),
    };
    let _ = match (update.files.len(), update.has_error()) {
        (_, true) => writeln!(out, "{name}: the sources cannot follow the definition"),
        (0, _) if update.left() > 0 => Ok(()),
        (0, _) => writeln!(out, "{name}: the sources follow the definition"),
        (1, _) if check => writeln!(out, "{name}: 1 file is behind"),
        (count, _) if check => writeln!(out, "{name}: {count} files are behind"),
        (1, _) => writeln!(out, "{name}: 1 file updated"),
        (count, _) => writeln!(out, "{name}: {count} files updated"),
    };
    out
}

fn json_of(update: &SourceUpdate, check: bool) -> Value {
    let files = update
        .files
        .iter()
        .map(|file| json!({ "file": file.path.as_str(), "change": if file.is_new { "added" } else { "updated" } }));
    let findings = update.findings.iter().map(|finding| {
        json!({
            "severity": finding.severity.label(),
            "file": finding.file.as_ref().map(extension::FileName::as_str),
            "line": finding.line,
            "text": finding.text,
        })
    });
    let overwritten = update.overwritten.iter().map(|it| {
        json!({
            "file": it.file_name.as_str(),
            "firstLine": it.lines.start(),
            "lastLine": it.lines.end(),
            "declaration": it.declaration,
        })
    });
    json!({
        "shape": 1,
        "extension": update.extension.name.as_str(),
        "written": !check,
        "files": files.collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
        "overwritten": overwritten.collect::<Vec<_>>(),
    })
}
