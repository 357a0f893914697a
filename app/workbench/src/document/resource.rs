//! Files that the user brings: added, exchanged, moved with their folder.

use extension::{Content, Edit, Extension, FileName, Folder, Item, Key, Resource, ResourceEdit, check_size};

use crate::errors::{Code, Failure};
use crate::{Context, Document, DocumentCommand, Effect, NewFile, NoticeKind, Offer, Surroundings, document};

/// How a file of the extension stands to the file that was last saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ResourceState {
    /// As it was last saved.
    Included,
    /// Added or changed since.
    Modified,
    /// Beside the extension: not packed.
    Excluded,
}

impl Document {
    /// How the resource stands; `None` for one that the extension does not have. In a document that was
    /// never saved everything is included: there is nothing to compare with.
    pub fn resource_state(&self, key: Key) -> Option<ResourceState> {
        let extension = self.extension();
        if extension.excluded.iter().any(|resource| resource.key == key) {
            return Some(ResourceState::Excluded);
        }
        let resource = extension.resource(key)?;
        let is_same = self.saved.as_ref().is_none_or(|saved| saved.resource(key) == Some(resource));
        Some(if is_same { ResourceState::Included } else { ResourceState::Modified })
    }
}

/// Adds the files as one step. What cannot be added is told with its reason; what is already there can
/// be replaced by an offer.
pub(crate) fn add_files(
    context: &mut Context,
    folder: &str,
    files: Vec<NewFile>,
    surroundings: &mut dyn Surroundings,
) -> Vec<Effect> {
    let Some(document) = &context.document else { return Vec::new() };
    let (mut added, mut present, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for file in files {
        match placed(folder, &file) {
            Ok((folder, file_name)) => {
                let existing = document.extension().resource_at(folder.as_str(), file_name.as_str());
                let brought = Content::from_bytes(file.bytes);
                match existing {
                    Some(resource) if resource.content == brought => {}
                    Some(resource) => present.push((resource.key, resource.path(), brought)),
                    None => {
                        let key = surroundings.new_key();
                        added.push(Resource::new(key, file_name, folder, brought, surroundings.now_local()));
                    }
                }
            }
            Err(why) => refused.push(format!("{}: {why}", file.path)),
        }
    }
    let items: Vec<Item> = added.iter().map(|resource| Item::Resource(resource.key)).collect();
    add_resources(context, added, surroundings);
    offer_to_replace(context, present, surroundings);
    if !refused.is_empty() {
        let mut failure =
            Failure::new(Code::NameRule, format!("{} cannot be added.", words::counted(refused.len(), "file")));
        failure.details = refused;
        context.fail(failure);
    }
    vec![Effect::Select(items)]
}

fn add_resources(context: &mut Context, resources: Vec<Resource>, surroundings: &mut dyn Surroundings) {
    let label = match resources.as_slice() {
        [] => return,
        [one] => format!("Add resource {}", one.file_name),
        several => format!("Add {} resources", several.len()),
    };
    let edits = resources.into_iter().map(Edit::AddResource).collect();
    document::edit(context, &Edit::All(label, edits), surroundings);
}

fn offer_to_replace(context: &mut Context, present: Vec<(Key, String, Content)>, surroundings: &dyn Surroundings) {
    if present.is_empty() {
        return;
    }
    let text = format!(
        "{} already there, with another content.",
        match present.len() {
            1 => "A file is".to_owned(),
            count => format!("{count} files are"),
        }
    );
    let details = present.iter().map(|(_, path, _)| path.clone()).collect();
    let label = format!("Replace {}", words::counted(present.len(), "file"));
    let time = surroundings.now_local();
    let edits = present
        .into_iter()
        .map(|(key, _, content)| Edit::Resource(key, ResourceEdit::SetContent(content, time.clone())))
        .collect();
    let notice = context.tell(NoticeKind::Warning, text);
    notice.details = details;
    notice.offers =
        vec![Offer { label: label.clone(), command: DocumentCommand::Edit(Edit::All(label, edits)).into() }];
}

/// Gives the resource other bytes.
pub(crate) fn replace_content(
    context: &mut Context,
    resource: Key,
    bytes: Vec<u8>,
    surroundings: &mut dyn Surroundings,
) {
    let Some(found) = context.document.as_ref().and_then(|document| document.extension().resource(resource)) else {
        return;
    };
    let label = format!("Replace {}", found.file_name);
    if let Err(why) = check_size(bytes.len()) {
        return context.fail(Failure::of_refusal(&why));
    }
    let set = ResourceEdit::SetContent(Content::from_bytes(bytes), surroundings.now_local());
    document::edit(context, &Edit::All(label, vec![Edit::Resource(resource, set)]), surroundings);
}

/// Gives a folder with all that lies in it another path.
pub(crate) fn move_folder(context: &mut Context, from: &str, to: &str, surroundings: &mut dyn Surroundings) {
    let Some(document) = &context.document else { return };
    let to = match Folder::new(to) {
        Ok(to) => to,
        Err(error) => return context.fail(Failure::of_refusal(&error.into())),
    };
    let edits = moved_files(document.extension(), from, &to);
    if !edits.is_empty() {
        let label = format!("Move folder {from} to {}", to.as_str());
        document::edit(context, &Edit::All(label, edits), surroundings);
    }
}

/// The edits that move every resource below one folder to another.
fn moved_files(extension: &Extension, from: &str, to: &Folder) -> Vec<Edit> {
    let outer: Vec<&str> = from.split(['\\', '/']).filter(|part| !part.is_empty()).collect();
    let moved = |resource: &Resource| {
        let parts: Vec<&str> = resource.folder.parts().collect();
        let is_inside =
            parts.len() >= outer.len() && parts.iter().zip(&outer).all(|(one, other)| one.eq_ignore_ascii_case(other));
        is_inside.then(|| {
            let inner =
                parts[outer.len()..].iter().fold(to.as_str().to_owned(), |path, part| format!("{path}{part}\\"));
            Edit::Resource(resource.key, ResourceEdit::Move(Folder::as_found(&inner)))
        })
    };
    extension.resources.iter().filter_map(|resource| moved(resource)).collect()
}

/// The folder and name that a file gets, or why it cannot.
fn placed(folder: &str, file: &NewFile) -> Result<(Folder, FileName), String> {
    check_size(file.bytes.len()).map_err(|refusal| refusal.to_string())?;
    let path = format!("{}/{}", folder.replace('\\', "/"), file.path);
    Folder::of_path(&path).map_err(|error| error.to_string())
}
