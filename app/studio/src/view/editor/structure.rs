use extension::{Description, Edit, Item, Key, Name, Property, Structure, StructureEdit};
use leptos::html;
use leptos::prelude::*;
use workbench::Target;

use super::Head;
use super::extension::property;
use super::rows::{List, Rows};
use super::used_by::UsedBy;
use crate::app::use_studio;
use crate::part::{TextField, edit_of};

/// A structure with its attributes.
#[component]
pub(crate) fn StructureEditor(key: Key) -> impl IntoView {
    let studio = use_studio();
    let scroller = NodeRef::<html::Div>::new();
    let text = move |read: fn(&Structure) -> String| {
        property(studio, move |extension| extension.structures.get(key).map(|it| read(it)).unwrap_or_default())
    };
    let place = move |property| Item::Structure(key).at(property);
    view! {
        <div node_ref=scroller class="editor has-rows">
            <Head target=Target::Structure(key) kind="Structure" />
            <div class="form">
                <TextField
                    label="Name"
                    id="structure-name"
                    value=text(|it| it.name.to_string())
                    edit=edit_of(move |text| Ok(Edit::Structure(key, StructureEdit::Rename(Name::new(text)?))))
                    is_name=true
                    place=place(Property::Name)
                />
                <TextField
                    label="Description"
                    id="structure-description"
                    value=text(|it| it.description.as_str().to_owned())
                    edit=edit_of(move |text| {
                        Ok(Edit::Structure(key, StructureEdit::SetDescription(Description::new(text)?)))
                    })
                    has_lines=true
                    place=place(Property::Description)
                />
                <UsedBy key />
            </div>
            <Rows list=List::StructureAttributes(key) scroller />
        </div>
    }
}
