//! What differs between two extensions is said once, by element, as a reader understands it.

use comparison::LineKind::{Added, Removed, Same};
use comparison::{Break, Change, ChangeKind, Comparison, LineKind, breaking, compare, line_changes, with_element_of};
use extension::{
    Action, ActionEdit, BasicType, Content, DataType, DeployAction, Description, Direction, Edit, Expression,
    Extension, FileName, Item, Key, Parameter, ParameterEdit, Property, RecordDefinition, ResourceEdit, Structure,
    StructureEdit,
};
use proptest::prelude::*;
use support::document::{INPUT, edited, key, name, time};

use support::edits::{edited_where_allowed, edits, on_action, on_parameter, sample};

/// Each difference as `path: property: old -> new`.
fn shown(comparison: &Comparison) -> Vec<String> {
    let line = |change: &Change| {
        let what = match change.kind {
            ChangeKind::Added => "added".to_owned(),
            ChangeKind::Removed => "removed".to_owned(),
            ChangeKind::Moved => "moved".to_owned(),
            ChangeKind::Changed(property) => property.label().to_owned(),
        };
        format!("{}: {what}: {} -> {}", change.path, change.old, change.new)
    };
    comparison.changes().map(line).collect()
}

fn difference(before: &Extension, edits: &[Edit]) -> Vec<String> {
    shown(&compare(before, &edited(before, edits)))
}

#[test]
fn equal_extensions_do_not_differ() {
    assert!(compare(&sample(), &sample()).is_empty());
    let same = sample();
    assert!(compare(&same, &same.clone()).is_empty());
}

#[test]
fn properties_are_said_as_a_user_reads_them() {
    let list = DataType::RecordList(RecordDefinition::new([key(20)]));
    assert_eq!(
        difference(
            &sample(),
            &[
                on_action(ActionEdit::SetDescription(Description::new("Pays").unwrap())),
                on_action(ActionEdit::SetIcon(Some(key(42)))),
                on_parameter(11, ParameterEdit::SetDefault(Expression::new("\"1\""))),
                on_parameter(11, ParameterEdit::SetMandatory(false)),
                on_parameter(12, ParameterEdit::SetDataType(list)),
                Edit::SetDbms(extension::Dbms::Oracle),
            ]
        ),
        [
            "Bank: DBMS: (All) -> Oracle",
            "Pay: Description:  -> Pays",
            r"Pay: Icon:  -> \Icons\pay.png",
            "Pay.Years: Mandatory: Yes -> No",
            "Pay.Years: Default Value:  -> \"1\"",
            "Pay.Payment: Data Type: Text -> Record List (Loan)",
        ]
    );
    assert_eq!(
        difference(&sample(), &[on_parameter(11, ParameterEdit::SetDirection(Direction::Output))]),
        ["Pay.Years: Input: Yes, mandatory -> No, output"]
    );
}

#[test]
fn a_rename_is_a_rename_wherever_the_name_is_used() {
    let before = edited(
        &sample(),
        &[on_parameter(12, ParameterEdit::SetDataType(DataType::Record(RecordDefinition::new([key(20)]))))],
    );
    let comparison =
        compare(&before, &edited(&before, &[Edit::Structure(key(20), StructureEdit::Rename(name("Credit")))]));
    assert_eq!(shown(&comparison), ["Credit: Name: Loan -> Credit"]);
    assert_eq!(comparison.groups[0].name, "Credit");
    assert_eq!(comparison.changes().next().unwrap().before, Some(Item::Structure(key(20))));
}

#[test]
fn what_is_new_or_gone_is_one_line() {
    let mut added = Action::new(key(15), name("Rate"));
    added.is_function = true;
    added.parameters =
        [Parameter::new(key(16), name("Year"), INPUT), Parameter::new(key(17), name("Rate"), Direction::Output)]
            .into_iter()
            .collect();
    let edits = [
        Edit::AddAction(added, Some(0)),
        on_action(ActionEdit::RemoveParameter(key(11))),
        Edit::Remove(vec![Item::Resource(key(42))]),
    ];
    let lines = difference(&sample(), &edits);
    assert_eq!(
        lines,
        [
            r"\Icons\pay.png: removed: 0 lines, 0 bytes -> ",
            "Rate: added:  -> function (Year Text) → Rate Text",
            "Pay.Years: removed: mandatory input, Text -> ",
        ]
    );
}

