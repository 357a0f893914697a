//! Which data types fit where, and what a typed text means.

use extension::{
    BasicType, DataType, Edit, Entity, EntityAttribute, Extension, RecordDefinition, Slot, Structure,
    StructureAttribute,
};
use support::document::{edited, empty, key, name, record};

/// Structures 10 `Address`, 11 `Person` with an address, 12 `Firm` with persons; entities 20 `Customer` with
/// an identifier, 21 `Log` without.
fn sample() -> Extension {
    let structure = |number: u8, text: &str, data_type: DataType| {
        let mut structure = Structure::new(key(number), name(text));
        let mut attribute = StructureAttribute::new(key(number + 100), name("First"));
        attribute.data_type = data_type;
        structure.attributes = [attribute].into_iter().collect();
        Edit::AddStructure(structure, None)
    };
    let mut customer = Entity::new(key(20), name("Customer"));
    customer.attributes = [EntityAttribute::new(key(120), name("Id"))].into_iter().collect();
    customer.identifier = Some(key(120));
    let edits = [
        structure(10, "Address", BasicType::Text.into()),
        structure(11, "Person", DataType::Record(record(&[10]))),
        structure(12, "Firm", DataType::RecordList(record(&[11, 20]))),
        Edit::AddEntity(customer, None),
        Edit::AddEntity(Entity::new(key(21), name("Log")), None),
    ];
    edited(&empty("Bank"), &edits)
}

fn labels(extension: &Extension, slot: Slot) -> Vec<String> {
    extension.offered_types(slot).iter().map(|data_type| extension.type_label(data_type)).collect()
}

#[test]
fn parameters_take_every_type() {
    let offered = labels(&sample(), Slot::Parameter);
    assert_eq!(offered.len(), 12 + 1 + 2 * 5 + 1);
    assert_eq!(offered[11..15], ["Currency", "Object", "Record (Address)", "Record (Person)"]);
    assert_eq!(offered.last().unwrap(), "Customer Identifier");
}

#[test]
fn entity_attributes_take_basic_types_and_identifiers() {
    let offered = labels(&sample(), Slot::EntityAttribute);
    assert_eq!(offered.len(), 13);
    assert_eq!(offered.last().unwrap(), "Customer Identifier");
}

#[test]
fn a_structure_never_holds_itself() {
    let extension = sample();
    let sources = |number: u8| extension.record_sources(Slot::StructureAttribute(key(number)));
    assert_eq!(sources(10), [key(20), key(21)]);
    assert_eq!(sources(11), [key(10), key(20), key(21)]);
    assert_eq!(sources(12), [key(10), key(11), key(20), key(21)]);
    assert_eq!(extension.first_record(Slot::StructureAttribute(key(10))), Some(record(&[20])));
    assert_eq!(extension.first_record(Slot::EntityAttribute), None);
}

#[test]
fn every_label_means_its_type() {
    let extension = sample();
    for slot in [Slot::Parameter, Slot::StructureAttribute(key(11)), Slot::EntityAttribute] {
        for data_type in extension.offered_types(slot) {
            let label = extension.type_label(&data_type);
            assert_eq!(extension.parse_type(slot, &label), Some(data_type.clone()), "{label}");
            assert_eq!(extension.parse_type(slot, &label.to_lowercase()), Some(data_type), "{label}");
        }
    }
}

#[test]
fn a_typed_text_means_a_type_only_where_it_fits() {
    let extension = sample();
    let parsed = |text: &str| extension.parse_type(Slot::Parameter, text);
    assert_eq!(parsed("record(address,customer)"), Some(DataType::Record(record(&[10, 20]))));
    assert_eq!(parsed(" Person List "), Some(DataType::RecordList(record(&[11]))));
    assert_eq!(parsed("Firm"), Some(DataType::Record(record(&[12]))));
    assert_eq!(parsed("String"), Some(BasicType::Text.into()));
    assert_eq!(parsed("datetime"), Some(BasicType::DateTime.into()));
    assert_eq!(parsed("Record"), Some(DataType::Record(RecordDefinition::default())));
    for wrong in ["", "Record (", "Record (Nobody)", "Record (Address, )", "Log Identifier", "Identifier", "List"] {
        assert_eq!(parsed(wrong), None, "{wrong}");
    }
    let inside_address = Slot::StructureAttribute(key(10));
    for recursive in ["Address", "Firm List", "Record (Customer, Person)"] {
        assert_eq!(extension.parse_type(inside_address, recursive), None, "{recursive}");
    }
    assert_eq!(extension.parse_type(Slot::EntityAttribute, "Object"), None);
    assert_eq!(extension.parse_type(Slot::EntityAttribute, "Record"), None);
}

#[test]
fn choices_are_ranked_by_what_was_typed() {
    let extension = sample();
    let choices = extension.type_choices(Slot::Parameter, "pers");
    let found: Vec<&str> = choices.iter().map(|choice| choice.label.as_str()).collect();
    assert_eq!(found, ["Record (Person)", "Record List (Person)"]);
    assert_eq!(choices[0].matched.first(), Some(&(8..12)));
    assert_eq!(extension.type_choices(Slot::Parameter, "date")[0].label, "Date");
    assert_eq!(extension.type_choices(Slot::Parameter, "  ").len(), 24);
    assert!(extension.type_choices(Slot::Parameter, "xyz").is_empty());
}
