use leptos::prelude::*;
use workbench::{BesideTemplate, SourceCommand};

use super::difference::places_of;
use crate::app::use_studio;
use crate::part::{Button, Dialog};

/// A source file beside what would be generated for it, place by place.
#[component]
pub(crate) fn TemplateWindow() -> impl IntoView {
    let studio = use_studio();
    let beside = studio.derived.beside_template;
    let is_open = Memo::new(move |_| beside.with(Option::is_some));
    move || is_open.get().then(|| view! { <Templates beside /> })
}

#[component]
fn Templates(beside: Memo<Option<BesideTemplate>>) -> impl IntoView {
    let studio = use_studio();
    let close = Callback::new(move |()| studio.tell(SourceCommand::CloseTemplate));
    let path = move || beside.with(|beside| beside.as_ref().map(|it| it.path.clone()));
    let is_same = move || beside.with(|beside| beside.as_ref().is_none_or(|it| it.lines.hunks.is_empty()));
    let places = move || {
        let take = Callback::new(move |index| studio.give(SourceCommand::TakeFromTemplate(Some(index))));
        beside.with(|beside| beside.as_ref().map(|it| places_of(&it.lines.hunks, "Take from Template", take)))
    };
    view! {
        <Dialog title="Compare with Template" class="comparison" close>
            <p class="comparison-name"><strong>{path}</strong> " (left), its template (right)"</p>
            <div class="comparison-body of-merge" role="region" aria-label="Differences" tabindex="0">
                <Show when=is_same>
                    <p class="nothing">"No differences"</p>
                </Show>
                {places}
            </div>
            <div class="dialog-feet">
                <Button
                    label="Take All from Template"
                    secondary=true
                    disabled=Signal::derive(is_same)
                    press=move || studio.give(SourceCommand::TakeFromTemplate(None))
                />
                <Button label="Close" press=move || close.run(()) />
            </div>
        </Dialog>
    }
}
