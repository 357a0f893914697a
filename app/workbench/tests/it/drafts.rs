//! Drafts: whatever was done, what was kept opens as the same document.

use std::collections::BTreeMap;

use extension::{
    ActionEdit, BasicType, DataType, Description, Direction, Edit, Folder, Item, Key, ParameterEdit, RecordDefinition,
    ResourceEdit,
};
use proptest::prelude::*;
use support::corpus;
use support::document::name;
use workbench::{
    Choice, Command, DraftId, DraftState, Keeping, New, NewFile, NoticeKind, Part, StoredDraft, Target, VersionCommand,
};

use crate::host::{Host, compiled, document, extension, new_extension};

/// A studio whose browser keeps drafts.
fn keeping() -> Host {
    let mut host = Host::default();
    host.run(Command::SetKeeping(Keeping::Works));
    host
}

fn stored(host: &Host) -> StoredDraft {
    let id = document(host).draft();
    StoredDraft { id, name: "It".into(), parts: host.drafts[&id].clone() }
}

/// The studio after a reload: nothing but what was kept.
fn reopened(host: &Host) -> Host {
    let mut again = keeping();
    again.drafts.clone_from(&host.drafts);
    again.still = host.still.clone();
    again.answer.clone_from(&host.answer);
    let kept = again.kept;
    again.run(Command::OpenDraft { draft: stored(host), leads: true });
    assert_eq!(again.kept, kept, "what was kept is not kept once more");
    again
}

fn assert_same(one: &Host, other: &Host) {
    let (a, b) = (document(one), document(other));
    assert_eq!(a.draft(), b.draft());
    assert_eq!(a.history().position(), b.history().position());
    assert_eq!(a.history().steps().len(), b.history().steps().len());
    for (one, other) in a.history().steps().iter().zip(b.history().steps()) {
        assert_eq!(one.name, other.name);
        assert!(one.extension == other.extension, "{}", one.name);
        let (printed, again) = (xif::print(&one.extension), xif::print(&other.extension));
        let first = printed.lines().zip(again.lines()).find(|(one, other)| one != other);
        assert!(printed == again, "{}: {first:?}", one.name);
    }
    assert_eq!(a.is_dirty(), b.is_dirty());
    assert_eq!(a.is_compiled(), b.is_compiled());
    assert_eq!(a.sources_are_behind(), b.sources_are_behind());
    assert_eq!(a.file_name(), b.file_name());
    assert_eq!(a.tabs(), b.tabs());
    assert_eq!(a.versions(), b.versions());
    for resource in a.extension().resources.iter() {
        assert_eq!(a.resource_state(resource.key), b.resource_state(resource.key));
    }
}

/// The bytes that a save would write.
fn saved(host: &mut Host) -> Vec<u8> {
    host.run(Command::Save);
    xif::inflate(&host.written.last().unwrap().1, &xif::Limits::default()).unwrap().into_bytes()
}

