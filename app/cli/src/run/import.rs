mod again;

use std::path::Path;

use ::import::{Catalog, Choice, Imported, Library, Options, Plan, References, Types};
use assembly::{AssemblyName, Image};
use cli::editing::derived_key;
use cli::element::path_of;
use cli::folder;
use extension::{FileName, Refusal};
use serde_json::json;

use super::edit::{Target, followed_by, told};
use super::inspect::Beside;
use super::{Outcome, answered};
use crate::arguments::Import;
use crate::clock;
use crate::failure::Failure;

/// Makes actions that call the members of an assembly.
pub(super) fn import(arguments: &Import, as_json: bool) -> Result<Outcome, Failure> {
    let path = &arguments.target;
    let target = Target::open(path)?;
    let before = target.extension();
    let library = library(&arguments.dll)?;
    let beside = Beside::read(&arguments.dll)?;
    let (documentation, notice) = beside.documentation();
    let wrong = |error| Failure::Catalog { file: arguments.dll.clone(), error };
    let image = Image::read(&library.bytes).map_err(|error| wrong(error.into()))?;
    let folder = arguments.dll.parent().unwrap_or(Path::new(""));
    let references = References::of(library.clone(), before, &mut |needed| found(folder, needed));
    let catalog = Catalog::read(&image, documentation.as_ref()).map_err(wrong)?.beside(&references);
    if arguments.again {
        return again::import(arguments, as_json, &target, &catalog, &references);
    }
    let plan = Plan::new(&catalog, &choice(arguments), options(arguments), before)?;
    if plan.actions().is_empty() && plan.structures().is_empty() {
        return Err(Failure::NothingImported(plan.left_out().to_vec()));
    }
    let now = clock::now()?;
    let imported = plan.apply(before, &references, &mut |path| derived_key(before, path), &now.local)?;
    let generation = target.write(path, &imported.extension, now)?;
    let mut notices: Vec<String> = notice.into_iter().collect();
    notices.extend(notices_of(&imported, &references));
    let elements: Vec<String> = imported.elements.iter().map(|item| path_of(&imported.extension, *item)).collect();
    let text = text(&plan, &imported, &elements);
    let answer = json!({
        "shape": 1,
        "extension": imported.extension.name.as_str(),
        "target": path.display().to_string(),
        "step": imported.edit.label(before),
        "elements": elements,
        "actions": plan.actions().iter().map(|action| json!({
            "name": action.name.as_str(),
            "documentationId": action.id,
        })).collect::<Vec<_>>(),
        "structures": plan.structures().iter().map(|structure| json!({
            "name": structure.name.as_str(),
            "of": structure.of,
            "isNew": structure.existing.is_none(),
            "attributes": structure.attributes.iter().map(|attribute| json!({
                "name": attribute.name.as_str(),
                "dataType": plan.type_label(&attribute.data_type),
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "files": imported.files.iter().map(FileName::as_str).collect::<Vec<_>>(),
        "leftOut": plan.left_out().iter().map(|left| json!({
            "type": left.of,
            "member": left.member,
            "reason": left.reason.word(),
            "text": left.reason.to_string(),
        })).collect::<Vec<_>>(),
        "missing": references.missing.iter().map(|missing| json!({
            "name": missing.needed.name,
            "version": missing.needed.version.to_string(),
            "publicKeyToken": missing.needed.token_text(),
            "by": missing.by,
        })).collect::<Vec<_>>(),
        "sources": imported.sources,
        "generation": generation,
        "findings": told(&imported.findings),
        "notices": notices,
    });
    Ok(answered(as_json, &answer, &text, notices))
}

fn choice(arguments: &Import) -> Choice {
    if arguments.types.is_empty() { Choice::All } else { Choice::Types(arguments.types.clone()) }
}

fn options(arguments: &Import) -> Options {
    let types = match (arguments.structures, arguments.convert) {
        (true, _) => Types::Structured,
        (false, true) => Types::Converted,
        (false, false) => Types::Table,
    };
    Options { types, checks_null: arguments.null_checks }
}

fn library(file: &Path) -> Result<Library, Failure> {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = folder::read_file(file)?;
    let file_name = FileName::new(&name).map_err(|error| Failure::Assembly(Refusal::from(error)))?;
    Ok(Library { file_name, bytes })
}

/// The file of an assembly beside the one that is imported. Its name comes from a stranger, and is a name without folders.
fn found(folder: &Path, needed: &AssemblyName) -> Option<Library> {
    let file_name = FileName::new(&format!("{}.dll", needed.name)).ok()?;
    let bytes = folder::read_file(&folder.join(file_name.as_str())).ok()?;
    Some(Library { file_name, bytes })
}

fn notices_of(imported: &Imported, references: &References) -> Vec<String> {
    let missing = references.missing.iter().map(|missing| {
        format!(
            "{} needs {}, which neither .NET nor the extension has, so members with types of it cannot be imported. Put its DLL beside and import again, or add it with xif add resource.",
            missing.by, missing.needed
        )
    });
    let lost = imported.overwritten.iter().map(|lost| format!("Lines written by hand were overwritten: {lost}"));
    let findings = imported.findings.iter().map(ToString::to_string);
    missing.chain(lost).chain(findings).chain(imported.not_referenced.iter().map(ToString::to_string)).collect()
}

/// A line for the whole, for each action and file, and for all that is left out.
fn text(plan: &Plan, imported: &Imported, elements: &[String]) -> String {
    let actions = words::counted(plan.actions().len(), "action");
    // Structures are told before actions.
    let (structures, elements) = elements.split_at(elements.len().saturating_sub(plan.actions().len()));
    let structures = structures.iter().map(|element| format!("Added {element}"));
    let first = format!(
        "{}: Import from {}, {actions}{}",
        imported.extension.name,
        plan.assembly,
        followed_by(imported.sources.len())
    );
    let actions =
        elements.iter().zip(plan.actions()).map(|(element, action)| format!("Added {element} for {}", action.id));
    let files = imported.files.iter().map(|file| format!("Added {file}"));
    let left_out = plan.left_out().iter().map(|left| format!("Left out {left}"));
    std::iter::once(first).chain(files).chain(structures).chain(actions).chain(left_out).collect::<Vec<_>>().join("\n")
}
