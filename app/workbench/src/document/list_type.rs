//! Lists of basic types as data types: the structure that such a list needs is made or reused, and named.

use extension::{BasicType, Edit, Item, ListOf, set_type};

use crate::{Context, DocumentCommand, NoticeKind, Offer, Refused, Surroundings, document};

/// Whether the parameter or attribute can become a list of the basic type. Nothing changes.
///
/// # Errors
/// Why not, and what could be done instead.
pub(crate) fn check_list_of(
    context: &Context,
    item: Item,
    basic: BasicType,
    surroundings: &mut dyn Surroundings,
) -> Result<(), Refused> {
    list_of(context, item, basic, surroundings)
        .map_or(Ok(()), |list| document::check(context, &list.edit, surroundings))
}

/// Makes it one, as one step, and tells which structure it is over.
pub(crate) fn set_list_of(context: &mut Context, item: Item, basic: BasicType, surroundings: &mut dyn Surroundings) {
    let Some(list) = list_of(context, item, basic, surroundings) else { return };
    let Some(before) = context.document.as_ref().map(|document| document.extension().clone()) else { return };
    if !document::edit(context, &list.edit, surroundings) {
        return;
    }
    let Some(document) = &context.document else { return };
    let made = document.extension().structures.iter().filter(|it| before.structures.get(it.key).is_none());
    let made: Vec<Item> = made.map(|structure| Item::Structure(structure.key)).collect();
    let old = before.type_of(item).cloned().and_then(|data_type| set_type(item, data_type));
    let mut back: Vec<Edit> = old.into_iter().collect();
    if !made.is_empty() {
        back.push(Edit::Remove(made));
    }
    let undo = Edit::All(format!("Take back: {}", list.edit.label(&before)), back);
    // It stays until it is read: a structure that nobody asked for is in the tree.
    let notice = context.tell(NoticeKind::Information, list.to_string());
    notice.offers = vec![Offer { label: "Undo".to_owned(), command: DocumentCommand::Edit(undo).into() }];
}

fn list_of(context: &Context, item: Item, basic: BasicType, surroundings: &mut dyn Surroundings) -> Option<ListOf> {
    let keys = [surroundings.new_key(), surroundings.new_key()];
    context.document.as_ref()?.extension().list_of(item, basic, keys)
}