/// Something that a user does, with numbers that choose among what there is.
#[derive(Debug, Clone)]
enum Deed {
    AddAction,
    AddStructure,
    AddEntity,
    AddParameter(usize),
    AddAttribute(usize),
    RenameAction(usize, u8),
    Retype(usize, usize),
    Move(usize, usize),
    Delete(usize),
    AddFile(u8, u8),
    Replace(usize, u8),
    Exclude(usize),
    Include(usize),
    Describe(usize, u8),
    Type(usize, u8, usize),
    RenameExtension(u8),
    UpdateSource,
    Compile(u8),
    Save,
    NameVersion(u8),
    ForgetVersion(usize),
    Undo,
    Redo,
    GoTo(usize),
    Open(usize),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let number = 0_usize..1000;
    let deed = prop_oneof![
        Just(Deed::AddAction),
        Just(Deed::AddStructure),
        Just(Deed::AddEntity),
        number.clone().prop_map(Deed::AddParameter),
        number.clone().prop_map(Deed::AddAttribute),
        (number.clone(), any::<u8>()).prop_map(|(at, by)| Deed::RenameAction(at, by)),
        (number.clone(), number.clone()).prop_map(|(at, to)| Deed::Retype(at, to)),
        (number.clone(), number.clone()).prop_map(|(at, to)| Deed::Move(at, to)),
        number.clone().prop_map(Deed::Delete),
        (0_u8..5, any::<u8>()).prop_map(|(at, by)| Deed::AddFile(at, by)),
        (number.clone(), any::<u8>()).prop_map(|(at, by)| Deed::Replace(at, by)),
        number.clone().prop_map(Deed::Exclude),
        number.clone().prop_map(Deed::Include),
        (number.clone(), any::<u8>()).prop_map(|(at, by)| Deed::Describe(at, by)),
        (number.clone(), any::<u8>(), number.clone()).prop_map(|(at, by, line)| Deed::Type(at, by, line)),
        any::<u8>().prop_map(Deed::RenameExtension),
        Just(Deed::UpdateSource),
        any::<u8>().prop_map(Deed::Compile),
        Just(Deed::Save),
        any::<u8>().prop_map(Deed::NameVersion),
        any::<usize>().prop_map(Deed::ForgetVersion),
        Just(Deed::Undo),
        Just(Deed::Undo),
        Just(Deed::Redo),
        number.clone().prop_map(Deed::GoTo),
        number.prop_map(Deed::Open),
    ];
    prop::collection::vec(deed, 1..25)
}

fn chosen<T>(list: &[T], number: usize) -> Option<&T> {
    list.get(number.checked_rem(list.len())?)
}

