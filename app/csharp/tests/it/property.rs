//! Whatever a body holds, it stays to the byte.

use extension::{ActionEdit, BasicType};
use proptest::prelude::*;

use crate::sources::*;

/// Pieces of C# in which braces, quotes and names stand where a search for text would trip.
const PIECES: [&str; 48] = [
    "\"}\"",
    "\"\\\"{\"",
    "@\"\\\"",
    "@\"\"\"}\"",
    "$\"{x}}}\"",
    "$@\"{x:\"\"}\"",
    "$\"{F($\"{y}\")}\"",
    "\"\"\"{ \"\" }\"\"\"",
    "$$\"\"\"{{x}} {y}\"\"\"",
    "'}'",
    "'\\''",
    "'\"'",
    "// } MssDo(int ssA)\n",
    "/* { */",
    "/// it's\n",
    "\n#region it's {\n",
    "\n#endregion\n",
    "\n#if false\n } ' \" /*\n#endif\n",
    "\n#if A\n{\n#else\n{\n#endif\n}",
    "{",
    "}",
    "(",
    ")",
    ";",
    "MssDo(1)",
    "ssA",
    "x.ssA",
    "ssA: ",
    "new { ssA }",
    "\r\n",
    "\t",
    "é",
    "\\u0041",
    "@if",
    "<",
    "0x1F.5e-3m",
    "=",
    "@\"\n}\n\"",
    "\"\"\"\n\t} {\n\t\"\"\"",
    "$\"\"\"{x} \" }\"\"\"",
    "$\"{x:}}}\"",
    "$\"{(b ? \"}\" : \"{\")}\"",
    "\"}\"u8",
    "'\\u007d'",
    "/* \n } \n */",
    "\n#pragma warning disable\n",
    "\n#line 5 \"a{.cs\"\n",
    "//}\r\n",
];

/// Pieces of project files, before and after the extension X was renamed to Better.
const PROJECT: [(&str, &str); 20] = [
    ("<RootNamespace>OutSystems.NssX</RootNamespace>\n", "<RootNamespace>OutSystems.NssBetter</RootNamespace>\n"),
    (
        "<AssemblyName Condition=\"'$(A)' > '1'\">OutSystems.NssX</AssemblyName>",
        "<AssemblyName Condition=\"'$(A)' > '1'\">OutSystems.NssBetter</AssemblyName>",
    ),
    (
        "\t<DocumentationFile>bin\\OutSystems.NssX.xml</DocumentationFile>",
        "\t<DocumentationFile>bin\\OutSystems.NssBetter.xml</DocumentationFile>",
    ),
    ("<Compile Include=\"X.cs\" />\n", "<Compile Include=\"Better.cs\" />\n"),
    (
        "<Compile Include='X.cs'><SubType>Code</SubType></Compile>",
        "<Compile Include='Better.cs'><SubType>Code</SubType></Compile>",
    ),
    ("<RootNamespace>Mine.X</RootNamespace>", "<RootNamespace>Mine.X</RootNamespace>"),
    (
        "<DocumentationFile>MyOutSystems.NssX.xml</DocumentationFile>",
        "<DocumentationFile>MyOutSystems.NssX.xml</DocumentationFile>",
    ),
    (
        "<!-- <RootNamespace>OutSystems.NssX</RootNamespace> -->\n",
        "<!-- <RootNamespace>OutSystems.NssX</RootNamespace> -->\n",
    ),
    (
        "<N><![CDATA[<RootNamespace>OutSystems.NssX</RootNamespace>]]></N>",
        "<N><![CDATA[<RootNamespace>OutSystems.NssX</RootNamespace>]]></N>",
    ),
    ("<?x <RootNamespace>OutSystems.NssX</RootNamespace>?>", "<?x <RootNamespace>OutSystems.NssX</RootNamespace>?>"),
    ("<Compile Include=\"Sub\\X.cs\" />", "<Compile Include=\"Sub\\X.cs\" />"),
    ("<Compile Remove=\"X.cs\" />\n", "<Compile Remove=\"X.cs\" />\n"),
    ("<None Include=\"X.cs\" />", "<None Include=\"X.cs\" />"),
    ("<TargetFrameworkVersion>v4.8</TargetFrameworkVersion>", "<TargetFrameworkVersion>v4.8</TargetFrameworkVersion>"),
    ("\n<LangVersion>latest</LangVersion>\t", "\n<LangVersion>latest</LangVersion>\t"),
    ("<PackageReference Include=\"X\" Version=\"1.0\" />", "<PackageReference Include=\"X\" Version=\"1.0\" />"),
    (
        "<Reference Include=\"OutSystems.NssX\"><HintPath>OutSystems.NssX.xml</HintPath></Reference>",
        "<Reference Include=\"OutSystems.NssX\"><HintPath>OutSystems.NssX.xml</HintPath></Reference>",
    ),
    ("<Description>é &lt; ]] \" '</Description>", "<Description>é &lt; ]] \" '</Description>"),
    ("<Exec Command=\"echo &quot;<\" />", "<Exec Command=\"echo &quot;<\" />"),
    (" \n\n", " \n\n"),
];

