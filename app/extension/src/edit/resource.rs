use std::sync::Arc;

use super::ResourceEdit;
use crate::{Elements, Extension, Key, Kind, Refusal, Resource};

/// Adds the resource when key and file name are free.
pub(super) fn add(extension: &mut Extension, resource: &Resource) -> Result<(), Refusal> {
    if extension.resource(resource.key).is_some() {
        return Err(Refusal::KeyTaken(resource.key));
    }
    check_file_is_free(extension, resource)?;
    Arc::make_mut(&mut extension.resources).push(Arc::new(resource.clone()));
    Ok(())
}

/// Removes the resource, and with it the icon of the actions that have it.
pub(super) fn remove(extension: &mut Extension, key: Key) -> Result<(), Refusal> {
    let position = position(extension, key)?;
    Arc::make_mut(&mut extension.resources).remove(position);
    if extension.actions.iter().any(|action| action.icon == Some(key)) {
        let without_icon = |action: &Arc<crate::Action>| {
            let mut next = action.as_ref().clone();
            next.icon = next.icon.filter(|icon| *icon != key);
            next
        };
        extension.actions = extension.actions.iter().map(without_icon).collect::<Elements<_>>();
    }
    Ok(())
}

/// Leaves the resource beside the extension, unpacked. Its icon and its place in the technologies go.
pub(super) fn exclude(extension: &mut Extension, key: Key) -> Result<(), Refusal> {
    let resource = extension.resource(key).cloned().ok_or(Refusal::Missing(Kind::Resource))?;
    remove(extension, key)?;
    extension.unlist(key);
    let excluded = Arc::make_mut(&mut extension.excluded);
    excluded.retain(|other| !other.is_at(resource.folder.as_str(), resource.file_name.as_str()));
    excluded.push(resource);
    Ok(())
}

/// Makes the excluded file a resource again.
pub(super) fn include(extension: &mut Extension, key: Key) -> Result<(), Refusal> {
    let position = extension.excluded.iter().position(|resource| resource.key == key);
    let resource = Arc::make_mut(&mut extension.excluded).remove(position.ok_or(Refusal::Missing(Kind::Resource))?);
    add(extension, &resource)
}

/// Changes the resource.
pub(super) fn apply(extension: &mut Extension, key: Key, edit: &ResourceEdit) -> Result<(), Refusal> {
    let position = position(extension, key)?;
    let mut next = extension.resources[position].as_ref().clone();
    match edit {
        ResourceEdit::Rename(file_name) => {
            next.file_name = file_name.clone();
            check_file_is_free(extension, &next)?;
        }
        ResourceEdit::Move(folder) => {
            next.folder = folder.clone();
            check_file_is_free(extension, &next)?;
        }
        ResourceEdit::SetDescription(description) => next.description = description.clone(),
        ResourceEdit::SetDeployAction(deploy_action) => next.deploy_action = deploy_action.clone(),
        ResourceEdit::SetContent(content, modified) => {
            next.content = content.clone();
            next.last_modified = modified.clone();
        }
    }
    Arc::make_mut(&mut extension.resources)[position] = Arc::new(next);
    Ok(())
}

fn position(extension: &Extension, key: Key) -> Result<usize, Refusal> {
    extension.resources.iter().position(|resource| resource.key == key).ok_or(Refusal::Missing(Kind::Resource))
}

fn check_file_is_free(extension: &Extension, resource: &Resource) -> Result<(), Refusal> {
    let taken = extension.resource_at(resource.folder.as_str(), resource.file_name.as_str());
    match taken.filter(|other| other.key != resource.key) {
        Some(_) => Err(Refusal::FileTaken {
            folder: resource.folder.as_str().to_owned(),
            file_name: resource.file_name.as_str().to_owned(),
        }),
        None => Ok(()),
    }
}
