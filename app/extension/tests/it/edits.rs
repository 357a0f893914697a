//! Edits give the next document or say why not; the document before is never touched.

use std::sync::Arc;

use extension::{
    Action, ActionEdit, BasicType, DataType, Description, Direction, Edit, EntityAttributeEdit, EntityEdit, Expression,
    Extension, FileName, FileNameError, Folder, History, Item, Parameter, ParameterEdit, RecordDefinition, Refusal,
    ResourceEdit, StructureAttribute, StructureAttributeEdit, StructureEdit,
};
use support::document::{INPUT, key, name, resource};

use support::edits::{on_action, on_parameter, sample};

fn refused(extension: &Extension, edit: &Edit) -> String {
    extension.apply(edit).unwrap_err().to_string()
}

#[test]
fn every_refusal_says_why() {
    let function = sample().apply(&on_action(ActionEdit::SetFunction(true))).unwrap();
    let used = use_loan(&sample());
    let record = DataType::Record(RecordDefinition::new([key(20)]));
    let with_default = sample().apply(&on_parameter(11, ParameterEdit::SetDefault(Expression::new("\"a\"")))).unwrap();
    let no_output = sample().apply(&on_action(ActionEdit::RemoveParameter(key(12)))).unwrap();
    for (extension, edit, message) in [
        (&sample(), Edit::Remove(vec![Item::Action(key(99))]), "This action is no longer in the extension."),
        (
            &sample(),
            on_parameter(99, ParameterEdit::SetMandatory(true)),
            "This parameter is no longer in the extension.",
        ),
        (
            &sample(),
            Edit::Resource(key(99), ResourceEdit::SetDescription(Description::default())),
            "This resource is no longer in the extension.",
        ),
        (
            &sample(),
            Edit::AddAction(Action::new(key(10), name("New")), None),
            "The extension already has an element with the key CgoKCgoKCgoKCgoKCgoKCg.",
        ),
        (
            &sample(),
            Edit::AddAction(Action::new(key(50), name("PAY")), None),
            "There is already an action named “PAY”; names differ by more than upper and lower case.",
        ),
        (
            &sample(),
            on_parameter(11, ParameterEdit::Rename(name("payment"))),
            "There is already a parameter named “payment”; names differ by more than upper and lower case.",
        ),
        (
            &sample(),
            Edit::AddResource(resource(50, Folder::SOURCE, "BANK.CS", b"")),
            "The folder \\Source\\NET\\ already has a file named “BANK.CS”.",
        ),
        (
            &no_output,
            on_action(ActionEdit::SetFunction(true)),
            "A function needs exactly one output parameter; “Pay” has none.",
        ),
        (
            &function,
            on_action(ActionEdit::RemoveParameter(key(12))),
            "“Pay” is a function: without an output parameter it could not be one.",
        ),
        (
            &function,
            on_parameter(12, ParameterEdit::SetDirection(INPUT)),
            "“Pay” is a function: without an output parameter it could not be one.",
        ),
        (
            &function,
            on_parameter(11, ParameterEdit::SetDirection(Direction::Output)),
            "“Pay” is a function: with a second output parameter it could not be one.",
        ),
        (
            &sample(),
            on_parameter(12, ParameterEdit::SetMandatory(true)),
            "“Payment” is an output: only input parameters can be mandatory.",
        ),
        (&used, Edit::Remove(vec![Item::Structure(key(20))]), "“Loan” is used by Pay.Years."),
        (&sample(), on_action(ActionEdit::SetIcon(Some(key(99)))), "The icon is not a resource of this extension."),
        (
            &sample(),
            on_parameter(11, ParameterEdit::SetDefault(Expression::new("5"))),
            "Text is needed here, “5” is Integer. Write a text in quotes, such as \"abc\".",
        ),
        (&with_default, on_parameter(11, ParameterEdit::SetDataType(record)), "Record takes no default value."),
        (
            &sample(),
            Edit::Entity(key(30), EntityEdit::SetIdentifier(Some(key(99)))),
            "This attribute is no longer in the extension.",
        ),
    ] {
        assert_eq!(refused(extension, &edit), message);
    }
}

fn use_loan(extension: &Extension) -> Extension {
    let record = DataType::Record(RecordDefinition::new([key(20)]));
    extension.apply(&on_parameter(11, ParameterEdit::SetDataType(record))).unwrap()
}

