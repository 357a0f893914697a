//! What packages change in an extension: closures in, documents out.

use std::sync::atomic::{AtomicU64, Ordering};

use extension::{DeployAction, Extension, Folder, Key, Resource};
use package::Known;
use package::installation::{FileChangeKind, Installation, InstallationError, install, remove};
use package::record::Record;
use support::csharp_toolchain::Toolchain;
use support::document::{empty, key, resource, time};
use support::feed::nupkg;
use support::tools;

use crate::resolution::{Shelf, exactly, latest};

/// Keys that no other call gives.
fn keys() -> impl FnMut(&str) -> Key {
    static NUMBER: AtomicU64 = AtomicU64::new(1 << 32);
    |_| {
        let mut bytes = [0xa5; 16];
        bytes[..8].copy_from_slice(&NUMBER.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        Key::from_bytes(bytes)
    }
}

/// An extension with its sources.
fn extension() -> Extension {
    let mut number = 100;
    csharp::with_sources(&empty("Bank"), &time(), |_| {
        number += 1;
        key(number)
    })
    .unwrap()
}

fn installed(before: &Extension, shelf: &Shelf, wish: package::Wish) -> Result<Installation, InstallationError> {
    let known = Record::read(before).unwrap().known();
    let closure = shelf.closure(&[wish], known).unwrap();
    install(before, closure, &mut keys(), &time())
}

fn at<'e>(extension: &'e Extension, file: &str) -> Option<&'e Resource> {
    extension.resource_at(Folder::BINARIES, file).map(|it| &**it)
}

fn text(extension: &Extension, file: &str) -> String {
    extension.resource_at(Folder::SOURCE, file).unwrap().content.text().unwrap()
}

fn files(installation: &Installation) -> Vec<String> {
    installation.files.iter().map(|it| format!("{:?} {}", it.kind, it.file)).collect()
}

fn notes(installation: &Installation) -> Vec<String> {
    installation.notes.iter().map(ToString::to_string).collect()
}

/// Newtonsoft.Json of Debian in two versions, and a library that needs it.
fn real_shelf() -> Option<Shelf> {
    let json = std::fs::read(tools::newtonsoft_json()?).unwrap();
    let toolchain = Toolchain::installed()?;
    let folder = tempfile::tempdir().unwrap();
    let (source, library) = (folder.path().join("a.cs"), folder.path().join("Bank.Rates.dll"));
    std::fs::write(
        &source,
        "public class Rates { public static string All() => Newtonsoft.Json.JsonConvert.SerializeObject(1); }",
    )
    .unwrap();
    let reference = tools::newtonsoft_json()?;
    toolchain.compile_with(&source, &library, &[&reference], &["-nowarn:1591"]);
    let rates = std::fs::read(library).unwrap();
    let mut shelf = Shelf::default();
    let content: &[(&str, &[u8])] = &[
        ("lib/net45/Newtonsoft.Json.dll", &json),
        ("lib/net45/Newtonsoft.Json.xml", b"<doc/>"),
        ("lib/net45/Gone.xml", b"<doc/>"),
    ];
    shelf.put("Newtonsoft.Json", "13.0.1", nupkg("Newtonsoft.Json", "13.0.1", &[], content));
    let content: &[(&str, &[u8])] = &[
        ("lib/net45/Bank.Rates.dll", &rates),
        ("lib/net45/System.Net.Http.dll", b"a facade"),
        ("lib/net45/OutSystems.NssOther.dll", b"of another"),
        ("runtimes/win-x64/native/rates.dll", b"machine code"),
    ];
    shelf.put("Bank.Rates", "1.0.0", nupkg("Bank.Rates", "1.0.0", &[("Newtonsoft.Json", "13.0.1")], content));
    Some(shelf)
}

