//! 1-Click Publish: six operations with their state, what they say, and what is left to do.

use api::platform::connect::{Operation, ServiceCenter};
use api::platform::job::Pause;
use leptos::prelude::*;
use workbench::{
    Command, ConsumerCommand, PublicationCommand, PublishOutcome, PublishRun, PublishStage, PublishState, PublishStep,
    StepState, VerifyLine, VerifyLineKind,
};

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
    let state = Memo::new(move |_| run.with(|run| run.as_ref().map(|run| run.state().clone())));
    let is_running = move || run.with(|run| run.as_ref().is_some_and(PublishRun::is_running));
    let close = Callback::new(move |()| studio.tell(PublicationCommand::Close));
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
        let by_hand = run.with_untracked(|run| {
            run.as_ref().filter(|run| run.is_without_connection()).map(|run| run.address.clone())
        });
        studio.give(match by_hand {
            Some(address) => Command::Publication(PublicationCommand::ByHand { address }),
            None if is_document.get_untracked() => Command::Publication(PublicationCommand::Publish),
            None => Command::Publication(PublicationCommand::Again),
        });
    };
    let again_label = move || if is_document.get() { "Verify Again" } else { "Publish Again" };
    let has_failed = move || {
        matches!(state.get(), Some(PublishState::Ended(PublishOutcome::Failed(..) | PublishOutcome::Stopped(_))))
    };
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
                {move || state.get().and_then(|state| result_of(&state, &lines.get()))}
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
    match run.address.as_str() {
        "" => format!("{}, manually in Service Center", run.extension),
        address => format!("{}{what} to {address}", run.extension),
    }
}

/// Which of the server's operations are not proven.
#[component]
fn Marks(studio: Studio) -> impl IntoView {
    let uploads = Memo::new(move |_| {
        let run = studio.derived.publishing;
        run.with(|run| run.as_ref().is_some_and(|run| run.steps().contains(&PublishStep::Upload)))
    });
    let connection = Memo::new(move |_| {
        let id = studio.derived.publishing.with(|run| run.as_ref()?.connection().map(str::to_owned));
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
    let show = move |_| studio.tell(ConsumerCommand::ShowOfPublish);
    move || {
        count.get().map(|count| {
            let text = words::counted_as(count, "change breaks consumers:", "changes break consumers:");
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
        StepState::Waiting => ("circle-outline", "is-waiting", "not started"),
        StepState::Running => ("sync", "is-running", "running"),
        StepState::ByHand => ("person", "is-waiting", "manually"),
        StepState::Done => ("pass-filled", "is-done", "done"),
        StepState::Failed => ("error", "is-failed", "failed"),
    };
    view! {
        <li class=move || format!("publish-step {}", look().1) aria-label=move || format!("{}, {}", step.label(), look().2)>
            {move || icon(look().0, "")}
            <span>{step.label()}</span>
            {move || (state.get() == StepState::ByHand).then(|| view! { <span class="hint">"manually"</span> })}
        </li>
    }
}

/// How it ended, in sight whatever the log shows.
fn result_of(state: &PublishState, lines: &[VerifyLine]) -> Option<AnyView> {
    let (name, tone) = match state {
        PublishState::Ended(PublishOutcome::Published(_)) => ("pass-filled", "of-done"),
        PublishState::Ended(PublishOutcome::Marked) => ("person", ""),
        PublishState::Ended(PublishOutcome::Failed(..)) => ("error", "of-error"),
        PublishState::Ended(
            PublishOutcome::Stopped(_) | PublishOutcome::NeedsConfiguration(_) | PublishOutcome::Unknown(..),
        ) => ("warning", "of-warning"),
        PublishState::At(_) => return None,
    };
    let text = lines.iter().rfind(|line| line.kind == VerifyLineKind::Result)?.text.clone();
    Some(view! { <p class="publish-result">{icon(name, tone)} <span>{text}</span></p> }.into_any())
}

/// What the user does next.
fn next_of(studio: Studio, state: PublishState) -> AnyView {
    match state {
        PublishState::At(PublishStage::ByHand(place)) => by_hand(studio, place).into_any(),
        PublishState::At(PublishStage::Wait { pause: Pause::TwoStep, .. }) => view! {
            <p>"Ready to publish. Nothing has changed on the server yet."</p>
            {answers(studio)}
        }
        .into_any(),
        PublishState::At(PublishStage::Wait { pause: Pause::Configuration { address }, .. }) => view! {
            <p>"Missing Configuration: a logical database has no connection on this server."</p>
            <p>
                <a href=address target="_blank" rel="noopener">"Configure in Service Center"</a>
            </p>
            {answers(studio)}
        }
        .into_any(),
        PublishState::Ended(PublishOutcome::Unknown(_, versions)) => view! {
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
            <Button label="Continue" press=move || studio.tell(PublicationCommand::Answer(true)) />
            <Button label="Abort" secondary=true press=move || studio.tell(PublicationCommand::Answer(false)) />
        </div>
    }
}

/// The documented way for what the studio cannot do there itself.
fn by_hand(studio: Studio, place: ServiceCenter) -> impl IntoView {
    let steps = place.publish_steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view();
    view! {
        <p>"The XIF is saved. To finish, publish it in Service Center:"</p>
        <ol class="publish-by-hand">{steps}</ol>
        {(!place.address.is_empty()).then(|| {
            view! {
                <p>
                    <a href=place.address.clone() target="_blank" rel="noopener">
                        "Open Service Center"
                    </a>
                </p>
            }
        })}
        <Button label="Mark as Published" secondary=true press=move || studio.tell(PublicationCommand::PublishedByHand) />
    }
}
