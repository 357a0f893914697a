//! What was shared in this browser.

use leptos::prelude::*;
use leptos::task::spawn_local;
use workbench::Command;

use crate::app::shared::links;
use crate::app::shared::mine::{self, MyShare};
use crate::app::{shared, use_studio};
use crate::part::{IconButton, icon};
use crate::view::windows::word_of;

/// The drafts that were shared here; nothing while there are none.
#[component]
pub(super) fn SharedByMe() -> impl IntoView {
    let studio = use_studio();
    let list = RwSignal::new(mine::all());
    let stop = move |share: MyShare| {
        spawn_local(async move {
            if let Err(failure) = links::stop(studio, &share).await {
                studio.tell(Command::Report(failure));
            }
            // The screen may be gone by now.
            let _ = list.try_set(mine::all());
        });
    };
    let line = move |share: MyShare| {
        let (opened, stopped) = (share.link.clone(), share.clone());
        view! {
            <li class="shared-line">
                <button type="button" class="start-item" on:click=move |_| shared::open_link(studio, &opened)>
                    {icon("live-share", "")}
                    <strong>{share.name.clone()}</strong>
                    <span class="about">{format!("{}, shared {}", word_of(share.kind), share.when)}</span>
                </button>
                <IconButton
                    label=format!("Stop sharing {}", share.name)
                    name="circle-slash"
                    press=move || stop(stopped.clone())
                />
            </li>
        }
    };
    view! {
        <Show when=move || list.with(|list| !list.is_empty())>
            <section class="drafts" aria-labelledby="start-shared">
                <h2 id="start-shared">"Shared by me"</h2>
                <ul>{move || list.get().into_iter().map(line).collect_view()}</ul>
            </section>
        </Show>
    }
}
