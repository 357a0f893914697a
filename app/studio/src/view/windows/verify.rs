use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;
use workbench::{
    Command, JobKind, NavigationCommand, SessionCommand, Severity, VerificationCommand, VerifyLine, VerifyLineKind,
    VerifyRun, VerifyState,
};

use crate::app::{Studio, use_studio};
use crate::browser::focus;
use crate::part::{Button, Dialog, severity_look};

/// The log of a verification: a line for each step and each message.
#[component]
pub(crate) fn VerifyWindow() -> impl IntoView {
    let studio = use_studio();
    // A publish shows the lines in its own window.
    let is_shown = Memo::new(move |_| {
        studio.derived.verify_run.with(Option::is_some) && studio.derived.publishing.with(Option::is_none)
    });
    move || is_shown.get().then(|| view! { <Log studio /> })
}

#[component]
fn Log(studio: Studio) -> impl IntoView {
    let run = studio.derived.verify_run;
    let current = RwSignal::new(None::<usize>);
    let close = Callback::new(move |()| studio.tell(VerificationCommand::Close));
    let lines = move || run.with(|run| run.as_ref().map(|run| run.lines.clone()).unwrap_or_default());
    let state = move || run.with(|run| run.as_ref().map(|run| run.state));
    let is_running = Signal::derive(move || state() == Some(VerifyState::Running));
    let is_clean = move || !run.with(|run| run.as_ref().is_some_and(|run| run.count(Severity::Error) > 0));
    let stop = move || {
        let job = studio
            .derived
            .jobs
            .with_untracked(|jobs| jobs.iter().find(|job| job.kind == JobKind::Compile).map(|job| job.id));
        if let Some(job) = job {
            studio.tell(SessionCommand::Cancel(job));
        }
    };
    let buttons = move || {
        if is_running.get() {
            view! { <Button label="Stop" secondary=true press=stop /> }.into_any()
        } else {
            view! { <Button label="Close" secondary=true press=move || close.run(()) /> }.into_any()
        }
    };
    let first_error = Memo::new(move |_| {
        run.with(|run| run.as_ref().filter(|run| run.state == VerifyState::Failed).and_then(first_error_of))
    });
    // The error is what the user needs, wherever in the log it stands.
    Effect::new(move |_| {
        if let Some(at) = first_error.get() {
            current.set(Some(at));
            request_animation_frame(move || into_sight(at));
        }
    });
    let can_go = move || first_error.get().is_some();
    let go = move || {
        let at = first_error.get_untracked();
        if let Some(line) = at.and_then(|at| run.with_untracked(|run| run.as_ref()?.lines.get(at).cloned())) {
            locate(studio, &line);
        }
    };
    view! {
        <Dialog title="Verify" class="wide verify" close>
            <VerifyLog studio lines=Signal::derive(lines) current />
            <Detail lines=Signal::derive(lines) current />
            <div class="verify-progress">
                <Show when=move || is_running.get()>
                    <progress aria-label="Verifying"></progress>
                </Show>
            </div>
            <div class="dialog-feet">
                {buttons}
                <Show when=can_go>
                    <Button label="Go to First Error" press=go />
                </Show>
                <Button
                    label="Verify Again"
                    secondary=true
                    disabled=Signal::derive(move || is_running.get() || is_clean())
                    press=move || {
                        current.set(None);
                        studio.give(VerificationCommand::Verify { save: run.with_untracked(|run| saves(run.as_ref())) });
                    }
                />
            </div>
        </Dialog>
    }
}

fn saves(run: Option<&VerifyRun>) -> bool {
    run.is_some_and(VerifyRun::saves)
}

fn first_error_of(run: &VerifyRun) -> Option<usize> {
    run.lines.iter().position(|line| line.kind == VerifyLineKind::Message(Severity::Error) && line.problem.is_some())
}

fn into_sight(index: usize) {
    if let Some(line) = focus::find::<web_sys::Element>(&format!("#verify-{index}")) {
        focus::into_sight(&line);
    }
}

