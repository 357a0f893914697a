use leptos::prelude::*;
use web_sys::KeyboardEvent;
use workbench::LONGEST_COMMENT;

use crate::app::{Studio, TypedIn};
use crate::browser::focus;
use crate::part::Button;

/// A box for what is to be said. What is written stays when the window closes, until it is said.
#[component]
pub(super) fn Writing(
    studio: Studio,
    /// Where.
    at: TypedIn,
    /// Its id on the page.
    id: &'static str,
    /// Its name for screen readers.
    label: &'static str,
    /// The text of the button.
    button: &'static str,
    /// Says it.
    say: Callback<String>,
    /// Gives it up; a box without stays.
    #[prop(optional)]
    cancel: Option<Callback<()>>,
) -> impl IntoView {
    let typed = studio.screen.typed;
    let text = Memo::new(move |_| typed.with(|typed| typed.get(&at).cloned().unwrap_or_default()));
    let is_empty = move || text.with(|text| text.trim().is_empty());
    let send = move || {
        if !untrack(is_empty) {
            let said = text.get_untracked();
            typed.update(|typed| drop(typed.remove(&at)));
            say.run(said);
        }
    };
    let give_up = move |cancel: Callback<()>| {
        typed.update(|typed| drop(typed.remove(&at)));
        cancel.run(());
    };
    let on_key = move |event: KeyboardEvent| match (event.key().as_str(), cancel) {
        ("Enter", _) if event.ctrl_key() || event.meta_key() => {
            event.prevent_default();
            send();
        }
        ("Escape", Some(cancel)) => {
            event.prevent_default();
            event.stop_propagation();
            give_up(cancel);
        }
        // What is written stays, and so does the window: only the next Escape closes it.
        ("Escape", None) if !untrack(is_empty) => {
            event.prevent_default();
            event.stop_propagation();
            focus::to(".review-threads");
        }
        _ => {}
    };
    view! {
        <textarea
            id=id
            class="input"
            rows="2"
            aria-label=label
            placeholder="Ctrl+Enter to send"
            maxlength=LONGEST_COMMENT.to_string()
            prop:value=move || text.get()
            on:input=move |event| {
                let text = event_target_value(&event);
                typed.update(|typed| drop(typed.insert(at, text)));
            }
            on:keydown=on_key
        ></textarea>
        <div class="review-deeds">
            {cancel.map(|cancel| view! { <Button label="Cancel" secondary=true press=move || give_up(cancel) /> })}
            <Button label=button disabled=Signal::derive(is_empty) press=send />
        </div>
    }
}
