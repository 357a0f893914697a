use extension::{
    Action, ActionEdit, BasicType, Content, DataType, Dbms, Direction, Edit, Elements, Entity, EntityAttribute,
    EntityAttributeEdit, EntityEdit, Extension, FileName, Folder, Item, Name, Parameter, ParameterEdit, ResourceEdit,
    Structure, StructureAttribute, StructureAttributeEdit, StructureEdit,
};
use proptest::prelude::*;
use rules::Verification;

use support::document::{INPUT, key};

use super::sample::{record, resource, sample};
use super::table::verified;

/// Few names, so that many are taken, and some that are none.
fn a_name() -> impl Strategy<Value = Name> {
    prop::sample::select(vec!["A", "a", "B", "Number", "Loan", "Customer", "9", "Bank", "x y"]).prop_map(Name::as_found)
}

fn a_type() -> impl Strategy<Value = DataType> {
    prop_oneof![
        prop::sample::select(BasicType::ALL.to_vec()).prop_map(DataType::from),
        prop::collection::vec(prop::sample::select(vec![20_u8, 25, 30, 40, 70, 99]), 0..3).prop_map(|it| record(&it)),
        prop::sample::select(vec![20_u8, 30, 40, 80, 99]).prop_map(|it| DataType::EntityIdentifier(key(it))),
    ]
}

fn an_action_edit() -> impl Strategy<Value = ActionEdit> {
    let row = || prop::sample::select(vec![11_u8, 12, 13, 14, 90]);
    prop_oneof![
        a_name().prop_map(ActionEdit::Rename),
        any::<bool>().prop_map(ActionEdit::SetFunction),
        (a_name(), a_type(), any::<bool>()).prop_map(|(name, data_type, is_input)| {
            let direction = if is_input { INPUT } else { Direction::Output };
            ActionEdit::AddParameter(Parameter { data_type, ..Parameter::new(key(90), name, direction) }, Some(0))
        }),
        row().prop_map(|it| ActionEdit::RemoveParameter(key(it))),
        (row(), 0..4_usize).prop_map(|(it, to)| ActionEdit::MoveParameter(key(it), to)),
        (row(), a_type()).prop_map(|(it, to)| ActionEdit::Parameter(key(it), ParameterEdit::SetDataType(to))),
        Just(ActionEdit::SetIcon(None)),
    ]
}

fn a_structure_edit() -> impl Strategy<Value = StructureEdit> {
    let row = || prop::sample::select(vec![21_u8, 22, 26, 91]);
    prop_oneof![
        a_name().prop_map(StructureEdit::Rename),
        (a_name(), a_type()).prop_map(|(name, data_type)| {
            StructureEdit::AddAttribute(
                StructureAttribute { data_type, ..StructureAttribute::new(key(91), name) },
                None,
            )
        }),
        row().prop_map(|it| StructureEdit::RemoveAttribute(key(it))),
        (row(), a_type())
            .prop_map(|(it, to)| StructureEdit::Attribute(key(it), StructureAttributeEdit::SetDataType(to))),
    ]
}

fn an_entity_edit() -> impl Strategy<Value = EntityEdit> {
    let row = || prop::sample::select(vec![31_u8, 32, 33, 41, 42, 43]);
    let on_row = |edit: BoxedStrategy<EntityAttributeEdit>| {
        (row(), edit).prop_map(|(it, edit)| EntityEdit::Attribute(key(it), edit))
    };
    prop_oneof![
        a_name().prop_map(EntityEdit::Rename),
        prop::sample::select(vec!["Customer", "branch", "[x]", ""])
            .prop_map(|it| EntityEdit::SetPhysicalTable(it.into())),
        prop::option::of(row()).prop_map(|it| EntityEdit::SetIdentifier(it.map(key))),
        row().prop_map(|it| EntityEdit::RemoveAttribute(key(it))),
        on_row(a_type().prop_map(EntityAttributeEdit::SetDataType).boxed()),
        on_row(any::<bool>().prop_map(EntityAttributeEdit::SetIgnored).boxed()),
        on_row(any::<bool>().prop_map(EntityAttributeEdit::SetMandatory).boxed()),
        on_row(any::<bool>().prop_map(EntityAttributeEdit::SetAutoNumber).boxed()),
    ]
}

fn of_a_folder() -> impl Strategy<Value = Edit> {
    prop_oneof![
        a_name().prop_map(|it| Edit::AddAction(Action::new(key(60), it), Some(0))),
        a_name().prop_map(|it| Edit::AddStructure(Structure::new(key(70), it), Some(0))),
        a_name().prop_map(|it| {
            let mut entity = Entity::new(key(80), it);
            let attribute = EntityAttribute::new(key(81), Name::as_found("Id"));
            (entity.attributes, entity.identifier) = ([attribute].into_iter().collect(), Some(key(81)));
            Edit::AddEntity(entity, Some(0))
        }),
        Just(Edit::MoveStructure(key(25), 0)),
        prop::collection::vec(
            prop::sample::select(vec![
                Item::Action(key(10)),
                Item::Action(key(60)),
                Item::Structure(key(25)),
                Item::Entity(key(40)),
                Item::Entity(key(80)),
                Item::Resource(key(50)),
            ]),
            1..3,
        )
        .prop_map(Edit::Remove),
    ]
}

