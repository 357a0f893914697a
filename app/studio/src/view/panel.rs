use leptos::html;
use leptos::prelude::*;
use workbench::NavigationCommand;

use super::find::Find;
use super::history::History;
use super::problems::Problems;
use crate::app::{PanelTab, Studio, use_studio};
use crate::part::{IconButton, Switch, severity_look};

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
    let studio = use_studio();
    let output = studio.derived.output;
    let place = NodeRef::<html::Div>::new();
    // The last line is the news.
    Effect::new(move |_| {
        output.track();
        if let Some(place) = place.get() {
            // The new lines are on the page in the next frame.
            request_animation_frame(move || place.set_scroll_top(place.scroll_height()));
        }
    });
    view! {
        <div node_ref=place class="panel-body" role="tabpanel" aria-label="Output" tabindex="0">
            <Show when=move || output.with(Vec::is_empty)>
                <p class="nothing">"The compiler's output appears here."</p>
            </Show>
            <div class="output">{move || output.get().into_iter().map(|line| output_line(studio, line)).collect_view()}</div>
        </div>
    }
}

/// A line of the output; one that tells of a problem leads to its line of the source.
fn output_line(studio: Studio, line: String) -> AnyView {
    let told = studio.read(|workbench| workbench.document()?.compilation().problem_of_line(&line).cloned());
    let place = told.and_then(|problem| Some((problem.severity, problem.resource?, problem.line, problem.column)));
    let Some((severity, resource, at, column)) = place else { return view! { <p>{line}</p> }.into_any() };
    let go = move |_| studio.give(NavigationCommand::ShowSource { resource, line: at, column });
    let (_, tone) = severity_look(severity);
    view! {
        <p>
            <button type="button" class=format!("output-line {tone}") title="Go to this line" on:click=go>
                {line}
            </button>
        </p>
    }
    .into_any()
}
