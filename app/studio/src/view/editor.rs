//! The editors, one for each kind of thing that a tab can show.

mod action;
mod entity;
mod extension;
mod icon_choice;
mod icon_crop;
mod resource;
mod rows;
mod source;
mod structure;
mod used_by;

use leptos::prelude::*;
use workbench::Target;

pub(crate) use resource::picture_address;

use action::ActionEditor;
use entity::EntityEditor;
use extension::ExtensionEditor;
use resource::ResourceEditor;
use source::SourceEditor;
use structure::StructureEditor;

use crate::app::{Studio, Window, look_of, use_studio};
use crate::browser::focus;
use crate::menu_command::MenuCommand;
use crate::part::{Button, icon, place_mark};
use crate::view::navigator::import_details;

/// The editor of the active tab.
#[component]
pub(crate) fn Editor() -> impl IntoView {
    let studio = use_studio();
    let active = studio.derived.active;
    follow_wanted(studio);
    let editor = move || match active.get() {
        None => view! { <Empty /> }.into_any(),
        Some(Target::Extension) => view! { <ExtensionEditor /> }.into_any(),
        Some(Target::Action(key)) => view! { <ActionEditor key /> }.into_any(),
        Some(Target::Structure(key)) => view! { <StructureEditor key /> }.into_any(),
        Some(Target::Entity(key)) => view! { <EntityEditor key /> }.into_any(),
        Some(Target::Resource(key)) => view! { <ResourceEditor key /> }.into_any(),
        Some(Target::Source(key)) => view! { <SourceEditor key /> }.into_any(),
    };
    view! {
        <div class="tab-panel" role="tabpanel" aria-label="Editor">
            {editor}
        </div>
    }
}

/// Gives the keyboard to the field that is wanted. A row that is not on the page is brought there by its grid.
fn follow_wanted(studio: Studio) {
    let wanted = studio.screen.wanted;
    Effect::new(move |_| {
        let Some(place) = wanted.get() else { return };
        // The editor may be new: its fields are on the page in the next frame.
        request_animation_frame(move || {
            let selector = format!("[data-place='{}']", place_mark(place));
            if let Some(field) = focus::find::<web_sys::HtmlElement>(&selector) {
                field.scroll_into_view();
                // Focusing an element of the page cannot fail.
                let _ = field.focus();
                wanted.set(None);
            }
        });
    });
}

#[component]
fn Empty() -> impl IntoView {
    let commands = [
        MenuCommand::ToFilter,
        MenuCommand::AddAction,
        MenuCommand::EditSource,
        MenuCommand::Compile,
        MenuCommand::Palette,
    ];
    let line = |command: MenuCommand| {
        view! {
            <dt>{command.label().trim_end_matches('…')}</dt>
            <dd>
                <kbd>{command.keys().shown()}</kbd>
            </dd>
        }
    };
    view! {
        <div class="empty">
            <p>"Open an element from the navigator."</p>
            <dl>{commands.map(line).collect_view()}</dl>
        </div>
    }
}

/// The head of an editor: what it is about, and the report of the import that made it.
#[component]
pub(crate) fn Head(
    /// What the editor shows.
    target: Target,
    /// The kind of it, in words.
    kind: &'static str,
    /// Further buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let studio = use_studio();
    let title = move || {
        studio.derived.extension.with(|extension| extension.as_ref().and_then(|extension| target.title(extension)))
    };
    let details = import_details(studio, target).map(|(name, report)| {
        let press = move || studio.screen.show(Window::ImportDetails(name.clone(), report.clone()));
        view! { <Button label="Import Details…" secondary=true press /> }
    });
    let (name, tone) = look_of(target);
    view! {
        <header class="editor-head">
            {icon(name, tone)}
            <h1>{title}</h1>
            <span class="kind">{kind}</span>
            <span class="space"></span>
            {details}
            {children.map(|children| children())}
        </header>
    }
}
