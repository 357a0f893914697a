#![no_main]

#[path = "../checks/unpacked.rs"]
mod check;

fuzz::target!(check::check);
