use extension::Place;

/// The mark by which a field of the page is found: `data-place`. The key of the item and the property.
pub(crate) fn place_mark(place: Place) -> String {
    let owner = place.item.key().map_or_else(|| "extension".to_owned(), |key| key.to_string());
    format!("{owner} {}", place.property.label())
}
