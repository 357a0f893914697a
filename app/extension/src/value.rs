//! Values of properties from texts: what a field of the studio or an argument of a script means.

mod names;
mod set;

use crate::{
    ActionEdit, Dbms, DefaultValueBehavior, DeployAction, Direction, Edit, EntityEdit, Extension, Folder, Item, Key,
    Kind, ParameterEdit, Place, Property, Refusal, ResourceEdit, Slot, set_type,
};

pub use names::yes_or_no;
pub use set::{set_on, set_text};

impl Property {
    /// The properties that a user sets in items of this kind, in the order in which they are shown. The content of a
    /// resource is not among them: it comes from a file.
    pub const fn settable(item: Item) -> &'static [Self] {
        use Property as P;
        match item {
            Item::Extension => &[P::Name, P::Description, P::Dbms],
            Item::Action(_) => &[P::Name, P::Description, P::Function, P::Icon],
            Item::Parameter { .. } => {
                &[P::Name, P::Direction, P::DataType, P::Mandatory, P::DefaultValue, P::Description]
            }
            Item::Structure(_) => &[P::Name, P::Description],
            Item::StructureAttribute { .. } => {
                &[P::Name, P::DataType, P::Mandatory, P::Length, P::Decimals, P::DefaultValue, P::Description]
            }
            Item::Entity(_) => {
                &[P::Name, P::PhysicalTable, P::Description, P::LogicalDatabase, P::Identifier, P::DefaultValueBehavior]
            }
            Item::EntityAttribute { .. } => &[
                P::Name,
                P::OriginalName,
                P::OriginalType,
                P::DataType,
                P::Mandatory,
                P::AutoNumber,
                P::Ignore,
                P::Length,
                P::Decimals,
                P::DefaultValue,
                P::Description,
            ],
            Item::Resource(_) => &[P::Name, P::Folder, P::DeployAction, P::Description],
        }
    }

    /// The property of the item that a text names, in any case and with or without blanks: by its
    /// [label](Self::label), or by another word that is in use for it.
    pub fn named(item: Item, text: &str) -> Option<Self> {
        Self::by_word(text).filter(|property| Self::settable(item).contains(property))
    }
}

impl Extension {
    /// The edit that gives a property the value that the text means. Where a new element is needed for it, it gets its
    /// key from `new_key`.
    ///
    /// # Errors
    /// The item has no such property, or the text is no value of it.
    pub fn edit_of_value(&self, place: Place, text: &str, new_key: &mut dyn FnMut() -> Key) -> Result<Edit, Refusal> {
        let Place { item, property } = place;
        if !Property::settable(item).contains(&property) {
            return Err(Refusal::NoProperty { kind: item.kind(), property });
        }
        let wrong =
            |expected: &str| Refusal::NoValue { property, text: text.to_owned(), expected: expected.to_owned() };
        let flag = || yes_or_no(text).ok_or_else(|| wrong("write Yes or No"));
        match (item, property) {
            (_, Property::DataType) => self.edit_of_type(item, text, new_key),
            (Item::Parameter { action, parameter }, Property::Direction) => {
                let direction = direction(text).ok_or_else(|| wrong("write Input or Output"))?;
                let edit = ActionEdit::Parameter(parameter, ParameterEdit::SetDirection(direction));
                Ok(Edit::Action(action, edit))
            }
            (_, Property::Mandatory | Property::AutoNumber | Property::Ignore | Property::Function) => {
                set_on(item, property, flag()?).ok_or(Refusal::NoProperty { kind: item.kind(), property })
            }
            (Item::Action(key), Property::Icon) => {
                let icon = self.icon_named(text)?;
                Ok(Edit::Action(key, ActionEdit::SetIcon(icon)))
            }
            (Item::Entity(key), Property::Identifier) => {
                let identifier = self.identifier_named(key, text)?;
                Ok(Edit::Entity(key, EntityEdit::SetIdentifier(identifier)))
            }
            (Item::Entity(key), Property::DefaultValueBehavior) => {
                let known = DefaultValueBehavior::ALL.map(DefaultValueBehavior::label).join("” or “");
                let behavior = DefaultValueBehavior::named(text).ok_or_else(|| wrong(&format!("write “{known}”")))?;
                Ok(Edit::Entity(key, EntityEdit::SetDefaultValueBehavior(behavior)))
            }
            (Item::Extension, Property::Dbms) => {
                let dbms = Dbms::named(text).ok_or_else(|| wrong("write All, SqlServer or Oracle"))?;
                Ok(Edit::SetDbms(dbms))
            }
            (Item::Resource(key), Property::Folder) => Ok(Edit::Resource(key, ResourceEdit::Move(Folder::new(text)?))),
            (Item::Resource(key), Property::DeployAction) => {
                let deploy =
                    DeployAction::named(text).ok_or_else(|| wrong("write Binaries, Application, Images or Ignore"))?;
                Ok(Edit::Resource(key, ResourceEdit::SetDeployAction(deploy)))
            }
            _ => set_text(item, property, text),
        }
    }

