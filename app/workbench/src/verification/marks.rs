use std::collections::HashMap;

use extension::{Item, Place, Property, Severity};

use crate::Problem;

/// Where on the screen something is to be mended: made from the problems, for fields, rows and lines of trees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    places: HashMap<Place, Mark>,
    items: HashMap<Item, Severity>,
}

/// What a field shows of its problems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The worst of them.
    pub severity: Severity,
    /// Their texts, a line each.
    pub text: String,
}

impl Marks {
    pub(crate) fn new(problems: &[Problem]) -> Self {
        let mut marks = Self::default();
        for problem in problems {
            let own = problem.resource.map(|key| Item::Resource(key).at(Property::Content));
            if let Some(place) = problem.place.or(own) {
                marks.add(place, problem);
            }
        }
        marks
    }

    fn add(&mut self, place: Place, problem: &Problem) {
        match self.places.get_mut(&place) {
            Some(mark) => {
                mark.severity = mark.severity.min(problem.severity);
                mark.text.push('\n');
                mark.text.push_str(&problem.text);
            }
            None => {
                let mark = Mark { severity: problem.severity, text: problem.text.clone() };
                self.places.insert(place, mark);
            }
        }
        for item in [place.item, place.item.owner()] {
            let worst = self.items.entry(item).or_insert(problem.severity);
            *worst = (*worst).min(problem.severity);
        }
    }

    /// What a field has to show.
    pub fn at(&self, place: Place) -> Option<&Mark> {
        self.places.get(&place)
    }

    /// The worst problem of an element with all its rows, or of a row.
    pub fn of(&self, item: Item) -> Option<Severity> {
        self.items.get(&item).copied()
    }
}