#[test]
fn the_order_of_parameters_counts() {
    let edits = [on_action(ActionEdit::MoveParameter(key(12), 0))];
    let comparison = compare(&sample(), &edited(&sample(), &edits));
    assert_eq!(shown(&comparison), ["Pay.Payment: moved: 2 of 2 -> 1 of 2"]);
    assert!(breaking(&comparison).is_empty(), "callers give arguments by name");
}

#[test]
fn what_stands_between_the_same_neighbours_did_not_move() {
    let many = |order: &[u8]| {
        let mut extension = sample();
        extension.structures =
            order.iter().map(|number| Structure::new(key(*number), name(&format!("S{number}")))).collect();
        extension
    };
    let lines = shown(&compare(&many(&[50, 51, 52, 53]), &many(&[53, 50, 60, 51])));
    assert_eq!(lines, ["S53: moved: 4 of 4 -> 1 of 4", "S60: added:  -> ", "S52: removed:  -> "]);
}

#[test]
fn sources_differ_by_line() {
    let content = |text: &str| Content::from_bytes(text.as_bytes());
    let lines: String = (1..=20).map(|number| format!("line {number}\r\n")).collect();
    let before = edited(&sample(), &[Edit::Resource(key(40), ResourceEdit::SetContent(content(&lines), time()))]);
    let changed = lines.replace("line 3\r\n", "").replace("line 15", "line fifteen");
    let edit = Edit::Resource(key(40), ResourceEdit::SetContent(content(&changed), time()));
    let comparison = compare(&before, &edited(&before, &[edit]));
    let change = comparison.changes().next().unwrap();
    assert_eq!(change.property(), Some(Property::Content));
    assert_eq!((change.old.as_str(), change.new.as_str()), ("20 lines, 171 bytes", "19 lines, 168 bytes"));
    let lines = change.lines.as_ref().unwrap();
    assert_eq!((lines.hunks.len(), lines.added, lines.removed), (2, 1, 2));
    assert_eq!((lines.hunks[1].before.clone(), lines.hunks[1].after.clone()), (11..18, 10..17));
    let kinds: Vec<LineKind> = lines.hunks[1].lines.iter().map(|line| line.kind).collect();
    assert_eq!(kinds, [Same, Same, Same, Removed, Added, Same, Same, Same]);
    assert_eq!(lines.hunks[1].lines[4].text, "line fifteen\r\n");
}

#[test]
fn lines_stand_side_by_side() {
    let content = |text: &str| Content::from_bytes(text.as_bytes());
    let lines = line_changes(&content("a\nb\nc\nd\n"), &content("a\nB\nd\ne\nf\n")).unwrap();
    let rows: Vec<[Option<(usize, &str)>; 2]> = lines.hunks[0]
        .side_by_side()
        .into_iter()
        .map(|sides| sides.map(|side| side.map(|(number, line)| (number, line.text.trim()))))
        .collect();
    assert_eq!(
        rows,
        [
            [Some((0, "a")), Some((0, "a"))],
            [Some((1, "b")), Some((1, "B"))],
            [Some((2, "c")), None],
            [Some((3, "d")), Some((2, "d"))],
            [None, Some((3, "e"))],
            [None, Some((4, "f"))],
        ]
    );
}

