//! What is on its way to the browser's storage: for each draft what is being written, and behind it all
//! that came since, as one.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use workbench::{DraftId, Kept, Part, Summary};

use crate::browser::drafts::{Batch, FoundDraft, write_last};

thread_local! {
    static QUEUES: RefCell<BTreeMap<DraftId, Queue>> = RefCell::default();
}

#[derive(Default)]
struct Queue {
    waiting: Option<Batch>,
    running: Option<Rc<Batch>>,
    /// How many steps there are, and what a list shows, when that is known.
    last: Option<(u32, Summary)>,
    /// The bytes of each part, written or not.
    sizes: BTreeMap<Part, usize>,
}

fn with<T>(draft: DraftId, call: impl FnOnce(&mut Queue) -> T) -> Option<T> {
    QUEUES.with_borrow_mut(|queues| queues.get_mut(&draft).map(call))
}

/// Goes on with a draft that is kept already.
pub(super) fn begin(found: &FoundDraft) {
    let parts = &found.stored.parts;
    let steps = parts.keys().filter(|part| matches!(part, Part::Step(_))).count();
    let queue = Queue {
        last: Some((u32::try_from(steps).unwrap_or(u32::MAX), found.summary.clone())),
        sizes: parts.iter().map(|(part, bytes)| (*part, bytes.len())).collect(),
        ..Queue::default()
    };
    QUEUES.with_borrow_mut(|queues| queues.insert(found.stored.id, queue));
}

/// Adds what is new in a draft.
pub(super) fn add(draft: DraftId, kept: Kept) {
    QUEUES.with_borrow_mut(|queues| queues.entry(draft).or_default().add(kept));
}

/// Adds a part that is no change of the document.
pub(super) fn add_part(draft: DraftId, part: Part, bytes: Vec<u8>) {
    with(draft, |queue| {
        if let Some((steps, summary)) = queue.last.clone() {
            queue.add(Kept { parts: vec![(part, bytes)], steps, summary });
        }
    });
}

/// What is to be written now; nothing while something is.
pub(super) fn next(draft: DraftId) -> Option<Rc<Batch>> {
    with(draft, |queue| {
        if queue.running.is_none() {
            queue.running = queue.waiting.take().map(Rc::new);
            return queue.running.clone();
        }
        None
    })?
}

/// What was being written is written.
pub(super) fn written(draft: DraftId) {
    with(draft, |queue| queue.running = None);
}

/// What was being written is not: it waits again, and what came since is the newer.
pub(super) fn put_back(draft: DraftId) {
    with(draft, |queue| {
        queue.waiting = queue.whole();
        queue.running = None;
    });
}

/// Whether something of the draft is not written yet.
pub(super) fn is_waiting(draft: DraftId) -> bool {
    with(draft, |queue| queue.waiting.is_some() || queue.running.is_some()).unwrap_or_default()
}

/// The drafts of which something waits.
pub(super) fn waiting() -> Vec<DraftId> {
    QUEUES.with_borrow(|queues| {
        queues.iter().filter(|(_, queue)| queue.waiting.is_some()).map(|(draft, _)| *draft).collect()
    })
}

/// Writes no more of the draft.
pub(super) fn forget(draft: DraftId) {
    QUEUES.with_borrow_mut(|queues| queues.remove(&draft));
}

/// Gives everything to the browser at once: the page may end.
pub(super) fn flush() {
    QUEUES.with_borrow(|queues| {
        for (draft, queue) in queues {
            if let Some(batch) = queue.whole() {
                write_last(*draft, &batch);
            }
        }
    });
}

impl Queue {
    fn add(&mut self, kept: Kept) {
        let Kept { parts, steps, summary } = kept;
        self.sizes.retain(|part, _| is_within(*part, steps));
        self.sizes.extend(parts.iter().map(|(part, bytes)| (*part, bytes.len())));
        self.last = Some((steps, summary.clone()));
        let batch = Batch { parts: parts.into_iter().collect(), steps, summary, size: self.sizes.values().sum() };
        self.waiting = Some(match self.waiting.take() {
            Some(before) => joined(before, batch),
            None => batch,
        });
    }

    /// All that is not written for certain.
    fn whole(&self) -> Option<Batch> {
        let running = self.running.as_deref().cloned();
        match (running, self.waiting.clone()) {
            (Some(before), Some(batch)) => Some(joined(before, batch)),
            (one, other) => one.or(other),
        }
    }
}

fn joined(mut before: Batch, batch: Batch) -> Batch {
    before.parts.retain(|part, _| is_within(*part, batch.steps));
    before.parts.extend(batch.parts);
    Batch { parts: before.parts, ..batch }
}

/// Whether a draft of so many steps has the part.
fn is_within(part: Part, steps: u32) -> bool {
    !matches!(part, Part::Step(step) if step >= steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;
    use workbench::{DraftState, Surroundings};

    use crate::browser::surroundings::Browser;

    wasm_bindgen_test_configure!(run_in_browser);

    fn kept(parts: &[(Part, u8)], steps: u32) -> Kept {
        let summary = Summary { name: "Lib".into(), file_name: None, state: DraftState::NotSaved };
        Kept { parts: parts.iter().map(|(part, byte)| (*part, vec![*byte; 2])).collect(), steps, summary }
    }

    #[wasm_bindgen_test]
    fn what_comes_while_something_is_written_is_written_next_as_one() {
        let draft = Browser.new_key();
        add(draft, kept(&[(Part::Base, 1), (Part::Step(0), 1)], 1));
        let first = next(draft).unwrap();
        assert_eq!(first.parts.len(), 2);
        add(draft, kept(&[(Part::Step(1), 2), (Part::Step(2), 2), (Part::State, 2)], 3));
        add(draft, kept(&[(Part::Step(1), 3), (Part::State, 3)], 2));
        assert!(next(draft).is_none());
        written(draft);
        let second = next(draft).unwrap();
        assert_eq!(second.parts, [(Part::Step(1), vec![3; 2]), (Part::State, vec![3; 2])].into());
        assert_eq!((second.steps, second.size), (2, 8));
        written(draft);
        assert!(!is_waiting(draft));
        forget(draft);
    }

    #[wasm_bindgen_test]
    fn what_could_not_be_written_waits_below_what_came_since() {
        let draft = Browser.new_key();
        add(draft, kept(&[(Part::Base, 1), (Part::Step(0), 1), (Part::Step(1), 1)], 2));
        next(draft).unwrap();
        add(draft, kept(&[(Part::State, 2)], 1));
        put_back(draft);
        assert!(waiting().contains(&draft));
        let whole = next(draft).unwrap();
        assert_eq!(whole.parts.keys().copied().collect::<Vec<_>>(), [Part::Base, Part::Step(0), Part::State]);
        forget(draft);
    }
}
