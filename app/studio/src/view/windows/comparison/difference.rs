use std::sync::Arc;

use comparison::{Change, ChangeKind, Group, Hunk, Line, LineKind};
use leptos::prelude::*;
use workbench::{CommentPlace, CommentSide, ComparisonCommand};

use super::kind_of;
use crate::app::Studio;
use crate::part::{Button, icon};
use crate::view::windows::review::Commenting;

/// How an element differs: each property as it was and as it is, sources line by line.
#[component]
pub(in crate::view::windows) fn Differences(
    studio: Studio,
    group: Signal<Option<Arc<Group>>>,
    /// Whether nothing can be taken from the left side.
    is_only_shown: Signal<bool>,
) -> impl IntoView {
    let commenting = Commenting::current();
    let shown = move || {
        let group = group.get()?;
        let item = group.item();
        let items = group.items();
        let restore = move || studio.give(ComparisonCommand::TakeBack(items.clone()));
        let name = group.name.clone();
        let list: Vec<_> = group.changes.iter().enumerate().map(|change| difference(change, commenting)).collect();
        Some(view! {
            <header class="differences-head">
                <h3>{name}</h3>
                <span class="kind">{kind_of(item)}</span>
                {(!is_only_shown.get()).then(|| view! { <Button label="Restore" secondary=true press=restore /> })}
            </header>
            {list}
        })
    };
    view! {
        <section class="differences" aria-label="Differences" tabindex="0">
            {shown}
        </section>
    }
}

fn difference((index, change): (usize, &Change), commenting: Option<Commenting>) -> impl IntoView + use<> {
    let heading = match change.kind {
        ChangeKind::Added => format!("{} is new", change.path),
        ChangeKind::Removed => format!("{} is gone", change.path),
        ChangeKind::Moved => format!("{} moved", change.path),
        ChangeKind::Changed(property) => format!("{}, {}", change.path, property.label()),
    };
    let breaks = change.breaks.map(|why| {
        view! {
            <p class="breaks">
                {icon("warning", "of-warning")}
                {why.to_string()}
            </p>
        }
    });
    let sides = match &change.lines {
        Some(lines) if !lines.hunks.is_empty() => {
            lines_of(&lines.hunks, commenting.map(|commenting| (commenting, change))).into_any()
        }
        _ => sides(&change.old, &change.new).into_any(),
    };
    view! {
        <article class="difference" id=format!("change-{index}")>
            <header class="differences-head">
                <h4>{heading}</h4>
                {commenting.map(|commenting| commenting.button(CommentPlace::of_change(change)))}
            </header>
            {breaks}
            {sides}
        </article>
    }
}

/// Two values beside each other.
fn sides(old: &str, new: &str) -> impl IntoView + use<> {
    let side = |text: &str, class: &'static str, label: &'static str| {
        let is_empty = text.is_empty();
        let text = if is_empty { "(nothing)".to_owned() } else { text.to_owned() };
        view! { <pre class=class class:is-empty=is_empty aria-label=label>{text}</pre> }
    };
    view! {
        <div class="sides">{side(old, "side of-before", "Before")} {side(new, "side of-after", "Now")}</div>
    }
}

/// Each place where two texts differ, with a button that takes it over.
pub(super) fn places_of(hunks: &[Hunk], label: &'static str, take: Callback<usize>) -> impl IntoView + use<> {
    let place = |(index, hunk): (usize, &Hunk)| {
        let heading = format!("Lines {} to {}", hunk.before.start + 1, hunk.before.end.max(hunk.before.start + 1));
        view! {
            <article class="difference">
                <header class="differences-head">
                    <h4>{heading}</h4>
                    <span class="kind"></span>
                    <Button label secondary=true press=move || take.run(index) />
                </header>
                {lines_of(std::slice::from_ref(hunk), None)}
            </article>
        }
    };
    hunks.iter().enumerate().map(place).collect_view()
}

/// The lines that differ, with those around them.
fn lines_of(hunks: &[Hunk], at: Option<(Commenting, &Change)>) -> impl IntoView + use<> {
    let walk = |event: web_sys::KeyboardEvent| Commenting::walk(&event);
    let can_walk = at.map(|_| "0");
    view! {
        <table class="lines" tabindex=can_walk on:keydown=walk>
            <thead class="only-read">
                <tr>
                    <th>"Line on the left"</th>
                    <th>"Left"</th>
                    <th>"Line on the right"</th>
                    <th>"Right"</th>
                </tr>
            </thead>
            {hunks.iter().map(|lines| hunk(lines, at)).collect_view()}
        </table>
    }
}

fn hunk(hunk: &Hunk, at: Option<(Commenting, &Change)>) -> impl IntoView + use<> {
    let row = |[before, after]: [Option<(usize, &Line)>; 2]| {
        let cells = |of: CommentSide, side: Option<(usize, &Line)>| {
            let number = side.map(|(number, line)| {
                let place = at.and_then(|(commenting, change)| {
                    CommentPlace::of_line(change, of, number, line).map(|place| commenting.line(place))
                });
                place.map_or_else(|| (number + 1).into_any(), IntoAny::into_any)
            });
            let class = match side.map(|(_, line)| line.kind) {
                None => "is-none",
                Some(LineKind::Same) => "",
                Some(LineKind::Removed) => "is-removed",
                Some(LineKind::Added) => "is-added",
            };
            let text = side.map(|(_, line)| line.text.trim_end_matches(['\r', '\n']).to_owned());
            view! {
                <td class="number">{number}</td>
                <td class=class>{text}</td>
            }
        };
        view! { <tr>{cells(CommentSide::Before, before)} {cells(CommentSide::After, after)}</tr> }
    };
    view! { <tbody>{hunk.side_by_side().into_iter().map(row).collect_view()}</tbody> }
}
