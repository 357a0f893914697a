//! The generated files, to the character.

use csharp::new_sources;
use expect_test::{ExpectFile, expect_file};
use extension::{BasicType, DataType, Description, Expression};

use crate::support::*;

fn check(extension: &extension::Extension, file_name: &str, expected: &ExpectFile) {
    let sources = new_sources(extension);
    let file = sources.iter().find(|file| file.file_name.as_str() == file_name).unwrap();
    let text = String::from_utf8(file.content.bytes().into_owned()).unwrap();
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert!(text.ends_with("\r\n"));
    expected.assert_eq(&text.replace("\r\n", "\n"));
}

#[test]
fn files_and_their_order() {
    let sources = new_sources(&mortgage());
    let names: Vec<_> = sources.iter().map(|file| file.file_name.as_str()).collect();
    assert_eq!(
        names,
        [
            "MortgageLib.sln",
            "MortgageLib.csproj",
            "MortgageLib.cs",
            "Interface.cs",
            "Entities.cs",
            "Structures.cs",
            "Records.cs",
            "RecordLists.cs",
            "AssemblyInfo.cs"
        ]
    );
    assert!(sources.iter().all(|file| file.resource.is_none() && file.folder.as_str() == r"\Source\NET\"));
    let with_bom: Vec<_> =
        sources.iter().filter(|file| file.content.has_bom()).map(|file| file.file_name.as_str()).collect();
    assert_eq!(with_bom, ["MortgageLib.csproj", "AssemblyInfo.cs"]);
}

#[test]
fn mortgage_files() {
    let extension = mortgage();
    check(&extension, "MortgageLib.sln", &expect_file!["expected/MortgageLib.sln.txt"]);
    check(&extension, "MortgageLib.csproj", &expect_file!["expected/MortgageLib.csproj.txt"]);
    check(&extension, "MortgageLib.cs", &expect_file!["expected/MortgageLib.cs.txt"]);
    check(&extension, "Interface.cs", &expect_file!["expected/Interface.cs.txt"]);
    check(&extension, "Entities.cs", &expect_file!["expected/Entities.cs.txt"]);
    check(&extension, "Structures.cs", &expect_file!["expected/Structures.cs.txt"]);
    check(&extension, "Records.cs", &expect_file!["expected/Records.cs.txt"]);
    check(&extension, "RecordLists.cs", &expect_file!["expected/RecordLists.cs.txt"]);
    check(&extension, "AssemblyInfo.cs", &expect_file!["expected/AssemblyInfo.cs.txt"]);
}

#[test]
fn every_type_both_ways() {
    let mut parameters = Vec::new();
    for (number, basic) in (0..).zip(BasicType::ALL) {
        let label = basic.label().replace(' ', "");
        parameters.push(parameter(100 + number, &format!("In{label}"), INPUT, basic));
        parameters.push(parameter(150 + number, &format!("Out{label}"), OUTPUT, basic));
    }
    parameters.push(parameter(98, "InObject", INPUT, DataType::Object));
    parameters.push(parameter(99, "OutObject", OUTPUT, DataType::Object));
    let mut all = action(10, "All", parameters);
    all.description = Description::as_found("Tags <b> & \"quotes\", it's \r\nsecond line\u{2028}third");
    let mut imported = action(11, "Imported", vec![parameter(97, "S", OUTPUT, BasicType::Text)]);
    imported.import_details = "Method: System.String A.B()\r\nFrom <c>  \r\n".into();
    imported.body = "A.B.C(out ssS);".into();
    let mut parameter = parameter(96, "Days", OUTPUT, BasicType::Integer);
    parameter.default = Expression::new("-7");
    let with_default = action(12, "WithDefault", vec![parameter]);
    let extension = edited(
        &extension("Types"),
        &[all, imported, with_default].map(|action| extension::Edit::AddAction(action, None)),
    );
    check(&extension, "Interface.cs", &expect_file!["expected/TypesInterface.cs.txt"]);
    check(&extension, "Types.cs", &expect_file!["expected/Types.cs.txt"]);
}
