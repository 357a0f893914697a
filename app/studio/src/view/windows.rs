//! The windows over the studio.

mod comparison;
mod connect;
mod consumer;
mod download;
mod environments;
mod error_page;
mod finder;
mod guide;
mod import;
mod new_extension;
mod palette;
mod publish;
mod question;
mod quick_open;
mod review;
mod server_list;
mod share;
mod shortcuts;
mod tables;
mod unproven;
mod verify;

use leptos::prelude::*;

use self::guide::Guide;
use comparison::{ComparisonWindow, FolderWindow, TemplateWindow};
use connect::ConnectWindow;
use consumer::ConsumersWindow;
use download::DownloadWindow;
use environments::EnvironmentsWindow;
use error_page::ErrorPage;
use import::ImportWindow;
use new_extension::NewExtension;
use palette::Palette;
use publish::PublishWindow;
use question::QuestionWindow;
use quick_open::QuickOpen;
use review::{ReviewWindow, SendReview};
use share::ShareWindow;
use shortcuts::Shortcuts;
use tables::TablesWindow;

pub(super) use import::take_for_import;
pub(super) use review::ReviewStatus;
pub(super) use share::{STOP_QUESTION, word_of};
pub(super) use tables::take_for_tables;
use verify::VerifyWindow;

use super::menu_bar::Logo;
use crate::app::{Window, use_studio};
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
        Some(Window::Guide) => view! { <Guide close /> }.into_any(),
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
        <ImportWindow />
        <TablesWindow />
        <TemplateWindow />
        <FolderWindow />
        <QuestionWindow />
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
