//! The right method, by its signature.

use csharp::{method_place, update};
use extension::{ActionEdit, BasicType, Edit, Extension, Folder};

use crate::sources::*;

const OUTPUTS: &str = "int ssA, string ssB, out int ssR";

fn rename() -> Edit {
    of_do(ActionEdit::Rename(name("Act")))
}

fn check(before: &str, after: &str, findings: &[&str]) {
    let (code, found) = merged(&with_code(&small(), &class(before)), &[rename()]);
    assert_eq!(code, class(after));
    assert_eq!(found.len(), findings.len(), "{found:?}");
    for (found, expected) in found.iter().zip(findings) {
        assert!(found.contains(expected), "{found}");
    }
}

#[test]
fn an_overload_keeps_its_name() {
    let helper = "private static string MssDo(string text) { return text; }";
    check(
        &format!("public void MssDo({OUTPUTS}) {{ ssR = MssDo(ssB).Length; }}\n{helper}"),
        &format!("public void MssAct({OUTPUTS}) {{ ssR = MssDo(ssB).Length; }}\n{helper}"),
        &[],
    );
    check(
        &format!(
            "{helper}\npublic void MssDo({OUTPUTS}) {{ MssDo(1, \"\", out ssR); this.MssDo(ssA, MssDo(\"a, b\"), out ssR); }}"
        ),
        &format!(
            "{helper}\npublic void MssAct({OUTPUTS}) {{ MssAct(1, \"\", out ssR); this.MssAct(ssA, MssDo(\"a, b\"), out ssR); }}"
        ),
        &[],
    );
    // Generic helpers, and those of which one cannot tell.
    check(
        &format!("T MssDo<T>(T it) {{ return it; }}\npublic void MssDo({OUTPUTS}) {{ ssR = MssDo<int>(1); }}"),
        &format!("T MssDo<T>(T it) {{ return it; }}\npublic void MssAct({OUTPUTS}) {{ ssR = MssDo<int>(1); }}"),
        &[],
    );
    check(
        &format!("public void MssDo({OUTPUTS}) {{ ssR = 1; Action x = MssDo; }}\nvoid MssDo() {{ }}"),
        &format!("public void MssAct({OUTPUTS}) {{ ssR = 1; Action x = MssDo; }}\nvoid MssDo() {{ }}"),
        &["It is not certain which MssDo is meant here"],
    );
}

#[test]
fn a_helper_that_has_the_new_name_already_does_not_hide_the_method() {
    check(
        &format!("public void MssDo({OUTPUTS}) {{ ssR = MssAct(1); }}\nint MssAct(int x) {{ return x; }}"),
        &format!("public void MssAct({OUTPUTS}) {{ ssR = MssAct(1); }}\nint MssAct(int x) {{ return x; }}"),
        &[],
    );
}

#[test]
fn whatever_form_the_declaration_has() {
    for form in [
        "void IssX.NAME(LIST) { ssR = 1; }",
        "public void NAME(LIST) => ssR = ssA;",
        "[Obsolete(\"}\")]\n#if DEBUG\n[Debug]\n#endif\npublic void NAME(LIST) { ssR = 1; }",
        "#if DEBUG\nint x;\n#endif\npublic void NAME(LIST) { void NAME() { } NAME(); ssR = 1; }",
        "public void NAME(LIST) { var a = \"} MssDo(\" + @\"\"\"}\" + $\"{ssA:}}}\" + \"\"\"}\"\"\"; ssR = 1; /* } */ }",
        "string text = @\"\n}\"; class Inner { void MssOther() { } }\npublic void NAME(LIST) { ssR = 1; }",
    ] {
        let formed = |name: &str| form.replace("NAME", name).replace("LIST", OUTPUTS);
        check(&formed("MssDo"), &formed("MssAct"), &[]);
        for code in [
            class(&formed("MssDo")),
            format!("namespace OutSystems.NssX;\npublic partial class CssX {{\n{}\n}}", formed("MssDo")),
        ] {
            let extension = with_code(&small(), &code);
            let place = method_place(&extension, key(10)).unwrap();
            assert!(
                at(&extension, place).starts_with("ssR") || form.contains("NAME()") || form.contains("var a"),
                "{code}"
            );
            assert!(update(&extension, &extension).files.is_empty());
        }
    }
}

