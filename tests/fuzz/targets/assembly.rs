#![no_main]

#[path = "../checks/assembly.rs"]
mod check;

fuzz::target!(check::check);
