//! What fuzzing found (`tests/fuzz`) meets the same checks here, and so does what it begins with.

use support::fuzz::each_input;

#[path = "../../../../tests/fuzz/checks/lexer.rs"]
mod lexer;
#[path = "../../../../tests/fuzz/checks/merge.rs"]
mod merge;

#[test]
fn texts() {
    each_input("lexer", lexer::check);
}

#[test]
fn sources() {
    each_input("merge", merge::check);
}
