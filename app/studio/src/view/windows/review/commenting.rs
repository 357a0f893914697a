use std::sync::Arc;

use comparison::Group;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use workbench::{CommentPlace, CommentSide, Discussion, Review};

use super::into_sight;
use crate::app::Studio;
use crate::browser::focus;
use crate::part::icon;

/// What the parts of a comparison need to be commented. There is one only where a review shows it.
#[derive(Clone, Copy)]
pub(in crate::view::windows) struct Commenting {
    pub(super) studio: Studio,
    /// The review's draft on the server.
    pub(super) draft: [u8; 16],
    pub(super) discussion: Memo<Arc<Discussion>>,
    pub(super) may_say: Memo<bool>,
    /// What the next comment is about, when the user chose it; otherwise the element that is shown.
    pub(super) place: RwSignal<Option<CommentPlace>>,
    groups: Memo<Vec<Arc<Group>>>,
    chosen: RwSignal<usize>,
}

/// The box for a new comment.
pub(super) const BOX: &str = "#new-comment";

impl Commenting {
    /// Lets all views below comment.
    pub(super) fn provide(studio: Studio, groups: Memo<Vec<Arc<Group>>>, chosen: RwSignal<usize>) -> Self {
        let review = studio.derived.review;
        let discussion = Memo::new(move |_| {
            review.with(|review| review.as_ref().map(|it| Arc::clone(&it.discussion)).unwrap_or_default())
        });
        let may_say = Memo::new(move |_| review.with(|review| review.as_ref().is_some_and(Review::may_say)));
        let draft = review.with_untracked(|review| review.as_ref().map(|it| it.link.draft).unwrap_or_default());
        let commenting = Self { studio, draft, discussion, may_say, place: RwSignal::new(None), groups, chosen };
        provide_context(commenting);
        commenting
    }

    /// That of the review which shows the view that asks.
    pub(in crate::view::windows) fn current() -> Option<Self> {
        use_context()
    }

    /// Begins a comment about this.
    fn begin(self, place: CommentPlace) {
        self.place.set(Some(place));
        request_animation_frame(|| focus::to(BOX));
    }

    /// Shows the part of the comparison that a comment is about.
    pub(super) fn show(self, place: &CommentPlace) {
        let at = self.groups.with_untracked(|groups| {
            groups.iter().enumerate().find_map(|(index, group)| Some((index, place.stands_in(group)?)))
        });
        let Some((index, change)) = at else { return };
        self.chosen.set(index);
        into_sight(format!("#difference-{index}"));
        into_sight(format!("#change-{change}"));
        if let CommentPlace::Line { side, line, .. } = place {
            into_sight(format!("#{}", line_id(*side, *line)));
        }
    }

    /// How many threads of the element are not settled; nothing when none is.
    pub(in crate::view::windows) fn mark(self, group: Arc<Group>) -> impl IntoView {
        let count = Memo::new(move |_| self.discussion.with(|discussion| discussion.unresolved_of(&group)));
        move || (count.get() > 0).then(|| mark_of(count.get()))
    }

    /// The button that comments a property or an element, with the count of its threads.
    pub(in crate::view::windows) fn button(self, place: CommentPlace) -> impl IntoView {
        let label = format!("Comment on {}", place.label());
        let own = place.clone();
        let count = Memo::new(move |_| self.discussion.with(|discussion| discussion.unresolved_at(&own)));
        let has_comments = move || count.get() > 0;
        view! {
            <button
                type="button"
                class="icon-button comment-place"
                class:has-comments=has_comments
                title=label.clone()
                aria-label=label
                prop:disabled=move || !self.may_say.get()
                on:click=move |_| self.begin(place.clone())
            >
                {icon("comment", "")}
                {move || has_comments().then(|| count.get())}
            </button>
        }
    }

    /// The number of a line as a button that comments it.
    pub(in crate::view::windows) fn line(self, place: CommentPlace) -> impl IntoView {
        let CommentPlace::Line { side, line, .. } = place else { return ().into_any() };
        let label = match side {
            CommentSide::Before => format!("Comment on line {line} before"),
            CommentSide::After => format!("Comment on line {line}"),
        };
        let own = place.clone();
        let count = Memo::new(move |_| self.discussion.with(|discussion| discussion.unresolved_at(&own)));
        let has_comments = move || count.get() > 0;
        view! {
            <button
                type="button"
                id=line_id(side, line)
                class="line-place"
                class:has-comments=has_comments
                data-side=word_of(side)
                tabindex="-1"
                title=label.clone()
                aria-label=label
                prop:disabled=move || !self.may_say.get()
                on:click=move |_| self.begin(place.clone())
            >
                {move || has_comments().then(|| icon("comment", ""))}
                {line}
            </button>
        }
        .into_any()
    }

    /// Goes through the numbers of the lines with the arrows: up and down on one side, left and right between the two.
    pub(in crate::view::windows) fn walk(event: &KeyboardEvent) {
        let of = |target: Option<web_sys::EventTarget>| target.and_then(|target| target.dyn_into::<Element>().ok());
        let (Some(table), Some(at)) = (of(event.current_target()), of(event.target())) else { return };
        let side = at.get_attribute("data-side").unwrap_or_else(|| word_of(CommentSide::After).to_owned());
        match event.key().as_str() {
            "ArrowDown" => focus::step(&table, &format!(".line-place[data-side={side}]"), 1),
            "ArrowUp" => focus::step(&table, &format!(".line-place[data-side={side}]"), -1),
            "ArrowLeft" => beside(&at, CommentSide::Before),
            "ArrowRight" => beside(&at, CommentSide::After),
            _ => return,
        }
        event.prevent_default();
    }
}

/// Gives the keyboard to the number on the other side of the same row.
fn beside(at: &Element, side: CommentSide) {
    let row = at.closest("tr").ok().flatten();
    let other = row.and_then(|row| row.query_selector(&format!("[data-side={}]", word_of(side))).ok().flatten());
    if let Some(other) = other.and_then(|other| other.dyn_into::<HtmlElement>().ok()) {
        let _ = other.focus();
    }
}

fn mark_of(count: usize) -> impl IntoView {
    let comments = words::counted(count, "open comment");
    view! {
        <span class="comment-mark">
            {icon("comment", "")}
            <span aria-hidden="true">{count}</span>
            <span class="only-read">{comments}</span>
        </span>
    }
}

fn word_of(side: CommentSide) -> &'static str {
    match side {
        CommentSide::Before => "before",
        CommentSide::After => "after",
    }
}

fn line_id(side: CommentSide, line: usize) -> String {
    format!("line-{}-{line}", word_of(side))
}
