//! Any elements are the same after copying and pasting them, and no text brings pasting down.

use clip::{copy, paste};
use extension::{
    Action, BasicType, DataType, Description, Direction, Edit, Entity, EntityAttribute, Expression, Extension, Item,
    Key, Name, Parameter, RecordDefinition, Structure, StructureAttribute,
};
use proptest::prelude::*;
use support::document::time;
use support::keys::Keys;

use crate::described::described;

const STRUCTURES: usize = 4;
const ENTITIES: usize = 3;

/// Any row: an index that says its type, two switches and two texts.
type AnyRow = (usize, bool, bool, String, String);

fn any_row() -> impl Strategy<Value = AnyRow> {
    (0..40_usize, any::<bool>(), any::<bool>(), "[ -~äß]{0,12}", "\\PC{0,20}")
}

fn rows() -> impl Strategy<Value = Vec<AnyRow>> {
    proptest::collection::vec(any_row(), 0..4)
}

fn new(name: &str, keys: &mut dyn FnMut() -> Key) -> Extension {
    Extension::new(Name::new(name).unwrap(), [keys(), keys(), keys()], time())
}

fn name(stem: &str, index: usize) -> Name {
    Name::new(&format!("{stem}{index}")).unwrap()
}

/// The type that the index says. Structures hold only later ones, so none holds itself.
fn data_type(index: usize, first: usize, structures: &[Key], entities: &[Key]) -> DataType {
    let sources: Vec<Key> = structures.iter().skip(first).chain(entities).copied().collect();
    let source = |shift: usize| sources[(index + shift) % sources.len()];
    match index {
        0..12 => BasicType::ALL[index].into(),
        12 => DataType::Object,
        13 => DataType::Other { type_text: "rtNew".into(), record_text: "x".into() },
        14..20 => DataType::Record(RecordDefinition::new([source(0)])),
        20..30 => DataType::RecordList(RecordDefinition::new([source(0), source(1)])),
        _ => DataType::EntityIdentifier(entities[index % entities.len()]),
    }
}

fn extension(actions: &[Vec<AnyRow>], structures: &[Vec<AnyRow>], entities: &[Vec<AnyRow>]) -> Extension {
    let mut next = Keys::default().into_source();
    let mut built = new("Any", &mut next);
    let structure_keys: Vec<Key> = (0..STRUCTURES).map(|_| next()).collect();
    let entity_keys: Vec<Key> = (0..ENTITIES).map(|_| next()).collect();
    let of = |row: &AnyRow, first: usize| data_type(row.0, first, &structure_keys, &entity_keys);
    for (index, rows) in actions.iter().enumerate() {
        let mut action = Action::new(next(), name("Act", index));
        action.description = Description::as_found(rows.first().map_or("", |row| &row.4));
        let parameter = |(index, row): (usize, &AnyRow)| {
            let direction = if row.1 { Direction::Output } else { Direction::Input { mandatory: row.2 } };
            let mut parameter = Parameter::new(next(), name("P", index), direction);
            parameter.data_type = of(row, 0);
            (parameter.default, parameter.description) = (Expression::as_found(&row.3), Description::as_found(&row.4));
            parameter
        };
        action.parameters = rows.iter().enumerate().map(parameter).collect();
        action.is_function = action.outputs().count() == 1;
        built = built.apply(&Edit::AddAction(action, None)).unwrap();
    }
    for (position, rows) in structures.iter().enumerate() {
        let mut structure = Structure::new(structure_keys[position], name("Str", position));
        let attribute = |(index, row): (usize, &AnyRow)| {
            let mut attribute = StructureAttribute::new(next(), name("A", index));
            attribute.data_type = of(row, position + 1);
            (attribute.is_mandatory, attribute.length) = (row.1, Expression::as_found(&row.3));
            attribute.description = Description::as_found(&row.4);
            attribute
        };
        structure.attributes = rows.iter().enumerate().map(attribute).collect();
        built = built.apply(&Edit::AddStructure(structure, None)).unwrap();
    }
    for (position, rows) in entities.iter().enumerate() {
        let mut entity = Entity::new(entity_keys[position], name("Ent", position));
        let attribute = |(index, row): (usize, &AnyRow)| {
            let mut attribute = EntityAttribute::new(next(), name("A", index));
            attribute.data_type = of(&(row.0 % 12, row.1, row.2, String::new(), String::new()), 0);
            (attribute.is_ignored, attribute.is_auto_number) = (row.1, row.2);
            (attribute.original_name, attribute.original_type) = (row.3.as_str().into(), row.4.as_str().into());
            attribute
        };
        entity.attributes = rows.iter().enumerate().map(attribute).collect();
        entity.identifier = entity.attributes.last().map(|last| last.key);
        built = built.apply(&Edit::AddEntity(entity, None)).unwrap();
    }
    built
}

