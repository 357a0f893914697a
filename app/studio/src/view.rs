//! What is on the screen.

mod app;
mod arriving;
mod drop_place;
mod editor;
mod find;
pub(crate) mod history;
mod looking_on;
mod menu_bar;
pub(crate) mod navigator;
mod notices;
mod panel;
mod problems;
mod reveal;
mod shared;
mod sign_in;
mod start;
mod status_bar;
pub(crate) mod tabs;
mod toolbar;
mod windows;
mod workspace;

pub(crate) use app::App;
