use crate::{
    ActionEdit, Direction, Edit, EntityAttributeEdit, EntityEdit, Expression, Extension, Item, Key, Parameter,
    ParameterEdit, Refusal, StructureAttributeEdit, StructureEdit,
};

/// What can be done instead of an edit that is refused.
#[derive(Debug, Clone, PartialEq)]
pub struct Instead {
    /// The words for it: `Delete, and clear 2 types`.
    pub label: String,
    /// The edit with what makes room for it, as one step of the same name.
    pub edit: Edit,
}

impl Extension {
    /// What can be done instead of the refused edit: what Integration Studio offers (the rules of functions), and the
    /// further ways out that make sense. A new element gets its key from `new_key`.
    pub fn instead_of(&self, edit: &Edit, refusal: &Refusal, new_key: &mut dyn FnMut() -> Key) -> Option<Instead> {
        let (label, mut edits) = first_step(self, edit, refusal, new_key)?;
        edits.push(edit.clone());
        Some(Instead { label, edit: Edit::All(edit.label(self), edits) })
    }
}

/// What makes room for the edit, and the words for both together.
fn first_step(
    extension: &Extension,
    edit: &Edit,
    refusal: &Refusal,
    new_key: &mut dyn FnMut() -> Key,
) -> Option<(String, Vec<Edit>)> {
    match refusal {
        Refusal::FunctionNeedsOutput { action: name } => {
            let action = extension.actions.named(name)?;
            let output = Parameter::new(new_key(), action.parameters.free_name("Output"), Direction::Output);
            let add = Edit::Action(action.key, ActionEdit::AddParameter(output, None));
            Some(("Add an output parameter".to_owned(), vec![add]))
        }
        Refusal::OnlyOutputOfFunction { action: name } | Refusal::SecondOutputOfFunction { action: name } => {
            let action = extension.actions.named(name)?;
            let no_function = Edit::Action(action.key, ActionEdit::SetFunction(false));
            Some(("Make it no function".to_owned(), vec![no_function]))
        }
        Refusal::Expression(_) => Some(("Clear the default value".to_owned(), vec![cleared_default(edit)?])),
        Refusal::InUse { .. } => release(extension, edit),
        _ => None,
    }
}

/// The edit that takes the default value away which the new type does not take.
fn cleared_default(edit: &Edit) -> Option<Edit> {
    let none = Expression::default;
    Some(match edit {
        Edit::All(_, edits) => return edits.iter().find_map(cleared_default),
        Edit::Action(action, ActionEdit::Parameter(key, ParameterEdit::SetDataType(_))) => {
            Edit::Action(*action, ActionEdit::Parameter(*key, ParameterEdit::SetDefault(none())))
        }
        Edit::Structure(structure, StructureEdit::Attribute(key, StructureAttributeEdit::SetDataType(_))) => {
            Edit::Structure(*structure, StructureEdit::Attribute(*key, StructureAttributeEdit::SetDefault(none())))
        }
        Edit::Entity(entity, EntityEdit::Attribute(key, EntityAttributeEdit::SetDataType(_))) => {
            Edit::Entity(*entity, EntityEdit::Attribute(*key, EntityAttributeEdit::SetDefault(none())))
        }
        _ => return None,
    })
}

/// The edits that take what is to be deleted out of every type that stays.
fn release(extension: &Extension, edit: &Edit) -> Option<(String, Vec<Edit>)> {
    let removed = removed_items(edit)?;
    let mut edits = Vec::new();
    let mut after = extension.clone();
    for item in removed {
        let (Item::Structure(key) | Item::Entity(key)) = item else { continue };
        // One after the other: a join may lose several of its sources.
        for release in after.edits_to_release(*key) {
            after = after.apply(&release).ok()?;
            edits.push(release);
        }
    }
    let types = if edits.len() == 1 { "1 type".to_owned() } else { format!("{} types", edits.len()) };
    Some((format!("Delete, and clear {types}"), edits))
}

fn removed_items(edit: &Edit) -> Option<&[Item]> {
    match edit {
        Edit::Remove(items) => Some(items),
        Edit::All(_, edits) => match edits.as_slice() {
            [Edit::Remove(items)] => Some(items),
            _ => None,
        },
        _ => None,
    }
}
