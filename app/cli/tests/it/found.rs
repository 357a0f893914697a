//! What fuzzing found (`tests/fuzz`) meets the same checks here, and so does what it begins with.

use support::fuzz::each_input;

#[path = "../../../../tests/fuzz/checks/unpacked.rs"]
mod unpacked;

#[test]
fn unpacked_folders() {
    each_input("unpacked", unpacked::check);
}
