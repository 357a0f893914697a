#![no_main]

#[path = "../checks/xml.rs"]
mod check;

fuzz::target!(check::check);
