use leptos::prelude::*;
use workbench::errors::FailureCode;

use crate::part::Dialog;

/// Cause and cure of an error.
#[component]
pub(crate) fn ErrorPage(code: FailureCode, close: Callback<()>) -> impl IntoView {
    let content = match code.page() {
        Some(page) => view! {
            <h3>"What happened"</h3>
            <p>{page.title}</p>
            <h3>"Cause"</h3>
            <p>{page.cause}</p>
            <h3>"Cure"</h3>
            <p>{page.cure}</p>
        }
        .into_any(),
        None => view! { <p>"This version of the studio does not know the code; the server is newer. Load the page again."</p> }.into_any(),
    };
    view! {
        <Dialog title=format!("Error {code}") close>
            <div class="dialog-body error-page">{content}</div>
        </Dialog>
    }
}
