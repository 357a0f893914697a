//! The interface of the studio: Leptos views and the calls of the browser, nothing else.
//!
//! What the studio does lives in the crate `workbench`. `app` holds its one value, hands it commands and
//! carries out the effects that come back; `view` shows it; `part` has the controls that the views are made
//! of; `browser` is the border to what only a browser can do.

// The component macro makes every component and its properties public.
#![allow(unreachable_pub)]
// Components own their properties, whether they use them up or not.
#![allow(clippy::needless_pass_by_value)]

mod app;
mod browser;
mod menu_command;
mod part;
mod view;

pub use browser::worker::serve;

use leptos::prelude::*;

/// Puts the studio onto the page.
pub fn start() {
    browser::broken::tell_on_panic();
    mount_to_body(view::App);
    browser::worker::prepare();
}
