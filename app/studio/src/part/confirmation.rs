use leptos::prelude::*;

use super::{Button, icon};
use crate::browser::focus;

/// A question before something that nothing brings back. The harmless answer has the keyboard.
#[component]
pub(crate) fn Confirmation(
    /// What it is about, for screen readers.
    label: &'static str,
    /// What would happen.
    text: &'static str,
    /// What leaves everything as it is.
    keep: &'static str,
    /// What does it.
    go_on: &'static str,
    /// Called with whether to do it.
    answer: Callback<bool>,
) -> impl IntoView {
    request_animation_frame(|| focus::to(".confirmation[role=alertdialog] .button"));
    view! {
        <div class="confirmation" role="alertdialog" aria-label=label>
            <p>{icon("warning", "of-warning")} {text}</p>
            <Button label=keep secondary=true press=move || answer.run(false) />
            <Button label=go_on press=move || answer.run(true) />
        </div>
    }
}
