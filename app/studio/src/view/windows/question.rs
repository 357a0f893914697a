use leptos::prelude::*;
use workbench::{Choice, Question, SessionCommand};

use crate::app::use_studio;
use crate::part::{Button, Dialog};

/// What the workbench must know before it goes on.
#[component]
pub(crate) fn QuestionWindow() -> impl IntoView {
    let studio = use_studio();
    let answer = move |choice: Choice| studio.tell(SessionCommand::Answer(choice));
    let button = move |(index, choice): (usize, Choice)| {
        let is_other = index > 0;
        view! { <Button label=label(choice) secondary=is_other press=move || answer(choice) /> }
    };
    let window = move |question: Question| {
        let details = question.details.iter().map(|line| view! { <li>{line.clone()}</li> }).collect_view();
        let buttons = question.choices.iter().copied().enumerate().map(button).collect_view();
        view! {
            <Dialog title=question.title.clone() close=Callback::new(move |()| answer(Choice::Cancel))>
                <div class="dialog-body">
                    <p>{question.text.clone()}</p>
                    {(!details.is_empty()).then(|| view! { <ul class="question-details">{details}</ul> })}
                </div>
                <div class="dialog-feet" style="flex-direction: row-reverse; justify-content: flex-start">{buttons}</div>
            </Dialog>
        }
    };
    move || studio.derived.question.get().map(window)
}

fn label(choice: Choice) -> &'static str {
    match choice {
        Choice::Save => "Save",
        Choice::Discard => "Discard changes",
        Choice::Overwrite => "Overwrite",
        Choice::Cancel => "Cancel",
    }
}
