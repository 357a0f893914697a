use extension::{Item, Place};
use leptos::prelude::*;
use workbench::{Mark, Severity};

use crate::app::Studio;

/// The mark by which a field of the page is found: `data-place`. The key of the item and the property.
pub(crate) fn place_mark(place: Place) -> String {
    let owner = place.item.key().map_or_else(|| "extension".to_owned(), |key| key.to_string());
    format!("{owner} {}", place.property.label())
}

/// What a field has to show of the problems.
pub(crate) fn mark_at(studio: Studio, place: Place) -> Memo<Option<Mark>> {
    Memo::new(move |_| studio.derived.marks.with(|marks| marks.at(place).cloned()))
}

/// The worst problem of an element or a row.
pub(crate) fn worst_of(studio: Studio, item: Item) -> Memo<Option<Severity>> {
    Memo::new(move |_| studio.derived.marks.with(|marks| marks.of(item)))
}

/// The class that colours what has a problem of this severity.
pub(crate) const fn mark_class(severity: Option<Severity>) -> &'static str {
    match severity {
        None => "",
        Some(Severity::Error) => "has-error",
        Some(Severity::Warning) => "has-warning",
        Some(Severity::Information) => "has-information",
    }
}
