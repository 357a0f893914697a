//! New elements with their default names, and deleting.

use extension::{
    Action, ActionEdit, Content, Direction, Edit, FileName, Folder, Item, Key, Name, Parameter, Refusal, Resource,
};

use crate::errors::Failure;
use crate::{Document, Surroundings, Target, Workbench};

impl Workbench {
    pub(crate) fn add_action(&mut self, surroundings: &mut dyn Surroundings) {
        let Some(document) = &self.document else { return };
        let key = surroundings.new_key();
        let action = Action::new(key, document.extension().actions.free_name("Action"));
        self.edit(&Edit::AddAction(action, None), surroundings);
        self.show(Target::Action(key));
    }

    pub(crate) fn add_parameter(
        &mut self,
        action: Key,
        direction: Direction,
        name: Option<Name>,
        surroundings: &mut dyn Surroundings,
    ) {
        let Some(document) = &self.document else { return };
        let Some(found) = document.extension().actions.get(action) else { return };
        let name = name.unwrap_or_else(|| found.parameters.free_name("Parameter"));
        let parameter = Parameter::new(surroundings.new_key(), name, direction);
        self.edit(&Edit::Action(action, ActionEdit::AddParameter(parameter, None)), surroundings);
    }

    /// Makes the file the action's icon. The same file again is not added a second time.
    pub(crate) fn add_icon(
        &mut self,
        action: Key,
        file_name: &str,
        bytes: Vec<u8>,
        surroundings: &mut dyn Surroundings,
    ) {
        let Some(document) = &self.document else { return };
        let file_name = match FileName::new(file_name) {
            Ok(file_name) => file_name,
            Err(error) => return self.fail(Failure::of_refusal(&Refusal::FileName(error))),
        };
        let content = Content::from_bytes(bytes);
        let set = |icon: Key| Edit::Action(action, ActionEdit::SetIcon(Some(icon)));
        let existing = document.extension().resource_at(Folder::ICONS, file_name.as_str());
        let edit = match existing.filter(|resource| resource.content == content) {
            Some(resource) => set(resource.key),
            None => {
                let (key, folder) = (surroundings.new_key(), Folder::as_found(Folder::ICONS));
                let resource = Resource::new(key, file_name, folder, content, surroundings.now_local());
                let label = set(key).label(document.extension());
                Edit::All(label, vec![Edit::AddResource(resource), set(key)])
            }
        };
        self.edit(&edit, surroundings);
    }

    pub(crate) fn delete(&mut self, target: Target, surroundings: &mut dyn Surroundings) {
        match target {
            Target::Extension => {}
            Target::Action(key) => self.edit(&Edit::Remove(vec![Item::Action(key)]), surroundings),
            Target::Structure(key) => self.edit(&Edit::Remove(vec![Item::Structure(key)]), surroundings),
            Target::Entity(key) => self.edit(&Edit::Remove(vec![Item::Entity(key)]), surroundings),
            Target::Resource(key) | Target::Source(key) => {
                self.edit(&Edit::Remove(vec![Item::Resource(key)]), surroundings)
            }
        }
    }

    /// Applies the edit as one step; a refusal becomes a notice with what the user can do instead.
    pub(crate) fn edit(&mut self, edit: &Edit, surroundings: &mut dyn Surroundings) {
        let Some(document) = &mut self.document else { return };
        match document.apply(edit) {
            Ok(()) => {}
            Err(refusal) => {
                let offers = crate::offers::for_refusal(document.extension(), edit, &refusal, surroundings);
                let mut failure = Failure::of_refusal(&refusal);
                failure.offers = offers;
                self.fail(failure);
            }
        }
    }
}

impl Document {
    /// Applies the edit as one step of the history.
    pub(crate) fn apply(&mut self, edit: &Edit) -> Result<(), Refusal> {
        let next = self.extension().apply(edit)?;
        if next == *self.extension() {
            return Ok(());
        }
        let label = edit.label(self.extension());
        self.push(label, next, None);
        Ok(())
    }
}
