use extension::{
    Action, ActionEdit, Content, Direction, Edit, Entity, EntityAttribute, EntityEdit, Extension, Folder, Item, Kind,
    Name, Parameter, Refusal, Resource, Structure, StructureAttribute, StructureEdit, Timestamp, check_size,
};

use super::{EditError, Given, NewKind, Step, Value, derived_key, edit_of_values};
use crate::element::{ElementError, Segment, owner_at, resource_path, segments};

/// The step that adds an element with its properties.
pub(super) fn step(
    before: &Extension,
    kind: NewKind,
    path: &str,
    values: &[Value],
    now_local: &Timestamp,
) -> Result<Step, EditError> {
    let mut rest = values.to_vec();
    let (add, item) = match kind {
        NewKind::Resource => resource(before, path, &mut rest, now_local)?,
        NewKind::Action | NewKind::Structure | NewKind::Entity => owner(before, kind, path)?,
        NewKind::Parameter | NewKind::Attribute => row(before, kind, path)?,
    };
    let label = add.label(before);
    let added = before.apply(&add)?;
    let (values, notices) = edit_of_values(&added, item, &rest, now_local)?;
    Ok(Step { edit: Edit::All(label, vec![add, values]), items: vec![item], notices })
}

fn owner(before: &Extension, kind: NewKind, path: &str) -> Result<(Edit, Item), EditError> {
    let parts = segments(path)?;
    let [segment] = parts.as_slice() else { return Err(ElementError::Form(path.to_owned()).into()) };
    check_kind(path, segment, kind.word())?;
    let (name, key) = (name_of(segment.name)?, derived_key(before, &format!("{}:{}", kind.word(), segment.name)));
    Ok(match kind {
        NewKind::Structure => (Edit::AddStructure(Structure::new(key, name), None), Item::Structure(key)),
        NewKind::Entity => (Edit::AddEntity(Entity::new(key, name), None), Item::Entity(key)),
        _ => (Edit::AddAction(Action::new(key, name), None), Item::Action(key)),
    })
}

fn row(before: &Extension, kind: NewKind, path: &str) -> Result<(Edit, Item), EditError> {
    let parts = segments(path)?;
    let [owner, row] = parts.as_slice() else {
        return Err(ElementError::Form(path.to_owned()).into());
    };
    let found = owner_of(before, kind, path, owner)?;
    let key = derived_key(before, &format!("{}/{}", crate::element::path_of(before, found), row.name));
    let wrong = |wanted| ElementError::Kind { path: path.to_owned(), kind: found.kind(), wanted };
    match (kind, found) {
        (NewKind::Parameter, Item::Action(action)) => {
            let direction = match row.kind.as_deref() {
                Some("output") => Direction::Output,
                Some("attribute") => return Err(wrong("structure or entity").into()),
                _ => Direction::Input { mandatory: true },
            };
            let parameter = Parameter::new(key, name_of(row.name)?, direction);
            let edit = Edit::Action(action, ActionEdit::AddParameter(parameter, None));
            Ok((edit, Item::Parameter { action, parameter: key }))
        }
        (NewKind::Attribute, Item::Structure(structure)) => {
            check_kind(path, row, "attribute")?;
            let attribute = StructureAttribute::new(key, name_of(row.name)?);
            let edit = Edit::Structure(structure, StructureEdit::AddAttribute(attribute, None));
            Ok((edit, Item::StructureAttribute { structure, attribute: key }))
        }
        (NewKind::Attribute, Item::Entity(entity)) => {
            check_kind(path, row, "attribute")?;
            let name = Name::of_entity_attribute(row.name).map_err(Refusal::from)?;
            let edit = Edit::Entity(entity, EntityEdit::AddAttribute(EntityAttribute::new(key, name), None));
            Ok((edit, Item::EntityAttribute { entity, attribute: key }))
        }
        (NewKind::Parameter, _) => Err(wrong("action").into()),
        _ => Err(wrong("structure or entity").into()),
    }
}

/// The element that gets a row. Only an action can have parameters, and it has no attributes.
fn owner_of(before: &Extension, kind: NewKind, path: &str, owner: &Segment<'_>) -> Result<Item, ElementError> {
    if owner.kind.is_none() && kind == NewKind::Parameter {
        return owner_at(before, path, &Segment { kind: Some("action".to_owned()), name: owner.name });
    }
    if owner.kind.is_none() {
        let of = |kind: &str| owner_at(before, path, &Segment { kind: Some(kind.to_owned()), name: owner.name });
        return match (of("structure"), of("entity")) {
            (Ok(_), Ok(_)) => owner_at(before, path, owner),
            (found @ Ok(_), _) | (Err(_), found @ Ok(_)) => found,
            (Err(_), Err(_)) => Err(ElementError::Unknown {
                what: "structure or entity",
                name: owner.name.to_owned(),
                known: Vec::new(),
            }),
        };
    }
    owner_at(before, path, owner)
}

fn check_kind(path: &str, segment: &Segment<'_>, wanted: &'static str) -> Result<(), ElementError> {
    match segment.kind.as_deref() {
        Some(kind) if kind != wanted => {
            let kinds = [Kind::Action, Kind::Parameter, Kind::Structure, Kind::Entity, Kind::Attribute];
            let kind = kinds.into_iter().find(|known| known.label() == kind).unwrap_or(Kind::Parameter);
            Err(ElementError::Kind { path: path.to_owned(), kind, wanted })
        }
        _ => Ok(()),
    }
}

fn resource(
    before: &Extension,
    path: &str,
    values: &mut Vec<Value>,
    now_local: &Timestamp,
) -> Result<(Edit, Item), EditError> {
    let is_content = |value: &Value| value.property.eq_ignore_ascii_case("content");
    let at = values.iter().position(is_content).ok_or(EditError::NoContent)?;
    let Given::File { bytes, .. } = values.remove(at).given else { return Err(EditError::NoContent) };
    check_size(bytes.len())?;
    let (folder, file_name) =
        Folder::of_path(resource_path(path).unwrap_or(path)).map_err(|error| EditError::from(Refusal::from(error)))?;
    let key = derived_key(before, &format!("{}{file_name}", folder.as_str()));
    let resource = Resource::new(key, file_name, folder, Content::from_bytes(bytes), now_local.clone());
    Ok((Edit::AddResource(resource), Item::Resource(key)))
}

fn name_of(text: &str) -> Result<Name, Refusal> {
    Ok(Name::new(text)?)
}
