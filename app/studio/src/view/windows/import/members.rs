//! The types of the assembly with their members, to be checked.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use listbox::Matcher;
use workbench::{ImportCommand, ImportMember, ImportType, Importing};

use super::part;
use crate::app::Studio;
use crate::part::{Button, Check, Tree, TreeDeeds, TreeRow};

/// A line: a type, or a member, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Line {
    Type(usize),
    Member(usize, usize),
}

#[component]
pub(super) fn Members(studio: Studio, importing: Memo<Option<Importing>>) -> impl IntoView {
    let types = part(importing, |it| Arc::clone(&it.types));
    let checked = part(importing, |it| Arc::clone(&it.checked));
    let filter = RwSignal::new(String::new());
    let open = RwSignal::new(BTreeSet::<usize>::new());
    let picked = RwSignal::new(Vec::<Line>::new());
    // Another assembly has other places.
    Effect::new(move |before: Option<usize>| {
        let now = types.with(|types| types.as_ref().map_or(0, |types| Arc::as_ptr(types).addr()));
        if before.is_some_and(|before| before != now) {
            open.set(BTreeSet::new());
            picked.set(Vec::new());
        }
        now
    });
    let rows = Memo::new(move |_| {
        let (types, checked) = (types.get().unwrap_or_default(), checked.get().unwrap_or_default());
        rows(&types, &checked, &open.get(), filter.get().trim())
    });
    let toggle = Callback::new(move |line| {
        if let Line::Type(at) = line {
            open.update(|open| {
                if !open.remove(&at) {
                    open.insert(at);
                }
            });
        }
    });
    let check = Callback::new(move |line| {
        let (types, checked) = (types.get_untracked().unwrap_or_default(), checked.get_untracked().unwrap_or_default());
        let members = members_of(&types, line, filter.get_untracked().trim());
        let is_checked = !members.is_subset(&checked);
        studio.tell(ImportCommand::Check { members, is_checked });
    });
    let all = move |is_checked: bool| {
        let types = types.get_untracked().unwrap_or_default();
        let lines = (0..types.len()).map(Line::Type);
        let members = lines.flat_map(|line| members_of(&types, line, filter.get_untracked().trim())).collect();
        studio.tell(ImportCommand::Check { members, is_checked });
    };
    let deeds = TreeDeeds { check, ..TreeDeeds::reading(toggle, Callback::new(|_| ())) };
    view! {
        <div class="import-members">
            <div class="import-list">
                <div class="import-row">
                    <input
                        type="search"
                        class="input"
                        aria-label="Find types and members"
                        placeholder="Find types and members"
                        prop:value=move || filter.get()
                        on:input=move |event| filter.set(event_target_value(&event))
                    />
                    <Button label="Check All" secondary=true press=move || all(true) />
                    <Button label="Uncheck All" secondary=true press=move || all(false) />
                </div>
                <Tree label="Types and members" rows selected=Signal::stored(None) picked deeds />
            </div>
            <Details types picked />
        </div>
    }
}

/// The members that can be imported of a line; of a type those that the filter shows.
fn members_of(types: &[ImportType], line: Line, filter: &str) -> BTreeSet<String> {
    let wanted = Matcher::new(filter);
    match line {
        Line::Type(at) => {
            let Some(of) = types.get(at) else { return BTreeSet::new() };
            let is_whole = wanted.finds(&of.name);
            let shown = of.members.iter().filter(|member| is_whole || wanted.finds(&member.signature));
            shown.filter(|member| member.is_importable).map(|member| member.id.clone()).collect()
        }
        Line::Member(at, member) => {
            let member = types.get(at).and_then(|of| of.members.get(member));
            member.filter(|member| member.is_importable).map(|member| member.id.clone()).into_iter().collect()
        }
    }
}

fn rows(types: &[ImportType], checked: &BTreeSet<String>, open: &BTreeSet<usize>, filter: &str) -> Vec<TreeRow<Line>> {
    let wanted = Matcher::new(filter);
    let mut rows = Vec::new();
    for (at, of) in types.iter().enumerate() {
        let is_whole = wanted.finds(&of.name);
        let members: Vec<(usize, &ImportMember)> =
            of.members.iter().enumerate().filter(|(_, it)| is_whole || wanted.finds(&it.signature)).collect();
        if !is_whole && members.is_empty() {
            continue;
        }
        let is_open = open.contains(&at) || (!wanted.is_empty() && !is_whole);
        rows.push(type_row(at, of, &members, checked, is_open));
        let count = members.len();
        for (place, (number, member)) in members.into_iter().enumerate().filter(|_| is_open) {
            let mut row = TreeRow::new(Line::Member(at, number), 2, member.signature.as_str(), ("symbol-method", ""));
            row.place = (place + 1, count);
            row.is_faded = !member.is_importable;
            row.check = member.is_importable.then(|| if checked.contains(&member.id) { Check::On } else { Check::Off });
            if !member.is_importable {
                row.note.clone_from(&member.reason);
            }
            rows.push(row);
        }
    }
    let count = rows.iter().filter(|row| row.level == 1).count();
    for (place, row) in rows.iter_mut().filter(|row| row.level == 1).enumerate() {
        row.place = (place + 1, count);
    }
    rows
}

fn type_row(
    at: usize,
    of: &ImportType,
    members: &[(usize, &ImportMember)],
    checked: &BTreeSet<String>,
    is_open: bool,
) -> TreeRow<Line> {
    let mut row = TreeRow::new(Line::Type(at), 1, of.name.as_str(), ("symbol-class", ""));
    let importable = of.importable().count();
    let chosen = of.importable().filter(|id| checked.contains(*id)).count();
    row.is_open = (!members.is_empty()).then_some(is_open);
    row.is_faded = importable == 0;
    row.note.clone_from(&of.reason);
    row.check = (importable > 0).then_some(match chosen {
        0 => Check::Off,
        all if all == importable => Check::On,
        _ => Check::Partly,
    });
    row
}

/// What is known of the selected line.
#[component]
fn Details(types: Memo<Option<Arc<Vec<ImportType>>>>, picked: RwSignal<Vec<Line>>) -> impl IntoView {
    let shown = move || {
        let line = picked.with(|picked| picked.first().copied())?;
        types.with(|types| {
            let types = types.as_ref()?;
            Some(match line {
                Line::Type(at) => {
                    let of = types.get(at)?;
                    (of.signature.clone(), of.summary.clone(), of.reason.clone())
                }
                Line::Member(at, member) => {
                    let member = types.get(at)?.members.get(member)?;
                    (member.signature.clone(), member.summary.clone(), member.reason.clone())
                }
            })
        })
    };
    view! {
        <section class="import-details" aria-label="Details" aria-live="polite" tabindex="0">
            {move || match shown() {
                None => view! { <p class="hint">"Select a line to see its declaration and documentation."</p> }.into_any(),
                Some((signature, summary, reason)) => {
                    view! {
                        <pre class="import-code">{signature}</pre>
                        <p>{summary}</p>
                        {(!reason.is_empty()).then(|| view! { <p class="hint">"Not imported: " {reason}</p> })}
                    }
                        .into_any()
                }
            }}
        </section>
    }
}