#[test]
fn several_edits_are_applied_all_or_none() {
    let (good, bad) = (on_action(ActionEdit::Rename(name("Other"))), Edit::Remove(vec![Item::Action(key(99))]));
    let sample = sample();
    assert!(sample.apply(&Edit::All("Both".into(), vec![good.clone(), bad])).is_err());
    assert_eq!(sample.actions[0].name.as_str(), "Pay");
    assert_eq!(sample.apply(&Edit::All("One".into(), vec![good])).unwrap().actions[0].name.as_str(), "Other");
}

#[test]
fn a_broken_function_of_a_file_can_be_mended() {
    let mut broken = sample();
    let mut action = broken.actions[0].as_ref().clone();
    action.is_function = true;
    action.parameters = action.parameters.with(0, Parameter::new(key(13), name("Second"), Direction::Output));
    broken.actions = [action].into_iter().collect();
    let described = broken.apply(&on_action(ActionEdit::SetDescription(Description::new("d").unwrap()))).unwrap();
    let mended = described.apply(&on_action(ActionEdit::RemoveParameter(key(13)))).unwrap();
    assert!(mended.actions[0].is_function);
}

#[test]
fn technologies_list_what_is_there() {
    let extension = sample();
    let user_defined =
        |extension: &Extension| extension.technologies.iter().find(|it| it.is_user_defined()).unwrap().clone();
    assert_eq!(*user_defined(&extension).actions, [key(10)]);
    assert_eq!(*user_defined(&extension).structures, [key(20)]);
    assert_eq!(*user_defined(&extension).entities, [key(30)]);
    let without = extension.apply(&Edit::Remove(vec![Item::Action(key(10))])).unwrap();
    assert!(user_defined(&without).actions.is_empty());
}

#[test]
fn renaming_the_extension_renames_its_files() {
    let renamed = sample().apply(&Edit::RenameExtension(name("Lender"))).unwrap();
    let paths: Vec<String> = renamed.resources.iter().map(|resource| resource.path()).collect();
    assert_eq!(paths, [r"\Source\NET\Lender.cs", r"\Source\NET\Bin\OutSystems.NssLender.dll", r"\Icons\pay.png"]);
    assert_eq!(renamed.key, key(1));
}

#[test]
fn an_icon_that_is_deleted_is_nobodys_icon() {
    let with_icon = sample().apply(&on_action(ActionEdit::SetIcon(Some(key(42))))).unwrap();
    assert_eq!(with_icon.apply(&Edit::Remove(vec![Item::Resource(key(42))])).unwrap().actions[0].icon, None);
}

#[test]
fn elements_move_and_new_names_are_free() {
    let mut extension = sample();
    for number in 50..53 {
        let name = extension.actions.free_name("Action");
        extension = extension.apply(&Edit::AddAction(Action::new(key(number), name), None)).unwrap();
    }
    let names =
        |extension: &Extension| extension.actions.iter().map(|action| action.name.to_string()).collect::<Vec<_>>();
    assert_eq!(names(&extension), ["Pay", "Action1", "Action2", "Action3"]);
    assert_eq!(
        names(&extension.apply(&Edit::MoveAction(key(52), 0)).unwrap()),
        ["Action3", "Pay", "Action1", "Action2"]
    );
    assert_eq!(
        names(&extension.apply(&Edit::MoveAction(key(10), 99)).unwrap()),
        ["Action1", "Action2", "Action3", "Pay"]
    );
}

#[test]
fn an_edit_shares_what_it_does_not_touch() {
    let before = sample();
    let after = before.apply(&Edit::Structure(
        key(20),
        StructureEdit::AddAttribute(StructureAttribute::new(key(22), name("A")), None),
    ));
    let after = after.unwrap();
    assert!(std::sync::Arc::ptr_eq(&before.actions[0], &after.actions[0]));
    assert!(std::sync::Arc::ptr_eq(&before.resources, &after.resources));
    assert_eq!(before.structures[0].attributes.len(), 1);
}

#[test]
fn the_identifier_goes_with_its_attribute() {
    let with = sample().apply(&Edit::Entity(key(30), EntityEdit::SetIdentifier(Some(key(31))))).unwrap();
    let without = with.apply(&Edit::Entity(key(30), EntityEdit::RemoveAttribute(key(31)))).unwrap();
    assert_eq!(without.entities[0].identifier, None);
}

