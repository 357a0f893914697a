use extension::{DeployAction, Description, Edit, FileName, Item, Key, Property, Resource, ResourceEdit};
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use web_sys::{Blob, BlobPropertyBag, Url};
use workbench::{DocumentCommand, ImportCommand, NavigationCommand, ResourceState, Target};

use super::Head;
use super::extension::property;
use crate::app::{language_of, use_studio};
use crate::menu_command::resources;
use crate::part::{Button, MarkLine, SelectField, TextField, edit_of, place_mark};

/// The properties of a file, and the file itself where it is a picture.
#[component]
pub(crate) fn ResourceEditor(key: Key) -> impl IntoView {
    let studio = use_studio();
    let text = move |read: fn(&Resource) -> String| {
        property(studio, move |extension| extension.resource(key).map(|it| read(it)).unwrap_or_default())
    };
    let item = Item::Resource(key);
    let is_text = property(studio, move |extension| {
        extension.resource(key).is_some_and(|it| language_of(it.file_name.extension()).is_some())
    });
    let is_library = property(studio, move |extension| {
        extension.resource(key).is_some_and(|it| it.file_name.extension().eq_ignore_ascii_case("dll"))
    });
    let resource = property(studio, move |extension| extension.resource(key).cloned());
    let picture = Memo::new(move |_| resource.with(|resource| picture_address(resource.as_ref()?)));
    view! {
        <div class="editor">
            <Head target=Target::Resource(key) kind="Resource">
                <Show when=move || is_text.get()>
                    <Button label="Open as Text" secondary=true press=move || studio.give(NavigationCommand::Open(Target::Source(key))) />
                </Show>
                <Show when=move || is_library.get()>
                    <Button
                        label="Import Actions…"
                        secondary=true
                        disabled=Signal::derive(move || !studio.derived.leads.get())
                        press=move || studio.give(ImportCommand::Begin { resource: Some(key) })
                    />
                </Show>
                <Button label="Replace…" secondary=true press=move || resources::replace(studio, key) />
                <Button label="Download" secondary=true press=move || resources::download(studio, key) />
                <Button
                    label="Exclude"
                    secondary=true
                    press=move || studio.give(DocumentCommand::Edit(Edit::Exclude(vec![key])))
                />
            </Head>
            <div class="form">
                <TextField
                    label="Name"
                    id="resource-name"
                    place=item.at(Property::Name)
                    value=text(|it| it.file_name.to_string())
                    edit=edit_of(move |text| Ok(Edit::Resource(key, ResourceEdit::Rename(FileName::new(text)?))))
                />
                <DeployField key />
                <TextField
                    label="Description"
                    id="resource-description"
                    place=item.at(Property::Description)
                    value=text(|it| it.description.as_str().to_owned())
                    edit=edit_of(move |text| Ok(Edit::Resource(key, ResourceEdit::SetDescription(Description::new(text)?))))
                    has_lines=true
                    class="whole"
                />
            </div>
            <Facts key />
            {move || picture.get().map(|address| view! { <Picture address /> })}
        </div>
    }
}

/// Where the file goes, the default for its type among it.
#[component]
fn DeployField(key: Key) -> impl IntoView {
    let studio = use_studio();
    let deploy = property(studio, move |extension| extension.resource(key).map(|it| it.deploy_action.clone()));
    let default =
        property(studio, move |extension| extension.resource(key).map(|it| DeployAction::default_for(&it.file_name)));
    let deploys = Signal::derive(move || {
        let mut list = DeployAction::ALL.to_vec();
        list.extend(deploy.get().filter(|deploy| !DeployAction::ALL.contains(deploy)));
        let default = default.get();
        let label = |deploy: &DeployAction| {
            let mark = if default.as_ref() == Some(deploy) { " (default)" } else { "" };
            format!("{}{mark}", deploy.label())
        };
        list.into_iter().map(|deploy| (Some(deploy.clone()), label(&deploy))).collect::<Vec<_>>()
    });
    let choose = move |choice: Option<DeployAction>| {
        let Some(deploy) = choice else { return Ok(()) };
        let edit = Edit::Resource(key, ResourceEdit::SetDeployAction(deploy));
        studio.check(&edit).map(|()| studio.give(DocumentCommand::Edit(edit)))
    };
    view! {
        <SelectField
            label="Deploy Action"
            id="resource-deploy"
            place=Item::Resource(key).at(Property::DeployAction)
            options=deploys
            value=deploy
            choose
        />
    }
}

