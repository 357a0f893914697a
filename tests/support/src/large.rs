//! Made documents as large as is wanted, for measurements.

use extension::{
    Action, ActionEdit, BasicType, DataType, Direction, Edit, Elements, Entity, EntityAttribute, Expression, Extension,
    Key, Name, Parameter, ParameterEdit, RecordDefinition, Structure, StructureAttribute, Timestamp,
};

/// How much a document holds.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// How many actions, and how many parameters each has.
    pub actions: (u32, u32),
    /// How many structures there are, and as many entities, with six attributes each.
    pub types: u32,
}

/// What the aims are for: 1,000 actions, 300 structures and 300 entities with six rows each.
pub const USUAL: Size = Size { actions: (1_000, 6), types: 300 };

const ROWS: u32 = 6;

/// A key of its own for every number.
fn key(number: u32) -> Key {
    let mut bytes = [7; 16];
    bytes[..4].copy_from_slice(&number.to_le_bytes());
    Key::from_bytes(bytes)
}

fn name(stem: &str, number: u32) -> Name {
    Name::as_found(&format!("{stem}{number}"))
}

fn structure_key(number: u32) -> Key {
    key(10_000_000 + number * 100)
}

fn entity_key(number: u32) -> Key {
    key(20_000_000 + number * 100)
}

fn action_key(number: u32) -> Key {
    key(30_000_000 + number * 100)
}

/// The document, in which nothing is wrong.
pub fn document(size: Size) -> Extension {
    let keys = [key(1), key(2), key(3)];
    let mut extension = Extension::new(Name::as_found("Made"), keys, Timestamp::new(2026, 1, 1, 0, 0, 0));
    extension.structures = (0..size.types).map(structure).collect();
    extension.entities = (0..size.types).map(entity).collect();
    extension.actions = (0..size.actions.0).map(|number| action(number, size)).collect();
    extension
}

/// Another default of the second parameter of an action in the middle: what typing a digit does.
pub fn edit(size: Size, digit: u32) -> Edit {
    let action = 30_000_000 + size.actions.0 / 2 * 100;
    let default = ParameterEdit::SetDefault(Expression::new(&digit.to_string()));
    Edit::Action(key(action), ActionEdit::Parameter(key(action + 2), default))
}

fn action(number: u32, size: Size) -> Action {
    let own = 30_000_000 + number * 100;
    let parameter = |row: u32| {
        let direction = if row == 5 { Direction::Output } else { Direction::Input { mandatory: row == 0 } };
        let mut parameter = Parameter::new(key(own + 1 + row), name("Parameter", row), direction);
        parameter.data_type = match row {
            0 if size.types > 0 => DataType::EntityIdentifier(entity_key(number % size.types)),
            2 if size.types > 0 => DataType::Record(RecordDefinition::new([structure_key(number % size.types)])),
            1 => BasicType::Integer.into(),
            _ => BasicType::Text.into(),
        };
        parameter
    };
    let mut action = Action::new(action_key(number), name("Action", number));
    action.parameters = (0..size.actions.1).map(parameter).collect::<Elements<_>>();
    action
}

fn structure(number: u32) -> Structure {
    let own = 10_000_000 + number * 100;
    let attribute = |row: u32| {
        let mut attribute = StructureAttribute::new(key(own + 1 + row), name("Attribute", row));
        match row {
            0 if number > 0 => {
                attribute.data_type = DataType::Record(RecordDefinition::new([structure_key(number - 1)]));
            }
            1 => {
                attribute.data_type = BasicType::Decimal.into();
                attribute.default = Expression::new("1.5");
            }
            _ => attribute.length = Expression::new("50"),
        }
        attribute
    };
    let mut structure = Structure::new(structure_key(number), name("Structure", number));
    structure.attributes = (0..ROWS).map(attribute).collect::<Elements<_>>();
    structure
}

fn entity(number: u32) -> Entity {
    let own = 20_000_000 + number * 100;
    let attribute = |row: u32| {
        let mut attribute = EntityAttribute::new(key(own + 1 + row), name("Attribute", row));
        match row {
            0 => {
                attribute.data_type = BasicType::Integer.into();
                attribute.is_auto_number = true;
            }
            1 if number > 0 => attribute.data_type = DataType::EntityIdentifier(entity_key(number - 1)),
            _ => attribute.length = Expression::new("50"),
        }
        attribute
    };
    let mut entity = Entity::new(entity_key(number), name("Entity", number));
    entity.attributes = (0..ROWS).map(attribute).collect::<Elements<_>>();
    entity.identifier = Some(key(own + 1));
    entity
}
