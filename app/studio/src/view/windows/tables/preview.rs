//! What an import makes and changes, before it does.

use std::sync::Arc;

use leptos::prelude::*;
use workbench::{TableImporting, TablePreview};

use super::entity::EntityForm;
use super::part;
use super::refresh::RefreshForm;
use crate::app::Studio;
use crate::part::{Tree, TreeDeeds, TreeRow};

/// A line: a new entity, or one that is refreshed, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Line {
    New(usize),
    Refreshed(usize),
}

#[component]
pub(super) fn Preview(studio: Studio, importing: Memo<Option<TableImporting>>) -> impl IntoView {
    let preview = part(importing, |it| it.preview.clone());
    let preview = Memo::new(move |_| preview.get().flatten());
    let first = preview.with_untracked(|it| it.as_ref().and_then(|it| lines(it).next()));
    let picked = RwSignal::new(Vec::from_iter(first));
    let rows = Memo::new(move |_| preview.with(|it| it.as_ref().map(|it| rows(it)).unwrap_or_default()));
    let deeds = TreeDeeds::reading(Callback::new(|_| ()), Callback::new(|_| ()));
    let line = Memo::new(move |_| picked.with(|picked| picked.first().copied()));
    view! {
        <div class="import-choosing">
            <p role="status">{move || preview.with(|it| it.as_ref().map(|it| said(it)))}</p>
            <div class="tables-preview">
                <div class="import-list">
                    <Tree label="Entities" rows selected=Signal::stored(None) picked deeds />
                    <LeftOut preview />
                </div>
                {move || match line.get() {
                    Some(Line::New(at)) => view! { <EntityForm studio preview at /> }.into_any(),
                    Some(Line::Refreshed(at)) => view! { <RefreshForm studio preview at /> }.into_any(),
                    None => view! { <p class="import-nothing">"Nothing of what is checked becomes an entity."</p> }.into_any(),
                }}
            </div>
        </div>
    }
}

fn said(preview: &TablePreview) -> String {
    let made = match preview.plan.entities.len() {
        0 => "No entity will be made".to_owned(),
        count => format!("{} will be made", words::counted_as(count, "entity", "entities")),
    };
    if preview.refresh.entities.is_empty() {
        return format!("{made}. What is named and typed here can be changed.");
    }
    let (all, taken) = preview.refresh.counts();
    match all {
        0 => format!("{made}. The tables of the entities that are there have not changed."),
        all => format!("{made}. {taken} of {all} changes of tables will be taken into the entities that are there."),
    }
}

fn lines(preview: &TablePreview) -> impl Iterator<Item = Line> {
    let refreshed = (0..preview.refresh.entities.len()).map(Line::Refreshed);
    (0..preview.plan.entities.len()).map(Line::New).chain(refreshed)
}

fn rows(preview: &TablePreview) -> Vec<TreeRow<Line>> {
    let count = preview.plan.entities.len() + preview.refresh.entities.len();
    let row = |(at, line): (usize, Line)| {
        let (name, note) = match line {
            Line::New(place) => {
                let entity = preview.plan.entities.get(place)?;
                let note = if entity.identifier.is_none() { "Create only" } else { "" };
                (entity.name.clone(), note.to_owned())
            }
            Line::Refreshed(place) => {
                let entity = preview.refresh.entities.get(place)?;
                let note = match entity.changes.len() {
                    0 => "no changes".to_owned(),
                    count => words::counted(count, "change"),
                };
                (entity.name.clone(), note)
            }
        };
        let mut row = TreeRow::new(line, 1, name, ("table", "of-entity"));
        row.place = (at + 1, count);
        row.note = note;
        let is_refused = |place: usize| preview.refused.iter().any(|refused| refused.entity == place);
        row.mark = matches!(line, Line::New(place) if is_refused(place)).then_some(workbench::Severity::Error);
        Some(row)
    };
    lines(preview).enumerate().filter_map(row).collect()
}

/// The tables that become no entity.
#[component]
fn LeftOut(preview: Memo<Option<Arc<TablePreview>>>) -> impl IntoView {
    let list = move || {
        let preview = preview.get().filter(|preview| !preview.plan.left_out.is_empty())?;
        let line = |out: &database::LeftOut| view! { <li>{format!("{}: {}", out.table, out.why)}</li> };
        Some(view! {
            <section class="import-missing" aria-label="Left out">
                <ul aria-label="Left out" tabindex="0">
                    {preview.plan.left_out.iter().map(line).collect_view()}
                </ul>
            </section>
        })
    };
    view! { <div>{list}</div> }
}
