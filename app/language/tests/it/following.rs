//! What the service is told of an extension.

use extension::{Content, Edit, Extension, Folder, ResourceEdit, Structure, StructureAttribute, StructureEdit};
use language::{Change, Document, Following, Project};
use support::document::{action, edited, empty, key, name, resource, time};

/// An extension with an action and a structure, and the sources that it gets.
fn parcels() -> Extension {
    let mut structure = Structure::new(key(30), name("Parcel"));
    structure.attributes = [StructureAttribute::new(key(31), name("Label"))].into_iter().collect();
    let plain = edited(
        &empty("Parcels"),
        &[Edit::AddAction(action(10, "Weigh", []), None), Edit::AddStructure(structure, None)],
    );
    let files = csharp::new_sources(&plain);
    let edits: Vec<Edit> = files
        .iter()
        .enumerate()
        .map(|(number, file)| {
            let number = u8::try_from(100 + number).unwrap();
            let bytes = file.content.bytes();
            Edit::AddResource(resource(number, file.folder.as_str(), file.file_name.as_str(), &bytes))
        })
        .collect();
    edited(&plain, &edits)
}

fn with_content(extension: &Extension, file_name: &str, text: &str) -> Extension {
    let file = extension.resource_at(Folder::SOURCE, file_name).unwrap().key;
    let edit = ResourceEdit::SetContent(Content::from_bytes(text.as_bytes().to_vec()), time());
    edited(extension, &[Edit::Resource(file, edit)])
}

fn with_file(extension: &Extension, folder: &str, file_name: &str, text: &str) -> Extension {
    let number = u8::try_from(150 + extension.resources.len()).unwrap();
    edited(extension, &[Edit::AddResource(resource(number, folder, file_name, text.as_bytes()))])
}

fn text(extension: &Extension, file_name: &str) -> String {
    extension.resource_at(Folder::SOURCE, file_name).unwrap().content.text().unwrap()
}

fn opened(extension: &Extension) -> (Project, Vec<Document>, Following) {
    let mut following = Following::default();
    let changes = following.follow(extension, extension);
    let [Change::Open(project, documents)] = changes.as_slice() else { panic!("{changes:?}") };
    (project.clone(), documents.clone(), following)
}

#[test]
fn the_first_time_the_whole_project_is_told() {
    let (project, documents, _) = opened(&parcels());
    assert_eq!(project.name, "OutSystems.NssParcels");
    assert_eq!((project.language.as_str(), project.framework.as_str()), ("7.3", "4.6.1"));
    assert_eq!(project.symbols, ["TRACE"]);
    assert!(project.references.iter().any(|name| name == "OutSystems.HubEdition.RuntimePlatform"));
    assert!(project.libraries.is_empty());
    let generated: Vec<_> = documents.iter().map(|document| (document.name.as_str(), document.generated)).collect();
    let expected = [
        ("Parcels.cs", false),
        ("Interface.cs", true),
        ("Entities.cs", true),
        ("Structures.cs", true),
        ("Records.cs", true),
        ("RecordLists.cs", true),
        ("AssemblyInfo.cs", false),
    ];
    assert_eq!(generated, expected);
    assert!(documents.iter().all(|document| !document.text.starts_with('\u{feff}')));
}

#[test]
fn afterwards_only_what_changed_is_told() {
    let before = parcels();
    let (_, _, mut following) = opened(&before);
    assert_eq!(following.follow(&before, &before), []);
    let typed = with_content(&before, "Parcels.cs", "class Typed {}");
    let changes = following.follow(&typed, &typed);
    let [Change::Replace(document)] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!((document.name.as_str(), document.text.as_str()), ("Parcels.cs", "class Typed {}"));
    assert_eq!(following.follow(&typed, &typed), []);
    let file = typed.resource_at(Folder::SOURCE, "AssemblyInfo.cs").unwrap().key;
    let without = edited(&typed, &[Edit::Remove(vec![extension::Item::Resource(file)])]);
    assert_eq!(following.follow(&without, &without), [Change::Remove(file)]);
}

