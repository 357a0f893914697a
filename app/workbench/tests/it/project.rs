//! The project of an extension: what it targets, and assemblies that it misses.

use api::compile::{Cause, CompileAnswer, Diagnostic, OfferedAssembly, Outcome, Position, Span};
use extension::{DeployAction, Folder, Property, TargetFramework};
use workbench::errors::Code;
use workbench::{CompilationCommand, DocumentCommand, NavigationCommand, SessionCommand, SourceCommand, Target};

use crate::host::{Host, document, extension, new_extension, undo_name};

fn project(host: &Host) -> Vec<u8> {
    extension(host).project_file().unwrap().content.bytes().into_owned()
}

#[test]
fn another_target_framework_changes_one_line_and_can_be_taken_back() {
    let mut host = Host::default();
    host.run(new_extension("Bank"));
    let before = project(&host);
    assert_eq!(extension(&host).target_framework().to_string(), "4.6.1");
    host.run(DocumentCommand::SetTargetFramework(TargetFramework::V472));
    assert_eq!(extension(&host).target_framework().to_string(), "4.7.2");
    assert_eq!(undo_name(&host), "Target .NET Framework 4.7.2");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    assert_eq!(text(&project(&host)), text(&before).replace("v4.6.1", "v4.7.2"));
    // It stays through an update of the sources, and is said in words.
    host.run(SourceCommand::Update);
    assert_eq!(extension(&host).target_framework().to_string(), "4.7.2");
    let first = &document(&host).history().steps()[0].extension;
    let changes = comparison::compare(first, extension(&host));
    let said: Vec<_> = changes
        .changes()
        .filter(|change| change.property() == Some(Property::TargetFramework))
        .map(|change| (change.path.as_str(), change.old.as_str(), change.new.as_str()))
        .collect();
    assert_eq!(said, [(r"\Source\NET\Bank.csproj", "4.6.1", "4.7.2")]);
    host.run(DocumentCommand::Undo);
    assert_eq!(project(&host), before);
    // The same once more changes nothing, and without a project it is refused.
    let steps = document(&host).history().steps().len();
    host.run(DocumentCommand::SetTargetFramework(TargetFramework::V461));
    assert_eq!(document(&host).history().steps().len(), steps);
    let file = extension(&host).project_file().unwrap().key;
    host.run(DocumentCommand::Delete(vec![extension::Item::Resource(file)]));
    host.run(DocumentCommand::SetTargetFramework(TargetFramework::V48));
    assert_eq!(host.workbench.notices().last().unwrap().code, Some(Code::FrameworkFixed.into()));
}

/// A failed build, since an assembly is missing.
fn missing(offered: Vec<OfferedAssembly>) -> CompileAnswer {
    let start = Position { line: 50, column: 3 };
    let diagnostic = Diagnostic {
        file: Some("Bank.csproj".into()),
        span: Some(Span { start, end: None }),
        severity: api::compile::Severity::Error,
        code: "S206".into(),
        text: "Newtonsoft.Json.dll is missing.".into(),
        cause: Some(Cause::AssemblyMissing { file: "Newtonsoft.Json.dll".into(), hint: None, offered }),
    };
    CompileAnswer {
        outcome: Outcome::Failed,
        way: None,
        kept: false,
        diagnostics: vec![diagnostic],
        output: String::new(),
        waited_ms: 0,
        elapsed_ms: 1,
    }
}

fn offered() -> OfferedAssembly {
    let (id, name) = ("ab".to_owned(), "newtonsoft.json.dll".to_owned());
    OfferedAssembly { id, name, version: Some("13.0.3.27908".into()), size: 711_952 }
}

#[test]
fn a_missing_assembly_is_added_from_the_server_by_one_click() {
    let mut host = Host::default();
    host.run(new_extension("Bank"));
    host.answer = Some(missing(vec![offered()]));
    host.run(CompilationCommand::Compile);
    let index = document(&host).problems().iter().position(|problem| problem.code == "S206").unwrap();
    host.run(NavigationCommand::ShowProblem(index));
    let file = extension(&host).project_file().unwrap().key;
    assert_eq!((document(&host).tabs().active(), host.revealed), (Some(Target::Source(file)), Some((50, 3))));
    let fixes = host.workbench.fixes(index, &mut host.still);
    let [fix] = fixes.as_slice() else { panic!("{fixes:?}") };
    assert_eq!(fix.label, "Add Newtonsoft.Json.dll 13.0.3.27908 from the Server (695.3 KB)");
    // The server does not answer: nothing is added.
    let before = extension(&host).clone();
    host.run(fix.command.clone());
    assert_eq!(host.workbench.notices().last().unwrap().code, Some(Code::NoServer.into()));
    assert_eq!(*extension(&host), before);
    host.assemblies.insert("ab".into(), b"MZ".to_vec());
    host.run(fix.command.clone());
    let added = extension(&host).resource_at(Folder::BINARIES, "Newtonsoft.Json.dll").unwrap();
    assert_eq!((&added.content.bytes()[..], &added.deploy_action), (&b"MZ"[..], &DeployAction::CopyToBinaries));
    assert_eq!(undo_name(&host), "Add resource newtonsoft.json.dll");
    assert!(host.workbench.jobs().is_empty());
    // It is not offered a second time.
    assert_eq!(
        (host.workbench.fixes(index, &mut host.still), document(&host).missing_assembly(index)),
        (Vec::new(), None)
    );
    host.run(DocumentCommand::Undo);
    assert_eq!(*extension(&host), before);
    assert_eq!(document(&host).missing_assembly(index), Some("Newtonsoft.Json.dll"));
}

#[test]
fn what_is_read_for_another_extension_is_not_added() {
    let mut host = Host::default();
    host.run(new_extension("Bank"));
    let effects = host.workbench.handle(CompilationCommand::AddAssembly(offered()), &mut host.still);
    let job = host.workbench.jobs()[0].id;
    assert!(effects.iter().any(|effect| matches!(effect, workbench::Effect::ReadAssembly { .. })));
    host.run(new_extension("Other"));
    host.run(SessionCommand::Answer(workbench::Choice::Discard));
    host.run(CompilationCommand::AssemblyRead { job, result: Ok(b"MZ".to_vec()) });
    assert!(extension(&host).resource_at(Folder::BINARIES, "newtonsoft.json.dll").is_none());
}
