//! What a user does in the studio, without a screen.

use api::compile::{Assembly, CompileAnswer, Diagnostic, Outcome, Position, Span};
use extension::{ActionEdit, BasicType, Direction, Edit, Extension, Folder, Key, ParameterEdit};
use support::corpus;
use support::document::name;
use workbench::errors::{Code, FailureCode};
use workbench::{
    Choice, Command, CompilationCommand, CompilationState, CompileWait, DocumentCommand, Effect, FileCommand,
    NavigationCommand, New, NoticeKind, SavedBy, SessionCommand, SourceCommand, Target, Verified,
};

use crate::host::{Host, document, extension, new_extension};

/// A studio with the extension `MortgageLib` and its action `Calculate`, which gives Payment from Years.
fn mortgage() -> (Host, Key) {
    let mut host = Host::default();
    host.run(new_extension("MortgageLib"));
    host.run(DocumentCommand::Add(New::Action));
    let action = extension(&host).actions[0].key;
    host.run(DocumentCommand::Edit(Edit::Action(action, ActionEdit::Rename(name("Calculate")))));
    host.run(DocumentCommand::Add(New::Parameter {
        action,
        direction: Direction::Input { mandatory: true },
        name: Some(name("Years")),
    }));
    host.run(DocumentCommand::Add(New::Parameter {
        action,
        direction: Direction::Output,
        name: Some(name("Payment")),
    }));
    let years = extension(&host).actions[0].parameters[0].key;
    let integer = ParameterEdit::SetDataType(BasicType::Integer.into());
    host.run(DocumentCommand::Edit(Edit::Action(action, ActionEdit::Parameter(years, integer))));
    (host, action)
}

fn source(host: &Host, file_name: &str) -> String {
    extension(host).resource_at(Folder::SOURCE, file_name).unwrap().content.text().unwrap()
}

fn compiled(dll: &[u8]) -> CompileAnswer {
    let assembly = Assembly {
        name: "OutSystems.NssMortgageLib.dll".into(),
        dll: dll.to_vec(),
        documentation: Some("<doc/>".into()),
    };
    CompileAnswer {
        outcome: Outcome::Succeeded { assembly },
        way: None,
        kept: false,
        diagnostics: Vec::new(),
        output: "built".into(),
        waited_ms: 0,
        elapsed_ms: 1500,
    }
}

#[test]
fn a_new_extension_has_its_sources_and_asks_to_be_saved() {
    let mut host = Host::default();
    host.run(new_extension("MortgageLib"));
    let files: Vec<String> = extension(&host).resources.iter().map(|resource| resource.path()).collect();
    assert_eq!(
        files[..3],
        [r"\Source\NET\MortgageLib.sln", r"\Source\NET\MortgageLib.csproj", r"\Source\NET\MortgageLib.cs"]
    );
    assert_eq!(files.len(), 9);
    assert!(host.workbench.is_dirty());
    host.run(FileCommand::Save);
    assert!(!host.workbench.is_dirty());
    let (file_name, bytes) = &host.written[0];
    assert_eq!(file_name, "MortgageLib.xif");
    let saved = xif::read(bytes, &xif::Limits::default()).unwrap();
    assert_eq!(saved.provenance.generation, 1);
    assert_eq!(saved.provenance.last_modified_utc.as_str(), "2026-11-21 09:30:00");
    assert_eq!(saved.provenance.hash.len(), 24);
    assert!(!saved.provenance.is_valid);
    let notice = host.workbench.notices().last().unwrap();
    assert_eq!((notice.kind, notice.text.as_str()), (NoticeKind::Done, "Saved MortgageLib.xif, generation 1."));
    assert_eq!(notice.details, [xif::HASH_NOTE]);
}

#[test]
fn the_hash_is_told_about_once_and_kept_while_nothing_changes() {
    let mut host = Host::default();
    host.run(new_extension("MortgageLib"));
    host.run(FileCommand::Save);
    let first = extension_of(&host, 0).provenance.hash.clone();
    host.run(FileCommand::Save);
    assert_eq!(
        (extension_of(&host, 1).provenance.hash.clone(), extension_of(&host, 1).provenance.generation),
        (first.clone(), 2)
    );
    host.run(DocumentCommand::Add(New::Action));
    host.run(FileCommand::Save);
    assert_ne!(extension_of(&host, 2).provenance.hash, first);
    assert!(!host.workbench.notices().last().unwrap().details.iter().any(|detail| detail == xif::HASH_NOTE));
}

