use leptos::prelude::*;
use workbench::Target;

use super::editor::Editor;
use super::looking_on::LookingOn;
use super::menu_bar::MenuBar;
use super::navigator::Navigator;
use super::panel::Panel;
use super::shared::AskName;
use super::status_bar::StatusBar;
use super::tabs::TabBar;
use super::toolbar::Toolbar;
use crate::app::{Studio, use_studio};
use crate::part::Split;

/// The screen with a document: bars, navigator, editors, panel.
#[component]
pub(crate) fn Workspace() -> impl IntoView {
    let studio = use_studio();
    let screen = studio.screen;
    follow_active(studio);
    let has_panel = Signal::derive(move || screen.panel.get().is_some());
    let editors = move || {
        view! {
            <Split
                label="Height of the panel"
                size=screen.panel_height
                least=90.0
                is_stacked=true
                of_second=true
                is_shown=has_panel
                first=ViewFn::from(|| {
                    view! {
                        <div class="work-area">
                            <TabBar />
                            <Editor />
                        </div>
                    }
                })
                second=ViewFn::from(|| view! { <Panel /> })
            />
        }
    };
    view! {
        <div class="workspace">
            <MenuBar />
            <section aria-label="Tools">
                <Show when=move || screen.has_toolbar.get()>
                    <Toolbar />
                </Show>
                <LookingOn />
                <AskName />
            </section>
            <main class="places">
            <Split
                label="Width of the navigator"
                size=screen.navigator_width
                least=180.0
                is_shown=screen.has_navigator
                first=ViewFn::from(|| view! { <Navigator /> })
                second=ViewFn::from(editors)
            />
            </main>
            <div>
                <Show when=move || screen.has_status_bar.get()>
                    <StatusBar />
                </Show>
            </div>
        </div>
    }
}

/// What an editor shows is selected, unless a part of it is already.
fn follow_active(studio: Studio) {
    Effect::new(move |_| {
        let Some(item) = studio.derived.active.get().map(Target::item) else { return };
        let selection = studio.screen.selection;
        if !selection.with_untracked(|items| items.iter().any(|it| it.owner() == item)) {
            selection.set(vec![item]);
        }
    });
}
