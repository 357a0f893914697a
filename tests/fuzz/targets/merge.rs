#![no_main]

#[path = "../checks/merge.rs"]
mod check;

fuzz::target!(check::check);