fn extension_of(host: &Host, written: usize) -> Extension {
    xif::read(&host.written[written].1, &xif::Limits::default()).unwrap()
}

#[test]
fn the_facts_of_the_file_follow_a_save() {
    let mut host = Host::default();
    host.run(new_extension("MortgageLib"));
    let saved_by = |host: &Host| host.workbench.document().unwrap().saved_by();
    let verified = |host: &Host| host.workbench.document().unwrap().verified();
    assert_eq!((saved_by(&host), verified(&host)), (SavedBy::Nobody, Verified::Never));
    host.run(FileCommand::Save);
    assert_eq!((saved_by(&host), verified(&host)), (SavedBy::XifStudio, Verified::Never));
    assert_eq!(host.workbench.document().unwrap().head().generation, 1);
    host.answer = Some(compiled(b"MZ"));
    host.run(CompilationCommand::Compile);
    assert_eq!(verified(&host), Verified::Here);
    host.run(FileCommand::Save);

    // Opened again it is known by its hash, although its head names an Integration Studio.
    let (file_name, bytes) = host.written.last().unwrap().clone();
    host.run(FileCommand::Open { file_name: file_name.clone(), bytes: bytes.clone(), handle: None });
    assert_eq!((saved_by(&host), verified(&host)), (SavedBy::XifStudio, Verified::ByFile));
    host.run(DocumentCommand::Add(New::Action));
    assert_eq!(verified(&host), Verified::Outdated);
    host.run(DocumentCommand::Undo);

    let text = xif::inflate(&bytes, &xif::Limits::default()).unwrap();
    let hash = extension_of(&host, 1).provenance.hash.clone();
    let of_vendor = text.replace(&*hash, "ZmlmdGVlbiBhbmQgb25lIQ==");
    host.run(FileCommand::Open { file_name, bytes: xif::deflate(&of_vendor), handle: None });
    assert_eq!(saved_by(&host), SavedBy::IntegrationStudio("11.14.25.134".to_owned()));
}

#[test]
fn the_example_is_written_and_its_sources_follow() {
    let mut host = Host::default();
    host.run(FileCommand::OpenExample);
    let code = source(&host, "MortgageLib.cs");
    assert!(code.contains("out decimal ssMonthlyPayment"), "{code}");
    assert!(code.contains("ssMonthlyPayment = System.Math.Round((decimal)payment, 2);"), "{code}");
    let document = host.workbench.document().unwrap();
    assert!(!document.sources_are_behind());
    assert_eq!(document.tabs().active(), Some(Target::Action(extension(&host).actions[0].key)));
    assert_eq!(document.problems().as_slice(), []);
    assert_eq!(host.workbench.notices(), []);
}

#[test]
fn news_of_a_document_goes_with_it() {
    let mut host = Host::default();
    host.run(new_extension("First"));
    host.run(FileCommand::Save);
    host.run(SourceCommand::Update);
    assert!(!host.workbench.notices().is_empty());
    host.run(FileCommand::Close);
    assert_eq!(host.workbench.notices(), []);
    host.run(new_extension("Second"));
    host.disk_is_full = true;
    host.run(FileCommand::Save);
    host.run(new_extension("Third"));
    assert!(host.workbench.notices().iter().any(|notice| notice.kind == NoticeKind::Error), "a loss is still told");
}

#[test]
fn other_tabs_close_and_this_one_stays() {
    let (mut host, action) = mortgage();
    host.run(NavigationCommand::Open(Target::Extension));
    host.run(NavigationCommand::CloseOthers(Target::Action(action)));
    let tabs = host.workbench.document().unwrap().tabs().clone();
    assert_eq!((tabs.open(), tabs.active()), ([Target::Action(action)].as_slice(), Some(Target::Action(action))));
}

