//! `xif import --again`: another version of an assembly that was imported before.

use std::collections::BTreeSet;

use ::import::{Again, Catalog, Difference, DifferenceKind, Imported, References};
use assembly::Image;
use cli::editing::derived_key;
use extension::{Extension, FileName, Folder};
use serde_json::{Value, json};

use super::super::edit::{Target, followed_by, told};
use super::super::{Outcome, answered};
use super::{notices_of, options};
use crate::arguments::Import;
use crate::clock;
use crate::failure::Failure;

/// Tells what differs, and takes over what is chosen of it.
pub(super) fn import(
    arguments: &Import,
    as_json: bool,
    target: &Target,
    catalog: &Catalog<'_>,
    references: &References,
) -> Result<Outcome, Failure> {
    let before = target.extension();
    let old = old_bytes(before, references);
    let image = old.as_deref().and_then(|bytes| Image::read(bytes).ok());
    let old = image.as_ref().and_then(|image| Catalog::read(image, None).ok());
    let again = Again::compared(catalog, old.as_ref(), before)?;
    let chosen = chosen(arguments, &again)?;
    let has_options = arguments.convert || arguments.structures || arguments.null_checks;
    let options = if has_options { options(arguments) } else { again.options };
    let plan = again.plan(catalog, &chosen, options, before)?;
    let now = clock::now()?;
    let imported = plan.apply(before, references, &mut |path| derived_key(before, path), &now.local)?;
    let is_shown = arguments.show;
    let is_changed = imported.extension != *before && !is_shown;
    let generation = if is_changed { target.write(&arguments.target, &imported.extension, now)? } else { None };
    let differences = again.differences.iter().enumerate().map(|(at, difference)| {
        json!({
            "kind": difference.kind.word(),
            "action": difference.action,
            "before": (!difference.before.is_empty()).then_some(&difference.before),
            "now": (!difference.now.is_empty()).then_some(&difference.now),
            "isTaken": !is_shown && chosen.contains(&at),
        })
    });
    let notices = if is_shown { Vec::new() } else { notices(&imported, references) };
    let answer = json!({
        "shape": 1,
        "extension": before.name.as_str(),
        "target": arguments.target.display().to_string(),
        "changed": is_changed,
        "step": imported.edit.label(before),
        "differences": differences.collect::<Vec<Value>>(),
        "structures": again.structures,
        "same": again.same,
        "byHand": imported.by_hand,
        "files": imported.files.iter().map(FileName::as_str).collect::<Vec<_>>(),
        "sources": imported.sources,
        "generation": generation,
        "findings": told(&imported.findings),
        "notices": notices,
    });
    let text = text(&again, &chosen, &imported, is_shown);
    Ok(answered(as_json, &answer, &text, notices))
}

/// The version of the assembly that the extension has.
fn old_bytes(extension: &Extension, references: &References) -> Option<Vec<u8>> {
    let library = references.libraries.first()?;
    let there = extension.resource_at(Folder::BINARIES, library.file_name.as_str())?;
    let bytes = there.content.bytes().into_owned();
    (bytes != library.bytes).then_some(bytes)
}

fn chosen(arguments: &Import, again: &Again) -> Result<BTreeSet<usize>, Failure> {
    let differences = again.differences.iter().enumerate();
    if arguments.actions.is_empty() {
        let is_taken = |it: &Difference| arguments.all || it.kind == DifferenceKind::Different;
        return Ok(differences.filter(|(_, it)| is_taken(it)).map(|(at, _)| at).collect());
    }
    let named = |name: &String| {
        let at = again.differences.iter().position(|it| it.action.eq_ignore_ascii_case(name));
        at.ok_or_else(|| Failure::NoDifference(name.clone()))
    };
    arguments.actions.iter().map(named).collect()
}

fn notices(imported: &Imported, references: &References) -> Vec<String> {
    let by_hand = imported.by_hand.iter().map(|action| {
        format!(
            "The method of {action} was changed by hand, so its code stays as it is. Look whether it fits the assembly."
        )
    });
    by_hand.chain(notices_of(imported, references)).collect()
}

/// A line for the whole, and one for each difference.
fn text(again: &Again, chosen: &BTreeSet<usize>, imported: &Imported, is_shown: bool) -> String {
    let name = &imported.extension.name;
    let first = if is_shown {
        format!("{name}: {} actions are as they were, {} differences", again.same, again.differences.len())
    } else {
        let followed = followed_by(imported.sources.len());
        format!("{name}: {} of {} differences taken over{followed}", chosen.len(), again.differences.len())
    };
    let line = |(at, difference): (usize, &Difference)| {
        let is_taken = !is_shown && chosen.contains(&at);
        format!("{}{difference}", if is_taken { "Taken over: " } else { "" })
    };
    let differences = again.differences.iter().enumerate().map(line);
    let structures = again.structures.iter().map(|line| format!("structure {line}"));
    let files = imported.files.iter().filter(|_| !is_shown).map(|file| format!("Replaced or added {file}"));
    std::iter::once(first).chain(files).chain(differences).chain(structures).collect::<Vec<_>>().join("\n")
}
