//! Two versions of an extension become one: nothing is lost, and nothing is taken silently.

use comparison::merge::{Clash, Merge, Side, Subject, merge, resolve};
use comparison::{ChangeKind, compare};
use extension::{
    Action, ActionEdit, BasicType, Content, DataType, Description, Direction, Edit, EntityEdit, Expression, Extension,
    Folder, Item, Kind, Parameter, ParameterEdit, Property, RecordDefinition, ResourceEdit, Structure, StructureEdit,
    Timestamp,
};
use proptest::prelude::*;
use support::document::{INPUT, edited, key, name, resource};

use support::edits::{edited_where_allowed, edits, on_action, on_parameter, sample};

fn described(text: &str) -> Edit {
    on_action(ActionEdit::SetDescription(Description::new(text).unwrap()))
}

fn new_parameter(number: u8, text: &str) -> Edit {
    on_action(ActionEdit::AddParameter(Parameter::new(key(number), name(text), INPUT), None))
}

fn content(number: u8, text: &str, second: u8) -> Edit {
    let time = Timestamp::new(2026, 1, 2, 3, 4, second);
    Edit::Resource(key(number), ResourceEdit::SetContent(Content::from_bytes(text.as_bytes()), time))
}

fn merged(ours: &[Edit], theirs: &[Edit]) -> Merge {
    merge(&sample(), &edited(&sample(), ours), &edited(&sample(), theirs))
}

fn shown(merge: &Merge) -> Vec<String> {
    let line = |it: &comparison::merge::Conflict| format!("{it}: {} | {} | {}", it.base, it.ours, it.theirs);
    merge.conflicts.iter().map(line).collect()
}

fn parameters(extension: &Extension) -> Vec<String> {
    extension.actions.get(key(10)).unwrap().parameters.iter().map(|it| it.name.to_string()).collect()
}

#[test]
fn changes_of_both_sides_are_in_the_result() {
    let ours = [described("Pays"), on_parameter(11, ParameterEdit::Rename(name("Months"))), new_parameter(13, "Ours")];
    let theirs = [
        on_action(ActionEdit::Rename(name("Repay"))),
        on_parameter(11, ParameterEdit::SetDataType(BasicType::Integer.into())),
        new_parameter(14, "Theirs"),
        Edit::AddStructure(Structure::new(key(22), name("Rate")), None),
        Edit::Remove(vec![Item::Entity(key(30))]),
    ];
    let merge = merged(&ours, &theirs);
    assert!(merge.is_clean(), "{:?} {:?}", merge.conflicts, merge.clashes);
    let action = merge.merged.actions.get(key(10)).unwrap();
    assert_eq!((action.name.as_str(), action.description.as_str()), ("Repay", "Pays"));
    assert_eq!(parameters(&merge.merged), ["Months", "Payment", "Ours", "Theirs"]);
    assert_eq!(action.parameters[0].data_type, BasicType::Integer.into());
    assert!(merge.merged.entities.is_empty() && merge.merged.structures.len() == 2);
    let lists = &merge.merged.technologies[1];
    assert_eq!((&*lists.structures, &*lists.entities), ([key(20), key(22)].as_slice(), [].as_slice()));
}

#[test]
fn the_same_property_changed_differently_is_a_conflict() {
    let merge = merged(
        &[described("Ours"), on_parameter(11, ParameterEdit::SetMandatory(false))],
        &[described("Theirs"), on_parameter(11, ParameterEdit::SetDirection(Direction::Output))],
    );
    assert_eq!(
        shown(&merge),
        [
            "action Pay, Description:  | Ours | Theirs",
            "parameter Pay.Years, Input: Yes, mandatory | Yes, optional | No, output"
        ]
    );
    assert_eq!(merge.conflicts[0].subject, Subject::Property(Property::Description));
    assert_eq!(
        merge.merged,
        edited(&sample(), &[described("Ours"), on_parameter(11, ParameterEdit::SetMandatory(false))])
    );
    let chosen = resolve(&merge, &[Side::Theirs]);
    assert_eq!(chosen.actions[0].description.as_str(), "Theirs");
    assert!(!chosen.actions[0].parameters[0].is_mandatory(), "the second conflict stays ours");
    let chosen = resolve(&merge, &[Side::Ours, Side::Theirs]);
    assert_eq!(chosen.actions[0].description.as_str(), "Ours");
    assert!(!chosen.actions[0].parameters[0].is_input());
}

#[test]
fn equal_changes_are_no_conflict() {
    let merge = merged(&[described("Same"), new_parameter(13, "New")], &[described("Same"), new_parameter(13, "New")]);
    assert!(merge.is_clean() && merge.merged.actions[0].description.as_str() == "Same");
}