fn of_a_file() -> impl Strategy<Value = Edit> {
    let file = || prop::sample::select(vec![50_u8, 51, 52, 53]).prop_map(key);
    prop_oneof![
        prop::sample::select(vec!["Bank.cs", "bank.dll", "x.", "netstandard.dll"])
            .prop_map(|it| Edit::AddResource(resource(53, Folder::BINARIES, it, Content::default()))),
        (file(), prop::sample::select(vec!["A.dll", "Bank.dll", "nul"]))
            .prop_map(|(file, it)| Edit::Resource(file, ResourceEdit::Rename(FileName::as_found(it)))),
        (file(), prop::sample::select(vec![r"\..\", Folder::SOURCE]))
            .prop_map(|(file, it)| Edit::Resource(file, ResourceEdit::Move(Folder::as_found(it)))),
        file().prop_map(|file| Edit::Exclude(vec![file])),
    ]
}

fn an_edit() -> impl Strategy<Value = Edit> {
    let action = prop::sample::select(vec![10_u8, 60]).prop_map(key);
    let structure = prop::sample::select(vec![20_u8, 25, 70]).prop_map(key);
    let entity = prop::sample::select(vec![30_u8, 40]).prop_map(key);
    prop_oneof![
        1 => a_name().prop_map(Edit::RenameExtension),
        1 => prop::sample::select(Dbms::ALL.to_vec()).prop_map(Edit::SetDbms),
        4 => (action, an_action_edit()).prop_map(|(key, edit)| Edit::Action(key, edit)),
        4 => (structure, a_structure_edit()).prop_map(|(key, edit)| Edit::Structure(key, edit)),
        6 => (entity, an_entity_edit()).prop_map(|(key, edit)| Edit::Entity(key, edit)),
        4 => of_a_folder(),
        2 => of_a_file(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_kept_is_what_would_be_found_anew(edits in prop::collection::vec(an_edit(), 1..25)) {
        let mut kept = Verification::default();
        let mut extension = sample();
        let mut earlier = vec![extension.clone()];
        kept.update(&extension);
        for (step, edit) in edits.iter().enumerate() {
            // Refused edits change nothing; now and then the user goes back.
            extension = extension.apply(edit).unwrap_or(extension);
            if step % 7 == 6 {
                extension = earlier[step % earlier.len()].clone();
            }
            kept.update(&extension);
            prop_assert_eq!(kept.findings(), verified(&extension), "after {:?}", edit);
            earlier.push(extension.clone());
        }
    }
}

#[test]
fn deep_and_wide_definitions_are_verified() {
    let structures = |count: u32, sources: fn(u32, u32) -> Vec<u32>| {
        let key = |number: u32| extension::Key::from_bytes([number.to_le_bytes(); 4].concat().try_into().unwrap());
        let structure = |number: u32| {
            let sources = sources(number, count).into_iter().map(key);
            let mut attribute = StructureAttribute::new(key(number), Name::as_found("Next"));
            attribute.data_type = DataType::Record(extension::RecordDefinition::new(sources));
            let mut structure = Structure::new(key(number), Name::as_found(&format!("S{number}")));
            structure.attributes = [attribute].into_iter().collect();
            structure
        };
        (0..count).map(structure).collect::<Elements<Structure>>()
    };
    let of = |structures| verified(&Extension { structures, ..sample() });
    let is_recursive = |finding: &rules::Finding| finding.text.contains("recursive");
    // A chain of 20,000 is not a cycle, and would overflow the stack of a recursive walk.
    let chain =
        of(structures(20_000, |number, count| vec![(number + 1).min(count - 1); usize::from(number + 1 < count)]));
    assert!(!chain.iter().any(is_recursive));
    let ring = of(structures(2_000, |number, count| vec![(number + 1) % count]));
    assert_eq!(ring.iter().filter(|it| is_recursive(it)).count(), 2_000);
    let names_some =
        ring.iter().any(|it| it.text.contains("S0.Next -> S1.Next -> S2.Next") && it.text.contains("more"));
    assert!(names_some, "{:?}", ring.first());
    // Everything contains everything: named as long as it is cheap, told in any case.
    let all = of(structures(300, |_, count| (0..count).collect()));
    assert_eq!(all.iter().filter(|it| is_recursive(it)).count(), 300);
}
