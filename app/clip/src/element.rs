//! New actions, structures and entities from those of a copy.

use std::sync::Arc;

use super::names::NewName;
use super::paste::{Paste, Place};
use super::row::Row;
use super::{PasteError, wire};
use extension::{
    Action, DefaultValueBehavior, Description, ENTITY_ATTRIBUTE_NAME_LIMIT, Edit, Entity, EntityAttribute, Expression,
    ImportedMember, ImportedParameter, Item, Key, Kind, NAME_LIMIT, Name, Parameter, Structure, StructureAttribute,
};

impl Paste<'_> {
    /// Makes the element with this key, which gets the next place of its kind; gives its name too. A row is no
    /// element and damages the copy.
    pub(super) fn element(
        &mut self,
        element: &wire::Element,
        key: Key,
        place: &mut Place,
        needed: &[wire::Element],
    ) -> Result<(Item, String), PasteError> {
        Ok(match element {
            wire::Element::Action(written) => {
                let action = self.action(written, key, needed);
                let name = action.name.to_string();
                self.element_edits.push(Edit::AddAction(action, next(&mut place.action)));
                (Item::Action(key), name)
            }
            wire::Element::Structure(written) => {
                let structure = self.structure(written, key, needed);
                let name = structure.name.to_string();
                self.element_edits.push(Edit::AddStructure(structure, next(&mut place.structure)));
                (Item::Structure(key), name)
            }
            wire::Element::Entity(written) => {
                let entity = self.entity(written, key, needed);
                let name = entity.name.to_string();
                self.element_edits.push(Edit::AddEntity(entity, next(&mut place.entity)));
                (Item::Entity(key), name)
            }
            wire::Element::Resource(written) => {
                let resource = self.resource(written, key)?;
                let name = resource.file_name.to_string();
                self.resource_edits.push(Edit::AddResource(resource));
                (Item::Resource(key), name)
            }
            wire::Element::Parameter(row)
            | wire::Element::StructureAttribute(row)
            | wire::Element::EntityAttribute(row) => {
                let kind = element.kind().label();
                let text = format!("the {kind} {} stands where only elements can stand", row.name.as_str());
                return Err(PasteError::Unreadable(text));
            }
        })
    }

    /// The row of a copy, with the type that it has here.
    pub(super) fn row(&mut self, row: &wire::Row, needed: &[wire::Element]) -> Row {
        Row {
            name: Arc::clone(&row.name.0),
            description: Description::as_found(row.description.as_str()),
            data_type: self.data_type(&row.data_type, row.name.as_str(), needed),
            is_output: row.output,
            is_mandatory: row.mandatory && !row.output,
            default: Expression::as_found(row.default.as_str()),
            length: Expression::as_found(row.length.as_str()),
            decimals: Expression::as_found(row.decimals.as_str()),
            original_name: Arc::clone(&row.original_name.0),
            original_type: Arc::clone(&row.original_type.0),
            is_auto_number: row.auto_number,
            is_ignored: row.ignored,
        }
    }

    fn action(&mut self, written: &wire::Action, key: Key, needed: &[wire::Element]) -> Action {
        let new = self.actions.take(written.name.as_str(), "Action", NAME_LIMIT);
        let name = self.told(written.name.as_str(), new, Kind::Action);
        let rows: Vec<Row> = written.parameters.iter().map(|row| self.row(row, needed)).collect();
        let named = self.named(&rows, Kind::Parameter, NAME_LIMIT);
        let parameters: Vec<Parameter> =
            rows.iter().zip(named).map(|(row, (key, name))| row.to_parameter(key, name)).collect();
        let outputs = parameters.iter().filter(|parameter| !parameter.is_input()).count();
        if written.function && outputs != 1 {
            self.notes.add(format!("{name} is pasted as no function: it has {outputs} output parameters, not one."));
        }
        if written.member.is_some() && !self.links.is_home {
            self.notes
                .add(format!("{name} was imported from an assembly, which this extension needs as a resource too."));
        }
        Action {
            description: Description::as_found(written.description.as_str()),
            import_details: Arc::clone(&written.import_details.0),
            is_function: written.function && outputs == 1,
            icon: written.icon.as_ref().and_then(|icon| self.icon(icon, &name, needed)),
            body: Arc::clone(&written.body.0),
            java_body: Arc::clone(&written.java_body.0),
            member: written.member.as_ref().map(|written| Arc::new(member(written))),
            parameters: parameters.into_iter().collect(),
            ..Action::new(key, name)
        }
    }

    fn structure(&mut self, written: &wire::Structure, key: Key, needed: &[wire::Element]) -> Structure {
        let new = self.structures.take(written.name.as_str(), "Structure", NAME_LIMIT);
        let name = self.told(written.name.as_str(), new, Kind::Structure);
        let rows: Vec<Row> = written.attributes.iter().map(|row| self.row(row, needed)).collect();
        let named = self.named(&rows, Kind::Attribute, NAME_LIMIT);
        let attributes = rows.iter().zip(named).map(|(row, (key, name))| row.to_structure_attribute(key, name));
        Structure {
            description: Description::as_found(written.description.as_str()),
            import_details: Arc::clone(&written.import_details.0),
            attributes: attributes.collect::<Vec<StructureAttribute>>().into_iter().collect(),
            ..Structure::new(key, name)
        }
    }

    fn entity(&mut self, written: &wire::Entity, key: Key, needed: &[wire::Element]) -> Entity {
        let new = self.entities.take(written.name.as_str(), "Entity", NAME_LIMIT);
        let name = self.told(written.name.as_str(), new, Kind::Entity);
        let rows: Vec<Row> = written.attributes.iter().map(|row| self.row(row, needed)).collect();
        let named = self.named(&rows, Kind::Attribute, ENTITY_ATTRIBUTE_NAME_LIMIT);
        let attributes: Vec<EntityAttribute> =
            rows.iter().zip(named).map(|(row, (key, name))| row.to_entity_attribute(key, name)).collect();
        let is_identifier =
            |row: &wire::Row| written.identifier.as_ref().is_some_and(|identifier| identifier.is(&row.key, &row.name));
        let identifier = written.attributes.iter().position(is_identifier);
        if identifier.is_none() && written.identifier.is_some() {
            self.notes.add(format!("{name} is pasted without identifier: the copy has no such attribute."));
        }
        Entity {
            description: Description::as_found(written.description.as_str()),
            import_details: Arc::clone(&written.import_details.0),
            physical_table: Arc::clone(&written.physical_table.0),
            logical_database: Arc::clone(&written.logical_database.0),
            identifier: identifier.and_then(|index| Some(attributes.get(index)?.key)),
            default_value_behavior: if written.convert_to_null {
                DefaultValueBehavior::ConvertToNull
            } else {
                DefaultValueBehavior::NoConversion
            },
            attributes: attributes.into_iter().collect(),
            ..Entity::new(key, name)
        }
    }

    /// Keys and names for the rows of a new element.
    fn named(&mut self, rows: &[Row], kind: Kind, limit: usize) -> Vec<(Key, Name)> {
        let mut names = super::names::Names::default();
        let stem = super::rows::stem(kind);
        let mut made = Vec::with_capacity(rows.len());
        for row in rows {
            let name = self.told(&row.name, names.take(&row.name, stem, limit), kind);
            made.push(((self.new_key)(), name));
        }
        made
    }

    /// The new name, told about where it is not the wanted one.
    pub(super) fn told(&mut self, wanted: &str, new: NewName, kind: Kind) -> Name {
        // Within one extension a copy beside its original must have another name.
        self.notes.add_name(wanted, &new, kind, !self.links.is_home);
        new.name
    }
}

/// The position, and the next one for the element after.
pub(super) fn next(position: &mut Option<usize>) -> Option<usize> {
    let current = *position;
    *position = current.map(|position| position.saturating_add(1));
    current
}

fn member(written: &wire::Member) -> ImportedMember {
    let parameter = |written: &wire::MemberParameter| ImportedParameter {
        name: Arc::clone(&written.name.0),
        is_by_ref: written.is_by_ref,
        is_out: written.is_out,
        type_name: Arc::clone(&written.type_name.0),
        is_mandatory: written.is_mandatory,
    };
    ImportedMember {
        kind: Arc::clone(&written.kind.0),
        name: Arc::clone(&written.name.0),
        declaring_type: Arc::clone(&written.declaring_type.0),
        class: Arc::clone(&written.class.0),
        return_type: Arc::clone(&written.return_type.0),
        is_static: written.is_static,
        parameters: written.parameters.iter().map(parameter).collect(),
    }
}