#[test]
fn one_place_of_a_text_is_taken_over() {
    let content = |text: &str| Content::from_bytes(text.as_bytes());
    let before = content("\u{feff}a\r\nb\r\n1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7\r\n8\r\ny\r\nz");
    let after = content("a\nB\n1\n2\n3\n4\n5\n6\n7\n8\ny\nz\nend\n");
    let lines = line_changes(&before, &after).unwrap();
    assert_eq!(lines.hunks.len(), 2);
    let taken = |hunk| lines.taken(&before, hunk).unwrap().text().unwrap();
    assert_eq!(taken(Some(0)), "a\r\nB\r\n1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7\r\n8\r\ny\r\nz");
    assert_eq!(taken(Some(1)), "a\r\nb\r\n1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7\r\n8\r\ny\r\nz\r\nend\r\n");
    assert!(lines.taken(&before, None).unwrap().has_bom());
    assert_eq!(line_changes(&lines.taken(&before, None).unwrap(), &after).unwrap().hunks, []);
    assert_eq!(lines.taken(&content("a"), None), None);
}

#[test]
fn a_converted_text_differs_in_no_line() {
    let content = |text: &str| Content::from_bytes(text.as_bytes());
    let lines = line_changes(&content("a\r\nb\r\n"), &content("a\nb\n")).unwrap();
    assert!(lines.hunks.is_empty());
    let edit = |text: &str| [Edit::Resource(key(40), ResourceEdit::SetContent(content(text), time()))];
    let before = edited(&sample(), &edit("a\r\nb\r\n"));
    assert_eq!(
        difference(&before, &edit("\u{feff}a\nc\n")),
        [
            r"\Source\NET\Bank.cs: Content: 2 lines, 6 bytes, lines end with CR LF, without a byte order mark -> 2 lines, 7 bytes, lines end with LF, with a byte order mark"
        ]
    );
    assert_eq!(line_changes(&content("a"), &Content::from_bytes([0, 1])), None);
}

#[test]
fn other_bytes_of_the_same_length_are_told() {
    let edit = |byte: u8| [Edit::Resource(key(41), ResourceEdit::SetContent(Content::from_bytes([0, byte]), time()))];
    let before = edited(&sample(), &edit(1));
    assert_eq!(
        difference(&before, &edit(2)),
        [r"\Source\NET\Bin\OutSystems.NssBank.dll: Content: 2 bytes -> 2 bytes, other bytes"]
    );
}

/// The same document with other keys everywhere.
fn stranger(extension: &Extension, with_own_key: bool) -> Extension {
    let other = |key: Key| Key::from_bytes(key.bytes().map(|byte| byte ^ 0x80));
    let mut next = extension.clone();
    if with_own_key {
        next.key = other(next.key);
    }
    next.actions = next
        .actions
        .iter()
        .map(|action| {
            let mut action = action.as_ref().clone();
            action.key = other(action.key);
            action.parameters = action
                .parameters
                .iter()
                .map(|parameter| {
                    let mut parameter = parameter.as_ref().clone();
                    parameter.key = other(parameter.key);
                    if let DataType::Record(record) = &parameter.data_type {
                        let sources = record.sources().iter().map(|it| other(*it));
                        parameter.data_type = DataType::Record(RecordDefinition::new(sources));
                    }
                    parameter
                })
                .collect();
            action
        })
        .collect();
    next.structures = next
        .structures
        .iter()
        .map(|structure| Structure { key: other(structure.key), ..structure.as_ref().clone() })
        .collect();
    let others = |keys: &[Key]| keys.iter().map(|it| other(*it)).collect();
    let technologies = next.technologies.iter().map(|it| extension::Technology {
        actions: others(&it.actions),
        structures: others(&it.structures),
        ..it.clone()
    });
    next.technologies = technologies.collect();
    next
}

#[test]
fn files_of_another_descent_are_matched_by_name() {
    let record = DataType::Record(RecordDefinition::new([key(20)]));
    let before = edited(&sample(), &[on_parameter(12, ParameterEdit::SetDataType(record))]);
    let foreign = stranger(&before, true);
    assert_eq!(shown(&compare(&before, &foreign)).len(), 1, "the key of the extension");
    let position = foreign.actions.position(Key::from_bytes([0x8a; 16])).unwrap();
    let mut renamed = foreign.actions[position].as_ref().clone();
    renamed.description = Description::new("New").unwrap();
    let changed = Extension { actions: foreign.actions.with_replaced(position, renamed), ..foreign };
    let comparison = compare(&before, &changed);
    let change = comparison.changes().last().unwrap();
    assert_eq!((change.path.as_str(), change.property()), ("Pay", Some(Property::Description)));
    assert_eq!(change.before, Some(Item::Action(key(10))));
    assert_eq!(change.after, Some(Item::Action(Key::from_bytes([0x8a; 16]))));
}