#[test]
fn undo_and_redo_walk_over_named_steps() {
    let (mut host, action) = mortgage();
    let history = host.workbench.document().unwrap().history();
    let names: Vec<&str> = history.steps().iter().map(|step| step.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "New extension",
            "Add action Action1",
            "Rename action Action1 to Calculate",
            "Add parameter Calculate.Years",
            "Add parameter Calculate.Payment",
            "Change Calculate.Years to Integer",
        ]
    );
    host.run(DocumentCommand::Undo);
    host.run(DocumentCommand::Undo);
    assert_eq!(extension(&host).actions[0].parameters.len(), 1);
    host.run(DocumentCommand::Redo);
    assert_eq!(extension(&host).actions[0].parameters.len(), 2);
    host.run(DocumentCommand::GoTo(0));
    assert!(extension(&host).actions.is_empty());
    assert!(!host.workbench.document().unwrap().tabs().open().contains(&Target::Action(action)));
}

#[test]
fn a_refused_edit_offers_the_way_out() {
    let (mut host, action) = mortgage();
    host.run(DocumentCommand::Edit(Edit::Action(action, ActionEdit::SetFunction(true))));
    let output = extension(&host).actions[0].parameters[1].key;
    host.run(DocumentCommand::Edit(Edit::Action(action, ActionEdit::RemoveParameter(output))));
    assert_eq!(extension(&host).actions[0].parameters.len(), 2);
    let notice = host.workbench.notices().last().unwrap().clone();
    assert_eq!(notice.code, Some(Code::FunctionRule.into()));
    assert_eq!(notice.offers[0].label, "Make it no function");
    host.run(notice.offers[0].command.clone());
    let action = &extension(&host).actions[0];
    assert_eq!((action.parameters.len(), action.is_function), (1, false));
    host.run(DocumentCommand::Undo);
    assert!(extension(&host).actions[0].is_function);
}

#[test]
fn the_source_follows_renames_and_keeps_bodies() {
    let (mut host, action) = mortgage();
    host.run(SourceCommand::Edit { action: Some(action) });
    assert!(host.revealed.is_some());
    let before = source(&host, "MortgageLib.cs");
    let written = before.replace("ssPayment = \"\";", "ssPayment = \"paid over \" + ssYears;");
    assert_ne!(before, written, "{before}");
    let file = extension(&host).resource_at(Folder::SOURCE, "MortgageLib.cs").unwrap().key;
    host.run(SourceCommand::Change { resource: file, text: written.replace("\r\n", "\n") });
    assert_eq!(source(&host, "MortgageLib.cs"), written);
    host.run(DocumentCommand::Edit(Edit::Action(action, ActionEdit::Rename(name("Pay")))));
    let years = extension(&host).actions[0].parameters[0].key;
    host.run(DocumentCommand::Edit(Edit::Action(
        action,
        ActionEdit::Parameter(years, ParameterEdit::Rename(name("Term"))),
    )));
    host.run(SourceCommand::Update);
    let after = source(&host, "MortgageLib.cs");
    assert!(after.contains("void MssPay(int ssTerm, out string ssPayment)"), "{after}");
    assert!(after.contains("ssPayment = \"paid over \" + ssTerm;"), "{after}");
    assert!(!after.contains("MssCalculate"));
    assert!(source(&host, "Interface.cs").contains("void MssPay(int ssTerm, out string ssPayment);"));
    host.run(SourceCommand::Update);
    assert_eq!(source(&host, "MortgageLib.cs"), after);
    // Undo takes definition and source back together, and the next update still knows what was renamed.
    for _ in 0..3 {
        host.run(DocumentCommand::Undo);
    }
    assert_eq!(source(&host, "MortgageLib.cs"), written);
    host.run(SourceCommand::Update);
    assert_eq!(source(&host, "MortgageLib.cs"), written);
}

#[test]
fn compiling_packs_the_assembly_and_makes_the_extension_valid() {
    let (mut host, _) = mortgage();
    host.answer = Some(compiled(b"MZ one"));
    host.run(CompilationCommand::Compile);
    let document = host.workbench.document().unwrap();
    assert_eq!(document.compilation().state, CompilationState::Succeeded);
    assert!(document.is_compiled());
    assert!(host.compiled.contains(&"MortgageLib.csproj".to_owned()));
    let assembly = extension(&host).main_assembly().unwrap();
    assert_eq!(
        (assembly.deploy_action.label(), assembly.content.bytes().as_ref()),
        ("Copy to Binaries directory", b"MZ one".as_slice())
    );
    host.run(FileCommand::Save);
    assert!(extension_of(&host, 0).provenance.is_valid);
    let key = extension(&host).main_assembly().unwrap().key;
    host.answer = Some(compiled(b"MZ two"));
    host.run(CompilationCommand::Compile);
    assert_eq!(extension(&host).main_assembly().unwrap().key, key);
    assert_eq!(extension(&host).resources.len(), 11);
    host.run(DocumentCommand::Add(New::Action));
    host.run(FileCommand::Save);
    assert!(!extension_of(&host, 1).provenance.is_valid);
}

