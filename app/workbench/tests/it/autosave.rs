//! Drafts: whatever was done, what was kept opens as the same document.

mod deeds;

use std::collections::BTreeMap;

use extension::{ActionEdit, Direction, Edit, Folder, Key};
use support::corpus;
use support::document::name;
use workbench::errors::Code;
use workbench::{
    AutosaveCommand, Choice, Command, DocumentCommand, DraftId, DraftState, FileCommand, Keeping, NavigationCommand,
    New, NewFile, NoticeKind, Part, SessionCommand, SourceCommand, StoredDraft,
};

use crate::host::{Host, document, extension, new_extension};

/// A studio whose browser keeps drafts.
fn keeping() -> Host {
    let mut host = Host::default();
    host.run(AutosaveCommand::SetKeeping(Keeping::Works));
    host
}

fn stored(host: &Host) -> StoredDraft {
    let id = document(host).draft();
    StoredDraft { id, name: "It".into(), parts: host.drafts[&id].clone(), handle: None }
}

/// The studio after a reload: nothing but what was kept.
fn reopened(host: &Host) -> Host {
    let mut again = keeping();
    again.drafts.clone_from(&host.drafts);
    again.still = host.still.clone();
    again.answer.clone_from(&host.answer);
    let kept = again.kept;
    again.run(AutosaveCommand::Open { draft: stored(host), leads: true });
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
    host.run(FileCommand::Save);
    xif::inflate(&host.written.last().unwrap().1, &xif::Limits::default()).unwrap().into_bytes()
}

