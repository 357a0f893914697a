//! Edits of the open document: applied as one step each, or refused with what could be done instead.

use extension::{ActionEdit, Edit, Element, Elements, EntityEdit, Extension, Item, Key, Refusal, StructureEdit};

use crate::errors::Failure;
use crate::{Document, Surroundings, Workbench};

impl Workbench {
    /// Applies the edit as one step; a refusal becomes a notice with what the user can do instead. Whether
    /// it was applied.
    pub(crate) fn edit(&mut self, edit: &Edit, surroundings: &mut dyn Surroundings) -> bool {
        let Some(document) = &mut self.document else { return false };
        let Err(refusal) = document.apply(edit) else { return true };
        let mut failure = Failure::of_refusal(&refusal);
        failure.offers = crate::offers::for_refusal(document.extension(), edit, &refusal, surroundings);
        if let Refusal::InUse { uses, .. } = &refusal {
            failure.details = uses.iter().skip(5).take(50).map(|using| using.path.clone()).collect();
        }
        self.fail(failure);
        false
    }

    pub(crate) fn cut(&mut self, items: Vec<Item>, surroundings: &mut dyn Surroundings) {
        let Some(document) = &self.document else { return };
        let remove = Edit::Remove(items);
        let label = remove.label(document.extension()).replacen("Delete", "Cut", 1);
        self.edit(&Edit::All(label, vec![remove]), surroundings);
    }

    /// Moves the items of one list so that the first of them stands at `to` in the list without them.
    pub(crate) fn move_items(&mut self, items: &[Item], to: usize, surroundings: &mut dyn Surroundings) {
        let Some(document) = &self.document else { return };
        let extension = document.extension();
        let Some(list) = items.first().and_then(|item| siblings(extension, *item)) else { return };
        let edits: Vec<Edit> =
            moves(&list, items, to).into_iter().filter_map(|(item, to)| edit_of_move(item, to)).collect();
        let edit = match <[Edit; 1]>::try_from(edits) {
            Ok([edit]) => edit,
            Err(edits) if edits.is_empty() => return,
            Err(edits) => Edit::All(format!("Move {} {}", items.len(), items[0].kind().plural()), edits),
        };
        self.edit(&edit, surroundings);
    }
}

impl Document {
    /// Applies the edit as one step of the history.
    pub(crate) fn apply(&mut self, edit: &Edit) -> Result<(), Refusal> {
        let next = self.extension().apply(edit)?;
        if next == *self.extension() {
            return Ok(());
        }
        let label = edit.label(self.extension());
        self.push(label, next, None);
        Ok(())
    }
}

/// The list that the item stands in, in order.
fn siblings(extension: &Extension, item: Item) -> Option<Vec<Item>> {
    fn all<T: Element>(elements: &Elements<T>, item: impl Fn(Key) -> Item) -> Vec<Item> {
        elements.iter().map(|element| item(element.key())).collect()
    }
    Some(match item {
        Item::Action(_) => all(&extension.actions, Item::Action),
        Item::Structure(_) => all(&extension.structures, Item::Structure),
        Item::Entity(_) => all(&extension.entities, Item::Entity),
        Item::Parameter { action, .. } => {
            all(&extension.actions.get(action)?.parameters, |parameter| Item::Parameter { action, parameter })
        }
        Item::StructureAttribute { structure, .. } => {
            all(&extension.structures.get(structure)?.attributes, |attribute| Item::StructureAttribute {
                structure,
                attribute,
            })
        }
        Item::EntityAttribute { entity, .. } => {
            all(&extension.entities.get(entity)?.attributes, |attribute| Item::EntityAttribute { entity, attribute })
        }
        Item::Extension | Item::Resource(_) => return None,
    })
}

/// Single moves that together bring the items to `to`. Those that go down move last first and those that
/// go up move first first, so that none disturbs the place of one that has moved.
fn moves(list: &[Item], items: &[Item], to: usize) -> Vec<(Item, usize)> {
    let moving: Vec<(usize, Item)> =
        list.iter().copied().enumerate().filter(|(_, item)| items.contains(item)).collect();
    let to = to.min(list.len() - moving.len());
    let (mut down, mut up) = (Vec::new(), Vec::new());
    for (index, (from, item)) in moving.into_iter().enumerate() {
        let target = to + index;
        match from.cmp(&target) {
            std::cmp::Ordering::Less => down.push((item, target)),
            std::cmp::Ordering::Equal => {}
            std::cmp::Ordering::Greater => up.push((item, target)),
        }
    }
    down.into_iter().rev().chain(up).collect()
}

fn edit_of_move(item: Item, to: usize) -> Option<Edit> {
    Some(match item {
        Item::Action(key) => Edit::MoveAction(key, to),
        Item::Structure(key) => Edit::MoveStructure(key, to),
        Item::Entity(key) => Edit::MoveEntity(key, to),
        Item::Parameter { action, parameter } => Edit::Action(action, ActionEdit::MoveParameter(parameter, to)),
        Item::StructureAttribute { structure, attribute } => {
            Edit::Structure(structure, StructureEdit::MoveAttribute(attribute, to))
        }
        Item::EntityAttribute { entity, attribute } => Edit::Entity(entity, EntityEdit::MoveAttribute(attribute, to)),
        Item::Extension | Item::Resource(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever is moved wherever, the result is the list without the items with the items put in.
    #[test]
    fn any_selection_goes_anywhere() {
        let key = |number: u8| Item::Action(Key::from_random([number; 16]));
        let list: Vec<Item> = (0..6).map(key).collect();
        for chosen in 0_u32..64 {
            let items: Vec<Item> =
                list.iter().enumerate().filter(|(index, _)| chosen >> index & 1 == 1).map(|(_, item)| *item).collect();
            let rest: Vec<Item> = list.iter().filter(|item| !items.contains(item)).copied().collect();
            for to in 0..=rest.len() + 1 {
                let mut wanted = rest.clone();
                let at = to.min(rest.len());
                wanted.splice(at..at, items.iter().copied());
                let mut moved = list.clone();
                for (item, to) in moves(&list, &items, to) {
                    let from = moved.iter().position(|other| *other == item).unwrap();
                    let item = moved.remove(from);
                    moved.insert(to, item);
                }
                assert_eq!(moved, wanted, "{chosen:b} to {to}");
            }
        }
    }
}
