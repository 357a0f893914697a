use std::sync::Arc;

use extension::{
    Dbms, Description, Edit, Extension, Item, Key, Name, ProjectTarget, Property, Provenance, Resource, TargetFramework,
};
use leptos::prelude::*;
use workbench::{Document, DocumentCommand, NavigationCommand, SavedBy, Target, Verified};

use super::Head;
use super::resource::size_in_words;
use crate::app::{Studio, use_studio};
use crate::menu_command::MenuCommand;
use crate::part::{Button, SelectField, TextField, edit_of};

/// The extension's own properties.
#[component]
pub(crate) fn ExtensionEditor() -> impl IntoView {
    let studio = use_studio();
    let text = |read: fn(&Extension) -> String| property(studio, read);
    let dbms = property(studio, |extension| Some(extension.dbms.clone()));
    let databases = Signal::derive(move || {
        let mut list = Dbms::ALL.to_vec();
        list.extend(dbms.get().filter(|dbms| !Dbms::ALL.contains(dbms)));
        list.into_iter().map(|dbms| (Some(dbms.clone()), dbms.label().to_owned())).collect::<Vec<_>>()
    });
    let choose = move |choice: Option<Dbms>| {
        let Some(dbms) = choice else { return Ok(()) };
        let edit = Edit::SetDbms(dbms);
        studio.check(&edit).map(|()| studio.give(DocumentCommand::Edit(edit)))
    };
    let target = property(studio, Extension::target_framework);
    let has_project = property(studio, |extension| extension.project_file().is_some());
    let targets = Signal::derive(move || {
        let known = TargetFramework::ALL.map(ProjectTarget::Known);
        let current = Some(target.get()).filter(|it| !known.contains(it));
        let label = |it: &ProjectTarget| match it {
            ProjectTarget::None if has_project.get() => "Not named".to_owned(),
            ProjectTarget::None => "No project file".to_owned(),
            ProjectTarget::Known(known) => format!(".NET Framework {}", known.version()),
            ProjectTarget::Other(text) => text.to_string(),
        };
        current.iter().chain(&known).map(|it| (it.clone(), label(it))).collect::<Vec<_>>()
    });
    let retarget = move |choice: ProjectTarget| {
        if let ProjectTarget::Known(framework) = choice {
            studio.give(DocumentCommand::SetTargetFramework(framework));
        }
        Ok(())
    };
    let place = |property| Item::Extension.at(property);
    view! {
        <div class="editor">
            <Head target=Target::Extension kind="Extension" />
            <div class="form">
                <TextField
                    label="Name"
                    id="extension-name"
                    value=text(|extension| extension.name.to_string())
                    edit=edit_of(|text| Ok(Edit::RenameExtension(Name::new(text)?)))
                    is_name=true
                    place=place(Property::Name)
                />
                <SelectField label="DBMS" id="extension-dbms" options=databases value=dbms choose place=place(Property::Dbms) />
                <SelectField
                    label="Target Framework"
                    id="extension-target-framework"
                    options=targets
                    value=target
                    choose=retarget
                    place=place(Property::TargetFramework)
                />
                <TextField
                    label="Description"
                    id="extension-description"
                    value=text(|extension| extension.description.as_str().to_owned())
                    edit=edit_of(|text| Ok(Edit::SetDescription(Description::new(text)?)))
                    has_lines=true
                    class="whole"
                    place=place(Property::Description)
                />
            </div>
            <Facts />
            <NextSteps />
            <Largest />
        </div>
    }
}

