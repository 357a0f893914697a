use extension::{Description, Edit, EntityAttributeEdit, EntityEdit, Expression, Item, Key, Name};

use super::{Change, Changed, Refresh, RefreshedEntity, Value};
use crate::plan::{PlanError, made};

impl Refresh {
    /// The one edit that takes what is chosen; none where nothing is. Keys of entities and attributes stay.
    ///
    /// `new_key` gives the key of a new attribute by its path, `Customer/Id`.
    ///
    /// # Errors
    /// A name breaks a rule.
    pub fn edit(&self, new_key: &mut dyn FnMut(&str) -> Key) -> Result<Option<Edit>, PlanError> {
        let (mut edits, mut names) = (Vec::new(), Vec::new());
        for entity in &self.entities {
            let own = entity.edits(new_key)?;
            if !own.is_empty() {
                names.push(entity.name.as_str());
                edits.extend(own);
            }
        }
        let label = match names.as_slice() {
            [] => return Ok(None),
            [one] => format!("Refresh entity {one}"),
            names => format!("Refresh {} entities", names.len()),
        };
        Ok(Some(Edit::All(label, edits)))
    }

    /// The entities of which something is taken.
    pub fn items(&self) -> Vec<Item> {
        let changed = self.entities.iter().filter(|entity| entity.changes.iter().any(|change| change.is_taken));
        changed.map(|entity| Item::Entity(entity.entity)).collect()
    }
}

impl RefreshedEntity {
    fn edits(&self, new_key: &mut dyn FnMut(&str) -> Key) -> Result<Vec<Edit>, PlanError> {
        let taken = || self.changes.iter().filter(|change| change.is_taken);
        let edit = |edit: EntityEdit| Edit::Entity(self.entity, edit);
        let (mut edits, mut added) = (Vec::new(), 0);
        for change in taken() {
            match (&change.what, change.attribute) {
                (Changed::Properties(differences), Some(attribute)) => {
                    edits.extend(differences.iter().map(|it| edit(EntityEdit::Attribute(attribute, it.value.edit()))));
                }
                (Changed::Identifier(identifier, _), _) => edits.push(edit(EntityEdit::SetIdentifier(*identifier))),
                (Changed::New(planned, position), _) => {
                    let path = format!("{}/{}", self.name, change.name);
                    let name = Name::of_entity_attribute(&change.name)
                        .map_err(|error| PlanError::Name { path: path.clone(), error })?;
                    let attribute = made(planned, new_key(&path), name, &[]);
                    edits.push(edit(EntityEdit::AddAttribute(attribute, Some(position + added))));
                    added += 1;
                }
                _ => {}
            }
        }
        // Last, so that the positions of new attributes hold.
        let gone = taken().filter(|change| change.what == Changed::Gone).filter_map(|change| change.attribute);
        edits.extend(gone.map(|attribute| edit(EntityEdit::RemoveAttribute(attribute))));
        Ok(edits)
    }
}

impl Change {
    /// Whether it is one of the attribute or the entity of this name: `Name`, or nothing for all of an entity.
    pub fn is_of(&self, name: &str) -> bool {
        name.is_empty() || self.name.eq_ignore_ascii_case(name)
    }
}

impl Value {
    fn edit(&self) -> EntityAttributeEdit {
        match self {
            Self::OriginalType(text) => EntityAttributeEdit::SetOriginalType(text.as_str().into()),
            Self::DataType(data_type) => EntityAttributeEdit::SetDataType(data_type.clone()),
            Self::Length(length) => EntityAttributeEdit::SetLength(Expression::new(length)),
            Self::Decimals(decimals) => EntityAttributeEdit::SetDecimals(Expression::new(decimals)),
            Self::Mandatory(is_so) => EntityAttributeEdit::SetMandatory(*is_so),
            Self::AutoNumber(is_so) => EntityAttributeEdit::SetAutoNumber(*is_so),
            Self::Ignored(is_so) => EntityAttributeEdit::SetIgnored(*is_so),
            Self::Description(text) => EntityAttributeEdit::SetDescription(Description::as_found(text)),
        }
    }
}
