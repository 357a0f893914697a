use comparison::merge::{Conflict, Side};
use leptos::prelude::*;
use workbench::{Command, ComparisonCommand, Merging};

use crate::app::Studio;
use crate::part::{Button, Dialog, icon};

/// What both versions changed differently, to be decided one by one.
#[component]
pub(super) fn MergeWindow(studio: Studio, close: Callback<()>) -> impl IntoView {
    let beside = studio.derived.beside;
    let merging = Memo::new(move |_| beside.with(|beside| beside.as_ref()?.merging().cloned()));
    let name = beside.with_untracked(|beside| beside.as_ref().map(|it| it.name.clone()).unwrap_or_default());
    // Others may change more while the user decides.
    let conflicts = Memo::new(move |_| {
        merging.with(|merging| merging.as_ref().map(|it| it.conflicts().to_vec()).unwrap_or_default())
    });
    let base = merging.with_untracked(|merging| merging.as_ref().map(|it| it.base_name.clone()).unwrap_or_default());
    let undecided = Memo::new(move |_| merging.with(|merging| merging.as_ref().map_or(0, Merging::undecided)));
    let clashes = move || {
        let texts: Vec<String> = merging.with(|merging| {
            merging.as_ref().map(|it| it.clashes().iter().map(ToString::to_string).collect()).unwrap_or_default()
        });
        let line = |text: String| view! { <p class="breaks">{icon("warning", "of-warning")} {text}</p> };
        texts.into_iter().map(line).collect_view()
    };
    let has_conflicts = conflicts.with_untracked(|conflicts| !conflicts.is_empty());
    let state = move || match undecided.get() {
        0 if has_conflicts => "All conflicts are resolved.".to_owned(),
        0 => "No conflicts.".to_owned(),
        count => words::counted_as(count, "conflict is not decided yet.", "conflicts are not decided yet."),
    };
    let all = move |side| Command::Comparison(ComparisonCommand::ChooseSide { conflict: None, side });
    let all_buttons = has_conflicts.then(|| {
        view! {
            <Button label="All Mine" secondary=true press=move || studio.tell(all(Side::Ours)) />
            <Button label="All Theirs" secondary=true press=move || studio.tell(all(Side::Theirs)) />
        }
    });
    let decision = move |(index, conflict): (usize, Conflict)| view! { <Decision studio merging index conflict /> };
    let list = move || conflicts.get().into_iter().enumerate().map(decision).collect_view();
    view! {
        <Dialog title=format!("Merge {name}") class="comparison" close>
            <p class="comparison-name">"Mine is what is open, theirs is " <strong>{name}</strong> ". Both come from " {base} "."</p>
            <div class="comparison-body of-merge">
                {clashes}
                {list}
                <p class="nothing" aria-live="polite">{state}</p>
            </div>
            <div class="dialog-feet">
                {all_buttons}
                <span class="space"></span>
                <Button label="Back" secondary=true press=move || close.run(()) />
                <Button
                    label="Merge"
                    disabled=Signal::derive(move || undecided.get() > 0)
                    press=move || studio.give(ComparisonCommand::FinishMerge)
                />
            </div>
        </Dialog>
    }
}

/// A conflict with what each side has.
#[component]
fn Decision(studio: Studio, merging: Memo<Option<Merging>>, index: usize, conflict: Conflict) -> impl IntoView {
    let chosen = Memo::new(move |_| merging.with(|merging| merging.as_ref().and_then(|it| it.choice(index))));
    let side = move |side: Side, label: &'static str, text: &str| {
        let is_empty = text.is_empty();
        let text = if is_empty { "(nothing)".to_owned() } else { text.to_owned() };
        let is_chosen = move || chosen.get() == Some(side);
        view! {
            <label class="decision-side" class:is-chosen=is_chosen>
                <span>
                    <input
                        type="radio"
                        name=format!("conflict-{index}")
                        prop:checked=is_chosen
                        on:change=move |_| studio.tell(ComparisonCommand::ChooseSide { conflict: Some(index), side })
                    />
                    {label}
                </span>
                <pre class="side" class:is-empty=is_empty>{text}</pre>
            </label>
        }
    };
    let base = (!conflict.base.is_empty()).then(|| {
        view! {
            <details>
                <summary>"As both had it"</summary>
                <pre class="side">{conflict.base.clone()}</pre>
            </details>
        }
    });
    view! {
        <fieldset class="decision">
            <legend>{conflict.to_string()}</legend>
            <div class="sides">
                {side(Side::Ours, "Mine", &conflict.ours)} {side(Side::Theirs, "Theirs", &conflict.theirs)}
            </div>
            {base}
        </fieldset>
    }
}
