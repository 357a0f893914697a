use leptos::prelude::*;
use workbench::Refused;

use super::icon;
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
