//! What an import makes, before it does.

use std::sync::Arc;

use leptos::prelude::*;
use workbench::{ImportCommand, ImportPreview, ImportedAction, ImportedStructure, Importing};

use super::part;
use crate::app::Studio;

/// Actions that are shown at once; the others are told by their number.
const SHOWN: usize = 500;

#[component]
pub(super) fn Preview(studio: Studio, importing: Memo<Option<Importing>>) -> impl IntoView {
    let preview = part(importing, |it| it.preview.clone());
    let preview = Memo::new(move |_| preview.get().flatten());
    let count = Memo::new(move |_| preview.with(|it| it.as_ref().map_or(0, |it| it.actions.len())));
    let said = move || match count.get() {
        0 => "No actions are made of what is checked.".to_owned(),
        1 => "1 action will be made. Its name can be changed here.".to_owned(),
        count => format!("{count} actions will be made. Their names can be changed here."),
    };
    let lines = move || (0..count.get().min(SHOWN)).map(|at| view! { <ActionLine studio preview at /> }).collect_view();
    let rest = move || count.get().checked_sub(SHOWN).filter(|rest| *rest > 0);
    view! {
        <div class="import-preview" tabindex="0" role="region" aria-label="Preview">
            <p>{said}</p>
            <table class="import-actions" aria-label="Actions">
                <thead>
                    <tr>
                        <th scope="col">"Action"</th>
                        <th scope="col">"Parameters"</th>
                        <th scope="col">"Code"</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
            <Structures studio preview />
            {move || rest().map(|rest| view! { <p class="hint">{format!("… and {rest} more")}</p> })}
            {move || preview.get().map(|preview| lists(&preview))}
        </div>
    }
}

/// The structures that the actions need; those that are made have their names in fields.
#[component]
fn Structures(studio: Studio, preview: Memo<Option<Arc<ImportPreview>>>) -> impl IntoView {
    let count = Memo::new(move |_| preview.with(|it| it.as_ref().map_or(0, |it| it.structures.len())));
    let lines = move || (0..count.get()).map(|at| view! { <StructureLine studio preview at /> }).collect_view();
    move || {
        (count.get() > 0).then(|| {
            view! {
                <table class="import-actions" aria-label="Structures">
                    <thead>
                        <tr>
                            <th scope="col">"Structure"</th>
                            <th scope="col">"Attributes"</th>
                            <th scope="col">"Stands for"</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            }
        })
    }
}

#[component]
fn StructureLine(studio: Studio, preview: Memo<Option<Arc<ImportPreview>>>, at: usize) -> impl IntoView {
    let structure = Memo::new(move |_| preview.with(|it| it.as_ref().and_then(|it| it.structures.get(at).cloned())));
    let name = move || structure.with(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default());
    let refused = move || structure.with(|it| it.as_ref().and_then(|it| it.refused.clone()));
    let attributes = move || structure.with(|it| it.as_ref().map(|it| it.attributes.clone()).unwrap_or_default());
    let change =
        move |event| studio.tell(ImportCommand::RenameStructure { place: at, name: event_target_value(&event) });
    let ImportedStructure { is_new, of, .. } = structure.get_untracked()?;
    let id = format!("import-structure-{at}");
    let message = format!("{id}-message");
    let field = if is_new {
        view! {
            <input
                id=id
                type="text"
                class="input"
                aria-label=format!("Name of the structure for {of}")
                aria-describedby=message.clone()
                aria-invalid=move || refused().is_some().to_string()
                autocomplete="off"
                spellcheck="false"
                prop:value=name
                on:change=change
            />
            <p id=message class="import-refused" role="alert">{refused}</p>
        }
        .into_any()
    } else {
        view! { <span>{name} " (in the extension)"</span> }.into_any()
    };
    Some(view! {
        <tr>
            <td>{field}</td>
            <td>{move || attributes().into_iter().map(|line| view! { <div>{line}</div> }).collect_view()}</td>
            <td>{of}</td>
        </tr>
    })
}

fn lists(preview: &Arc<ImportPreview>) -> impl IntoView + use<> {
    let list = |title: &'static str, lines: &[String]| {
        let lines = lines.to_vec();
        (!lines.is_empty()).then(|| {
            view! {
                <h3>{title}</h3>
                <ul aria-label=title>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            }
        })
    };
    view! {
        {list("Files that are added", &preview.files)}
        {list("Left out", &preview.left_out)}
    }
}

/// An action, with its name in a field. The line follows its own action alone, so that typing in one leaves the others.
#[component]
fn ActionLine(studio: Studio, preview: Memo<Option<Arc<ImportPreview>>>, at: usize) -> impl IntoView {
    let action = Memo::new(move |_| preview.with(|it| it.as_ref().and_then(|it| it.actions.get(at).cloned())));
    let first = action.get_untracked();
    let name = move || action.with(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default());
    let refused = move || action.with(|it| it.as_ref().and_then(|it| it.refused.clone()));
    let change = move |event| studio.tell(ImportCommand::Rename { place: at, name: event_target_value(&event) });
    let ImportedAction { member, code, .. } = first?;
    // They have the names of structures.
    let parameters = move || action.with(|it| it.as_ref().map(|it| it.parameters.clone()).unwrap_or_default());
    let id = format!("import-name-{at}");
    let message = format!("{id}-message");
    Some(view! {
        <tr>
            <td>
                <input
                    id=id
                    type="text"
                    class="input"
                    aria-label=format!("Name of the action for {member}")
                    aria-describedby=message.clone()
                    aria-invalid=move || refused().is_some().to_string()
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=name
                    on:change=change
                />
                <p id=message class="import-refused" role="alert">{refused}</p>
            </td>
            <td>
                {move || parameters().into_iter().map(|line| view! { <div>{line}</div> }).collect_view()}
            </td>
            <td>
                <details>
                    <summary title=member.clone()>{member.clone()}</summary>
                    <pre class="import-code">{code}</pre>
                </details>
            </td>
        </tr>
    })
}
