//! Names that may hold anything, as obfuscated assemblies show.

use super::Writer;

impl Writer<'_, '_> {
    /// A name. One that is a word of the language has a mark; what cannot be seen is written in numbers.
    pub(super) fn identifier(&mut self, name: &str) {
        if is_keyword(name) {
            self.push("@");
        }
        self.name(name);
    }

    /// A name where words of the language may stand.
    pub(super) fn name(&mut self, name: &str) {
        let is_plain = name.bytes().all(|byte| byte.is_ascii_graphic());
        if is_plain || !name.contains(is_unseen) {
            return self.push(name);
        }
        for character in name.chars() {
            if is_unseen(character) {
                self.push(&format!("\\u{:04x}", u32::from(character)));
            } else {
                self.push(character.encode_utf8(&mut [0; 4]));
            }
        }
    }
}

/// Whether the name is a reserved word of C#.
pub fn is_keyword(name: &str) -> bool {
    name.as_bytes().first().is_some_and(u8::is_ascii_lowercase) && KEYWORDS.binary_search(&name).is_ok()
}

/// Controls, marks of direction, and spaces without width.
pub(super) fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// The reserved words of C#, sorted.
const KEYWORDS: [&str; 77] = [
    "abstract",
    "as",
    "base",
    "bool",
    "break",
    "byte",
    "case",
    "catch",
    "char",
    "checked",
    "class",
    "const",
    "continue",
    "decimal",
    "default",
    "delegate",
    "do",
    "double",
    "else",
    "enum",
    "event",
    "explicit",
    "extern",
    "false",
    "finally",
    "fixed",
    "float",
    "for",
    "foreach",
    "goto",
    "if",
    "implicit",
    "in",
    "int",
    "interface",
    "internal",
    "is",
    "lock",
    "long",
    "namespace",
    "new",
    "null",
    "object",
    "operator",
    "out",
    "override",
    "params",
    "private",
    "protected",
    "public",
    "readonly",
    "ref",
    "return",
    "sbyte",
    "sealed",
    "short",
    "sizeof",
    "stackalloc",
    "static",
    "string",
    "struct",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "uint",
    "ulong",
    "unchecked",
    "unsafe",
    "ushort",
    "using",
    "virtual",
    "void",
    "volatile",
    "while",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_sorted() {
        assert!(KEYWORDS.is_sorted());
    }

    #[test]
    fn what_cannot_be_seen() {
        assert!(['\u{1b}', '\n', '\u{202e}', '\u{200b}', '\u{feff}'].into_iter().all(is_unseen));
        assert!(!['a', 'é', '漢', '🦀', 'ع'].into_iter().any(is_unseen));
    }
}