/// Goes to what the line is about; the window closes, so that it can be mended.
fn locate(studio: Studio, line: &VerifyLine) {
    let Some(problem) = &line.problem else { return };
    let command = match (problem.place, problem.resource) {
        (Some(place), _) => Command::Navigation(NavigationCommand::ShowPlace(place)),
        (None, Some(resource)) => Command::Navigation(NavigationCommand::ShowSource {
            resource,
            line: problem.line.max(1),
            column: problem.column.max(1),
        }),
        (None, None) => return,
    };
    studio.tell(VerificationCommand::Close);
    studio.give(command);
}

#[component]
pub(super) fn VerifyLog(
    studio: Studio,
    lines: Signal<Vec<VerifyLine>>,
    current: RwSignal<Option<usize>>,
) -> impl IntoView {
    let log = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        lines.track();
        if let Some(log) = log.get() {
            // The new lines are on the page in the next frame.
            request_animation_frame(move || log.set_scroll_top(log.scroll_height()));
        }
    });
    let on_key = move |event: KeyboardEvent| {
        let last = lines.with_untracked(Vec::len).saturating_sub(1);
        let at = current.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" => at.map_or(0, |at| (at + 1).min(last)),
            "ArrowUp" => at.map_or(last, |at| at.saturating_sub(1)),
            "Home" => 0,
            "End" => last,
            "Enter" => {
                if let Some(line) = at.and_then(|at| lines.with_untracked(|lines| lines.get(at).cloned())) {
                    locate(studio, &line);
                }
                return event.prevent_default();
            }
            _ => return,
        };
        event.prevent_default();
        current.set(Some(next));
        into_sight(next);
    };
    let line = move |(index, line): (usize, VerifyLine)| view! { <Line studio index line current /> };
    view! {
        <div
            node_ref=log
            class="verify-log"
            role="listbox"
            aria-label="Verify log"
            tabindex="0"
            aria-activedescendant=move || current.get().map(|index| format!("verify-{index}"))
            on:keydown=on_key
        >
            {move || lines.get().into_iter().enumerate().map(line).collect_view()}
        </div>
    }
}

#[component]
fn Line(studio: Studio, index: usize, line: VerifyLine, current: RwSignal<Option<usize>>) -> impl IntoView {
    let (name, tone, category) = match line.kind {
        VerifyLineKind::Step => ("chevron-right", "", "Step"),
        VerifyLineKind::Result => ("output", "", "Result"),
        VerifyLineKind::Message(severity) => {
            let (name, tone) = severity_look(severity);
            let category = match severity {
                Severity::Error => "Error",
                Severity::Warning => "Warning",
                Severity::Information => "Information",
            };
            (name, tone, category)
        }
    };
    let (located, dotted) = (line.clone(), line.clone());
    let dots = line.problem.is_some().then(|| {
        view! {
            <span class="dots" title="Go there (Enter)" aria-hidden="true" on:click=move |_| locate(studio, &dotted)>
                "…"
            </span>
        }
    });
    let class = match line.kind {
        VerifyLineKind::Message(_) => "verify-line",
        VerifyLineKind::Step | VerifyLineKind::Result => "verify-line is-step",
    };
    view! {
        <div
            id=format!("verify-{index}")
            class=class
            role="option"
            aria-selected=move || (current.get() == Some(index)).to_string()
            on:click=move |_| current.set(Some(index))
            on:dblclick=move |_| locate(studio, &located)
        >
            <span class=format!("codicon codicon-{name} {tone}") aria-hidden="true"></span>
            <span class="category">{category}</span>
            <span class="verify-text">{line.text}</span>
            <span class="where">{line.details}</span>
            {dots}
        </div>
    }
}

/// The whole text of the selected line.
#[component]
pub(super) fn Detail(lines: Signal<Vec<VerifyLine>>, current: RwSignal<Option<usize>>) -> impl IntoView {
    let text = move || {
        let line = current.get().and_then(|index| lines.with(|lines| lines.get(index).cloned()));
        line.map_or_else(
            || "Click for details, double-click to open".to_owned(),
            |line| if line.details.is_empty() { line.text } else { format!("{}\n{}", line.text, line.details) },
        )
    };
    view! { <p class="verify-detail" aria-live="polite">{text}</p> }
}
