use leptos::prelude::*;
use workbench::{Notice, NoticeKind, Offer, SessionCommand};

use crate::app::{Studio, Window, use_studio};
use crate::part::{Button, IconButton, icon};

/// How long a confirmation stays.
const STAY: std::time::Duration = std::time::Duration::from_secs(6);

/// The messages of the studio, in the corner.
#[component]
pub(crate) fn Notices() -> impl IntoView {
    let studio = use_studio();
    // Above the panel, whose lines a message must not cover.
    let bottom = move || {
        let panel = if studio.derived.is_open.get() && studio.screen.panel.get().is_some() {
            studio.screen.panel_height.get()
        } else {
            0.0
        };
        format!("--panel: {panel}px")
    };
    view! {
        <section style=bottom class="notices" aria-label="Messages">
            <For
                each=move || studio.derived.notices.get()
                key=|notice| notice.id
                children=move |notice| one(studio, notice)
            />
        </section>
    }
}

fn one(studio: Studio, notice: Notice) -> impl IntoView {
    let dismiss = move || studio.tell(SessionCommand::Dismiss(notice.id));
    let (class, name, tone, role) = match notice.kind {
        NoticeKind::Done => ("is-done", "pass", "of-done", "status"),
        NoticeKind::Information => ("", "info", "of-information", "status"),
        NoticeKind::Warning => ("is-warning", "warning", "of-warning", "alert"),
        NoticeKind::Error => ("is-error", "error", "of-error", "alert"),
    };
    if notice.kind == NoticeKind::Done && notice.details.is_empty() && notice.offers.is_empty() {
        set_timeout(dismiss, STAY);
    }
    let details = (!notice.details.is_empty()).then(|| {
        let lines = notice.details.iter().map(|detail| view! { <li>{detail.clone()}</li> }).collect_view();
        view! { <ul>{lines}</ul> }
    });
    let code = notice.code.clone().map(|code| {
        let shown = code.clone();
        view! {
            <button type="button" class="link-button" on:click=move |_| studio.screen.show(Window::ErrorPage(code.clone()))>
                {format!("{shown}: Details and fix")}
            </button>
        }
    });
    let offer = move |offer: Offer| {
        let press = move || {
            studio.tell(offer.command.clone());
            dismiss();
        };
        view! { <Button label=offer.label.clone() secondary=true press /> }
    };
    let offers = notice.offers.into_iter().map(offer).collect_view();
    view! {
        <div class=format!("notice {class}") role=role>
            {icon(name, tone)}
            <div>
                <p>{notice.text}</p>
                {details}
                <div class="offers">{offers} {code}</div>
            </div>
            <IconButton label="Dismiss" name="close" press=dismiss />
        </div>
    }
}
