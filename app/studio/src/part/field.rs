use extension::Place;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};
use workbench::Refused;

use super::draft::EditOf;
use super::message::MarkLine;
use super::{Draft, Message, place_mark};

/// A field for a text of the document, with its label and a place for why a text is refused.
#[component]
pub(crate) fn TextField(
    /// Its label.
    label: &'static str,
    /// Its name on the page, unique.
    id: &'static str,
    /// The document's value.
    #[prop(into)]
    value: Signal<String>,
    /// The edit that a text stands for.
    edit: EditOf,
    /// Whether it is the name of an element.
    #[prop(optional)]
    is_name: bool,
    /// Whether it has several lines.
    #[prop(optional)]
    has_lines: bool,
    /// A further class.
    #[prop(optional)]
    class: &'static str,
    /// Its place in the document.
    #[prop(optional, into)]
    place: Option<Place>,
) -> impl IntoView {
    let refused = RwSignal::new(None::<Refused>);
    let draft = Draft::new(value, edit, is_name, refused);
    let message_id = format!("{id}-message");
    let taken = draft.clone();
    let mark = place.map(place_mark);
    let input = if has_lines {
        view! { <TextArea draft id message=message_id.clone() place=mark /> }.into_any()
    } else {
        view! { <TextInput draft id label=label message=message_id.clone() place=mark.unwrap_or_default() /> }
            .into_any()
    };
    view! {
        <div class=format!("field {class}")>
            <label for=id>{label}</label>
            <div>
                {input}
                <Message refused id=message_id taken=Callback::new(move |()| taken.drop_text()) />
                {place.map(|place| view! { <MarkLine place refused /> })}
            </div>
        </div>
    }
}

/// The input of a text, without a label of its own: for fields and for the cells of a grid.
#[component]
pub(crate) fn TextInput(
    /// What it holds.
    draft: Draft,
    /// Its name for screen readers.
    label: &'static str,
    /// Its id on the page.
    #[prop(optional, into)]
    id: Option<String>,
    /// The id of its message.
    #[prop(optional, into)]
    message: Option<String>,
    /// What stands in it while it is empty.
    #[prop(optional)]
    placeholder: &'static str,
    /// Its place in the document, as [`place_mark`] has it.
    #[prop(optional, into)]
    place: String,
    /// Whether nothing can be typed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let [text, changed, invalid, typing, leaving, keys] = std::array::from_fn(|_| draft.clone());
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => keys.commit(),
        "Escape" if keys.is_changed() => {
            event.stop_propagation();
            keys.drop_text();
        }
        _ => {}
    };
    view! {
        <input
            type="text"
            class="input"
            id=id
            aria-label=label
            aria-describedby=message
            autocomplete="off"
            spellcheck="false"
            placeholder=placeholder
            data-place=(!place.is_empty()).then_some(place)
            prop:disabled=move || disabled.get()
            prop:value=move || text.text()
            data-changed=move || changed.is_changed().then_some("")
            aria-invalid=move || invalid.is_wrong.get().to_string()
            on:input=move |event| {
                let text = typing.type_text(event_target_value(&event));
                if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
                    Draft::put_back(&input, &text);
                }
            }
            on:blur=move |_| leaving.commit()
            on:keydown=on_key
        />
    }
}

/// The input of a text with several lines.
#[component]
fn TextArea(draft: Draft, id: &'static str, message: String, place: Option<String>) -> impl IntoView {
    let [text, changed, invalid, typing, leaving, keys] = std::array::from_fn(|_| draft.clone());
    view! {
        <textarea
            class="input"
            id=id
            rows="2"
            aria-describedby=message
            data-place=place
            prop:value=move || text.text()
            data-changed=move || changed.is_changed().then_some("")
            aria-invalid=move || invalid.is_wrong.get().to_string()
            on:input=move |event| drop(typing.type_text(event_target_value(&event)))
            on:blur=move |_| leaving.commit()
            on:keydown=move |event: KeyboardEvent| {
                if event.key() == "Escape" && keys.is_changed() {
                    event.stop_propagation();
                    keys.drop_text();
                }
            }
        ></textarea>
    }
}

/// A check box of the document with its label. `choose` says whether the document took the change.
#[component]
pub(crate) fn CheckField(
    /// Its label.
    label: &'static str,
    /// The document's value.
    #[prop(into)]
    value: Signal<bool>,
    /// Takes the change over; the reason when it cannot.
    choose: impl Fn(bool) -> Result<(), Refused> + 'static,
    /// A word on what it means.
    #[prop(optional)]
    hint: &'static str,
    /// Its place in the document.
    #[prop(optional, into)]
    place: Option<Place>,
) -> impl IntoView {
    let refused = RwSignal::new(None::<Refused>);
    let id = format!("check-{}", label.to_ascii_lowercase().replace(' ', "-"));
    let change = move |event: web_sys::Event| {
        refused.set(choose(event_target_checked(&event)).err());
        if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
            input.set_checked(value.get_untracked());
        }
    };
    Effect::new(move |_| {
        value.track();
        refused.set(None);
    });
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <div>
                <span class="check">
                    <input
                        type="checkbox"
                        id=id.clone()
                        aria-describedby=format!("{id}-message")
                        data-place=place.map(place_mark)
                        prop:checked=move || value.get()
                        on:change=change
                    />
                    <span class="hint">{hint}</span>
                </span>
                <Message refused id=format!("{id}-message") taken=Callback::new(move |()| refused.set(None)) />
                {place.map(|place| view! { <MarkLine place refused /> })}
            </div>
        </div>
    }
}
