//! Elements and files: added, moved, deleted, verified.

use api::compile::{Assembly, CompileAnswer, Outcome};
use extension::{
    ActionEdit, BasicType, DataType, Direction, Edit, Expression, Folder, Item, Key, ParameterEdit, Property,
    RecordDefinition, Severity, StructureAttributeEdit, StructureEdit, set_type,
};
use support::document::name;
use workbench::{
    CompilationCommand, DocumentCommand, FileCommand, LARGEST_FILE, NavigationCommand, New, NewFile, ResourceState,
    SourceCommand, Target, VerificationCommand, VerifyLineKind, VerifyState, seen,
};

use crate::host::{Host, compiled, document, extension, new_extension, undo_name};

/// An extension with the structure `Address`, the action `Find` and its parameters A, B, C and D, of which
/// D is a record of `Address`.
fn addresses() -> (Host, Key, Key) {
    let mut host = Host::default();
    host.run(new_extension("Addresses"));
    host.run(DocumentCommand::Add(New::Structure));
    let structure = extension(&host).structures[0].key;
    host.run(DocumentCommand::Edit(Edit::Structure(structure, StructureEdit::Rename(name("Address")))));
    host.run(DocumentCommand::Add(New::StructureAttribute { structure, name: Some(name("Street")) }));
    host.run(DocumentCommand::Add(New::Action));
    let action = extension(&host).actions[0].key;
    host.run(DocumentCommand::Edit(Edit::Action(action, ActionEdit::Rename(name("Find")))));
    for letter in ["A", "B", "C", "D"] {
        let direction = Direction::Input { mandatory: true };
        host.run(DocumentCommand::Add(New::Parameter { action, direction, name: Some(name(letter)) }));
    }
    let last = parameters(&host)[3];
    let record = DataType::Record(RecordDefinition::new([structure]));
    host.run(DocumentCommand::Edit(set_type(last, record).unwrap()));
    (host, structure, action)
}

fn parameters(host: &Host) -> Vec<Item> {
    let action = &extension(host).actions[0];
    action.parameters.iter().map(|it| Item::Parameter { action: action.key, parameter: it.key }).collect()
}

fn letters(host: &Host) -> String {
    extension(host).actions[0].parameters.iter().map(|it| it.name.as_str()).collect()
}

#[test]
fn what_is_added_has_a_name_and_is_selected() {
    let (mut host, structure, _) = addresses();
    host.run(DocumentCommand::Add(New::Entity));
    let entity = extension(&host).entities[0].key;
    assert_eq!(host.selected, [Item::Entity(entity)]);
    assert_eq!(host.workbench.document().unwrap().tabs().active(), Some(Target::Entity(entity)));
    assert_eq!(extension(&host).entities[0].name.as_str(), "Entity1");
    host.run(DocumentCommand::Add(New::EntityAttribute { entity, name: None }));
    host.run(DocumentCommand::Add(New::StructureAttribute { structure, name: None }));
    assert_eq!(extension(&host).entities[0].attributes[0].name.as_str(), "Attribute1");
    assert_eq!(undo_name(&host), "Add attribute Address.Attribute1");
}

#[test]
fn rows_move_together_in_one_step() {
    let (mut host, ..) = addresses();
    let [a, _, c, _] = parameters(&host).try_into().unwrap();
    host.run(DocumentCommand::Move { items: vec![a, c], to: 2 });
    assert_eq!(letters(&host), "BDAC");
    assert_eq!(undo_name(&host), "Move 2 parameters");
    host.run(DocumentCommand::Undo);
    assert_eq!(letters(&host), "ABCD");
}

