mod drafts;
mod shared;

use leptos::prelude::*;
use leptos::task::spawn_local;

use drafts::Drafts;
use shared::SharedByMe;

use super::menu_bar::{Logo, MenuBar};
use super::sign_in::SignIn;
use super::status_bar::Jobs;
use crate::app::{Studio, use_studio};
use crate::browser::files;
use crate::browser::recent::{self, RecentFile};
use crate::menu_command::{MenuCommand, opened};
use crate::part::icon;

/// The screen without a document.
#[component]
pub(crate) fn Start() -> impl IntoView {
    view! {
        <div class="start">
            <MenuBar />
            <main>
                <div class="start-page">
                    <header>
                        <Logo size="52" />
                        <div>
                            <h1>"XIF Studio"</h1>
                            <p>"OutSystems 11 extensions, in the browser"</p>
                        </div>
                    </header>
                    <div class="start-jobs">
                        <Jobs />
                        <SignIn />
                    </div>
                    <section aria-labelledby="start-begin">
                        <h2 id="start-begin">"Start"</h2>
                        <StartItem command=MenuCommand::New about="Actions, structures and entities over C# source files" />
                        <StartItem command=MenuCommand::Open about="A .xif file of this computer" />
                        <StartItem command=MenuCommand::Example about="A small extension that is written and ready to compile" />
                        <StartItem command=MenuCommand::Palette about="Every command by its name" />
                        <p class="start-drop">{icon("cloud-upload", "")} "Drop a .xif file anywhere on this page to open it"</p>
                    </section>
                    <section aria-labelledby="start-recent">
                        <h2 id="start-recent">"Recent"</h2>
                        <Recent />
                    </section>
                    <Drafts />
                    <SharedByMe />
                </div>
            </main>
        </div>
    }
}

#[component]
fn StartItem(command: MenuCommand, about: &'static str) -> impl IntoView {
    let studio = use_studio();
    view! {
        <button type="button" class="start-item" on:click=move |_| command.run(studio)>
            {icon(command.icon(), "")}
            <strong>{command.label()}</strong>
            {(!command.keys().text().is_empty()).then(|| view! { <kbd>{command.keys().shown()}</kbd> })}
            <span class="about">{about}</span>
        </button>
    }
}

#[component]
fn Recent() -> impl IntoView {
    let studio = use_studio();
    let files = RwSignal::new_local(Vec::<RecentFile>::new());
    spawn_local(async move {
        let list = recent::list().await;
        // The screen may be gone by now.
        let _ = files.try_set(list);
    });
    let forget = move |_| {
        spawn_local(async move {
            recent::forget_all().await;
            let _ = files.try_set(Vec::new());
        });
    };
    let none = if files::has_picker() {
        "The files that you open appear here."
    } else {
        "Recent files aren't available in this browser."
    };
    move || {
        let list = files.get();
        if list.is_empty() {
            return view! { <p class="start-note">{none}</p> }.into_any();
        }
        view! {
            <ul>{list.into_iter().map(|file| recent_item(studio, file)).collect_view()}</ul>
            <button type="button" class="link-button start-note" on:click=forget>
                "Clear the list"
            </button>
        }
        .into_any()
    }
}

fn recent_item(studio: Studio, file: RecentFile) -> impl IntoView {
    let (name, when) = (file.name.clone(), file.when.clone());
    let open = move |_| {
        let file = file.clone();
        spawn_local(async move {
            let result = file.open().await.map(Some);
            opened(studio, &file.name, result);
        });
    };
    view! {
        <li>
            <button type="button" class="start-item" on:click=open>
                {icon("file", "")}
                <strong>{name}</strong>
                <span class="about">{when}</span>
            </button>
        </li>
    }
}