/// What is in it, where its file comes from, and whether it is known to be valid.
#[component]
fn Facts() -> impl IntoView {
    let studio = use_studio();
    let head = studio.derived.head;
    let contents = property(studio, contents_of);
    // Only a save or another file changes the answer, and it takes a while to find.
    let saved_by = Memo::new(move |_| {
        head.track();
        studio.read(|workbench| workbench.document().map(Document::saved_by))
    });
    let is_saved = move || !matches!(saved_by.get(), None | Some(SavedBy::Nobody));
    let of_head =
        move |read: fn(&Provenance) -> String| head.with(|head| head.as_deref().map(read)).unwrap_or_default();
    let of_save =
        move |read: fn(&Provenance) -> String| if is_saved() { of_head(read) } else { "Not saved yet".to_owned() };
    let tool = move || match saved_by.get() {
        None | Some(SavedBy::Nobody) => "Not saved yet".to_owned(),
        Some(SavedBy::XifStudio) => "XIF Studio".to_owned(),
        Some(SavedBy::IntegrationStudio(version)) => format!("Integration Studio {version}"),
        Some(SavedBy::PlatformServer) => "A Platform Server".to_owned(),
    };
    let verified = move || match studio.derived.verified.get() {
        Some(Verified::Here) => "Valid, compiled as it is now",
        Some(Verified::ByFile) => "Valid when it was saved",
        Some(Verified::Outdated) => "Changed since it was verified",
        Some(Verified::Never) | None => "Not verified",
    };
    view! {
        <dl class="facts">
            <dt>"Contents"</dt>
            <dd>{move || contents.get()}</dd>
            <dt>"Verified"</dt>
            <dd data-testid="verified">{verified}</dd>
            <dt>"Generation"</dt>
            <dd data-testid="generation">{move || of_save(|head| head.generation.to_string())}</dd>
            <dt>"Last saved (UTC)"</dt>
            <dd data-testid="last-saved">{move || of_save(|head| head.last_modified_utc.to_string())}</dd>
            <dt>"Saved by"</dt>
            <dd data-testid="saved-by">{tool}</dd>
            <dt>"Key"</dt>
            <dd>{move || of_head(|head| head.code_key.to_string())}</dd>
        </dl>
    }
}

/// What an extension begins with, while nothing is defined in it.
#[component]
fn NextSteps() -> impl IntoView {
    let studio = use_studio();
    let is_empty = property(studio, |extension| {
        extension.actions.is_empty() && extension.structures.is_empty() && extension.entities.is_empty()
    });
    let commands = [MenuCommand::AddAction, MenuCommand::AddStructure, MenuCommand::AddEntity, MenuCommand::AddFiles];
    let button = move |command: MenuCommand| {
        view! { <Button label=command.label() secondary=true press=move || command.run(studio) /> }
    };
    view! {
        <Show when=move || is_empty.get()>
            <section class="extension-part" aria-labelledby="next-steps">
                <h2 id="next-steps">"Next steps"</h2>
                <div class="next-steps">{commands.map(button).collect_view()}</div>
            </section>
        </Show>
    }
}

/// How many files are listed by size.
const LARGEST: usize = 5;

/// What makes the file large.
#[component]
fn Largest() -> impl IntoView {
    let studio = use_studio();
    let files = property(studio, |extension| {
        let size = |it: &Arc<Resource>| (it.content.len(), it.key, it.file_name.to_string());
        let mut files: Vec<(usize, Key, String)> = extension.resources.iter().map(size).collect();
        files.sort_by(|one, other| other.cmp(one));
        files.truncate(LARGEST);
        files
    });
    let line = move |(bytes, key, name): (usize, Key, String)| {
        let open = move |_| studio.give(NavigationCommand::Open(Target::Resource(key)));
        view! {
            <dt>
                <button type="button" class="link-button" on:click=open>
                    {name}
                </button>
            </dt>
            <dd>{size_in_words(bytes)}</dd>
        }
    };
    view! {
        <section class="extension-part" aria-labelledby="largest-files">
            <h2 id="largest-files">"Largest files"</h2>
            <dl class="largest">{move || files.get().into_iter().map(line).collect_view()}</dl>
        </section>
    }
}

fn contents_of(extension: &Extension) -> String {
    [
        words::counted(extension.actions.len(), "action"),
        words::counted(extension.structures.len(), "structure"),
        words::counted_as(extension.entities.len(), "entity", "entities"),
        words::counted(extension.resources.len(), "file"),
    ]
    .join(", ")
}

/// A memo over the open extension; the default while there is none.
pub(crate) fn property<T>(studio: Studio, read: impl Fn(&Extension) -> T + Send + Sync + 'static) -> Memo<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| studio.derived.extension.with(|extension| extension.as_ref().map(&read)).unwrap_or_default())
}
