use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use super::Part;
use extension::Key;

/// An element of two lists.
pub(crate) enum Pair<'a, T> {
    /// Only the later list has it.
    Added(&'a Arc<T>),
    /// Only the earlier list has it.
    Removed(&'a Arc<T>),
    /// Both have it.
    Both {
        before: &'a Arc<T>,
        after: &'a Arc<T>,
        /// Where it stood and stands, counted from 0, when its place among the others changed.
        moved: Option<(usize, usize)>,
    },
}

/// The elements of both lists, matched by key: in the order of the later list, with what is gone behind what
/// it stood behind.
pub(crate) fn pairs<'a, T: Part>(before: &'a [Arc<T>], after: &'a [Arc<T>]) -> Vec<Pair<'a, T>> {
    let mut places: HashMap<Key, VecDeque<usize>> = HashMap::new();
    for (place, element) in before.iter().enumerate() {
        places.entry(element.identity()).or_default().push_back(place);
    }
    let matched: Vec<Option<usize>> =
        after.iter().map(|element| places.get_mut(&element.identity()).and_then(VecDeque::pop_front)).collect();
    let kept: Vec<usize> = matched.iter().flatten().copied().collect();
    let steady: HashSet<usize> = longest_rising(&kept).into_iter().collect();
    let still_there: HashSet<usize> = kept.iter().copied().collect();

    let removed_behind = |place: usize| {
        let gone = before.iter().enumerate().skip(place).take_while(|(place, _)| !still_there.contains(place));
        gone.map(|(_, element)| Pair::Removed(element))
    };
    let mut pairs: Vec<Pair<'a, T>> = removed_behind(0).collect();
    for (now, (element, place)) in after.iter().zip(&matched).enumerate() {
        let Some(place) = *place else {
            pairs.push(Pair::Added(element));
            continue;
        };
        let moved = (!steady.contains(&place)).then_some((place, now));
        pairs.push(Pair::Both { before: &before[place], after: element, moved });
        pairs.extend(removed_behind(place + 1));
    }
    pairs
}

/// The longest choice of these numbers that rises from left to right: what did not move when a list was sorted
/// anew. The numbers differ from each other.
pub(crate) fn longest_rising(numbers: &[usize]) -> Vec<usize> {
    // For each length the position of the smallest number that ends a choice of this length, and for each
    // position the one before it in its choice.
    let mut ends: Vec<usize> = Vec::new();
    let mut earlier: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (position, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|&end| numbers[end] < *number);
        earlier.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(position);
        } else {
            ends[length] = position;
        }
    }
    let mut chosen: Vec<usize> =
        std::iter::successors(ends.last().copied(), |&position| earlier[position]).map(|at| numbers[at]).collect();
    chosen.reverse();
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_did_not_move() {
        assert_eq!(longest_rising(&[]), Vec::<usize>::new());
        assert_eq!(longest_rising(&[0, 1, 2]), [0, 1, 2]);
        assert_eq!(longest_rising(&[4, 0, 1, 2, 3]), [0, 1, 2, 3]);
        assert_eq!(longest_rising(&[1, 2, 3, 0]), [1, 2, 3]);
        assert_eq!(longest_rising(&[2, 1, 0]).len(), 1);
    }
}