/// Bodies whose brackets are balanced: what the pieces leave open is closed behind them.
fn body() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..30).prop_map(|pieces| {
        let mut open = Vec::new();
        let mut text = String::new();
        for piece in pieces {
            match piece {
                "{" => open.push("}"),
                "(" => open.push(")"),
                "}" | ")" if open.last() == Some(&piece) => {
                    open.pop();
                }
                "}" | ")" => continue,
                _ => {}
            }
            text.push_str(piece);
            text.push(' ');
        }
        text.extend(open.into_iter().rev());
        text
    })
}

proptest! {
    #[test]
    fn bodies_stay(first in body(), second in body(), change in 0..4) {
        let method = |list: &str| {
            class(&format!("{}public void MssDo({list}) {{ {first} }}\nvoid Other() {{ {second} }}", "[A(\"{\")]\n"))
        };
        let list = "int ssA, string ssB, out int ssR";
        let before = with_code(&small(), &method(list));
        let (edit, expected) = match change {
            0 => (of_do(ActionEdit::RemoveParameter(key(21))), "int ssA, out int ssR"),
            1 => (of_do(ActionEdit::MoveParameter(key(22), 0)), "out int ssR, int ssA, string ssB"),
            2 => (
                of_do(ActionEdit::AddParameter(parameter(30, "N", INPUT, BasicType::Date), Some(1))),
                "int ssA, DateTime ssN, string ssB, out int ssR",
            ),
            _ => (rename_parameter(21, "Other"), "int ssA, string ssOther, out int ssR"),
        };
        let (code, findings) = merged(&before, &[edit]);
        prop_assert_eq!(code, method(expected));
        prop_assert!(findings.is_empty(), "{:?}", findings);
    }

    #[test]
    fn files_keep_their_form(
        first in body(), second in body(), is_crlf: bool, has_bom: bool, has_blank_lines: bool, change in 0..5
    ) {
        // What calls the method of a renamed action follows, so nothing in the bodies may.
        prop_assume!(change != 4 || !(first.contains("MssDo") || second.contains("MssDo")));
        let formed_with = |name: &str, list: &str, assigned: &str| {
            let gap = if has_blank_lines { "\n\n\t \n" } else { "\n" };
            let code = class(&format!(
                "#region R{gap}/// <summary> }} ssA </summary>\n[A(\"{{\")] // {{\npublic void {name}({list}) {{{assigned} {first} }} // {{\n#endregion{gap}void Other() {{ {second} }}"
            ));
            let code = if is_crlf { code.replace('\n', "\r\n") } else { code };
            format!("{}{code}", if has_bom { "\u{feff}" } else { "" })
        };
        let formed = |name: &str, list: &str| formed_with(name, list, "");
        let (list, unchanged) = ("int ssA, string ssB, out int ssR", "MssDo");
        let before = with_code(&small(), &formed(unchanged, list));
        let (edit, name, expected) = match change {
            0 => (of_do(ActionEdit::RemoveParameter(key(20))), unchanged, "string ssB, out int ssR"),
            1 => (of_do(ActionEdit::MoveParameter(key(20), 2)), unchanged, "string ssB, out int ssR, int ssA"),
            2 => (
                of_do(ActionEdit::Parameter(key(21), extension::ParameterEdit::SetDataType(BasicType::Date.into()))),
                unchanged,
                "int ssA, DateTime ssB, out int ssR",
            ),
            3 => (
                of_do(ActionEdit::Parameter(key(21), extension::ParameterEdit::SetDirection(OUTPUT))),
                unchanged,
                "int ssA, out string ssB, out int ssR",
            ),
            _ => (of_do(ActionEdit::Rename(name("Act"))), "MssAct", list),
        };
        let (code, findings) = merged(&before, &[edit]);
        if change == 3 {
            // A new output is assigned where the body begins, in one place or another.
            let line_end = if is_crlf { "\r\n" } else { "\n" };
            let both = [" ssB = \"\";".to_owned(), format!("{line_end}ssB = \"\";")];
            prop_assert!(both.iter().any(|it| code == formed_with(name, expected, it)) || code.contains("ssB = \"\";"));
            return Ok(());
        }
        prop_assert_eq!(code, formed(name, expected));
        prop_assert!(findings.is_empty(), "{:?}", findings);
    }

    /// A method that no action has goes with what belongs to it, and nothing else does.
    #[test]
    fn a_removed_method_takes_nothing_with_it(first in body(), second in body(), old in body(), is_crlf: bool) {
        let orphan =
            format!("\t/// <summary>\n\t/// MssOld }}\n\t/// </summary>\n\t[A(\"}}\")]\n\tpublic void MssOld(int ssA) {{ {old} }} // MssOld\n\n");
        let formed = |orphan: &str| {
            let code = class(&format!(
                "public void MssDo(int ssA, string ssB, out int ssR) {{ {first} }} // MssDo\n\n{orphan}\tvoid Other() {{ {second} }}"
            ));
            if is_crlf { code.replace('\n', "\r\n") } else { code }
        };
        let before = with_code(&small(), &formed(&orphan));
        let update = csharp::update(&before, &before);
        prop_assert_eq!(update.findings.len(), 1);
        let resource = before.resource_at(extension::Folder::SOURCE, "X.cs").unwrap().key;
        let fixes = csharp::fixes(&before, resource, update.findings[0].line.unwrap());
        // Directives may hold for what follows.
        prop_assert!(!fixes.is_empty() || old.contains('#'));
        for fix in fixes {
            let after = written(&before, &[fix.change]);
            prop_assert_eq!(source(&after, "X.cs"), formed(""));
            prop_assert_eq!(csharp::update(&after, &after), csharp::Update::default());
        }
    }

    /// However a project looks, a renamed extension changes its own names in it and no other byte.
    #[test]
    fn the_project_stays(pieces in prop::collection::vec(prop::sample::select(&PROJECT[..]), 0..20), is_crlf: bool, has_bom: bool) {
        let formed = |text: String| {
            let text = if is_crlf { text.replace('\n', "\r\n") } else { text };
            format!("{}<Project>\n{text}\n</Project>", if has_bom { "\u{feff}" } else { "" })
        };
        let own = formed(pieces.iter().map(|(before, _)| *before).collect());
        let before = with_content(&with_sources(&small()), "X.csproj", own.as_bytes());
        // Whatever else changes in the definition is none of the project's business.
        let edits = [of_do(ActionEdit::Rename(name("Act"))), rename_parameter(20, "Q"), of_do(ActionEdit::RemoveParameter(key(21)))];
        let current = edited(&before, &edits);
        let after = written(&current, &csharp::update(&before, &current).files);
        prop_assert_eq!(source(&after, "X.csproj"), own);
        let current = edited(&before, &[extension::Edit::RenameExtension(name("Better"))]);
        let after = written(&current, &csharp::update(&before, &current).files);
        prop_assert_eq!(source(&after, "Better.csproj"), formed(pieces.iter().map(|(_, after)| *after).collect()));
        prop_assert!(csharp::update(&before, &after).files.is_empty());
    }

    #[test]
    fn no_code_makes_it_fail(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
        let before = with_code(&small(), &class(&pieces.concat()));
        let current = edited(&before, &[of_do(ActionEdit::Rename(name("Act"))), rename_parameter(20, "Q")]);
        let update = csharp::update(&before, &current);
        let after = written(&current, &update.files);
        prop_assert!(csharp::update(&after, &after).files.is_empty());
    }
}
