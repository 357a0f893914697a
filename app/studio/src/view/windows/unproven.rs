use api::platform::connect::{Connection, Operation};
use leptos::prelude::*;
use workbench::unproven;

/// A small mark beside what is not proven with a real server, which opens to say what is not known of it.
pub(super) fn unproven_mark(
    connection: &Connection,
    operation: Operation,
    what: &'static str,
) -> impl IntoView + use<> {
    unproven(connection, operation).map(|capability| {
        view! {
            <details class="unproven">
                <summary>{format!("{what}: unverified")}</summary>
                <p>{capability.note.clone()}</p>
            </details>
        }
    })
}
