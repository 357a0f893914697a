use std::sync::Arc;

use extension::{Action, ActionEdit, Description, Edit, Item, Key, Name, Property};
use leptos::html;
use leptos::prelude::*;
use workbench::{DocumentCommand, SourceCommand, Target};

use super::Head;
use super::icon_choice::IconChoice;
use super::rows::{List, Rows};
use crate::app::use_studio;
use crate::part::{Button, CheckField, TextField, edit_of};

/// An action with its parameters.
#[component]
pub(crate) fn ActionEditor(key: Key) -> impl IntoView {
    let studio = use_studio();
    let scroller = NodeRef::<html::Div>::new();
    let action: Memo<Option<Arc<Action>>> =
        Memo::new(move |_| studio.derived.extension.with(|extension| extension.as_ref()?.actions.get(key).cloned()));
    let text = move |read: fn(&Action) -> String| {
        Memo::new(move |_| action.with(|action| action.as_deref().map(read)).unwrap_or_default())
    };
    let is_function =
        Memo::new(move |_| action.with(|action| action.as_ref().is_some_and(|action| action.is_function)));
    let set_function = move |is_function: bool| {
        let edit = Edit::Action(key, ActionEdit::SetFunction(is_function));
        studio.check(&edit).map(|()| studio.give(DocumentCommand::Edit(edit)))
    };
    let edit_source = move || studio.give(SourceCommand::Edit { action: Some(key) });
    let place = move |property| Item::Action(key).at(property);
    view! {
        <div node_ref=scroller class="editor has-rows">
            <Head target=Target::Action(key) kind="Action">
                <Button label="Edit Source Code" secondary=true press=edit_source />
            </Head>
            <div class="form">
                <TextField
                    label="Name"
                    id="action-name"
                    value=text(|action| action.name.to_string())
                    edit=edit_of(move |text| Ok(Edit::Action(key, ActionEdit::Rename(Name::new(text)?))))
                    is_name=true
                    place=place(Property::Name)
                />
                <CheckField
                    label="Function"
                    value=is_function
                    choose=set_function
                    hint="Usable in expressions, with one output"
                    place=place(Property::Function)
                />
                <TextField
                    label="Description"
                    id="action-description"
                    value=text(|action| action.description.as_str().to_owned())
                    edit=edit_of(move |text| Ok(Edit::Action(key, ActionEdit::SetDescription(Description::new(text)?))))
                    has_lines=true
                    place=place(Property::Description)
                />
                <IconChoice action key />
            </div>
            <Rows list=List::Parameters(key) scroller />
        </div>
    }
}
