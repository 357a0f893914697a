use super::*;
use proptest::prelude::*;

/// The code tokens of a text, strings in brackets.
fn code(text: &str) -> String {
    let shown = |token: &Token| {
        let part = &text[token.range.clone()];
        match token.kind {
            Kind::String => format!("[{part}]"),
            Kind::Character => format!("<{part}>"),
            _ => part.to_owned(),
        }
    };
    tokens(text).iter().filter(|token| token.is_code()).map(shown).collect::<Vec<_>>().join(" ")
}

#[test]
fn strings() {
    for (text, expected) in [
        (r#"a = "b{}\"" + c;"#, r#"a = ["b{}\""] + c ;"#),
        (r#"@"a\" + "b""#, r#"[@"a\"] + ["b"]"#),
        (r#"@"a ""q"" {" + b"#, r#"[@"a ""q"" {"] + b"#),
        (r#"@"""" + b"#, r#"[@""""] + b"#),
        (r#""" + b"#, r#"[""] + b"#),
        ("\"not closed {\nx", "[\"not closed {] x"),
        (r#"""" a "" b """ + c"#, r#"[""" a "" b """] + c"#),
        ("\"\"\"\n{ \" \"\" }\n\"\"\";", "[\"\"\"\n{ \" \"\" }\n\"\"\"] ;"),
        ("\"\"\"open {\nx", "[\"\"\"open {] x"),
        (r#"'\'' + '{' + '"'"#, r#"<'\''> + <'{'> + <'"'>"#),
        ("'\nx", "<'> x"),
        ("\"a\"u8", "[\"a\"] u8"),
    ] {
        assert_eq!(code(text), expected, "{text}");
    }
}

#[test]
fn interpolated_strings() {
    for (text, expected) in [
        (r#"$"a {b} {{c}} {d:N2}" + e"#, r#"[$"a {] b [} {{c}} {] d [:N2}"] + e"#),
        (r#"$"{a["k"]}{(b ? c : d),-5:x}""#, r#"[$"{] a [ ["k"] ] [}{] ( b ? c : d ) , - 5 [:x}"]"#),
        (r#"$"{{{a}}}""#, r#"[$"{{{] a [}}}"]"#),
        (r#"$@"\{a:""x""}"" {b}""#, r#"[$@"\{] a [:""x""}"" {] b [}"]"#),
        (r#"@$"{a}" + b"#, r#"[@$"{] a [}"] + b"#),
        (r#"$"{f(new { x = $"{y}" })}" "#, r#"[$"{] f ( new { x = [$"{] y [}"] } ) [}"]"#),
        ("$$\"\"\"\n{a} {{b}} {{{c}}} \"\" \n\"\"\" + d", "[$$\"\"\"\n{a} {{] b [}} {{{] c [}}} \"\" \n\"\"\"] + d"),
        (r#"$"{a switch { 1 => "}", _ => ":" }}""#, r#"[$"{] a switch { 1 = > ["}"] , _ = > [":"] } [}"]"#),
    ] {
        assert_eq!(code(text), expected, "{text}");
    }
}

#[test]
fn comments_numbers_and_identifiers() {
    assert_eq!(code("a // \"{\nb /* } \" */ c"), "a b c");
    assert_eq!(
        code("/// <summary> it's\r\n@class = 1.5e-3m + 0xFFul + 1_000..b;"),
        "@class = 1.5e-3m + 0xFFul + 1_000 . . b ;"
    );
    assert_eq!(code("1.ToString() x.y"), "1 . ToString ( ) x . y");
    assert_eq!(code("preço = \\u0061b;"), "preço = \\u0061b ;");
    assert_eq!(identifier("\\u0061b"), "ab");
    assert_eq!(identifier("@if"), "if");
    assert_eq!(identifier("a\\u00"), "a\\u00");
}

#[test]
fn directives() {
    assert_eq!(code("#region it's \"open\nx\n  #endregion\n"), "x");
    assert_eq!(code("#if false\n it's { dead /*\n#if X\n\"\n#endif\n#else\nx\n#endif\ny"), "x y");
    assert_eq!(code("#if true\nx\n#else\ny '\n#endif\nz"), "x z");
    let text = "#if A // why\na\n#elif B\nb\n#else\nc\n#endif\nd";
    let alternatives: Vec<_> = tokens(text)
        .into_iter()
        .filter(|token| token.is_alternative && token.is_code())
        .map(|token| text[token.range].to_owned())
        .collect();
    assert_eq!(alternatives, ["b", "c"]);
}

proptest! {
    #[test]
    fn nothing_is_lost(parts in prop::collection::vec(prop::sample::select(vec![
        "\"", "\"\"\"", "$", "@", "{", "}", "{{", "'", "\\", "//", "/*", "*/", "\n", "\r\n", "#if false", "#else", "#endif",
        "a", "0.", "é", "\u{2028}", ":", "(", ")", " ", "\u{feff}",
    ]), 0..40)) {
        let text = parts.concat();
        let mut end = 0;
        for token in tokens(&text) {
            prop_assert_eq!(token.range.start, end);
            prop_assert!(token.range.end > end);
            end = token.range.end;
        }
        prop_assert_eq!(end, text.len());
    }
}
