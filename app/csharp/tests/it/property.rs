//! Whatever a body holds, it stays to the byte.

use extension::{ActionEdit, BasicType};
use proptest::prelude::*;

use crate::support::*;

/// Pieces of C# in which braces, quotes and names stand where a search for text would trip.
const PIECES: [&str; 37] = [
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
    fn no_code_makes_it_fail(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
        let before = with_code(&small(), &class(&pieces.concat()));
        let current = edited(&before, &[of_do(ActionEdit::Rename(name("Act"))), rename_parameter(20, "Q")]);
        let update = csharp::update(&before, &current);
        let after = written(&current, &update.files);
        prop_assert!(csharp::update(&after, &after).files.is_empty());
    }
}
