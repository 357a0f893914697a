//! Find: where it looks, and the way from hit to hit.

use std::sync::Arc;

use extension::find::{Hit, Query, find};
use extension::quick::{Match, quick_open};
use extension::{Extension, Item, Property, Use};
use leptos::prelude::*;
use workbench::{Command, NavigationCommand, Target};

use crate::app::{Found, PanelTab, Studio, look_of, target_of_file};
use crate::browser::{focus, source_editor};

/// Opens the find panel for the extension.
pub(super) fn find_everywhere(studio: Studio) {
    open(studio, None);
}

/// Finds in the element that is shown: in a source file with the code editor's own find.
pub(super) fn find_here(studio: Studio) {
    match studio.derived.active.get_untracked() {
        Some(Target::Source(_)) => source_editor::find(),
        Some(target) if target != Target::Extension => open(studio, Some(target.item())),
        _ => open(studio, None),
    }
}

fn open(studio: Studio, within: Option<Item>) {
    let search = studio.screen.search;
    search.uses_of.set(None);
    search.within.set(within);
    studio.screen.panel.set(Some(PanelTab::Find));
    request_animation_frame(|| focus::select("#find-text"));
}

/// Shows who uses the structure, entity or file.
pub(crate) fn show_uses(studio: Studio, item: Item) {
    studio.screen.search.uses_of.set(Some(item));
    studio.screen.panel.set(Some(PanelTab::Find));
    request_animation_frame(|| focus::to(".find [role=tree]"));
}

/// Looks anew, with what is asked for now.
pub(crate) fn look(studio: Studio) {
    let search = studio.screen.search;
    let (found, has_more) = studio.derived.extension.with_untracked(|extension| match extension {
        Some(extension) => look_in(studio, extension),
        None => (Vec::new(), false),
    });
    if search.found.with_untracked(|before| **before != found) {
        search.found.set(Arc::new(found));
        search.current.set(None);
    }
    search.has_more.set(has_more);
}

fn look_in(studio: Studio, extension: &Extension) -> (Vec<Found>, bool) {
    let search = studio.screen.search;
    if let Some(key) = search.uses_of.get_untracked().and_then(Item::key) {
        return (extension.uses_of(key).into_iter().map(found_use).collect(), false);
    }
    let text = search.text.get_untracked();
    if text.is_empty() {
        return (Vec::new(), false);
    }
    let query =
        Query { text, match_case: search.match_case.get_untracked(), whole_word: search.whole_word.get_untracked() };
    let hits = find(extension, &query, search.within.get_untracked());
    (hits.hits.into_iter().map(found_hit).collect(), hits.has_more)
}

fn found_hit(hit: Hit) -> Found {
    Found { place: hit.place, line: hit.line, range: (hit.range.start, hit.range.end), text: hit.text }
}

fn found_use(using: Use) -> Found {
    let property = match using.item {
        Item::Action(_) => Property::Icon,
        _ => Property::DataType,
    };
    Found { place: using.item.at(property), line: None, range: (0, 0), text: using.path }
}

/// Goes to what was found at this position.
pub(crate) fn go_to(studio: Studio, index: usize) {
    let search = studio.screen.search;
    let Some(found) = search.found.with_untracked(|found| found.get(index).cloned()) else { return };
    search.current.set(Some(index));
    match (found.line, found.place.item) {
        (Some((line, column)), Item::Resource(resource)) => {
            studio.give(NavigationCommand::ShowSource { resource, line, column });
        }
        _ => studio.give(NavigationCommand::ShowPlace(found.place)),
    }
}

/// Goes to the next (1) or the previous (−1) place, around the ends.
pub(super) fn step(studio: Studio, by: isize) {
    look(studio);
    let search = studio.screen.search;
    let count = search.found.with_untracked(|found| found.len());
    match listbox::around(search.current.get_untracked(), by, count) {
        Some(next) => go_to(studio, next),
        None => studio.screen.panel.set(Some(PanelTab::Find)),
    }
}

/// An element, row or file that quick open offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// What it is.
    pub(crate) item: Item,
    /// Its name, or path where that was looked for.
    pub(crate) name: String,
    /// What of the name was looked for, as ranges of bytes.
    pub(crate) found: Vec<(usize, usize)>,
    /// Where it lies.
    pub(crate) path: String,
}

impl Named {
    /// Icon and colour of it.
    pub(crate) fn look(&self) -> (&'static str, &'static str) {
        match self.item {
            Item::Parameter { .. } => ("symbol-parameter", "of-action"),
            Item::StructureAttribute { .. } => ("symbol-field", "of-structure"),
            Item::EntityAttribute { .. } => ("symbol-field", "of-entity"),
            item => look_of(Target::of(item)),
        }
    }

    /// What opens it.
    pub(crate) fn command(&self, studio: Studio) -> Command {
        let file = match self.item {
            Item::Resource(key) => target_of_file(studio, key),
            _ => None,
        };
        file.map_or_else(
            || Command::Navigation(NavigationCommand::ShowPlace(self.item.at(Property::Name))),
            |it| Command::Navigation(NavigationCommand::Open(it)),
        )
    }
}

impl From<Match> for Named {
    fn from(found: Match) -> Self {
        let ranges = found.ranges.into_iter().map(|range| (range.start, range.end)).collect();
        Self { item: found.item, name: found.name, found: ranges, path: found.path }
    }
}

/// The names that have these characters, the best first.
pub(crate) fn named(studio: Studio, text: &str, limit: usize) -> Vec<Named> {
    studio.derived.extension.with_untracked(|extension| {
        let found = extension.as_ref().map(|extension| quick_open(extension, text, limit)).unwrap_or_default();
        found.into_iter().map(Named::from).collect()
    })
}
