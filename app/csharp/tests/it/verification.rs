//! What is wrong because of the generated code, and that it stands among the other findings.

use csharp::{Verification, new_sources, verify};
use extension::{
    DataType, Edit, Entity, EntityAttribute, Extension, Item, Property, RecordDefinition, Resource, Structure,
    StructureAttribute,
};
use rules::{Finding, Rule, fixes};

use support::document::{INPUT, action, edited, empty, key, name, parameter, time};

fn structure(number: u8, text: &str) -> Structure {
    let mut structure = Structure::new(key(number), name(text));
    structure.attributes = [StructureAttribute::new(key(number + 1), name("Value"))].into_iter().collect();
    structure
}

fn entity(number: u8, text: &str) -> Entity {
    let mut entity = Entity::new(key(number), name(text));
    entity.attributes = [EntityAttribute::new(key(number + 1), name("Value"))].into_iter().collect();
    entity
}

/// Structures 50 `Order` and 60 `Line`, and an action whose inputs are these records.
fn with_records(records: &[&[u8]]) -> Extension {
    let record = |keys: &&[u8]| DataType::Record(RecordDefinition::new(keys.iter().map(|number| key(*number))));
    let parameters =
        records.iter().zip(20..).map(|(keys, number)| parameter(number, &format!("P{number}"), INPUT, record(keys)));
    let edits = [
        Edit::AddStructure(structure(50, "Order"), None),
        Edit::AddStructure(structure(60, "Line"), None),
        Edit::AddAction(action(10, "Do", parameters), None),
    ];
    edited(&empty("Shop"), &edits)
}

fn clashes(extension: &Extension) -> Vec<(Rule, Item, Property, String)> {
    let clash = |it: Finding| (it.rule, it.place.item, it.place.property, it.text);
    verify(extension).into_iter().map(clash).collect()
}

#[test]
fn a_structure_and_an_entity_of_one_name_have_one_record() {
    let before = with_records(&[&[50, 60]]);
    assert_eq!(clashes(&before), []);
    let broken = edited(&before, &[Edit::AddEntity(entity(70, "Order"), None)]);
    let text = "The entity Order and the structure Order would both be RCOrderRecord in C#. Rename one of them.";
    let expected = (Rule::GeneratedNameTaken, Item::Entity(key(70)), Property::Name, text.to_owned());
    assert_eq!(clashes(&broken), [expected]);
    // C# tells upper and lower case apart.
    assert_eq!(clashes(&edited(&before, &[Edit::AddEntity(entity(70, "ORDER"), None)])), []);
}

#[test]
fn joined_names_can_be_those_of_something_else() {
    let broken = edited(&with_records(&[&[50, 60]]), &[Edit::AddStructure(structure(80, "OrderLine"), None)]);
    let text = "The record of the structure Order and the structure Line and the structure OrderLine would both be RCOrderLineRecord in C#. Rename one of them.";
    let item = Item::Parameter { action: key(10), parameter: key(20) };
    assert_eq!(clashes(&broken), [(Rule::GeneratedNameTaken, item, Property::RecordType, text.to_owned())]);
    // The same join twice is one record, and another order is another one.
    assert_eq!(clashes(&with_records(&[&[50, 60], &[50, 60], &[60, 50]])), []);
}

#[test]
fn a_record_has_each_source_once() {
    let broken = with_records(&[&[50, 60, 50]]);
    let found = verify(&broken);
    assert_eq!(found.iter().map(|it| it.rule).collect::<Vec<_>>(), [Rule::RecordSourceTwice]);
    assert!(found[0].text.contains("made of Order twice"), "{}", found[0].text);
    let fix = fixes(&broken, &found[0], &mut || key(99)).remove(0);
    assert_eq!(fix.label, "Set Data Type to Record (Order, Line)");
    assert_eq!(clashes(&edited(&broken, &[fix.edit])), []);
}

#[test]
fn a_rename_mends_a_clash() {
    let broken = edited(&with_records(&[]), &[Edit::AddEntity(entity(70, "Order"), None)]);
    let found = verify(&broken);
    let fix = fixes(&broken, &found[0], &mut || key(99)).remove(0);
    assert_eq!(fix.label, "Rename to Order2");
    assert_eq!(clashes(&edited(&broken, &[fix.edit])), []);
}

#[test]
fn source_files_are_needed() {
    let mut whole = with_records(&[]);
    for (change, number) in new_sources(&whole).into_iter().zip(150..) {
        let resource = Resource::new(key(number), change.file_name, change.folder, change.content, time());
        whole = edited(&whole, &[Edit::AddResource(resource)]);
    }
    assert_eq!(clashes(&whole), []);
    let without = |file: &str| {
        let resource = whole.resources.iter().find(|resource| resource.file_name.is_same(file)).unwrap();
        edited(&whole, &[Edit::Remove(vec![Item::Resource(resource.key)])])
    };
    let found = verify(&without("Records.cs"));
    assert_eq!(found.iter().map(|it| it.rule).collect::<Vec<_>>(), [Rule::SourceMissing]);
    let says = "Some resources of the extension are missing: Records.cs. Update the source code";
    assert!(found[0].text.starts_with(says), "{}", found[0].text);
    // The solution is for an IDE only, and an extension without any C# is an assembly.
    assert_eq!(clashes(&without("Shop.sln")), []);
    assert_eq!(clashes(&with_records(&[])), []);
}

#[test]
fn clashes_stand_among_the_other_findings_and_go_again() {
    let before = with_records(&[]);
    let mut verification = Verification::default();
    verification.update(&before);
    assert_eq!(verification.findings(), []);
    let mut empty = Entity::new(key(90), name("Empty"));
    empty.physical_table = "".into();
    let broken = edited(&before, &[Edit::AddEntity(entity(70, "Order"), None), Edit::AddEntity(empty, None)]);
    verification.update(&broken);
    let rules: Vec<Rule> = verification.findings().iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, [Rule::GeneratedNameTaken, Rule::TableMissing, Rule::EntityEmpty]);
    assert_eq!(verification.findings(), verify(&broken));
    verification.update(&before);
    assert_eq!(verification.findings(), []);
}