#[test]
fn deleting_what_the_other_side_changed_is_a_conflict() {
    let deleted = [Edit::Remove(vec![Item::Action(key(10))])];
    let merge = merged(&[described("Ours")], &deleted);
    assert_eq!(
        shown(&merge),
        ["action Pay, changed by us and deleted by them: (Years Text) → Payment Text | (Years Text) → Payment Text | "]
    );
    assert_eq!(merge.merged, edited(&sample(), &[described("Ours")]));
    assert_eq!(resolve(&merge, &[Side::Theirs]), edited(&sample(), &deleted));

    let merge = merged(&deleted, &[described("Theirs"), described("Again")]);
    assert_eq!(merge.conflicts[0].subject, Subject::Deleted { by: Side::Ours });
    assert_eq!(merge.merged, edited(&sample(), &deleted));
    assert_eq!(resolve(&merge, &[Side::Theirs]), edited(&sample(), &[described("Again")]), "listed again, too");

    assert!(merged(&deleted, &[content(40, "a", 0)]).is_clean(), "what nobody changed is deleted without asking");
}

#[test]
fn sources_are_merged_by_line() {
    let base = edited(&sample(), &[content(40, "one\r\ntwo\r\nthree\r\nfour\r\n", 1)]);
    let side = |text: &str, second: u8| edited(&base, &[content(40, text, second)]);
    let source = |extension: &Extension| extension.resource(key(40)).unwrap().content.text().unwrap();
    let merge_of = |ours: &str, theirs: &str| merge(&base, &side(ours, 2), &side(theirs, 3));

    let clean = merge_of("ONE\r\ntwo\r\nthree\r\nfour\r\n", "one\r\ntwo\r\nthree\r\nFOUR\r\n");
    assert!(clean.is_clean());
    assert_eq!(source(&clean.merged), "ONE\r\ntwo\r\nthree\r\nFOUR\r\n");
    assert_eq!(clean.merged.resource(key(40)).unwrap().last_modified.as_str(), "2026-01-02 03:04:03");

    let merge = merge_of("ONE\r\ntwo\r\n2\r\nthree\r\nfour\r\n", "1\r\ntwo\r\nthree\r\nFOUR\r\n");
    assert_eq!(shown(&merge), [r"resource \Source\NET\Bank.cs, line 1: one".to_owned() + "\n | ONE\n | 1\n"]);
    assert_eq!(source(&merge.merged), "ONE\r\ntwo\r\n2\r\nthree\r\nFOUR\r\n");
    assert_eq!(source(&resolve(&merge, &[Side::Theirs])), "1\r\ntwo\r\n2\r\nthree\r\nFOUR\r\n");
}

#[test]
fn other_files_are_taken_as_a_whole() {
    let bytes = |byte: u8| {
        [Edit::Resource(
            key(41),
            ResourceEdit::SetContent(Content::from_bytes([0, byte]), Timestamp::new(2026, 1, 2, 3, 4, byte)),
        )]
    };
    let merge = merged(&bytes(8), &bytes(9));
    assert_eq!(
        shown(&merge),
        [
            r"resource \Source\NET\Bin\OutSystems.NssBank.dll, Content: 0 lines, 0 bytes | 2 bytes | 2 bytes, other bytes"
        ]
    );
    assert_eq!(merge.merged, edited(&sample(), &bytes(8)));
    assert_eq!(resolve(&merge, &[Side::Theirs]), edited(&sample(), &bytes(9)));
    assert!(merged(&bytes(8), &[content(40, "a", 0)]).is_clean());
}

#[test]
fn orders() {
    let moved = |number: u8, to: usize| on_action(ActionEdit::MoveParameter(key(number), to));
    let many = [new_parameter(13, "A"), new_parameter(14, "B"), new_parameter(15, "C")];
    let base = edited(&sample(), &many);
    let side = |edits: &[Edit]| edited(&base, edits);
    let one = merge(&base, &side(&[moved(15, 0)]), &side(&[described("x")]));
    assert_eq!(parameters(&one.merged), ["C", "Years", "Payment", "A", "B"]);
    let both = merge(&base, &side(&[moved(15, 0)]), &side(&[moved(11, 4)]));
    assert!(both.is_clean());
    assert_eq!(parameters(&both.merged), ["C", "Payment", "A", "B", "Years"]);
    let conflict = merge(&base, &side(&[moved(15, 0)]), &side(&[moved(15, 1)]));
    assert_eq!(conflict.conflicts[0].subject, Subject::Order(Kind::Parameter));
    assert_eq!(parameters(&conflict.merged)[0], "C");
    assert_eq!(parameters(&resolve(&conflict, &[Side::Theirs]))[1], "C");
}

