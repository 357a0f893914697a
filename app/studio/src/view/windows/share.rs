//! Share: links to the open draft.

mod end;

use api::draft::{DraftKind, Right};
use leptos::prelude::*;
use leptos::task::spawn_local;
use workbench::errors::Failure;

use crate::app::shared;
use crate::app::shared::end::{self as draft_end, DraftEnd};
use crate::app::shared::links::{self, LinkKind, ListedLink};
use crate::app::{Studio, use_studio};
use crate::browser::clipboard;
use crate::part::{Button, Dialog, IconButton, SelectField, icon};
use end::EndOfDraft;

/// What the window and its parts share.
#[derive(Clone, Copy)]
struct Window {
    studio: Studio,
    links: RwSignal<Vec<ListedLink>>,
    /// Whether anything of the draft is shared, with links or without.
    is_shared: RwSignal<bool>,
    /// When the draft ends that is worked on together.
    end: RwSignal<Option<DraftEnd>>,
    failure: RwSignal<Option<Failure>>,
    /// The address that was made or copied last, and whether the clipboard has it.
    made: RwSignal<Option<(String, bool)>>,
    is_busy: RwSignal<bool>,
}

/// What a link is for, how long it works; the links that there are.
#[component]
pub(super) fn ShareWindow(close: Callback<()>) -> impl IntoView {
    let window = Window {
        studio: use_studio(),
        links: RwSignal::new(Vec::new()),
        is_shared: RwSignal::new(false),
        end: RwSignal::new(None),
        failure: RwSignal::new(None),
        made: RwSignal::new(None),
        is_busy: RwSignal::new(false),
    };
    window.reload();
    let has_links = move || window.links.with(|links| !links.is_empty());
    view! {
        <Dialog title="Share" class="wide share" close>
            <div class="dialog-body">
                <p>
                    "Everything is encrypted in this browser before it is sent: the server keeps it and cannot read it. Whoever has a link has the key."
                </p>
                <NameField studio=window.studio about="Shown to those who have the draft open" />
                <NewLink window />
                <Made window />
                <div role="alert">{move || window.failure.get().map(failure_of)}</div>
                <Show when=has_links>
                    <LinkList window />
                </Show>
                <EndOfDraft window />
                <Fingerprint studio=window.studio />
            </div>
            <div class="dialog-feet">
                <Show when=move || window.is_shared.get()>
                    <Button label="Stop Sharing" secondary=true disabled=window.is_busy press=move || window.stop() />
                </Show>
                <span class="space"></span>
                <Button label="Close" press=move || close.run(()) />
            </div>
        </Dialog>
    }
}

/// What those who work on the draft can compare, to see that the server shows all of them the same.
#[component]
fn Fingerprint(studio: Studio) -> impl IntoView {
    let told = move || {
        studio.derived.fingerprint.get().map(|fingerprint| {
            view! {
                <p class="hint" data-testid="share-fingerprint">
                    "Everybody who has the latest change sees this fingerprint: "
                    <code>{fingerprint}</code>
                </p>
            }
        })
    };
    view! { {told} }
}

/// The user's name, as others see it.
#[component]
pub(super) fn NameField(
    studio: Studio,
    /// A word on who sees it.
    about: &'static str,
) -> impl IntoView {
    let name = RwSignal::new(studio.read(|workbench| workbench.author().to_owned()));
    view! {
        <div class="field">
            <label for="share-name">"Your name"</label>
            <div>
                <input
                    id="share-name"
                    class="input"
                    autocomplete="name"
                    placeholder=about
                    prop:value=move || name.get()
                    on:change=move |event| {
                        name.set(event_target_value(&event));
                        shared::set_name(studio, &name.get_untracked());
                    }
                />
            </div>
        </div>
    }
}

/// In how many days a link ends; none: with what it leads to.
#[component]
pub(super) fn EndsField(days: RwSignal<Option<u32>>) -> impl IntoView {
    let ends = vec![
        (Some(1), "In a day".to_owned()),
        (Some(7), "In a week".to_owned()),
        (Some(30), "In 30 days".to_owned()),
        (Some(90), "In 90 days".to_owned()),
        (None, "With the shared draft".to_owned()),
    ];
    let choose = move |choice| {
        days.set(choice);
        Ok(())
    };
    view! { <SelectField label="Ends" id="share-ends" options=Signal::stored(ends) value=days choose=choose /> }
}

impl Window {
    fn reload(self) {
        self.is_shared.try_set(!links::own(self.studio).is_empty());
        spawn_local(async move {
            match links::list(self.studio).await {
                // The window may be closed by now.
                Ok(list) => drop(self.links.try_set(list)),
                Err(failure) => self.fail(failure),
            }
            match draft_end::of_open(self.studio).await {
                Ok(end) => drop(self.end.try_set(end)),
                Err(failure) => self.fail(failure),
            }
        });
    }

    /// Lets the draft end so many days from now; none: after its last change.
    fn set_end(self, days: Option<u32>) {
        let Some(end) = self.end.get_untracked() else { return };
        self.go(async move {
            let end = end.set(days).await?;
            let _ = self.end.try_set(Some(end));
            Ok(())
        });
    }

    fn fail(self, failure: Failure) {
        let _ = self.failure.try_set(Some(failure));
    }

