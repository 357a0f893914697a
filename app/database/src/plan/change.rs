//! Changes of a plan by hand, before it is carried out.

use extension::{BasicType, DefaultValueBehavior, Extension, Name, NameError};

use super::{Plan, PlannedAttribute, PlannedEntity, PlannedType, Reason, Remark, attribute, keys};

/// A change of one entity of a plan. Attributes are named by their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanChange {
    /// Another name of the entity.
    EntityName(String),
    /// Another description of the entity.
    Description(String),
    /// Another name of the table.
    PhysicalTable(String),
    /// Another identifier, or none.
    Identifier(Option<usize>),
    /// Another behaviour of default values.
    DefaultValueBehavior(DefaultValueBehavior),
    /// Another name of an attribute.
    AttributeName(usize, String),
    /// Another type of an attribute; none for the one that its column gives it.
    DataType(usize, Option<BasicType>),
    /// Other characters of a Text, other digits of a Decimal; none for the type's own.
    Length(usize, Option<u32>),
    /// Other digits after the point of a Decimal.
    Decimals(usize, Option<u32>),
    /// Whether a value must be given.
    Mandatory(usize, bool),
    /// Whether an attribute is left out at run time.
    Ignored(usize, bool),
}

impl PlanChange {
    /// Whether the two change the same thing, to whatever.
    pub fn is_same_field(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other) && self.attribute() == other.attribute()
    }

    /// The text that is typed for a name.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::EntityName(text) | Self::PhysicalTable(text) | Self::AttributeName(_, text) => Some(text),
            _ => None,
        }
    }

    const fn attribute(&self) -> Option<usize> {
        match self {
            Self::AttributeName(at, _)
            | Self::DataType(at, _)
            | Self::Length(at, _)
            | Self::Decimals(at, _)
            | Self::Mandatory(at, _)
            | Self::Ignored(at, _) => Some(*at),
            _ => None,
        }
    }
}

/// Why a plan is not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// The plan has no such entity or attribute.
    #[error("The preview has no such line any more.")]
    Gone,
    /// A name breaks a rule.
    #[error("{0}")]
    Name(#[from] NameError),
    /// Another entity has the name.
    #[error("Another entity has the name {0}.")]
    EntityTaken(String),
    /// Another attribute has the name.
    #[error("Another attribute has the name {0}.")]
    AttributeTaken(String),
    /// The name of a table is empty.
    #[error("The physical table needs a name.")]
    NoTable,
    /// Another entity has the table.
    #[error("The entity {0} has this table.")]
    TableTaken(String),
    /// The attribute cannot be the identifier.
    #[error("{0} cannot be the Identifier: it is {1}, and an Identifier is Integer, Long Integer or Text.")]
    NoIdentifier(String, String),
    /// The identifier cannot be so.
    #[error("{0} is the Identifier, which is mandatory, not ignored, and Integer, Long Integer or Text.")]
    Identifier(String),
}

impl Plan {
    /// Changes an entity, by its place.
    ///
    /// # Errors
    /// Why the plan stays as it is.
    pub fn change(&mut self, entity: usize, change: &PlanChange, extension: &Extension) -> Result<(), ChangeError> {
        match change {
            PlanChange::EntityName(name) => self.rename_entity(entity, name, extension),
            PlanChange::PhysicalTable(table) => self.set_table(entity, table, extension),
            PlanChange::Identifier(place) => self.set_identifier(entity, *place, extension),
            PlanChange::DataType(at, data_type) => self.set_type(entity, *at, *data_type, extension),
            PlanChange::Ignored(at, is_ignored) => self.set_ignored(entity, *at, *is_ignored, extension),
            _ => {
                let planned = self.entities.get_mut(entity).ok_or(ChangeError::Gone)?;
                planned.change(change)
            }
        }
    }

