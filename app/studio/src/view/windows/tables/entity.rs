//! A new entity of the preview, in fields that can be changed.

use std::sync::Arc;

use database::{PlanChange, PlannedAttribute, PlannedEntity, PlannedType, Reason};
use extension::{BasicType, DefaultValueBehavior};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use workbench::{TableImportCommand as Tables, TablePreview};

use crate::app::Studio;
use crate::part::icon;

type Shown = Memo<Option<Arc<TablePreview>>>;

fn of_entity<T: Default>(preview: Shown, at: usize, read: impl Fn(&PlannedEntity) -> T) -> T {
    preview.with(|it| it.as_ref().and_then(|it| it.plan.entities.get(at)).map(read)).unwrap_or_default()
}

/// The name that was typed into a field and refused, with the reason.
fn refused(preview: Shown, entity: usize, field: &PlanChange) -> Option<(String, String)> {
    preview.with(|it| it.as_ref()?.refused(entity, field).map(|(text, why)| (text.to_owned(), why.to_owned())))
}

/// Shows in a list what the entity has, whatever was chosen: a choice may be refused.
fn put_back(event: &web_sys::Event, shown: usize) {
    let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
    if let (Some(select), Ok(shown)) = (select, i32::try_from(shown)) {
        select.set_selected_index(shown);
    }
}

#[component]
pub(super) fn EntityForm(studio: Studio, preview: Shown, at: usize) -> impl IntoView {
    let count = Memo::new(move |_| of_entity(preview, at, |it| it.attributes.len()));
    let remarks =
        Memo::new(move |_| of_entity(preview, at, |it| it.remarks.iter().map(ToString::to_string).collect::<Vec<_>>()));
    let give = move |change: PlanChange| studio.tell(Tables::Change { entity: at, change });
    view! {
        <section class="import-details tables-entity" aria-label="Entity">
            <TextLine
                label="Name"
                id="tables-name"
                value=Signal::derive(move || of_entity(preview, at, |it| it.name.clone()))
                refused=Signal::derive(move || refused(preview, at, &PlanChange::EntityName(String::new())))
                change=Callback::new(move |text| give(PlanChange::EntityName(text)))
            />
            <TextLine
                label="Physical Table Name"
                id="tables-table"
                value=Signal::derive(move || of_entity(preview, at, |it| it.physical_table.clone()))
                refused=Signal::derive(move || refused(preview, at, &PlanChange::PhysicalTable(String::new())))
                change=Callback::new(move |text| give(PlanChange::PhysicalTable(text)))
            />
            <TextLine
                label="Description"
                id="tables-description"
                value=Signal::derive(move || of_entity(preview, at, |it| it.description.clone()))
                refused=Signal::stored(None)
                change=Callback::new(move |text| give(PlanChange::Description(text)))
            />
            <IdentifierLine preview at change=Callback::new(give) />
            <BehaviorLine preview at change=Callback::new(give) />
            <ul class="tables-remarks" aria-label="Remarks">
                {move || {
                    remarks
                        .get()
                        .into_iter()
                        .map(|line| view! { <li>{icon("info", "")} <span>{line}</span></li> })
                        .collect_view()
                }}
            </ul>
            <table class="import-actions tables-attributes" aria-label="Attributes">
                <thead>
                    <tr>
                        <th scope="col">"Attribute"</th>
                        <th scope="col">"Column"</th>
                        <th scope="col">"Data Type"</th>
                        <th scope="col">"Length"</th>
                        <th scope="col">"Mandatory"</th>
                        <th scope="col">"Ignore"</th>
                    </tr>
                </thead>
                <tbody>
                    {move || (0..count.get()).map(|place| view! { <AttributeLine studio preview entity=at place /> }).collect_view()}
                </tbody>
            </table>
        </section>
    }
}

