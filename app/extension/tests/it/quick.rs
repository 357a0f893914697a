//! Quick open finds what a few characters stand for, the best first.

use extension::quick::{Match, quick_open};
use extension::{BasicType, Edit, Entity, EntityAttribute, Extension, Folder, Item, Structure, StructureAttribute};
use proptest::prelude::*;
use support::document::{self, INPUT, edited, empty, key, name, parameter, resource};

fn action(number: u8, text: &str, parameters: &[&str]) -> Edit {
    let parameters = (number + 1..).zip(parameters);
    let parameters = parameters.map(|(number, text)| parameter(number, text, INPUT, BasicType::Text));
    Edit::AddAction(document::action(number, text, parameters), None)
}

fn sample() -> Extension {
    let mut structure = Structure::new(key(50), name("OrderLine"));
    structure.attributes = [StructureAttribute::new(key(51), name("Order"))].into_iter().collect();
    let mut entity = Entity::new(key(60), name("Customer"));
    entity.attributes = [EntityAttribute::new(key(61), name("OrderCount"))].into_iter().collect();
    let file = |number: u8, folder: &str, file_name: &str| Edit::AddResource(resource(number, folder, file_name, b""));
    let edits = [
        action(10, "GetOrderCount", &["Customer", "Count"]),
        action(20, "Reorder", &["OrderId"]),
        action(30, "Order", &[]),
        Edit::AddStructure(structure, None),
        Edit::AddEntity(entity, None),
        file(70, Folder::SOURCE, "Orders.cs"),
        file(71, Folder::ICONS, "order.png"),
    ];
    edited(&empty("Bank"), &edits)
}

/// The names with what they were found by in brackets, and where they lie.
fn found(text: &str, limit: usize) -> Vec<String> {
    let marked = |found: &Match| {
        let mut name = found.name.clone();
        for range in found.ranges.iter().rev() {
            name.insert(range.end, ']');
            name.insert(range.start, '[');
        }
        if found.path.is_empty() { name } else { format!("{name} in {}", found.path) }
    };
    quick_open(&sample(), text, limit).iter().map(marked).collect()
}

#[test]
fn the_best_comes_first() {
    assert_eq!(
        found("order", 20),
        [
            "[Order]",
            "[Order] in OrderLine",
            "[Order]Line",
            r"[Order]s.cs in \Source\NET\",
            r"[order].png in \Icons\",
            "[Order]Id in Reorder",
            "[Order]Count in Customer",
            "Get[Order]Count",
            "Re[order]",
        ]
    );
    assert_eq!(found("order", 2).len(), 2);
}

#[test]
fn beginnings_of_words_and_paths() {
    assert_eq!(found("goc", 9), ["[G]et[O]rder[C]ount"]);
    assert_eq!(found("Count", 1), ["[Count] in GetOrderCount"]);
    assert_eq!(found("goc.cus", 9), ["[G]et[O]rder[C]ount.[Cus]tomer in GetOrderCount"]);
    assert_eq!(found("orders.cs", 9), [r"[Orders.cs] in \Source\NET\"]);
    assert_eq!(found("net/ord", 9), [r"[Ord]ers.cs in \Source\NET\"]);
    assert_eq!(found("xyz", 9), [""; 0]);
}

#[test]
fn nothing_typed_matches_elements_in_their_order() {
    assert_eq!(found(" ", 4), ["GetOrderCount", "Reorder", "Order", "OrderLine"]);
    let all = quick_open(&sample(), "", 99);
    assert_eq!(all.len(), 7);
    assert!(all.iter().all(|found| found.item == found.item.owner() && found.item != Item::Extension));
}

proptest! {
    #[test]
    fn any_text_is_matched_within_the_names(text in "[a-zA-Z./\\\\ äß]{0,8}|\\PC{0,8}", limit in 0..9_usize) {
        let matches = quick_open(&sample(), &text, limit);
        prop_assert!(matches.len() <= limit);
        for found in matches {
            for range in found.ranges {
                prop_assert!(found.name.get(range).is_some());
            }
        }
    }
}
