//! Actions from a .NET assembly: the window, its preview, and what it makes.

use std::collections::BTreeSet;

use extension::DeployAction;
use support::archive::zip_of;
use workbench::{
    DocumentCommand, FileCommand, ImportCommand, ImportOptions, ImportSource, ImportTypes, Importing, NewFile,
    NoticeKind,
};

use crate::host::{Host, document, extension, new_extension, undo_name};

const KINDS: &[u8] = include_bytes!("../../../assembly/tests/it/kinds/kinds.dll");
const DOCUMENTATION: &[u8] = include_bytes!("../../../assembly/tests/it/kinds/kinds.xml");

fn file(path: &str, bytes: &[u8]) -> NewFile {
    NewFile { path: path.to_owned(), bytes: bytes.to_vec() }
}

fn importing(host: &Host) -> &Importing {
    host.workbench.importing().unwrap()
}

/// The window with the library, which was dropped with its documentation.
fn dropped() -> Host {
    let mut host = Host::default();
    host.run(new_extension("Wrapper"));
    host.run(ImportCommand::Begin { resource: None });
    host.run(ImportCommand::TakeFiles(vec![file("lib/kinds.dll", KINDS), file("lib/kinds.xml", DOCUMENTATION)]));
    host
}

fn members(host: &Host, of: &str) -> BTreeSet<String> {
    let of = importing(host).types.iter().find(|it| it.name == of).unwrap();
    of.importable().cloned().collect()
}

#[test]
fn an_assembly_is_dropped_and_says_what_it_offers() {
    let host = dropped();
    let shown = importing(&host);
    assert_eq!(shown.chosen, Some(ImportSource::File("kinds.dll".to_owned())));
    assert_eq!(shown.failure, None);
    assert_eq!(shown.candidates.len(), 1);
    assert!(shown.types.len() > 10, "{} types", shown.types.len());
    let open = shown.types.iter().find(|it| it.name.starts_with("Kinds.Open<")).unwrap();
    assert_eq!(open.reason, "its type is generic: an action cannot say for which types");
    assert!(open.summary.contains("An open type"), "{}", open.summary);
    assert_eq!(open.importable().count(), 0);
    // Looking changed nothing.
    assert_eq!(document(&host).history().steps().len(), 1);
}

#[test]
fn what_is_no_assembly_is_refused() {
    let mut host = dropped();
    host.run(ImportCommand::TakeFiles(vec![file("notes.txt", b"x"), file("broken.dll", b"MZ")]));
    let shown = importing(&host);
    let failure = shown.failure.as_deref().unwrap();
    assert!(
        failure.starts_with(
            "notes.txt is neither an assembly (.dll), nor its documentation (.xml), nor a package (.nupkg)."
        ),
        "{failure}"
    );
    assert!(failure.contains("broken.dll: "), "{failure}");
    // What was chosen before is still there.
    assert!(!shown.types.is_empty());
    assert_eq!(shown.candidates.len(), 1);
}

#[test]
fn documentation_that_comes_later_is_taken_and_a_damaged_one_is_told() {
    let mut host = Host::default();
    host.run(new_extension("Wrapper"));
    host.run(ImportCommand::Begin { resource: None });
    host.run(ImportCommand::TakeFiles(vec![file("kinds.dll", KINDS)]));
    let summary = |host: &Host| {
        importing(host).types.iter().find(|it| it.name.starts_with("Kinds.Open<")).unwrap().summary.clone()
    };
    assert_eq!(summary(&host), "");
    host.run(ImportCommand::TakeFiles(vec![file("kinds.xml", DOCUMENTATION)]));
    assert!(summary(&host).contains("An open type"));
    host.run(ImportCommand::TakeFiles(vec![file("kinds.xml", b"<doc>")]));
    let failure = importing(&host).failure.clone().unwrap();
    assert!(failure.starts_with("The XML beside kinds.dll is left out: "), "{failure}");
    assert!(!importing(&host).types.is_empty());
}