#[test]
fn a_type_that_changed_in_the_definition_is_known_without_an_update_of_the_sources() {
    let before = parcels();
    let (_, _, mut following) = opened(&before);
    let attribute = StructureAttribute::new(key(32), name("Grams"));
    let now = edited(&before, &[Edit::Structure(key(30), StructureEdit::AddAttribute(attribute, None))]);
    let names: Vec<_> = following
        .follow(&now, &before)
        .into_iter()
        .map(|change| match change {
            Change::Replace(document) => {
                assert!(document.text.contains("Grams"), "{}", document.name);
                assert_ne!(document.text, text(&now, &document.name));
                document.name
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(names.contains(&"Structures.cs".to_owned()) && !names.contains(&"Interface.cs".to_owned()), "{names:?}");
    // An undo takes it back.
    assert_eq!(following.follow(&before, &before).len(), names.len());
    assert_eq!(following.follow(&before, &before), []);
}

#[test]
fn an_assembly_comes_with_its_documentation_when_the_project_refers_to_it() {
    let with_dll = with_file(&parcels(), Folder::BINARIES, "Scales.dll", "bytes");
    let with_dll = with_file(&with_dll, Folder::BINARIES, "scales.xml", "<doc/>");
    let with_dll = with_file(&with_dll, Folder::BINARIES, "OutSystems.NssParcels.dll", "main");
    let (project, ..) = opened(&with_dll);
    assert_eq!(project.libraries, [], "the project does not refer to it");
    let reference = "<Reference Include=\"Scales.dll\"><HintPath>bin\\Scales.dll</HintPath></Reference>";
    let project_text = text(&with_dll, "Parcels.csproj");
    let place = project_text.find("<Reference ").unwrap();
    let referring = with_content(
        &with_dll,
        "Parcels.csproj",
        &format!("{}{reference}{}", &project_text[..place], &project_text[place..]),
    );
    let (project, _, mut following) = opened(&referring);
    let [library] = project.libraries.as_slice() else { panic!("{project:?}") };
    assert_eq!(library.name, "Scales");
    assert_eq!(following.supply(&library.bytes).unwrap().bytes().as_ref(), b"bytes");
    assert_eq!(following.supply(library.documentation.as_deref().unwrap()).unwrap().bytes().as_ref(), b"<doc/>");
    // Other bytes have another name, so that they are supplied.
    let file = referring.resource_at(Folder::BINARIES, "Scales.dll").unwrap().key;
    let edit = ResourceEdit::SetContent(Content::from_bytes(b"other".to_vec()), time());
    let other = edited(&referring, &[Edit::Resource(file, edit)]);
    let changes = following.follow(&other, &other);
    let [Change::Open(project, _)] = changes.as_slice() else { panic!("{changes:?}") };
    assert_ne!(project.libraries[0].bytes, library.bytes);
    assert_eq!(following.supply(&library.bytes), None);
}

#[test]
fn version_and_symbols_are_those_of_a_release_build() {
    let project = r#"<Project><PropertyGroup Condition="'$(Configuration)' == 'Debug'"><DefineConstants>DEBUG</DefineConstants></PropertyGroup>
        <PropertyGroup Condition="'$(Configuration)' == 'Release'"><DefineConstants>TRACE;FAST</DefineConstants><LangVersion>12</LangVersion>
        <AllowUnsafeBlocks>True</AllowUnsafeBlocks><TargetFrameworkVersion>v4.8</TargetFrameworkVersion></PropertyGroup>
        <ItemGroup><Reference Include="System.Xml, Version=4.0.0.0" /><Reference Include="system.xml" /></ItemGroup></Project>"#;
    let (project, ..) = opened(&with_content(&parcels(), "Parcels.csproj", project));
    assert_eq!((project.language.as_str(), project.framework.as_str()), ("12", "4.8"));
    assert_eq!(
        (project.symbols, project.references),
        (vec!["TRACE".to_owned(), "FAST".to_owned()], vec!["System.Xml".to_owned()])
    );
    assert!(project.allows_unsafe);
}

#[test]
fn an_extension_without_a_project_and_texts_that_are_none_are_followed() {
    let (project, documents, _) = opened(&empty("Bare"));
    assert_eq!((documents.len(), project.references.len() > 3), (0, true));
    let mut following = Following::default();
    let before = parcels();
    following.follow(&before, &before);
    let file = before.resource_at(Folder::SOURCE, "Parcels.cs").unwrap().key;
    let edit = ResourceEdit::SetContent(Content::from_bytes(vec![0xff, 0xfe]), time());
    let broken = edited(&before, &[Edit::Resource(file, edit)]);
    assert_eq!(following.follow(&broken, &broken), [Change::Remove(file)]);
}
