//! What is on its way to the browser's storage: for each draft what is being written, and behind it all that came since, as one.
//!
//! A state machine without storage: who writes takes [`WriteQueues::next`], and tells [`WriteQueues::written`] or [`WriteQueues::put_back`].

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{DraftId, Kept, Part, Summary};

/// What is written at once: all of it or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The parts that are new or other, whole.
    pub parts: BTreeMap<Part, Vec<u8>>,
    /// How many steps the draft has then: parts of later ones go.
    pub steps: u32,
    /// What a list of drafts shows.
    pub summary: Summary,
    /// Bytes of all parts of the draft, written or not.
    pub size: usize,
}

/// The queues of all drafts.
#[derive(Debug, Default)]
pub struct WriteQueues {
    queues: BTreeMap<DraftId, Queue>,
}

#[derive(Debug, Default)]
struct Queue {
    waiting: Option<Batch>,
    running: Option<Arc<Batch>>,
    /// How many steps there are, and what a list shows, when that is known.
    last: Option<(u32, Summary)>,
    /// The bytes of each part, written or not.
    sizes: BTreeMap<Part, usize>,
}

impl WriteQueues {
    /// Goes on with a draft that is kept already.
    pub fn begin(&mut self, draft: DraftId, parts: &BTreeMap<Part, Vec<u8>>, summary: Summary) {
        let steps = parts.keys().filter(|part| matches!(part, Part::Step(_))).count();
        let queue = Queue {
            last: Some((u32::try_from(steps).unwrap_or(u32::MAX), summary)),
            sizes: parts.iter().map(|(part, bytes)| (*part, bytes.len())).collect(),
            ..Queue::default()
        };
        self.queues.insert(draft, queue);
    }

    /// Adds what is new in a draft.
    pub fn add(&mut self, draft: DraftId, kept: Kept) {
        self.queues.entry(draft).or_default().add(kept);
    }

    /// Adds a part that is not a change of the document; not to a draft of which nothing is known.
    pub fn add_part(&mut self, draft: DraftId, part: Part, bytes: Vec<u8>) {
        if let Some(queue) = self.queues.get_mut(&draft)
            && let Some((steps, summary)) = queue.last.clone()
        {
            queue.add(Kept { parts: vec![(part, bytes)], steps, summary });
        }
    }

    /// What is to be written now; nothing while something is.
    pub fn next(&mut self, draft: DraftId) -> Option<Arc<Batch>> {
        let queue = self.queues.get_mut(&draft).filter(|queue| queue.running.is_none())?;
        queue.running = queue.waiting.take().map(Arc::new);
        queue.running.clone()
    }

    /// Whether this is what is being written.
    pub fn is_running(&self, draft: DraftId, batch: &Arc<Batch>) -> bool {
        let running = self.queues.get(&draft).and_then(|queue| queue.running.as_ref());
        running.is_some_and(|running| Arc::ptr_eq(running, batch))
    }

    /// What was being written is written.
    pub fn written(&mut self, draft: DraftId) {
        if let Some(queue) = self.queues.get_mut(&draft) {
            queue.running = None;
        }
    }

    /// What was being written is not: it waits again, and what came since is the newer.
    pub fn put_back(&mut self, draft: DraftId) {
        if let Some(queue) = self.queues.get_mut(&draft) {
            queue.waiting = queue.unwritten();
            queue.running = None;
        }
    }

    /// Whether something of the draft is not written yet.
    pub fn is_waiting(&self, draft: DraftId) -> bool {
        self.queues.get(&draft).is_some_and(|queue| queue.waiting.is_some() || queue.running.is_some())
    }

    /// The drafts of which something waits.
    pub fn waiting(&self) -> Vec<DraftId> {
        self.queues.iter().filter(|(_, queue)| queue.waiting.is_some()).map(|(draft, _)| *draft).collect()
    }

    /// Writes no more of the draft.
    pub fn forget(&mut self, draft: DraftId) {
        self.queues.remove(&draft);
    }

    /// All that is not written for certain: for a page that may end.
    pub fn unwritten(&self) -> Vec<(DraftId, Batch)> {
        self.queues.iter().filter_map(|(draft, queue)| Some((*draft, queue.unwritten()?))).collect()
    }
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

