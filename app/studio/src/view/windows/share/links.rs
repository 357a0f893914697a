//! The list of links.

use api::draft::{DraftKind, Right};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Window;
use crate::app::shared;
use crate::app::shared::links::ListedLink;
use crate::part::{Button, IconButton, icon};

/// Says which links stop working with the one that is to be revoked.
#[component]
pub(super) fn AskToReplace(window: Window) -> impl IntoView {
    let asked = move || {
        window.to_revoke.get().map(|link| {
            let others = match window.replaced_with(&link) {
                1 => "1 other link is of an earlier version and cannot get the new key. It is replaced by a new link, which you send out: the old one stops working.".to_owned(),
                count => format!(
                    "{count} other links are of an earlier version and cannot get the new key. They are replaced by new links, which you send out: the old ones stop working."
                ),
            };
            view! {
                <div class="message is-shown" role="alert">
                    {icon("warning", "")}
                    <span>{others}</span>
                    <Button label="Revoke and Replace" disabled=window.is_busy press=move || window.revoke_now(link.clone()) />
                    <Button label="Cancel" secondary=true press=move || window.to_revoke.set(None) />
                </div>
            }
        })
    };
    view! { {asked} }
}

/// The links that there are: when each was made and ends, copied, opened and revoked.
#[component]
pub(super) fn LinkList(window: Window) -> impl IntoView {
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
        let note = if link.is_replacement {
            "Made in place of one of an earlier version: send it out"
        } else if link.is_earlier {
            "Of an earlier version: replaced when another one is revoked"
        } else {
            ""
        };
        let created = link.created.clone();
        let expires = link.expires.clone();
        view! {
            <tr>
                <td>{icon(shown, "")} " " {name} <div class="hint">{note}</div></td>
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