/// A text of the entity in its field.
#[component]
fn TextLine(
    label: &'static str,
    id: &'static str,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] refused: Signal<Option<(String, String)>>,
    change: Callback<String>,
) -> impl IntoView {
    let message = format!("{id}-message");
    let shown = move || refused.get().map_or_else(|| value.get(), |(text, _)| text);
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <div>
                <input
                    id=id
                    type="text"
                    class="input"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby=message.clone()
                    aria-invalid=move || refused.with(Option::is_some).to_string()
                    prop:value=shown
                    on:change=move |event| change.run(event_target_value(&event))
                />
                <p id=message class="import-refused" role="alert">{move || refused.get().map(|(_, why)| why)}</p>
            </div>
        </div>
    }
}

#[component]
fn IdentifierLine(preview: Shown, at: usize, change: Callback<PlanChange>) -> impl IntoView {
    let names = Memo::new(move |_| {
        of_entity(preview, at, |it| it.attributes.iter().map(|attribute| attribute.name.clone()).collect::<Vec<_>>())
    });
    let chosen = Memo::new(move |_| of_entity(preview, at, |it| it.identifier));
    let choose = move |event: web_sys::Event| {
        change.run(PlanChange::Identifier(event_target_value(&event).parse().ok()));
        put_back(&event, untrack(|| of_entity(preview, at, |it| it.identifier)).map_or(0, |place| place + 1));
    };
    let options = move || {
        let option = |(place, name): (usize, String)| {
            view! {
                <option value=place.to_string() prop:selected=move || chosen.get() == Some(place)>
                    {name}
                </option>
            }
        };
        names.get().into_iter().enumerate().map(option).collect_view()
    };
    view! {
        <div class="field">
            <label for="tables-identifier">"Identifier"</label>
            <select id="tables-identifier" class="input" on:change=choose>
                <option value="" prop:selected=move || chosen.get().is_none()>
                    "None: consumers can only create"
                </option>
                {options}
            </select>
        </div>
    }
}

#[component]
fn BehaviorLine(preview: Shown, at: usize, change: Callback<PlanChange>) -> impl IntoView {
    let chosen = Memo::new(move |_| of_entity(preview, at, |it| it.default_value_behavior));
    let choose = move |event| {
        let text = event_target_value(&event);
        if let Some(behavior) = DefaultValueBehavior::ALL.into_iter().find(|behavior| behavior.label() == text) {
            change.run(PlanChange::DefaultValueBehavior(behavior));
        }
    };
    let options = DefaultValueBehavior::ALL.map(|behavior| {
        view! {
            <option value=behavior.label() prop:selected=move || chosen.get() == behavior>
                {behavior.label()}
            </option>
        }
    });
    view! {
        <div class="field">
            <label for="tables-behavior">"Default Value behavior"</label>
            <select id="tables-behavior" class="input" on:change=choose>
                {options.collect_view()}
            </select>
        </div>
    }
}

