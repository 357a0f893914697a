use std::sync::Arc;

use extension::{
    Action, Description, Direction, Elements, Expression, ImportedMember, ImportedParameter, Key, Name, Origin,
    Parameter,
};

use super::cursor::{Cursor, Open};
use super::{Visited, needed, once};
use crate::layout::{Identity, Kept, Node};
use crate::{ReadError, wire};

pub(super) fn read(cursor: &mut Cursor<'_>, open: &Open<'_>) -> Result<(Key, Action), ReadError> {
    let key = cursor.own_key(open)?;
    let icon = match cursor.optional(open, "Icon")? {
        Some(text) => Some(text.parse().map_err(|_| cursor.bad_value(open, "Icon", &text, "the key of a resource"))?),
        None => None,
    };
    let (mut body, mut java_body, mut member, mut parameters) = (None, None, None, None);
    let mut action = Action::new(key, Name::as_found(&cursor.required(open, "Name")?));
    action.description = Description::as_found(&cursor.required(open, "Description")?);
    action.import_details = cursor.shared(open, "ImportDetails")?;
    action.is_function = cursor.yes_no(open, "IsFunction")?;
    action.icon = icon;
    let node = cursor.children(open, &mut |cursor, child| match child.tag {
        "Body" => value(cursor, child, "Body", &mut body),
        "JavaBody" => value(cursor, child, "JavaBody", &mut java_body),
        "AssemblyObject" => {
            let (node, found) = read_member(cursor, child)?;
            // One without a Method says nothing that is known: it stays text.
            let Some(found) = found else { return Ok(None) };
            once(&mut member, found, cursor, child)?;
            Ok(Some((Identity::Tag("AssemblyObject"), Kept::Layout(node))))
        }
        "Variables" => {
            let (node, found) = read_parameters(cursor, child)?;
            once(&mut parameters, found, cursor, child)?;
            Ok(Some((Identity::Tag("Variables"), Kept::Layout(node))))
        }
        _ => Ok(None),
    })?;
    action.body = needed(body, "Body", cursor, open)?;
    action.java_body = needed(java_body, "JavaBody", cursor, open)?;
    action.member = member.map(Arc::new);
    action.parameters = Elements::of_shared(needed(parameters, "Variables", cursor, open)?);
    action.origin = Origin::new(node);
    Ok((key, action))
}

fn value(
    cursor: &mut Cursor<'_>,
    open: &Open<'_>,
    tag: &'static str,
    place: &mut Option<Arc<str>>,
) -> Result<Visited, ReadError> {
    let (node, text) = cursor.text(open)?;
    once(place, text.as_ref().into(), cursor, open)?;
    Ok(Some((Identity::Tag(tag), Kept::Layout(node))))
}

/// Parameters are what a large extension has most of: each is put where it stays at once.
fn read_parameters(cursor: &mut Cursor<'_>, open: &Open<'_>) -> Result<(Arc<Node>, Vec<Arc<Parameter>>), ReadError> {
    let mut parameters = Vec::new();
    let node = cursor.children(open, &mut |cursor, child| {
        let (tag, is_input) = match child.tag {
            "InputParameter" => ("InputParameter", true),
            "OutputParameter" => ("OutputParameter", false),
            _ => return Ok(None),
        };
        let parameter = read_parameter(cursor, child, is_input)?;
        let identity = Identity::Key(tag, parameter.key);
        parameters.push(Arc::new(parameter));
        Ok(Some((identity, Kept::ByItself)))
    })?;
    Ok((node, parameters))
}

fn read_parameter(cursor: &mut Cursor<'_>, open: &Open<'_>, is_input: bool) -> Result<Parameter, ReadError> {
    let key = cursor.own_key(open)?;
    let direction =
        if is_input { Direction::Input { mandatory: cursor.yes_no(open, "IsMandatory")? } } else { Direction::Output };
    let mut parameter = Parameter::new(key, Name::as_found(&cursor.required(open, "Name")?), direction);
    parameter.description = Description::as_found(&cursor.required(open, "Description")?);
    parameter.data_type = wire::read_data_type(&cursor.required(open, "Type")?, &cursor.required(open, "RecordType")?);
    parameter.default = Expression::as_found(&cursor.required(open, "Default")?);
    parameter.origin = Origin::new(cursor.expressions(open, &["Default"])?);
    Ok(parameter)
}

/// The `AssemblyObject` of an imported action.
fn read_member(cursor: &mut Cursor<'_>, open: &Open<'_>) -> Result<(Arc<Node>, Option<ImportedMember>), ReadError> {
    let kind = cursor.shared(open, "Kind")?;
    let mut member = None;
    let node = cursor.children(open, &mut |cursor, child| {
        if child.tag != "Method" || member.is_some() {
            return Ok(None);
        }
        let (node, parameters) = read_method_parameters(cursor, child)?;
        member = Some(ImportedMember {
            kind: Arc::clone(&kind),
            name: cursor.shared(child, "Name")?,
            declaring_type: cursor.shared(child, "DeclaringTypeName")?,
            class: cursor.shared(child, "ClassName")?,
            return_type: cursor.shared(child, "ReturnTypeName")?,
            is_static: cursor.yes_no(child, "IsStatic")?,
            parameters: parameters.into(),
        });
        Ok(Some((Identity::Tag("Method"), Kept::Layout(node))))
    })?;
    Ok((node, member))
}

fn read_method_parameters(
    cursor: &mut Cursor<'_>,
    open: &Open<'_>,
) -> Result<(Arc<Node>, Vec<ImportedParameter>), ReadError> {
    let mut parameters = Vec::new();
    let node = cursor.children(open, &mut |cursor, child| {
        if child.tag != "Parameter" {
            return Ok(None);
        }
        parameters.push(ImportedParameter {
            name: cursor.shared(child, "Name")?,
            is_by_ref: cursor.yes_no(child, "IsByRef")?,
            is_out: cursor.yes_no(child, "IsOut")?,
            type_name: cursor.shared(child, "ParameterType")?,
            is_mandatory: cursor.yes_no(child, "ParameterIsMandatory")?,
        });
        let node = cursor.children(child, &mut |_, _| Ok(None))?;
        Ok(Some((Identity::Nth(parameters.len() - 1), Kept::Layout(node))))
    })?;
    Ok((node, parameters))
}
