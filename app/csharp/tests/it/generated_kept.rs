//! Generated files keep the form in which they came, and what somebody wrote into them.

use csharp::{Update, update};
use extension::{
    ActionEdit, BasicType, Content, Edit, Extension, Folder, Item, Structure, StructureAttribute,
    StructureAttributeEdit, StructureEdit,
};

use crate::sources::*;

pub(crate) const GENERATED: [&str; 5] =
    ["Interface.cs", "Structures.cs", "Entities.cs", "Records.cs", "RecordLists.cs"];

/// The same tokens in other forms.
pub(crate) fn forms(text: &str) -> Vec<(&'static str, String)> {
    let lines = |change: &dyn Fn(&str) -> String| text.split("\r\n").map(change).collect::<Vec<_>>().join("\r\n");
    let tokens = csharp::token::tokens(text);
    let spread: String = tokens.iter().map(|token| format!("{} ", &text[token.range.clone()])).collect();
    let commented: String = tokens
        .iter()
        .map(|token| match &text[token.range.clone()] {
            ";" => "/* a */; // b\r\n",
            other => other,
        })
        .collect();
    vec![
        ("line ends", text.replace("\r\n", "\n")),
        ("spaces", text.replace('\t', "    ")),
        ("empty lines", lines(&|line| format!("{line}\r\n"))),
        ("no empty lines", text.split("\r\n").filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\r\n")),
        (
            "braces on lines of their own",
            lines(&|line| line.strip_suffix(" {").map_or(line.to_owned(), |head| format!("{head}\r\n{{"))),
        ),
        ("blanks between all tokens", spread),
        ("comments", commented),
        (
            "no documentation",
            text.split("\r\n").filter(|line| !line.trim().starts_with("///")).collect::<Vec<_>>().join("\r\n"),
        ),
        ("a byte order mark", format!("\u{feff}{text}")),
        ("no line end", text.trim_end().to_owned()),
    ]
}

pub(crate) fn in_form(extension: &Extension, file: &str, text: &str) -> Extension {
    let key = extension.resource_at(Folder::SOURCE, file).unwrap().key;
    let edit = extension::ResourceEdit::SetContent(Content::from_bytes(text.as_bytes()), time());
    extension.apply(&Edit::Resource(key, edit)).unwrap()
}

/// A structure `Person` with `Name` (Text) and `Age` (Integer), and an action that has it.
fn people() -> Extension {
    let mut person = Structure::new(key(60), name("Person"));
    person.attributes = [(61, "Name", BasicType::Text), (62, "Age", BasicType::Integer)]
        .into_iter()
        .map(|(number, text, data_type)| {
            let mut attribute = StructureAttribute::new(key(number), name(text));
            attribute.data_type = data_type.into();
            attribute
        })
        .collect();
    let list = parameter(30, "People", OUTPUT, extension::DataType::RecordList(record(&[60])));
    with_sources(&edited(
        &small(),
        &[Edit::AddStructure(person, None), Edit::AddAction(action(11, "List", vec![list]), None)],
    ))
}

fn with_text(extension: &Extension, file: &str, from: &str, to: &str) -> Extension {
    let text = source(extension, file);
    assert!(text.contains(from), "{from} in {text}");
    in_form(extension, file, &text.replacen(from, to, 1))
}

fn rename_name() -> Edit {
    Edit::Structure(key(60), StructureEdit::Attribute(key(61), StructureAttributeEdit::Rename(name("FullName"))))
}

fn add_city(position: Option<usize>) -> Edit {
    let mut city = StructureAttribute::new(key(63), name("City"));
    city.data_type = BasicType::Text.into();
    Edit::Structure(key(60), StructureEdit::AddAttribute(city, position))
}

/// The extension after the edits, its sources following.
fn followed(before: &Extension, edits: &[Edit]) -> (Extension, Update) {
    let current = edited(before, edits);
    let done = update(before, &current);
    let after = written(&current, &done.files);
    assert!(
        update(before, &after).files.is_empty(),
        "the same update again: {:?}",
        update(before, &after).files.iter().map(|f| (f.file_name.to_string(), f.content.text())).collect::<Vec<_>>()
    );
    assert!(update(&after, &after).files.is_empty(), "a later update");
    (after, done)
}

pub(crate) fn code(text: &str) -> Vec<String> {
    let tokens = csharp::token::tokens(text).into_iter();
    let is_code =
        |token: &csharp::token::Token| !matches!(token.kind, csharp::token::Kind::Blank | csharp::token::Kind::Comment);
    tokens.filter(is_code).map(|token| text[token.range].to_owned()).collect()
}

/// Whatever form the files have, after an edit they have the code of the template, and what is the same in both versions of
/// it stays to the byte.
#[test]
fn an_edit_goes_into_the_form_that_is_there() {
    let before = people();
    let edits = [
        vec![rename_name()],
        vec![add_city(None)],
        vec![add_city(Some(0))],
        vec![add_city(Some(1)), rename_name()],
        vec![Edit::Remove(vec![Item::StructureAttribute { structure: key(60), attribute: key(61) }])],
        vec![Edit::Structure(key(60), StructureEdit::Rename(name("Human")))],
        vec![Edit::AddStructure(Structure::new(key(70), name("Other")), Some(0))],
        vec![Edit::AddStructure(Structure::new(key(70), name("Other")), None)],
        vec![Edit::RenameExtension(name("Better"))],
        vec![of_do(ActionEdit::Rename(name("Act"))), rename_parameter(20, "First")],
        vec![of_do(ActionEdit::AddParameter(parameter(40, "More", INPUT, BasicType::Text), Some(0)))],
        vec![Edit::Remove(vec![Item::Action(key(10))])],
        vec![Edit::AddAction(action(12, "New", vec![]), Some(0))],
    ];
    for file in GENERATED {
        for (place, (form, text)) in forms(&source(&before, file)).into_iter().enumerate() {
            let formed = in_form(&before, file, &text);
            for (_, edits) in edits.iter().enumerate().filter(|(number, _)| (number + place) % 3 == 0) {
                let (after, done) = followed(&formed, edits);
                assert_eq!(
                    done.overwritten.iter().filter(|_| form != "comments").collect::<Vec<_>>(),
                    Vec::<&csharp::Overwritten>::new(),
                    "{form}"
                );
                let keys = written(&edited(&before, edits), &update(&before, &edited(&before, edits)).files);
                assert_eq!(
                    code(&source(&after, file)),
                    code(&source(&keys, file)),
                    "{file} with other {form}: {edits:?}\n{}",
                    source(&after, file)
                );
                if form == "line ends" {
                    assert_eq!(source(&after, file), source(&keys, file).replace("\r\n", "\n"), "{file}: {edits:?}");
                }
            }
        }
    }
}

#[test]
fn a_new_attribute_adds_lines_alone() {
    let before = people();
    let (after, _) = followed(&before, &[add_city(None)]);
    let template = csharp::new_sources(&edited(&people(), &[add_city(None)]));
    for file in ["Structures.cs", "Records.cs", "RecordLists.cs", "Interface.cs"] {
        let template = template.iter().find(|it| it.file_name.as_str() == file).unwrap().content.text().unwrap();
        assert_eq!(source(&after, file), template);
    }
}

#[test]
fn a_renamed_extension_has_its_namespace_in_every_file() {
    let edits = [Edit::RenameExtension(name("Better"))];
    let (after, _) = followed(&people(), &edits);
    let template = csharp::new_sources(&edited(&people(), &edits));
    for file in GENERATED {
        let template = template.iter().find(|it| it.file_name.as_str() == file).unwrap().content.text().unwrap();
        assert_eq!(source(&after, file).trim_start_matches('\u{feff}'), template);
    }
}

/// A parameter loses a type that gets another name at the same time.
#[test]
fn a_new_type_of_a_parameter_comes_before_a_new_name_of_the_old_one() {
    let edits = [
        Edit::Structure(key(60), StructureEdit::Rename(name("Human"))),
        Edit::Action(
            key(11),
            ActionEdit::Parameter(key(30), extension::ParameterEdit::SetDataType(BasicType::Text.into())),
        ),
    ];
    let (after, done) = followed(&people(), &edits);
    assert_eq!(done.overwritten, []);
    let methods = source(&after, "X.cs");
    assert!(methods.contains("public void MssList(out string ssPeople) {"), "{methods}");
    assert!(methods.contains("ssPeople = \"\";") && !methods.contains("RecordList"), "{methods}");
}

#[test]
fn what_somebody_wrote_stays() {
    let helper = "public string ssName; public string Upper { get { return ssName.ToUpper(); } }";
    let before = with_text(&people(), "Structures.cs", "public string ssName;", helper);
    let before = with_text(&before, "Structures.cs", "using System;", "using System;\r\nusing Mine;");
    let before = with_text(
        &before,
        "Structures.cs",
        "[System.Xml.Serialization.XmlElement(\"Age\")]",
        "[Mine(1)]\r\n\t\t[System.Xml.Serialization.XmlElement(\"Age\")]",
    );
    let before = with_text(
        &before,
        "Structures.cs",
        "\t} // STPersonStructure",
        "\t\tpublic override string ToString() { return this.ssName + ssAge; }\r\n\t} // STPersonStructure\r\n\tpublic class Own { public int ssName; }",
    );
    let before = with_text(&before, "Structures.cs", "public void ReadIM(", "// mine\r\n\t\tpublic void ReadIM(");
    let looked = update(&before, &before);
    assert!(looked.files.is_empty(), "{:?}", looked.overwritten);
    for (edits, name) in [
        (vec![add_city(None)], "ssName"),
        (vec![add_city(Some(0))], "ssName"),
        (vec![rename_name()], "ssFullName"),
        (vec![rename_name(), add_city(Some(1))], "ssFullName"),
        (vec![Edit::Structure(key(60), StructureEdit::Rename(extension::Name::as_found("Human")))], "ssName"),
    ] {
        let (after, done) = followed(&before, &edits);
        assert_eq!(done.overwritten, [], "{edits:?}");
        let text = source(&after, "Structures.cs");
        for kept in [
            format!("public string Upper {{ get {{ return {name}.ToUpper(); }} }}"),
            format!("public override string ToString() {{ return this.{name} + ssAge; }}"),
            "using Mine;".to_owned(),
            "[Mine(1)]\r\n\t\t[System.Xml.Serialization.XmlElement(\"Age\")]".to_owned(),
            "public class Own { public int ssName; }".to_owned(),
            "// mine\r\n".to_owned(),
        ] {
            assert!(text.contains(&kept), "{kept} in {text}");
        }
    }
}

#[test]
fn what_cannot_stay_is_told() {
    let written_by_hand = "hash ^= ssName.GetHashCode() * Mine.Factor;";
    let before = with_text(&people(), "Structures.cs", "hash ^= ssName.GetHashCode();", written_by_hand);
    assert!(update(&before, &before).files.is_empty());
    let current = edited(&before, &[rename_name(), add_city(Some(1))]);
    let done = update(&before, &current);
    let line = 1 + source(&before, "Structures.cs")
        .lines()
        .position(|line| line.contains("override int GetHashCode"))
        .unwrap();
    let told: Vec<String> = done.overwritten.iter().map(ToString::to_string).collect();
    assert_eq!(told, [format!("Structures.cs({line}-{}): GetHashCode", line + 10)]);
    // A structure that goes takes what was written into it along.
    let helper = "public string ssName; public string Upper;";
    let before = with_text(&people(), "Structures.cs", "public string ssName;", helper);
    let without = [Edit::Remove(vec![Item::Action(key(11))]), Edit::Remove(vec![Item::Structure(key(60))])];
    let done = update(&before, &edited(&before, &without));
    let told: Vec<&str> = done.overwritten.iter().map(|it| it.declaration.as_str()).collect();
    assert_eq!(told, ["STPersonStructure"]);
}

/// Files that were left behind by another tool follow, though nothing tells what they followed.
#[test]
fn files_that_are_behind_follow() {
    let old = people();
    for edits in [
        vec![add_city(None)],
        vec![rename_name()],
        vec![Edit::Remove(vec![Item::StructureAttribute { structure: key(60), attribute: key(61) }])],
        vec![Edit::AddStructure(Structure::new(key(70), name("Other")), None)],
        vec![Edit::Structure(key(60), StructureEdit::Rename(name("Human")))],
        vec![of_do(ActionEdit::AddParameter(parameter(40, "More", INPUT, BasicType::Text), Some(0)))],
    ] {
        let current = edited(&old, &edits);
        let after = written(&current, &update(&current, &current).files);
        let expected = written(&current, &update(&old, &current).files);
        for file in GENERATED {
            let sorted = |text: &str| {
                let mut code = code(text);
                code.sort();
                code
            };
            let differs = sorted(&source(&after, file)) != sorted(&source(&expected, file));
            assert!(!differs, "{file}: {edits:?}\n{}\n{}", source(&after, file), source(&expected, file));
        }
    }
}

#[test]
fn a_file_without_code_is_written_behind_its_comments() {
    for (own, expected) in [("", ""), ("// mine\n", "// mine\n\n")] {
        let before = in_form(&people(), "Structures.cs", own);
        let template = source(&people(), "Structures.cs");
        let done = update(&before, &before);
        let after = written(&before, &done.files);
        assert_eq!(
            source(&after, "Structures.cs").replace("\r\n", "\n"),
            format!("{expected}{template}").replace("\r\n", "\n")
        );
        assert_eq!(done.overwritten, []);
    }
    // What is something else altogether is asked about.
    for own in ["public struct Own { }", "namespace N { {"] {
        let before = in_form(&people(), "Structures.cs", own);
        let told: Vec<String> = update(&before, &before).overwritten.iter().map(ToString::to_string).collect();
        assert!(told.len() == 1 && told[0].starts_with("Structures.cs(1): the whole file"), "{told:?}");
    }
}
