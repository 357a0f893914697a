use super::{field, yes_no};
use crate::{Break, Change, Field, Part, content_label, content_labels, line_changes};
use extension::{DeployAction, Extension, Key, ProjectTarget, Property, Resource};

impl Part for Resource {
    const FIELDS: &'static [Field<Self>] = &[
        field!(Name, file_name, |_, it| it.file_name.to_string()),
        field!(Folder, folder, |_, it| it.folder.as_str().to_owned()),
        field!(Description, description, |_, it| it.description.as_str().to_owned()),
        field!(DeployAction, deploy_action, |_, it| it.deploy_action.label().to_owned()),
        field!(CodeReference, is_code_reference, |_, it| yes_no(it.is_code_reference)),
        field!(References, references, |_, it| references(it)),
        field!(ImportDetails, import_details, |_, it| it.import_details.to_string()),
        field!(Content, content, |_, it| content_label(&it.content)),
        field!(LastModified, last_modified, |_, it| it.last_modified.to_string()),
    ];

    fn identity(&self) -> Key {
        self.key
    }

    fn label(&self) -> String {
        self.path()
    }

    fn summary(&self, _: &Extension) -> String {
        content_label(&self.content)
    }

    fn is_later(one: &Self, other: &Self) -> bool {
        one.last_modified > other.last_modified
    }

    fn further(before: &Self, after: &Self) -> Option<(Property, String, String)> {
        if !after.is_project() || before.content == after.content {
            return None;
        }
        let (old, new) = (ProjectTarget::of_content(&before.content), ProjectTarget::of_content(&after.content));
        (old != new).then(|| (Property::TargetFramework, old.to_string(), new.to_string()))
    }

    fn refine(before: &Self, after: &Self, change: &mut Change) {
        match change.property() {
            Some(Property::Content) => {
                (change.old, change.new) = content_labels(&before.content, &after.content);
                change.lines = line_changes(&before.content, &after.content);
            }
            Some(Property::DeployAction | Property::Name) if before.deploy_action != DeployAction::Ignore => {
                change.breaks = Some(Break::Moved);
            }
            // Renaming does not matter to a file that no module gets.
            Some(Property::Name) => change.breaks = None,
            _ => {}
        }
    }
}

fn references(resource: &Resource) -> String {
    resource.references.iter().map(|reference| &*reference.name).collect::<Vec<_>>().join(", ")
}
