use extension::Key;
use leptos::prelude::*;
use workbench::{Comment, CommentChange, CommentPlace, ReviewCommand, Thread};

use super::Commenting;
use super::writing::Writing;
use crate::app::shared::links::{millis, words_of};
use crate::app::{Studio, TypedIn};
use crate::browser::focus;
use crate::part::{Button, IconButton, icon};

fn say(studio: Studio, change: CommentChange) {
    studio.tell(ReviewCommand::Say(change));
}

/// A thread: where, what was said, and what can be done about it.
#[component]
pub(super) fn ThreadView(commenting: Commenting, id: Key) -> impl IntoView {
    let Commenting { studio, discussion, may_say, .. } = commenting;
    let thread = Memo::new(move |_| {
        discussion.with(|discussion| discussion.threads.iter().find(|thread| thread.id == id).cloned())
    });
    let place = Memo::new(move |_| thread.with(|thread| thread.as_ref().and_then(|thread| thread.place.clone())));
    let is_replying =
        RwSignal::new(studio.screen.typed.with_untracked(|typed| typed.contains_key(&TypedIn::Reply(id))));
    let resolved_by = Memo::new(move |_| thread.with(|thread| thread.as_ref().and_then(|it| it.resolved_by.clone())));
    let is_resolved = move || resolved_by.with(Option::is_some);
    let comments = move || {
        let all = thread.with(|thread| thread.as_ref().map(|thread: &Thread| thread.comments.clone()));
        all.unwrap_or_default().into_iter().map(|comment| view! { <CommentView commenting comment /> }).collect_view()
    };
    let settle = move || say(studio, CommentChange::Resolve { thread: id, is_resolved: !untrack(is_resolved) });
    let reply = move || {
        is_replying.set(true);
        request_animation_frame(|| focus::to("#reply"));
    };
    let answer = Callback::new(move |text: String| {
        is_replying.set(false);
        say(studio, CommentChange::Reply { thread: id, text });
    });
    view! {
        <article class="thread" class:is-resolved=is_resolved>
            {move || head(commenting, place.get())}
            {comments}
            <Show when=is_resolved>
                <p class="thread-state">
                    {icon("pass", "of-done")} {move || format!(" Resolved by {}", resolved_by.get().unwrap_or_default())}
                </p>
            </Show>
            <Show when=move || may_say.get()>
                <Show
                    when=move || is_replying.get()
                    fallback=move || {
                        view! {
                            <div class="review-deeds">
                                <Button label="Reply" secondary=true press=reply />
                                {move || {
                                    let label = if is_resolved() { "Reopen" } else { "Resolve" };
                                    view! { <Button label secondary=true press=settle /> }
                                }}
                            </div>
                        }
                    }
                >
                    <Writing
                        studio
                        at=TypedIn::Reply(id)
                        id="reply"
                        label="Reply"
                        button="Reply"
                        say=answer
                        cancel=Callback::new(move |()| is_replying.set(false))
                    />
                </Show>
            </Show>
        </article>
    }
}

/// Where the thread stands, with the ways there.
fn head(commenting: Commenting, place: Option<CommentPlace>) -> impl IntoView {
    let studio = commenting.studio;
    let Some(place) = place else {
        return view! { <p class="thread-place">{icon("warning", "of-warning")} " The comment that this answers cannot be read."</p> }.into_any();
    };
    let line = match &place {
        CommentPlace::Line { text, .. } => Some(view! { <pre class="thread-line">{text.trim().to_owned()}</pre> }),
        _ => None,
    };
    let (shown, wanted) = (place.clone(), place.clone());
    let go = studio.read(|workbench| workbench.has_place(&place)).then(|| {
        let press = move || studio.give(ReviewCommand::GoTo(wanted.clone()));
        view! { <IconButton label="Go to it in the open extension" name="go-to-file" press /> }
    });
    let label = place.label();
    let name = if place == CommentPlace::Review {
        view! { <strong>{label}</strong> }.into_any()
    } else {
        view! {
            <button type="button" class="link-button" on:click=move |_| commenting.show(&shown)>
                {label}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="thread-place">{name} {go}</div>
        {line}
    }
    .into_any()
}

#[component]
fn CommentView(commenting: Commenting, comment: Comment) -> impl IntoView {
    let Commenting { studio, may_say, .. } = commenting;
    let Comment { id, author, is_own, time_ms, text, is_edited, .. } = comment;
    let is_editing = RwSignal::new(studio.screen.typed.with_untracked(|typed| typed.contains_key(&TypedIn::Edit(id))));
    let time = time_ms.map_or_else(|| "not sent yet".to_owned(), |time| words_of(millis(time)));
    let time = if is_edited { format!("{time}, edited") } else { time };
    let own = text.clone();
    let edit = move || {
        studio.screen.typed.update(|typed| drop(typed.insert(TypedIn::Edit(id), own.clone().unwrap_or_default())));
        is_editing.set(true);
        request_animation_frame(|| focus::to("#edit-comment"));
    };
    let withdraw = move || say(studio, CommentChange::Withdraw { comment: id });
    let has_deeds = is_own && text.is_some();
    let edited = Callback::new(move |text: String| {
        is_editing.set(false);
        say(studio, CommentChange::Edit { comment: id, text });
    });
    let shown = StoredValue::new(text);
    let words = move || match shown.get_value() {
        Some(text) => view! { <p class="comment-text">{text}</p> }.into_any(),
        None => view! { <p class="comment-text is-gone">"Taken back."</p> }.into_any(),
    };
    view! {
        <div class="comment">
            <p class="comment-head">
                <strong>{author}</strong>
                <span class="comment-time" class:is-waiting=time_ms.is_none()>{time}</span>
                <span class="space"></span>
                {has_deeds
                    .then(|| {
                        view! {
                            <Show when=move || may_say.get() && !is_editing.get()>
                                <IconButton label="Edit comment" name="edit" press=edit.clone() />
                                <IconButton label="Delete comment" name="trash" press=withdraw />
                            </Show>
                        }
                    })}
            </p>
            <Show when=move || is_editing.get() fallback=words>
                <Writing
                    studio
                    at=TypedIn::Edit(id)
                    id="edit-comment"
                    label="Text of the comment"
                    button="Keep"
                    say=edited
                    cancel=Callback::new(move |()| is_editing.set(false))
                />
            </Show>
        </div>
    }
}
