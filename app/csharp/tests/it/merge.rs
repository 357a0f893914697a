//! How the methods of actions follow the definition.

use extension::{ActionEdit, BasicType, Edit, Item, ParameterEdit};

use crate::sources::*;

/// A method before and after the edits; the rest of its file must stay.
fn check(method: &str, edits: &[Edit], expected: &str) {
    let before = with_code(&small(), &class(method));
    let (code, findings) = merged(&before, edits);
    assert_eq!(code, class(expected));
    assert_eq!(findings, Vec::<String>::new());
}

/// A method that stays as it is, and why.
fn check_left(method: &str, edits: &[Edit], reason: &str) {
    let before = with_code(&small(), &class(method));
    let (code, findings) = merged(&before, edits);
    assert_eq!(code, class(method));
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].contains(reason), "{}", findings[0]);
}

fn rename() -> Edit {
    of_do(ActionEdit::Rename(name("Act")))
}

#[test]
fn nothing_changes_where_the_signature_is_right() {
    for method in [
        "public void MssDo(int ssA, string ssB, out int ssR) { ssR = 1; }",
        "public void MssDo(int ssA, string ssB, out int ssR) => ssR = ssA;",
        "[Obsolete(\"a, b\")] public virtual void MssDo( System.Int32 ssA ,\n\tString ssB,out int  ssR ){ssR=1;}",
        "void IssX.MssDo(Int32 ssA, [A(1, \"(\")] string? ssB, /* c */ out global::System.Int32 ssR) { ssR = 1; }",
        "#region MssDo(\npublic void MssDo(int @ssA, string s\\u0073B = \"x\", out int ssR) { ssR = 1; }\n#endregion",
        "public void MssDo(int ssA, string ssB, out int ssR) { ssR = 1; }\nclass Inner { void MssDo() { } }",
        "public void MssDo() { }\npublic void MssDo(int ssA, string ssB, out int ssR) { ssR = 1; }",
        "public static bool operator ==(CssX a, CssX b) { return true; }\npublic void MssDo(int ssA, string ssB, out int ssR) { ssR = 1; }",
        "Func<int> f = () => { MssOther(); return 1; };\npublic void MssDo(int ssA, string ssB, out int ssR) { ssR = 1; }",
    ] {
        check(method, &[], method);
    }
}

#[test]
fn a_renamed_action() {
    check(
        "public void MssDo(int ssA, string ssB, out int ssR) { ssR = ssA > 0 ? 1 : R(ssA); } // MssDo\nvoid R() { MssDo(1, \"MssDo(\", out _); this.MssDo(1, $\"{MssDo}\", out _); MssDoIt(); }",
        &[rename()],
        "public void MssAct(int ssA, string ssB, out int ssR) { ssR = ssA > 0 ? 1 : R(ssA); } // MssDo\nvoid R() { MssAct(1, \"MssDo(\", out _); this.MssAct(1, $\"{MssAct}\", out _); MssDoIt(); }",
    );
}

#[test]
fn a_renamed_parameter() {
    check(
        r#"public void MssDo(int ssA, string ssB, out int ssR) {
			// ssA is "ssA"
			var ssA2 = @ssA + x.ssA + y?.ssA + F(ssA: ssA, z: ssA) + "ssA" + $"{ssA:ssA} {{ssA}} {x.ssA}" + nameof(ssA);
			var s = new STPoint(null) { ssA = ssA, ssZ = { ssA = 1 }, Q = t ? ssA : 0 };
			if (s is { ssA: 1 }) { ssA = 2; ssA += ssA; }
			var t = new { ssA, Z = ssA }; var r = list[..ssA];
			switch (ssR = ssA) { case 1: ssA = 3; break; }
#if DEBUG
			ssA++;
#else
			ssA--;
#endif
			try { } catch { ssA = 1; }
		}"#,
        &[rename_parameter(20, "First")],
        r#"public void MssDo(int ssFirst, string ssB, out int ssR) {
			// ssA is "ssA"
			var ssA2 = ssFirst + x.ssA + y?.ssA + F(ssA: ssFirst, z: ssFirst) + "ssA" + $"{ssFirst:ssA} {{ssA}} {x.ssA}" + nameof(ssFirst);
			var s = new STPoint(null) { ssA = ssFirst, ssZ = { ssA = 1 }, Q = t ? ssFirst : 0 };
			if (s is { ssA: 1 }) { ssFirst = 2; ssFirst += ssFirst; }
			var t = new { ssA = ssFirst, Z = ssFirst }; var r = list[..ssFirst];
			switch (ssR = ssFirst) { case 1: ssFirst = 3; break; }
#if DEBUG
			ssFirst++;
#else
			ssFirst--;
#endif
			try { } catch { ssFirst = 1; }
		}"#,
    );
}

