//! Quick open: elements, rows and files by a few characters of their names.

pub(crate) mod fuzzy;

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use crate::{Extension, Item};
use fuzzy::Pattern;

/// Something whose name has the typed characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// What it is.
    pub item: Item,
    /// Its name; its path, as `GetOrder.Lines`, where the typed text has a point and so meant one.
    pub name: String,
    /// The parts of the name that the typed text stands for, as byte ranges in order.
    pub ranges: Vec<Range<usize>>,
    /// Where it lies: the element of a row, the folder of a file, nothing for others.
    pub path: String,
}

/// A row counts less than an element that fits as well.
const ROW_COST: i32 = 400;

/// The best `limit` matches, the best first. Nothing typed matches the elements and files in their order.
///
/// Characters may be left out: beginnings of words (`goc` for `GetOrderCount`) count more than others, and
/// the beginning of the name most. What stands before a point is looked for in the element and what stands
/// behind it in its rows; with a slash, files are looked for by folder too.
pub fn quick_open(extension: &Extension, text: &str, limit: usize) -> Vec<Match> {
    let mut typed = Typed::new(text);
    let mut ranking = Ranking::new(limit);
    typed.elements(extension, &mut ranking);
    typed.files(extension, &mut ranking);
    if !typed.whole.is_empty() {
        typed.rows(extension, &mut ranking);
    }
    ranking.best().into_iter().map(|candidate| typed.matched(&candidate)).collect()
}

/// What was typed.
struct Typed {
    whole: Pattern,
    /// What stands before and behind the last point.
    owner_and_row: Option<(Pattern, Pattern)>,
    is_path: bool,
}

impl Typed {
    fn new(text: &str) -> Self {
        let is_path = text.contains(['/', '\\']);
        let owner_and_row = text.rsplit_once('.').map(|(owner, row)| (Pattern::new(owner), Pattern::new(row)));
        Self { whole: Pattern::new(&text.replace('/', "\\")), owner_and_row, is_path }
    }

    fn elements<'a>(&mut self, extension: &'a Extension, ranking: &mut Ranking<'a>) {
        let mut add = |item: Item, name: &'a str| {
            if let Some(score) = self.whole.score(name) {
                ranking.add(score, item, name, "");
            }
        };
        extension.actions.iter().for_each(|it| add(Item::Action(it.key), it.name.as_str()));
        extension.structures.iter().for_each(|it| add(Item::Structure(it.key), it.name.as_str()));
        extension.entities.iter().for_each(|it| add(Item::Entity(it.key), it.name.as_str()));
    }

    fn files<'a>(&mut self, extension: &'a Extension, ranking: &mut Ranking<'a>) {
        for resource in extension.resources.iter() {
            let (folder, name) = (resource.folder.as_str(), resource.file_name.as_str());
            let score = if self.is_path { self.whole.score(&resource.path()) } else { self.whole.score(name) };
            if let Some(score) = score {
                ranking.add(score, Item::Resource(resource.key), name, folder);
            }
        }
    }

    fn rows<'a>(&mut self, extension: &'a Extension, ranking: &mut Ranking<'a>) {
        for action in &extension.actions {
            let rows = action.parameters.iter();
            let rows = rows.map(|it| (it.name.as_str(), Item::Parameter { action: action.key, parameter: it.key }));
            self.rows_of(action.name.as_str(), rows, ranking);
        }
        for structure in &extension.structures {
            let rows = structure
                .attributes
                .iter()
                .map(|it| (it.name.as_str(), Item::StructureAttribute { structure: structure.key, attribute: it.key }));
            self.rows_of(structure.name.as_str(), rows, ranking);
        }
        for entity in &extension.entities {
            let rows = entity.attributes.iter();
            let rows =
                rows.map(|it| (it.name.as_str(), Item::EntityAttribute { entity: entity.key, attribute: it.key }));
            self.rows_of(entity.name.as_str(), rows, ranking);
        }
    }

    fn rows_of<'a>(&mut self, owner: &'a str, rows: impl Iterator<Item = (&'a str, Item)>, ranking: &mut Ranking<'a>) {
        let (pattern, owner_score) = match &mut self.owner_and_row {
            None => (&mut self.whole, 0),
            Some((owner_pattern, row)) => match owner_pattern.score(owner) {
                Some(score) => (row, score),
                None => return,
            },
        };
        for (name, item) in rows {
            if let Some(score) = pattern.score(name) {
                ranking.add(score + owner_score - ROW_COST, item, name, owner);
            }
        }
    }

    /// The match with what a list shows of it.
    fn matched(&mut self, candidate: &Candidate<'_>) -> Match {
        let (item, path) = (candidate.item, candidate.path.to_owned());
        let name = candidate.name.to_owned();
        match (item, &mut self.owner_and_row) {
            (Item::Resource(_), _) if self.is_path => {
                let behind = path.len();
                // Of the whole path, the ranges that lie in the name.
                let ranges = self.whole.ranges(&format!("{path}{name}")).into_iter();
                let ranges = ranges.filter(|range| range.end > behind);
                let ranges = ranges.map(|range| range.start.saturating_sub(behind)..range.end - behind).collect();
                Match { item, name, ranges, path }
            }
            (_, Some((owner, row))) if item.owner() != item => {
                let behind = path.len() + 1;
                let in_row = row.ranges(&name).into_iter().map(|range| range.start + behind..range.end + behind);
                let ranges = owner.ranges(&path).into_iter().chain(in_row).collect();
                Match { item, name: format!("{path}.{name}"), ranges, path }
            }
            _ => Match { item, ranges: self.whole.ranges(&name), name, path },
        }
    }
}

/// The best candidates so far.
struct Ranking<'a> {
    limit: usize,
    /// The worst of them on top.
    heap: BinaryHeap<Reverse<Candidate<'a>>>,
    count: usize,
}

/// Something whose name fits. The greater one is the better one; of two that fit equally well, the one that
/// stands first in the document.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Candidate<'a> {
    score: i32,
    order: Reverse<usize>,
    item: Item,
    name: &'a str,
    path: &'a str,
}

impl<'a> Ranking<'a> {
    fn new(limit: usize) -> Self {
        Self { limit, heap: BinaryHeap::new(), count: 0 }
    }

    fn add(&mut self, score: i32, item: Item, name: &'a str, path: &'a str) {
        self.count += 1;
        if self.heap.len() >= self.limit && self.heap.peek().is_none_or(|worst| worst.0.score >= score) {
            return;
        }
        self.heap.push(Reverse(Candidate { score, order: Reverse(self.count), item, name, path }));
        if self.heap.len() > self.limit {
            self.heap.pop();
        }
    }

    fn best(self) -> Vec<Candidate<'a>> {
        self.heap.into_sorted_vec().into_iter().map(|Reverse(candidate)| candidate).collect()
    }
}
