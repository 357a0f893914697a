//! Where the tables come from.

use database::Dialect;
use leptos::prelude::*;
use leptos::task::spawn_local;
use workbench::{TableImportCommand as Tables, TableImporting};

use super::{part, take_for_tables};
use crate::app::Studio;
use crate::browser::files::{self, Wanted};
use crate::part::{Button, icon};

/// Asks for a script, a file or rows.
#[component]
pub(super) fn Asking(studio: Studio, importing: Memo<Option<TableImporting>>) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let entity = part(importing, |it| it.entity.clone());
    let about = move || {
        match entity.get().flatten() {
        Some(entity) => format!("To refresh {entity}, give the definition of its table as it is now."),
        None => "Paste a script with the definitions (CREATE TABLE, ALTER TABLE, CREATE VIEW), or rows of a spreadsheet \
                 with their names in the first row. Or drop a file here: a script, a SQLite database, a .csv or an .xlsx. \
                 Nothing of it leaves the browser."
            .to_owned(),
    }
    };
    view! {
        <div class="import-choosing">
            <p id="tables-about">{about}</p>
            <textarea
                class="input tables-text"
                aria-label="Script or rows"
                aria-describedby="tables-about"
                spellcheck="false"
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            ></textarea>
            <div class="import-row">
                <Button
                    label="Read"
                    disabled=Signal::derive(move || text.with(|text| text.trim().is_empty()))
                    press=move || studio.tell(Tables::TakeText(text.get_untracked()))
                />
                <Button label="Browse…" secondary=true press=move || browse(studio) />
            </div>
        </div>
    }
}

fn browse(studio: Studio) {
    spawn_local(async move { take_for_tables(studio, files::pick_files(Wanted::File).await) });
}

/// The source that was read, its kind of database, and what of it could not be read.
#[component]
pub(super) fn Source(studio: Studio, importing: Memo<Option<TableImporting>>) -> impl IntoView {
    let source = part(importing, |it| it.source.clone());
    let source = Memo::new(move |_| source.get().flatten());
    let name = move || source.with(|it| it.as_ref().map(|it| it.name.clone()));
    let dialect = Memo::new(move |_| source.with(|it| it.as_ref().map(|it| it.dialect)));
    let is_sqlite = move || source.with(|it| it.as_ref().is_some_and(|it| it.kind == database::SourceKind::Sqlite));
    let change = move |event| {
        let word = event_target_value(&event);
        let chosen = Dialect::ALL.into_iter().find(|dialect| dialect.word() == word);
        studio.tell(Tables::SetDialect(chosen));
    };
    let suggested = move || {
        let other = source.with(|it| it.as_ref().and_then(|it| it.suggested))?;
        Some(view! {
            <p class="connect-line">
                {icon("warning", "of-warning")} <span>{format!("The script looks like {other}.")}</span>
                <Button
                    label=format!("Read as {other}")
                    secondary=true
                    press=move || studio.tell(Tables::SetDialect(Some(other)))
                />
            </p>
        })
    };
    let logical = part(importing, |it| it.logical_database.clone());
    view! {
        <div class="tables-source">
            <div class="field">
                <label for="tables-dialect">{move || format!("Database of {}", name().unwrap_or_default())}</label>
                <select id="tables-dialect" class="input" prop:disabled=is_sqlite on:change=change>
                    {Dialect::ALL
                        .map(|it| {
                            view! {
                                <option value=it.word() prop:selected=move || dialect.get() == Some(it)>
                                    {it.label()}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
            </div>
            <div class="field">
                <label for="tables-logical">"Logical Database"</label>
                <input
                    id="tables-logical"
                    type="text"
                    class="input"
                    autocomplete="off"
                    spellcheck="false"
                    title="Each environment maps this name to one of its database connections"
                    prop:value=move || logical.get().unwrap_or_default()
                    on:change=move |event| studio.tell(Tables::SetLogicalDatabase(event_target_value(&event)))
                />
            </div>
        </div>
        <div aria-live="polite">{suggested}</div>
        <Troubles importing />
    }
}

#[component]
fn Troubles(importing: Memo<Option<TableImporting>>) -> impl IntoView {
    const SHOWN: usize = 200;
    let troubles = part(importing, |it| std::sync::Arc::clone(&it.troubles));
    let list = move || {
        let troubles = troubles.get().filter(|troubles| !troubles.is_empty())?;
        let rest = troubles.len().saturating_sub(SHOWN);
        let lines = troubles.iter().take(SHOWN).map(|line| view! { <li>{line.clone()}</li> }).collect_view();
        Some(view! {
            <section class="import-missing" aria-label="Not read">
                <ul tabindex="0">{lines} {(rest > 0).then(|| view! { <li>{format!("… and {rest} more")}</li> })}</ul>
            </section>
        })
    };
    view! { <div aria-live="polite">{list}</div> }
}