/// The text at a place.
fn at(extension: &Extension, place: csharp::MethodPlace) -> String {
    let text = extension.resource(place.resource).unwrap().content.text().unwrap();
    let line = text.lines().nth(place.line - 1).unwrap();
    line.chars().skip(place.column - 1).collect()
}

/// Calls before their declarations, overloads, and a class in several files: as real extensions have them.
#[test]
fn every_action_opens_at_its_body() {
    let mut extension = empty("X");
    let (mut main, mut part) = (String::new(), String::new());
    for number in 0..40_u8 {
        let action =
            action(10 + number, &format!("Do{number}"), vec![parameter(100 + number, "A", INPUT, BasicType::Text)]);
        extension = edited(&extension, &[Edit::AddAction(action, None)]);
        let next = (number + 1) % 40;
        let method = format!(
            "\t\t// MssDo{number}(\n\t\tprivate static string MssDo{number}(string a, int b) {{ return \" MssDo{number}(\"; }}\n\t\tpublic void MssDo{number}(string ssA)\n\t\t{{\n\t\t\tint body{number}; MssDo{next}(ssA);\n\t\t}}\n"
        );
        if number % 3 == 0 { part.push_str(&method) } else { main.push_str(&method) }
    }
    let whole =
        |members: &str| format!("namespace OutSystems.NssX {{\n\tpublic partial class CssX {{\n{members}\t}}\n}}\n");
    let extension = with_code(&extension, &whole(&main));
    let extension = with_file(&extension, Folder::SOURCE, "X.Part.cs", whole(&part).as_bytes());
    for number in 0..40_u8 {
        let place = method_place(&extension, key(10 + number)).unwrap();
        assert!(at(&extension, place).starts_with(&format!("int body{number};")), "{number}");
    }
    let update = update(&extension, &extension);
    assert!(update.files.is_empty() && update.findings.is_empty(), "{:?}", update.findings);
    let renamed = Edit::Action(key(10), ActionEdit::Rename(name("Act")));
    let current = edited(&extension, &[renamed]);
    let after = written(&current, &csharp::update(&extension, &current).files);
    assert!(source(&after, "X.Part.cs").contains("public void MssAct(string ssA)"));
    assert!(source(&after, "X.Part.cs").contains("private static string MssDo0(string a, int b)"));
}

#[test]
fn actions_are_synchronous() {
    let method = |head: &str| format!("[A] {head} MssDo({OUTPUTS}) {{ F().Wait(); ssR = 1; }}");
    for head in ["public async Task", "public async void", "public async  System.Threading.Tasks.Task", "async Task"] {
        let before = with_code(&small(), &class(&method(head)));
        let done = update(&before, &before);
        let after = written(&before, &done.files);
        let expected = method(if head.starts_with("public") { "public void" } else { "void" });
        assert_eq!(source(&after, "X.cs"), class(&expected));
        assert_eq!(done.findings.len(), 1);
        assert!(done.findings[0].text.contains("synchronously"), "{:?}", done.findings);
        assert_eq!(update(&after, &after), csharp::Update::default());
    }
    // As long as it waits, that is said.
    let waiting = with_code(&small(), &class(&format!("public void MssDo({OUTPUTS}) {{ await F(); ssR = 1; }}")));
    assert!(update(&waiting, &waiting).findings[0].text.contains("GetAwaiter().GetResult()"));
    let inner = format!("public void MssDo({OUTPUTS}) {{ F(async () => await G()); ssR = 1; }}");
    let inner = with_code(&small(), &class(&inner));
    assert!(update(&inner, &inner).findings.is_empty());
}
