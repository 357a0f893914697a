use leptos::prelude::*;
use workbench::Command;

use crate::app::use_studio;
use crate::part::{Button, icon};

/// Says who changes the draft that is shown, when it is another page, and how to go on here.
#[component]
pub(crate) fn LookingOn() -> impl IntoView {
    let studio = use_studio();
    view! {
        <Show when=move || !studio.derived.leads.get()>
            <div class="looking-on" role="status">
                {icon("eye", "")}
                <p>"Another tab or window changes this draft. You see what it does."</p>
                <Button label="Take over here" secondary=true press=move || studio.tell(Command::TakeLead) />
            </div>
        </Show>
    }
}