#[test]
fn compile_errors_lead_to_their_line() {
    let (mut host, _) = mortgage();
    let start = Position { line: 12, column: 9 };
    let diagnostic = Diagnostic {
        file: Some("mortgagelib.cs".into()),
        span: Some(Span { start, end: None }),
        severity: api::compile::Severity::Error,
        code: "CS1002".into(),
        text: "; expected".into(),
        cause: None,
    };
    host.answer = Some(CompileAnswer {
        outcome: Outcome::Failed,
        way: None,
        kept: false,
        diagnostics: vec![diagnostic],
        output: String::new(),
        waited_ms: 0,
        elapsed_ms: 900,
    });
    host.run(CompilationCommand::Compile);
    let compilation = host.workbench.document().unwrap().compilation();
    assert_eq!((compilation.state, compilation.errors()), (CompilationState::Failed, 1));
    // That there is no assembly yet stands before it.
    let problem = document(&host).problems().iter().position(|problem| problem.code == "CS1002").unwrap();
    host.run(NavigationCommand::ShowProblem(problem));
    let file = extension(&host).resource_at(Folder::SOURCE, "MortgageLib.cs").unwrap().key;
    assert_eq!(host.workbench.document().unwrap().tabs().active(), Some(Target::Source(file)));
    assert_eq!(host.revealed, Some((12, 9)));
    host.answer = Some(compiled(b"MZ"));
    host.run(CompilationCommand::Compile);
    assert!(host.workbench.document().unwrap().compilation().problems.is_empty());
}

#[test]
fn without_a_server_only_compiling_fails() {
    let (mut host, _) = mortgage();
    host.run(CompilationCommand::Compile);
    assert_eq!(host.workbench.notices().last().unwrap().code, Some(Code::NoServer.into()));
    assert!(host.workbench.jobs().is_empty());
    host.run(FileCommand::Save);
    assert!(!host.workbench.is_dirty());
}

#[test]
fn unsaved_work_is_asked_about() {
    let (mut host, _) = mortgage();
    host.run(new_extension("Other"));
    assert_eq!(extension(&host).name.as_str(), "MortgageLib");
    assert_eq!(host.workbench.question().unwrap().text, "Save the changes to MortgageLib first?");
    host.run(SessionCommand::Answer(Choice::Cancel));
    assert!(host.workbench.question().is_none());
    host.run(new_extension("Other"));
    host.run(SessionCommand::Answer(Choice::Save));
    assert_eq!((host.written.len(), extension(&host).name.as_str()), (1, "Other"));
    host.run(new_extension("Third"));
    host.run(SessionCommand::Answer(Choice::Discard));
    assert_eq!((host.written.len(), extension(&host).name.as_str()), (1, "Third"));
}

#[test]
fn a_failed_save_loses_nothing() {
    let (mut host, _) = mortgage();
    host.disk_is_full = true;
    host.run(new_extension("Other"));
    host.run(SessionCommand::Answer(Choice::Save));
    assert_eq!(extension(&host).name.as_str(), "MortgageLib");
    assert!(host.workbench.is_dirty() && host.workbench.jobs().is_empty());
    let notice = host.workbench.notices().last().unwrap();
    assert_eq!(
        (notice.code.as_ref().map(FailureCode::text), notice.text.as_str()),
        (Some("B101"), "The extension is not saved. Your changes are still here.")
    );
    host.disk_is_full = false;
    host.run(FileCommand::Save);
    assert!(!host.workbench.is_dirty());
}