    /// Does something with the server, one thing at a time.
    fn go(self, work: impl Future<Output = Result<(), Failure>> + 'static) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            if let Err(failure) = work.await {
                self.fail(failure);
            }
            let _ = self.is_busy.try_set(false);
            self.reload();
        });
    }

    fn make(self, kind: LinkKind, days: Option<u32>) {
        self.go(async move {
            let address = links::make(self.studio, kind, days).await?;
            self.copy(address).await;
            Ok(())
        });
    }

    async fn copy(self, address: String) {
        let is_copied = clipboard::is_there() && clipboard::write(&address).await.is_ok();
        let _ = self.made.try_set(Some((address, is_copied)));
    }

    fn revoke(self, link: ListedLink) {
        self.made.set(None);
        self.go(async move { links::revoke(&link).await });
    }

    fn stop(self) {
        self.made.set(None);
        self.go(async move {
            for share in links::own(self.studio) {
                links::stop(self.studio, &share).await?;
            }
            Ok(())
        });
    }
}

#[component]
fn NewLink(window: Window) -> impl IntoView {
    let kind = RwSignal::new(LinkKind::Edit);
    let days = RwSignal::new(Some(30_u32));
    let ways = [
        (LinkKind::Edit, "To edit together", "Changes of all are merged, within a second or two."),
        (LinkKind::View, "To view", "Shows the draft as it is and will be; nothing can be changed by it."),
        (LinkKind::Snapshot, "A frozen snapshot", "Shows the draft as it is now, whatever is changed later."),
    ];
    let way = move |(way, name, about): (LinkKind, &'static str, &'static str)| {
        view! {
            <label class="connect-way">
                <input
                    type="radio"
                    name="share-kind"
                    prop:checked=move || kind.get() == way
                    on:change=move |_| kind.set(way)
                />
                <span>{name}</span>
                <span class="hint">{about}</span>
            </label>
        }
    };
    view! {
        <fieldset class="connect-ways">
            <legend>"New link"</legend>
            {ways.into_iter().map(way).collect_view()}
        </fieldset>
        <EndsField days />
        <div>
            <Button
                label="Create Link"
                disabled=window.is_busy
                press=move || window.make(kind.get_untracked(), days.get_untracked())
            />
        </div>
    }
}

/// The address that was made, selected at a touch.
#[component]
fn Made(window: Window) -> impl IntoView {
    let select = |event: web_sys::FocusEvent| event_target::<web_sys::HtmlInputElement>(&event).select();
    let shown = move || {
        window.made.get().map(|(address, is_copied)| {
            let copied = if is_copied { "Copied. Send" } else { "Copy it here and send" };
            view! {
                <div class="share-made" role="status">
                    <p>{icon("check", "of-done")} {format!(" {copied} it to those who may have it, and to nobody else:")}</p>
                    <input
                        class="input"
                        aria-label="Link"
                        readonly=true
                        prop:value=address
                        on:focus=select
                    />
                </div>
            }
        })
    };
    view! { {shown} }
}

#[component]
fn LinkList(window: Window) -> impl IntoView {
    let line = move |link: ListedLink| {
        let (name, shown) = match (link.kind, link.right) {
            (DraftKind::Snapshot, _) => ("Frozen snapshot", "device-camera"),
            (DraftKind::Review, Right::Comment) => ("Review, to comment", "comment-discussion"),
            (DraftKind::Review, _) => ("Review, to read", "comment-discussion"),
            (DraftKind::Draft, Right::Edit | Right::Own) => ("To edit", "edit"),
            (DraftKind::Draft, Right::View | Right::Comment) => ("To view", "eye"),
        };
        let address = link.address.clone();
        let copy = address.map(|address| {
            let press = move || spawn_local(window.copy(address.clone()));
            view! { <IconButton label="Copy the link" name="copy" press /> }
        });
        let owner = link.owner.fragment();
        let open = (link.kind == DraftKind::Review).then(|| {
            let press = move || {
                window.studio.screen.window.set(None);
                shared::open_link(window.studio, &owner);
            };
            view! { <IconButton label="Open the review" name="go-to-file" press /> }
        });
        let created = link.created.clone();
        let expires = link.expires.clone();
        view! {
            <tr>
                <td>{icon(shown, "")} " " {name}</td>
                <td>{created}</td>
                <td>{expires}</td>
                <td class="share-deeds">
                    {open} {copy} <IconButton label="Revoke" name="trash" press=move || window.revoke(link.clone()) />
                </td>
            </tr>
        }
    };
    view! {
        <table class="share-links" aria-label="Links">
            <thead>
                <tr>
                    <th scope="col">"Link"</th>
                    <th scope="col">"Made"</th>
                    <th scope="col">"Ends"</th>
                    <th scope="col">
                        <span class="only-read">"Commands"</span>
                    </th>
                </tr>
            </thead>
            <tbody>{move || window.links.get().into_iter().map(line).collect_view()}</tbody>
        </table>
    }
}

pub(super) fn failure_of(failure: Failure) -> impl IntoView {
    view! {
        <div class="message is-shown">
            {icon("error", "")}
            <span>{format!("{}: {} {}", failure.code, failure.text, failure.details.join(" "))}</span>
        </div>
    }
}

/// A word for what was shared.
pub(crate) fn word_of(kind: DraftKind) -> &'static str {
    match kind {
        DraftKind::Draft => "Draft",
        DraftKind::Snapshot => "Frozen snapshot",
        DraftKind::Review => "Review",
    }
}
