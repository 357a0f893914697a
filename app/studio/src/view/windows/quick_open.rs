use leptos::prelude::*;

use super::finder::Finder;
use crate::app::use_studio;
use crate::menu_command::search::{Named, named};
use crate::part::{icon, marked};

/// How many names are offered.
const LIMIT: usize = 60;

/// Every element, row and file by a few characters of its name.
#[component]
pub(crate) fn QuickOpen(close: Callback<()>) -> impl IntoView {
    let studio = use_studio();
    let text = RwSignal::new(String::new());
    let found = Memo::new(move |_| text.with(|text| named(studio, text, LIMIT)));
    let open = Callback::new(move |named: Named| {
        close.run(());
        studio.give(named.command(studio));
    });
    view! {
        <Finder
            title="Quick open"
            id="quick"
            label="Name"
            placeholder="Name of an element, parameter, attribute or file"
            list_label="Names"
            nothing="No matches."
            text
            found
            name=|named: &Named| named.name.clone()
            can=Callback::new(|_: Named| true)
            look
            choose=open
            close
        />
    }
}

fn look(named: Named) -> AnyView {
    let (name, tone) = named.look();
    view! {
        {icon(name, tone)}
        <span class="quick-name">{marked(&named.name, &named.found)}</span>
        <span class="quick-path">{named.path}</span>
    }
    .into_any()
}