fn everything(extension: &Extension) -> Vec<Item> {
    let actions = extension.actions.iter().map(|it| Item::Action(it.key));
    let structures = extension.structures.iter().map(|it| Item::Structure(it.key));
    actions.chain(structures).chain(extension.entities.iter().map(|it| Item::Entity(it.key))).collect()
}

fn any_extension() -> impl Strategy<Value = Extension> {
    let elements = |count: std::ops::Range<usize>| proptest::collection::vec(rows(), count);
    (elements(0..4), elements(STRUCTURES..STRUCTURES + 1), elements(ENTITIES..ENTITIES + 1))
        .prop_map(|(actions, structures, entities)| extension(&actions, &structures, &entities))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn copies_are_the_same_elements(before in any_extension()) {
        let mut next = Keys::default().into_source();
        let other = new("Other", &mut next);
        let text = copy(&before, &everything(&before));
        let pasted = paste(&other, Item::Extension, None, &text, &mut next, &time()).unwrap();
        prop_assert_eq!(&pasted.notes, &Vec::<String>::new());
        let after = other.apply(&pasted.edit).unwrap();
        prop_assert_eq!(described(&after), described(&before));
        // And a copy of a part brings all that it needs.
        for action in &before.actions {
            let text = copy(&before, &[Item::Action(action.key)]);
            let pasted = paste(&other, Item::Extension, None, &text, &mut next, &time()).unwrap();
            prop_assert_eq!(pasted.notes, Vec::<String>::new());
            let after = other.apply(&pasted.edit).unwrap();
            let types = |extension: &Extension, action: &Action| {
                action.parameters.iter().map(|it| extension.type_label(&it.data_type)).collect::<Vec<_>>()
            };
            prop_assert_eq!(types(&after, &after.actions[0]), types(&before, action));
        }
    }

    #[test]
    fn any_text_is_pasted_or_refused(text in "\\PC{0,200}", extension in any_extension()) {
        for item in everything(&extension) {
            let mut next = Keys::default().into_source();
            if let Ok(pasted) = paste(&extension, item, None, &text, &mut move || Key::from_bytes(next().bytes().map(|byte| byte ^ 0xff)), &time()) {
                prop_assert!(extension.apply(&pasted.edit).is_ok());
            }
        }
    }

    #[test]
    fn a_damaged_copy_is_pasted_or_refused(extension in any_extension(), at in any::<prop::sample::Index>(), with in "[\\[\\]{}\",:0ax\\\\]{0,3}") {
        let mut text = copy(&extension, &everything(&extension));
        let at = at.index(text.len());
        if text.is_char_boundary(at) && text.is_char_boundary(at + 1) {
            text.replace_range(at..=at, &with);
        }
        let mut next = Keys::default().into_source();
        let other = new("Other", &mut next);
        if let Ok(pasted) = paste(&other, Item::Extension, None, &text, &mut next, &time()) {
            prop_assert!(other.apply(&pasted.edit).is_ok());
        }
    }
}
