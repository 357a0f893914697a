//! Tabs, and the way to an element, a field or a line.

mod command;
mod tabs;

use extension::Place;

use crate::{Context, Effect};

pub use command::NavigationCommand;
pub use tabs::{Tabs, Target};

pub(crate) fn handle(context: &mut Context, command: NavigationCommand) -> Vec<Effect> {
    match command {
        NavigationCommand::Open(target) => show(context, target),
        NavigationCommand::Close(target) => context.with_document(|document| document.tabs.close(target)),
        NavigationCommand::CloseOthers(target) => context.with_document(|document| document.tabs.close_others(target)),
        NavigationCommand::CloseAll => context.with_document(|document| document.tabs.close_all()),
        NavigationCommand::ShowPlace(place) => return show_place(context, place),
        NavigationCommand::ShowSource { resource, line, column } => {
            return show_source(context, resource, line, column);
        }
        NavigationCommand::ShowProblem(index) => return show_problem(context, index),
    }
    Vec::new()
}

/// Shows a tab, when the document has what it is about.
pub(crate) fn show(context: &mut Context, target: Target) {
    context.with_document(|document| {
        if target.exists_in(document.extension()) {
            document.tabs.show(target);
        }
    });
}

/// Opens what a problem is about, at its field or line.
pub(crate) fn show_problem(context: &mut Context, index: usize) -> Vec<Effect> {
    let problem = context.document.as_ref().and_then(|document| document.problems().get(index)).cloned();
    let Some(problem) = problem else { return Vec::new() };
    match (problem.place, problem.resource) {
        (Some(place), _) => show_place(context, place),
        (None, Some(resource)) => show_source(context, resource, problem.line, problem.column),
        (None, None) => Vec::new(),
    }
}

/// Opens the editor that has the field.
pub(crate) fn show_place(context: &mut Context, place: Place) -> Vec<Effect> {
    show(context, Target::of(place.item.owner()));
    vec![Effect::RevealPlace(place)]
}

/// Opens the text of a resource, at a line where there is one.
pub(crate) fn show_source(context: &mut Context, resource: extension::Key, line: u32, column: u32) -> Vec<Effect> {
    show(context, Target::Source(resource));
    if line == 0 { Vec::new() } else { vec![Effect::RevealSource { resource, line, column: column.max(1) }] }
}