    fn rename_entity(&mut self, entity: usize, name: &str, extension: &Extension) -> Result<(), ChangeError> {
        if entity >= self.entities.len() {
            return Err(ChangeError::Gone);
        }
        Name::new(name)?;
        let of_plan = self.entities.iter().enumerate().filter(|(at, _)| *at != entity).map(|(_, it)| it.name.as_str());
        let mut taken = of_plan.chain(extension.entities.iter().map(|entity| entity.name.as_str()));
        if taken.any(|other| other.eq_ignore_ascii_case(name)) {
            return Err(ChangeError::EntityTaken(name.to_owned()));
        }
        name.clone_into(&mut self.entities[entity].name);
        Ok(())
    }

    fn set_table(&mut self, entity: usize, table: &str, extension: &Extension) -> Result<(), ChangeError> {
        let table: String = table.trim().chars().filter(attribute::is_storable).collect();
        if table.is_empty() {
            return Err(ChangeError::NoTable);
        }
        let is_same = |other: &str| other.eq_ignore_ascii_case(&table);
        let of_plan = self.entities.iter().enumerate().filter(|(at, _)| *at != entity);
        let mut taken = of_plan
            .map(|(_, it)| (it.name.as_str(), it.physical_table.as_str()))
            .chain(extension.entities.iter().map(|it| (it.name.as_str(), &*it.physical_table)));
        if let Some((name, _)) = taken.find(|(_, other)| is_same(other)) {
            return Err(ChangeError::TableTaken(name.to_owned()));
        }
        self.entities.get_mut(entity).ok_or(ChangeError::Gone)?.physical_table = table;
        Ok(())
    }

    fn set_identifier(
        &mut self,
        entity: usize,
        place: Option<usize>,
        extension: &Extension,
    ) -> Result<(), ChangeError> {
        let planned = self.entities.get_mut(entity).ok_or(ChangeError::Gone)?;
        if let Some(place) = place {
            let attribute = planned.attributes.get(place).ok_or(ChangeError::Gone)?;
            // A foreign key as the identifier keeps the type of its column.
            let data_type = if attribute.reason.is_about_reference() {
                PlannedType::Basic(attribute.own.data_type)
            } else {
                attribute.data_type
            };
            if attribute.is_ignored || !can_identify(data_type) {
                let what = if attribute.is_ignored { "ignored".to_owned() } else { label(data_type) };
                return Err(ChangeError::NoIdentifier(attribute.name.clone(), what));
            }
        }
        planned.set_identifier(place);
        keys::set_references(self, extension);
        Ok(())
    }

    fn set_type(
        &mut self,
        entity: usize,
        at: usize,
        data_type: Option<BasicType>,
        extension: &Extension,
    ) -> Result<(), ChangeError> {
        let planned = self.entities.get_mut(entity).ok_or(ChangeError::Gone)?;
        let is_identifier = planned.identifier == Some(at);
        let attribute = planned.attributes.get_mut(at).ok_or(ChangeError::Gone)?;
        let wanted = data_type.unwrap_or(attribute.own.data_type);
        if is_identifier && !can_identify(PlannedType::Basic(wanted)) {
            return Err(ChangeError::Identifier(attribute.name.clone()));
        }
        match data_type {
            None => attribute.take_own_type(),
            Some(data_type) => attribute.take_type(data_type),
        }
        keys::set_references(self, extension);
        Ok(())
    }

    fn set_ignored(
        &mut self,
        entity: usize,
        at: usize,
        is_ignored: bool,
        extension: &Extension,
    ) -> Result<(), ChangeError> {
        let planned = self.entities.get_mut(entity).ok_or(ChangeError::Gone)?;
        let is_identifier = planned.identifier == Some(at);
        let attribute = planned.attributes.get_mut(at).ok_or(ChangeError::Gone)?;
        if is_identifier && is_ignored {
            return Err(ChangeError::Identifier(attribute.name.clone()));
        }
        attribute.is_ignored = is_ignored;
        keys::set_references(self, extension);
        Ok(())
    }
}

