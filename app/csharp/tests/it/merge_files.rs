//! How the files of an extension follow it.

use csharp::update;
use extension::{Edit, Folder, Severity};

use crate::sources::*;

const METHOD: &str = "public void MssDo(int ssA, string ssB, out int ssR) { ssR = 1; }";

#[test]
fn a_renamed_extension() {
    let before = with_code(&small(), &class(METHOD));
    let other =
        "\u{feff}namespace OutSystems.NssX { class Y { void F(CssX x, IssX i) { new CssX(); var s = \"CssX\"; } } }";
    let before = with_file(&before, r"\Source\NET\Sub\", "Other.cs", other.as_bytes());
    let current = edited(&before, &[Edit::RenameExtension(name("Better"))]);
    let update = update(&before, &current);
    let after = written(&current, &update.files);
    assert_eq!(
        source(&after, "Better.cs"),
        class(METHOD).replace("NssX", "NssBetter").replace("CssX:", "CssBetter:").replace("IssX", "IssBetter")
    );
    let project = source(&after, "Better.csproj");
    assert_eq!(project, source(&before, "X.csproj").replace("NssX", "NssBetter").replace("\"X.cs\"", "\"Better.cs\""));
    let solution = source(&after, "Better.sln");
    assert_eq!(solution, source(&before, "X.sln").replace("\"X\", \"X.csproj\"", "\"Better\", \"Better.csproj\""));
    let moved = after.resource_at(r"\Source\NET\Sub\", "Other.cs").unwrap();
    assert_eq!(
        String::from_utf8(moved.content.bytes().into_owned()).unwrap(),
        "\u{feff}namespace OutSystems.NssBetter { class Y { void F(CssBetter x, IssBetter i) { new CssBetter(); var s = \"CssX\"; } } }"
    );
    assert!(csharp::update(&before, &after).files.is_empty());
    assert!(csharp::update(&after, &after).files.is_empty());
}

#[test]
fn the_project_is_the_user_s() {
    let before = with_sources(&small());
    let own = "<Project Sdk='Microsoft.NET.Sdk'><!-- <RootNamespace>OutSystems.NssX</RootNamespace> -->\n<RootNamespace>Mine</RootNamespace><DocumentationFile>bin\\OutSystems.NssX.xml</DocumentationFile><Compile Remove=\"X.cs\"/></Project>";
    let before = with_content(&before, "X.csproj", own.as_bytes());
    let current = edited(&before, &[Edit::RenameExtension(name("Y"))]);
    let after = written(&current, &update(&before, &current).files);
    assert_eq!(source(&after, "Y.csproj"), own.replace("bin\\OutSystems.NssX.xml", "bin\\OutSystems.NssY.xml"));
}

#[test]
fn calls_in_other_files_follow() {
    let before = with_code(&small(), &class(METHOD));
    let other = "class Y { void F(CssX x) { x.MssDo(1, \"\", out _); } /* MssDo( */ }";
    let before = with_file(&before, Folder::SOURCE, "Other.cs", other.as_bytes());
    let rename = of_do(extension::ActionEdit::Rename(name("Act")));
    let current = edited(&before, std::slice::from_ref(&rename));
    let after = written(&current, &update(&before, &current).files);
    assert_eq!(source(&after, "Other.cs"), other.replace("x.MssDo", "x.MssAct"));
    // Another class has a method of that name too: whose call it is, nobody knows.
    let foreign = "class Y { void MssDo() { MssDo(); } }";
    let before = with_content(&before, "Other.cs", foreign.as_bytes());
    let current = edited(&before, &[rename]);
    let after = written(&current, &update(&before, &current).files);
    assert_eq!(source(&after, "Other.cs"), foreign);
    assert!(source(&after, "X.cs").contains("MssAct"));
}

#[test]
fn the_class_may_be_spread_over_files() {
    let before = with_code(&small(), &class("").replace("class", "partial class"));
    let part = "partial class CssX { public void MssDo(int ssA) { F(ssA); } }";
    let before = with_file(&before, Folder::SOURCE, "Part.cs", part.as_bytes());
    let current = edited(&before, &[rename_parameter(20, "C")]);
    let after = written(&current, &update(&before, &current).files);
    assert_eq!(
        source(&after, "Part.cs"),
        "partial class CssX { public void MssDo(int ssC, string ssB, out int ssR) { F(ssC); } }"
    );
    assert_eq!(source(&after, "X.cs"), source(&before, "X.cs"));
}

#[test]
fn encodings_stay() {
    let code = class(METHOD).replace('\n', "\r\n");
    let before = with_code(&small(), &format!("\u{feff}{code}"));
    let (after, _) = merged(&before, &[rename_parameter(20, "Preco")]);
    assert_eq!(after, format!("\u{feff}{}", code.replace("ssA", "ssPreco")));
    let latin = [code.as_bytes(), b"// pre\xe7o"].concat();
    let before = with_content(&before, "X.cs", &latin);
    let current = edited(&before, &[rename_parameter(20, "Preco")]);
    let update = update(&before, &current);
    assert!(update.files.iter().all(|file| file.file_name.as_str() == "Interface.cs"));
    assert_eq!(update.findings[0].severity, Severity::Error);
    assert!(update.findings[0].to_string().starts_with("X.cs: The file is not UTF-8 text"));
}

#[test]
fn code_without_structure_is_left() {
    for (code, expected) in [
        ("namespace N {\n\tclass CssX {\n", "X.cs(2): The “{” here has no partner"),
        ("class CssX { void F() { ) } }", "X.cs(1): The “)” here has no partner"),
        ("class Other { }", "X.cs: The file does not declare the class CssX"),
    ] {
        let before = with_code(&small(), code);
        let update = update(&before, &before);
        assert!(update.files.is_empty());
        assert!(update.findings[0].to_string().starts_with(expected), "{}", update.findings[0]);
        assert_eq!(update.findings[0].severity, Severity::Error);
    }
}

#[test]
fn missing_files_are_added_where_there_are_any() {
    // Of an extension with nothing but an assembly the sources may be elsewhere; without one nothing could be run.
    let compiled = with_file(&small(), Folder::BINARIES, "OutSystems.NssX.dll", b"MZ");
    assert!(update(&compiled, &compiled).files.is_empty());
    assert_eq!(update(&small(), &small()).files.len(), 9);
    let before = with_file(&small(), Folder::SOURCE, "X.cs", class(METHOD).as_bytes());
    let names: Vec<_> = update(&before, &before).files.iter().map(|file| file.file_name.as_str().to_owned()).collect();
    assert_eq!(
        names,
        [
            "Interface.cs",
            "Entities.cs",
            "Structures.cs",
            "Records.cs",
            "RecordLists.cs",
            "X.sln",
            "X.csproj",
            "AssemblyInfo.cs"
        ]
    );
}

#[test]
fn a_broken_definition_changes_nothing() {
    let mut broken = action(
        11,
        "Bad",
        vec![parameter(30, "R", INPUT, extension::DataType::Record(extension::RecordDefinition::default()))],
    );
    broken.name = extension::Name::as_found("Bad(){}");
    let current = edited(&with_sources(&small()), &[Edit::AddAction(broken, None)]);
    let update = update(&current, &current);
    assert!(update.files.is_empty());
    assert_eq!(update.findings.len(), 2);
    assert_eq!(update.findings[1].to_string(), "The type of Bad(){}.R is not complete or not known. Choose another.");
}

#[test]
fn ignored_attributes_break_no_definition() {
    let ignored = |number: u8, text: &str, data_type: extension::DataType| {
        let mut attribute = extension::EntityAttribute::new(key(number), extension::Name::as_found(text));
        (attribute.data_type, attribute.is_ignored) = (data_type, true);
        attribute
    };
    let other = extension::DataType::Other { type_text: "rtGeometry".into(), record_text: "".into() };
    let mut entity = extension::Entity::new(key(50), name("Place"));
    entity.attributes = [
        extension::EntityAttribute::new(key(51), name("Name")),
        ignored(52, "a b", extension::BasicType::Text.into()),
        ignored(53, "Shape", other),
    ]
    .into_iter()
    .collect();
    let current = edited(&with_sources(&small()), &[Edit::AddEntity(entity, None)]);
    let update = update(&current, &current);
    assert!(update.findings.iter().all(|finding| finding.severity != Severity::Error), "{:?}", update.findings);
    assert!(source(&written(&current, &update.files), "Entities.cs").contains("ssName"));
}