#[test]
fn what_does_not_fit_together_is_told() {
    let action = |number: u8| Edit::AddAction(Action::new(key(number), name("Same")), None);
    let merge = merged(&[action(15)], &[action(16)]);
    assert!(merge.conflicts.is_empty() && merge.merged.actions.len() == 3, "both are kept");
    let items = vec![Item::Action(key(15)), Item::Action(key(16))];
    assert_eq!(merge.clashes, [Clash::Name { kind: Kind::Action, path: "Same".to_owned(), items }]);

    let record = DataType::Record(RecordDefinition::new([key(20)]));
    let merge = merged(
        &[on_parameter(11, ParameterEdit::SetDataType(record))],
        &[Edit::Remove(vec![Item::Structure(key(20))])],
    );
    assert_eq!(
        merge.clashes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["Pay.Years uses Loan, which the other side deleted. Add it again or use another one."]
    );

    let output = Parameter::new(key(13), name("Rest"), Direction::Output);
    let merge =
        merged(&[on_action(ActionEdit::SetFunction(true))], &[on_action(ActionEdit::AddParameter(output, None))]);
    assert_eq!(merge.clashes, [Clash::Function { item: Item::Action(key(10)), path: "Pay".to_owned(), outputs: 2 }]);

    let file = |number: u8| Edit::AddResource(resource(number, Folder::SOURCE, "New.cs", b""));
    let merge = merged(&[file(43)], &[file(44)]);
    assert!(matches!(&merge.clashes[..], [Clash::Name { kind: Kind::Resource, items, .. }] if items.len() == 2));

    let identifier = Edit::Entity(key(30), EntityEdit::SetIdentifier(Some(key(31))));
    let attribute = Item::EntityAttribute { entity: key(30), attribute: key(31) };
    let merge = merged(&[identifier], &[Edit::Remove(vec![attribute])]);
    assert!(matches!(&merge.clashes[..], [Clash::Missing { missing, .. }] if missing == "Id"), "{:?}", merge.clashes);
}

#[test]
fn one_key_added_on_both_sides_is_one_element() {
    let ours = [new_parameter(13, "New"), on_parameter(13, ParameterEdit::SetDefault(Expression::new("\"1\"")))];
    let merge = merged(&ours, &[new_parameter(13, "Other")]);
    assert_eq!(
        shown(&merge),
        ["parameter Pay.New, Name:  | New | Other", "parameter Pay.New, Default Value:  | \"1\" | "]
    );
    assert_eq!(merge.merged, edited(&sample(), &ours));
}

#[test]
fn what_every_save_changes_is_no_conflict() {
    let saved = |extension: &Extension, generation: u64, second: u8, hash: &str| {
        let mut saved = extension.clone();
        let head = std::sync::Arc::make_mut(&mut saved.provenance);
        head.generation = generation;
        head.last_modified_utc = Timestamp::new(2026, 5, 5, 5, 5, second);
        head.hash = hash.into();
        saved
    };
    let ours = saved(&edited(&sample(), &[described("Ours")]), 7, 1, "o");
    let theirs = saved(&edited(&sample(), &[new_parameter(13, "New")]), 5, 2, "t");
    let merge = merge(&sample(), &ours, &theirs);
    assert!(merge.is_clean());
    let head = &merge.merged.provenance;
    assert_eq!((head.generation, &*head.hash, head.last_modified_utc.as_str()), (7, "t", "2026-05-05 05:05:02"));
}

#[test]
fn files_beside_the_extension_stay() {
    let merge = merged(&[Edit::Exclude(vec![key(42)])], &[Edit::Exclude(vec![key(41)])]);
    assert!(merge.is_clean());
    assert_eq!(merge.merged.excluded.iter().map(|it| it.key).collect::<Vec<_>>(), [key(42), key(41)]);
    assert_eq!(merge.merged.resources.len(), 1);
}

fn is_of_actions(edit: &Edit) -> bool {
    match edit {
        Edit::AddAction(..) | Edit::MoveAction(..) | Edit::Action(..) => true,
        Edit::Remove(items) => matches!(items[..], [Item::Action(_) | Item::Parameter { .. }]),
        _ => false,
    }
}

