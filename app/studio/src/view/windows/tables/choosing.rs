//! The tables and views, to be checked, with what is known of the selected one.

use std::collections::BTreeSet;
use std::sync::Arc;

use database::FirstRows;
use leptos::prelude::*;
use workbench::{OfferedTable, TableImportCommand as Tables, TableImporting, TableReference};

use super::part;
use super::source::Source;
use crate::app::Studio;
use crate::part::{Button, Check, Tree, TreeDeeds, TreeRow};

#[component]
pub(super) fn Choosing(studio: Studio, importing: Memo<Option<TableImporting>>) -> impl IntoView {
    let tables = part(importing, |it| Arc::clone(&it.tables));
    let checked = part(importing, |it| Arc::clone(&it.checked));
    let filter = RwSignal::new(String::new());
    let picked = RwSignal::new(Vec::<usize>::new());
    let shown = Memo::new(move |_| {
        tables.with(|tables| found(tables.as_ref().map_or(&[], |it| it.as_slice()), filter.get().trim()))
    });
    let rows = Memo::new(move |_| {
        let (tables, checked) = (tables.get().unwrap_or_default(), checked.get().unwrap_or_default());
        shown.with(|shown| rows(&tables, shown, &checked))
    });
    let check = Callback::new(move |place: usize| {
        let is_checked = !checked.with_untracked(|checked| checked.as_ref().is_some_and(|it| it.contains(&place)));
        studio.tell(Tables::Check { tables: BTreeSet::from([place]), is_checked });
    });
    let all = move |is_checked: bool| {
        let tables = shown.with_untracked(|shown| shown.iter().copied().collect());
        studio.tell(Tables::Check { tables, is_checked });
    };
    let deeds = TreeDeeds { check, ..TreeDeeds::reading(Callback::new(|_| ()), Callback::new(|_| ())) };
    // The first rows are read for the table that is looked at.
    Effect::new(move |_| {
        // Another source has other rows.
        tables.track();
        if let Some(place) = picked.with(|picked| picked.first().copied()) {
            studio.tell(Tables::Look(place));
        }
    });
    view! {
        <div class="import-choosing">
            <Source studio importing />
            <div class="import-members">
                <div class="import-list">
                    <div class="import-row">
                        <input
                            type="search"
                            class="input"
                            aria-label="Find tables and columns"
                            placeholder="Find tables and columns"
                            prop:value=move || filter.get()
                            on:input=move |event| filter.set(event_target_value(&event))
                        />
                        <Button label="Check All" secondary=true press=move || all(true) />
                        <Button label="Uncheck All" secondary=true press=move || all(false) />
                    </div>
                    <Tree label="Tables and views" rows selected=Signal::stored(None) picked deeds />
                    <Missing studio tables checked />
                </div>
                <Details importing tables picked />
            </div>
        </div>
    }
}

/// The places of the tables whose names, comments or columns have the text.
fn found(tables: &[OfferedTable], text: &str) -> Vec<usize> {
    let wanted = text.to_lowercase();
    let has = |text: &str| text.to_lowercase().contains(&wanted);
    let fits = |table: &OfferedTable| {
        wanted.is_empty()
            || has(&table.name)
            || has(&table.comment)
            || table.columns.iter().any(|column| has(&column.name))
    };
    tables.iter().enumerate().filter(|(_, table)| fits(table)).map(|(place, _)| place).collect()
}

fn rows(tables: &[OfferedTable], shown: &[usize], checked: &BTreeSet<usize>) -> Vec<TreeRow<usize>> {
    let row = |(at, &place): (usize, &usize)| {
        let table = tables.get(place)?;
        let look = if table.is_view { ("eye", "") } else { ("table", "") };
        let mut row = TreeRow::new(place, 1, table.name.as_str(), look);
        row.place = (at + 1, shown.len());
        row.check = Some(if checked.contains(&place) { Check::On } else { Check::Off });
        row.note = match (&table.entity, table.is_view) {
            (Some(entity), _) => format!("refreshes {entity}"),
            (None, true) => "view".to_owned(),
            (None, false) => String::new(),
        };
        Some(row)
    };
    shown.iter().enumerate().filter_map(row).collect()
}

