//! What fuzzing begins with and found, as tests.

use support::fuzz::each_input;

#[path = "../../../../tests/fuzz/checks/sqlite.rs"]
mod sqlite;
#[path = "../../../../tests/fuzz/checks/tables.rs"]
mod tables;

#[test]
fn every_sqlite_file_ends() {
    each_input("sqlite", sqlite::check);
}

#[test]
fn every_script_and_workbook_ends() {
    each_input("tables", tables::check);
}
