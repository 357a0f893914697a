use std::path::{Path, PathBuf};

use cli::folder;
use cli::form;
use cli::merging::Decisions;
use comparison::merge::{Merge, merge as merged, resolve};
use extension::Extension;
use serde_json::json;
use xif::Stamp;

use super::{Outcome, followed, packed, parsed};
use crate::arguments;
use crate::clock;
use crate::failure::Failure;

/// A version of the XIF that is merged.
struct Version {
    bytes: Vec<u8>,
    text: String,
    extension: Extension,
}

/// A merged XIF.
struct Merged {
    bytes: Vec<u8>,
    generation: u64,
    /// Whether it is another than each of the two versions.
    is_new: bool,
}

/// Merges two versions into one file. The exit code is 0 when it was written and 1 when something is left to decide:
/// nothing is written then, as git expects it of a merge driver.
pub(super) fn merge(arguments: &arguments::Merge, as_json: bool) -> Result<Outcome, Failure> {
    let [base, ours, theirs] = versions(arguments)?;
    let merge = merged(&base.extension, &ours.extension, &theirs.extension);
    let name = ours.extension.name.to_string();
    let decisions = Decisions::new(&name, &merge.conflicts, &arguments.choices(), arguments.side());
    let mut decisions = decisions.map_err(|error| Failure::Usage(error.to_string()))?;
    let Some(resolved) = decided(&merge, &mut decisions, arguments.force) else {
        let text = if as_json { json_of(&decisions, None, &[]) } else { decisions.text() };
        return Ok(Outcome { exit_code: 1, ..Outcome::plain(text) });
    };
    let mut notices: Vec<String> = decisions.clashes.iter().map(ToString::to_string).collect();
    notices.extend(form_notice(&base, &ours, &theirs, &resolved));
    let result = result(&base, ours, theirs, &resolved)?;
    if result.is_new {
        notices.push(xif::HASH_NOTE.to_owned());
    }
    let file = arguments.output.as_ref().unwrap_or(&arguments.ours);
    folder::write_file(&followed(file), &result.bytes)?;
    if as_json {
        return Ok(Outcome::plain(json_of(&decisions, Some((file, result.generation)), &notices)));
    }
    let settled = match decisions.conflicts.len() {
        0 => String::new(),
        1 => ", one conflict settled".to_owned(),
        count => format!(", {count} conflicts settled"),
    };
    Ok(Outcome { notices, ..Outcome::plain(format!("{name}: merged{settled}, generation {}\n", result.generation)) })
}

fn versions(arguments: &arguments::Merge) -> Result<[Version; 3], Failure> {
    let base = folder::read_file(&arguments.base)?;
    if base.is_empty() {
        // Git gives an empty file when both sides added the XIF.
        return Err(Failure::NoBase);
    }
    let version = |file: &Path, bytes: Vec<u8>| {
        let (text, extension) = parsed(file, &bytes)?;
        Ok::<_, Failure>(Version { bytes, text, extension })
    };
    Ok([
        version(&arguments.base, base)?,
        version(&arguments.ours, folder::read_file(&arguments.ours)?)?,
        version(&arguments.theirs, folder::read_file(&arguments.theirs)?)?,
    ])
}

/// The merged document, when nothing is left to decide.
fn decided(merge: &Merge, decisions: &mut Decisions<'_>, force: bool) -> Option<Extension> {
    let resolved = resolve(merge, &decisions.sides()?);
    decisions.clashes = merge.clashes_in(&resolved);
    (decisions.clashes.is_empty() || force).then_some(resolved)
}

/// The side that is taken whole stays to the byte; anything else is a new save.
fn result(base: &Version, ours: Version, theirs: Version, resolved: &Extension) -> Result<Merged, Failure> {
    let only_theirs_changed = base.text == ours.text && base.text != theirs.text;
    let whole = |version: Version| {
        let generation = version.extension.provenance.generation;
        Ok(Merged { bytes: version.bytes, generation, is_new: false })
    };
    if *resolved == ours.extension && !only_theirs_changed {
        return whole(ours);
    }
    if *resolved == theirs.extension {
        return whole(theirs);
    }
    let stamp = Stamp { now_utc: clock::now()?.utc, is_valid: false, is_unchanged: false };
    let stamped = xif::stamp(resolved, &resolved.provenance, stamp);
    let bytes = packed(&stamped)?;
    Ok(Merged { bytes, generation: stamped.provenance.generation, is_new: true })
}

/// The notice about a form that is lost. The form of a XIF (white space, order of attributes, unknown parts) belongs to no
/// element, so it cannot be merged: where both sides changed it, one side's form is kept.
fn form_notice(base: &Version, ours: &Version, theirs: &Version, resolved: &Extension) -> Option<String> {
    if base.text == ours.text || base.text == theirs.text || ours.text == theirs.text {
        return None;
    }
    let takes_theirs = *resolved == theirs.extension && *resolved != ours.extension;
    let (lost, kept, left) = if takes_theirs { (ours, theirs, "OURS") } else { (theirs, ours, "THEIRS") };
    let is_other = form::is_other(&base.extension, &lost.extension, &lost.text)
        && form::is_other(&kept.extension, &lost.extension, &lost.text);
    is_other.then(|| {
        format!(
            "{left} is also written in another form than BASE: white space, the order of attributes, or parts that xif \
             does not know. The form of the other side was kept."
        )
    })
}

fn json_of(decisions: &Decisions<'_>, written: Option<(&PathBuf, u64)>, notices: &[String]) -> String {
    let mut answer = decisions.json();
    answer["file"] = json!(written.map(|(file, _)| file.display().to_string()));
    answer["generation"] = json!(written.map(|(_, generation)| generation));
    answer["notices"] = json!(notices);
    format!("{answer:#}\n")
}
