use extension::{DeployAction, Description, Edit, FileName, Key, Resource, ResourceEdit};
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use web_sys::{Blob, BlobPropertyBag, Url};
use workbench::{Command, Target};

use super::Head;
use super::extension::property;
use super::source::language_of;
use crate::app::use_studio;
use crate::browser::files;
use crate::part::{Button, SelectField, TextField, edit_of};

/// The properties of a file, and the file itself where it is a picture.
#[component]
pub(crate) fn ResourceEditor(key: Key) -> impl IntoView {
    let studio = use_studio();
    let text = move |read: fn(&Resource) -> String| {
        property(studio, move |extension| extension.resource(key).map(|it| read(it)).unwrap_or_default())
    };
    let deploy = property(studio, move |extension| extension.resource(key).map(|it| it.deploy_action.clone()));
    let deploys = Signal::derive(move || {
        let mut list = DeployAction::ALL.to_vec();
        list.extend(deploy.get().filter(|deploy| !DeployAction::ALL.contains(deploy)));
        list.into_iter().map(|deploy| (Some(deploy.clone()), deploy.label().to_owned())).collect::<Vec<_>>()
    });
    let choose = move |choice: Option<DeployAction>| {
        let Some(deploy) = choice else { return Ok(()) };
        let edit = Edit::Resource(key, ResourceEdit::SetDeployAction(deploy));
        studio.check(&edit).map(|()| studio.give(Command::Edit(edit)))
    };
    let is_text = property(studio, move |extension| {
        extension.resource(key).is_some_and(|it| language_of(it.file_name.extension()).is_some())
    });
    let picture = property(studio, move |extension| extension.resource(key).and_then(|it| picture_address(it)));
    let download = move || {
        let file = studio.derived.extension.with_untracked(|extension| extension.as_ref()?.resource(key).cloned());
        if let Some(file) = file {
            files::download(file.file_name.as_str(), &file.content.bytes());
        }
    };
    view! {
        <div class="editor">
            <Head target=Target::Resource(key) kind="Resource">
                <Show when=move || is_text.get()>
                    <Button label="Open as Text" secondary=true press=move || studio.give(Command::Open(Target::Source(key))) />
                </Show>
                <Button label="Download" secondary=true press=download />
            </Head>
            <div class="form">
                <TextField
                    label="Name"
                    id="resource-name"
                    value=text(|it| it.file_name.to_string())
                    edit=edit_of(move |text| Ok(Edit::Resource(key, ResourceEdit::Rename(FileName::new(text)?))))
                />
                <SelectField label="Deploy Action" id="resource-deploy" options=deploys value=deploy choose />
                <TextField
                    label="Description"
                    id="resource-description"
                    value=text(|it| it.description.as_str().to_owned())
                    edit=edit_of(move |text| Ok(Edit::Resource(key, ResourceEdit::SetDescription(Description::new(text)?))))
                    has_lines=true
                    class="whole"
                />
            </div>
            <dl class="facts">
                <dt>"Folder"</dt>
                <dd>{text(|it| it.folder.as_str().to_owned())}</dd>
                <dt>"Size"</dt>
                <dd>{text(|it| size(it.content.len()))}</dd>
                <dt>"Last Modified"</dt>
                <dd>{text(|it| it.last_modified.to_string())}</dd>
            </dl>
            {move || picture.get().map(|address| view! { <Picture address /> })}
        </div>
    }
}

/// A picture, or a word that the browser cannot show it.
#[component]
fn Picture(address: String) -> impl IntoView {
    let is_broken = RwSignal::new(false);
    view! {
        <div class="picture">
            <Show
                when=move || is_broken.get()
                fallback=move || view! { <img src=address.clone() alt="The picture" on:error=move |_| is_broken.set(true) /> }
            >
                <span>"The browser cannot show this picture."</span>
            </Show>
        </div>
    }
}

/// How many bytes, in words.
fn size(bytes: usize) -> String {
    #[allow(clippy::cast_precision_loss)] // sizes of files
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..1_048_576 => format!("{:.1} KB ({bytes} bytes)", bytes as f64 / 1024.0),
        _ => format!("{:.1} MB ({bytes} bytes)", bytes as f64 / 1_048_576.0),
    }
}

/// An address under which the page can show the picture, if the file is one that browsers show. It is
/// freed when the view that asked goes.
pub(crate) fn picture_address(resource: &Resource) -> Option<String> {
    let kind = match resource.file_name.extension().to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "bmp" => "image/bmp",
        "ico" => "image/x-icon",
        "svg" => "image/svg+xml",
        "webp" => "image/webp",
        _ => return None,
    };
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(resource.content.bytes().as_ref()));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let freed = address.clone();
    on_cleanup(move || {
        // An address that is already free is no harm.
        let _ = Url::revoke_object_url(&freed);
    });
    Some(address)
}
