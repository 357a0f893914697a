//! What the template wrote and nobody has changed follows the definition.

use extension::{ActionEdit, BasicType, Description, Edit, ParameterEdit};

use crate::sources::*;

fn check(method: &str, edits: &[Edit], expected: &str) {
    let (code, findings) = merged(&with_code(&small(), &class(method)), edits);
    assert_eq!(code, class(expected));
    assert_eq!(findings, Vec::<String>::new());
}

fn set_type(number: u8, basic: BasicType) -> Edit {
    of_do(ActionEdit::Parameter(key(number), ParameterEdit::SetDataType(basic.into())))
}

fn add(number: u8, text: &str, basic: BasicType) -> Edit {
    of_do(ActionEdit::AddParameter(parameter(number, text, OUTPUT, basic), None))
}

#[test]
fn a_default_follows_its_type() {
    let head = "public void MssDo(int ssA, string ssB, out";
    for (before, after, edits) in [
        ("int ssR) { ssR = 0; F(); }", "string ssR) { ssR = \"\"; F(); }", vec![set_type(22, BasicType::Text)]),
        (
            "int ssR) {\n\tssR =  0 ; // mine\n\tF();\n}",
            "decimal ssR) {\n\tssR =  0.0M; // mine\n\tF();\n}",
            vec![set_type(22, BasicType::Decimal)],
        ),
        // What somebody has changed is his.
        ("int ssR) { ssR = 5; F(); }", "string ssR) { ssR = 5; F(); }", vec![set_type(22, BasicType::Text)]),
        ("int ssR) { ssR = 0; F(); }", "int ssR) { ssR = 7; F(); }", vec![default_of(22, "7")]),
        ("int ssR) { ssR = 0; F(); }", "int ssQ) { ssQ = 0; F(); }", vec![rename_parameter(22, "Q")]),
        (
            "int ssR) { ssR = 0; F(ssR); }",
            "string ssQ) { ssQ = \"\"; F(ssQ); }",
            vec![rename_parameter(22, "Q"), set_type(22, BasicType::Text)],
        ),
    ] {
        check(&format!("{head} {before}"), &edits, &format!("{head} {after}"));
    }
}

#[test]
fn a_new_output_is_assigned() {
    let head = "public void MssDo(int ssA, string ssB, out int ssR";
    for (before, after) in [
        ("{ ssR = 1; }", "{ ssLen = 0; ssR = 1; }"),
        ("{\n\tssR = 0;\n\tssR = 1;\n}", "{\n\tssR = 0;\n\tssLen = 0;\n\tssR = 1;\n}"),
        ("{ // }\n\n\t// first\n\tF();\n}", "{ // }\n\tssLen = 0;\n\n\t// first\n\tF();\n}"),
        ("{ }", "{\n\tssLen = 0;\n }"),
        ("{\n\tif (a) { return; }\n}", "{\n\tssLen = 0;\n\tif (a) { return; }\n}"),
    ] {
        check(
            &format!("{head}) {before}"),
            &[add(30, "Len", BasicType::Integer)],
            &format!("{head}, out int ssLen) {after}"),
        );
    }
    let (code, findings) =
        merged(&with_code(&small(), &class(&format!("{head}) => ssR = 1;"))), &[add(30, "Len", BasicType::Integer)]);
    assert_eq!(code, class(&format!("{head}, out int ssLen) => ssR = 1;")));
    assert!(findings.len() == 1 && findings[0].contains("ssLen could not be assigned"), "{findings:?}");
}

#[test]
fn an_output_that_goes_takes_its_default_along() {
    check(
        "public void MssDo(int ssA, string ssB, out int ssR) {\n\tssR = 0;\n\tF();\n}",
        &[of_do(ActionEdit::RemoveParameter(key(22)))],
        "public void MssDo(int ssA, string ssB) {\n\tF();\n}",
    );
}

/// The first five minutes: a type is chosen after the action was made.
#[test]
fn the_stub_of_a_new_action_follows_to_the_end() {
    let before = with_sources(&small());
    let (code, findings) = merged(&before, &[set_type(22, BasicType::Text), add(30, "Len", BasicType::Decimal)]);
    assert!(code.contains("ssR = \"\";\r\n\t\t\tssLen = 0.0M;\r\n\t\t\t// Write here"), "{code}");
    assert_eq!(findings, Vec::<String>::new());
}

const DOCUMENTED: &str = "\t\t/// <summary>\n\t\t/// \n\t\t/// </summary>\n\t\t/// <param name=\"ssA\"></param>\n\t\t/// <param name=\"ssB\"></param>\n\t\t/// <param name=\"ssR\"></param>\n";

#[test]
fn documentation_follows() {
    let method =
        |documentation: &str, list: &str| format!("{documentation}\t\tpublic void MssDo({list}) {{ F(); ssR = ssR; }}");
    let list = "int ssA, string ssB, out int ssR";
    let describe =
        of_do(ActionEdit::Parameter(key(21), ParameterEdit::SetDescription(Description::as_found("The <text>"))));
    for (documentation, edit, expected, now) in [
        (
            DOCUMENTED.to_owned(),
            rename_parameter(20, "First"),
            DOCUMENTED.replace("ssA", "ssFirst").replace("/// \n", "///\n"),
            list.replace("ssA", "ssFirst"),
        ),
        (
            DOCUMENTED.replace("\"ssB\">", "\"ssB\">mine, <paramref name=\"ssA\"/>"),
            rename_parameter(20, "First"),
            DOCUMENTED.replace("\"ssB\">", "\"ssB\">mine, <paramref name=\"ssA\"/>").replace("ssA", "ssFirst"),
            list.replace("ssA", "ssFirst"),
        ),
        (
            DOCUMENTED.replace("\"ssA\">", "\"ssA\">mine"),
            of_do(ActionEdit::RemoveParameter(key(21))),
            DOCUMENTED.replace("\"ssA\">", "\"ssA\">mine").replace("\t\t/// <param name=\"ssB\"></param>\n", ""),
            "int ssA, out int ssR".to_owned(),
        ),
        (
            DOCUMENTED.replace("\"ssA\">", "\"ssA\">mine"),
            of_do(ActionEdit::AddParameter(parameter(30, "New", INPUT, BasicType::Text), Some(1))),
            DOCUMENTED.replace("\"ssA\">", "\"ssA\">mine").replace(
                "\t\t/// <param name=\"ssB",
                "\t\t/// <param name=\"ssNew\"></param>\n\t\t/// <param name=\"ssB",
            ),
            list.replace("string ssB", "string ssNew, string ssB"),
        ),
        (
            DOCUMENTED.replace("\"ssA\">", "\"ssA\">mine"),
            describe,
            DOCUMENTED.replace("\"ssA\">", "\"ssA\">mine").replace("\"ssB\">", "\"ssB\">The &lt;text&gt;"),
            list.to_owned(),
        ),
        (String::new(), rename_parameter(20, "First"), String::new(), list.replace("ssA", "ssFirst")),
    ] {
        check(&method(&documentation, list), &[edit], &method(&expected, &now));
    }
}
