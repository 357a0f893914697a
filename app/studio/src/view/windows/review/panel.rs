use std::sync::Arc;

use comparison::Group;
use extension::Key;
use leptos::prelude::*;
use workbench::{CommentChange, CommentPlace, ReviewCommand, Thread, UnreadableComment};

use super::Commenting;
use super::thread::ThreadView;
use super::writing::Writing;
use crate::app::{Studio, TypedIn, shared};
use crate::part::{Button, IconButton, icon};

/// Every thread, and the place for the next comment.
#[component]
pub(super) fn Panel(commenting: Commenting, group: Signal<Option<Arc<Group>>>) -> impl IntoView {
    let discussion = commenting.discussion;
    let has_settled = RwSignal::new(false);
    let shown = Memo::new(move |_| {
        let all = has_settled.get();
        discussion.with(|discussion| {
            let shows =
                |thread: &&Thread| all || thread.resolved_by.is_none() || is_written_in(commenting.studio, thread);
            discussion.threads.iter().filter(shows).map(|thread| thread.id).collect::<Vec<_>>()
        })
    });
    keep_replies(commenting);
    let settled = Memo::new(move |_| discussion.with(|it| it.threads.len() - it.unresolved()));
    let unreadable = Memo::new(move |_| discussion.with(|discussion| discussion.unreadable.clone()));
    let count = move || format!("{} open", discussion.with(|discussion| discussion.unresolved()));
    let is_empty = move || shown.with(Vec::is_empty) && unreadable.with(Vec::is_empty);
    view! {
        <section class="review-panel" aria-label="Comments">
            <header class="review-head">
                <h3>"Comments"</h3>
                <span class="kind" role="status">{count}</span>
                <Show when=move || { settled.get() > 0 }>
                    <label class="check">
                        <input
                            type="checkbox"
                            prop:checked=move || has_settled.get()
                            on:change=move |event| has_settled.set(event_target_checked(&event))
                        />
                        {move || format!("Resolved ({})", settled.get())}
                    </label>
                </Show>
            </header>
            <div class="review-threads" tabindex="0" role="region" aria-label="Threads">
                <Show when=is_empty>
                    <p class="nothing">
                        {icon("comment", "")}
                        " No comments yet. Select a property or line to comment, or write below."
                    </p>
                </Show>
                <For each=move || shown.get() key=|id| *id children=move |id| view! { <ThreadView commenting id /> } />
                {move || unreadable.get().into_iter().map(lost).collect_view()}
                <Show when=move || !is_empty()>
                    <p class="hint">
                        "Names are not checked: whoever has the link to comment can write under any name, and change what others wrote."
                    </p>
                </Show>
            </div>
            <Show
                when=move || commenting.may_say.get()
                fallback=|| view! { <p class="review-only">{icon("eye", "")} " This link shows the review; it does not let you comment."</p> }
            >
                <NewComment commenting group />
            </Show>
        </section>
    }
}

/// Whether the user is writing in the thread: it stays on the screen then, whoever settles it meanwhile.
fn is_written_in(studio: Studio, thread: &Thread) -> bool {
    studio.screen.typed.with(|typed| {
        let is_there = |at: TypedIn| typed.get(&at).is_some_and(|text| !text.is_empty());
        is_there(TypedIn::Reply(thread.id)) || thread.comments.iter().any(|comment| is_there(TypedIn::Edit(comment.id)))
    })
}

/// When a thread goes because its comments were taken back, what the user was writing there becomes a comment of its own.
fn keep_replies(commenting: Commenting) {
    let typed = commenting.studio.screen.typed;
    Effect::new(move |before: Option<Vec<Key>>| {
        let now: Vec<Key> = commenting.discussion.with(|it| it.threads.iter().map(|thread| thread.id).collect());
        for gone in before.unwrap_or_default().into_iter().filter(|thread| !now.contains(thread)) {
            let Some(reply) = typed.try_update(|typed| typed.remove(&TypedIn::Reply(gone))).flatten() else { continue };
            typed.update(|typed| {
                let text = typed.entry(TypedIn::New(commenting.draft)).or_default();
                *text = [text.as_str(), &reply]
                    .into_iter()
                    .filter(|text| !text.is_empty())
                    .collect::<Vec<_>>()
                    .join("\n\n");
            });
        }
        now
    });
}

fn lost(comment: UnreadableComment) -> impl IntoView {
    view! {
        <article class="thread is-lost">
            {icon("warning", "of-warning")}
            {format!(" Comment {} cannot be read: {}.", comment.number, comment.why)}
        </article>
    }
}

#[component]
fn NewComment(commenting: Commenting, group: Signal<Option<Arc<Group>>>) -> impl IntoView {
    let Commenting { studio, place: chosen, draft, .. } = commenting;
    let own = move || {
        group.get().map_or(CommentPlace::Review, |group| CommentPlace::Element {
            item: group.item(),
            path: group.name.clone(),
            property: None,
        })
    };
    let place = move || chosen.get().unwrap_or_else(own);
    let say = Callback::new(move |text: String| {
        let change = CommentChange::Begin { place: untrack(place), text };
        studio.tell(ReviewCommand::Say(change));
        chosen.set(None);
    });
    let is_chosen = move || chosen.with(Option::is_some);
    let about_all = move |_| chosen.set(Some(CommentPlace::Review));
    view! {
        <div class="review-new">
            <AskName commenting />
            <p class="review-about">
                "On " <strong>{move || place().label()}</strong>
                <Show
                    when=is_chosen
                    fallback=move || {
                        view! {
                            <button type="button" class="link-button" on:click=about_all>
                                "All of it"
                            </button>
                        }
                    }
                >
                    <IconButton label="The element that is shown" name="close" press=move || chosen.set(None) />
                </Show>
            </p>
            <Writing studio at=TypedIn::New(draft) id="new-comment" label="New comment" button="Comment" say />
        </div>
    }
}

/// Asks once for a name.
#[component]
fn AskName(commenting: Commenting) -> impl IntoView {
    let studio = commenting.studio;
    let name = RwSignal::new(String::new());
    let take = move || shared::set_name(studio, &name.get_untracked());
    view! {
        <Show when=move || !studio.derived.has_author.get()>
            <form
                class="review-name"
                on:submit=move |event| {
                    event.prevent_default();
                    take();
                }
            >
                <label for="review-name">"Your name"</label>
                <input
                    id="review-name"
                    class="input"
                    autocomplete="name"
                    maxlength="60"
                    placeholder="Shown with your comments"
                    on:input=move |event| name.set(event_target_value(&event))
                    on:change=move |_| take()
                />
                <Button label="OK" secondary=true press=take />
            </form>
        </Show>
    }
}
