//! A folder of the computer stays in step with the sources, and nothing of either side is lost.

use api::compile::{PlatformAssemblies, PlatformAssembly};
use extension::{ActionEdit, Edit, Folder, Item};
use support::document::name;
use workbench::{
    CompilationCommand, DocumentCommand, FileCommand, FolderCommand, FolderFile, New, SourceCommand,
    is_read_from_folder,
};

use crate::host::{Host, compiled, document, extension, new_extension};

fn text(host: &Host, file_name: &str) -> String {
    extension(host).resource_at(Folder::SOURCE, file_name).unwrap().content.text().unwrap()
}

fn disk(host: &Host, path: &str) -> String {
    String::from_utf8(host.folder[path].clone()).unwrap().trim_start_matches('\u{feff}').to_owned()
}

fn change(host: &mut Host, file_name: &str, from: &str, to: &str) {
    let resource = extension(host).resource_at(Folder::SOURCE, file_name).unwrap().key;
    let text = text(host, file_name);
    assert!(text.contains(from));
    host.run(SourceCommand::Change { resource, text: text.replace(from, to) });
}

/// Changes a file of the folder and tells of it, as the browser does a moment later.
fn change_on_disk(host: &mut Host, path: &str, from: &str, to: &str) {
    let text = String::from_utf8(host.folder[path].clone()).unwrap();
    assert!(text.contains(from));
    let bytes = text.replace(from, to).into_bytes();
    host.folder.insert(path.to_owned(), bytes.clone());
    host.run(FolderCommand::Read(vec![FolderFile { path: path.to_owned(), bytes }]));
}

/// An extension that is linked with an empty folder.
fn linked() -> Host {
    let mut host = Host::default();
    host.run(new_extension("Bank"));
    host.run(FolderCommand::Link { name: "bank-src".to_owned() });
    assert!(host.folder.is_empty(), "nothing is written before the folder was read");
    host.run(FolderCommand::Read(Vec::new()));
    host
}

#[test]
fn an_empty_folder_gets_every_file_and_every_change() {
    let mut host = linked();
    assert_eq!(host.folder.len(), extension(&host).resources.len());
    assert_eq!(disk(&host, "Bank.cs"), text(&host, "Bank.cs"));
    host.run(DocumentCommand::Add(New::Action));
    host.run(SourceCommand::Update);
    assert!(disk(&host, "Bank.cs").contains("MssAction1"));
    host.run(DocumentCommand::Undo);
    assert!(!disk(&host, "Bank.cs").contains("MssAction1"));
}

#[test]
fn the_folder_gets_what_it_is_compiled_against_but_for_what_lies_there_already() {
    let mut host = Host::default();
    host.run(new_extension("Bank"));
    let assembly = |name: &str| PlatformAssembly { name: name.to_owned(), dll: vec![7] };
    host.platform = Some(PlatformAssemblies { assemblies: vec![assembly("A.dll"), assembly("B.dll")] });
    host.folder.insert("bin/B.dll".to_owned(), vec![1]);
    host.run(FolderCommand::Link { name: "bank-src".to_owned() });
    host.run(FolderCommand::Read(Vec::new()));
    assert_eq!((host.folder["bin/A.dll"].as_slice(), host.folder["bin/B.dll"].as_slice()), (&[7][..], &[1][..]));
    assert!(host.workbench.jobs().is_empty());

    // What the user takes away stays away until the folder is linked again.
    host.folder.remove("bin/A.dll");
    host.run(FolderCommand::Read(Vec::new()));
    assert!(!host.folder.contains_key("bin/A.dll"));

    host.platform = None;
    host.run(FolderCommand::Link { name: "bank-src".to_owned() });
    host.run(FolderCommand::Read(Vec::new()));
    let notice = host.workbench.notices().last().unwrap();
    assert_eq!(notice.text, "The folder bank-src has no assemblies of the platform.");
}

