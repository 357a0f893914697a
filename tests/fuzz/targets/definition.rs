#![no_main]

#[path = "../checks/definition.rs"]
mod check;

fuzz::target!(check::check);
