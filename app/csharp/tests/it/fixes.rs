//! What can be done about methods that no action has.

use extension::{Edit, Folder, Item};

use crate::sources::*;

/// The class without its only orphan method, if it can be removed.
fn removed(members: &str) -> Option<String> {
    removed_with(members, None)
}

fn removed_with(members: &str, other: Option<&str>) -> Option<String> {
    let mut before = with_code(&small(), &class(members));
    if let Some(other) = other {
        before = with_file(&before, Folder::SOURCE, "Other.cs", other.as_bytes());
    }
    let findings = csharp::update(&before, &before).findings;
    let orphan = findings.iter().find(|finding| finding.text.starts_with("No action has")).unwrap();
    let resource = before.resource_at(Folder::SOURCE, "X.cs").unwrap().key;
    let mut fixes = csharp::fixes(&before, resource, orphan.line.unwrap());
    let fix = fixes.pop()?;
    assert!(fix.label.starts_with("Remove the method Mss"), "{}", fix.label);
    Some(source(&written(&before, &[fix.change]), "X.cs"))
}

const DO: &str = "public void MssDo(int ssA, string ssB, out int ssR) { ssR = 1; }";

#[test]
fn a_deleted_action_can_take_its_method_with_it() {
    let before = with_code(&small(), &class(DO));
    let current = edited(&before, &[Edit::Remove(vec![Item::Action(key(10))])]);
    let update = csharp::update(&before, &current);
    let after = written(&current, &update.files);
    assert_eq!(source(&after, "X.cs"), class(DO), "nothing is deleted unasked");
    let finding = &update.findings[0];
    assert_eq!((finding.text.starts_with("No action has the method MssDo."), finding.line), (true, Some(3)));
    let resource = after.resource_at(Folder::SOURCE, "X.cs").unwrap().key;
    let fixes = csharp::fixes(&after, resource, 3);
    assert_eq!(fixes.len(), 1);
    let mended = written(&after, &[fixes[0].change.clone()]);
    assert_eq!(source(&mended, "X.cs"), class("").replacen("\n\n", "\n", 1));
    assert_eq!(csharp::update(&mended, &mended), csharp::Update::default());
    // No other line has anything to mend.
    assert!([1, 2, 4].iter().all(|&line| csharp::fixes(&after, resource, line).is_empty()));
}

#[test]
fn what_belongs_to_the_method_goes_with_it() {
    for (orphan, left) in [
        ("\t// one\n\t/* two */\n\t[A, B(\"}\")]\n\tpublic void MssOld() { }\n", ""),
        ("\t// not its own\n\n\tpublic void MssOld() { } // MssOld\n\n", "\t// not its own\n\n"),
        ("\tpublic void MssOld() => F(new { }); \n", ""),
        ("\tint x = F(); public void MssOld() { } int y;\n", "\tint x = F();  int y;\n"),
        ("\t#region R\n\tpublic void MssOld() { }\n\t#endregion\n", "\t#region R\n\t#endregion\n"),
        ("\tpublic void MssOld() {\n#if A\n F();\n#else\n G();\n#endif\n }\n", ""),
        ("\tint a; // its own\n\tprotected\n\tasync void MssOld(int x = 1) { }\n", "\tint a; // its own\n"),
    ] {
        let expected = class(&format!("{DO} // MssDo\n{left}\tvoid F() {{ }}"));
        let removed = removed(&format!("{DO} // MssDo\n{orphan}\tvoid F() {{ }}"));
        assert_eq!(removed.as_deref(), Some(expected.as_str()), "{orphan}");
    }
}

#[test]
fn what_is_not_safe_is_left_to_the_user() {
    for members in [
        "public void MssOld() { }\nvoid F() { MssOld(); }",
        "public void MssOld() { }\npublic void MssOld(int x) { }",
        "public void MssOld() {\n#pragma warning disable\n}",
        "public void MssOld()\n#if A\n{ }\n#else\n{ F(); }\n#endif\n",
        "public void MssOld() {\n#region R\n}\n#endregion\n",
    ] {
        assert_eq!(removed(&format!("{DO}\n{members}")), None, "{members}");
    }
    let other = "class Y { void F(CssX x) { x.MssOld(); } }";
    assert_eq!(removed_with(&format!("{DO}\npublic void MssOld() {{ }}"), Some(other)), None);
    let comment = "class Y { /* MssOld */ }";
    assert!(removed_with(&format!("{DO}\npublic void MssOld() {{ }}"), Some(comment)).is_some());
}
