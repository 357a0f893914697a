#![no_main]

#[path = "../checks/project.rs"]
mod check;

fuzz::target!(check::check);
