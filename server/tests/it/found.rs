//! What fuzzing found (`tests/fuzz`) meets the same checks here, and so does what it begins with.

use support::fuzz::each_input;

#[path = "../../../tests/fuzz/checks/archive.rs"]
mod archive;
#[path = "../../../tests/fuzz/checks/project.rs"]
mod project;
#[path = "../../../tests/fuzz/checks/xml.rs"]
mod xml;

#[test]
fn archives() {
    each_input("archive", archive::check);
}

#[test]
fn project_files() {
    each_input("project", project::check);
}

#[test]
fn answers() {
    each_input("xml", xml::check);
}
