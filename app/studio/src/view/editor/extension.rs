use extension::{Dbms, Description, Edit, Extension, Item, Name, Property};
use leptos::prelude::*;
use workbench::{Command, Target};

use super::Head;
use crate::app::{Studio, use_studio};
use crate::part::{SelectField, TextField, edit_of};

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
        studio.check(&edit).map(|()| studio.give(Command::Edit(edit)))
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
        </div>
    }
}

/// What the file's head says and nobody edits.
#[component]
fn Facts() -> impl IntoView {
    let studio = use_studio();
    let facts = property(studio, |extension| {
        let head = &extension.provenance;
        let count = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
        vec![
            (
                "Contents",
                [
                    count(extension.actions.len(), "action", "actions"),
                    count(extension.structures.len(), "structure", "structures"),
                    count(extension.entities.len(), "entity", "entities"),
                    count(extension.resources.len(), "file", "files"),
                ]
                .join(", "),
            ),
            ("Key", head.code_key.to_string()),
            ("Generation", head.generation.to_string()),
            ("Last saved (UTC)", head.last_modified_utc.to_string()),
            (
                "Saved by",
                if head.version.is_empty() {
                    "a Platform Server".to_owned()
                } else {
                    format!("Integration Studio {}", head.version)
                },
            ),
            (
                "Verified",
                if head.is_valid { "valid when it was opened" } else { "not verified when it was opened" }.to_owned(),
            ),
        ]
    });
    let line = |(name, value): (&'static str, String)| {
        view! {
            <dt>{name}</dt>
            <dd>{value}</dd>
        }
    };
    view! { <dl class="facts">{move || facts.get().into_iter().map(line).collect_view()}</dl> }
}

/// A memo over the open extension; the default while there is none.
pub(crate) fn property<T>(studio: Studio, read: impl Fn(&Extension) -> T + Send + Sync + 'static) -> Memo<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| studio.derived.extension.with(|extension| extension.as_ref().map(&read)).unwrap_or_default())
}
