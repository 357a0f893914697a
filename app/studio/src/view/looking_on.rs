use leptos::prelude::*;
use workbench::{AutosaveCommand, SharingCommand};

use crate::app::use_studio;
use crate::part::{Button, icon};

/// Says who changes the draft that is shown, when it is another page, and how to go on here.
#[component]
pub(crate) fn LookingOn() -> impl IntoView {
    let studio = use_studio();
    let is_by_link = move || studio.derived.shared.with(|look| look.as_ref().is_some_and(|look| look.leads));
    let other = move || {
        view! {
            <p>"This draft is being edited in another tab or window. This one follows along."</p>
            <Button label="Take over here" secondary=true press=move || studio.tell(AutosaveCommand::TakeLead) />
        }
    };
    view! {
        <Show when=move || !studio.derived.leads.get()>
            <div class="looking-on" role="status">
                {icon("eye", "")}
                <Show when=is_by_link fallback=other>
                    <p>"View only: this link does not allow changes."</p>
                    <Button
                        label="Make a copy"
                        secondary=true
                        press=move || studio.tell(SharingCommand::Leave)
                    />
                </Show>
            </div>
        </Show>
    }
}