#[test]
fn a_package_gives_the_assembly_for_the_framework_of_the_project() {
    let manifest = b"<package><metadata><id>Kinds</id><version>1.0.0</version><license type='expression'>MIT</license>\
        <dependencies><dependency id='Bank.Core' version='2.0'/></dependencies></metadata></package>";
    let package = zip_of(&[
        ("Kinds.nuspec", manifest),
        ("lib/net45/kinds.dll", KINDS),
        ("lib/net45/kinds.xml", DOCUMENTATION),
        ("lib/net8.0/kinds.dll", b"for another"),
    ]);
    let mut host = Host::default();
    host.run(new_extension("Wrapper"));
    host.run(ImportCommand::Begin { resource: None });
    host.run(ImportCommand::TakeFiles(vec![file("kinds.1.0.0.nupkg", &package)]));
    let shown = importing(&host);
    assert_eq!(shown.failure, None);
    assert_eq!(shown.packages, ["Kinds 1.0.0: lib/net45 was taken, licence MIT. It needs Bank.Core 2.0."]);
    assert_eq!(shown.chosen, Some(ImportSource::File("kinds.dll".to_owned())));
    assert!(!shown.types.is_empty());
    host.run(ImportCommand::TakeFiles(vec![file("broken.nupkg", b"x")]));
    assert!(importing(&host).failure.as_deref().unwrap().starts_with("broken.nupkg: The file is not a NuGet package"));
}

#[test]
fn members_become_actions_as_one_step() {
    let mut host = dropped();
    let offered = importing(&host).types.clone();
    let of = offered.iter().find(|it| it.importable().count() > 1).unwrap();
    let members: BTreeSet<String> = of.importable().cloned().collect();
    host.run(ImportCommand::Check { members, is_checked: true });
    host.run(ImportCommand::SetOptions(ImportOptions { types: ImportTypes::Converted, checks_null: true }));
    host.run(ImportCommand::Preview);
    let preview = importing(&host).preview.clone().unwrap();
    assert!(preview.actions.len() > 1);
    assert_eq!(preview.files, ["kinds.dll"]);
    let second = preview.actions[1].name.clone();
    host.run(ImportCommand::Rename { place: 0, name: "Renamed".to_owned() });
    host.run(ImportCommand::Rename { place: 0, name: second.clone() });
    let first = importing(&host).preview.as_ref().unwrap().actions[0].clone();
    assert_eq!(first.name, "Renamed");
    assert!(first.refused.as_deref().unwrap().contains(&second), "{:?}", first.refused);
    host.run(ImportCommand::SaveReport);
    let (name, report) = host.written.last().unwrap();
    assert_eq!(name, "Import of kinds.dll.txt");
    assert!(String::from_utf8_lossy(report).contains("Action Renamed: "));

    host.run(ImportCommand::Import);
    assert!(host.workbench.importing().is_none());
    assert_eq!(extension(&host).actions.len(), preview.actions.len());
    assert_eq!(extension(&host).actions[0].name.as_str(), "Renamed");
    assert_eq!(host.selected.len(), preview.actions.len());
    assert_eq!(undo_name(&host), "Import from kinds");
    let library = extension(&host).resources.iter().find(|it| it.file_name.as_str() == "kinds.dll").unwrap();
    assert_eq!(library.deploy_action, DeployAction::CopyToBinaries);
    assert!(!document(&host).sources_are_behind());
    let notice = host.workbench.notices().last().unwrap();
    assert_eq!(notice.kind, NoticeKind::Done, "{notice:?}");
    host.run(DocumentCommand::Undo);
    assert_eq!(extension(&host).actions.len(), 0);
}

#[test]
fn a_resource_is_imported_from_where_it_stands() {
    let mut host = Host::default();
    host.run(new_extension("Wrapper"));
    let folder = extension::Folder::BINARIES.to_owned();
    host.run(DocumentCommand::AddFiles { folder, files: vec![file("kinds.dll", KINDS)] });
    let key = extension(&host).resources.iter().find(|it| it.file_name.as_str() == "kinds.dll").unwrap().key;
    host.run(ImportCommand::Begin { resource: Some(key) });
    assert_eq!(importing(&host).chosen, Some(ImportSource::Resource(key)));
    let bare = members(&host, "Bare");
    host.run(ImportCommand::Check { members: bare, is_checked: true });
    host.run(ImportCommand::Preview);
    let preview = importing(&host).preview.clone().unwrap();
    assert_eq!(preview.files, Vec::<String>::new());
    assert_eq!(preview.actions[0].name, "BareCreate");
    assert_eq!(preview.actions[0].member, "Bare: public Bare()");
    assert_eq!(preview.actions[0].parameters, ["out New_Bare: Object (Bare)"]);
    host.run(ImportCommand::Import);
    assert_eq!(extension(&host).actions[0].name.as_str(), "BareCreate");
    let count = extension(&host).resources.iter().filter(|it| it.file_name.as_str() == "kinds.dll").count();
    assert_eq!(count, 1);
}

