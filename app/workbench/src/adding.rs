//! New elements, with their default names.

use extension::{
    Action, ActionEdit, Content, Direction, Edit, Entity, EntityAttribute, EntityEdit, FileName, Folder, Item, Key,
    Name, Parameter, Refusal, Resource, Structure, StructureAttribute, StructureEdit,
};

use crate::errors::Failure;
use crate::{Document, Effect, Surroundings, Target, Workbench};

/// A new element. One without a name gets the next free one of its kind: `Action1`, `Action2`, ….
#[derive(Debug, Clone, PartialEq)]
pub enum New {
    /// An action; its tab opens.
    Action,
    /// A structure; its tab opens.
    Structure,
    /// An entity; its tab opens.
    Entity,
    /// A parameter at the end.
    Parameter {
        /// The action.
        action: Key,
        /// Input or output.
        direction: Direction,
        /// Its name, when the user typed one.
        name: Option<Name>,
    },
    /// An attribute at the end.
    StructureAttribute {
        /// The structure.
        structure: Key,
        /// Its name, when the user typed one.
        name: Option<Name>,
    },
    /// An attribute at the end.
    EntityAttribute {
        /// The entity.
        entity: Key,
        /// Its name, when the user typed one.
        name: Option<Name>,
    },
}

impl Workbench {
    pub(crate) fn add(&mut self, new: New, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        let Some(document) = &self.document else { return Vec::new() };
        let key = surroundings.new_key();
        let Some((edit, item)) = edit_of_new(document, new, key) else { return Vec::new() };
        if !self.edit(&edit, surroundings) {
            return Vec::new();
        }
        if item.owner() == item {
            self.show(Target::of(item));
        }
        vec![Effect::Select(vec![item])]
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
}

/// The edit that adds the element, and the element; `None` when what it belongs to is gone.
fn edit_of_new(document: &Document, new: New, key: Key) -> Option<(Edit, Item)> {
    let extension = document.extension();
    Some(match new {
        New::Action => {
            let action = Action::new(key, extension.actions.free_name("Action"));
            (Edit::AddAction(action, None), Item::Action(key))
        }
        New::Structure => {
            let structure = Structure::new(key, extension.structures.free_name("Structure"));
            (Edit::AddStructure(structure, None), Item::Structure(key))
        }
        New::Entity => {
            let entity = Entity::new(key, extension.entities.free_name("Entity"));
            (Edit::AddEntity(entity, None), Item::Entity(key))
        }
        New::Parameter { action, direction, name } => {
            let name = name.or_else(|| Some(extension.actions.get(action)?.parameters.free_name("Parameter")))?;
            let parameter = Parameter::new(key, name, direction);
            let edit = Edit::Action(action, ActionEdit::AddParameter(parameter, None));
            (edit, Item::Parameter { action, parameter: key })
        }
        New::StructureAttribute { structure, name } => {
            let name = name.or_else(|| Some(extension.structures.get(structure)?.attributes.free_name("Attribute")))?;
            let attribute = StructureAttribute::new(key, name);
            let edit = Edit::Structure(structure, StructureEdit::AddAttribute(attribute, None));
            (edit, Item::StructureAttribute { structure, attribute: key })
        }
        New::EntityAttribute { entity, name } => {
            let name = name.or_else(|| Some(extension.entities.get(entity)?.attributes.free_name("Attribute")))?;
            let attribute = EntityAttribute::new(key, name);
            let edit = Edit::Entity(entity, EntityEdit::AddAttribute(attribute, None));
            (edit, Item::EntityAttribute { entity, attribute: key })
        }
    })
}
