use extension::{Dbms, Description, Name};
use leptos::prelude::*;
use workbench::FileCommand;

use crate::app::use_studio;
use crate::part::{Button, Dialog, SelectField, icon};

/// Name, databases and description of a new extension.
#[component]
pub(crate) fn NewExtension(close: Callback<()>) -> impl IntoView {
    let studio = use_studio();
    let name = RwSignal::new(String::new());
    let description = RwSignal::new(String::new());
    let dbms = RwSignal::new(Dbms::All);
    // An empty name is not news before the user has tried.
    let has_tried = RwSignal::new(false);
    let name_error = move || {
        let error = Name::new(&name.get()).err().filter(|_| has_tried.get() || !name.with(String::is_empty));
        error.map(|error| error.to_string())
    };
    let description_error = move || Description::new(&description.get()).err().map(|error| error.to_string());
    let create = move || {
        has_tried.set(true);
        let (Ok(name), Ok(description)) =
            (Name::new(&name.get_untracked()), Description::new(&description.get_untracked()))
        else {
            return;
        };
        close.run(());
        studio.give(FileCommand::New { name, dbms: dbms.get_untracked(), description });
    };
    let databases: Vec<_> = Dbms::ALL.into_iter().map(|dbms| (dbms.clone(), dbms.label().to_owned())).collect();
    view! {
        <Dialog title="New extension" close>
            <form
                on:submit=move |event| {
                    event.prevent_default();
                    create();
                }
            >
                <div class="dialog-body">
                    <NewName name error=Signal::derive(name_error) />
                    <SelectField
                        label="DBMS"
                        id="new-dbms"
                        options=Signal::stored(databases)
                        value=dbms
                        choose=move |choice| {
                            dbms.set(choice);
                            Ok(())
                        }
                    />
                    <NewDescription description error=Signal::derive(description_error) />
                </div>
                <div class="dialog-feet">
                    <Button label="Cancel" secondary=true press=move || close.run(()) />
                    <Button label="Create" press=create />
                </div>
                // Enter in a field creates: a form without a submit button of its own would not hear it.
                <button type="submit" class="only-read" tabindex="-1" aria-hidden="true"></button>
            </form>
        </Dialog>
    }
}

#[component]
fn NewName(name: RwSignal<String>, error: Signal<Option<String>>) -> impl IntoView {
    view! {
        <div class="field">
            <label for="new-name">"Name"</label>
            <div>
                <input
                    id="new-name"
                    class="input"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby="new-name-message"
                    aria-invalid=move || error.with(Option::is_some).to_string()
                    prop:value=move || name.get()
                    on:input=move |event| name.set(event_target_value(&event))
                />
                <Wrong id="new-name-message" text=error />
                <p class="hint">"Unique on the Platform Server; also the name of the C# class and of the file."</p>
            </div>
        </div>
    }
}

#[component]
fn NewDescription(description: RwSignal<String>, error: Signal<Option<String>>) -> impl IntoView {
    view! {
        <div class="field">
            <label for="new-description">"Description"</label>
            <div>
                <textarea
                    id="new-description"
                    class="input"
                    rows="3"
                    aria-describedby="new-description-message"
                    aria-invalid=move || error.with(Option::is_some).to_string()
                    prop:value=move || description.get()
                    on:input=move |event| description.set(event_target_value(&event))
                ></textarea>
                <Wrong
                    id="new-description-message"
                    text=error
                />
            </div>
        </div>
    }
}

/// Why a field cannot be taken.
#[component]
fn Wrong(id: &'static str, #[prop(into)] text: Signal<Option<String>>) -> impl IntoView {
    let message = |text| {
        view! {
            {icon("error", "")}
            <span>{text}</span>
        }
    };
    view! {
        <div id=id role="alert" class="message" style:display=move || text.with(Option::is_none).then_some("none")>
            {move || text.get().map(message)}
        </div>
    }
}