#[test]
fn what_changes_in_the_folder_is_taken_over_as_a_step() {
    let mut host = linked();
    change_on_disk(&mut host, "Bank.cs", "namespace", "// there\nnamespace");
    assert!(text(&host, "Bank.cs").contains("// there"));
    let label = host.workbench.document().unwrap().history().undo_name().unwrap();
    assert_eq!(label, "Take over 1 file from bank-src");
    let bytes = b"class Own {}".to_vec();
    host.folder.insert("Sub/Own.cs".to_owned(), bytes.clone());
    host.run(FolderCommand::Read(vec![FolderFile { path: "Sub/Own.cs".to_owned(), bytes }]));
    assert!(extension(&host).resource_at(r"\Source\NET\Sub\", "Own.cs").is_some());
    host.run(DocumentCommand::Undo);
    host.run(DocumentCommand::Undo);
    assert!(!disk(&host, "Bank.cs").contains("// there"), "undo is a change here");
}

#[test]
fn changes_of_both_sides_are_merged_or_wait() {
    let mut host = linked();
    // Changed here while the folder is not looked at: the host writes at once, so the folder is put back.
    let before = host.folder.clone();
    change(&mut host, "Bank.cs", "namespace", "// here\nnamespace");
    let ours = text(&host, "Bank.cs");
    let mut two = linked();
    two.run(FolderCommand::Read(vec![FolderFile { path: "Bank.cs".to_owned(), bytes: before["Bank.cs"].clone() }]));
    assert_eq!(two.workbench.linked_folder().unwrap().waiting(), 0);

    let base = String::from_utf8(before["Bank.cs"].clone()).unwrap();
    let mut fresh = Host::default();
    fresh.run(new_extension("Bank"));
    fresh.run(FolderCommand::Link { name: "bank-src".to_owned() });
    let theirs = base.replace("namespace", "// there\nnamespace");
    fresh.folder.insert("Bank.cs".to_owned(), theirs.clone().into_bytes());
    fresh.run(FolderCommand::Read(vec![FolderFile { path: "Bank.cs".to_owned(), bytes: theirs.clone().into_bytes() }]));
    // Nothing is known that both come from, so the user decides; nothing is written over.
    assert_eq!(fresh.workbench.linked_folder().unwrap().waiting(), 1);
    assert_eq!(disk(&fresh, "Bank.cs"), theirs.trim_start_matches('\u{feff}'));
    assert_eq!(text(&fresh, "Bank.cs"), base.trim_start_matches('\u{feff}'));
    let conflict = fresh.workbench.folder_conflict().unwrap();
    assert_eq!(conflict.lines.unwrap().hunks.len(), 1);
    fresh.run(FolderCommand::Take(Some(0)));
    fresh.run(FolderCommand::Settle);
    assert!(fresh.workbench.folder_conflict().is_none());
    assert!(text(&fresh, "Bank.cs").contains("// there"));
    assert!(ours.contains("// here"));
}

#[test]
fn lines_of_both_sides_are_merged() {
    let mut host = linked();
    let bytes = host.folder["Bank.cs"].clone();
    let there = String::from_utf8(bytes).unwrap().replace("using System;", "using System; // there");
    // The folder changes before it is told of; a change here is then not written over it.
    change(&mut host, "Bank.cs", "namespace", "// here\nnamespace");
    let base = host.folder["Bank.cs"].clone();
    assert!(String::from_utf8(base).unwrap().contains("// here"));
    let both = there.replace("namespace", "// here\nnamespace");
    host.run(FolderCommand::Read(vec![FolderFile { path: "Bank.cs".to_owned(), bytes: both.into_bytes() }]));
    let now = text(&host, "Bank.cs");
    assert!(now.contains("// here") && now.contains("// there"));
}

#[test]
fn a_folder_that_is_lost_is_told_and_nothing_else_changes() {
    let mut host = linked();
    let before = extension(&host).clone();
    host.run(FolderCommand::Unlink(Some(workbench::errors::Failure::browser_file("It cannot be read.", "gone"))));
    assert!(host.workbench.linked_folder().is_none());
    assert_eq!(host.workbench.notices().last().unwrap().text, "The folder bank-src is no longer linked.");
    assert_eq!(extension(&host), &before);
}

/// What developers put into a project in their IDE.
const OWN_PARTS: &str = "  <!-- ours -->\r\n\t<PropertyGroup Condition=\"'$(Configuration)' == 'Debug'\">\r\n\t\t<LangVersion>8.0</LangVersion> <Nullable>enable</Nullable>\r\n\t</PropertyGroup>\r\n\
    \t<ItemGroup>\n\t\t<PackageReference Include='Newtonsoft.Json' Version=\"13.0.3\"/>\r\n\t\t<Compile Include=\"..\\Shared\\Text.cs\" Link=\"Shared\\Text.cs\" />\r\n\
    \t\t<None Include=\"notes.txt\" /><Content Include=\"page.html\"><CopyToOutputDirectory>Never</CopyToOutputDirectory></Content>\r\n\t</ItemGroup>\r\n\
    \t<Target Name=\"Own\" AfterTargets=\"Build\"><Message Text=\"&quot;é&quot;\" /></Target>\r\n";

#[test]
fn the_project_that_the_ide_writes_stays_to_the_byte() {
    let mut host = linked();
    change_on_disk(&mut host, "Bank.csproj", "</Project>", &format!("{OWN_PARTS}</Project>"));
    let project = host.folder["Bank.csproj"].clone();
    let is_same = |host: &Host, file: &str, bytes: &[u8]| {
        host.folder[file] == bytes && extension(host).project_file().unwrap().content.bytes() == bytes
    };
    assert!(is_same(&host, "Bank.csproj", &project));
    host.run(DocumentCommand::Add(New::Action));
    host.run(DocumentCommand::Add(New::Structure));
    host.run(SourceCommand::Update);
    let action = extension(&host).actions[0].key;
    host.run(DocumentCommand::Edit(Edit::Action(action, ActionEdit::Rename(name("Pay")))));
    host.run(SourceCommand::Update);
    host.answer = Some(compiled("OutSystems.NssBank.dll", b"MZ"));
    host.run(CompilationCommand::Compile);
    host.run(FileCommand::Save);
    assert!(disk(&host, "Bank.cs").contains("MssPay") && is_same(&host, "Bank.csproj", &project));
    // The IDE changes it once more while the studio goes on.
    change_on_disk(&mut host, "Bank.csproj", "13.0.3", "13.0.4");
    let project = host.folder["Bank.csproj"].clone();
    host.run(DocumentCommand::Edit(Edit::Remove(vec![Item::Action(action)])));
    host.run(SourceCommand::Update);
    assert!(is_same(&host, "Bank.csproj", &project));
    // A renamed extension changes its names in it and nothing else.
    host.run(DocumentCommand::Edit(Edit::RenameExtension(name("Better"))));
    host.run(SourceCommand::Update);
    let renamed =
        String::from_utf8(project).unwrap().replace("NssBank", "NssBetter").replace("\"Bank.cs", "\"Better.cs");
    assert_eq!(String::from_utf8(host.folder["Better.csproj"].clone()).unwrap(), renamed);
    assert!(is_same(&host, "Better.csproj", renamed.as_bytes()));
}

#[test]
fn a_method_in_a_file_that_the_project_does_not_compile_is_told() {
    let mut host = linked();
    host.run(DocumentCommand::Add(New::Action));
    host.run(SourceCommand::Update);
    let whole = disk(&host, "Bank.cs").replace("class CssBank", "partial class CssBank");
    let rest = "namespace OutSystems.NssBank {\r\n\tpublic partial class CssBank: IssBank {\r\n\t}\r\n}\r\n";
    let files = [("Bank.cs", rest), ("Bank.Pay.cs", whole.as_str())];
    let files = files.map(|(path, text)| FolderFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() });
    host.folder.extend(files.iter().map(|file| (file.path.clone(), file.bytes.clone())));
    host.run(FolderCommand::Read(files.to_vec()));
    let told = |host: &Host| document(host).problems().iter().position(|problem| problem.code == "V704");
    let index = told(&host).unwrap();
    let said = &document(&host).problems()[index].text;
    assert!(said.starts_with("Bank.Pay.cs is not compiled"), "{said}");
    assert!(said.contains("The method of the action Action1 is in it"), "{said}");
    // The next update adds it to the project. It stays the one method, and both files are as the IDE wrote them.
    let item = "\r\n\t\t<Compile Include=\"Bank.Pay.cs\" />";
    host.run(SourceCommand::Update);
    assert_eq!((told(&host), disk(&host, "Bank.csproj").matches(item).count()), (None, 1));
    assert_eq!((disk(&host, "Bank.cs").as_str(), disk(&host, "Bank.Pay.cs")), (rest, whole));
    // Who takes it out again is told so, and can have it back by one click.
    change_on_disk(&mut host, "Bank.csproj", item, "");
    host.run(SourceCommand::Update);
    let index = told(&host).unwrap();
    let fix = host.workbench.fixes(index, &mut host.still).remove(0);
    assert_eq!(fix.label, "Compile it: add it to Bank.csproj");
    host.run(fix.command);
    assert!(told(&host).is_none() && disk(&host, "Bank.csproj").contains(item));
}

#[test]
fn what_tools_make_is_not_read() {
    for path in ["bin/Debug/a.dll", "Obj/x.cs", ".git/config", ".vs/a", "Bank.csproj.user", ".editorconfig"] {
        assert!(!is_read_from_folder(path), "{path}");
    }
    assert!(is_read_from_folder("Bank.cs") && is_read_from_folder("Sub/Deep/Own.cs"));
}
