use super::paste::{Paste, Place};
use super::rows::{Owner, RowPlace};
use super::{PasteError, Pasted, copy};
use extension::{Edit, Extension, Item, Key, Timestamp};

/// Copies of these parts just behind them, in the order of the selection. A row whose action, structure or
/// entity is duplicated too comes with that.
///
/// # Errors
/// Why nothing can be duplicated.
pub fn duplicate(
    extension: &Extension,
    items: &[Item],
    new_key: &mut dyn FnMut() -> Key,
    now_local: &Timestamp,
) -> Result<Pasted, PasteError> {
    let mut paste = Paste::new(extension, new_key, now_local);
    let wanted = copy::wanted(items);
    let (elements, rows): (Vec<Item>, Vec<Item>) = wanted.iter().partition(|item| item.owner() == **item);
    paste.clip(&copy::clip(extension, &elements), &behind(extension, &elements))?;
    let mut owners: Vec<Owner> = Vec::new();
    for owner in rows.iter().filter_map(|row| Owner::of(row.owner())) {
        if !owners.contains(&owner) {
            owners.push(owner);
        }
    }
    for owner in owners {
        let own: Vec<Item> = rows.iter().copied().filter(|row| Owner::of(row.owner()) == Some(owner)).collect();
        let last = own.iter().filter_map(|row| owner.position_of(extension, *row)).max();
        let place = RowPlace { owner, position: last.map(|last| last + 1) };
        paste.clip(&copy::clip(extension, &own), &Place { rows: Some(place), ..Place::default() })?;
    }
    let mut pasted = paste.finish("Duplicate")?;
    if let ([item], Edit::All(label, _)) = (wanted.as_slice(), &mut pasted.edit) {
        *label = format!("Duplicate {} {}", item.kind().label(), item.path(extension).unwrap_or_default());
    }
    Ok(pasted)
}

/// The places behind the last of each kind.
fn behind(extension: &Extension, elements: &[Item]) -> Place {
    let after_last = |position: &dyn Fn(Item) -> Option<usize>| {
        elements.iter().filter_map(|item| position(*item)).max().map(|last| last + 1)
    };
    Place {
        action: after_last(&|item| match item {
            Item::Action(key) => extension.actions.position(key),
            _ => None,
        }),
        structure: after_last(&|item| match item {
            Item::Structure(key) => extension.structures.position(key),
            _ => None,
        }),
        entity: after_last(&|item| match item {
            Item::Entity(key) => extension.entities.position(key),
            _ => None,
        }),
        rows: None,
    }
}