/// What a side did to elements and properties, and the merged extension does not have. `merged` has the side's values where
/// there is a conflict.
fn lost(base: &Extension, side: &Extension, merged: &Extension) -> Vec<String> {
    let missing = compare(side, merged);
    let is_undone = |item: Item, kind: ChangeKind| match kind {
        ChangeKind::Added => item.name(merged).is_none(),
        ChangeKind::Removed => item.name(merged).is_some(),
        ChangeKind::Moved => false,
        ChangeKind::Changed(property) => {
            missing.changes().any(|it| it.item() == item && it.property() == Some(property))
        }
    };
    let counts = |kind: ChangeKind| match kind {
        ChangeKind::Changed(property) => {
            !property.is_of_save() && property != Property::Content && property != Property::Technology
        }
        _ => true,
    };
    let changes = compare(base, side);
    let undone = changes.changes().filter(|it| counts(it.kind) && is_undone(it.item(), it.kind));
    undone.map(|it| format!("{it:?}")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn one_side_alone_is_the_result(edits in edits()) {
        let (base, x) = (sample(), edited_where_allowed(&sample(), &edits));
        for merge in [merge(&base, &x, &base), merge(&base, &base, &x), merge(&base, &x, &x)] {
            prop_assert!(merge.conflicts.is_empty() && merge.clashes.is_empty());
            prop_assert_eq!(&merge.merged, &x);
        }
    }

    #[test]
    fn disjoint_edits_are_both_in_the_result(ours in edits(), theirs in edits()) {
        let base = sample();
        let ours: Vec<Edit> = ours.into_iter().filter(is_of_actions).collect();
        let theirs: Vec<Edit> = theirs.into_iter().filter(|edit| !is_of_actions(edit)).collect();
        let merge = merge(&base, &edited_where_allowed(&base, &ours), &edited_where_allowed(&base, &theirs));
        prop_assert!(merge.conflicts.is_empty() && merge.clashes.is_empty(), "{:?} {:?}", merge.conflicts, merge.clashes);
        let differences = compare(&merge.merged, &edited_where_allowed(&edited_where_allowed(&base, &ours), &theirs));
        prop_assert!(differences.is_empty(), "{:?}", differences);
    }

    #[test]
    fn nothing_is_lost_and_every_choice_is_followed(ours in edits(), theirs in edits()) {
        let base = sample();
        let (ours, theirs) = (edited_where_allowed(&base, &ours), edited_where_allowed(&base, &theirs));
        let there = merge(&base, &ours, &theirs);
        let back = merge(&base, &theirs, &ours);
        prop_assert_eq!(there.conflicts.len(), back.conflicts.len());
        prop_assert_eq!(lost(&base, &ours, &there.merged), Vec::<String>::new());
        let all = vec![Side::Theirs; there.conflicts.len()];
        let chosen = resolve(&there, &all);
        prop_assert_eq!(lost(&base, &theirs, &chosen), Vec::<String>::new());
        prop_assert_eq!(resolve(&there, &[]), there.merged.clone());
        // Every action, structure and entity is listed in one technology, as in every file.
        for result in [&there.merged, &chosen] {
            let listed = |list: fn(&extension::Technology) -> &[extension::Key]| {
                let mut keys: Vec<_> = result.technologies.iter().flat_map(|it| list(it).iter().copied()).collect();
                keys.sort();
                keys
            };
            let mut actions: Vec<_> = result.actions.iter().map(|it| it.key).collect();
            actions.sort();
            prop_assert_eq!(listed(|it| &it.actions), actions);
            let mut structures: Vec<_> = result.structures.iter().map(|it| it.key).collect();
            structures.sort();
            prop_assert_eq!(listed(|it| &it.structures), structures);
        }
    }

    #[test]
    fn lines_of_both_sides_are_kept(at_ours in 0..20_usize, at_theirs in 24..40_usize) {
        let text = |changed: Option<usize>| (0..40).map(|line| {
            if changed == Some(line) { "changed\r\n".to_owned() } else { format!("{line}\r\n") }
        }).collect::<String>();
        let base = edited(&sample(), &[content(40, &text(None), 0)]);
        let side = |at: usize| edited(&base, &[content(40, &text(Some(at)), 1)]);
        let merge = merge(&base, &side(at_ours), &side(at_theirs));
        prop_assert!(merge.is_clean());
        let expected = text(Some(at_ours)).replace(&format!("\n{at_theirs}\r\n"), "\nchanged\r\n");
        prop_assert_eq!(merge.merged.resource(key(40)).unwrap().content.text().unwrap(), expected);
    }
}

#[test]
fn a_renamed_structure_is_no_other_one() {
    let list = DataType::RecordList(RecordDefinition::new([key(20)]));
    let merge = merged(
        &[Edit::Structure(key(20), StructureEdit::Rename(name("Credit")))],
        &[on_parameter(12, ParameterEdit::SetDataType(list.clone())), content(40, "x", 1)],
    );
    assert!(merge.is_clean());
    assert_eq!(merge.merged.type_label(&list), "Record List (Credit)");
}