/// The command of the deed, when there is something that it can be about.
fn command(deed: &Deed, host: &mut Host) -> Option<Command> {
    let extension = extension(host).clone();
    let action = |number: usize| chosen(&extension.actions, number).map(|action| action.key);
    let resource = |number: usize| chosen(&extension.resources, number).map(|resource| resource.key);
    Some(match *deed {
        Deed::AddAction => Command::Add(New::Action),
        Deed::AddStructure => Command::Add(New::Structure),
        Deed::AddEntity => Command::Add(New::Entity),
        Deed::AddParameter(at) => {
            let direction = if at % 2 == 0 { Direction::Output } else { Direction::Input { mandatory: true } };
            Command::Add(New::Parameter { action: action(at)?, direction, name: None })
        }
        Deed::AddAttribute(at) => match chosen(&extension.structures, at) {
            Some(structure) => Command::Add(New::StructureAttribute { structure: structure.key, name: None }),
            None => Command::Add(New::EntityAttribute { entity: chosen(&extension.entities, at)?.key, name: None }),
        },
        Deed::RenameAction(at, by) => {
            Command::Edit(Edit::Action(action(at)?, ActionEdit::Rename(name(&format!("Do{by}")))))
        }
        Deed::Retype(at, to) => {
            let action = chosen(&extension.actions, at)?;
            let parameter = chosen(&action.parameters, to)?.key;
            let data_type = match chosen(&extension.structures, to) {
                Some(structure) if at % 2 == 0 => DataType::RecordList(RecordDefinition::new([structure.key])),
                _ => (*chosen(&BasicType::ALL, to)?).into(),
            };
            Command::Edit(Edit::Action(
                action.key,
                ActionEdit::Parameter(parameter, ParameterEdit::SetDataType(data_type)),
            ))
        }
        Deed::Move(at, to) => Command::Edit(Edit::MoveAction(action(at)?, to % extension.actions.len())),
        Deed::Delete(at) => Command::Delete(vec![match at % 3 {
            0 => Item::Action(action(at)?),
            1 => Item::Structure(chosen(&extension.structures, at)?.key),
            _ => Item::Resource(resource(at)?),
        }]),
        Deed::AddFile(at, by) => {
            let file = NewFile { path: format!("lib/file{at}.dll"), bytes: vec![by; usize::from(by) * 7] };
            Command::AddFiles { folder: r"\Source\NET\".into(), files: vec![file] }
        }
        Deed::Replace(at, by) => Command::ReplaceContent { resource: resource(at)?, bytes: vec![by; usize::from(by)] },
        Deed::Exclude(at) => Command::Edit(Edit::Exclude(vec![resource(at)?])),
        Deed::Include(at) => Command::Edit(Edit::Include(vec![chosen(&extension.excluded, at)?.key])),
        Deed::Describe(at, by) => {
            let description = Description::new(&format!("What {by} is")).unwrap();
            Command::Edit(Edit::Resource(resource(at)?, ResourceEdit::SetDescription(description)))
        }
        Deed::Type(at, by, line) => {
            let resource = chosen(&extension.resources, at % 4)?;
            let mut lines: Vec<String> = resource.content.text()?.lines().map(str::to_owned).collect();
            lines.insert(line % (lines.len() + 1), format!("// typed {by}"));
            Command::ChangeSource { resource: resource.key, text: lines.join("\n") }
        }
        Deed::RenameExtension(by) => Command::Edit(Edit::RenameExtension(name(&format!("Lib{by}")))),
        Deed::UpdateSource => Command::UpdateSource,
        Deed::Compile(by) => {
            host.answer = Some(compiled("OutSystems.NssLib.dll", &vec![by; 300]));
            Command::Compile
        }
        Deed::Save => Command::Save,
        Deed::NameVersion(number) => Command::Version(VersionCommand::Name(format!("Version {number}"))),
        Deed::ForgetVersion(index) => {
            let versions = document(host).versions();
            let version = versions.get(index % versions.len().max(1)).map_or(0, |version| version.number);
            Command::Version(VersionCommand::Delete(version))
        }
        Deed::Undo => Command::Undo,
        Deed::Redo => Command::Redo,
        Deed::GoTo(step) => Command::GoTo(step % document(host).history().steps().len()),
        Deed::Open(at) => Command::Open(Target::Action(action(at)?)),
    })
}

/// A file that another tool wrote: attributes, elements and white space that nobody knows.
fn foreign(text: &str) -> Vec<u8> {
    let mut host = Host::default();
    host.run(new_extension(text));
    for _ in 0..3 {
        host.run(Command::Add(New::Action));
    }
    let action = extension(&host).actions[1].key;
    host.run(Command::Add(New::Parameter { action, direction: Direction::Output, name: None }));
    host.run(Command::Add(New::Structure));
    let printed = xif::print(extension(&host));
    let strange = printed
        .replace("<Action ", "<Action  Unknown=\"1 &#x41;\" ")
        .replace("<OutputParameter ", "<OutputParameter Strange='x' ")
        .replace("<Resource ", "<!-- here -->\t<Resource Odd=\"yes\" ")
        .replace("<Structure ", "<Structure\n  Odd=\"yes\" ");
    assert_ne!(printed, strange);
    xif::deflate(&strange)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// After any deed a reload gives the same document, and it goes on in the same way.
    #[test]
    fn a_reload_changes_nothing(first in deeds(), then in deeds(), is_file: bool) {
        let mut host = keeping();
        if is_file {
            host.run(Command::OpenBytes { file_name: "Lib.xif".into(), bytes: foreign("Lib") });
        } else {
            host.run(new_extension("Lib"));
        }
        assert_same(&host, &reopened(&host));
        for deed in &first {
            if let Some(command) = command(deed, &mut host) {
                host.run(command);
            }
        }
        let mut again = reopened(&host);
        assert_same(&host, &again);
        for deed in &then {
            if let Some(command) = command(deed, &mut again) {
                again.run(command.clone());
                host.answer.clone_from(&again.answer);
                host.run(command);
            }
        }
        let mut last = reopened(&again);
        assert_same(&again, &last);
        prop_assert!(xif::print(extension(&host)) == xif::print(extension(&last)));
        prop_assert!(saved(&mut host) == saved(&mut last));
        assert_same(&last, &reopened(&last));
    }

    /// Whatever happens to the records: no panic, the steps before it are there, the draft itself is left alone.
    #[test]
    fn damage_costs_nothing_that_can_be_read(deeds in deeds(), part: prop::sample::Index, at: prop::sample::Index, harm in 0..4_u8) {
        let mut host = keeping();
        host.run(new_extension("Lib"));
        for deed in &deeds {
            if let Some(command) = command(deed, &mut host) {
                host.run(command);
            }
        }
        let mut draft = stored(&host);
        // A forgotten version has a part without a byte.
        let parts: Vec<Part> = draft.parts.iter().filter(|(_, bytes)| !bytes.is_empty()).map(|(part, _)| *part).collect();
        let part = *part.get(&parts);
        let bytes = draft.parts.get_mut(&part).unwrap();
        match harm {
            0 => bytes.truncate(at.index(bytes.len())),
            1 => { let at = at.index(bytes.len()); bytes[at] ^= 0x55; }
            2 => { bytes.extend(*b"more"); }
            _ => { draft.parts.remove(&part); }
        }
        let mut again = keeping();
        again.still = host.still.clone();
        again.drafts.insert(draft.id, draft.parts.clone());
        again.run(Command::OpenDraft { draft: draft.clone(), leads: true });
        prop_assert!(again.drafts[&draft.id] == draft.parts);
        let before = document(&host).history();
        let Some(opened) = again.workbench.document() else {
            prop_assert!(part == Part::Base);
            prop_assert_eq!(again.workbench.notices().last().unwrap().code.as_deref(), Some("B107"));
            return Ok(());
        };
        // A part that only says that there is nothing may be missing.
        if opened.draft() == draft.id {
            prop_assert!(harm == 3 && matches!(part, Part::Saved | Part::Compiled | Part::Versions));
            return Ok(());
        }
        prop_assert_eq!(again.workbench.notices().last().unwrap().code.as_deref(), Some("B107"));
        let readable = match part {
            Part::Step(step @ 1..) => usize::try_from(step).unwrap(),
            _ => before.steps().len(),
        };
        prop_assert_eq!(opened.history().steps().len(), readable);
        for (one, other) in opened.history().steps().iter().zip(before.steps()) {
            prop_assert!(one.extension == other.extension);
        }
        assert_same(&again, &reopened(&again));
    }
}

#[test]
fn a_step_is_kept_as_what_it_changes() {
    let mut host = keeping();
    host.run(new_extension("Big"));
    let mut edits = Vec::new();
    for number in 0..1000_u16 {
        let key = Key::from_random([[7; 14].as_slice(), &number.to_le_bytes()].concat().try_into().unwrap());
        edits.push(Edit::AddAction(extension::Action::new(key, name(&format!("Do{number}"))), None));
    }
    host.run(Command::Edit(Edit::All("Add many".into(), edits)));
    let bytes = vec![3; 5_000_000];
    host.run(Command::AddFiles { folder: String::new(), files: vec![NewFile { path: "big.dll".into(), bytes }] });
    let action = extension(&host).actions[500].key;
    let before = host.drafts[&document(&host).draft()].clone();
    host.run(Command::Edit(Edit::Action(action, ActionEdit::Rename(name("Renamed")))));
    let after = &host.drafts[&document(&host).draft()];
    let new: BTreeMap<_, _> = after.iter().filter(|(part, bytes)| before.get(part) != Some(bytes)).collect();
    assert_eq!(new.keys().copied().copied().collect::<Vec<_>>(), [Part::Step(3), Part::State]);
    let written: usize = new.values().map(|bytes| bytes.len()).sum();
    assert!(written < 400, "{written} bytes");
}

#[test]
fn typing_overwrites_one_record() {
    let mut host = keeping();
    host.run(new_extension("Lib"));
    let file = extension(&host).resource_at(Folder::SOURCE, "Lib.cs").unwrap().clone();
    let text = file.content.text().unwrap();
    for end in 1..40 {
        let text = format!("{text}// {}\n", "x".repeat(end));
        host.run(Command::ChangeSource { resource: file.key, text });
    }
    let parts = &stored(&host).parts;
    assert_eq!(parts.keys().filter(|part| matches!(part, Part::Step(_))).count(), 2);
    assert!(parts[&Part::Step(1)].len() < 400);
    assert_same(&host, &reopened(&host));
}

#[test]
fn elements_of_another_file_keep_what_nobody_knows_of_them() {
    let mut host = keeping();
    host.run(new_extension("Mine"));
    let other = xif::read(&foreign("Other"), &xif::Limits::default()).unwrap();
    let with_parameter = &other.actions[1];
    let edits = vec![
        Edit::AddAction(with_parameter.as_ref().clone(), None),
        Edit::AddStructure(other.structures[0].as_ref().clone(), None),
    ];
    host.run(Command::Edit(Edit::All("Take over".into(), edits)));
    let mine = extension(&host).actions[0].key;
    host.run(Command::Add(New::Action));
    let new = extension(&host).actions[1].key;
    let mut parameter = with_parameter.parameters[0].as_ref().clone();
    parameter.key = Key::from_random([200; 16]);
    host.run(Command::Edit(Edit::Action(new, ActionEdit::AddParameter(parameter, None))));
    let printed = xif::print(extension(&host));
    assert_eq!(printed.matches("Unknown=\"1 &#x41;\"").count(), 1);
    assert_eq!(printed.matches("Strange='x'").count(), 2);
    let mut again = reopened(&host);
    assert_same(&host, &again);
    for host in [&mut host, &mut again] {
        host.run(Command::Edit(Edit::Action(mine, ActionEdit::Rename(name("Other1")))));
    }
    assert!(xif::print(extension(&host)) == xif::print(extension(&again)));
    assert_same(&again, &reopened(&again));
}

#[test]
fn with_drafts_nothing_is_asked_and_nothing_lost() {
    let mut host = keeping();
    host.run(new_extension("First"));
    let first = stored(&host);
    host.run(new_extension("Second"));
    assert!(host.workbench.question().is_none());
    assert_eq!(extension(&host).name.as_str(), "Second");
    host.run(Command::Close);
    assert!(host.workbench.document().is_none());
    let notice = host.workbench.notices().last().unwrap();
    assert_eq!(notice.text, "Second is kept as a draft; no file holds its changes.");
    host.run(Command::OpenDraft { draft: first, leads: true });
    assert_eq!(extension(&host).name.as_str(), "First");
    host.run(Command::SetKeeping(Keeping::Fails));
    host.run(Command::Close);
    assert_eq!(host.workbench.question().unwrap().text, "Save the changes to First first?");
    host.run(Command::Answer(Choice::Cancel));
    host.run(Command::SetKeeping(Keeping::Works));
    assert_eq!(host.workbench.notices().last().unwrap().kind, NoticeKind::Done);
    host.run(Command::Close);
    assert!(host.workbench.document().is_none());
}

#[test]
fn a_file_that_was_only_looked_at_leaves_no_draft() {
    let mut host = keeping();
    host.run(Command::OpenBytes { file_name: "A.xif".into(), bytes: foreign("A") });
    assert_eq!(host.drafts.len(), 1);
    host.run(Command::OpenBytes { file_name: "B.xif".into(), bytes: foreign("B") });
    assert_eq!(host.drafts.keys().copied().collect::<Vec<DraftId>>(), [document(&host).draft()]);
    host.run(Command::Add(New::Action));
    host.run(Command::Undo);
    host.run(Command::Close);
    assert_eq!(host.drafts.len(), 1);
}

#[test]
fn a_list_tells_how_drafts_stand() {
    let mut host = keeping();
    host.run(new_extension("Lib"));
    let state = |host: &Host| host.summary.as_ref().unwrap().state;
    assert_eq!(state(&host), DraftState::NotSaved);
    host.run(Command::Save);
    assert_eq!(state(&host), DraftState::Saved);
    host.run(Command::Add(New::Action));
    assert_eq!(state(&host), DraftState::Changed);
    host.run(Command::Save);
    assert_eq!(state(&host), DraftState::Saved);
    assert_eq!(host.summary.as_ref().unwrap().file_name.as_deref(), Some("Lib.xif"));
}

#[test]
fn only_one_page_changes_a_draft() {
    let mut host = keeping();
    host.run(new_extension("Lib"));
    host.run(Command::Add(New::Action));
    let mut other = keeping();
    other.run(Command::OpenDraft { draft: stored(&host), leads: false });
    assert_same(&host, &other);
    assert!(!document(&other).leads());
    other.run(Command::Undo);
    other.run(Command::Save);
    assert_eq!(other.workbench.notices().last().unwrap().code.as_deref(), Some("B108"));
    assert_same(&host, &other);
    let edit = Edit::RenameExtension(name("Other"));
    assert_eq!(other.workbench.check(&edit, &mut other.still).unwrap_err().offers[0].command, Command::TakeLead);
    other.run(Command::TakeLead);
    assert_eq!(other.wanted, Some(document(&host).draft()));
    // Whoever looks on sees what the other does, and stays at his tabs.
    host.run(Command::Add(New::Structure));
    other.run(Command::CloseAllTabs);
    other.run(Command::OpenDraft { draft: stored(&host), leads: false });
    assert_eq!(extension(&other).structures.len(), 1);
    assert!(document(&other).tabs().open().is_empty());
    // Taking over.
    host.run(Command::LoseLead);
    other.run(Command::OpenDraft { draft: stored(&host), leads: true });
    other.drafts.clone_from(&host.drafts);
    other.run(Command::Undo);
    assert!(extension(&other).structures.is_empty());
    assert_eq!(other.drafts.len(), 1);
    host.run(Command::Undo);
    assert_eq!(extension(&host).structures.len(), 1);
    assert_same(&other, &reopened(&other));
}

/// Whoever loses a draft with changes that are not in it goes on with all of them, undo included.
#[test]
fn what_the_draft_lacks_goes_on_as_another() {
    for is_reopened in [false, true] {
        let mut host = keeping();
        host.run(Command::OpenBytes { file_name: "Lib.xif".into(), bytes: foreign("Lib") });
        host.run(Command::Add(New::Action));
        if is_reopened {
            host = reopened(&host);
        }
        let (before, kept) = (document(&host).draft(), stored(&host));
        host.run(Command::SplitOff);
        assert_ne!(document(&host).draft(), before);
        assert_eq!(host.drafts[&before], kept.parts);
        assert_eq!(host.drafts[&document(&host).draft()][&Part::Base], kept.parts[&Part::Base]);
        assert_eq!(document(&host).history().steps().len(), 2);
        assert_same(&host, &reopened(&host));
    }
}

#[test]
fn news_of_a_full_disk_goes_with_it() {
    let mut host = Host::default();
    host.run(Command::Report(workbench::errors::Failure::not_kept("The disk is full.")));
    host.run(new_extension("Lib"));
    assert!(host.drafts.is_empty() && host.workbench.is_at_risk());
    host.run(Command::SetKeeping(Keeping::Works));
    assert!(host.workbench.notices().iter().all(|notice| notice.code.is_none()));
    assert!(!host.drafts.is_empty() && !host.workbench.is_at_risk());
    assert_same(&host, &reopened(&host));
}

#[test]
fn the_whole_copy_opens_when_records_do_not() {
    let mut host = keeping();
    host.run(new_extension("Lib"));
    host.run(Command::Add(New::Action));
    let excluded = extension(&host).resources[0].key;
    host.run(Command::Edit(Edit::Exclude(vec![excluded])));
    let snapshot = host.workbench.snapshot().unwrap();
    let record = snapshot.record(&xif::deflate(&snapshot.text));
    let mut draft = stored(&host);
    draft.parts.insert(Part::Snapshot, record);
    draft.parts.insert(Part::Step(1), b"nothing that is known".to_vec());
    let mut again = keeping();
    again.run(Command::OpenDraft { draft, leads: true });
    let notice = again.workbench.notices().last().unwrap().clone();
    assert_eq!(notice.details, ["Step 1 cannot be read: it is damaged.", "Steps 2 to 2 build on it."]);
    again.run(notice.offers[0].command.clone());
    assert!(extension(&again) == extension(&host));
    assert!(document(&again).is_dirty() && document(&again).file_name().is_none());
    assert_same(&again, &reopened(&again));
}

/// Real files, changed and kept.
#[test]
fn real_files_are_kept_to_the_byte() {
    for (file_name, bytes) in corpus::files() {
        let mut host = keeping();
        host.run(Command::OpenBytes { file_name: "Real.xif".into(), bytes });
        if let Some(action) = extension(&host).actions.first().map(|action| action.key) {
            host.run(Command::Edit(Edit::Action(action, ActionEdit::Rename(name("Renamed")))));
        }
        host.run(Command::Add(New::Action));
        host.run(Command::UpdateSource);
        host.run(Command::Undo);
        assert_same(&host, &reopened(&host));
        let mut again = reopened(&host);
        assert!(saved(&mut host) == saved(&mut again), "{file_name}");
    }
}

/// What an earlier studio has kept opens for good: the file never changes. Its draft has every kind of
/// element, and one step is taken back.
#[test]
fn drafts_of_the_first_form_open() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kept/draft-1.hex");
    let text = std::fs::read_to_string(path).unwrap();
    let parts = text.lines().map(|line| {
        let (part, bytes) = line.split_once(' ').unwrap();
        (part_of(part), bytes_of(bytes))
    });
    let mut host = keeping();
    let draft = StoredDraft { id: Key::from_random([9; 16]), name: "Old".into(), parts: parts.collect() };
    let snapshot = draft.parts[&Part::Snapshot].clone();
    host.run(Command::OpenDraft { draft: draft.clone(), leads: true });
    assert_eq!(document(&host).draft(), draft.id, "{:?}", host.workbench.notices());
    let names: Vec<&str> = document(&host).history().steps().iter().map(|step| step.name.as_str()).collect();
    assert_eq!(names, FIRST_FORM);
    assert_eq!(document(&host).history().position(), FIRST_FORM.len() - 2);
    assert_eq!(document(&host).file_name(), Some("Lib.xif"));
    assert!(document(&host).is_dirty() && document(&host).tabs().open().len() == 4);
    let whole = extension(&host).clone();
    assert_eq!((whole.excluded.len(), whole.entities[0].attributes.len()), (1, 1));
    host.run(Command::OpenSnapshot { name: "Old".into(), record: snapshot });
    assert!(*extension(&host) == whole);
}

const FIRST_FORM: [&str; 14] = [
    "New extension",
    "Add action Action1",
    "Add parameter Action1.Parameter1",
    "Add structure Structure1",
    "Add attribute Structure1.Attribute1",
    "Add entity Entity1",
    "Add attribute Entity1.Attribute1",
    "Change Action1.Parameter1 to Record List",
    "Add resource file1.dll",
    "Exclude resource Lib.sln",
    "Update source code",
    "Compile",
    "Rename action Action1 to Do5",
    "Edit Lib.cs",
];

fn part_of(text: &str) -> Part {
    match text {
        "base" => Part::Base,
        "state" => Part::State,
        "saved" => Part::Saved,
        "compiled" => Part::Compiled,
        "snapshot" => Part::Snapshot,
        step => Part::Step(step.parse().unwrap()),
    }
}

fn bytes_of(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap()).collect()
}