#[test]
fn a_file_that_cannot_be_read_leaves_the_open_one() {
    let (mut host, _) = mortgage();
    host.run(FileCommand::Save);
    host.run(FileCommand::Open { file_name: "Broken.xif".into(), bytes: b"no xif".to_vec(), handle: None });
    assert_eq!(extension(&host).name.as_str(), "MortgageLib");
    let notice = host.workbench.notices().last().unwrap();
    assert_eq!(
        (notice.code.as_ref().map(FailureCode::text), notice.text.as_str()),
        (Some("X101"), "Broken.xif cannot be opened.")
    );
    let bytes = host.written[0].1.clone();
    host.run(FileCommand::Open { file_name: "Good.xif".into(), bytes, handle: None });
    assert_eq!(host.workbench.document().unwrap().file_name(), Some("Good.xif"));
    assert!(!host.workbench.is_dirty());
}

#[test]
fn an_unchanged_save_changes_only_the_head() {
    for (_, bytes) in corpus::files() {
        let mut host = Host::default();
        let before = xif::inflate(&bytes, &xif::Limits::default()).unwrap();
        host.run(FileCommand::Open { file_name: "A.xif".into(), bytes, handle: None });
        if let Some(action) = extension(&host).actions.first().map(|action| action.key) {
            host.run(DocumentCommand::Edit(Edit::Action(action, ActionEdit::Rename(name("Renamed")))));
            assert!(host.workbench.is_dirty());
            host.run(DocumentCommand::Undo);
        }
        assert!(!host.workbench.is_dirty());
        host.run(FileCommand::Save);
        let after = xif::inflate(&host.written[0].1, &xif::Limits::default()).unwrap();
        let head = extension_of(&host, 0).provenance;
        let old = xif::parse(before.clone()).unwrap().provenance;
        let expected = before
            .replacen(
                &format!(" Generation=\"{}\"", old.generation),
                &format!(" Generation=\"{}\"", old.generation + 1),
                1,
            )
            .replacen(old.last_modified_utc.as_str(), head.last_modified_utc.as_str(), 1);
        assert!(after == expected);
    }
}

#[test]
fn an_icon_comes_from_a_file() {
    let (mut host, action) = mortgage();
    let browse = |bytes: &[u8]| {
        Command::Document(DocumentCommand::BrowseIcon { action, file_name: "pay.png".into(), bytes: bytes.to_vec() })
    };
    host.run(browse(b"one"));
    let icon = extension(&host).actions[0].icon.unwrap();
    let resource = extension(&host).resource(icon).unwrap();
    assert_eq!(
        (resource.path().as_str(), resource.deploy_action.label()),
        (r"\Icons\pay.png", "Copy to Images directory")
    );
    let resources = extension(&host).resources.len();
    host.run(browse(b"one"));
    assert_eq!(extension(&host).resources.len(), resources);
    host.run(browse(b"two"));
    assert_eq!(host.workbench.notices().last().unwrap().code, Some(Code::NameTaken.into()));
    host.run(DocumentCommand::Undo);
    assert_eq!(extension(&host).actions[0].icon, None);
}

#[test]
fn a_compilation_that_waits_says_for_what() {
    let (mut host, _) = mortgage();
    let effects = host.workbench.handle(CompilationCommand::Compile, &mut host.still);
    let Some(Effect::Compile { job, .. }) = effects.into_iter().find(|it| matches!(it, Effect::Compile { .. })) else {
        panic!("it compiles")
    };
    let label = |host: &Host| host.workbench.jobs().iter().find(|it| it.id == job).map(|it| it.label.clone());
    let pause = std::time::Duration::from_millis(4200);
    let waits = [CompileWait::Again(pause), CompileWait::Place(3), CompileWait::Place(3), CompileWait::Compiler];
    let labels: Vec<_> = waits
        .into_iter()
        .map(|waits| {
            host.run(CompilationCommand::Waits { job, waits });
            label(&host).unwrap()
        })
        .collect();
    let busy = "Waiting: the server is busy, trying again in 5 s";
    assert_eq!(labels, [busy, "Waiting: place 3", "Waiting: place 3", "Compiling MortgageLib"]);
    let output = host.workbench.document().unwrap().compilation().output.clone();
    assert_eq!(output.iter().filter(|line| *line == "Waiting: place 3").count(), 1);
    host.run(SessionCommand::Cancel(job));
    host.run(CompilationCommand::Waits { job, waits: CompileWait::Place(1) });
    let output = &host.workbench.document().unwrap().compilation().output;
    assert_eq!((label(&host), output.last().unwrap().as_str()), (None, "Stopped."));
}
