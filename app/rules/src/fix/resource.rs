use std::sync::Arc;

use super::{Fix, names};
use crate::resource::{RESERVED_PREFIX, broken_part};
use crate::{Rule, assemblies};
use extension::{
    DeployAction, Edit, Extension, FileName, Folder, Item, Key, Provider, Resource, ResourceEdit, provider,
};

/// The fixes of rules about files.
pub(super) fn fixes(extension: &Extension, rule: Rule, key: Key) -> Vec<Fix> {
    let Some(resource) = extension.resource(key) else { return Vec::new() };
    let delete = || Fix::new("Delete the resource", Edit::Remove(vec![Item::Resource(key)]));
    match rule {
        Rule::FilePrefixReserved => {
            let rest = &resource.file_name.as_str()[RESERVED_PREFIX.len()..];
            rename(extension, resource, rest.trim_start_matches(['.', ' '])).into_iter().collect()
        }
        Rule::FileNameInvalid => {
            rename(extension, resource, &storable(resource.file_name.as_str())).into_iter().collect()
        }
        Rule::PathTaken => {
            rename(extension, resource, resource.file_name.as_str()).into_iter().chain([delete()]).collect()
        }
        Rule::FolderInvalid => vec![to_storable_folder(resource)],
        Rule::DeployActionUnknown => vec![deploy(resource, DeployAction::default_for(&resource.file_name))],
        Rule::DeployActionOfAssembly | Rule::DeployActionOfLibrary => {
            vec![deploy(resource, DeployAction::CopyToBinaries)]
        }
        Rule::FileNameReserved => vec![deploy(resource, DeployAction::Ignore)],
        Rule::SystemAssembly => ignore_system_assemblies(extension)
            .into_iter()
            .chain([deploy(resource, DeployAction::Ignore), delete()])
            .collect(),
        Rule::OtherExtension => {
            vec![delete_with_documentation(extension, resource), deploy(resource, DeployAction::Ignore)]
        }
        Rule::BinaryEmpty
        | Rule::BinaryTaken
        | Rule::PlatformAssembly
        | Rule::ConfigurationUnread
        | Rule::NoAssembly => vec![deploy(resource, DeployAction::Ignore), delete()],
        _ => Vec::new(),
    }
}

fn deploy(resource: &Resource, action: DeployAction) -> Fix {
    let label = format!("Set Deploy Action to {}", action.label());
    Fix::new(label, Edit::Resource(resource.key, ResourceEdit::SetDeployAction(action)))
}

/// No deployed assembly of .NET any more, where there are several: packages bring them by the dozen.
fn ignore_system_assemblies(extension: &Extension) -> Option<Fix> {
    let is_one = |resource: &&Arc<Resource>| {
        let name = assemblies::assembly_name(&resource.file_name);
        resource.deploy_action != DeployAction::Ignore
            && name.is_some_and(|name| provider(name) == Some(Provider::Framework))
    };
    let ignore =
        |resource: &Arc<Resource>| Edit::Resource(resource.key, ResourceEdit::SetDeployAction(DeployAction::Ignore));
    let edits: Vec<Edit> = extension.resources.iter().filter(is_one).map(ignore).collect();
    let label = format!("Set Deploy Action of all {} assemblies of .NET to Ignore", edits.len());
    if edits.len() > 1 { Fix::all(label, edits) } else { None }
}

/// Without an assembly and the documentation file that was compiled with it.
fn delete_with_documentation(extension: &Extension, resource: &Resource) -> Fix {
    let stem = assemblies::assembly_name(&resource.file_name).unwrap_or_default();
    let documentation = extension.resource_at(resource.folder.as_str(), &format!("{stem}.xml"));
    let mut items = vec![Item::Resource(resource.key)];
    items.extend(documentation.map(|file| Item::Resource(file.key)));
    let label = if items.len() > 1 { "Delete the resource and its documentation" } else { "Delete the resource" };
    Fix::new(label, Edit::Remove(items))
}

/// The file under this name, or the first of `name2.dll`, `name3.dll`, … that the folder does not have.
fn rename(extension: &Extension, resource: &Resource, name: &str) -> Option<Fix> {
    let folder = resource.folder.as_str();
    let (stem, end) = name.rsplit_once('.').map_or((name, String::new()), |(stem, end)| (stem, format!(".{end}")));
    let numbered = (2..=extension.resources.len() + 2).map(|number| format!("{stem}{number}{end}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    let is_free = |name: &String| extension.resource_at(folder, name).is_none() && FileName::new(name).is_ok();
    names.find(is_free).map(|name| names::to(Item::Resource(resource.key), &name))
}

/// The same path with names that Windows takes.
fn to_storable_folder(resource: &Resource) -> Fix {
    let mut folder = resource.folder.clone();
    if broken_part(&folder).is_some() {
        let parts: String = folder.parts().map(|part| storable(part) + "\\").collect();
        folder = Folder::as_found(&format!("\\{parts}"));
    }
    let edit = Edit::Resource(resource.key, ResourceEdit::Move(folder.clone()));
    Fix::new(format!("Move to {}", folder.as_str()), edit)
}

/// The text with what Windows does not take in a name exchanged for `_`; too long a one stays so.
fn storable(text: &str) -> String {
    let is_wrong = |it: char| it.is_control() || r#"\/:*?"<>|"#.contains(it);
    let replaced: String = text.chars().map(|it| if is_wrong(it) { '_' } else { it }).collect();
    let trimmed = replaced.trim_end_matches(['.', ' ']);
    // What is left is nothing, or the name of a device.
    if FileName::new(trimmed).is_ok() { trimmed.to_owned() } else { format!("_{trimmed}") }
}
