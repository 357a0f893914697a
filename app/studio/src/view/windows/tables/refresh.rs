//! What changed in the table of an entity that is there, and which of it is taken.

use std::sync::Arc;

use database::{Change, RefreshedEntity};
use leptos::prelude::*;
use workbench::{TableImportCommand as Tables, TablePreview};

use crate::app::Studio;

#[component]
pub(super) fn RefreshForm(studio: Studio, preview: Memo<Option<Arc<TablePreview>>>, at: usize) -> impl IntoView {
    let entity = move |read: fn(&RefreshedEntity) -> String| {
        preview.with(|it| it.as_ref().and_then(|it| it.refresh.entities.get(at)).map(read)).unwrap_or_default()
    };
    let count = Memo::new(move |_| {
        preview.with(|it| it.as_ref().and_then(|it| it.refresh.entities.get(at)).map_or(0, |it| it.changes.len()))
    });
    let lines =
        move || (0..count.get()).map(|place| view! { <ChangeLine studio preview entity=at place /> }).collect_view();
    view! {
        <section class="import-details tables-entity" aria-label="Refresh">
            <h3>{entity(|it| it.name.clone())}</h3>
            <p>{entity(|it| format!("Table {}", it.table))}</p>
            <Show
                when=move || { count.get() > 0 }
                fallback=|| view! { <p class="hint">"The table gives the entity nothing that it does not have."</p> }
            >
                <table class="import-actions tables-changes" aria-label="Changes">
                    <thead>
                        <tr>
                            <th scope="col">"Take"</th>
                            <th scope="col">"Attribute"</th>
                            <th scope="col">"Change"</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </Show>
        </section>
    }
}

#[component]
fn ChangeLine(studio: Studio, preview: Memo<Option<Arc<TablePreview>>>, entity: usize, place: usize) -> impl IntoView {
    let change = Memo::new(move |_| {
        preview.with(|it| Some(it.as_ref()?.refresh.entities.get(entity)?.changes.get(place)?.clone()))
    });
    let Change { name, what, kept, .. } = change.get_untracked()?;
    let is_taken = move || change.with(|it| it.as_ref().is_some_and(|it| it.is_taken));
    let take = move |event| {
        studio.tell(Tables::Take { entity, change: place, is_taken: event_target_checked(&event) });
    };
    Some(view! {
        <tr>
            <td>
                <input
                    type="checkbox"
                    aria-label=format!("Take {name}: {what}")
                    prop:checked=is_taken
                    on:change=take
                />
            </td>
            <td>{name.clone()}</td>
            <td>
                {what.to_string()}
                {kept.map(|why| view! { <p class="hint">{format!("Kept as it is unless taken: {why}.")}</p> })}
            </td>
        </tr>
    })
}
