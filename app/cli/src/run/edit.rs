use std::path::Path;

use cli::editing::{self, Given, NewKind, Value, Wanted};
use cli::folder::{self, OpenFolder};
use cli::unpacked::Now;
use extension::Extension;
use serde_json::json;
use xif::Stamp;

use super::{Outcome, answered, followed, packed, parsed};
use crate::arguments;
use crate::clock;
use crate::failure::Failure;

/// What is edited.
pub(super) enum Target {
    /// A XIF.
    File(Extension),
    /// An unpacked folder.
    Folder(Box<OpenFolder>),
}

impl Target {
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        if path.is_dir() {
            return Ok(Self::Folder(Box::new(OpenFolder::open(path)?)));
        }
        Ok(Self::File(parsed(path, &folder::read_file(path)?)?.1))
    }

    pub(super) fn extension(&self) -> &Extension {
        match self {
            Self::File(extension) => extension,
            Self::Folder(folder) => folder.extension(),
        }
    }

    /// Writes what became of it; gives the generation of a XIF.
    pub(super) fn write(&self, path: &Path, extension: &Extension, now: Now) -> Result<Option<u64>, Failure> {
        let before = &self.extension().provenance;
        match self {
            Self::Folder(folder) => {
                folder.write(extension)?;
                Ok(None)
            }
            Self::File(before) if before == extension => Ok(Some(before.provenance.generation)),
            Self::File(_) => {
                // Nobody has compiled and verified what was changed.
                let stamp = Stamp { now_utc: now.utc, is_valid: false, is_unchanged: false };
                let stamped = xif::stamp(extension, before, stamp);
                folder::write_file(&followed(path), &packed(&stamped)?)?;
                Ok(Some(stamped.provenance.generation))
            }
        }
    }
}

/// What an update of the sources has to say, for a script.
pub(super) fn told(findings: &[csharp::Finding]) -> Vec<serde_json::Value> {
    let told = |finding: &csharp::Finding| {
        json!({
            "severity": finding.severity.label(),
            "file": finding.file.as_ref().map(extension::FileName::as_str),
            "line": finding.line,
            "text": finding.text,
        })
    };
    findings.iter().map(told).collect()
}

/// How many source files follow, in words.
pub(super) fn followed_by(sources: usize) -> String {
    match sources {
        0 => String::new(),
        count => format!(", and {}", words::counted_as(count, "source file follows", "source files follow")),
    }
}

/// Adds an element.
pub(super) fn add(arguments: &arguments::Add, as_json: bool) -> Result<Outcome, Failure> {
    let arguments::Add { kind, target, element, values } = arguments;
    edit(target, as_json, || {
        let values = values_of(values, *kind == NewKind::Resource)?;
        Ok(Wanted::Add { kind: *kind, path: element.clone(), values })
    })
}

/// Sets properties.
pub(super) fn set(arguments: &arguments::Set, as_json: bool) -> Result<Outcome, Failure> {
    let arguments::Set { target, element, values } = arguments;
    edit(target, as_json, || Ok(Wanted::Set { path: element.clone(), values: values_of(values, true)? }))
}

/// Renames an element.
pub(super) fn rename(arguments: &arguments::Rename, as_json: bool) -> Result<Outcome, Failure> {
    let arguments::Rename { target, element, name } = arguments;
    edit(target, as_json, || Ok(Wanted::Rename { path: element.clone(), name: name.clone() }))
}

/// Moves an element.
pub(super) fn move_to(arguments: &arguments::Move, as_json: bool) -> Result<Outcome, Failure> {
    let arguments::Move { target, element, place } = arguments;
    edit(target, as_json, || Ok(Wanted::Move { path: element.clone(), to: place.clone() }))
}

/// Removes elements.
pub(super) fn remove(arguments: &arguments::Remove, as_json: bool) -> Result<Outcome, Failure> {
    let arguments::Remove { target, elements, clear_uses } = arguments;
    edit(target, as_json, || Ok(Wanted::Remove { paths: elements.clone(), clear_uses: *clear_uses }))
}

/// Edits a XIF or an unpacked folder: as one step, or not at all.
fn edit(
    arguments: &arguments::Target,
    as_json: bool,
    wanted: impl FnOnce() -> Result<Wanted, Failure>,
) -> Result<Outcome, Failure> {
    let target = Target::open(&arguments.target)?;
    let Written { answer, line, notices } = write(&target, arguments, &wanted()?)?;
    Ok(answered(as_json, &answer, &line, notices))
}

/// What is to be said of an edit.
pub(super) struct Written {
    /// For a script.
    pub(super) answer: serde_json::Value,
    /// For a reader.
    pub(super) line: String,
    /// What the user should know beside it.
    pub(super) notices: Vec<String>,
}

/// Does what is wanted, and writes the result.
pub(super) fn write(target: &Target, arguments: &arguments::Target, wanted: &Wanted) -> Result<Written, Failure> {
    let path = &arguments.target;
    let now = clock::now()?;
    let before = target.extension();
    let edited = editing::edit(before, wanted, &now.local, arguments.definition_only)?;
    let is_changed = edited.extension != *before;
    let mut notices = edited.notices.clone();
    notices.extend(edited.findings.iter().map(ToString::to_string));
    let generation = target.write(path, &edited.extension, now)?;
    let answer = json!({
        "shape": 1,
        "extension": edited.extension.name.as_str(),
        "target": path.display().to_string(),
        "step": edited.step,
        "changed": is_changed,
        "elements": edited.elements,
        "sources": edited.sources,
        "generation": generation,
        "findings": told(&edited.findings),
        "notices": edited.notices,
    });
    let sources = followed_by(edited.sources.len());
    let line = if is_changed {
        format!("{}: {}{sources}", edited.extension.name, edited.step)
    } else {
        format!("{}: nothing changes", edited.extension.name)
    };
    Ok(Written { answer, line, notices })
}

/// The values, with the files that they name.
fn values_of(pairs: &[(String, String)], take_content: bool) -> Result<Vec<Value>, Failure> {
    let value = |(property, text): &(String, String)| {
        let takes_file =
            property.eq_ignore_ascii_case("icon") || (take_content && property.eq_ignore_ascii_case("content"));
        let given = match text.strip_prefix('@').filter(|_| takes_file) {
            None => Given::Text(text.clone()),
            Some(file) => {
                let file = Path::new(file);
                let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                Given::File { name, bytes: folder::read_file(file)? }
            }
        };
        Ok(Value { property: property.clone(), given })
    };
    pairs.iter().map(value).collect()
}
