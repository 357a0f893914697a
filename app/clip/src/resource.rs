//! New resources from those of a copy, and the icons of pasted actions.

use std::sync::Arc;

use super::links::Link;
use super::notes::shown;
use super::paste::Paste;
use super::{PasteError, wire};
use extension::{Content, DeployAction, Description, FileName, Folder, Key, Kind, Name, Origin, Reference, Resource};

impl Paste<'_> {
    /// The new resource; its file name is free in its folder.
    pub(super) fn resource(&mut self, written: &wire::Resource, key: Key) -> Result<Resource, PasteError> {
        let folder = self.folder(written.folder.as_str());
        let wanted = self.file_name(written.file_name.as_str());
        let file_name = FileName::as_found(&self.files.take_file(folder.as_str(), wanted.as_str()));
        if file_name != wanted && !self.links.is_home {
            let folder = folder.as_str();
            self.notes
                .add(format!("{wanted} is pasted as {file_name}: the folder {folder} has another file of that name."));
        }
        let references = written.references.iter().map(|name| Reference {
            key: (self.new_key)(),
            name: Arc::clone(&name.0),
            origin: Origin::default(),
        });
        let references = references.collect();
        let new = Resource::new(key, file_name, folder, content(written)?, self.now_local.clone());
        Ok(Resource {
            description: Description::as_found(written.description.as_str()),
            import_details: Arc::clone(&written.import_details.0),
            deploy_action: deploy_action(written).unwrap_or_else(|| new.deploy_action.clone()),
            is_code_reference: written.code_reference,
            references,
            ..new
        })
    }

    /// The resource that is the icon of a pasted action. The same file in the same place serves again.
    pub(super) fn icon(&mut self, icon: &wire::Reference, action: &Name, needed: &[wire::Element]) -> Option<Key> {
        let copied = self.links.needed(Kind::Resource, icon).and_then(|index| needed.get(index));
        if let (false, Some(wire::Element::Resource(copied))) = (self.links.is_home, copied) {
            let here = self.target.resource_at(copied.folder.as_str(), copied.file_name.as_str());
            if let Some(here) = here.filter(|here| *here.content.base64() == copied.content) {
                return Some(here.key);
            }
        }
        match self.links.find(Kind::Resource, icon, self.new_key) {
            Link::Same(key) | Link::Namesake(key) | Link::Added(key) => Some(key),
            Link::Missing => {
                self.notes.add(format!("{action} is pasted with the default icon: its own is not in the copy."));
                None
            }
        }
    }

    fn file_name(&mut self, text: &str) -> FileName {
        let error = match FileName::new(text) {
            Ok(file_name) => return file_name,
            Err(error) => error,
        };
        let replaced = replaced(text);
        let file_name = FileName::new(&replaced).unwrap_or_else(|_| FileName::as_found(&format!("File_{replaced}")));
        self.notes.add(format!("“{}” is pasted as {file_name}: {error}", shown(text)));
        file_name
    }

    fn folder(&mut self, text: &str) -> Folder {
        let as_found = Folder::as_found(text);
        let parts: Vec<String> =
            as_found.parts().map(|part| FileName::new(part).map_or(replaced(part), |it| it.to_string())).collect();
        let mut path = String::from("\\");
        for part in parts.iter().filter(|part| !part.is_empty()) {
            path.push_str(part);
            path.push('\\');
        }
        if path != text {
            self.notes.add(format!("The folder “{}” is pasted as {path}.", shown(text)));
        }
        Folder::as_found(&path)
    }
}

/// The text without what no file name can have.
fn replaced(text: &str) -> String {
    let allowed = |character: char| !character.is_control() && !r#"\/:*?"<>|"#.contains(character);
    let name: String =
        text.chars().take(200).map(|character| if allowed(character) { character } else { '_' }).collect();
    name.trim_matches(['.', ' ']).to_owned()
}

fn content(written: &wire::Resource) -> Result<Content, PasteError> {
    let text = Arc::new(written.content.clone());
    Content::from_base64(&text, 0..text.len())
        .map_err(|error| PasteError::Unreadable(format!("{} is damaged, {error}", shown(written.file_name.as_str()))))
}

fn deploy_action(written: &wire::Resource) -> Option<DeployAction> {
    let label = written.deploy_action.as_str();
    if label.is_empty() {
        return None;
    }
    let known = DeployAction::ALL.into_iter().find(|action| action.label() == label);
    Some(known.unwrap_or_else(|| DeployAction::Other(Arc::clone(&written.deploy_action.0))))
}