#[test]
fn history_joins_what_belongs_together() {
    let start = sample();
    let mut history = History::new("Open", start.clone());
    let renamed = |text: &str| start.apply(&Edit::RenameExtension(name(text))).unwrap();
    history.push("Type a", renamed("A"), Some("field".into()));
    history.push("Type ab", renamed("Ab"), Some("field".into()));
    assert_eq!((history.steps().len(), history.undo_name()), (2, Some("Type ab")));
    history.seal();
    history.push("Type abc", renamed("Abc"), Some("field".into()));
    assert_eq!(history.steps().len(), 3);
    assert_eq!(history.undo(), Some("Type abc"));
    assert_eq!(history.redo_name(), Some("Type abc"));
    history.push("Other", renamed("Other"), None);
    assert_eq!((history.steps().len(), history.redo()), (3, None));
    history.go_to(0);
    assert_eq!(history.undo(), None);
    assert_eq!(history.current(), &start);
}

#[test]
fn text_that_no_xif_can_store_is_refused() {
    let extension = sample();
    let text = || Arc::from("a\u{1}b");
    let expression = || Expression::new("\"\u{ffff}\"");
    let entity = |edit| Edit::Entity(key(30), edit);
    let entity_attribute = |edit| entity(EntityEdit::Attribute(key(31), edit));
    let attribute = |edit| Edit::Structure(key(20), StructureEdit::Attribute(key(21), edit));
    for edit in [
        entity(EntityEdit::SetPhysicalTable(text())),
        entity(EntityEdit::SetLogicalDatabase(text())),
        entity_attribute(EntityAttributeEdit::SetOriginalName(text())),
        entity_attribute(EntityAttributeEdit::SetOriginalType(text())),
        entity_attribute(EntityAttributeEdit::SetDefault(expression())),
        entity_attribute(EntityAttributeEdit::SetLength(expression())),
        entity_attribute(EntityAttributeEdit::SetDecimals(expression())),
        attribute(StructureAttributeEdit::SetDefault(expression())),
        attribute(StructureAttributeEdit::SetLength(expression())),
        attribute(StructureAttributeEdit::SetDecimals(expression())),
        on_parameter(11, ParameterEdit::SetDefault(expression())),
    ] {
        let refusal = extension.apply(&edit).unwrap_err();
        assert!(matches!(refusal, Refusal::Unstorable { .. }), "{edit:?}: {refusal}");
    }
    assert!(matches!(FileName::new("a\u{fffe}.txt"), Err(FileNameError::Character('\u{fffe}'))));
}

#[test]
fn paths_do_not_lead_out_of_the_extension() {
    for path in [r"..\..\web.config", "../web.config", r"Source\..\web.config", r"Source\NET\..", " .. ", "..."] {
        let error = Folder::of_path(path).unwrap_err();
        assert!(matches!(&error, FileNameError::Dots(dots) if path.contains(dots.as_str())), "{path}: {error:?}");
    }
    for path in ["", "  ", r"Source\NET\"] {
        assert_eq!(Folder::of_path(path), Err(FileNameError::Empty), "{path}");
    }
}

#[test]
fn labels_name_the_element() {
    let extension = sample();
    for (edit, label) in [
        (on_action(ActionEdit::Rename(name("Repay"))), "Rename action Pay to Repay"),
        (on_parameter(11, ParameterEdit::SetDataType(BasicType::Integer.into())), "Change Pay.Years to Integer"),
        (
            on_parameter(11, ParameterEdit::SetDataType(DataType::Record(RecordDefinition::new([key(20)])))),
            "Change Pay.Years to Record (Loan)",
        ),
        (on_parameter(11, ParameterEdit::SetDirection(Direction::Output)), "Make Pay.Years an output"),
        (Edit::Remove(vec![Item::Structure(key(20))]), "Delete structure Loan"),
        (Edit::Entity(key(30), EntityEdit::SetIdentifier(Some(key(31)))), "Make Customer.Id the identifier"),
        (Edit::Remove(vec![Item::Resource(key(42))]), "Delete resource pay.png"),
    ] {
        assert_eq!(edit.label(&extension), label);
    }
}

#[test]
fn types_are_shown_with_what_they_are_made_of() {
    let extension = use_loan(&sample());
    assert_eq!(extension.type_label(&extension.actions[0].parameters[0].data_type), "Record (Loan)");
    let join = DataType::RecordList(RecordDefinition::new([key(20), key(30), key(99)]));
    assert_eq!(extension.type_label(&join), "Record List (Loan, Customer, ?)");
    assert_eq!(extension.type_label(&DataType::EntityIdentifier(key(30))), "Customer Identifier");
    assert!(matches!(extension.apply(&Edit::Remove(vec![Item::Structure(key(20))])), Err(Refusal::InUse { .. })));
}
