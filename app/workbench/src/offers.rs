//! What the user can do instead of an edit that is refused.

use extension::{
    ActionEdit, Direction, Edit, EntityAttributeEdit, EntityEdit, Expression, Extension, Item, Parameter,
    ParameterEdit, Refusal, StructureAttributeEdit, StructureEdit,
};

use crate::drafts::only_shown;
use crate::notice::Offer;
use crate::{Command, Surroundings, Workbench};

/// Why a field cannot take what the user wants, and what else could be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    /// What is wrong.
    pub text: String,
    /// What the user can choose instead.
    pub offers: Vec<Offer>,
}

impl Workbench {
    /// Whether the edit would be applied: for checks while the user types. Nothing changes.
    ///
    /// # Errors
    /// Why not, and what could be done instead.
    pub fn check(&self, edit: &Edit, surroundings: &mut dyn Surroundings) -> Result<(), Refused> {
        let Some(document) = &self.document else { return Ok(()) };
        if !document.may_change() {
            return Err(only_shown(document));
        }
        let extension = document.extension();
        extension.apply(edit).map(drop).map_err(|refusal| Refused {
            text: refusal.to_string(),
            offers: for_refusal(extension, edit, &refusal, surroundings),
        })
    }
}

/// The offers that Integration Studio makes (the rules of functions), and the further ones that make sense.
pub(crate) fn for_refusal(
    extension: &Extension,
    edit: &Edit,
    refusal: &Refusal,
    surroundings: &mut dyn Surroundings,
) -> Vec<Offer> {
    match first_step(extension, edit, refusal, surroundings) {
        Some((label, mut first)) => {
            let name = edit.label(extension);
            first.push(edit.clone());
            vec![Offer { label, command: Command::Edit(Edit::All(name, first)) }]
        }
        None => Vec::new(),
    }
}

/// What makes room for the edit, and the words for both together.
fn first_step(
    extension: &Extension,
    edit: &Edit,
    refusal: &Refusal,
    surroundings: &mut dyn Surroundings,
) -> Option<(String, Vec<Edit>)> {
    match refusal {
        Refusal::FunctionNeedsOutput { action: name } => {
            let action = extension.actions.named(name)?;
            let output =
                Parameter::new(surroundings.new_key(), action.parameters.free_name("Output"), Direction::Output);
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