#[test]
fn real_libraries_become_resources_and_references_and_go_again() {
    let Some(shelf) = real_shelf() else { return };
    let before = extension();
    let added = installed(&before, &shelf, latest("Bank.Rates")).unwrap();
    assert_eq!(added.edit.label(&before), "Add package Bank.Rates");
    assert_eq!(before.apply(&added.edit).unwrap(), added.extension);
    let after = &added.extension;
    assert_eq!(
        files(&added),
        ["Added Bank.Rates.dll", "Added Newtonsoft.Json.dll", "Added Newtonsoft.Json.xml", "Added rates.dll"]
    );
    let json = at(after, "Newtonsoft.Json.dll").unwrap();
    assert_eq!(json.deploy_action, DeployAction::CopyToBinaries);
    assert!(json.is_code_reference && json.references.iter().any(|it| &*it.name == "System.Core"));
    assert_eq!(at(after, "Newtonsoft.Json.xml").unwrap().deploy_action, DeployAction::Ignore);
    let native = at(after, "rates.dll").unwrap();
    assert!(native.deploy_action == DeployAction::CopyToBinaries && !native.is_code_reference);
    let project = text(after, "Bank.csproj");
    assert!(project.contains("<HintPath>Bin\\Newtonsoft.Json.dll</HintPath>"), "{project}");
    assert!(project.contains("Include=\"Bank.Rates.dll\"") && project.contains("Include=\"System.Net.Http\""));
    assert!(!project.contains("rates.dll</HintPath>") || project.contains("Bank.Rates.dll</HintPath>"));
    assert_eq!(project.matches("rates.dll").count(), 0, "native libraries are not referenced: {project}");
    assert_eq!(
        notes(&added),
        [
            "System.Net.Http.dll of Bank.Rates is left out: the .NET Framework of every Platform Server has it, and a copy in an \
             extension would be loaded instead.",
            "OutSystems.NssOther.dll of Bank.Rates is left out: it is the assembly of the extension Other, which brings it itself.",
            "rates.dll of Bank.Rates is native: it is deployed, and the project does not reference it. It needs rights that some \
             environments do not give.",
        ]
    );
    let config = text(after, "packages.config");
    assert!(config.contains(
        "<package id=\"Newtonsoft.Json\" version=\"13.0.1\" targetFramework=\"net461\" studio:direct=\"false\""
    ));
    let resource = after.resource_at(Folder::SOURCE, "packages.config").unwrap();
    assert_eq!(resource.deploy_action, DeployAction::Ignore);

    let refused = remove(after, &"newtonsoft.json".parse().unwrap(), &mut keys(), &time()).unwrap_err();
    assert_eq!(refused.to_string(), "newtonsoft.json is needed by Bank.Rates. Remove that first.");
    let gone = remove(after, &"bank.rates".parse().unwrap(), &mut keys(), &time()).unwrap();
    assert_eq!(gone.edit.label(after), "Remove package Bank.Rates");
    assert_eq!(gone.packages.len(), 2, "and what only it needed");
    assert!(gone.files.iter().all(|it| it.kind == FileChangeKind::Removed) && gone.files.len() == 4);
    let project = text(&gone.extension, "Bank.csproj");
    assert!(!project.contains("Newtonsoft") && project.contains("Include=\"System.Net.Http\""), "{project}");
    assert!(gone.extension.resource_at(Folder::SOURCE, "packages.config").is_none());
    assert_eq!(gone.extension.resources.len(), before.resources.len());
}

#[test]
fn an_update_replaces_files_and_takes_those_that_are_gone() {
    let mut shelf = Shelf::default();
    let old: &[(&str, &[u8])] = &[("lib/net45/A.dll", b"A 1"), ("lib/net45/Old.dll", b"old")];
    shelf.put("A", "1.0.0", nupkg("A", "1.0.0", &[], old));
    shelf.put("A", "2.0.0", nupkg("A", "2.0.0", &[], &[("lib/net45/A.dll", b"A 2"), ("lib/net45/New.dll", b"new")]));
    let first = installed(&extension(), &shelf, exactly("A", "1.0")).unwrap().extension;
    let updated = installed(&first, &shelf, latest("A")).unwrap();
    assert_eq!(files(&updated), ["Replaced A.dll", "Added New.dll", "Removed Old.dll"]);
    assert_eq!(updated.edit.label(&first), "Update package A");
    assert_eq!(at(&updated.extension, "A.dll").unwrap().key, at(&first, "A.dll").unwrap().key, "keys stay");
    assert_eq!(updated.packages[0].before, Some("1.0".parse().unwrap()));
    let again = installed(&updated.extension, &shelf, latest("A")).unwrap();
    assert!(again.extension == updated.extension && again.packages.is_empty(), "a second time changes nothing");
    // Somebody removed a file meanwhile.
    let key = at(&updated.extension, "New.dll").unwrap().key;
    let edit = extension::Edit::Remove(vec![extension::Item::Resource(key)]);
    let without = updated.extension.apply(&edit).unwrap();
    let gone = remove(&without, &"A".parse().unwrap(), &mut keys(), &time()).unwrap();
    assert_eq!(files(&gone), ["Removed A.dll"]);
}

