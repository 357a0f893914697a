//! Whatever was done, a reload gives the same document.

use extension::{
    ActionEdit, BasicType, DataType, Description, Direction, Edit, Item, ParameterEdit, RecordDefinition, ResourceEdit,
};
use proptest::prelude::*;
use support::document::name;
use workbench::errors::Code;
use workbench::{
    AutosaveCommand, Command, CompilationCommand, DocumentCommand, FileCommand, NavigationCommand, New, NewFile, Part,
    SourceCommand, Target, VersionCommand,
};

use super::{assert_same, foreign, keeping, reopened, saved, stored};
use crate::host::{Host, compiled, document, extension, new_extension};

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

fn add(new: New) -> Command {
    Command::Document(DocumentCommand::Add(new))
}

fn edit(edit: Edit) -> Command {
    Command::Document(DocumentCommand::Edit(edit))
}

/// The command of the deed, when there is something that it can be about.
fn command(deed: &Deed, host: &mut Host) -> Option<Command> {
    let extension = extension(host).clone();
    let action = |number: usize| chosen(&extension.actions, number).map(|action| action.key);
    let resource = |number: usize| chosen(&extension.resources, number).map(|resource| resource.key);
    Some(match *deed {
        Deed::AddAction => add(New::Action),
        Deed::AddStructure => add(New::Structure),
        Deed::AddEntity => add(New::Entity),
        Deed::AddParameter(at) => {
            let direction = if at % 2 == 0 { Direction::Output } else { Direction::Input { mandatory: true } };
            add(New::Parameter { action: action(at)?, direction, name: None })
        }
        Deed::AddAttribute(at) => match chosen(&extension.structures, at) {
            Some(structure) => add(New::StructureAttribute { structure: structure.key, name: None }),
            None => add(New::EntityAttribute { entity: chosen(&extension.entities, at)?.key, name: None }),
        },
        Deed::RenameAction(at, by) => edit(Edit::Action(action(at)?, ActionEdit::Rename(name(&format!("Do{by}"))))),
        Deed::Retype(at, to) => {
            let action = chosen(&extension.actions, at)?;
            let parameter = chosen(&action.parameters, to)?.key;
            let data_type = match chosen(&extension.structures, to) {
                Some(structure) if at % 2 == 0 => DataType::RecordList(RecordDefinition::new([structure.key])),
                _ => (*chosen(&BasicType::ALL, to)?).into(),
            };
            edit(Edit::Action(action.key, ActionEdit::Parameter(parameter, ParameterEdit::SetDataType(data_type))))
        }
        Deed::Move(at, to) => edit(Edit::MoveAction(action(at)?, to % extension.actions.len())),
        Deed::Delete(at) => Command::Document(DocumentCommand::Delete(vec![match at % 3 {
            0 => Item::Action(action(at)?),
            1 => Item::Structure(chosen(&extension.structures, at)?.key),
            _ => Item::Resource(resource(at)?),
        }])),
        Deed::AddFile(at, by) => {
            let file = NewFile { path: format!("lib/file{at}.dll"), bytes: vec![by; usize::from(by) * 7] };
            Command::Document(DocumentCommand::AddFiles { folder: r"\Source\NET\".into(), files: vec![file] })
        }
        Deed::Replace(at, by) => Command::Document(DocumentCommand::ReplaceContent {
            resource: resource(at)?,
            bytes: vec![by; usize::from(by)],
        }),
        Deed::Exclude(at) => edit(Edit::Exclude(vec![resource(at)?])),
        Deed::Include(at) => edit(Edit::Include(vec![chosen(&extension.excluded, at)?.key])),
        Deed::Describe(at, by) => {
            let description = Description::new(&format!("What {by} is")).unwrap();
            edit(Edit::Resource(resource(at)?, ResourceEdit::SetDescription(description)))
        }
        Deed::Type(at, by, line) => {
            let resource = chosen(&extension.resources, at % 4)?;
            let mut lines: Vec<String> = resource.content.text()?.lines().map(str::to_owned).collect();
            lines.insert(line % (lines.len() + 1), format!("// typed {by}"));
            Command::Source(SourceCommand::Change { resource: resource.key, text: lines.join("\n") })
        }
        Deed::RenameExtension(by) => edit(Edit::RenameExtension(name(&format!("Lib{by}")))),
        Deed::UpdateSource => Command::Source(SourceCommand::Update),
        Deed::Compile(by) => {
            host.answer = Some(compiled("OutSystems.NssLib.dll", &vec![by; 300]));
            Command::Compilation(CompilationCommand::Compile)
        }
        Deed::Save => Command::File(FileCommand::Save),
        Deed::NameVersion(number) => Command::Version(VersionCommand::Name(format!("Version {number}"))),
        Deed::ForgetVersion(index) => {
            let versions = document(host).versions();
            let version = versions.get(index % versions.len().max(1)).map_or(0, |version| version.number);
            Command::Version(VersionCommand::Delete(version))
        }
        Deed::Undo => Command::Document(DocumentCommand::Undo),
        Deed::Redo => Command::Document(DocumentCommand::Redo),
        Deed::GoTo(step) => Command::Document(DocumentCommand::GoTo(step % document(host).history().steps().len())),
        Deed::Open(at) => Command::Navigation(NavigationCommand::Open(Target::Action(action(at)?))),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// After any deed a reload gives the same document, and it goes on in the same way.
    #[test]
    fn a_reload_changes_nothing(first in deeds(), then in deeds(), is_file: bool) {
        let mut host = keeping();
        if is_file {
            host.run(Command::File(FileCommand::Open { file_name: "Lib.xif".into(), bytes: foreign("Lib"), handle: None }));
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
        // What is typed after a reload is a step of its own.
        host.run(DocumentCommand::GoTo(document(&host).history().position()));
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
        again.run(Command::Autosave(AutosaveCommand::Open { draft: draft.clone(), leads: true }));
        prop_assert!(again.drafts[&draft.id] == draft.parts);
        let before = document(&host).history();
        let Some(opened) = again.workbench.document() else {
            prop_assert!(part == Part::Base);
            prop_assert_eq!(again.workbench.notices().last().unwrap().code.clone(),
        Some(Code::DraftUnreadable.into()));
            return Ok(());
        };
        // A part that only says that there is nothing may be missing.
        if opened.draft() == draft.id {
            prop_assert!(harm == 3 && matches!(part, Part::Saved | Part::Compiled | Part::Versions));
            return Ok(());
        }
        prop_assert_eq!(again.workbench.notices().last().unwrap().code.clone(),
        Some(Code::DraftUnreadable.into()));
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
