#![no_main]

#[path = "../checks/clipboard.rs"]
mod check;

fuzz::target!(check::check);
