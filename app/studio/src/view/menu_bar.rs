use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::app::use_studio;
use crate::browser::focus;
use crate::menu_command::MenuCommand as C;
use crate::part::{Entry, IconButton, MenuList, Place};

/// The menus of the menu bar: name and lines.
pub(super) fn menus() -> [(&'static str, Vec<Entry>); 6] {
    let lines = |groups: &[&[C]]| {
        let mut entries = Vec::new();
        for (index, group) in groups.iter().enumerate() {
            if index > 0 {
                entries.push(Entry::Line);
            }
            entries.extend(group.iter().copied().map(Entry::Command));
        }
        entries
    };
    [
        (
            "File",
            lines(&[
                &[C::New, C::Open],
                &[C::Save, C::SaveAs],
                &[C::AddFiles, C::AddFolder, C::ImportActions, C::ConnectTable],
                &[C::NameVersion, C::CompareSaved, C::CompareFile, C::CompareTemplate],
                &[C::Share, C::SendForReview],
                &[C::DownloadSolution, C::LinkFolder, C::UnlinkFolder],
                &[C::Close],
            ]),
        ),
        (
            "Edit",
            lines(&[
                &[C::Undo, C::Redo],
                &[C::Cut, C::Copy, C::Paste, C::Duplicate, C::Delete],
                &[C::AddAction, C::AddStructure, C::AddEntity],
                &[C::QuickOpen, C::Find, C::FindEverywhere, C::FindNext, C::FindPrevious, C::ToFilter],
            ]),
        ),
        (
            "View",
            lines(&[
                &[C::Palette],
                &[C::ToggleNavigator, C::TogglePanel, C::ToggleToolbar, C::ToggleStatusBar],
                &[C::ShowProblems, C::ShowOutput, C::ShowHistory, C::ShowFind],
                &[C::ToNavigator, C::ToEditor, C::NextTab, C::PreviousTab],
                &[C::CloseTab, C::CloseOtherTabs, C::CloseAllTabs],
                &[C::ToggleTheme, C::ToggleLanguage],
            ]),
        ),
        (
            "Build",
            lines(&[
                &[C::EditSource, C::UpdateSource, C::Compile],
                &[C::Verify, C::VerifyAndSave],
                &[C::NextProblem, C::PreviousProblem],
            ]),
        ),
        ("Environment", lines(&[&[C::Connect], &[C::Publish], &[C::Download, C::Environments, C::Consumers]])),
        ("Help", lines(&[&[C::Guide, C::Shortcuts, C::Example], &[C::About]])),
    ]
}

/// Brand, menus, the name of the document, and the look.
#[component]
pub(crate) fn MenuBar() -> impl IntoView {
    let studio = use_studio();
    let open = RwSignal::new(None::<usize>);
    let bar = NodeRef::<html::Div>::new();
    let titles =
        menus().into_iter().enumerate().map(|(index, (name, entries))| view! { <Menu index name entries open /> });
    let title = move || {
        let name = studio.derived.file_name.get();
        let own = || {
            studio
                .derived
                .extension
                .with(|extension| extension.as_ref().map(|extension| format!("{} (not saved yet)", extension.name)))
        };
        name.or_else(own).unwrap_or_default()
    };
    let theme = Signal::derive(move || format!("Toggle theme, now: {}", studio.screen.theme.get().label()));
    view! {
        <header class="menu-bar">
            <span class="brand">
                <Logo size="18" />
                "XIF Studio"
            </span>
            <div node_ref=bar role="menubar" aria-label="Menus" style="display: flex; gap: 1px" on:keydown=move |event| focus::walk(&event, bar, ".menu-title")>
                {titles.collect_view()}
            </div>
            <span class="window-title">{title}</span>
            <IconButton label="Command palette" name="terminal" keys="Ctrl+Shift+P" press=move || C::Palette.run(studio) />
            <IconButton label=theme name="color-mode" keys="Alt+T" press=move || C::ToggleTheme.run(studio) />
        </header>
    }
}

#[component]
fn Menu(index: usize, name: &'static str, entries: Vec<Entry>, open: RwSignal<Option<usize>>) -> impl IntoView {
    let title = NodeRef::<html::Button>::new();
    let is_open = move || open.get() == Some(index);
    let back = move || {
        if let Some(title) = title.get_untracked() {
            let _ = title.focus();
        }
    };
    let close = Callback::new(move |()| {
        if open.get_untracked() == Some(index) {
            open.set(None);
            back();
        }
    });
    let sideways = Callback::new(move |by: isize| open.set(listbox::around(Some(index), by, menus().len())));
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "ArrowDown" {
            event.prevent_default();
            open.set(Some(index));
        }
    };
    view! {
        <div class="menu-place" role="none">
            <button
                node_ref=title
                type="button"
                class="menu-title"
                role="menuitem"
                aria-haspopup="menu"
                aria-expanded=move || is_open().to_string()
                on:mousedown=move |event| {
                    // The press must not take the keyboard from an open menu before it is known which menu it is for.
                    event.prevent_default();
                }
                on:click=move |_| open.update(|open| *open = (*open != Some(index)).then_some(index))
                on:mouseenter=move |_| {
                    if open.get_untracked().is_some() {
                        open.set(Some(index));
                    }
                }
                on:keydown=on_key
            >
                {name}
            </button>
            {move || {
                let entries = entries.clone();
                is_open().then(|| view! { <MenuList label=name entries place=Place::Below close sideways /> })
            }}
        </div>
    }
}

/// The mark of the studio: an extension's file with its two ends.
#[component]
pub(crate) fn Logo(
    /// Width and height in pixels.
    size: &'static str,
) -> impl IntoView {
    view! {
        <svg width=size height=size viewBox="0 0 24 24" fill="none" aria-hidden="true">
            <rect x="1" y="1" width="22" height="22" rx="5.5" fill="currentColor" />
            <path
                d="M7.2 6.5 4.4 12l2.8 5.5M16.8 6.5l2.8 5.5-2.8 5.5"
                stroke="var(--on-accent)"
                stroke-width="1.9"
                stroke-linecap="round"
                stroke-linejoin="round"
            />
            <path d="m9.4 8.6 5.2 6.8m0-6.8-5.2 6.8" stroke="var(--on-accent)" stroke-width="1.9" stroke-linecap="round" />
        </svg>
    }
}
