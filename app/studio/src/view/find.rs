//! The part of the panel that finds.

use std::collections::HashSet;
use std::time::Duration;

use extension::{Extension, Item};
use leptos::prelude::*;
use web_sys::KeyboardEvent;
use workbench::Target;

use crate::app::{Found, Studio, look_of, use_studio};
use crate::browser::focus;
use crate::menu_command::search;
use crate::part::{IconButton, Tree, TreeDeeds, TreeRow};

/// How long after the last key the extension is searched.
const PAUSE: Duration = Duration::from_millis(120);

/// A line of the results: an element, or the number of something found in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Line {
    Element(Item),
    Found(usize),
}

/// What to look for, and where it is.
#[component]
pub(crate) fn Find() -> impl IntoView {
    let studio = use_studio();
    follow(studio);
    let closed = RwSignal::new(HashSet::<Item>::new());
    let rows = Memo::new(move |_| {
        studio.derived.extension.with(|extension| {
            let Some(extension) = extension else { return Vec::new() };
            studio.screen.search.found.with(|found| closed.with(|closed| rows_of(extension, found, closed)))
        })
    });
    let toggle = Callback::new(move |line: Line| {
        let item = match line {
            Line::Element(item) => item,
            Line::Found(_) => return,
        };
        closed.update(|closed| {
            if !closed.remove(&item) {
                closed.insert(item);
            }
        });
    });
    let open = Callback::new(move |line: Line| match line {
        Line::Found(index) => search::go_to(studio, index),
        element @ Line::Element(_) => toggle.run(element),
    });
    let current = Signal::derive(move || studio.screen.search.current.get().map(Line::Found));
    let deeds = TreeDeeds::reading(toggle, open);
    view! {
        <div class="panel-body find" role="tabpanel" aria-label="Find">
            <Asked />
            <Tree label="Results" rows selected=current picked=RwSignal::new(Vec::new()) deeds />
        </div>
    }
}

/// Searches again a moment after something has changed.
fn follow(studio: Studio) {
    let search = studio.screen.search;
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(Some(timer)) = timer.try_get_value() {
            timer.clear();
        }
    };
    Effect::new(move |_| {
        studio.derived.extension.track();
        search.text.track();
        search.match_case.track();
        search.whole_word.track();
        search.within.track();
        search.uses_of.track();
        stop();
        timer.set_value(set_timeout_with_handle(move || search::look(studio), PAUSE).ok());
    });
    on_cleanup(stop);
}

/// The line with the text, its switches, and where it is looked for.
#[component]
fn Asked() -> impl IntoView {
    let studio = use_studio();
    let search = studio.screen.search;
    let uses = move || {
        let item = search.uses_of.get()?;
        studio.derived.extension.with(|extension| item.path(extension.as_ref()?))
    };
    let on_key = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "ArrowDown" => focus::to(".find [role=tree]"),
            "Enter" => {
                search::look(studio);
                search::go_to(studio, 0);
            }
            _ => return,
        }
        event.prevent_default();
    };
    let input = move || {
        view! {
            <input
                id="find-text"
                class="input"
                type="search"
                aria-label="Find"
                placeholder="Names, descriptions, values, sources"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || search.text.get()
                on:input=move |event| search.text.set(event_target_value(&event))
                on:keydown=on_key
            />
            <Toggle label="Match Case" icon="case-sensitive" signal=search.match_case />
            <Toggle label="Whole Word" icon="whole-word" signal=search.whole_word />
            <Scope />
        }
    };
    let asked = move || match uses() {
        Some(path) => view! {
            <span>"Uses of " <b>{path}</b></span>
            <IconButton label="Find a text instead" name="search" press=move || search.uses_of.set(None) />
        }
        .into_any(),
        None => input().into_any(),
    };
    view! {
        <div class="panel-bar" role="search">
            {asked}
            <span class="space"></span>
            <Count />
        </div>
    }
}

/// A switch of the search.
#[component]
fn Toggle(label: &'static str, icon: &'static str, signal: RwSignal<bool>) -> impl IntoView {
    view! { <IconButton label name=icon pressed=signal press=move || signal.update(|on| *on = !*on) /> }
}

/// Where is looked: the extension, or one element of it.
#[component]
fn Scope() -> impl IntoView {
    let studio = use_studio();
    let within = studio.screen.search.within;
    let path = move || {
        let item = within.get()?;
        studio.derived.extension.with(|extension| item.path(extension.as_ref()?))
    };
    move || {
        path().map(|path| {
            view! {
                <span class="scope">
                    "in " <b>{path}</b>
                    <IconButton label="Find in the whole extension" name="close" press=move || within.set(None) />
                </span>
            }
        })
    }
}

#[component]
fn Count() -> impl IntoView {
    let search = use_studio().screen.search;
    let text = move || {
        let count = search.found.with(|found| found.len());
        match (count, search.has_more.get()) {
            (0, _) if search.uses_of.get().is_some() => "Not used anywhere.".to_owned(),
            (0, _) if search.text.with(String::is_empty) => String::new(),
            (0, _) => "No results.".to_owned(),
            (count, true) => format!("The first {count} results"),
            (1, false) => "1 place".to_owned(),
            (count, false) => format!("{count} results"),
        }
    };
    view! { <span class="count" role="status">{text}</span> }
}

/// The places by element.
fn rows_of(extension: &Extension, found: &[Found], closed: &HashSet<Item>) -> Vec<TreeRow<Line>> {
    let mut groups: Vec<(Item, Vec<usize>)> = Vec::new();
    for (index, place) in found.iter().enumerate() {
        let owner = place.place.item.owner();
        match groups.last_mut() {
            Some((item, places)) if *item == owner => places.push(index),
            _ => groups.push((owner, vec![index])),
        }
    }
    let count = groups.len();
    let mut rows = Vec::new();
    for (position, (owner, places)) in groups.into_iter().enumerate() {
        let is_open = !closed.contains(&owner);
        let name = owner.path(extension).unwrap_or_default();
        rows.push(TreeRow {
            place: (position + 1, count),
            count: Some((places.len(), places.len())),
            is_open: Some(is_open),
            ..TreeRow::new(Line::Element(owner), 1, name, look_of(Target::of(owner)))
        });
        if is_open {
            let inner = places.len();
            rows.extend(
                places
                    .iter()
                    .enumerate()
                    .map(|(at, &index)| TreeRow { place: (at + 1, inner), ..row_of(extension, index, &found[index]) }),
            );
        }
    }
    rows
}

fn row_of(extension: &Extension, index: usize, found: &Found) -> TreeRow<Line> {
    let item = found.place.item;
    let row = if item == item.owner() { String::new() } else { item.name(extension).unwrap_or_default() };
    let property = found.place.property.label();
    let note = match found.line {
        Some((line, _)) => format!("line {line}"),
        None if row.is_empty() => property.to_owned(),
        None => format!("{row}, {property}"),
    };
    TreeRow { found: vec![found.range], note, ..TreeRow::new(Line::Found(index), 2, found.text.clone(), ("blank", "")) }
}
