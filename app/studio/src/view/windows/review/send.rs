use leptos::prelude::*;
use leptos::task::spawn_local;
use workbench::errors::Failure;

use super::super::share::{EndsField, NameField};
use crate::app::review::{self, SentReview};
use crate::app::{Studio, shared, use_studio};
use crate::browser::clipboard;
use crate::part::{Button, Dialog, IconButton, failure_of, icon};

/// What is asked of the reviewers, and how it went.
#[derive(Clone, Copy)]
struct Sending {
    studio: Studio,
    message: RwSignal<String>,
    /// In how many days the links end; `None`: with the review.
    days: RwSignal<Option<u32>>,
    is_busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
    sent: RwSignal<Option<SentReview>>,
}

impl Sending {
    fn submit(self) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let result = review::send(self.studio, &self.message.get_untracked(), self.days.get_untracked()).await;
            // The window may be closed by now.
            match result {
                Ok(review) => drop(self.sent.try_set(Some(review))),
                Err(why) => drop(self.failure.try_set(Some(why))),
            }
            let _ = self.is_busy.try_set(false);
        });
    }

    /// Opens the review that was sent.
    fn open(self) {
        if let Some(review) = self.sent.get_untracked() {
            self.studio.screen.window.set(None);
            shared::open_link(self.studio, &review.owner);
        }
    }

    fn is_sent(self) -> bool {
        self.sent.with(Option::is_some)
    }
}

/// What is asked of the reviewers, how long the links work, and the links.
#[component]
pub(in crate::view::windows) fn SendReview(close: Callback<()>) -> impl IntoView {
    let sending = Sending {
        studio: use_studio(),
        message: RwSignal::new(String::new()),
        days: RwSignal::new(Some(30_u32)),
        is_busy: RwSignal::new(false),
        failure: RwSignal::new(None::<Failure>),
        sent: RwSignal::new(None::<SentReview>),
    };
    let names = sending.studio.derived.beside.with_untracked(|beside| {
        let now = "what is open now".to_owned();
        beside.as_ref().map(|beside| (beside.name.clone(), beside.later().map_or(now, str::to_owned)))
    });
    let compared = names.map(|(before, after)| {
        view! { <p>"Compares " <strong>{before}</strong> " with " <strong>{after}</strong> "."</p> }
    });
    let cancel = move || {
        view! {
            <Button label="Cancel" secondary=true press=move || close.run(()) />
            <Button label="Create Link" disabled=sending.is_busy press=move || sending.submit() />
        }
    };
    view! {
        <Dialog title="Send for Review" class="wide share" close>
            <div class="dialog-body">
                {compared}
                <Show when=move || sending.is_sent() fallback=move || view! { <Form sending /> }>
                    {move || sending.sent.get().map(links)}
                </Show>
                <div role="alert">{move || sending.failure.get().map(failure_of)}</div>
            </div>
            <div class="dialog-feet">
                <Show when=move || sending.is_sent() fallback=cancel>
                    <Button label="Open Review" secondary=true press=move || sending.open() />
                    <Button label="Close" press=move || close.run(()) />
                </Show>
            </div>
        </Dialog>
    }
}

#[component]
fn Form(sending: Sending) -> impl IntoView {
    let Sending { studio, message, days, .. } = sending;
    view! {
        <p>
            "Both sides are encrypted in this browser before they are sent: the server keeps them and what is said about them, and cannot read it. Whoever has the link has the key."
        </p>
        <NameField studio about="Shown to the reviewers" />
        <div class="field">
            <label for="review-ask">"Message"</label>
            <div>
                <textarea
                    id="review-ask"
                    class="input"
                    rows="3"
                    maxlength="2000"
                    placeholder="What to look at (optional)"
                    prop:value=move || message.get()
                    on:input=move |event| message.set(event_target_value(&event))
                ></textarea>
            </div>
        </div>
        <EndsField days />
    }
}

/// The two addresses, selected at a touch.
fn links(review: SentReview) -> impl IntoView {
    view! {
        <div class="share-made" role="status">
            <p>{icon("check", "of-done")} " Review link created. Anyone with it has access."</p>
            <Address label="Link to comment" address=review.to_comment />
            <Address label="Link to read" address=review.to_read />
            <p class="hint">
                "Names of comments are not checked: whoever has the link to comment can write under any name, and change what others wrote."
            </p>
            <p class="hint">"Manage or revoke both in Share. The review is also listed on the start screen."</p>
        </div>
    }
}

#[component]
fn Address(label: &'static str, address: String) -> impl IntoView {
    let select = |event: web_sys::FocusEvent| event_target::<web_sys::HtmlInputElement>(&event).select();
    let copied = RwSignal::new(false);
    let text = address.clone();
    let copy = move || {
        let text = text.clone();
        spawn_local(async move {
            let is_copied = clipboard::is_there() && clipboard::write(&text).await.is_ok();
            let _ = copied.try_set(is_copied);
        });
    };
    view! {
        <div class="review-address">
            <span class="review-label">{label}</span>
            <input class="input" aria-label=label readonly=true prop:value=address on:focus=select />
            <IconButton
                label=format!("Copy the {}", label.to_lowercase())
                name=Signal::derive(move || if copied.get() { "check" } else { "copy" })
                press=copy
            />
        </div>
    }
}
