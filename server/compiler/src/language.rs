//! Versions of C#: which of them a compiler knows, and which one a line is written in.

use std::fmt;

/// A version of C#, as `(7, 3)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Language(u32, u32);

impl Language {
    /// The newest version that the compiler of an SDK knows: each release of .NET since 5 brought the next one.
    pub const fn newest(sdk: u32) -> Self {
        match sdk {
            0..=2 => Self(7, 3),
            3 | 4 => Self(8, 0),
            release => Self(release + 4, 0),
        }
    }

    /// The version that counts when a project for .NET Framework says none.
    pub const USUAL: Self = Self(7, 3);

    /// What is newer than `known` in a line of a source: in words, with its version. It is asked about lines that a compiler did not understand.
    pub fn newer_in(line: &str, known: Self) -> Option<(&'static str, Self)> {
        let code = without_texts(line);
        let found = SYNTAX.iter().find(|(_, _, is_there)| is_there(&code));
        found.map(|&(what, version, _)| (what, version)).filter(|(_, version)| *version > known)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.0, self.1)
    }
}

type Syntax = (&'static str, Language, fn(&str) -> bool);

/// What versions after 8 brought, the most certain first.
const SYNTAX: [Syntax; 14] = [
    ("a raw text (\"\"\")", Language(11, 0), |line| line.contains("\"\"\"") && !line.contains('@')),
    ("a global using", Language(10, 0), |line| line.trim_start().starts_with("global using ")),
    ("a namespace for the whole file", Language(10, 0), |line| {
        let line = line.trim();
        line.starts_with("namespace ") && line.ends_with(';') && !line.contains('{')
    }),
    ("a record struct", Language(10, 0), |line| line.contains("record struct ")),
    ("a record", Language(9, 0), |line| {
        let declares = |rest: &str| rest.contains(['(', '{', ';', ':']) || !rest.trim().contains(' ');
        words_before(line, "record").is_some_and(|before| before.split_whitespace().all(is_modifier))
            && line.split_once("record ").is_some_and(|(_, rest)| declares(rest))
    }),
    ("the pattern 'is not'", Language(9, 0), |line| line.contains(" is not ")),
    ("an init accessor", Language(9, 0), |line| line.contains("init;") || line.contains("init {")),
    ("'new' without a type", Language(9, 0), |line| line.contains(" new(") || line.contains("(new(")),
    ("a 'with' expression", Language(9, 0), |line| line.contains(" with {") || line.trim_end().ends_with(" with")),
    ("a pattern with 'and' or 'or'", Language(9, 0), |line| {
        line.contains(" is ") && (line.contains(" or ") || line.contains(" and "))
    }),
    ("a required member", Language(11, 0), |line| line.contains("required ")),
    ("a pattern of a list", Language(11, 0), |line| line.contains(" is [")),
    ("a collection expression", Language(12, 0), |line| line.contains("= [") || line.contains("return [")),
    ("a primary constructor", Language(12, 0), |line| {
        let is_type = line.contains("class ") || line.contains("struct ");
        is_type
            && line.contains('(')
            && words_before(line, "class").is_some_and(|it| it.split_whitespace().all(is_modifier))
    }),
];

/// What stands before a word.
fn words_before<'line>(line: &'line str, word: &str) -> Option<&'line str> {
    let at = line.find(&format!("{word} "))?;
    let before = line.get(..at)?;
    (before.is_empty() || before.ends_with(char::is_whitespace)).then_some(before)
}

fn is_modifier(word: &str) -> bool {
    ["public", "internal", "private", "protected", "sealed", "abstract", "static", "partial", "readonly"]
        .contains(&word)
}

/// The line with nothing between its quotes, and without the comment at its end.
fn without_texts(line: &str) -> String {
    let line = line.split("//").next().unwrap_or(line);
    line.split('"').step_by(2).collect::<Vec<_>>().join("\"\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sdk_knows_its_version() {
        let shown = |sdk| Language::newest(sdk).to_string();
        assert_eq!([3, 5, 8, 10].map(shown), ["8.0", "9.0", "12.0", "14.0"]);
    }

    #[test]
    fn newer_syntax_is_told_from_older() {
        let known = Language::newest(3);
        for (line, version) in [
            ("\t\tif (ssTextIn is not null) a = b;", "9.0"),
            ("public record Point(int X, int Y);", "9.0"),
            ("namespace A.B;", "10.0"),
            ("global using System;", "10.0"),
            ("List<int> a = new();", "9.0"),
            ("int[] a = [1, 2];", "12.0"),
            ("public string A { get; init; }", "9.0"),
            ("var a = \"\"\"x\"\"\";", "11.0"),
            ("var b = a with { X = 1 };", "9.0"),
            ("if (a is > 1 and < 5) { }", "9.0"),
            ("public class A(int b) { }", "12.0"),
            ("readonly record struct A(int B);", "10.0"),
        ] {
            let found = Language::newer_in(line, known);
            assert_eq!(found.map(|(_, version)| version.to_string()).as_deref(), Some(version), "{line}");
            assert_eq!(Language::newer_in(line, Language::newest(10)), None, "{line}");
        }
        for line in [
            "int a = ;",
            "namespace A.B {",
            "text = \"this is not new()\";",
            "a = 1; // a global using, is not",
            "var record = Get(1);",
            "new Foo(",
            "}",
        ] {
            assert_eq!(Language::newer_in(line, known), None, "{line}");
        }
    }
}
