//! Any text is C# for the lexer: its tokens follow each other without a gap, and none is empty.

use csharp::token::{identifier, tokens};

pub(crate) fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut end = 0;
    for token in tokens(&text) {
        assert_eq!(token.range.start, end);
        assert!(token.range.end > end);
        end = token.range.end;
        let _ = identifier(&text[token.range]);
    }
    assert_eq!(end, text.len());
}
