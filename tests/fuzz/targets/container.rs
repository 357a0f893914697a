#![no_main]

#[path = "../checks/container.rs"]
mod check;

fuzz::target!(check::check);