#[test]
fn data_classes_become_structures_whose_names_are_edited() {
    let Some(toolchain) = support::csharp_toolchain::Toolchain::installed() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (source, library) = (folder.path().join("Shop.cs"), folder.path().join("Shop.dll"));
    let code = "public class Item { public string Name { get; set; } public int? Count { get; set; } }
        public class Shop { public static Item[] Twice(Item item) { return new[] { item, item }; } }";
    std::fs::write(&source, code).unwrap();
    toolchain.compile(&source, &library, &[]);
    let mut host = Host::default();
    host.run(new_extension("Wrapper"));
    host.run(ImportCommand::Begin { resource: None });
    host.run(ImportCommand::TakeFiles(vec![file("Shop.dll", &std::fs::read(&library).unwrap())]));
    let twice = BTreeSet::from(["M:Shop.Twice(Item)".to_owned()]);
    host.run(ImportCommand::Check { members: twice, is_checked: true });
    host.run(ImportCommand::SetOptions(ImportOptions { types: ImportTypes::Structured, checks_null: false }));
    host.run(ImportCommand::Preview);
    let preview = importing(&host).preview.clone().unwrap();
    assert_eq!(preview.files, ["Shop.dll", "ShopConversion.cs"]);
    let structure = &preview.structures[0];
    assert_eq!((structure.name.as_str(), structure.of.as_str(), structure.is_new), ("Item", "Item", true));
    assert_eq!(structure.attributes, ["Count: Integer (int?)", "IsNull_Count: Boolean (bool)", "Name: Text (string)"]);
    let parameters = |host: &Host| importing(host).preview.as_ref().unwrap().actions[0].parameters.clone();
    assert_eq!(
        parameters(&host),
        ["in item: Record (Item) (Item)", "out Return_ItemArray: Record List (Item) (Item[])"]
    );
    host.run(ImportCommand::RenameStructure { place: 0, name: "1 Piece".to_owned() });
    assert!(importing(&host).preview.as_ref().unwrap().structures[0].refused.is_some());
    host.run(ImportCommand::RenameStructure { place: 0, name: "Piece".to_owned() });
    assert_eq!(importing(&host).preview.as_ref().unwrap().structures[0].refused, None);
    assert_eq!(parameters(&host)[0], "in item: Record (Piece) (Item)");
    host.run(ImportCommand::Import);
    assert_eq!(extension(&host).structures[0].name.as_str(), "Piece");
    assert!(extension(&host).resources.iter().any(|it| it.file_name.as_str() == "ShopConversion.cs"));
    let notice = host.workbench.notices().last().unwrap();
    assert_eq!(notice.text, "Imported 1 structure and 1 action from Shop.dll.");
    host.run(DocumentCommand::Undo);
    assert_eq!(extension(&host).structures.len(), 0);
}

#[test]
fn only_what_can_be_imported_is_checked() {
    let mut host = dropped();
    let strange = BTreeSet::from(["M:No.Such.Member".to_owned()]);
    host.run(ImportCommand::Check { members: strange, is_checked: true });
    assert!(importing(&host).checked.is_empty());
    let bare = members(&host, "Bare");
    host.run(ImportCommand::Check { members: bare.clone(), is_checked: true });
    assert_eq!(*importing(&host).checked, bare);
    host.run(ImportCommand::Check { members: bare, is_checked: false });
    assert!(importing(&host).checked.is_empty());
}

#[test]
fn another_document_closes_the_window() {
    let mut host = dropped();
    host.run(FileCommand::Save);
    host.run(FileCommand::Close);
    assert!(host.workbench.importing().is_none());
    host.run(ImportCommand::Begin { resource: None });
    assert!(host.workbench.importing().is_none());
}
