#![no_main]

#[path = "../checks/tables.rs"]
mod check;

fuzz::target!(check::check);