impl PlannedEntity {
    /// The changes that concern nothing but the entity.
    fn change(&mut self, change: &PlanChange) -> Result<(), ChangeError> {
        match change {
            PlanChange::Description(text) => self.description = attribute::description(text),
            PlanChange::DefaultValueBehavior(behavior) => self.default_value_behavior = *behavior,
            PlanChange::AttributeName(at, name) => return self.rename_attribute(*at, name),
            PlanChange::Length(at, length) => self.attribute(*at)?.length = *length,
            PlanChange::Decimals(at, decimals) => self.attribute(*at)?.decimals = *decimals,
            PlanChange::Mandatory(at, is_mandatory) => {
                let is_identifier = self.identifier == Some(*at);
                let attribute = self.attribute(*at)?;
                if is_identifier && !is_mandatory {
                    return Err(ChangeError::Identifier(attribute.name.clone()));
                }
                attribute.is_mandatory = *is_mandatory;
            }
            PlanChange::EntityName(_)
            | PlanChange::PhysicalTable(_)
            | PlanChange::Identifier(_)
            | PlanChange::DataType(..)
            | PlanChange::Ignored(..) => {}
        }
        Ok(())
    }

    fn attribute(&mut self, at: usize) -> Result<&mut PlannedAttribute, ChangeError> {
        self.attributes.get_mut(at).ok_or(ChangeError::Gone)
    }

    fn rename_attribute(&mut self, at: usize, name: &str) -> Result<(), ChangeError> {
        Name::of_entity_attribute(name)?;
        let mut others = self.attributes.iter().enumerate().filter(|(place, _)| *place != at);
        if others.any(|(_, other)| other.name.eq_ignore_ascii_case(name)) {
            return Err(ChangeError::AttributeTaken(name.to_owned()));
        }
        name.clone_into(&mut self.attribute(at)?.name);
        Ok(())
    }

    fn set_identifier(&mut self, place: Option<usize>) {
        self.remarks.retain(|remark| !remark.offers_create_only() && !matches!(remark, Remark::KeyByHand { .. }));
        self.identifier = place;
        match place.and_then(|place| self.attributes.get_mut(place)) {
            None => self.remarks.insert(0, Remark::NoIdentifier),
            Some(attribute) => {
                if attribute.reason.is_about_reference() {
                    attribute.take_own_type();
                }
                attribute.is_mandatory = true;
                if !attribute.is_auto_number {
                    self.remarks.insert(0, Remark::KeyByHand { column: attribute.column.clone() });
                }
            }
        }
    }
}

impl PlannedAttribute {
    /// Gives it the type that its column has by itself.
    pub(super) fn take_own_type(&mut self) {
        self.data_type = PlannedType::Basic(self.own.data_type);
        (self.length, self.decimals) = (self.own.length, self.own.decimals);
        self.is_auto_number = self.own.is_auto_number;
        self.reason = self.own.reason.clone();
    }

    /// Gives it a type by hand. What is sized keeps its size where the type has one.
    fn take_type(&mut self, data_type: BasicType) {
        self.data_type = PlannedType::Basic(data_type);
        let is_own = data_type == self.own.data_type;
        let (length, decimals) = if is_own { (self.own.length, self.own.decimals) } else { (None, None) };
        (self.length, self.decimals) = (length, decimals);
        let is_whole = matches!(data_type, BasicType::Integer | BasicType::LongInteger);
        self.is_auto_number = self.own.is_auto_number && is_whole;
        self.is_ignored = false;
        self.reason = Reason::ByHand;
    }

    /// The basic type that the column alone gives it.
    pub const fn own_type(&self) -> BasicType {
        self.own.data_type
    }
}

const fn can_identify(data_type: PlannedType) -> bool {
    matches!(data_type, PlannedType::Basic(BasicType::Integer | BasicType::LongInteger | BasicType::Text))
}

fn label(data_type: PlannedType) -> String {
    match data_type {
        PlannedType::Basic(basic) => basic.label().to_owned(),
        PlannedType::IdentifierOfPlanned(_) | PlannedType::IdentifierOf(_) => "an Entity Identifier".to_owned(),
    }
}
