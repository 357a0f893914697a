//! The way from problem to problem.

use leptos::prelude::*;
use workbench::NavigationCommand;

use crate::app::Studio;

/// Goes to the next (1) or the previous (−1) problem in the order of the list, around the ends.
pub(super) fn step(studio: Studio, by: isize) {
    let problems = studio.derived.problems.get_untracked();
    let before =
        studio.screen.problem.with_untracked(|shown| problems.iter().position(|it| Some(it) == shown.as_ref()));
    if let Some(next) = listbox::around(before, by, problems.len()) {
        show(studio, next);
    }
}

/// Opens what the problem at this place of the list is about, and remembers that it was shown.
pub(crate) fn show(studio: Studio, index: usize) {
    studio.screen.problem.set(studio.derived.problems.with_untracked(|problems| problems.get(index).cloned()));
    studio.give(NavigationCommand::ShowProblem(index));
}
