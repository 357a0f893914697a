//! Whether the extension's assembly was built from the sources that are there.

use std::sync::Arc;

use csharp::BuildRecord;
use extension::{Action, Extension, Folder, Item, Property, Resource};
use rules::{Finding, Rule};

use crate::packed::Files;

/// C# files that the project does not compile.
pub(crate) fn sources_left_out(extension: &Extension) -> impl Iterator<Item = Finding> {
    csharp::files_not_compiled(extension).into_iter().map(|resource| {
        let text = format!(
            "{} is not compiled: the project does not list it.{} Add it to the project as a Compile item, or delete it.",
            resource.file_name,
            methods_in(extension, resource)
        );
        Finding::new(Rule::SourceNotCompiled, Item::Resource(resource.key).at(Property::Content), text)
    })
}

/// The sentence on actions whose methods are in this file; empty when there are none.
fn methods_in(extension: &Extension, file: &Resource) -> String {
    /// How many actions are named.
    const NAMED: usize = 3;
    let text = file.content.text().unwrap_or_default();
    let is_there = |action: &&Arc<Action>| {
        text.contains(&format!("Mss{}", action.name))
            && csharp::method_place(extension, action.key).is_some_and(|place| place.resource == file.key)
    };
    let names: Vec<&str> = extension.actions.iter().filter(is_there).map(|action| action.name.as_str()).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => format!(" The method of the action {one} is in it."),
        [first, .., last] if names.len() <= NAMED => {
            let others = names.get(1..names.len() - 1).unwrap_or_default().iter().map(|name| format!(", {name}"));
            format!(" The methods of the actions {first}{} and {last} are in it.", others.collect::<String>())
        }
        [first, second, ..] => {
            format!(" The methods of the actions {first}, {second} and {} others are in it.", names.len() - 2)
        }
    }
}

/// That there is no assembly, when there is something to compile.
pub(crate) fn missing(extension: &Extension) -> Option<Finding> {
    let defines = !extension.actions.is_empty() || !extension.structures.is_empty() || !extension.entities.is_empty();
    let text = format!(
        "The extension is not compiled: it has no {}, which is what a Platform Server runs. Compile it.",
        extension.main_assembly_name()
    );
    defines.then(|| Finding::new(Rule::AssemblyMissing, Item::Extension.at(Property::Content), text))
}

/// That the assembly was built from other sources. A record of the build says it for certain; without one, the times in the
/// file do.
pub(crate) fn other_sources(extension: &Extension, assembly: &Arc<Resource>, files: &Files) -> Option<Finding> {
    let documentation = assembly.file_name.as_str().rsplit_once('.').map(|(stem, _)| format!("{stem}.xml"))?;
    let documentation = extension.resource_at(Folder::BINARIES, &documentation);
    let record = documentation.and_then(|resource| BuildRecord::read(&resource.content));
    let name = &assembly.file_name;
    let text = match record.filter(|record| record.assembly == files.digest(assembly)) {
        Some(record) => {
            if record == files.record(assembly, extension) {
                return None;
            }
            format!(
                "{name} was built from other source files than these: they were changed after it was compiled. Compile again."
            )
        }
        None => {
            let source = csharp::newer_source(extension)?;
            format!(
                "{} was changed at {}, after {name} was compiled at {}. Compile again.",
                source.file_name, source.last_modified, assembly.last_modified
            )
        }
    };
    Some(Finding::new(Rule::AssemblyOtherSources, Item::Resource(assembly.key).at(Property::Content), text))
}
