use super::Fix;
use extension::{
    Action, ActionEdit, Direction, Edit, EntityAttribute, EntityAttributeEdit, EntityEdit, Extension, Item, Key,
    Parameter, StructureAttribute, StructureEdit,
};

/// A first action.
pub(super) fn add_action(extension: &Extension, new_key: &mut dyn FnMut() -> Key) -> Vec<Fix> {
    let action = Action::new(new_key(), extension.actions.free_name("Action"));
    vec![Fix::new("Add an action", Edit::AddAction(action, None))]
}

/// One output parameter, or no function.
pub(super) fn mend_function(extension: &Extension, item: Item, new_key: &mut dyn FnMut() -> Key) -> Vec<Fix> {
    let Item::Action(key) = item else { return Vec::new() };
    let Some(action) = extension.actions.get(key) else { return Vec::new() };
    let mut fixes = Vec::new();
    if action.outputs().next().is_none() {
        let parameter = Parameter::new(new_key(), action.parameters.free_name("Output"), Direction::Output);
        let edit = Edit::Action(key, ActionEdit::AddParameter(parameter, None));
        fixes.push(Fix::new("Add an output parameter", edit));
    }
    fixes.push(Fix::new("Clear Function", Edit::Action(key, ActionEdit::SetFunction(false))));
    fixes
}

/// The default icon for the action, or for every action that has this resource as its icon.
pub(super) fn default_icon(extension: &Extension, item: Item) -> Vec<Fix> {
    let has_it = |action: &Action| match item {
        Item::Action(key) => action.key == key,
        Item::Resource(key) => action.icon == Some(key),
        _ => false,
    };
    let actions = extension.actions.iter().filter(|action| has_it(action));
    let edits = actions.map(|action| Edit::Action(action.key, ActionEdit::SetIcon(None))).collect();
    Fix::all("Use the default icon", edits).into_iter().collect()
}

/// One more attribute, or one that is no longer ignored.
pub(super) fn add_attribute(extension: &Extension, item: Item, new_key: &mut dyn FnMut() -> Key) -> Vec<Fix> {
    let add = |edit| Fix::new("Add an attribute", edit);
    match item {
        Item::Structure(key) => {
            let Some(structure) = extension.structures.get(key) else { return Vec::new() };
            let attribute = StructureAttribute::new(new_key(), structure.attributes.free_name("Attribute"));
            vec![add(Edit::Structure(key, StructureEdit::AddAttribute(attribute, None)))]
        }
        Item::Entity(key) => {
            let Some(entity) = extension.entities.get(key) else { return Vec::new() };
            let ignored = entity.attributes.iter().find(|attribute| attribute.is_ignored);
            let mut fixes: Vec<Fix> = ignored.map(|attribute| take_in(key, attribute)).into_iter().collect();
            let attribute = EntityAttribute::new(new_key(), entity.attributes.free_name("Attribute"));
            fixes.push(add(Edit::Entity(key, EntityEdit::AddAttribute(attribute, None))));
            fixes
        }
        _ => Vec::new(),
    }
}

/// The attribute no longer ignored.
pub(super) fn take_in(entity: Key, attribute: &EntityAttribute) -> Fix {
    let edit = EntityEdit::Attribute(attribute.key, EntityAttributeEdit::SetIgnored(false));
    Fix::new(format!("Clear Ignore of {}", attribute.name), Edit::Entity(entity, edit))
}
