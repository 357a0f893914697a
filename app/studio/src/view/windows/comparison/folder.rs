use leptos::prelude::*;
use workbench::{FolderCommand, FolderConflict};

use super::difference::places_of;
use crate::app::use_studio;
use crate::part::{Button, Dialog};

/// A file that differs here and in the linked folder, while the user decides about it.
#[component]
pub(crate) fn FolderWindow() -> impl IntoView {
    let conflict = use_studio().derived.folder_conflict;
    let is_open = Memo::new(move |_| conflict.with(Option::is_some));
    move || is_open.get().then(|| view! { <Deciding conflict /> })
}

#[component]
fn Deciding(conflict: Memo<Option<FolderConflict>>) -> impl IntoView {
    let studio = use_studio();
    let close = Callback::new(move |()| studio.tell(FolderCommand::Decide(false)));
    let path = move || conflict.with(|conflict| conflict.as_ref().map(|it| it.path.clone()));
    let folder = move || studio.derived.linked.with(|linked| linked.as_ref().map(|(name, _)| name.clone()));
    let places = move || {
        conflict.with(|conflict| {
            let lines = conflict.as_ref()?.lines.as_ref();
            let take = Callback::new(move |index| studio.give(FolderCommand::Take(Some(index))));
            Some(match lines {
                Some(lines) if lines.hunks.is_empty() => {
                    view! { <p class="nothing">"No line differs any more."</p> }.into_any()
                }
                Some(lines) => places_of(&lines.hunks, "Take from Folder", take).into_any(),
                None => view! { <p class="nothing">"The file is not text: take one of the two."</p> }.into_any(),
            })
        })
    };
    let take_all = move || {
        studio.give(FolderCommand::Take(None));
        studio.give(FolderCommand::Settle);
    };
    view! {
        <Dialog title="Changed here and in the folder" class="comparison" close>
            <p class="comparison-name">
                <strong>{path}</strong> " here (left), in " <strong>{folder}</strong> " (right)"
                ". What is left on the left is written to the folder."
            </p>
            <div class="comparison-body of-merge" role="region" aria-label="Differences" tabindex="0">
                {places}
            </div>
            <div class="dialog-feet">
                <Button label="Later" secondary=true press=move || close.run(()) />
                <Button label="Take All from Folder" secondary=true press=take_all />
                <Button label="Write to Folder" press=move || studio.give(FolderCommand::Settle) />
            </div>
        </Dialog>
    }
}