#[test]
fn an_element_made_again_under_its_name_is_another_one() {
    let comparison = compare(&sample(), &stranger(&sample(), false));
    let keys: Vec<&Change> = comparison.changes().filter(|it| it.property() == Some(Property::Key)).collect();
    assert!(keys.iter().all(|change| change.breaks == Some(Break::NewKey)));
    let paths: Vec<&str> = keys.iter().map(|change| change.path.as_str()).collect();
    assert_eq!(paths, ["Pay", "Pay.Years", "Pay.Payment", "Loan"]);
}

#[test]
fn what_breaks_modules_is_known() {
    let breaks = |edits: &[Edit]| {
        let comparison = compare(&sample(), &edited(&sample(), edits));
        breaking(&comparison).iter().map(|change| (change.path.clone(), change.breaks.unwrap())).collect::<Vec<_>>()
    };
    let one = |path: &str, why: Break| vec![(path.to_owned(), why)];
    assert_eq!(breaks(&[Edit::Remove(vec![Item::Action(key(10))])]), one("Pay", Break::Removed));
    assert_eq!(breaks(&[on_action(ActionEdit::RemoveParameter(key(11)))]), one("Pay.Years", Break::Removed));
    assert_eq!(breaks(&[on_action(ActionEdit::Rename(name("Repay")))]), one("Repay", Break::Renamed));
    let integer = ParameterEdit::SetDataType(BasicType::Integer.into());
    assert_eq!(breaks(&[on_parameter(11, integer)]), one("Pay.Years", Break::Type));
    let output = ParameterEdit::SetDirection(Direction::Output);
    assert_eq!(breaks(&[on_parameter(11, output)]), one("Pay.Years", Break::Direction));
    let new = |direction| on_action(ActionEdit::AddParameter(Parameter::new(key(13), name("New"), direction), None));
    assert_eq!(breaks(&[new(INPUT)]), one("Pay.New", Break::Mandatory));
    assert_eq!(breaks(&[new(Direction::Input { mandatory: false })]), []);
    assert_eq!(breaks(&[on_parameter(11, ParameterEdit::SetMandatory(false))]), []);
    assert_eq!(breaks(&[on_action(ActionEdit::SetDescription(Description::new("x").unwrap()))]), []);
    let icon = r"\Icons\pay.png";
    assert_eq!(breaks(&[Edit::Remove(vec![Item::Resource(key(42))])]), one(icon, Break::Removed));
    let ignore = ResourceEdit::SetDeployAction(DeployAction::Ignore);
    assert_eq!(breaks(&[Edit::Resource(key(42), ignore)]), one(icon, Break::Moved));
    let source = ResourceEdit::Rename(FileName::new("Other.cs").unwrap());
    assert_eq!(breaks(&[Edit::Resource(key(40), source)]), [], "sources are deployed nowhere");

    let optional = edited(&sample(), &[on_parameter(11, ParameterEdit::SetMandatory(false))]);
    let function = edited(&optional, &[on_action(ActionEdit::SetFunction(true))]);
    let comparison = compare(&function, &sample());
    let reasons: Vec<Break> = breaking(&comparison).iter().filter_map(|change| change.breaks).collect();
    assert_eq!(reasons, [Break::NoFunction, Break::Mandatory]);
}

#[test]
fn what_every_save_changes_is_told_apart() {
    let mut saved = sample();
    let head = std::sync::Arc::make_mut(&mut saved.provenance);
    head.generation += 1;
    head.hash = "x".into();
    let comparison = compare(&sample(), &saved);
    assert!(!comparison.is_empty() && comparison.is_of_save_only());
    let mut other = saved;
    other.description = Description::new("x").unwrap();
    assert!(!compare(&sample(), &other).is_of_save_only());
}

