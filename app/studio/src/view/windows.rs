//! The windows over the studio.

mod comparison;
mod connect;
mod consumer;
mod download;
mod environments;
mod error_page;
mod new_extension;
mod palette;
mod publish;
mod question;
mod quick_open;
mod review;
mod server_list;
mod share;
mod unproven;
mod verify;

use leptos::prelude::*;

use comparison::{ComparisonWindow, FolderWindow, TemplateWindow};
use connect::ConnectWindow;
use consumer::ConsumersWindow;
use download::DownloadWindow;
use environments::EnvironmentsWindow;
use error_page::ErrorPage;
use new_extension::NewExtension;
use palette::Palette;
use publish::PublishWindow;
use question::QuestionWindow;
use quick_open::QuickOpen;
use review::{ReviewWindow, SendReview};
use share::ShareWindow;

pub(super) use review::ReviewStatus;
pub(super) use share::word_of;
use verify::VerifyWindow;

use super::menu_bar::Logo;
use crate::app::{Window, use_studio};
use crate::menu_command::MenuCommand;
use crate::part::Dialog;

/// The window that is open, and the question that waits for an answer.
#[component]
pub(crate) fn Windows() -> impl IntoView {
    let window = use_studio().screen.window;
    let close = Callback::new(move |()| window.set(None));
    let shown = move || match window.get() {
        None => ().into_any(),
        Some(Window::New) => view! { <NewExtension close /> }.into_any(),
        Some(Window::Palette) => view! { <Palette close /> }.into_any(),
        Some(Window::QuickOpen) => view! { <QuickOpen close /> }.into_any(),
        Some(Window::Share) => view! { <ShareWindow close /> }.into_any(),
        Some(Window::SendReview) => view! { <SendReview close /> }.into_any(),
        Some(Window::Shortcuts) => view! { <Shortcuts close /> }.into_any(),
        Some(Window::About) => view! { <About close /> }.into_any(),
        Some(Window::ErrorPage(code)) => view! { <ErrorPage code close /> }.into_any(),
        Some(Window::ImportDetails(name, report)) => view! { <ImportDetails name report close /> }.into_any(),
    };
    view! {
        {shown}
        <VerifyWindow />
        <ComparisonWindow />
        <ReviewWindow />
        <DownloadWindow />
        <EnvironmentsWindow />
        <ConnectWindow />
        <PublishWindow />
        <ConsumersWindow />
        <TemplateWindow />
        <FolderWindow />
        <QuestionWindow />
    }
}

#[component]
fn Shortcuts(close: Callback<()>) -> impl IntoView {
    let own = MenuCommand::ALL.into_iter().filter(|command| !command.keys().text().is_empty());
    let own = own.map(|command| (command.label().trim_end_matches('…'), command.keys().text()));
    let others = [
        ("In a tree: open, rename, delete", "Enter, F2, Delete"),
        ("In a tree: select several lines", "Shift+Up, Shift+Down, Ctrl+Space, Ctrl+A"),
        ("In the navigator: move elements", "Alt+Up, Alt+Down"),
        ("In the problems: quick fixes", "Ctrl+."),
        ("In the parameters: move the row", "Alt+Up, Alt+Down"),
        ("In the parameters: delete the row", "Alt+Delete"),
        ("In a field: take over, or put the old text back", "Enter, Escape"),
    ];
    let line = |(name, keys): (&'static str, &'static str)| {
        view! {
            <dt>{name}</dt>
            <dd>
                <kbd>{keys}</kbd>
            </dd>
        }
    };
    view! {
        <Dialog title="Keyboard shortcuts" close>
            <div class="dialog-body">
                <dl class="shortcuts">{own.chain(others).map(line).collect_view()}</dl>
            </div>
        </Dialog>
    }
}

#[component]
fn About(close: Callback<()>) -> impl IntoView {
    view! {
        <Dialog title="About XIF Studio" close>
            <div class="dialog-body">
                <p class="brand">
                    <Logo size="32" />
                    {concat!("XIF Studio ", env!("CARGO_PKG_VERSION"))}
                </p>
                <p>"Creates and edits OutSystems 11 extensions in the browser and packs them as XIF files on your own machine."</p>
                <p>
                    "Compiling sends the source files to the studio's server, which compiles them in a sandbox and keeps nothing of them. "
                    "What you share is encrypted in this browser first, and the server cannot read it. Everything else stays here."
                </p>
                <p class="hint">
                    "Free software under the MIT licence. OutSystems and Integration Studio are names of OutSystems; this studio is not theirs."
                </p>
            </div>
        </Dialog>
    }
}

#[component]
fn ImportDetails(name: String, report: String, close: Callback<()>) -> impl IntoView {
    view! {
        <Dialog title=format!("Import details of {name}") class="wide" close>
            <div class="dialog-body">
                <pre class="output">{report}</pre>
            </div>
        </Dialog>
    }
}
