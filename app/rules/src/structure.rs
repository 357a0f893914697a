use super::context::{Change, Context};
use super::kept::Verified;
use super::rows::{verify_texts, verify_unique};
use super::types::{verify_size, verify_type};
use super::{Finding, Rule};
use extension::{Item, Key, NAME_LIMIT, Property, Structure, StructureAttribute};

impl Verified for Structure {
    fn verify(&self, context: &Context, found: &mut Vec<Finding>) {
        let item = Item::Structure(self.key);
        verify_texts(item, (&self.name, NAME_LIMIT), &self.description, found);
        if self.attributes.is_empty() {
            let text = format!("Structure {} must have at least one attribute.", self.name);
            found.push(Finding::new(Rule::StructureEmpty, item.at(Property::Attributes), text));
        }
        for attribute in &self.attributes {
            verify_attribute(self.key, attribute, context, found);
        }
        let item = |attribute| Item::StructureAttribute { structure: self.key, attribute };
        verify_unique(&self.name, &self.attributes, |_| true, item, found);
    }

    fn is_touched_by(&self, change: &Change) -> bool {
        change.is_of(self.attributes.iter().map(|attribute| &attribute.data_type))
    }
}

fn verify_attribute(structure: Key, attribute: &StructureAttribute, context: &Context, found: &mut Vec<Finding>) {
    let item = Item::StructureAttribute { structure, attribute: attribute.key };
    let StructureAttribute { name, data_type, default, length, decimals, .. } = attribute;
    verify_texts(item, (name, NAME_LIMIT), &attribute.description, found);
    verify_type(item, name, data_type, default, context, found);
    verify_size(item, data_type, length, decimals, found);
}