#[test]
fn files_of_the_user_and_of_other_packages_are_not_replaced() {
    let mut shelf = Shelf::default().with("A", "1.0", &[]);
    shelf.put("B", "1.0.0", nupkg("B", "1.0.0", &[], &[("lib/net45/A.dll", b"of B")]));
    shelf.put("C", "1.0.0", nupkg("C", "1.0.0", &[], &[("lib/net45/A.dll", b"A 1.0")]));
    let own = |bytes: &[u8]| {
        let edit = extension::Edit::AddResource(resource(99, Folder::BINARIES, "a.DLL", bytes));
        extension().apply(&edit).unwrap()
    };
    let refused = installed(&own(b"of the user"), &shelf, latest("A")).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "A brings A.dll, and the extension has another file of that name, which is not of this package. Remove that one first."
    );
    let same = installed(&own(b"A 1.0"), &shelf, latest("A")).unwrap();
    assert!(same.files.is_empty(), "an equal file is that one");
    let with = installed(&extension(), &shelf, latest("A")).unwrap().extension;
    let refused = installed(&with, &shelf, latest("B")).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "B and A bring different files of the name A.dll. Only one can be in an extension."
    );
    // Nor when the user asks for the other one at the same time, which only notes that he did.
    let indirect = Record::read(&with).unwrap().known().into_iter().map(|known| Known { is_direct: false, ..known });
    let closure = shelf.closure(&[latest("A"), latest("B")], indirect.collect()).unwrap();
    assert!(matches!(install(&with, closure, &mut keys(), &time()), Err(InstallationError::TwoFiles { .. })));
    // A file that two packages share goes with the last one.
    let both = installed(&with, &shelf, latest("C")).unwrap().extension;
    let one = remove(&both, &"A".parse().unwrap(), &mut keys(), &time()).unwrap();
    assert!(one.files.is_empty() && at(&one.extension, "A.dll").is_some());
    let none = remove(&one.extension, &"C".parse().unwrap(), &mut keys(), &time()).unwrap();
    assert!(at(&none.extension, "A.dll").is_none());
    let missing = remove(&none.extension, &"C".parse().unwrap(), &mut keys(), &time()).unwrap_err();
    assert_eq!(missing.to_string(), "packages.config does not have the package C.");
}

#[test]
fn what_another_tool_noted_goes_without_its_files() {
    let config = b"<packages>\n  <package id=\"EPPlus\" version=\"4.5.3\" targetFramework=\"net472\" />\n</packages>\n";
    let edit = extension::Edit::AddResource(resource(99, Folder::SOURCE, "packages.config", config));
    let before = extension().apply(&edit).unwrap();
    let gone = remove(&before, &"epplus".parse().unwrap(), &mut keys(), &time()).unwrap();
    assert_eq!(notes(&gone), ["Another tool noted EPPlus, so its files are not known: remove them by hand."]);
    assert_eq!(
        text(&gone.extension, "packages.config").replace(" xmlns:studio=\"urn:xif-studio:packages\"", ""),
        "<packages>\n</packages>\n"
    );
    let shelf = Shelf::default().with("A", "1.0", &[]);
    let with = installed(&before, &shelf, latest("A")).unwrap();
    assert!(
        text(&with.extension, "packages.config")
            .contains("id=\"EPPlus\" version=\"4.5.3\" targetFramework=\"net472\" />\n")
    );
    let damaged = extension::Edit::AddResource(resource(99, Folder::SOURCE, "packages.config", b"<x/>"));
    let damaged = extension().apply(&damaged).unwrap();
    assert!(matches!(remove(&damaged, &"A".parse().unwrap(), &mut keys(), &time()), Err(InstallationError::Record(_))));
}

#[test]
fn without_a_project_file_the_files_come_and_it_is_said() {
    let Some(shelf) = real_shelf() else { return };
    let added = installed(&empty("Bank"), &shelf, latest("Newtonsoft.Json")).unwrap();
    assert_eq!(notes(&added), ["The extension has no project file, so no reference was added."]);
    assert!(at(&added.extension, "Newtonsoft.Json.dll").is_some());
}

#[test]
fn libraries_of_net_standard_want_a_later_framework() {
    let mut shelf = Shelf::default();
    shelf.put("A", "1.0.0", nupkg("A", "1.0.0", &[], &[("lib/netstandard2.0/A.dll", b"x")]));
    let told = notes(&installed(&extension(), &shelf, latest("A")).unwrap());
    assert!(told[0].contains("lib/netstandard2.0") && told[0].contains("4.7.2"), "{told:?}");
}
