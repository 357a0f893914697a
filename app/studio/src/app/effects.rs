//! What the workbench wants done by the browser.

use std::time::Duration;

use api::problem::Code;
use api::retry::Waits;
use leptos::prelude::*;
use leptos::task::spawn_local;
use workbench::{
    Command, CompilationCommand, ConnectionCommand, Effect, FileCommand, FolderCommand, JobId, PublicationCommand,
    SessionCommand, SourceFile, VerificationCommand,
};

use super::{PanelTab, Studio, drafts, review, shared};
use crate::browser::worker::Work;
use crate::browser::{files, folder, leaving, platform, reading, server, source_editor, worker};

/// Does what the effect says and tells the workbench how it went.
pub(super) fn carry_out(studio: Studio, effect: Effect) {
    match effect {
        Effect::ReloadPage => leaving::reload(),
        Effect::ReadXif { job, bytes } => {
            answer(studio, async move { FileCommand::XifRead { job, result: reading::read(job, bytes).await } });
        }
        Effect::Pack { job, text } => {
            answer(
                studio,
                async move { FileCommand::Packed { job, result: worker::run(job, Work::Pack(text)).await } },
            );
        }
        Effect::WriteFile { job, file_name, bytes, handle } => answer(studio, async move {
            FileCommand::Written { job, result: files::write(&file_name, &bytes, handle).await }
        }),
        Effect::RememberFile { draft, handle } => drafts::remember_file(draft, handle),
        Effect::SaveCopy { file_name, bytes } => files::download(&file_name, &bytes),
        Effect::Compile { job, extension, files } => compile(studio, job, extension, files),
        Effect::ReadAssembly { job, assembly } => answer(studio, async move {
            CompilationCommand::AssemblyRead { job, result: server::assembly(&assembly).await }
        }),
        Effect::ReadPlatform { job } => {
            answer(
                studio,
                async move { FolderCommand::PlatformRead { job, result: server::platform_assemblies().await } },
            );
        }
        Effect::Export { job, file_name, files } => answer(studio, async move {
            let zip = worker::run(job, Work::Archive(files)).await;
            FolderCommand::Exported { job, result: zip.map(|zip| files::download(&file_name, &zip)) }
        }),
        Effect::WriteFolder { files } => {
            answer(studio, async move { FolderCommand::Written(folder::write(files).await) });
        }
        Effect::CompleteFolder { files } => {
            answer(studio, async move { FolderCommand::Completed(folder::complete(files).await) });
        }
        Effect::Probe { job, request } => {
            answer(studio, async move { ConnectionCommand::Probed { job, result: platform::probe(&request).await } });
        }
        Effect::Connect { job, request } => {
            answer(
                studio,
                async move { ConnectionCommand::Connected { job, result: platform::connect(&request).await } },
            );
        }
        Effect::Disconnect { id } => spawn_local(async move { platform::disconnect(&id).await }),
        Effect::AskServer { job, connection, question } => answer(studio, async move {
            ConnectionCommand::Answered { job, result: platform::ask(&connection, &question).await }
        }),
        Effect::Publish { job, connection, query, bytes } => answer(studio, async move {
            PublicationCommand::Started { job, result: platform::publish(&connection, &query, &bytes).await }
        }),
        Effect::FollowPublish { job, after } => follow(studio, job, after),
        Effect::AnswerPublish { job, goes_on } => spawn_local(async move {
            if let Err(failure) = platform::answer(&job, goes_on).await {
                studio.tell(SessionCommand::Report(failure));
            }
        }),
        Effect::Stop { job } => stop(job),
        Effect::Keep { .. }
        | Effect::TakeLead { .. }
        | Effect::DropDraft { .. }
        | Effect::DeleteDraft { .. }
        | Effect::RestoreDraft { .. } => drafts::carry_out(studio, effect),
        Effect::SendRevision { .. } => shared::carry_out(studio, effect),
        Effect::SendComment { .. } | Effect::KeepComments { .. } => review::carry_out(studio, effect),
        // The frame is painted between the two.
        Effect::ShowFirst => request_animation_frame(move || {
            set_timeout(move || studio.tell(VerificationCommand::Check), Duration::ZERO);
        }),
        Effect::RevealSource { resource, line, column } => source_editor::reveal(resource, line, column),
        Effect::RevealPlace(place) => studio.screen.wanted.set(Some(place)),
        Effect::Select(items) => studio.screen.selection.set(items),
    }
}

/// Tells the workbench the command that the work ends with.
fn answer<C: Into<Command>>(studio: Studio, work: impl Future<Output = C> + 'static) {
    spawn_local(async move { studio.tell(work.await) });
}

/// Sends the sources to be compiled; the panel shows the output, and then the problems where there are some.
fn compile(studio: Studio, job: JobId, extension: String, files: Vec<SourceFile>) {
    studio.screen.panel.set(Some(PanelTab::Output));
    // After it F8 goes to the first error.
    studio.screen.problem.set(None);
    spawn_local(async move {
        let result = match worker::run(job, Work::Archive(files)).await {
            Ok(zip) => {
                let tell = move |waits| studio.tell(CompilationCommand::Waits { job, waits });
                server::compile(job, &extension, &zip, tell).await
            }
            Err(failure) => Err(failure),
        };
        studio.tell(CompilationCommand::Compiled { job, result });
        let has_problems = studio
            .read(|workbench| workbench.document().is_some_and(|document| !document.compilation().problems.is_empty()));
        if has_problems {
            studio.screen.panel.set(Some(PanelTab::Problems));
        }
    });
}

fn stop(job: JobId) {
    worker::stop(job);
    server::stop(job);
}

/// Tells of each event of a job on the server, and a moment after they broke off that they did.
fn follow(studio: Studio, job: String, after: u64) {
    let (told, again) = (job.clone(), job.clone());
    let tell = move |event| studio.tell(PublicationCommand::Event { job: told.clone(), event });
    let ask = move || {
        spawn_local(async move {
            // A server that does not answer is asked again; one that has forgotten the job never will know it.
            let lost = platform::job(&again).await.err().filter(|failure| failure.code == Code::PlatformNoJob);
            studio.tell(PublicationCommand::FollowAgain { job: again, lost });
        });
    };
    let broke = move || set_timeout(ask, Waits::JOB_IN_PAGE.first);
    platform::follow(&job, after, tell, broke);
}
