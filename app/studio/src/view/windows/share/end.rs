//! The end of the shared draft itself.

use leptos::prelude::*;

use super::Window;
use crate::app::shared::end::DraftEnd;
use crate::part::SelectField;

/// A choice of when the draft ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    /// So many days after its last change as the server says.
    AfterLastChange,
    /// At the time that was chosen before.
    AsChosen,
    /// In so many days from now.
    InDays(u32),
}

const DAYS: [u32; 5] = [1, 7, 30, 90, 365];

/// Shows and sets when the draft ends, once it is shared.
#[component]
pub(super) fn EndOfDraft(window: Window) -> impl IntoView {
    let end = window.end;
    let is_there = Memo::new(move |_| end.with(Option::is_some));
    let options = Signal::derive(move || end.with(|end| end.as_ref().map(options).unwrap_or_default()));
    let value = Signal::derive(move || {
        let is_chosen = end.with(|end| end.as_ref().is_some_and(|end| end.is_chosen));
        if is_chosen { Choice::AsChosen } else { Choice::AfterLastChange }
    });
    let choose = move |choice| {
        match choice {
            Choice::AfterLastChange => window.set_end(None),
            Choice::InDays(days) => window.set_end(Some(days)),
            Choice::AsChosen => {}
        }
        Ok(())
    };
    let told = move || end.with(|end| end.as_ref().map(told));
    view! {
        <Show when=move || is_there.get()>
            <SelectField label="This shared draft ends" id="share-draft-ends" options value choose=choose />
            <p class="hint" data-testid="share-end">
                {told}
            </p>
        </Show>
    }
}

fn options(end: &DraftEnd) -> Vec<(Choice, String)> {
    let mut options = vec![(Choice::AfterLastChange, format!("{} after its last change", days_of(end.idle_days)))];
    options.extend(end.is_chosen.then(|| (Choice::AsChosen, end.time.clone())));
    let within = DAYS.into_iter().filter(|days| *days <= end.longest_days);
    options.extend(within.map(|days| (Choice::InDays(days), format!("{} from now", days_of(days)))));
    options
}

fn told(end: &DraftEnd) -> String {
    let moves = if end.is_chosen { "" } else { "; every change moves this" };
    format!("Ends {}{moves}. The server deletes it then, and its links end; what is in this browser stays.", end.time)
}

fn days_of(days: u32) -> String {
    words::counted(days as usize, "day")
}
