use extension::Place;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use workbench::Refused;

use super::message::MarkLine;
use super::{Message, place_mark};

/// A choice among a few values, without a label of its own. What the document has and no list offers
/// must be among the options, so that it shows.
#[component]
pub(crate) fn SelectInput<T>(
    /// Its name for screen readers.
    label: &'static str,
    /// Values with their texts.
    #[prop(into)]
    options: Signal<Vec<(T, String)>>,
    /// The document's value.
    #[prop(into)]
    value: Signal<T>,
    /// Takes the choice over; the reason when it cannot.
    choose: impl Fn(T) -> Result<(), Refused> + 'static,
    /// Where the reason is shown.
    refused: RwSignal<Option<Refused>>,
    /// Its id on the page.
    #[prop(optional, into)]
    id: Option<String>,
    /// Its place in the document, as [`place_mark`] has it.
    #[prop(optional, into)]
    place: String,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let is_wrong = RwSignal::new(false);
    Effect::new(move |_| {
        if refused.with(Option::is_none) {
            is_wrong.set(false);
        }
    });
    let position =
        move || value.with(|value| options.with(|options| options.iter().position(|(option, _)| option == value)));
    let show = move |select: &HtmlSelectElement| {
        let shown = untrack(position).and_then(|position| i32::try_from(position).ok());
        select.set_selected_index(shown.unwrap_or(-1));
    };
    let change = move |event: web_sys::Event| {
        let Some(select) = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok()) else {
            return;
        };
        let chosen = usize::try_from(select.selected_index()).ok();
        let chosen = options.with_untracked(|options| Some(options.get(chosen?)?.0.clone()));
        if let Some(chosen) = chosen {
            let reason = choose(chosen).err();
            is_wrong.set(reason.is_some());
            refused.set(reason);
        }
        show(&select);
    };
    let option = move |(index, (_, text)): (usize, (T, String))| {
        view! { <option prop:selected=move || position() == Some(index)>{text}</option> }
    };
    view! {
        <select
            class="input"
            id=id
            aria-label=label
            data-place=(!place.is_empty()).then_some(place)
            aria-invalid=move || is_wrong.get().to_string()
            on:change=change
        >
            {move || options.get().into_iter().enumerate().map(option).collect_view()}
        </select>
    }
}

/// A choice with its label and a place for why a choice is refused.
#[component]
pub(crate) fn SelectField<T>(
    /// Its label.
    label: &'static str,
    /// Its name on the page, unique.
    id: &'static str,
    /// Values with their texts.
    #[prop(into)]
    options: Signal<Vec<(T, String)>>,
    /// The document's value.
    #[prop(into)]
    value: Signal<T>,
    /// Takes the choice over; the reason when it cannot.
    choose: impl Fn(T) -> Result<(), Refused> + 'static,
    /// Its place in the document.
    #[prop(optional, into)]
    place: Option<Place>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let refused = RwSignal::new(None);
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <div>
                <SelectInput label id options value choose refused place=place.map(place_mark).unwrap_or_default() />
                <Message refused id=format!("{id}-message") taken=Callback::new(move |()| refused.set(None)) />
                {place.map(|place| view! { <MarkLine place refused /> })}
            </div>
        </div>
    }
}