#[test]
fn a_used_structure_is_deleted_with_its_uses_or_after_they_are_cleared() {
    let (mut host, structure, _) = addresses();
    host.run(DocumentCommand::Delete(vec![Item::Structure(structure)]));
    let notice = host.workbench.notices().last().unwrap().clone();
    assert_eq!(notice.text, "“Address” is used by Find.D.");
    assert_eq!(notice.offers[0].label, "Delete, and clear 1 type");
    host.run(notice.offers[0].command.clone());
    assert!(extension(&host).structures.is_empty());
    let kept = &extension(&host).actions[0].parameters[3];
    assert_eq!(kept.data_type, DataType::Record(RecordDefinition::default()));
    assert_eq!(undo_name(&host), "Delete structure Address");
    host.run(DocumentCommand::Undo);
    // Together with what uses it, it goes at once.
    host.run(DocumentCommand::Delete(vec![Item::Structure(structure), parameters(&host)[3]]));
    assert_eq!((extension(&host).structures.len(), letters(&host).as_str()), (0, "ABC"));
    assert_eq!(undo_name(&host), "Delete 2 elements");
}

#[test]
fn the_only_output_of_a_function_goes_with_the_function() {
    let (mut host, _, action) = addresses();
    host.run(DocumentCommand::Add(New::Parameter { action, direction: Direction::Output, name: None }));
    host.run(DocumentCommand::Edit(Edit::Action(action, ActionEdit::SetFunction(true))));
    let rows = parameters(&host);
    host.run(DocumentCommand::Delete(vec![rows[0], rows[4]]));
    let notice = host.workbench.notices().last().unwrap().clone();
    assert_eq!(notice.offers[0].label, "Make it no function");
    host.run(notice.offers[0].command.clone());
    assert_eq!((letters(&host).as_str(), extension(&host).actions[0].is_function), ("BCD", false));
}

#[test]
fn a_type_that_the_default_does_not_fit_offers_to_clear_it() {
    let (mut host, structure, _) = addresses();
    let attribute = extension(&host).structures[0].attributes[0].key;
    let on_attribute = |edit| Edit::Structure(structure, StructureEdit::Attribute(attribute, edit));
    let text = StructureAttributeEdit::SetDefault(extension::Expression::new("\"x\""));
    host.run(DocumentCommand::Edit(on_attribute(text)));
    host.run(DocumentCommand::Edit(on_attribute(StructureAttributeEdit::SetDataType(BasicType::Date.into()))));
    let offer = host.workbench.notices().last().unwrap().offers[0].clone();
    assert_eq!(offer.label, "Clear the default value");
    host.run(offer.command);
    let changed = &extension(&host).structures[0].attributes[0];
    assert_eq!((changed.data_type.clone(), changed.default.is_empty()), (BasicType::Date.into(), true));
}

#[test]
fn cutting_is_one_named_step() {
    let (mut host, ..) = addresses();
    let rows = parameters(&host);
    host.run(DocumentCommand::Cut(vec![rows[0], rows[1]]));
    assert_eq!((letters(&host).as_str(), undo_name(&host)), ("CD", "Cut 2 parameters"));
}

fn file(path: &str, bytes: &[u8]) -> NewFile {
    NewFile { path: path.to_owned(), bytes: bytes.to_vec() }
}

