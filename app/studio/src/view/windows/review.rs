//! A review: the comparison that was sent, and what is said about it.

mod commenting;
mod panel;
mod send;
mod thread;
mod writing;

use leptos::prelude::*;
use workbench::{Review, ReviewCommand, ReviewSubject, SharedState};

use super::comparison::{Differences, GroupList, groups};
use crate::app::shared::links::{millis, words_of};
use crate::app::{Studio, use_studio};
use crate::browser::focus;
use crate::part::{Button, Dialog, icon};
use panel::Panel;

pub(super) use commenting::Commenting;
pub(super) use send::SendReview;

/// The open review, unless its user looks at the open document.
#[component]
pub(crate) fn ReviewWindow() -> impl IntoView {
    let studio = use_studio();
    let review = studio.derived.review;
    let shown = Memo::new(move |_| {
        review.with(|review| review.as_ref().filter(|review| review.is_shown).map(|review| review.link.clone()))
    });
    // Another review is another window.
    move || shown.get().map(|_| view! { <Reviewing studio /> })
}

#[component]
fn Reviewing(studio: Studio) -> impl IntoView {
    let review = studio.derived.review;
    let Some(subject) = review.with_untracked(|review| review.as_ref().map(|review| review.subject.clone())) else {
        return ().into_any();
    };
    let all = groups(&subject.comparison);
    let groups = Memo::new(move |_| all.clone());
    let chosen = RwSignal::new(0_usize);
    let current = Memo::new(move |_| chosen.get());
    let group = Signal::derive(move || groups.with(|groups| groups.get(current.get()).cloned()));
    let commenting = Commenting::provide(studio, groups, chosen);
    let close = Callback::new(move |()| studio.tell(ReviewCommand::Close));
    let copy = move || studio.give(ReviewCommand::Copy);
    view! {
        <Dialog title=format!("Review of {}", subject.name()) class="comparison review" close>
            <div class="comparison-name">{told(&subject)}</div>
            <div class="comparison-body">
                <GroupList groups current choose=Callback::new(move |index| chosen.set(index)) />
                <Differences studio group is_only_shown=Signal::stored(true) />
                <Panel commenting group />
            </div>
            <div class="dialog-feet">
                <Standing studio />
                <span class="space"></span>
                <Button label="Make a Copy" secondary=true press=copy />
                <Button label="Close" press=move || close.run(()) />
            </div>
        </Dialog>
    }
    .into_any()
}

/// What is compared, by whom, and what he asks.
fn told(subject: &ReviewSubject) -> impl IntoView + use<> {
    let time = words_of(millis(subject.time_ms));
    let sent = match subject.author() {
        "" => format!(" Sent {time}."),
        author => format!(" Sent by {author}, {time}."),
    };
    let message = subject.message().to_owned();
    let message = (!message.is_empty()).then(|| view! { <p class="review-message">{message}</p> });
    view! {
        <p>
            "Left as in " <strong>{subject.before_name().to_owned()}</strong> ", right as in "
            <strong>{subject.after_name().to_owned()}</strong> "." {sent}
        </p>
        {message}
    }
}

/// Whether what is said reaches the others.
#[component]
fn Standing(studio: Studio) -> impl IntoView {
    let shown = move || {
        studio.derived.review.with(|review| {
            let (name, text) = standing(review.as_ref()?)?;
            Some(view! { {icon(name, "of-warning")} <span>{text}</span> })
        })
    };
    view! { <p class="review-standing" role="status">{shown}</p> }
}

fn standing(review: &Review) -> Option<(&'static str, String)> {
    let waits = match review.unsent() {
        0 => "",
        _ => " What you wrote is kept in this browser.",
    };
    match &review.state {
        SharedState::Ended(failure) => Some(("warning", format!("{}: {}{waits}", failure.code, failure.text))),
        SharedState::Offline if review.unsent() > 0 => Some((
            "debug-disconnect",
            "The server does not answer. What you wrote is kept here and sent when it does.".to_owned(),
        )),
        SharedState::Offline => {
            Some(("debug-disconnect", "The server does not answer. Retrying automatically.".to_owned()))
        }
        _ => None,
    }
}

/// Leads back to the review from the open document: how many threads are not settled.
#[component]
pub(crate) fn ReviewStatus() -> impl IntoView {
    let studio = use_studio();
    let shown = move || {
        studio.derived.review.with(|review| {
            let review = review.as_ref().filter(|review| !review.is_shown)?;
            let text = format!("Review, {}", words::counted(review.discussion.unresolved(), "open comment"));
            let press = move |_| studio.give(ReviewCommand::Show);
            Some(view! {
                <button type="button" class="icon-button" title="Show the review again" on:click=press>
                    {icon("comment-discussion", "")}
                    {text}
                </button>
            })
        })
    };
    view! { <span data-testid="review">{shown}</span> }
}

/// Brings a part of the comparison into sight.
fn into_sight(selector: String) {
    request_animation_frame(move || {
        if let Some(element) = focus::find::<web_sys::Element>(&selector) {
            focus::into_sight(&element);
        }
    });
}
