use leptos::html;
use leptos::prelude::*;

use super::IconButton;
use crate::browser::focus;

/// A window over the studio. Its first field gets the keyboard. The browser's own modal dialog keeps the keyboard
/// inside, closes on Escape and gives the keyboard back.
#[component]
pub(crate) fn Dialog(
    /// Its title.
    #[prop(into)]
    title: String,
    /// Called when the user closes it.
    close: Callback<()>,
    /// A further class.
    #[prop(optional)]
    class: &'static str,
    /// Whether it has no title bar.
    #[prop(optional)]
    bare: bool,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    focus::give_back();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get().filter(|dialog| !dialog.open()) {
            // Fails only for a dialog that is not on the page.
            let _ = dialog.show_modal();
            focus::into_window(&dialog);
            // Lists that fill themselves are on the page in the next frame; a field that has the keyboard keeps it.
            request_animation_frame(move || {
                if !focus::is_in_field_of(&dialog) {
                    focus::into_window(&dialog);
                }
            });
        }
    });
    let head = (!bare).then(|| {
        view! {
            <div class="dialog-head">
                <h2>{title.clone()}</h2>
                <IconButton label="Close" name="close" press=move || close.run(()) />
            </div>
        }
    });
    view! {
        <dialog
            node_ref=dialog
            class=class
            aria-label=title
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                close.run(());
            }
        >
            {head}
            {children()}
        </dialog>
    }
}
