use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

use cli::compilation::{Compilation, with_assembly};
use cli::folder;
use cli::studio::{Wait, waiting};
use extension::{Extension, Severity};
use serde_json::json;
use xif::Stamp;

use super::{Outcome, followed, packed, parsed, studio, wait};
use crate::arguments::{Compile, Destination};
use crate::clock;
use crate::failure::Failure;

/// A XIF that was written.
struct Written<'a> {
    file: &'a Path,
    generation: u64,
    is_changed: bool,
}

/// Compiles the sources in a XIF as they are. Only a named destination is written.
pub(super) fn compile(arguments: &Compile, as_json: bool) -> Result<Outcome, Failure> {
    let file = &arguments.file;
    let bytes = folder::read_file(file)?;
    let (_, extension) = parsed(file, &bytes)?;
    let studio = studio(&arguments.server)?;
    let archive = archive(&extension)?;
    // A script that reads the answer sees nothing before it.
    let tell = |waits: Wait| {
        if !as_json {
            tell(&waits);
        }
    };
    let answer = wait(studio.compile(extension.name.as_str(), archive, tell))??;
    let compilation = Compilation::new(&extension, answer);
    let target = match arguments.destination() {
        Destination::Nowhere => None,
        Destination::InPlace => Some(file),
        Destination::File(other) => Some(other),
    };
    let written = target.map(|target| write(&compilation, &extension, &bytes, target)).transpose()?.flatten();
    let mut notices = compilation.notices();
    if written.as_ref().is_some_and(|written| written.is_changed) {
        notices.push(xif::HASH_NOTE.to_owned());
    }
    let exit_code = compilation.exit_code();
    if as_json {
        let mut answer = compilation.json();
        answer["file"] = json!(written.as_ref().map(|it| it.file.display().to_string()));
        answer["generation"] = json!(written.as_ref().map(|it| it.generation));
        answer["notices"] = json!(notices);
        return Ok(Outcome { exit_code, ..Outcome::plain(format!("{answer:#}\n")) });
    }
    let mut text = compilation.text();
    if let Some(Written { file, generation, is_changed }) = written {
        let how = if is_changed { "" } else { ", unchanged," };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}: generation {generation}{how} is in {}", extension.name, file.display());
    }
    Ok(Outcome { notices, exit_code, ..Outcome::plain(text) })
}

/// Says what the command waits for, beside its answer.
fn tell(waits: &Wait) {
    let line = match waits {
        Wait::Place(place) => format!("Waiting: place {place}"),
        Wait::Again(problem, pause) => waiting(problem, *pause),
    };
    // Where nothing can be said, the command still goes on.
    let _unheard = writeln!(io::stderr(), "xif: {line}");
}

fn archive(extension: &Extension) -> Result<Vec<u8>, Failure> {
    let files = csharp::project_files(extension);
    let files: Vec<_> = files.iter().map(|(path, content)| (path.as_str(), content.bytes())).collect();
    Ok(xif::archive(files.iter().map(|(path, bytes)| (*path, &**bytes)))?)
}

/// Writes the XIF with the assembly, when there is one. What has it already is written as it was, to the byte.
fn write<'a>(
    compilation: &Compilation,
    extension: &Extension,
    bytes: &[u8],
    file: &'a Path,
) -> Result<Option<Written<'a>>, Failure> {
    let Some(assembly) = compilation.assembly() else { return Ok(None) };
    let now = clock::now()?;
    let changed = with_assembly(extension, assembly, &now.local)?;
    let (head, is_unchanged) = (&extension.provenance, changed.is_none());
    let is_verified = compilation.behind.is_empty()
        && !csharp::verify(extension).iter().any(|finding| finding.severity == Severity::Error);
    let is_valid = is_verified || (is_unchanged && head.is_valid);
    if is_unchanged && is_valid == head.is_valid {
        folder::write_file(&followed(file), bytes)?;
        return Ok(Some(Written { file, generation: head.generation, is_changed: false }));
    }
    let stamp = Stamp { now_utc: now.utc, is_valid, is_unchanged };
    let stamped = xif::stamp(changed.as_ref().unwrap_or(extension), head, stamp);
    folder::write_file(&followed(file), &packed(&stamped)?)?;
    Ok(Some(Written { file, generation: stamped.provenance.generation, is_changed: true }))
}
