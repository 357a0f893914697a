//! Share: links to the open draft.

mod end;
mod links;

use api::draft::DraftKind;
use leptos::prelude::*;
use leptos::task::spawn_local;
use workbench::errors::Failure;

use crate::app::shared;
use crate::app::shared::end::{self as draft_end, DraftEnd};
use crate::app::shared::links::{self as draft_links, LinkKind, ListedLink};
use crate::app::{Studio, use_studio};
use crate::browser::{clipboard, focus};
use crate::part::{Button, Confirmation, Dialog, SelectField, failure_of, icon};
use end::EndOfDraft;
use links::{AskToReplace, LinkList};

/// What the window and its parts share.
#[derive(Clone, Copy)]
struct Window {
    studio: Studio,
    links: RwSignal<Vec<ListedLink>>,
    /// Whether anything of the draft is shared, with links or without.
    is_shared: RwSignal<bool>,
    /// The link that is revoked when the user has agreed.
    to_revoke: RwSignal<Option<ListedLink>>,
    /// When the draft ends that is worked on together.
    end: RwSignal<Option<DraftEnd>>,
    failure: RwSignal<Option<Failure>>,
    /// The address that was made or copied last, and whether the clipboard has it.
    made: RwSignal<Option<(String, bool)>>,
    is_busy: RwSignal<bool>,
    /// Whether the user is asked if everything is to be deleted from the server.
    asks_to_stop: RwSignal<bool>,
}

/// What a link is for, how long it works; the links that there are.
#[component]
pub(super) fn ShareWindow(close: Callback<()>) -> impl IntoView {
    let window = Window {
        studio: use_studio(),
        links: RwSignal::new(Vec::new()),
        is_shared: RwSignal::new(false),
        to_revoke: RwSignal::new(None),
        end: RwSignal::new(None),
        failure: RwSignal::new(None),
        made: RwSignal::new(None),
        is_busy: RwSignal::new(false),
        asks_to_stop: RwSignal::new(false),
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
                    <p class="hint">
                        "Whoever had a revoked link keeps what was read by it, and reads no later change: those have a new key, which the other links get by themselves."
                    </p>
                </Show>
                <AskToReplace window />
                <EndOfDraft window />
                <StopQuestion window />
                <Fingerprint studio=window.studio />
            </div>
            <div class="dialog-feet">
                <Show when=move || window.is_shared.get()>
                    <Button label="Stop Sharing…" secondary=true disabled=window.is_busy press=move || window.asks_to_stop.set(true) />
                </Show>
                <span class="space"></span>
                <Button label="Close" press=move || close.run(()) />
            </div>
        </Dialog>
    }
}

/// What the user is asked before everything that was shared is deleted.
pub(crate) const STOP_QUESTION: &str = "Stop sharing for everybody? All links stop working, and the shared draft is deleted from the server with its \
     comments. This can't be undone. Your own draft stays in this browser.";

#[component]
fn StopQuestion(window: Window) -> impl IntoView {
    let answer = Callback::new(move |goes_on| if goes_on { window.stop() } else { window.asks_to_stop.set(false) });
    view! {
        <Show when=move || window.asks_to_stop.get()>
            <Confirmation label="Stop sharing" text=STOP_QUESTION keep="Keep Sharing" go_on="Stop Sharing" answer />
        </Show>
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
        self.is_shared.try_set(!draft_links::own(self.studio).is_empty());
        spawn_local(async move {
            if let Err(failure) = draft_links::go_on(self.studio).await {
                self.fail(failure.about("The new key after a link was revoked is still to be made."));
            }
            match draft_links::list(self.studio).await {
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
            let address = draft_links::make(self.studio, kind, days).await?;
            self.copy(address).await;
            Ok(())
        });
    }

    async fn copy(self, address: String) {
        let is_copied = clipboard::is_there() && clipboard::write(&address).await.is_ok();
        let _ = self.made.try_set(Some((address, is_copied)));
    }

    /// Revokes a link, or asks first where others are replaced with it.
    fn revoke(self, link: ListedLink) {
        let is_asked = link.kind == DraftKind::Snapshot || self.replaced_with(&link) == 0;
        if is_asked { self.revoke_now(link) } else { self.to_revoke.set(Some(link)) }
    }

    fn revoke_now(self, link: ListedLink) {
        self.made.set(None);
        self.to_revoke.set(None);
        self.go(async move { draft_links::revoke(self.studio, &link).await });
    }

    /// How many links are replaced when this one is revoked.
    fn replaced_with(self, link: &ListedLink) -> usize {
        let is_replaced = |other: &&ListedLink| other.owner == link.owner && other.id != link.id && other.is_earlier;
        self.links.with_untracked(|links| links.iter().filter(is_replaced).count())
    }

    fn stop(self) {
        self.asks_to_stop.set(false);
        self.made.set(None);
        self.go(async move {
            for share in draft_links::own(self.studio) {
                draft_links::stop(self.studio, &share).await?;
            }
            // The button that had the keyboard goes with the last link.
            request_animation_frame(|| focus::to(".share .dialog-feet .button:last-of-type"));
            Ok(())
        });
    }
}

#[component]
fn NewLink(window: Window) -> impl IntoView {
    let kind = RwSignal::new(LinkKind::Edit);
    let days = RwSignal::new(Some(30_u32));
    let ways = [
        (LinkKind::Edit, "To edit together", "Everyone's changes merge within seconds"),
        (LinkKind::View, "To view", "View only; stays up to date"),
        (LinkKind::Snapshot, "A frozen snapshot", "View only; stays as it is now"),
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
            let copied = if is_copied { "Link copied." } else { "Link created. Copy it here." };
            view! {
                <div class="share-made" role="status">
                    <p>{icon("check", "of-done")} {format!(" {copied} Anyone with it has access.")}</p>
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

/// A word for what was shared.
pub(crate) fn word_of(kind: DraftKind) -> &'static str {
    match kind {
        DraftKind::Draft => "Draft",
        DraftKind::Snapshot => "Frozen snapshot",
        DraftKind::Review => "Review",
    }
}
