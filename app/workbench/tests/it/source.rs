//! Looking at sources changes nothing; what somebody wrote by hand goes after a yes alone.

use extension::{
    BasicType, Content, Edit, Extension, Folder, Resource, ResourceEdit, Structure, StructureAttribute, StructureEdit,
};
use support::document::{INPUT, action, edited, empty, key, name, parameter, time};
use workbench::{
    Choice, Command, CompilationCommand, CompilationState, DocumentCommand, FileCommand, SessionCommand, SourceCommand,
    VerificationCommand,
};

use crate::host::{Host, compiled, extension};

/// An extension as other tools leave it: sources with other blanks, line ends and comments, and an assembly built from them.
fn real_like() -> Extension {
    let mut person = Structure::new(key(60), name("Person"));
    let mut attribute = StructureAttribute::new(key(61), name("Name"));
    attribute.data_type = BasicType::Text.into();
    person.attributes = [attribute].into_iter().collect();
    let pay = action(10, "Pay", vec![parameter(11, "Years", INPUT, BasicType::Integer)]);
    let start = edited(&empty("Bank"), &[Edit::AddStructure(person, None), Edit::AddAction(pay, None)]);
    let files = csharp::new_sources(&start).into_iter().zip(100_u8..);
    let with = files.fold(start, |extension, (file, number)| {
        let content = match file.content.text() {
            Some(text) if file.file_name.extension() == "cs" => {
                let text = text.replace("\r\n", "\n").replace('\t', "    ").replace("{\n", "{ // mine\n\n");
                Content::from_bytes(text.into_bytes())
            }
            _ => file.content,
        };
        let resource = Resource::new(key(number), file.file_name, file.folder, content, time());
        extension.apply(&Edit::AddResource(resource)).unwrap()
    });
    let dll = support::document::resource(120, Folder::BINARIES, "OutSystems.NssBank.dll", b"MZ of somebody");
    edited(&with, &[Edit::AddResource(dll)])
}

fn opened(extension: &Extension) -> Host {
    let mut host = Host::default();
    let bytes = xif::deflate(&xif::print(extension));
    host.run(FileCommand::Open { file_name: "Bank.xif".to_owned(), bytes, handle: None });
    host.answer = Some(compiled("OutSystems.NssBank.dll", b"MZ of the server"));
    host
}

#[test]
fn looking_leaves_the_extension_saved() {
    let mut host = opened(&real_like());
    let before = extension(&host).clone();
    let pay = before.actions[0].key;
    for command in [
        Command::Source(SourceCommand::Edit { action: Some(pay) }),
        Command::Source(SourceCommand::Edit { action: None }),
        Command::Verification(VerificationCommand::Verify { save: false }),
        Command::Compilation(CompilationCommand::Compile),
        Command::Source(SourceCommand::Update),
    ] {
        host.run(command.clone());
        let document = host.workbench.document().unwrap();
        assert!(!document.is_dirty(), "{command:?}");
        assert_eq!(document.history().steps().len(), 1, "{command:?}");
        assert!(*extension(&host) == before, "{command:?}");
    }
    let document = host.workbench.document().unwrap();
    assert_eq!(document.compilation().state, CompilationState::Succeeded);
    assert!(document.is_compiled());
    let main = before.resource_at(Folder::SOURCE, "Bank.cs").unwrap().content.text().unwrap();
    let line = 1 + main.lines().position(|line| line.contains("MssPay(")).unwrap();
    assert!(host.revealed.unwrap().0 as usize >= line);
    // After a change the assembly is the new one.
    let text = main.replace("// Write here", "// Written here");
    let key = before.resource_at(Folder::SOURCE, "Bank.cs").unwrap().key;
    host.run(SourceCommand::Change { resource: key, text });
    host.run(CompilationCommand::Compile);
    let dll = extension(&host).resource_at(Folder::BINARIES, "OutSystems.NssBank.dll").unwrap();
    assert_eq!(*dll.content.bytes(), *b"MZ of the server");
}

/// The assembly is older than a source file: it may be of another one.
#[test]
fn an_old_assembly_is_built_anew() {
    let extension_now = real_like();
    let main = extension_now.resource_at(Folder::SOURCE, "Bank.cs").unwrap();
    let later = extension::Timestamp::new(2030, 1, 1, 0, 0, 0);
    let touched = Edit::Resource(
        main.key,
        ResourceEdit::SetContent(
            Content::from_bytes(main.content.text().unwrap().replace("mine", "yours").into_bytes()),
            later,
        ),
    );
    let mut host = opened(&edited(&extension_now, &[touched]));
    host.run(CompilationCommand::Compile);
    assert!(host.workbench.document().unwrap().is_dirty());
}

#[test]
fn lines_written_by_hand_are_asked_about() {
    let start = real_like();
    let structures = start.resource_at(Folder::SOURCE, "Structures.cs").unwrap();
    let text = structures.content.text().unwrap();
    let own = text.replace("hash ^= ssName.GetHashCode();", "hash ^= Mine.Hash(ssName);");
    assert_ne!(own, text);
    let edit = ResourceEdit::SetContent(Content::from_bytes(own.into_bytes()), time());
    let mut host = opened(&edited(&start, &[Edit::Resource(structures.key, edit)]));
    let city = StructureAttribute::new(key(63), name("City"));
    host.run(DocumentCommand::Edit(Edit::Structure(key(60), StructureEdit::AddAttribute(city, None))));
    for command in [
        Command::Compilation(CompilationCommand::Compile),
        Command::Source(SourceCommand::Update),
        Command::Verification(VerificationCommand::Verify { save: false }),
        Command::Source(SourceCommand::Edit { action: None }),
    ] {
        host.run(command.clone());
        let question = host.workbench.question().unwrap();
        assert_eq!(question.choices, [Choice::Cancel, Choice::Overwrite]);
        assert!(question.details.len() == 1 && question.details[0].contains("GetHashCode"), "{:?}", question.details);
        assert_eq!(host.workbench.document().unwrap().history().steps().len(), 2, "{command:?}");
        host.run(SessionCommand::Answer(Choice::Cancel));
        assert!(host.workbench.question().is_none());
    }
    host.run(CompilationCommand::Compile);
    host.run(SessionCommand::Answer(Choice::Overwrite));
    let document = host.workbench.document().unwrap();
    let names: Vec<&str> = document.history().steps().iter().map(|step| step.name.as_str()).collect();
    assert!(names.contains(&"Update source code, overwriting lines written by hand in Structures.cs"), "{names:?}");
    assert_eq!(document.compilation().state, CompilationState::Succeeded);
    let text =
        |host: &Host| extension(host).resource_at(Folder::SOURCE, "Structures.cs").unwrap().content.text().unwrap();
    assert!(!text(&host).contains("Mine.Hash") && text(&host).contains("ssCity"));
    // The step before still has it.
    host.run(DocumentCommand::Undo);
    host.run(DocumentCommand::Undo);
    assert!(text(&host).contains("Mine.Hash"));
}
