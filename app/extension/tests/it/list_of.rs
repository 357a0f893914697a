//! Lists of basic types, over structures of one attribute.

use extension::{BasicType, DataType, Edit, Entity, EntityAttribute, Extension, Item, ListOf, Slot};
use support::document::{INPUT, action, edited, empty, key, name, parameter, record, structure};

const NAMES: Item = Item::Parameter { action: key(10), parameter: key(11) };

/// `Mail` (10) with the input `Names` (11), a Text.
fn sample() -> Extension {
    let mail = action(10, "Mail", [parameter(11, "Names", INPUT, BasicType::Text)]);
    edited(&empty("Post"), &[Edit::AddAction(mail, None)])
}

fn list_of(extension: &Extension, basic: BasicType) -> ListOf {
    extension.list_of(NAMES, basic, [key(50), key(51)]).unwrap()
}

fn data_type(extension: &Extension) -> DataType {
    extension.type_of(NAMES).unwrap().clone()
}

#[test]
fn every_basic_type_has_a_list() {
    for basic in BasicType::ALL {
        let before = sample();
        let list = list_of(&before, basic);
        let after = before.apply(&list.edit).unwrap();
        assert!(list.is_new && list.structure.as_str().ends_with("Item"), "{list:?}");
        assert_eq!(data_type(&after), DataType::RecordList(record(&[50])));
        assert_eq!(after.structures[0].attributes[0].data_type, basic.into());
        assert_eq!(after.listed_basic(&data_type(&after)), Some(basic));
        assert!(after.technologies.iter().any(|technology| technology.structures.contains(&key(50))));
        // The second list of the type is over the same structure.
        let again = list_of(&after, basic);
        assert!(!again.is_new && again.structure == list.structure, "{again:?}");
        let label = basic.list_label();
        for text in [label.as_str(), &label.to_lowercase(), &format!("{} List", basic.label())] {
            assert_eq!(before.parse_list_of(Slot::Parameter, text), Some(basic), "{text}");
        }
        assert_eq!(list.edit.label(&before), format!("Change Mail.Names to {label}"));
    }
}

#[test]
fn only_a_wrapper_is_reused() {
    let with = |structure: extension::Structure| edited(&sample(), &[Edit::AddStructure(structure, None)]);
    let reused = |extension: &Extension| list_of(extension, BasicType::Text).structure.to_string();
    assert_eq!(reused(&with(structure(20, "Label", [("Value", BasicType::Text.into())]))), "Label");
    assert_eq!(reused(&with(structure(20, "Word", [("Text", BasicType::Text.into())]))), "Word");
    // One with a meaning of its own is not taken for a list of texts.
    assert_eq!(reused(&with(structure(20, "Customer", [("Name", BasicType::Text.into())]))), "TextItem");
    let two = [("Value", BasicType::Text.into()), ("Count", BasicType::Integer.into())];
    assert_eq!(reused(&with(structure(20, "Word", two))), "TextItem");
    let other = with(structure(20, "textitem", [("Amount", BasicType::Integer.into())]));
    assert_eq!(reused(&other), "TextItem1", "the name is taken");
    assert!(other.apply(&list_of(&other, BasicType::Text).edit).is_ok());
}

#[test]
fn a_list_fits_where_records_do() {
    let mut entity = Entity::new(key(30), name("Log"));
    entity.attributes = [EntityAttribute::new(key(31), name("Line"))].into_iter().collect();
    let word = structure(20, "Word", [("Value", BasicType::Text.into())]);
    let extension = edited(&sample(), &[Edit::AddEntity(entity, None), Edit::AddStructure(word, None)]);
    let line = Item::EntityAttribute { entity: key(30), attribute: key(31) };
    assert_eq!(extension.list_of(line, BasicType::Text, [key(50), key(51)]), None);
    assert!(extension.offered_lists(Slot::EntityAttribute).is_empty());
    assert_eq!(extension.parse_list_of(Slot::EntityAttribute, "List of Text"), None);
    // A structure never holds itself, so its own attribute gets another one.
    let inside = extension.structures[0].attributes[0].key;
    let item = Item::StructureAttribute { structure: key(20), attribute: inside };
    let list = extension.list_of(item, BasicType::Text, [key(50), key(51)]).unwrap();
    assert!(list.is_new);
    assert!(extension.apply(&list.edit).is_ok());
}

#[test]
fn a_structure_of_the_name_comes_first() {
    let text = structure(20, "Text", [("Whatever", BasicType::Integer.into())]);
    let extension = edited(&sample(), &[Edit::AddStructure(text, None)]);
    assert_eq!(extension.parse_type(Slot::Parameter, "Text List"), Some(DataType::RecordList(record(&[20]))));
    assert_eq!(extension.parse_type(Slot::Parameter, "List of Text"), None);
    assert_eq!(extension.parse_list_of(Slot::Parameter, "List of Text"), Some(BasicType::Text));
}

#[test]
fn lists_are_found_by_what_is_typed() {
    let extension = sample();
    let found = |text: &str| {
        let choices = extension.list_choices(Slot::Parameter, text);
        choices.into_iter().map(|choice| (choice.label, choice.is_named)).collect::<Vec<_>>()
    };
    assert_eq!(found("").len(), 12);
    assert_eq!(found("Text List")[0], ("List of Text".to_owned(), true));
    assert_eq!(found("list of date")[0], ("List of Date".to_owned(), true));
    assert_eq!(found("text"), [("List of Text".to_owned(), false)]);
    assert!(found("xyz").is_empty());
    let said = list_of(&extension, BasicType::Text).to_string();
    assert!(
        said.contains("The structure TextItem with the attribute Value was made") && said.contains("not a Text List")
    );
}
