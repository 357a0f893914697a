use leptos::html;
use leptos::prelude::*;

use super::find::Find;
use super::history::History;
use super::problems::Problems;
use crate::app::{PanelTab, use_studio};
use crate::part::{IconButton, Switch};

/// Problems, output, history and what was found, below the editors.
#[component]
pub(crate) fn Panel() -> impl IntoView {
    let studio = use_studio();
    let panel = studio.screen.panel;
    let count = studio.derived.problems;
    let problems = Signal::derive(move || match count.with(|problems| problems.len()) {
        0 => "Problems".to_owned(),
        count => format!("Problems ({count})"),
    });
    let parts = vec![
        (PanelTab::Problems, problems),
        (PanelTab::Output, Signal::stored("Output".to_owned())),
        (PanelTab::History, Signal::stored("History".to_owned())),
        (PanelTab::Find, Signal::stored("Find".to_owned())),
    ];
    let shown = Memo::new(move |_| panel.get());
    let content = move || match shown.get() {
        Some(PanelTab::Problems) => view! { <Problems /> }.into_any(),
        Some(PanelTab::Output) => view! { <Output /> }.into_any(),
        Some(PanelTab::History) => view! { <History /> }.into_any(),
        Some(PanelTab::Find) => view! { <Find /> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <section class="panel" aria-label="Panel">
            <div class="panel-head">
                <Switch label="Panel" parts shown=panel choose=move |tab| panel.set(Some(tab)) />
                <IconButton label="Close the panel" name="close" keys="Ctrl+J" press=move || panel.set(None) />
            </div>
            {content}
        </section>
    }
}

#[component]
fn Output() -> impl IntoView {
    let output = use_studio().derived.output;
    let place = NodeRef::<html::Div>::new();
    // The last line is the news.
    Effect::new(move |_| {
        output.track();
        if let Some(place) = place.get() {
            place.set_scroll_top(place.scroll_height());
        }
    });
    view! {
        <div node_ref=place class="panel-body" role="tabpanel" aria-label="Output" tabindex="0">
            <Show when=move || output.with(Vec::is_empty)>
                <p class="nothing">"The compiler's output appears here."</p>
            </Show>
            <pre class="output">{move || output.with(|lines| lines.join("\n"))}</pre>
        </div>
    }
}
