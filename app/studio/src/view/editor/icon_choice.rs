use std::sync::Arc;

use extension::{Action, ActionEdit, Edit, Extension, Folder, Item, Key, Property, Resource};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use workbench::{DocumentCommand, Refused, Workbench};

use super::extension::property;
use super::icon_crop::{Candidate, ICON, IconCrop};
use super::resource::picture_address;
use crate::app::use_studio;
use crate::browser::files::{self, Opened};
use crate::browser::picture::Picture;
use crate::part::{Button, MarkLine, Message, SelectInput, icon, place_mark};

/// The icon of an action: the default one, or a picture of the extension.
#[component]
pub(crate) fn IconChoice(action: Memo<Option<Arc<Action>>>, key: Key) -> impl IntoView {
    let studio = use_studio();
    let place = Item::Action(key).at(Property::Icon);
    let refused = RwSignal::new(None::<Refused>);
    let value = Memo::new(move |_| action.with(|action| action.as_ref().and_then(|action| action.icon)));
    let options = property(studio, |extension| {
        let pictures = icons(extension).map(|resource| (Some(resource.key), resource.file_name.to_string()));
        std::iter::once((None, "(Default)".to_owned())).chain(pictures).collect::<Vec<_>>()
    });
    let choose = move |icon: Option<Key>| {
        let edit = Edit::Action(key, ActionEdit::SetIcon(icon));
        studio.check(&edit).map(|()| studio.give(DocumentCommand::Edit(edit)))
    };
    let resource = property(studio, move |extension| extension.resource(extension.actions.get(key)?.icon?).cloned());
    // Apart from the extension, so that the address stays while the file does.
    let picture = Memo::new(move |_| resource.with(|resource| picture_address(resource.as_ref()?)));
    let is_broken = RwSignal::new(false);
    Effect::new(move |_| {
        picture.track();
        is_broken.set(false);
    });
    let shown = move || match picture.get() {
        // An icon that the browser cannot show is not worth a broken frame.
        Some(address) if !is_broken.get() => {
            view! { <img src=address alt="" on:error=move |_| is_broken.set(true) /> }.into_any()
        }
        _ => icon("symbol-method", "of-action").into_any(),
    };
    let cropped = RwSignal::new_local(None::<Candidate>);
    let take = Callback::new(move |(file_name, cut): (String, Result<Vec<u8>, String>)| match cut {
        Ok(bytes) => studio.give(DocumentCommand::BrowseIcon { action: key, file_name, bytes }),
        Err(why) => studio.tell(Workbench::reading_failed(&file_name, &why)),
    });
    let close = Callback::new(move |()| cropped.set(None));
    let input = NodeRef::<Input>::new();
    let browse = move || {
        if let Some(input) = input.get_untracked() {
            input.set_value("");
            input.click();
        }
    };
    let chosen = move |_| {
        let file = input.get_untracked().and_then(|input| input.files()).and_then(|files| files.get(0));
        let Some(file) = file else { return };
        spawn_local(async move {
            match files::read(&file).await {
                Ok(Some(Opened { name, bytes, .. })) => match Picture::decode(&name, &bytes).await {
                    Some(picture) if !fits(&picture) => {
                        let picture = StoredValue::new_local(picture);
                        cropped.set(Some(Candidate { file_name: name, picture }));
                    }
                    picture => {
                        picture.iter().for_each(Picture::free);
                        studio.give(DocumentCommand::BrowseIcon { action: key, file_name: name, bytes });
                    }
                },
                Ok(None) => {}
                Err(why) => studio.tell(Workbench::reading_failed(&file.name(), &why)),
            }
        });
    };
    view! {
        <div class="field">
            <label for="action-icon">"Icon"</label>
            <div>
                <div class="icon-choice">
                    {shown} <SelectInput label="Icon" id="action-icon" options value choose refused place=place_mark(place) />
                    <Button label="Browse…" secondary=true press=browse />
                    <input type="file" accept="image/*" hidden aria-hidden="true" node_ref=input on:change=chosen />
                </div>
                <Message refused id="action-icon-message" taken=Callback::new(move |()| refused.set(None)) />
                <MarkLine place refused />
                {move || cropped.get().map(|candidate| view! { <IconCrop candidate take close /> })}
            </div>
        </div>
    }
}

/// Whether the platform shows the picture as it is: a square, and small.
fn fits(picture: &Picture) -> bool {
    picture.width == picture.height && picture.width <= ICON
}

/// The files that can be icons: those of the icons' folder and those that actions have.
fn icons(extension: &Extension) -> impl Iterator<Item = &Arc<Resource>> {
    let is_used = |key| extension.actions.iter().any(|action| action.icon == Some(key));
    extension.resources.iter().filter(move |resource| resource.folder.is_same(Folder::ICONS) || is_used(resource.key))
}
