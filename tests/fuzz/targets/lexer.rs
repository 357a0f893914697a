#![no_main]

#[path = "../checks/lexer.rs"]
mod check;

fuzz::target!(check::check);
