//! New elements, with their default names.

use extension::{
    Action, ActionEdit, Content, Edit, Entity, EntityAttribute, EntityEdit, Item, Key, Parameter, Structure,
    StructureAttribute, StructureEdit,
};

use crate::errors::Failure;
use crate::{Context, Document, Effect, New, Surroundings, Target, document, navigation};

pub(crate) fn add(context: &mut Context, new: New, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
    let Some(document) = &context.document else { return Vec::new() };
    let key = surroundings.new_key();
    let Some((edit, item)) = edit_of_new(document, new, key) else { return Vec::new() };
    if !document::edit(context, &edit, surroundings) {
        return Vec::new();
    }
    if item.owner() == item {
        navigation::show(context, Target::of(item));
    }
    vec![Effect::Select(vec![item])]
}

/// Makes the file the action's icon. The same file again is not added a second time.
pub(crate) fn add_icon(
    context: &mut Context,
    action: Key,
    file_name: &str,
    bytes: Vec<u8>,
    surroundings: &mut dyn Surroundings,
) {
    let Some(document) = &context.document else { return };
    let (image, time) = (Content::from_bytes(bytes), surroundings.now_local());
    match document.extension().edit_of_icon(action, file_name, image, surroundings.new_key(), time) {
        Ok(edit) => drop(document::edit(context, &edit, surroundings)),
        Err(refusal) => context.fail(Failure::of_refusal(&refusal)),
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
