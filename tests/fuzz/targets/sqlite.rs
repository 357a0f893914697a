#![no_main]

#[path = "../checks/sqlite.rs"]
mod check;

fuzz::target!(check::check);
