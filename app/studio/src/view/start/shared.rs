//! What was shared in this browser.

use leptos::prelude::*;
use leptos::task::spawn_local;
use workbench::SessionCommand;

use crate::app::shared::links;
use crate::app::shared::mine::{self, MyShare};
use crate::app::{shared, use_studio};
use crate::part::{Confirmation, IconButton, icon};
use crate::view::windows::{STOP_QUESTION, word_of};

/// The drafts that were shared here; nothing while there are none.
#[component]
pub(super) fn SharedByMe() -> impl IntoView {
    let studio = use_studio();
    let list = RwSignal::new(mine::all());
    let stop = move |share: MyShare| {
        spawn_local(async move {
            if let Err(failure) = links::stop(studio, &share).await {
                studio.tell(SessionCommand::Report(failure));
            }
            // The screen may be gone by now.
            let _ = list.try_set(mine::all());
        });
    };
    // What the user is asked about.
    let asked = RwSignal::new(None::<MyShare>);
    let answer = Callback::new(move |goes_on| {
        if let Some(share) = asked.get_untracked().filter(|_| goes_on) {
            stop(share);
        }
        asked.set(None);
    });
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
                    press=move || asked.set(Some(stopped.clone()))
                />
            </li>
        }
    };
    view! {
        <Show when=move || list.with(|list| !list.is_empty())>
            <section class="drafts" aria-labelledby="start-shared">
                <h2 id="start-shared">"Shared by me"</h2>
                <ul>{move || list.get().into_iter().map(line).collect_view()}</ul>
                <Show when=move || asked.with(Option::is_some)>
                    <Confirmation label="Stop sharing" text=STOP_QUESTION keep="Keep Sharing" go_on="Stop Sharing" answer />
                </Show>
            </section>
        </Show>
    }
}