    fn unwritten(&self) -> Option<Batch> {
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
    use proptest::prelude::*;

    use super::*;
    use crate::DraftState;

    type Parts = BTreeMap<Part, Vec<u8>>;

    fn draft() -> DraftId {
        DraftId::from_random([7; 16])
    }

    fn kept(parts: &[(Part, u8)], steps: u32) -> Kept {
        let summary = Summary { name: "Lib".into(), file_name: None, state: DraftState::NotSaved };
        Kept { parts: parts.iter().map(|(part, byte)| (*part, vec![*byte; 2])).collect(), steps, summary }
    }

    #[test]
    fn what_comes_while_something_is_written_is_written_next_as_one() {
        let (mut queues, draft) = (WriteQueues::default(), draft());
        queues.add(draft, kept(&[(Part::Base, 1), (Part::Step(0), 1)], 1));
        assert_eq!(queues.next(draft).unwrap().parts.len(), 2);
        queues.add(draft, kept(&[(Part::Step(1), 2), (Part::Step(2), 2), (Part::State, 2)], 3));
        queues.add(draft, kept(&[(Part::Step(1), 3), (Part::State, 3)], 2));
        assert!(queues.next(draft).is_none());
        queues.written(draft);
        let second = queues.next(draft).unwrap();
        assert_eq!(second.parts, [(Part::Step(1), vec![3; 2]), (Part::State, vec![3; 2])].into());
        assert_eq!((second.steps, second.size), (2, 8));
        queues.written(draft);
        assert!(!queues.is_waiting(draft));
    }

    #[test]
    fn what_could_not_be_written_waits_below_what_came_since() {
        let (mut queues, draft) = (WriteQueues::default(), draft());
        queues.add(draft, kept(&[(Part::Base, 1), (Part::Step(0), 1), (Part::Step(1), 1)], 2));
        queues.next(draft).unwrap();
        queues.add(draft, kept(&[(Part::State, 2)], 1));
        queues.put_back(draft);
        assert_eq!(queues.waiting(), [draft]);
        let whole = queues.next(draft).unwrap();
        assert_eq!(whole.parts.keys().copied().collect::<Vec<_>>(), [Part::Base, Part::Step(0), Part::State]);
    }

    /// What storage holds after a batch.
    fn store(stored: &mut Parts, batch: &Batch) {
        stored.retain(|part, _| is_within(*part, batch.steps));
        stored.extend(batch.parts.clone());
    }

    /// What happens to a draft.
    #[derive(Debug, Clone)]
    enum Happening {
        Kept(u8, u32, u8),
        Begun,
        Written,
        Failed,
        /// It was written, and the page heard of a failure.
        WrittenAndFailed,
    }

    fn happening() -> impl Strategy<Value = Happening> {
        prop_oneof![
            3 => (any::<u8>(), 0_u32..5, any::<u8>()).prop_map(|(step, steps, byte)| Happening::Kept(step, steps, byte)),
            2 => Just(Happening::Begun),
            2 => Just(Happening::Written),
            1 => Just(Happening::Failed),
            1 => Just(Happening::WrittenAndFailed),
        ]
    }

    proptest! {
        /// However writing goes: what is stored and what is not written for certain are together all that was kept.
        #[test]
        fn nothing_is_lost(happenings in prop::collection::vec(happening(), 0..60)) {
            let (mut queues, draft) = (WriteQueues::default(), draft());
            let (mut wanted, mut stored, mut running, mut count) = (Parts::new(), Parts::new(), None, 0);
            for happening in happenings {
                match happening {
                    Happening::Kept(step, steps, byte) => {
                        // Every step that is new is kept, and one that may be older.
                        let mut parts: Vec<_> = (count..steps).map(|step| (Part::Step(step), byte)).collect();
                        parts.push((Part::State, byte));
                        if steps > 0 {
                            parts.push((Part::Step(u32::from(step) % steps), byte));
                        }
                        count = steps;
                        let kept = kept(&parts, steps);
                        wanted.retain(|part, _| is_within(*part, steps));
                        wanted.extend(kept.parts.clone());
                        queues.add(draft, kept);
                    }
                    Happening::Begun => running = queues.next(draft).or(running),
                    Happening::Written => {
                        if let Some(batch) = running.take() {
                            store(&mut stored, &batch);
                            queues.written(draft);
                        }
                    }
                    Happening::Failed | Happening::WrittenAndFailed => {
                        if let Some(batch) = running.take() {
                            if matches!(happening, Happening::WrittenAndFailed) {
                                store(&mut stored, &batch);
                            }
                            queues.put_back(draft);
                        }
                    }
                }
                let mut all = stored.clone();
                queues.unwritten().iter().for_each(|(_, batch)| store(&mut all, batch));
                prop_assert_eq!(&all, &wanted);
            }
        }
    }
}