proptest! {
    #[test]
    fn there_is_a_difference_exactly_when_they_are_not_equal(one in edits(), other in edits()) {
        let (one, other) = (edited_where_allowed(&sample(), &one), edited_where_allowed(&sample(), &other));
        prop_assert!(compare(&one, &one.clone()).is_empty());
        prop_assert_eq!(compare(&one, &other).is_empty(), one == other);
        for change in compare(&one, &other).changes() {
            prop_assert!(change.before.is_none_or(|item| item.name(&one).is_some()), "{:?}", change);
            prop_assert!(change.after.is_none_or(|item| item.name(&other).is_some()), "{:?}", change);
            prop_assert!(!change.path.is_empty() && (change.old != change.new || change.lines.is_some()
                || matches!(change.kind, ChangeKind::Added | ChangeKind::Removed)), "{:?}", change);
        }
    }
}

#[test]
fn one_element_is_taken_back() {
    let before = sample();
    let changed = edited(
        &before,
        &[
            on_action(ActionEdit::Rename(name("PayAll"))),
            Edit::Remove(vec![Item::Structure(key(20))]),
            Edit::AddAction(Action::new(key(13), name("Extra")), Some(0)),
            Edit::SetDescription(Description::new("New").unwrap()),
        ],
    );
    let back = with_element_of(&changed, &before, Item::Structure(key(20)));
    assert_eq!(back.structures, before.structures);
    assert_eq!(back.technologies.last().unwrap().structures, before.technologies.last().unwrap().structures);
    assert_eq!((&back.actions, &back.description), (&changed.actions, &changed.description));

    let back = with_element_of(&changed, &before, Item::Parameter { action: key(10), parameter: key(11) });
    let names: Vec<&str> = back.actions.iter().map(|action| action.name.as_str()).collect();
    assert_eq!(names, ["Extra", "Pay"]);

    let back = with_element_of(&changed, &before, Item::Action(key(13)));
    assert_eq!(back.actions.iter().map(|action| action.key).collect::<Vec<_>>(), [key(10)]);
    assert!(back.technologies.iter().all(|technology| !technology.actions.contains(&key(13))));

    let back = with_element_of(&changed, &before, Item::Extension);
    assert_eq!((&back.description, &back.actions), (&before.description, &changed.actions));
}

proptest! {
    #[test]
    fn taking_every_difference_back_leaves_none(edits in edits()) {
        let before = sample();
        let changed = edited_where_allowed(&before, &edits);
        let items: Vec<Item> = compare(&before, &changed).groups.iter().flat_map(comparison::Group::items).collect();
        let back = items.iter().fold(changed, |it, item| with_element_of(&it, &before, *item));
        // What never had a group stays: the order of elements that did not differ otherwise.
        let left: Vec<String> = shown(&compare(&before, &back));
        prop_assert!(left.iter().all(|line| line.contains(": moved:")), "{left:?}");
    }

    #[test]
    fn taking_every_place_over_gives_the_later_text(before in "[ab\n]{0,12}(\r\n){0,2}[abc\n]{0,9}", after in "[ab\n]{0,12}(\r\n){0,2}[abc\n]{0,9}") {
        let content = |text: &str| Content::from_bytes(text.as_bytes());
        let lines = line_changes(&content(&before), &content(&after)).unwrap();
        let taken = lines.taken(&content(&before), None).unwrap();
        let plain = |text: &str| text.replace("\r\n", "\n").trim_end_matches('\n').to_owned();
        prop_assert_eq!(plain(&taken.text().unwrap()), plain(&after));
    }

    #[test]
    fn taking_one_difference_back_leaves_the_others(edits in edits()) {
        let before = sample();
        let changed = edited_where_allowed(&before, &edits);
        for group in compare(&before, &changed).groups {
            let items = group.items();
            let back = items.iter().fold(changed.clone(), |it, item| with_element_of(&it, &before, *item));
            let touched: Vec<Item> = compare(&changed, &back).groups.iter().flat_map(comparison::Group::items).collect();
            prop_assert!(touched.iter().all(|item| items.contains(item)), "{touched:?}");
        }
    }
}
