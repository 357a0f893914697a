#![no_main]

#[path = "../checks/draft.rs"]
mod check;
#[allow(dead_code, reason = "each target uses its part")]
#[path = "../checks/studio.rs"]
mod studio;

fuzz::target!(check::check);
