//! 1-Click Publish: six operations with their state, what they say, and what is left to do.

use api::platform::connect::{Operation, ServiceCenter};
use api::platform::job::Pause;
use leptos::prelude::*;
use workbench::{Command, ConsumersCommand, PublishRun, PublishState, PublishStep, StepState, VerifyLine};

use super::unproven::unproven_mark;
use super::verify::{Detail, VerifyLog};
use crate::app::{Studio, use_studio};
use crate::part::{Button, Dialog, icon};

/// The publish that runs or has ended.
#[component]
pub(crate) fn PublishWindow() -> impl IntoView {
    let studio = use_studio();
    let is_open = Memo::new(move |_| studio.derived.publishing.with(Option::is_some));
    move || is_open.get().then(|| view! { <Publishing studio /> })
}

#[component]
fn Publishing(studio: Studio) -> impl IntoView {
    let run = studio.derived.publishing;
    let state = Memo::new(move |_| run.with(|run| run.as_ref().map(|run| run.state.clone())));
    let is_running = move || run.with(|run| run.as_ref().is_some_and(PublishRun::is_running));
    let close = Callback::new(move |()| studio.tell(Command::ClosePublish));
    let where_to = move || run.with(|run| run.as_ref().map(words_of).unwrap_or_default());
    let steps = Memo::new(move |_| run.with(|run| run.as_ref().map_or(&[] as &[PublishStep], PublishRun::steps)));
    let is_document = Memo::new(move |_| run.with(|run| run.as_ref().is_none_or(|run| run.planned().is_none())));
    let lines = Signal::derive(move || {
        let verified =
            studio.derived.verify_run.with(|run| run.as_ref().map(|run| run.lines.clone()).unwrap_or_default());
        let later = run.with(|run| run.as_ref().map(|run| run.lines.clone()).unwrap_or_default());
        verified.into_iter().chain(later).collect::<Vec<VerifyLine>>()
    });
    let current = RwSignal::new(None);
    let again = move || {
        studio.give(if is_document.get_untracked() { Command::Publish } else { Command::PublishAgain });
    };
    let again_label = move || if is_document.get() { "Verify Again" } else { "Publish Again" };
    let has_failed = move || matches!(state.get(), Some(PublishState::Failed(_) | PublishState::Stopped(_)));
    view! {
        <Dialog title="1-Click Publish" class="wide verify publish" close>
            <p class="publish-name">{where_to}</p>
            <ol class="publish-steps" aria-label="Operations">
                {move || steps.get().iter().map(|step| view! { <Step studio step=*step /> }).collect_view()}
            </ol>
            <Marks studio />
            <VerifyLog studio lines current />
            <Detail lines current />
            <div class="publish-next" aria-live="polite">
                <Breaks studio />
                {move || state.get().map(|state| next_of(studio, state))}
            </div>
            <div class="dialog-feet">
                <Show when=has_failed>
                    {move || view! { <Button label=again_label() secondary=true press=again /> }}
                </Show>
                {move || {
                    let label = if is_running() { "Stop" } else { "Close" };
                    view! { <Button label press=move || close.run(()) /> }
                }}
            </div>
        </Dialog>
    }
}

/// What is published, and where to.
fn words_of(run: &PublishRun) -> String {
    let what = run.planned().map(|what| format!(", {what},")).unwrap_or_default();
    format!("{}{what} to {}", run.extension, run.address)
}