/// An attribute. The line follows its own attribute alone, so that typing in one leaves the others.
#[component]
fn AttributeLine(studio: Studio, preview: Shown, entity: usize, place: usize) -> impl IntoView {
    let attribute = Memo::new(move |_| of_entity(preview, entity, |it| it.attributes.get(place).cloned()));
    let first = attribute.get_untracked()?;
    let read = move |read: fn(&PlannedAttribute) -> bool| move || attribute.with(|it| it.as_ref().is_some_and(read));
    let own_name = move || attribute.with(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default());
    let reason = move || attribute.with(|it| it.as_ref().map(|it| it.reason.to_string()).unwrap_or_default());
    let length = move || {
        let length = attribute.with(|it| it.as_ref().and_then(|it| it.length));
        length.map(|length| length.to_string()).unwrap_or_default()
    };
    let has_length = read(|it| matches!(it.data_type, PlannedType::Basic(BasicType::Text | BasicType::Decimal)));
    let is_identifier = Memo::new(move |_| of_entity(preview, entity, |it| it.identifier == Some(place)));
    let refused = Memo::new(move |_| refused(preview, entity, &PlanChange::AttributeName(place, String::new())));
    let give = move |change: PlanChange| studio.tell(Tables::Change { entity, change });
    let name = move || refused.get().map_or_else(own_name, |(text, _)| text);
    let column = first.column.clone();
    let message = format!("tables-attribute-{place}");
    Some(view! {
        <tr class:is-ignored=read(|it| it.is_ignored)>
            <td>
                <input
                    type="text"
                    class="input"
                    aria-label=format!("Name of {column}")
                    aria-describedby=message.clone()
                    aria-invalid=move || refused.with(Option::is_some).to_string()
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=name
                    on:change=move |event| give(PlanChange::AttributeName(place, event_target_value(&event)))
                />
                <p id=message class="import-refused" role="alert">{move || refused.get().map(|(_, why)| why)}</p>
            </td>
            <td>
                {column.clone()} " " <span class="hint">{first.column_type.clone()}</span>
                <Show when=move || is_identifier.get()>
                    <span class="tables-mark">"Identifier"</span>
                </Show>
                <Show when=read(|it| it.is_auto_number)>
                    <span class="tables-mark">"Auto Number"</span>
                </Show>
            </td>
            <td>
                <TypeSelect preview attribute column=column.clone() change=Callback::new(move |chosen| give(PlanChange::DataType(place, chosen))) />
                <p class="hint">{reason}</p>
            </td>
            <td>
                <input
                    type="text"
                    inputmode="numeric"
                    class="input"
                    aria-label=format!("Length of {column}")
                    prop:disabled=move || !has_length()
                    prop:value=length
                    on:change=move |event| give(PlanChange::Length(place, event_target_value(&event).trim().parse().ok()))
                />
            </td>
            <td>
                <input
                    type="checkbox"
                    aria-label=format!("{column} is mandatory")
                    prop:checked=read(|it| it.is_mandatory)
                    prop:disabled=move || is_identifier.get()
                    on:change=move |event| give(PlanChange::Mandatory(place, event_target_checked(&event)))
                />
            </td>
            <td>
                <input
                    type="checkbox"
                    aria-label=format!("{column} is ignored")
                    prop:checked=read(|it| it.is_ignored)
                    prop:disabled=move || is_identifier.get()
                    on:change=move |event| give(PlanChange::Ignored(place, event_target_checked(&event)))
                />
            </td>
        </tr>
    })
}

/// The type of an attribute: what the column gives it, or another one.
#[component]
fn TypeSelect(
    preview: Shown,
    attribute: Memo<Option<PlannedAttribute>>,
    column: String,
    change: Callback<Option<BasicType>>,
) -> impl IntoView {
    let is_by_hand = move || attribute.with(|it| it.as_ref().is_some_and(|it| it.reason == Reason::ByHand));
    let chosen = Memo::new(move |_| match attribute.with(|it| it.as_ref().map(|it| it.data_type)) {
        Some(PlannedType::Basic(basic)) if is_by_hand() => Some(basic),
        _ => None,
    });
    // What the column gives it, as long as nobody chose another one.
    let own = move || {
        attribute.with(|it| {
            let it = it.as_ref()?;
            let data_type = if it.reason == Reason::ByHand { PlannedType::Basic(it.own_type()) } else { it.data_type };
            let label = preview.with(|preview| preview.as_ref().map(|preview| preview.plan.type_label(data_type)))?;
            Some(if it.reason == Reason::ByHand { format!("{label} (of the column)") } else { label })
        })
    };
    let choose = move |event: web_sys::Event| {
        let label = event_target_value(&event);
        change.run(BasicType::ALL.into_iter().find(|basic| basic.label() == label));
        let now = untrack(|| chosen.get());
        put_back(&event, BasicType::ALL.into_iter().position(|basic| Some(basic) == now).map_or(0, |at| at + 1));
    };
    let options = BasicType::ALL.map(|basic| {
        view! {
            <option value=basic.label() prop:selected=move || chosen.get() == Some(basic)>
                {basic.label()}
            </option>
        }
    });
    view! {
        <select class="input" aria-label=format!("Data type of {column}") on:change=choose>
            <option value="" prop:selected=move || chosen.get().is_none()>
                {own}
            </option>
            {options.collect_view()}
        </select>
    }
}