/// A file that another tool wrote: attributes, elements and white space that nobody knows.
fn foreign(text: &str) -> Vec<u8> {
    let mut host = Host::default();
    host.run(new_extension(text));
    for _ in 0..3 {
        host.run(DocumentCommand::Add(New::Action));
    }
    let action = extension(&host).actions[1].key;
    host.run(DocumentCommand::Add(New::Parameter { action, direction: Direction::Output, name: None }));
    host.run(DocumentCommand::Add(New::Structure));
    let printed = xif::print(extension(&host));
    let strange = printed
        .replace("<Action ", "<Action  Unknown=\"1 &#x41;\" ")
        .replace("<OutputParameter ", "<OutputParameter Strange='x' ")
        .replace("<Resource ", "<!-- here -->\t<Resource Odd=\"yes\" ")
        .replace("<Structure ", "<Structure\n  Odd=\"yes\" ");
    assert_ne!(printed, strange);
    xif::deflate(&strange)
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
    host.run(DocumentCommand::Edit(Edit::All("Add many".into(), edits)));
    let bytes = vec![3; 5_000_000];
    host.run(DocumentCommand::AddFiles {
        folder: String::new(),
        files: vec![NewFile { path: "big.dll".into(), bytes }],
    });
    let action = extension(&host).actions[500].key;
    let before = host.drafts[&document(&host).draft()].clone();
    host.run(DocumentCommand::Edit(Edit::Action(action, ActionEdit::Rename(name("Renamed")))));
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
        host.run(SourceCommand::Change { resource: file.key, text });
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
    host.run(DocumentCommand::Edit(Edit::All("Take over".into(), edits)));
    let mine = extension(&host).actions[0].key;
    host.run(DocumentCommand::Add(New::Action));
    let new = extension(&host).actions[1].key;
    let mut parameter = with_parameter.parameters[0].as_ref().clone();
    parameter.key = Key::from_random([200; 16]);
    host.run(DocumentCommand::Edit(Edit::Action(new, ActionEdit::AddParameter(parameter, None))));
    let printed = xif::print(extension(&host));
    assert_eq!(printed.matches("Unknown=\"1 &#x41;\"").count(), 1);
    assert_eq!(printed.matches("Strange='x'").count(), 2);
    let mut again = reopened(&host);
    assert_same(&host, &again);
    for host in [&mut host, &mut again] {
        host.run(DocumentCommand::Edit(Edit::Action(mine, ActionEdit::Rename(name("Other1")))));
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
    host.run(FileCommand::Close);
    assert!(host.workbench.document().is_none());
    let notice = host.workbench.notices().last().unwrap();
    assert_eq!(notice.text, "Second has changes that are kept as a draft, not saved to a file.");
    host.run(AutosaveCommand::Open { draft: first, leads: true });
    assert_eq!(extension(&host).name.as_str(), "First");
    host.run(AutosaveCommand::SetKeeping(Keeping::Fails));
    host.run(FileCommand::Close);
    assert_eq!(host.workbench.question().unwrap().text, "Save the changes to First first?");
    host.run(SessionCommand::Answer(Choice::Cancel));
    host.run(AutosaveCommand::SetKeeping(Keeping::Works));
    assert_eq!(host.workbench.notices().last().unwrap().kind, NoticeKind::Done);
    host.run(FileCommand::Close);
    assert!(host.workbench.document().is_none());
}

#[test]
fn a_file_that_was_only_looked_at_leaves_no_draft() {
    let mut host = keeping();
    host.run(FileCommand::Open { file_name: "A.xif".into(), bytes: foreign("A"), handle: None });
    assert_eq!(host.drafts.len(), 1);
    host.run(FileCommand::Open { file_name: "B.xif".into(), bytes: foreign("B"), handle: None });
    assert_eq!(host.drafts.keys().copied().collect::<Vec<DraftId>>(), [document(&host).draft()]);
    host.run(DocumentCommand::Add(New::Action));
    host.run(DocumentCommand::Undo);
    host.run(FileCommand::Close);
    assert_eq!(host.drafts.len(), 1);
}

#[test]
fn a_list_tells_how_drafts_stand() {
    let mut host = keeping();
    host.run(new_extension("Lib"));
    let state = |host: &Host| host.summary.as_ref().unwrap().state;
    assert_eq!(state(&host), DraftState::NotSaved);
    host.run(FileCommand::Save);
    assert_eq!(state(&host), DraftState::Saved);
    host.run(DocumentCommand::Add(New::Action));
    assert_eq!(state(&host), DraftState::Changed);
    host.run(FileCommand::Save);
    assert_eq!(state(&host), DraftState::Saved);
    assert_eq!(host.summary.as_ref().unwrap().file_name.as_deref(), Some("Lib.xif"));
}

#[test]
fn only_one_page_changes_a_draft() {
    let mut host = keeping();
    host.run(new_extension("Lib"));
    host.run(DocumentCommand::Add(New::Action));
    let mut other = keeping();
    other.run(AutosaveCommand::Open { draft: stored(&host), leads: false });
    assert_same(&host, &other);
    assert!(!document(&other).leads());
    other.run(DocumentCommand::Undo);
    other.run(FileCommand::Save);
    assert_eq!(other.workbench.notices().last().unwrap().code, Some(Code::DraftElsewhere.into()));
    assert_same(&host, &other);
    let edit = Edit::RenameExtension(name("Other"));
    assert_eq!(
        other.workbench.check(&edit, &mut other.still).unwrap_err().offers[0].command,
        Command::Autosave(AutosaveCommand::TakeLead)
    );
    other.run(AutosaveCommand::TakeLead);
    assert_eq!(other.wanted, Some(document(&host).draft()));
    // Whoever looks on sees what the other does, and stays at his tabs.
    host.run(DocumentCommand::Add(New::Structure));
    other.run(NavigationCommand::CloseAll);
    other.run(AutosaveCommand::Open { draft: stored(&host), leads: false });
    assert_eq!(extension(&other).structures.len(), 1);
    assert!(document(&other).tabs().open().is_empty());
    // Taking over.
    host.run(AutosaveCommand::LoseLead);
    other.run(AutosaveCommand::Open { draft: stored(&host), leads: true });
    other.drafts.clone_from(&host.drafts);
    other.run(DocumentCommand::Undo);
    assert!(extension(&other).structures.is_empty());
    assert_eq!(other.drafts.len(), 1);
    host.run(DocumentCommand::Undo);
    assert_eq!(extension(&host).structures.len(), 1);
    assert_same(&other, &reopened(&other));
}

/// Whoever loses a draft with changes that are not in it goes on with all of them, undo included.
#[test]
fn what_the_draft_lacks_goes_on_as_another() {
    for is_reopened in [false, true] {
        let mut host = keeping();
        host.run(FileCommand::Open { file_name: "Lib.xif".into(), bytes: foreign("Lib"), handle: None });
        host.run(DocumentCommand::Add(New::Action));
        if is_reopened {
            host = reopened(&host);
        }
        let (before, kept) = (document(&host).draft(), stored(&host));
        host.run(AutosaveCommand::SplitOff);
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
    host.run(SessionCommand::Report(workbench::errors::Failure::not_kept("The disk is full.")));
    host.run(new_extension("Lib"));
    assert!(host.drafts.is_empty() && host.workbench.is_at_risk());
    host.run(AutosaveCommand::SetKeeping(Keeping::Works));
    assert!(host.workbench.notices().iter().all(|notice| notice.code.is_none()));
    assert!(!host.drafts.is_empty() && !host.workbench.is_at_risk());
    assert_same(&host, &reopened(&host));
}

#[test]
fn the_whole_copy_opens_when_records_do_not() {
    let mut host = keeping();
    host.run(new_extension("Lib"));
    host.run(DocumentCommand::Add(New::Action));
    let excluded = extension(&host).resources[0].key;
    host.run(DocumentCommand::Edit(Edit::Exclude(vec![excluded])));
    let snapshot = host.workbench.snapshot().unwrap();
    let record = snapshot.record(&xif::deflate(&snapshot.text));
    let mut draft = stored(&host);
    draft.parts.insert(Part::Snapshot, record);
    draft.parts.insert(Part::Step(1), b"nothing that is known".to_vec());
    let mut again = keeping();
    again.run(AutosaveCommand::Open { draft, leads: true });
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
        host.run(FileCommand::Open { file_name: "Real.xif".into(), bytes, handle: None });
        if let Some(action) = extension(&host).actions.first().map(|action| action.key) {
            host.run(DocumentCommand::Edit(Edit::Action(action, ActionEdit::Rename(name("Renamed")))));
        }
        host.run(DocumentCommand::Add(New::Action));
        host.run(SourceCommand::Update);
        host.run(DocumentCommand::Undo);
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
    let draft = StoredDraft { id: Key::from_random([9; 16]), name: "Old".into(), parts: parts.collect(), handle: None };
    let snapshot = draft.parts[&Part::Snapshot].clone();
    host.run(AutosaveCommand::Open { draft: draft.clone(), leads: true });
    assert_eq!(document(&host).draft(), draft.id, "{:?}", host.workbench.notices());
    let names: Vec<&str> = document(&host).history().steps().iter().map(|step| step.name.as_str()).collect();
    assert_eq!(names, FIRST_FORM);
    assert_eq!(document(&host).history().position(), FIRST_FORM.len() - 2);
    assert_eq!(document(&host).file_name(), Some("Lib.xif"));
    assert!(document(&host).is_dirty() && document(&host).tabs().open().len() == 4);
    let whole = extension(&host).clone();
    assert_eq!((whole.excluded.len(), whole.entities[0].attributes.len()), (1, 1));
    host.run(AutosaveCommand::OpenSnapshot { name: "Old".into(), record: snapshot });
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
