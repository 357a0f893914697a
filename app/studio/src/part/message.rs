use extension::Place;
use leptos::prelude::*;
use workbench::{Mark, Refused};

use super::place::mark_at;
use super::{icon, mark_class, severity_look};
use crate::app::use_studio;

/// Why a field cannot take what the user wants, with buttons for what could be done instead.
#[component]
pub(crate) fn Message(
    /// What is wrong; nothing is shown without.
    #[prop(into)]
    refused: Signal<Option<Refused>>,
    /// Called when an offer was taken.
    taken: Callback<()>,
    /// The element's id, for the field to refer to.
    #[prop(into)]
    id: String,
) -> impl IntoView {
    let studio = use_studio();
    let offers = move |refused: Refused| {
        let button = move |offer: workbench::Offer| {
            let command = offer.command.clone();
            let press = move |_| {
                studio.tell(command.clone());
                taken.run(());
            };
            // A press must not first take over what the field holds: that is what was refused.
            view! {
                <button type="button" class="link-button" on:mousedown=|event| event.prevent_default() on:click=press>
                    {offer.label}
                </button>
            }
        };
        refused.offers.into_iter().map(button).collect_view()
    };
    let shown = move |refused: Refused| {
        view! {
            {icon("error", "")}
            <span>{refused.text.clone()}</span>
            {offers(refused)}
        }
    };
    view! {
        <div id=id role="alert" class="message" style:display=move || refused.with(Option::is_none).then_some("none")>
            {move || refused.get().map(shown)}
        </div>
    }
}

/// The problems of a field, while nothing is refused there.
#[component]
pub(crate) fn MarkLine(
    /// The field.
    place: Place,
    /// Why the field cannot take what the user wants; that comes first.
    #[prop(into)]
    refused: Signal<Option<Refused>>,
) -> impl IntoView {
    let mark = mark_at(use_studio(), place);
    move || mark.get().filter(|_| refused.with(Option::is_none)).map(|mark| mark_text(&mark))
}

/// The text of a mark with its icon.
pub(crate) fn mark_text(mark: &Mark) -> impl IntoView + use<> {
    let (name, _) = severity_look(mark.severity);
    view! {
        <div class=format!("mark-line {}", mark_class(Some(mark.severity)))>
            {icon(name, "")} <span>{mark.text.clone()}</span>
        </div>
    }
}
