use leptos::prelude::*;
use workbench::{Command, ShareCommand};

use crate::app::use_studio;
use crate::part::{Button, icon};

/// Says who changes the draft that is shown, when it is another page, and how to go on here.
#[component]
pub(crate) fn LookingOn() -> impl IntoView {
    let studio = use_studio();
    let is_by_link = move || studio.derived.shared.with(|look| look.as_ref().is_some_and(|look| look.leads));
    let other = move || {
        view! {
            <p>"Another tab or window changes this draft. You see what it does."</p>
            <Button label="Take over here" secondary=true press=move || studio.tell(Command::TakeLead) />
        }
    };
    view! {
        <Show when=move || !studio.derived.leads.get()>
            <div class="looking-on" role="status">
                {icon("eye", "")}
                <Show when=is_by_link fallback=other>
                    <p>"This link shows the draft as it is; it does not let you change it."</p>
                    <Button
                        label="Make a copy"
                        secondary=true
                        press=move || studio.tell(Command::Share(ShareCommand::Leave))
                    />
                </Show>
            </div>
        </Show>
    }
}