/// The tables that checked ones refer to and that are not checked themselves.
#[component]
fn Missing(
    studio: Studio,
    tables: Memo<Option<Arc<Vec<OfferedTable>>>>,
    checked: Memo<Option<Arc<BTreeSet<usize>>>>,
) -> impl IntoView {
    let missing = Memo::new(move |_| {
        let (tables, checked) = (tables.get().unwrap_or_default(), checked.get().unwrap_or_default());
        let referred = checked.iter().filter_map(|place| tables.get(*place)).flat_map(|table| &table.references);
        let places: BTreeSet<usize> =
            referred.filter_map(|it| it.place).filter(|place| !checked.contains(place)).collect();
        let names: Vec<String> =
            places.iter().filter_map(|place| tables.get(*place)).map(|table| table.name.clone()).collect();
        names
    });
    let shown = move || {
        let names = missing.get();
        if names.is_empty() {
            return None;
        }
        let more = names.len().saturating_sub(5);
        let mut text = format!("Foreign keys lead to {}", names.iter().take(5).cloned().collect::<Vec<_>>().join(", "));
        if more > 0 {
            let others = format!(" and {more} more");
            text.push_str(&others);
        }
        text.push_str(": without these tables the columns keep their own types.");
        Some(view! {
            <p class="tables-missing">
                <span>{text}</span>
                <Button label="Check Them" secondary=true press=move || studio.tell(Tables::CheckReferenced) />
            </p>
        })
    };
    view! { <div aria-live="polite">{shown}</div> }
}

/// What is known of the selected table.
#[component]
fn Details(
    importing: Memo<Option<TableImporting>>,
    tables: Memo<Option<Arc<Vec<OfferedTable>>>>,
    picked: RwSignal<Vec<usize>>,
) -> impl IntoView {
    let place = Memo::new(move |_| picked.with(|picked| picked.first().copied()));
    let first = part(importing, |it| it.rows.clone());
    let shown = move || {
        let place = place.get()?;
        let tables = tables.get()?;
        let table = tables.get(place)?;
        let first = first.get().flatten().filter(|(of, _)| *of == place).map(|(_, rows)| rows);
        let to_it: Vec<String> = tables
            .iter()
            .filter(|other| other.references.iter().any(|reference| reference.place == Some(place)))
            .map(|other| other.name.clone())
            .collect();
        Some(view! {
            <h3>{table.name.clone()}</h3>
            <p>{table.comment.clone()}</p>
            <Columns table=table.clone() />
            {references(&table.references, &to_it)}
            {first.map(|rows| view! { <Rows rows /> })}
        })
    };
    view! {
        <section class="import-details" aria-label="Details" aria-live="polite" tabindex="0">
            {move || match shown() {
                None => view! { <p class="hint">"Select a table to see its columns, its foreign keys, and its first rows where there are some."</p> }.into_any(),
                Some(shown) => shown.into_any(),
            }}
        </section>
    }
}

#[component]
fn Columns(table: OfferedTable) -> impl IntoView {
    let line = |column: workbench::OfferedColumn| {
        let becomes = if column.becomes.is_empty() { "Ignored".to_owned() } else { column.becomes };
        view! {
            <tr>
                <th scope="row">{column.name}</th>
                <td>{column.about}</td>
                <td>{becomes}</td>
            </tr>
        }
    };
    view! {
        <table class="tables-columns" aria-label="Columns">
            <thead>
                <tr>
                    <th scope="col">"Column"</th>
                    <th scope="col">"In the database"</th>
                    <th scope="col">"Becomes"</th>
                </tr>
            </thead>
            <tbody>{table.columns.into_iter().map(line).collect_view()}</tbody>
        </table>
    }
}

/// The foreign keys of a table, and the tables that refer to it.
fn references(own: &[TableReference], to_it: &[String]) -> impl IntoView + use<> {
    let mut lines: Vec<String> =
        own.iter().map(|reference| format!("{} → {}", reference.columns, reference.to)).collect();
    lines.extend(to_it.iter().map(|other| format!("← {other}")));
    (!lines.is_empty()).then(|| {
        view! {
            <h3>"Foreign keys"</h3>
            <ul aria-label="Foreign keys">
                {lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
        }
    })
}

/// The first rows of a table.
#[component]
fn Rows(rows: Arc<Result<FirstRows, String>>) -> impl IntoView {
    match &*rows {
        Err(why) => view! { <p class="hint">{why.clone()}</p> }.into_any(),
        Ok(rows) => {
            let head = rows.columns.iter().map(|name| view! { <th scope="col">{name.clone()}</th> }).collect_view();
            let line = |row: &Vec<Option<String>>| {
                let cell = |value: &Option<String>| match value {
                    None => view! { <td class="tables-nothing">"none"</td> }.into_any(),
                    Some(value) => view! { <td title=value.clone()>{value.clone()}</td> }.into_any(),
                };
                view! { <tr>{row.iter().map(cell).collect_view()}</tr> }
            };
            let said = match (rows.rows.len(), rows.has_more) {
                (0, _) => "The table has no rows".to_owned(),
                (count, true) => format!("The first {count} rows"),
                (1, false) => "The only row".to_owned(),
                (count, false) => format!("All {count} rows"),
            };
            view! {
                <h3>{said}</h3>
                <div class="tables-rows" tabindex="0" role="region" aria-label="Rows">
                    <table aria-label="First rows">
                        <thead>
                            <tr>{head}</tr>
                        </thead>
                        <tbody>{rows.rows.iter().map(line).collect_view()}</tbody>
                    </table>
                </div>
            }
            .into_any()
        }
    }
}
