//! What can be told of a XIF, an unpacked folder or a publish, so that it can be sent to others: its form, its counts and
//! its fingerprints.
//!
//! Nothing that somebody wrote goes in. What a report says is made of the words below, of numbers, of fingerprints, of the
//! names of elements and attributes of the format, and of what values look like ([`Look`]).

mod form;
mod publish;
mod samples;

use std::fmt::Write as _;

use extension::{Extension, Folder};
use serde_json::{Value, json};

use crate::fingerprint::sha256;

pub use form::{Form, Look};
pub use samples::samples;

/// The number of the JSON form.
const SHAPE: u64 = 1;

/// What is told of several files, in the order in which they were given. Their names are not told.
#[derive(Debug, Default)]
pub struct Report {
    entries: Vec<Value>,
}

impl Report {
    /// Adds what can be told of these bytes: a XIF, or the lines of `xif publish --json`.
    pub fn add(&mut self, bytes: &[u8]) {
        let entry = match xif::inflate(bytes, &xif::Limits::default()) {
            Ok(text) => of_definition(&text, Some(bytes)),
            Err(error) => publish::of_lines(bytes)
                .unwrap_or_else(|| json!({ "kind": "unreadable", "bytes": bytes.len(), "error": error.code().text() })),
        };
        self.entries.push(entry);
    }

    /// Adds what can be told of an unpacked folder's definition, with the contents of its files.
    pub fn add_folder(&mut self, text: &str) {
        self.entries.push(of_definition(text, None));
    }

    /// The report as JSON, indented.
    pub fn json(&self) -> String {
        let report = json!({ "shape": SHAPE, "version": env!("CARGO_PKG_VERSION"), "files": self.entries });
        format!("{report:#}\n")
    }

    /// The report as text.
    pub fn text(&self) -> String {
        let mut out = format!("xif report {}\n", env!("CARGO_PKG_VERSION"));
        for (number, entry) in (1..).zip(&self.entries) {
            // Writing to a String cannot fail.
            let _ = writeln!(out, "\nFile {number}");
            write_value(&mut out, 1, entry);
        }
        out
    }
}

fn write_value(out: &mut String, depth: usize, value: &Value) {
    let Value::Object(map) = value else { return };
    let indent = "  ".repeat(depth);
    for (name, value) in map {
        let _ = match value {
            Value::Object(_) => {
                let _ = writeln!(out, "{indent}{name}");
                write_value(out, depth + 1, value);
                Ok(())
            }
            Value::Array(items) => {
                let _ = writeln!(out, "{indent}{name}");
                items.iter().try_for_each(|item| writeln!(out, "{indent}  {}", plain(item)))
            }
            other => writeln!(out, "{indent}{name}: {}", plain(other)),
        };
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn of_definition(text: &str, bytes: Option<&[u8]>) -> Value {
    let form = Form::of(text);
    let (kind, fingerprint) = match bytes {
        Some(bytes) => ("xif", sha256(bytes)),
        None => ("folder", sha256(text.as_bytes())),
    };
    let mut entry = json!({
        "kind": kind,
        "bytes": bytes.map_or(text.len(), <[u8]>::len),
        "sha256": fingerprint,
        "definitionSha256": sha256(text.as_bytes()),
        "byteOrderMark": text.starts_with('\u{feff}'),
        "lineEnds": form::line_ends(text),
        "form": form.lines(),
    });
    match xif::parse(text) {
        Ok(extension) => {
            entry["head"] = head(&extension);
            entry["counts"] = counts(&extension);
            entry["sources"] = sources(&extension);
        }
        // Only the code: the message can quote the file.
        Err(error) => entry["error"] = json!(error.code().text()),
    }
    entry
}

/// What a save or a server changes.
fn head(extension: &Extension) -> Value {
    let head = &extension.provenance;
    let own = xif::stamp(
        extension,
        &std::sync::Arc::new(extension::Provenance { hash: "".into(), ..head.as_ref().clone() }),
        xif::Stamp { now_utc: head.last_modified_utc.clone(), is_valid: head.is_valid, is_unchanged: false },
    );
    let sample = samples().into_iter().position(|(_, sample)| sample.key == extension.key);
    json!({
        "sample": sample.map(|index| index + 1),
        "generation": head.generation,
        "valid": head.is_valid,
        "hash": form::fingerprint(&head.hash),
        "hashIsOurs": own.provenance.hash == head.hash,
        "version": form::version(&head.version),
        "schemaVersion": form::version(&head.last_upgrade_version),
        "activationCode": Look::of(&head.activation_code).word(),
        "directUpgradeFrom": Look::of(&head.direct_upgrade_from).word(),
    })
}

fn counts(extension: &Extension) -> Value {
    let parameters: usize = extension.actions.iter().map(|it| it.parameters.len()).sum();
    let attributes: usize = extension.structures.iter().map(|it| it.attributes.len()).sum();
    let columns: usize = extension.entities.iter().map(|it| it.attributes.len()).sum();
    json!({
        "resources": extension.resources.len(),
        "actions": extension.actions.len(),
        "parameters": parameters,
        "structures": extension.structures.len(),
        "structureAttributes": attributes,
        "entities": extension.entities.len(),
        "entityAttributes": columns,
    })
}

/// Whether the generated files are what would be generated here, and the keys of records in them.
fn sources(extension: &Extension) -> Value {
    let of = |name: &str| {
        let resource = extension.resource_at(Folder::SOURCE, name)?;
        let template = csharp::template(extension, resource.key)?;
        let (own, generated) = (resource.content.text()?, template.text()?);
        let (there, ours) = (form::keys(&own), form::keys(&generated));
        let same = there.iter().filter(|key| ours.contains(key)).count();
        Some(json!({
            "bytes": resource.content.len(),
            "sameAsTemplate": resource.content == template,
            "sameButForWhiteSpace": own.split_whitespace().eq(generated.split_whitespace()),
            "recordKeys": there.len(),
            "recordKeysAsOurs": same,
        }))
    };
    let mut files = serde_json::Map::new();
    for name in ["Interface.cs", "Entities.cs", "Structures.cs", "Records.cs", "RecordLists.cs"] {
        files.insert(name.to_owned(), of(name).unwrap_or(Value::Null));
    }
    let assembly = extension.main_assembly();
    files.insert("assemblyBytes".to_owned(), json!(assembly.map(|it| it.content.len())));
    files.insert("assemblySha256".to_owned(), json!(assembly.map(|it| sha256(&it.content.bytes()))));
    Value::Object(files)
}
