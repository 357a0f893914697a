use std::collections::HashMap;
use std::sync::Arc;

use super::Finding;
use super::context::{Change, Context};

/// An element with rules that look at nothing but itself and the context.
pub(super) trait Verified {
    /// Adds what breaks a rule, in the order of the rows.
    fn verify(&self, context: &Context, found: &mut Vec<Finding>);

    /// Whether something that its rules look at is different.
    fn is_touched_by(&self, change: &Change) -> bool;
}

/// The findings of the elements of one list, each at the place of its element. Most have none.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept(Vec<Option<Arc<[Finding]>>>);

impl Kept {
    /// Verifies the elements that were not in the list before or that the change touches; whether other
    /// findings come of it. An element is the same when it is the same value in memory, which the earlier list,
    /// still held, guarantees.
    pub(super) fn update<T: Verified>(
        &mut self,
        before: &[Arc<T>],
        now: &[Arc<T>],
        context: &Context,
        change: &Change,
    ) -> bool {
        if std::ptr::eq(before, now) && change.is_none() {
            return false;
        }
        let mut places = Places { before, by_pointer: None };
        let next: Vec<_> = now
            .iter()
            .enumerate()
            .map(|(place, element)| match places.of(place, element) {
                Some(known) if !element.is_touched_by(change) => self.0.get(known).cloned().flatten(),
                _ => verified(element.as_ref(), context),
            })
            .collect();
        let is_other = next.iter().flatten().ne(self.0.iter().flatten());
        self.0 = next;
        is_other
    }

    /// Every finding, element by element.
    pub(super) fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter().flatten().flat_map(|findings| findings.iter())
    }
}

fn verified<T: Verified>(element: &T, context: &Context) -> Option<Arc<[Finding]>> {
    let mut found = Vec::new();
    element.verify(context, &mut found);
    (!found.is_empty()).then(|| found.into())
}

/// Where elements stood in the list before.
struct Places<'a, T> {
    before: &'a [Arc<T>],
    by_pointer: Option<HashMap<*const T, usize>>,
}

impl<T> Places<'_, T> {
    fn of(&mut self, place: usize, element: &Arc<T>) -> Option<usize> {
        if self.before.get(place).is_some_and(|before| Arc::ptr_eq(before, element)) {
            return Some(place);
        }
        // One that was exchanged is in no place; one more or less moves all that follow.
        let by_pointer = self.by_pointer.get_or_insert_with(|| {
            self.before.iter().enumerate().map(|(place, element)| (Arc::as_ptr(element), place)).collect()
        });
        by_pointer.get(&Arc::as_ptr(element)).copied()
    }
}
