use leptos::prelude::*;
use workbench::errors::Failure;

use super::icon;
use crate::app::{Window, use_studio};

/// Why something did not work, in the window where it was asked for: what happened, more to it on lines of its own, and the
/// way to the page of the error.
pub(crate) fn failure_of(failure: Failure) -> impl IntoView {
    let studio = use_studio();
    let details = failure.details.into_iter().filter(|detail| !detail.is_empty());
    let details = details.map(|detail| view! { <li>{detail}</li> }).collect_view();
    let code = failure.code.clone();
    view! {
        <div class="message is-shown">
            {icon("error", "")}
            <div>
                <p>{failure.text}</p>
                <ul>{details}</ul>
                <button type="button" class="link-button" on:click=move |_| studio.screen.show(Window::ErrorPage(code.clone()))>
                    {format!("{}: Details and fix", failure.code)}
                </button>
            </div>
        </div>
    }
}
