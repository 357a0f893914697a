//! What fuzzing begins with and found, as a test.

use support::fuzz::each_input;

#[path = "../../../../tests/fuzz/checks/assembly.rs"]
pub(crate) mod check;

#[test]
fn every_input_ends() {
    each_input("assembly", check::check);
}