/// Which of the server's operations are not proven.
#[component]
fn Marks(studio: Studio) -> impl IntoView {
    let uploads = Memo::new(move |_| {
        let run = studio.derived.publishing;
        run.with(|run| run.as_ref().is_some_and(|run| run.steps().contains(&PublishStep::Upload)))
    });
    let connection = Memo::new(move |_| {
        let id = studio.derived.publishing.with(|run| run.as_ref().map(|run| run.connection.clone()));
        studio.derived.connections.with(|(all, _)| all.iter().find(|it| Some(&it.id) == id.as_ref()).cloned())
    });
    let marks = move || {
        connection.with(|connection| {
            let connection = connection.as_ref()?;
            let upload = uploads.get().then(|| unproven_mark(connection, Operation::Upload, "Upload"));
            let publish = unproven_mark(connection, Operation::Publish, "Publish");
            let follow = unproven_mark(connection, Operation::Follow, "Messages");
            Some(view! { {upload} {publish} {follow} })
        })
    };
    view! { <div class="publish-marks">{marks}</div> }
}

/// The way to what breaks consumers.
#[component]
fn Breaks(studio: Studio) -> impl IntoView {
    let count = Memo::new(move |_| {
        studio.derived.publishing.with(|run| run.as_ref()?.breaks.as_ref().map(|(_, breaks)| breaks.len()))
    });
    let show = move |_| studio.tell(Command::Consumers(ConsumersCommand::ShowOfPublish));
    move || {
        count.get().map(|count| {
            let text = if count == 1 {
                "1 change breaks consumers:".to_owned()
            } else {
                format!("{count} changes break consumers:")
            };
            view! {
                <p class="connect-line">
                    {icon("warning", "of-warning")} <span>{text}</span>
                    <button type="button" class="link-button" on:click=show>
                        "As consumers see it"
                    </button>
                </p>
            }
        })
    }
}

#[component]
fn Step(studio: Studio, step: PublishStep) -> impl IntoView {
    let state = Memo::new(move |_| studio.derived.publish_steps.with(|steps| steps[step as usize]));
    let look = move || match state.get() {
        StepState::Waiting => ("circle-outline", "is-waiting", "not begun"),
        StepState::Running => ("sync", "is-running", "at work"),
        StepState::Done => ("pass-filled", "is-done", "done"),
        StepState::Failed => ("error", "is-failed", "failed"),
    };
    view! {
        <li class=move || format!("publish-step {}", look().1) aria-label=move || format!("{}, {}", step.label(), look().2)>
            {move || icon(look().0, "")}
            <span>{step.label()}</span>
        </li>
    }
}

/// What the user does next.
fn next_of(studio: Studio, state: PublishState) -> AnyView {
    match state {
        PublishState::ByHand(place) => by_hand(studio, place).into_any(),
        PublishState::Waiting(Pause::TwoStep) => view! {
            <p>"Everything is prepared; nothing is changed on the server yet."</p>
            {answers(studio)}
        }
        .into_any(),
        PublishState::Waiting(Pause::Configuration { address }) => view! {
            <p>"Missing Configuration: a logical database has no connection on this server."</p>
            <p>
                <a href=address target="_blank" rel="noopener">"Configure in Service Center"</a>
            </p>
            {answers(studio)}
        }
        .into_any(),
        PublishState::Unknown(versions) => view! {
            <p>{versions.map(|versions| {
                let list: Vec<String> = versions.into_iter().filter_map(|it| it.version).collect();
                format!("Versions on the server now: {}.", list.join(", "))
            })}</p>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

fn answers(studio: Studio) -> impl IntoView {
    view! {
        <div class="publish-answers">
            <Button label="Continue" press=move || studio.tell(Command::AnswerPublish(true)) />
            <Button label="Abort" secondary=true press=move || studio.tell(Command::AnswerPublish(false)) />
        </div>
    }
}

/// The documented way for what the studio cannot do there itself.
fn by_hand(studio: Studio, place: ServiceCenter) -> impl IntoView {
    let steps = place.publish_steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view();
    view! {
        <p>"The XIF is saved. Publish it where the platform documents it:"</p>
        <ol class="publish-by-hand">{steps}</ol>
        <p>
            <a href=place.address target="_blank" rel="noopener">"Open Service Center"</a>
        </p>
        <Button label="It Is Published" secondary=true press=move || studio.tell(Command::PublishedByHand) />
    }
}