    /// The edit that gives several properties their values, as one step. Types come before what depends on them, and a
    /// default value that is replaced does not stand in the way of a new type.
    ///
    /// # Errors
    /// The first value that cannot be.
    pub fn edit_of_values(
        &self,
        item: Item,
        values: &[(Property, &str)],
        new_key: &mut dyn FnMut() -> Key,
    ) -> Result<Edit, Refusal> {
        let order = Property::settable(item);
        let mut sorted = values.to_vec();
        sorted.sort_by_key(|(property, _)| order.iter().position(|known| known == property));
        let has = |property| values.iter().any(|(own, _)| *own == property);
        if has(Property::DataType) && has(Property::DefaultValue) {
            sorted.insert(0, (Property::DefaultValue, ""));
        }
        let (mut next, mut edits) = (self.clone(), Vec::new());
        for (property, text) in sorted {
            let edit = next.edit_of_value(item.at(property), text, new_key)?;
            next = next.apply(&edit)?;
            edits.push(edit);
        }
        let label = match edits.as_slice() {
            [one] => one.label(self),
            _ => format!("Change {}", item.path(self).unwrap_or_default()),
        };
        Ok(Edit::All(label, edits))
    }

    /// The edit that gives a parameter or attribute the type that the text means, which may be a list of a basic type.
    fn edit_of_type(&self, item: Item, text: &str, new_key: &mut dyn FnMut() -> Key) -> Result<Edit, Refusal> {
        let property = Property::DataType;
        let missing = || Refusal::NoProperty { kind: item.kind(), property };
        let slot = Slot::of(item).ok_or_else(missing)?;
        if let Some(data_type) = self.parse_type(slot, text) {
            return set_type(item, data_type).ok_or_else(missing);
        }
        let list = self.parse_list_of(slot, text).and_then(|basic| self.list_of(item, basic, [new_key(), new_key()]));
        list.map(|list| list.edit).ok_or_else(|| Refusal::NoValue {
            property,
            text: text.to_owned(),
            expected: "no type that fits here has this name".to_owned(),
        })
    }

    /// The resource with this path or, where there is only one, this file name; none for no text.
    fn icon_named(&self, text: &str) -> Result<Option<Key>, Refusal> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let path = Folder::joined(text);
        let by_path = self.resources.iter().find(|it| it.path().eq_ignore_ascii_case(&path));
        let mut by_name = self.resources.iter().filter(|it| it.file_name.is_same(text));
        let found = by_path.or_else(|| by_name.next().filter(|_| by_name.next().is_none()));
        found.map(|it| Some(it.key)).ok_or_else(|| Refusal::NoValue {
            property: Property::Icon,
            text: text.to_owned(),
            expected: "name a resource of the extension".to_owned(),
        })
    }

    fn identifier_named(&self, entity: Key, text: &str) -> Result<Option<Key>, Refusal> {
        if matches!(text.trim(), "" | "(none)") {
            return Ok(None);
        }
        let attributes = &self.entities.get(entity).ok_or(Refusal::Missing(Kind::Entity))?.attributes;
        let found = attributes.iter().find(|it| it.name.as_str().eq_ignore_ascii_case(text.trim()));
        found.map(|it| Some(it.key)).ok_or_else(|| Refusal::NoValue {
            property: Property::Identifier,
            text: text.to_owned(),
            expected: "name an attribute of the entity".to_owned(),
        })
    }
}

/// A new input is mandatory, as every input is until it is made optional.
fn direction(text: &str) -> Option<Direction> {
    match text.trim().to_ascii_lowercase().as_str() {
        "input" | "in" => Some(Direction::Input { mandatory: true }),
        "output" | "out" => Some(Direction::Output),
        other => {
            yes_or_no(other).map(|input| if input { Direction::Input { mandatory: true } } else { Direction::Output })
        }
    }
}
