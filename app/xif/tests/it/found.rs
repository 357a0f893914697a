//! What fuzzing found (`tests/fuzz`) meets the same checks here, and so does what it begins with.

use support::fuzz::each_input;

#[path = "../../../../tests/fuzz/checks/container.rs"]
mod container;
#[path = "../../../../tests/fuzz/checks/definition.rs"]
mod definition;

#[test]
fn containers() {
    each_input("container", container::check);
}

#[test]
fn definitions() {
    each_input("definition", definition::check);
}
