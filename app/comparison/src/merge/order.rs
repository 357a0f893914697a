use std::collections::HashSet;

use super::Side;
use super::sides::Sides;
use crate::longest_rising;
use extension::Key;

/// The keys that are to stay, in the order that both sides want.
///
/// When only one side moved elements its order holds. When both did, theirs are moved in our order, unless both
/// moved the same ones: then `decide` says whose order holds. What only one side has stands behind what it stands
/// behind there, ours first. `decide` is asked independently of what stays.
pub(super) fn order(lists: Sides<&[Key]>, staying: &HashSet<Key>, decide: impl FnOnce() -> Side) -> Vec<Key> {
    let sets = lists.map(|list| list.iter().copied().collect::<HashSet<Key>>());
    let is_common = |key: &Key| sets.base.contains(key) && sets.ours.contains(key) && sets.theirs.contains(key);
    let common = lists.map(|list| list.iter().copied().filter(is_common).collect::<Vec<Key>>());
    let (side, [fixed, moved]) = match common.settled(|one, other| one == other) {
        Some(side) => (side, Default::default()),
        None => {
            let (ours, theirs) = (moved(&common.base, &common.ours), moved(&common.base, &common.theirs));
            if ours.is_disjoint(&theirs) { (Side::Ours, [ours, theirs]) } else { (decide(), Default::default()) }
        }
    };
    let (first, second) = (lists.take(side), lists.take(side.other()));
    let mut merged: Vec<Key> =
        first.iter().copied().filter(|key| staying.contains(key) && !moved.contains(key)).collect();
    let first_has: HashSet<Key> = merged.iter().copied().collect();
    let second_has = if side == Side::Ours { &sets.theirs } else { &sets.ours };
    for (place, key) in second.iter().enumerate() {
        if !staying.contains(key) || first_has.contains(key) {
            continue;
        }
        // What they moved stands behind what we did not move.
        let is_anchor = |before: &&Key| !moved.contains(key) || !fixed.contains(before);
        let mut before = second[..place].iter().rev().filter(is_anchor);
        let behind = before.find_map(|before| merged.iter().position(|it| it == before));
        let mut at = behind.map_or(0, |position| position + 1);
        if side == Side::Ours && !moved.contains(key) {
            at += merged[at..].iter().take_while(|it| !second_has.contains(it)).count();
        }
        merged.insert(at, *key);
    }
    merged
}

/// The keys that stand elsewhere among the others than before.
fn moved(before: &[Key], after: &[Key]) -> HashSet<Key> {
    let places: std::collections::HashMap<Key, usize> =
        before.iter().enumerate().map(|(place, key)| (*key, place)).collect();
    let numbers: Vec<usize> = after.iter().filter_map(|key| places.get(key).copied()).collect();
    let steady: HashSet<usize> = longest_rising(&numbers).into_iter().collect();
    after.iter().filter(|key| places.get(key).is_some_and(|place| !steady.contains(place))).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The merged order of these letters; “!” when both sides moved the same.
    fn merged(base: &str, ours: &str, theirs: &str) -> String {
        let keys = |text: &str| text.bytes().map(|byte| Key::from_bytes([byte; 16])).collect::<Vec<Key>>();
        let (base, ours, theirs) = (keys(base), keys(ours), keys(theirs));
        let deleted: HashSet<Key> =
            base.iter().filter(|key| !ours.contains(key) || !theirs.contains(key)).copied().collect();
        let staying = ours.iter().chain(&theirs).copied().filter(|key| !deleted.contains(key)).collect();
        let mut mark = "";
        let sides = Sides { base: base.as_slice(), ours: ours.as_slice(), theirs: theirs.as_slice() };
        let order = order(sides, &staying, || {
            mark = "!";
            Side::Ours
        });
        order.iter().map(|key| char::from(key.bytes()[0])).collect::<String>() + mark
    }

    #[test]
    fn orders() {
        assert_eq!(merged("abc", "abc", "abc"), "abc");
        assert_eq!(merged("abc", "cab", "abc"), "cab");
        assert_eq!(merged("abc", "abc", "cab"), "cab");
        assert_eq!(merged("abc", "cab", "cab"), "cab");
        assert_eq!(merged("a", "ax", "ay"), "axy", "ours first");
        assert_eq!(merged("a", "xa", "ya"), "xya");
        assert_eq!(merged("ab", "axb", "aby"), "axby");
        assert_eq!(merged("ab", "bxa", "aby"), "bxya", "what is new stands behind what it stood behind");
        assert_eq!(merged("abcd", "bcda", "dabc"), "dbca", "each moved another one");
        assert_eq!(merged("abcde", "eabcd", "bcdea"), "ebcda", "e to the front, a to the end");
        assert_eq!(merged("abc", "cab", "acb"), "cab!", "both moved c");
        assert_eq!(merged("abc", "ac", "abcd"), "acd");
        assert_eq!(merged("", "x", "y"), "xy");
        assert_eq!(merged("abc", "c", "a"), "");
    }
}
