use super::apply::{added, check_name_is_free, check_storable, edited, moved, removed};
use super::{ActionEdit, ParameterEdit};
use crate::{Action, Direction, Extension, Key, Kind, Parameter, Property, Refusal};

/// Refuses an action that breaks the rule of functions or names an icon that is not there.
pub(super) fn check_added(extension: &Extension, action: &Action) -> Result<(), Refusal> {
    check_icon(extension, action.icon)?;
    if action.is_function { check_can_be_function(action) } else { Ok(()) }
}

/// The action after the edit.
pub(super) fn apply(extension: &Extension, action: &Action, edit: &ActionEdit) -> Result<Action, Refusal> {
    let mut next = action.clone();
    match edit {
        ActionEdit::Rename(name) => {
            check_name_is_free(&extension.actions, action.key, name, Kind::Action)?;
            next.name = name.clone();
        }
        ActionEdit::SetDescription(description) => next.description = description.clone(),
        ActionEdit::SetFunction(is_function) => {
            if *is_function {
                check_can_be_function(action)?;
            }
            next.is_function = *is_function;
        }
        ActionEdit::SetIcon(icon) => {
            check_icon(extension, *icon)?;
            next.icon = *icon;
        }
        ActionEdit::AddParameter(parameter, position) => {
            next.parameters = added(&action.parameters, parameter.clone(), *position, Kind::Parameter)?;
        }
        ActionEdit::RemoveParameter(key) => next.parameters = removed(&action.parameters, *key, Kind::Parameter)?,
        ActionEdit::MoveParameter(key, to) => next.parameters = moved(&action.parameters, *key, *to, Kind::Parameter)?,
        ActionEdit::Parameter(key, edit) => {
            next.parameters =
                edited(&action.parameters, *key, Kind::Parameter, |it| apply_to_parameter(action, it, edit))?;
        }
    }
    check_still_function(action, &next)?;
    Ok(next)
}

fn apply_to_parameter(action: &Action, parameter: &Parameter, edit: &ParameterEdit) -> Result<Parameter, Refusal> {
    let mut next = parameter.clone();
    match edit {
        ParameterEdit::Rename(name) => {
            check_name_is_free(&action.parameters, parameter.key, name, Kind::Parameter)?;
            next.name = name.clone();
        }
        ParameterEdit::SetDescription(description) => next.description = description.clone(),
        ParameterEdit::SetDirection(direction) => next.direction = *direction,
        ParameterEdit::SetMandatory(mandatory) => match parameter.direction {
            Direction::Input { .. } => next.direction = Direction::Input { mandatory: *mandatory },
            Direction::Output if *mandatory => {
                return Err(Refusal::OutputIsNeverMandatory { parameter: parameter.name.clone() });
            }
            Direction::Output => {}
        },
        ParameterEdit::SetDataType(data_type) => {
            parameter.default.check(data_type)?;
            next.data_type = data_type.clone();
        }
        ParameterEdit::SetDefault(default) => {
            check_storable(Property::DefaultValue, default.as_str())?;
            default.check(&parameter.data_type)?;
            next.default = default.clone();
        }
    }
    Ok(next)
}

fn check_icon(extension: &Extension, icon: Option<Key>) -> Result<(), Refusal> {
    match icon {
        Some(key) if extension.resource(key).is_none() => Err(Refusal::IconMissing),
        _ => Ok(()),
    }
}

fn check_can_be_function(action: &Action) -> Result<(), Refusal> {
    match action.outputs().count() {
        0 => Err(Refusal::FunctionNeedsOutput { action: action.name.clone() }),
        1 => Ok(()),
        outputs => Err(Refusal::FunctionHasSeveralOutputs { action: action.name.clone(), outputs }),
    }
}

/// A function keeps its single output. One that a file brought broken may be edited towards the rule.
fn check_still_function(before: &Action, after: &Action) -> Result<(), Refusal> {
    if !before.is_function || !after.is_function {
        return Ok(());
    }
    let action = || after.name.clone();
    match (before.outputs().count(), after.outputs().count()) {
        (1.., 0) => Err(Refusal::OnlyOutputOfFunction { action: action() }),
        (old, new) if new > 1 && new > old => Err(Refusal::SecondOutputOfFunction { action: action() }),
        _ => Ok(()),
    }
}
