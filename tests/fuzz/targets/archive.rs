#![no_main]

#[path = "../checks/archive.rs"]
mod check;

fuzz::target!(check::check);
