//! What is shown until that is here to which the address of the page leads.

use std::time::Duration;

use leptos::prelude::*;

use super::menu_bar::Logo;
use super::status_bar::Jobs;
use crate::app::{Studio, use_studio};

/// What takes longer is waited for on the start screen, where one can do something else.
const LONG: Duration = Duration::from_secs(10);

/// Whether it is on its way: asked for, or being read. Once that is over nothing else arrives in this page.
pub(super) fn follow(studio: Studio) -> Memo<bool> {
    let (arriving, jobs) = (studio.screen.arriving, studio.derived.jobs);
    Memo::new(move |before| {
        let goes_on = arriving.get() || jobs.with(|jobs| !jobs.is_empty());
        goes_on && before.copied().unwrap_or_else(|| arriving.get())
    })
}

/// A calm page, which those who wait for an instant do not see.
#[component]
pub(super) fn Arriving() -> impl IntoView {
    let arriving = use_studio().screen.arriving;
    // Without timers the page waits for the answers.
    let alarm = set_timeout_with_handle(move || arriving.set(false), LONG).ok();
    on_cleanup(move || alarm.iter().for_each(TimeoutHandle::clear));
    view! {
        <main class="arriving">
            <Logo size="52" />
            <p role="status">"Opening the draft…"</p>
            <Jobs />
        </main>
    }
}
