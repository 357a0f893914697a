use crate::{ActionEdit, Edit, Element, Elements, EntityEdit, Extension, Item, Key, StructureEdit};

impl Extension {
    /// The edit that moves items of one list so that the first of them stands at `to` in the list without them; they keep
    /// their order. `None` where nothing moves, and for what has no place in a list: the extension and resources.
    pub fn edit_of_moves(&self, items: &[Item], to: usize) -> Option<Edit> {
        let list = self.siblings(*items.first()?)?;
        let edits: Vec<Edit> =
            moves(&list, items, to).into_iter().filter_map(|(item, to)| edit_of_move(item, to)).collect();
        match <[Edit; 1]>::try_from(edits) {
            Ok([edit]) => Some(edit),
            Err(edits) if edits.is_empty() => None,
            Err(edits) => Some(Edit::All(format!("Move {} {}", items.len(), items[0].kind().plural()), edits)),
        }
    }

    /// The list that the item stands in, in order; `None` for the extension and resources.
    pub fn siblings(&self, item: Item) -> Option<Vec<Item>> {
        fn all<T: Element>(elements: &Elements<T>, item: impl Fn(Key) -> Item) -> Vec<Item> {
            elements.iter().map(|element| item(element.key())).collect()
        }
        Some(match item {
            Item::Action(_) => all(&self.actions, Item::Action),
            Item::Structure(_) => all(&self.structures, Item::Structure),
            Item::Entity(_) => all(&self.entities, Item::Entity),
            Item::Parameter { action, .. } => {
                all(&self.actions.get(action)?.parameters, |parameter| Item::Parameter { action, parameter })
            }
            Item::StructureAttribute { structure, .. } => {
                all(&self.structures.get(structure)?.attributes, |attribute| Item::StructureAttribute {
                    structure,
                    attribute,
                })
            }
            Item::EntityAttribute { entity, .. } => {
                all(&self.entities.get(entity)?.attributes, |attribute| Item::EntityAttribute { entity, attribute })
            }
            Item::Extension | Item::Resource(_) => return None,
        })
    }
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