#[test]
fn files_are_added_with_their_folders() {
    let (mut host, ..) = addresses();
    let before = extension(&host).resources.len();
    let files = vec![file("a.dll", b"MZ"), file("img/logo.png", b"png"), file("empty.txt", b"")];
    host.run(DocumentCommand::AddFiles { folder: r"\Lib\".into(), files });
    let added = &extension(&host).resources[before..];
    let paths: Vec<String> = added.iter().map(|resource| resource.path()).collect();
    assert_eq!(paths, [r"\Lib\a.dll", r"\Lib\img\logo.png", r"\Lib\empty.txt"]);
    assert_eq!(added[0].deploy_action.label(), "Copy to Binaries directory");
    assert_eq!(undo_name(&host), "Add 3 resources");
    assert_eq!(host.selected.len(), 3);
}

#[test]
fn files_that_cannot_be_added_are_named_and_hold_no_other_up() {
    let (mut host, ..) = addresses();
    let before = extension(&host).resources.len();
    let huge = NewFile { path: "huge.bin".into(), bytes: vec![0; LARGEST_FILE + 1] };
    let files = vec![file("NUL.txt", b"x"), file("../up.txt", b"x"), file("a:b.txt", b"x"), huge, file("ok.txt", b"x")];
    host.run(DocumentCommand::AddFiles { folder: String::new(), files });
    assert_eq!(extension(&host).resources.len(), before + 1);
    let notice = host.workbench.notices().last().unwrap();
    assert_eq!(notice.text, "4 files cannot be added.");
    assert_eq!(notice.details.len(), 4);
    assert!(notice.details[0].contains("device on Windows"), "{:?}", notice.details);
    assert!(notice.details[3].contains("at most 150 MB"), "{:?}", notice.details);
}

#[test]
fn a_file_that_is_there_is_replaced_only_on_demand() {
    let (mut host, ..) = addresses();
    host.run(DocumentCommand::AddFiles { folder: String::new(), files: vec![file("a.txt", b"one")] });
    host.run(DocumentCommand::AddFiles { folder: String::new(), files: vec![file("A.TXT", b"two")] });
    let content = |host: &Host| extension(host).resource_at("\\", "a.txt").unwrap().content.text().unwrap();
    assert_eq!(content(&host), "one");
    let offer = host.workbench.notices().last().unwrap().offers[0].clone();
    assert_eq!(offer.label, "Replace 1 file");
    host.run(offer.command);
    assert_eq!(content(&host), "two");
    let notices = host.workbench.notices().len();
    host.run(DocumentCommand::AddFiles { folder: String::new(), files: vec![file("a.txt", b"two")] });
    assert_eq!(host.workbench.notices().len(), notices);
}

#[test]
fn excluded_files_stay_beside_the_extension() {
    let (mut host, ..) = addresses();
    host.run(DocumentCommand::AddFiles { folder: String::new(), files: vec![file("a.txt", b"one")] });
    let key = extension(&host).resource_at("\\", "a.txt").unwrap().key;
    host.run(FileCommand::Save);
    let state = |host: &Host| host.workbench.document().unwrap().resource_state(key);
    assert_eq!(state(&host), Some(ResourceState::Included));
    host.run(DocumentCommand::ReplaceContent { resource: key, bytes: b"two".to_vec() });
    assert_eq!((state(&host), undo_name(&host)), (Some(ResourceState::Modified), "Replace a.txt"));
    host.run(DocumentCommand::Edit(Edit::Exclude(vec![key])));
    assert_eq!((state(&host), undo_name(&host)), (Some(ResourceState::Excluded), "Exclude resource a.txt"));
    assert!(extension(&host).resource(key).is_none());
    host.run(FileCommand::Save);
    let (_, saved) = host.written.last().unwrap();
    assert!(xif::read(saved, &xif::Limits::default()).unwrap().resource(key).is_none());
    assert!(host.workbench.notices().last().unwrap().details.iter().any(|line| line.starts_with("Excluded files")));
    host.run(DocumentCommand::Edit(Edit::Include(vec![key])));
    assert_eq!(extension(&host).resource(key).unwrap().content.text().unwrap(), "two");
}

#[test]
fn a_folder_takes_its_files_along() {
    let (mut host, ..) = addresses();
    let files = vec![file("docs/a.txt", b"a"), file("docs/in/b.txt", b"b"), file("docs2/c.txt", b"c")];
    host.run(DocumentCommand::AddFiles { folder: String::new(), files });
    host.run(DocumentCommand::MoveFolder { from: r"\docs\".into(), to: r"\help\".into() });
    for (folder, file_name) in [(r"\help\", "a.txt"), (r"\help\in\", "b.txt"), (r"\docs2\", "c.txt")] {
        assert!(extension(&host).resource_at(folder, file_name).is_some(), "{folder}{file_name}");
    }
    host.run(DocumentCommand::MoveFolder { from: r"\help\".into(), to: r"\con\".into() });
    assert!(host.workbench.notices().last().unwrap().text.contains("device on Windows"));
}

#[test]
fn a_problem_opens_its_field_and_can_be_mended() {
    let (mut host, ..) = addresses();
    host.run(DocumentCommand::Add(New::Structure));
    let empty = Item::Structure(extension(&host).structures[1].key);
    let document = host.workbench.document().unwrap();
    let is_it = |problem: &workbench::Problem| problem.place.is_some_and(|place| place.item == empty);
    let index = document.problems().iter().position(is_it).unwrap();
    assert_eq!(document.marks().of(empty), Some(Severity::Error));
    assert!(document.marks().at(empty.at(Property::Attributes)).unwrap().text.contains("at least one attribute"));
    host.run(NavigationCommand::ShowProblem(index));
    assert_eq!(host.shown, Some(empty.at(Property::Attributes)));
    let fixes = host.workbench.fixes(index, &mut host.still);
    host.run(fixes[0].command.clone());
    let document = host.workbench.document().unwrap();
    assert!(!document.problems().iter().any(is_it));
    assert_eq!(document.marks().of(empty), None);
}

/// What an extension that was begun just now has not yet is not news; that its assembly is behind is.
#[test]
fn only_news_is_told_of_a_fresh_extension() {
    let told = |host: &Host| -> Vec<String> {
        let problems = document(host).problems().iter();
        problems
            .filter(|problem| problem.code.starts_with("V8") || problem.code == "V103")
            .map(|it| it.code.clone())
            .collect()
    };
    let mut host = Host::default();
    host.run(new_extension("Sample"));
    host.run(DocumentCommand::Add(New::Action));
    let action = extension(&host).actions[0].key;
    host.run(DocumentCommand::Edit(Edit::Action(action, ActionEdit::Rename(name("Reverse")))));
    for (direction, text) in [(Direction::Input { mandatory: true }, "TextIn"), (Direction::Output, "TextOut")] {
        host.run(DocumentCommand::Add(New::Parameter { action, direction, name: Some(name(text)) }));
    }
    assert_eq!(told(&host), Vec::<String>::new(), "there is no assembly yet");
    host.run(SourceCommand::Update);
    let sample = include_bytes!("../../../cli/tests/it/cases/sample.xif");
    let sample = xif::read(sample, &xif::Limits::default()).unwrap();
    let dll = sample.main_assembly().unwrap().content.bytes().into_owned();
    let assembly = Assembly { name: "OutSystems.NssSample.dll".into(), dll, documentation: Some("<doc/>".into()) };
    let answer = compiled("", b"");
    host.answer = Some(CompileAnswer { outcome: Outcome::Succeeded { assembly }, ..answer });
    host.run(CompilationCommand::Compile);
    assert_eq!(told(&host), Vec::<String>::new(), "it is compiled as it is");
    let source = extension(&host).resource_at(Folder::SOURCE, "Sample.cs").unwrap();
    let (resource, text) = (source.key, source.content.text().unwrap());
    host.run(SourceCommand::Change { resource, text: format!("// changed\n{text}") });
    assert_eq!(told(&host), ["V804"], "its source changed");
    host.run(DocumentCommand::Undo);
    assert_eq!(told(&host), Vec::<String>::new());
    host.run(DocumentCommand::Edit(Edit::Action(action, ActionEdit::Rename(name("Turn")))));
    assert_eq!(told(&host), ["V803"], "its definition changed");
}

#[test]
fn errors_stand_before_warnings_and_keep_their_fixes() {
    let (mut host, ..) = addresses();
    host.run(DocumentCommand::Edit(Edit::SetDbms(extension::Dbms::Other("Ingres".into()))));
    host.run(DocumentCommand::Add(New::Structure));
    let problems = host.workbench.document().unwrap().problems().clone();
    let severities: Vec<Severity> = problems.iter().map(|problem| problem.severity).collect();
    assert!(severities[0] == Severity::Error && severities.contains(&Severity::Warning), "{severities:?}");
    assert!(severities.is_sorted(), "{severities:?}");
    let empty = problems.iter().position(|problem| problem.code == "V401").unwrap();
    let labels = |host: &mut Host, index| -> Vec<String> {
        host.workbench.fixes(index, &mut host.still).into_iter().map(|fix| fix.label).collect()
    };
    assert!(labels(&mut host, empty)[0].contains("attribute"), "{:?}", labels(&mut host, empty));
    let dbms = problems.iter().position(|problem| problem.code == "V102").unwrap();
    assert!(!labels(&mut host, dbms).iter().any(|label| label.contains("attribute")));
}

#[test]
fn a_new_extension_greets_without_problems_until_it_is_saved_empty() {
    let mut host = Host::default();
    host.run(new_extension("Empty"));
    assert_eq!(host.workbench.document().unwrap().problems().as_slice(), []);
    host.run(FileCommand::Save);
    let codes: Vec<String> = host.workbench.document().unwrap().problems().iter().map(|it| it.code.clone()).collect();
    assert_eq!(codes, ["V103"]);
}

#[test]
fn the_method_of_a_deleted_action_can_be_removed() {
    let (mut host, _, action) = addresses();
    host.run(SourceCommand::Update);
    host.run(DocumentCommand::Edit(Edit::Remove(vec![Item::Action(action)])));
    host.run(SourceCommand::Update);
    let code = |host: &Host| {
        let file = extension(host).resource_at(extension::Folder::SOURCE, "Addresses.cs").cloned();
        file.unwrap().content.text().unwrap()
    };
    assert!(code(&host).contains("MssFind("));
    let is_it = |problem: &workbench::Problem| problem.text.starts_with("No action has the method MssFind.");
    let index = host.workbench.document().unwrap().problems().iter().position(is_it).unwrap();
    let fixes = host.workbench.fixes(index, &mut host.still);
    assert_eq!(fixes[0].label, "Remove the method MssFind");
    host.run(fixes[0].command.clone());
    assert!(!code(&host).contains("MssFind"));
    host.run(DocumentCommand::Undo);
    assert!(code(&host).contains("MssFind("));
}

#[test]
fn verifying_stops_at_the_first_step_with_errors() {
    let (mut host, ..) = addresses();
    host.run(DocumentCommand::Add(New::Structure));
    host.run(VerificationCommand::Verify { save: true });
    let run = host.workbench.verify_run().unwrap();
    assert_eq!((run.state, run.count(Severity::Error)), (VerifyState::Failed, 1));
    assert_eq!(run.lines.iter().filter(|line| line.kind == VerifyLineKind::Step).count(), 1);
    assert_eq!(run.lines.last().unwrap().text, "The extension is not valid: 1 error, 0 warnings.");
    assert!(host.written.is_empty());
    // Without a server the log says so, and what is valid so far stays.
    host.run(DocumentCommand::Undo);
    host.run(VerificationCommand::Verify { save: true });
    let run = host.workbench.verify_run().unwrap();
    let steps: Vec<&str> = run.lines.iter().filter(|it| it.kind == VerifyLineKind::Step).map(|it| &*it.text).collect();
    assert_eq!(steps, ["Verify definition", "Update source code", "Compile"]);
    assert_eq!((run.state, run.count(Severity::Error)), (VerifyState::Failed, 1));
    assert!(host.written.is_empty());
}

#[test]
fn verify_and_save_saves_what_is_valid() {
    let (mut host, ..) = addresses();
    let assembly =
        api::compile::Assembly { name: "OutSystems.NssAddresses.dll".into(), dll: b"MZ".to_vec(), documentation: None };
    host.answer = Some(api::compile::CompileAnswer {
        outcome: api::compile::Outcome::Succeeded { assembly },
        way: None,
        kept: false,
        diagnostics: Vec::new(),
        output: String::new(),
        waited_ms: 0,
        elapsed_ms: 10,
    });
    host.run(VerificationCommand::Verify { save: true });
    let run = host.workbench.verify_run().unwrap();
    assert_eq!(run.state, VerifyState::Succeeded);
    assert_eq!(run.lines.last().unwrap().text, "The extension is valid: 0 errors, 0 warnings.");
    let saved = xif::read(&host.written.last().unwrap().1, &xif::Limits::default()).unwrap();
    assert!(saved.provenance.is_valid);
}

#[test]
fn a_mandatory_output_is_never_made() {
    let (mut host, _, action) = addresses();
    let key = extension(&host).actions[0].parameters[0].key;
    let edit = |edit| Edit::Action(action, ActionEdit::Parameter(key, edit));
    host.run(DocumentCommand::Edit(edit(ParameterEdit::SetDirection(Direction::Output))));
    host.run(DocumentCommand::Edit(edit(ParameterEdit::SetMandatory(true))));
    assert!(host.workbench.notices().last().unwrap().text.contains("only input parameters can be mandatory"));
}

#[test]
fn a_list_of_a_basic_type_brings_its_structure_and_takes_it_back() {
    let mut host = Host::default();
    host.run(new_extension("Post"));
    host.run(DocumentCommand::Add(New::Action));
    let action = extension(&host).actions[0].key;
    host.run(DocumentCommand::Add(New::Parameter {
        action,
        direction: Direction::Input { mandatory: true },
        name: None,
    }));
    let item = Item::Parameter { action, parameter: extension(&host).actions[0].parameters[0].key };
    let before = extension(&host).clone();
    host.run(DocumentCommand::SetListOf { item, basic: BasicType::Text });
    assert_eq!(extension(&host).structures[0].name.as_str(), "TextItem");
    let notice = host.workbench.notices().last().unwrap().clone();
    assert!(notice.text.contains("The structure TextItem with the attribute Value was made"), "{}", notice.text);

    // One step, with undo and with the notice's own way back.
    host.run(DocumentCommand::Undo);
    assert!(*extension(&host) == before);
    host.run(DocumentCommand::Redo);
    host.run(notice.offers[0].command.clone());
    assert!(extension(&host).structures.is_empty());
    assert_eq!(extension(&host).type_of(item), before.type_of(item));

    // The second one is over the same structure, and consumers are told what it is.
    host.run(DocumentCommand::SetListOf { item, basic: BasicType::Text });
    host.run(DocumentCommand::Add(New::Parameter { action, direction: Direction::Output, name: None }));
    let other = Item::Parameter { action, parameter: extension(&host).actions[0].parameters[1].key };
    host.run(DocumentCommand::SetListOf { item: other, basic: BasicType::Text });
    assert_eq!(extension(&host).structures.len(), 1);
    let seen = seen(extension(&host), Item::Action(action)).unwrap();
    assert_eq!(seen.rows[1].note, "TextItem List in Service Studio: records with Value (Text), not a Text List");

    // A default value stands in the way, and can be cleared with it.
    host.run(DocumentCommand::Add(New::Parameter {
        action,
        direction: Direction::Input { mandatory: false },
        name: None,
    }));
    let third = Item::Parameter { action, parameter: extension(&host).actions[0].parameters[2].key };
    let Item::Parameter { parameter, .. } = third else { return };
    let default = ParameterEdit::SetDefault(Expression::new("\"a\""));
    host.run(DocumentCommand::Edit(Edit::Action(action, ActionEdit::Parameter(parameter, default))));
    host.run(DocumentCommand::SetListOf { item: third, basic: BasicType::Integer });
    let refused = host.workbench.notices().last().unwrap().clone();
    assert_eq!(refused.offers[0].label, "Clear the default value");
    host.run(refused.offers[0].command.clone());
    assert_eq!(extension(&host).structures[1].name.as_str(), "IntegerItem");
}
