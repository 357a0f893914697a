use extension::{DefaultValueBehavior, Description, Edit, Entity, EntityEdit, Item, Key, Name, Property};
use leptos::html;
use leptos::prelude::*;
use workbench::{DocumentCommand, Target};

use super::Head;
use super::extension::property;
use super::rows::{List, Rows};
use super::used_by::UsedBy;
use crate::app::{Studio, use_studio};
use crate::part::{SelectField, TextField, edit_of};

/// An entity with its attributes.
#[component]
pub(crate) fn EntityEditor(key: Key) -> impl IntoView {
    let scroller = NodeRef::<html::Div>::new();
    view! {
        <div node_ref=scroller class="editor has-rows">
            <Head target=Target::Entity(key) kind="Entity" />
            <div class="form">
                <Texts key />
                <IdentifierField key />
                <BehaviorField key />
                <UsedBy key />
            </div>
            <Rows list=List::EntityAttributes(key) scroller />
        </div>
    }
}

#[component]
fn Texts(key: Key) -> impl IntoView {
    let studio = use_studio();
    let text = move |read: fn(&Entity) -> String| {
        property(studio, move |extension| extension.entities.get(key).map(|it| read(it)).unwrap_or_default())
    };
    let place = move |property| Item::Entity(key).at(property);
    view! {
        <TextField
            label="Name"
            id="entity-name"
            value=text(|it| it.name.to_string())
            edit=edit_of(move |text| Ok(Edit::Entity(key, EntityEdit::Rename(Name::new(text)?))))
            is_name=true
            place=place(Property::Name)
        />
        <TextField
            label="Physical Table Name"
            id="entity-table"
            value=text(|it| it.physical_table.to_string())
            edit=edit_of(move |text| Ok(Edit::Entity(key, EntityEdit::SetPhysicalTable(text.into()))))
            place=place(Property::PhysicalTable)
        />
        <TextField
            label="Description"
            id="entity-description"
            value=text(|it| it.description.as_str().to_owned())
            edit=edit_of(move |text| Ok(Edit::Entity(key, EntityEdit::SetDescription(Description::new(text)?))))
            has_lines=true
            place=place(Property::Description)
        />
        <TextField
            label="Logical Database"
            id="entity-database"
            value=text(|it| it.logical_database.to_string())
            edit=edit_of(move |text| Ok(Edit::Entity(key, EntityEdit::SetLogicalDatabase(text.into()))))
            place=place(Property::LogicalDatabase)
        />
    }
}

/// Which attribute is the primary key.
#[component]
fn IdentifierField(key: Key) -> impl IntoView {
    let studio = use_studio();
    let value = property(studio, move |extension| extension.entities.get(key).and_then(|it| it.identifier));
    let options = property(studio, move |extension| {
        let attributes = extension.entities.get(key).map(|it| it.attributes.clone()).unwrap_or_default();
        let named = attributes.iter().map(|it| (Some(it.key), it.name.to_string())).collect::<Vec<_>>();
        std::iter::once((None, "(none)".to_owned())).chain(named).collect::<Vec<_>>()
    });
    let choose = move |identifier| give(studio, key, EntityEdit::SetIdentifier(identifier));
    let place = Item::Entity(key).at(Property::Identifier);
    view! { <SelectField label="Identifier" id="entity-identifier" options value choose place /> }
}

/// What happens to default values in the database.
#[component]
fn BehaviorField(key: Key) -> impl IntoView {
    let studio = use_studio();
    let value = property(studio, move |extension| {
        extension.entities.get(key).map(|it| it.default_value_behavior).unwrap_or_default()
    });
    let options = DefaultValueBehavior::ALL.map(|behavior| (behavior, behavior.label().to_owned()));
    let options = Signal::stored(options.to_vec());
    let choose = move |behavior| give(studio, key, EntityEdit::SetDefaultValueBehavior(behavior));
    let place = Item::Entity(key).at(Property::DefaultValueBehavior);
    view! { <SelectField label="Default Value behavior" id="entity-behavior" options value choose place /> }
}

fn give(studio: Studio, key: Key, edit: EntityEdit) -> Result<(), workbench::Refused> {
    let edit = Edit::Entity(key, edit);
    studio.check(&edit).map(|()| studio.give(DocumentCommand::Edit(edit)))
}