/// What a DLL says of itself, where the file is named as one.
fn assembly_lines(resource: &Resource) -> Vec<(&'static str, String)> {
    let Some(file) = verification::assembly_file(resource) else { return Vec::new() };
    let mut lines = vec![("Kind", file.kind())];
    if let Some(facts) = file.facts() {
        lines.extend(facts.name.iter().map(|name| ("Assembly", name.to_string())));
        let framework = facts.target_framework_label().unwrap_or_else(|| "not said".to_owned());
        let references: Vec<String> = facts.references.iter().map(ToString::to_string).collect();
        lines.push(("Target framework", framework));
        lines.push(("Strong name", file.strong_name()));
        lines.push(("References", references.join(", ")));
    }
    lines
}

/// What is known of the file and nobody edits.
#[component]
fn Facts(key: Key) -> impl IntoView {
    let studio = use_studio();
    let facts = property(studio, move |extension| {
        let Some(resource) = extension.resource(key) else { return Vec::new() };
        // A save changes the state and not the document.
        studio.derived.is_dirty.track();
        let state = studio.read(|workbench| workbench.document()?.resource_state(key));
        let icon_of = extension.actions.iter().filter(|action| action.icon == Some(key)).count();
        let made_by = match (resource.import_details.is_empty(), icon_of) {
            (false, _) => "the assembly import: see Import Details".to_owned(),
            (true, 0) => "a user, or the studio with the source code".to_owned(),
            (true, 1) => "a user, as the icon of an action".to_owned(),
            (true, count) => format!("a user, as the icon of {count} actions"),
        };
        vec![
            ("Folder", resource.folder.as_str().to_owned()),
            ("State", state_words(state).to_owned()),
            ("Size", size_in_words(resource.content.len())),
            ("Last Modified", resource.last_modified.to_string()),
            ("Added by", made_by),
        ]
    });
    // The file is looked into again only when it is another one.
    let resource = property(studio, move |extension| extension.resource(key).cloned());
    let assembly = Memo::new(move |_| resource.with(|it| it.as_deref().map(assembly_lines)).unwrap_or_default());
    let line = |(name, value): (&'static str, String)| {
        view! {
            <dt>{name}</dt>
            <dd>{value}</dd>
        }
    };
    let content = place_mark(Item::Resource(key).at(Property::Content));
    view! {
        <MarkLine place=Item::Resource(key).at(Property::Content) refused=Signal::stored(None) />
        <dl class="facts" tabindex="-1" data-place=content>
            {move || facts.get().into_iter().chain(assembly.get()).map(line).collect_view()}
        </dl>
    }
}

const fn state_words(state: Option<ResourceState>) -> &'static str {
    match state {
        Some(ResourceState::Modified) => "Modified since the last save",
        Some(ResourceState::Excluded) => "Excluded: not packed",
        Some(ResourceState::Included) | None => "Included",
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

/// A size in words, and to the byte where the words are rounded.
pub(super) fn size_in_words(bytes: usize) -> String {
    let size = words::size(bytes as u64);
    if bytes < 1024 { size } else { format!("{size} ({bytes} bytes)") }
}

/// How long an address outlives its view: the browser may still read it for a picture that is about to go.
const READING: std::time::Duration = std::time::Duration::from_secs(10);

/// An address under which the page can show the picture, if the file is one that browsers show. It is
/// freed a while after the view that asked goes.
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
        set_timeout(move || drop(Url::revoke_object_url(&freed)), READING);
    });
    Some(address)
}