#[test]
fn exchanged_names() {
    check(
        "public void MssDo(int ssA, string ssB, out int ssR) => ssR = ssA + ssB.Length;",
        &[rename_parameter(20, "Temporary"), rename_parameter(21, "A"), rename_parameter(20, "B")],
        "public void MssDo(int ssB, string ssA, out int ssR) => ssR = ssB + ssA.Length;",
    );
    let two = edited(&small(), &[Edit::AddAction(action(11, "Undo", vec![]), None)]);
    let members = |first: &str, second: &str| {
        class(&format!(
            "public void {first}(int ssA, string ssB, out int ssR) {{ ssR = 1; }}\npublic void {second}() {{ }}"
        ))
    };
    let rename = |number, text: &str| Edit::Action(key(number), ActionEdit::Rename(name(text)));
    let before = with_code(&two, &members("MssDo", "MssUndo"));
    let (code, findings) = merged(&before, &[rename(10, "T"), rename(11, "Do"), rename(10, "Undo")]);
    assert_eq!(code, members("MssUndo", "MssDo"));
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn other_parameters() {
    let add = |text: &str, position| {
        of_do(ActionEdit::AddParameter(parameter(30, text, INPUT, BasicType::Boolean), position))
    };
    let remove = |number| of_do(ActionEdit::RemoveParameter(key(number)));
    let set_type =
        |number, basic: BasicType| of_do(ActionEdit::Parameter(key(number), ParameterEdit::SetDataType(basic.into())));
    let set_direction =
        |number, direction| of_do(ActionEdit::Parameter(key(number), ParameterEdit::SetDirection(direction)));
    let reversed = [of_do(ActionEdit::MoveParameter(key(22), 0)), of_do(ActionEdit::MoveParameter(key(21), 1))];
    let one_line = "public void MssDo(int ssA, string ssB, out int ssR) { F(); }";
    check(one_line, &[add("C", None)], "public void MssDo(int ssA, string ssB, out int ssR, bool ssC) { F(); }");
    check(one_line, &[add("C", Some(0))], "public void MssDo(bool ssC, int ssA, string ssB, out int ssR) { F(); }");
    check(one_line, &[remove(20)], "public void MssDo(string ssB, out int ssR) { F(); }");
    check(one_line, &[remove(20), remove(21), remove(22)], "public void MssDo() { F(); }");
    check(one_line, &reversed, "public void MssDo(out int ssR, string ssB, int ssA) { F(); }");
    check(
        one_line,
        &[set_type(21, BasicType::BinaryData)],
        "public void MssDo(int ssA, byte[] ssB, out int ssR) { F(); }",
    );
    check(
        one_line,
        &[set_direction(20, OUTPUT)],
        "public void MssDo(out int ssA, string ssB, out int ssR) { ssA = 0; F(); }",
    );
    check(one_line, &[set_direction(22, INPUT)], "public void MssDo(int ssA, string ssB, int ssR) { F(); }");
    let lines = "public void MssDo(\n\t\tint ssA, // first\n\t\tstring ssB, /* second */\n\t\tout int ssR // last\n\t) { F(); }";
    check(lines, &[set_type(20, BasicType::LongInteger)], &lines.replace("int ssA", "long ssA"));
    check(
        lines,
        &[add("C", Some(1))],
        "public void MssDo(\n\t\tint ssA,\n\t\tbool ssC, // first\n\t\tstring ssB, /* second */\n\t\tout int ssR // last\n\t) { F(); }",
    );
    check(
        lines,
        &[remove(21)],
        "public void MssDo(\n\t\tint ssA, /* second */\n\t\tout int ssR // last\n\t // first\n) { F(); }",
    );
    check(
        "public void MssDo(/* none */) where { F(Dictionary<int, string> x); }",
        &[],
        "public void MssDo(/* none */int ssA, string ssB, out int ssR) where { F(Dictionary<int, string> x); }",
    );
    check(
        "public void MssDo(Dictionary<int, List<string>> ssA, [X(1, 2)] ref string ssB, out (int, int) ssR) { F(); }",
        &[],
        "public void MssDo(int ssA, [X(1, 2)] string ssB, out int ssR) { F(); }",
    );
}

#[test]
fn what_is_not_certain_is_left() {
    check_left("public void MssDo<T>(T ssA) { }", &[], "X.cs(3): MssDo was left as it is: it is generic");
    check_left("public int MssDo(int ssA, string ssB) { return 1; }", &[], "returns a value");
    check_left(
        "public void MssDo() { }\npublic void MssDo(int ssA) { }",
        &[],
        "There are several methods MssDo, and none has the signature of the definition: void MssDo(int ssA, string ssB, out int ssR)",
    );
    check_left(
        "#if A\npublic void MssDo(int ssA) {\n#else\npublic void MssDo(long ssA) {\n#endif\n}",
        &[],
        "branch of conditional compilation",
    );
    check_left(
        "public void MssDo(int ssA,\n#if A\n string ssB\n#else\n object ssB\n#endif\n) { }",
        &[],
        "its parameters stand under conditional compilation",
    );
    check_left(
        "public void MssDo(int ssA, string ssB, out int ssR) { int ssC = 1; ssR = ssA + ssC; }",
        &[rename_parameter(20, "C")],
        "already uses the name ssC",
    );
    check_left("public void MssDo(__arglist) { }", &[], "cannot be read");
}

#[test]
fn missing_methods_are_added_and_orphans_stay() {
    let stub = "\t\t/// <summary>\n\t\t/// \n\t\t/// </summary>\n\t\tpublic void MssUndo() {\n\t\t\t// Write here what the action does\n\t\t}\n\n".replace("/// \n", "///\n");
    let method = "\t\tpublic void MssDo(int ssA, string ssB, out int ssR) { ssR = 1; }";
    let before = with_code(&small(), &class(method));
    let add = Edit::AddAction(action(11, "Undo", vec![]), None);
    let (code, findings) = merged(&before, &[add.clone(), Edit::Remove(vec![Item::Action(key(10))])]);
    assert_eq!(code, class(method).replace("\n\t} // CssX", &format!("\n\n{stub}\t}} // CssX")));
    assert_eq!(
        findings,
        ["X.cs(3): No action has the method MssDo. It was left as it is; delete it when nothing else needs it."]
    );
    let (code, _) = merged(&with_code(&small(), &class(method).replace('\n', "\r\n")), &[add]);
    assert_eq!(code.matches('\n').count(), code.matches("\r\n").count());
}

#[test]
fn an_untouched_stub_follows_the_definition() {
    let before = with_sources(&small());
    let output = of_do(ActionEdit::AddParameter(parameter(30, "Text", OUTPUT, BasicType::Text), None));
    let (code, findings) = merged(&before, &[default_of(22, "7"), output]);
    assert!(code.contains("\t\tpublic void MssDo(int ssA, string ssB, out int ssR, out string ssText) {\r\n\t\t\tssR = 7;\r\n\t\t\tssText = \"\";\r\n\t\t\t// Write here what the action does\r\n\t\t}\r\n"), "{code}");
    assert!(findings.is_empty());
    let original = "public void MssDo(int ssA, string ssB, out int ssR) {\n\tssR = 0;\n\t// TODO: Write implementation for action\n}";
    check(
        original,
        &[rename_parameter(22, "Result")],
        "public void MssDo(int ssA, string ssB, out int ssResult) {\n\tssResult = 0;\n\t// Write here what the action does\n}",
    );
}
