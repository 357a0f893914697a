//! From what was kept to the document.

use std::collections::BTreeMap;

use extension::{Extension, History, Step};

use super::bytes::{Form, Read, Unreadable, sealed, unsealed};
use super::difference::Change;
use super::shared::{self, SendingJournal, SharedJournal};
use super::versions::{self, VersionsJournal};
use super::{Anchored, Journal, Part, State};
use crate::{DraftId, Shared, Tabs, Version, Versions};

/// No history and no log counts that far: a greater number is damage, and could not be counted on from.
pub(super) const LAST_NUMBER: u64 = 1 << 60;

/// A document as it was kept.
pub(crate) struct Replayed {
    pub(crate) history: History,
    pub(crate) file_name: Option<String>,
    pub(crate) saved: Option<Extension>,
    pub(crate) compiled: Option<Extension>,
    pub(crate) followed: Vec<(usize, Extension)>,
    pub(crate) tabs: Tabs,
    pub(crate) shared: Option<Shared>,
    pub(crate) versions: Versions,
    /// What of it is kept: everything, unless something could not be read.
    pub(crate) journal: Journal,
    /// What could not be read, a line each.
    pub(crate) damage: Vec<String>,
}

/// The record of a step: what differs from the step before, and which definition the sources followed.
pub(super) fn step_record(step: &Step, before: &Step, followed: Option<&Extension>) -> Vec<u8> {
    let mut out = Vec::new();
    (step.number, (before.number, step.name.clone())).put(&mut out);
    step.extension.put_change(&before.extension, &mut out);
    followed.is_some().put(&mut out);
    if let Some(followed) = followed {
        followed.put_change(&step.extension, &mut out);
    }
    sealed(&out)
}

fn read_step(record: &[u8], before: Option<&Step>, base: &Extension) -> Read<(Step, Option<Extension>)> {
    let mut from = unsealed(record)?;
    let (number, (after, name)) = <(u64, (u64, String))>::read(&mut from)?;
    if number > LAST_NUMBER || after != before.map_or(number, |before| before.number) {
        return Err(Unreadable::Damaged);
    }
    let extension = Extension::read_change(before.map_or(base, |before| &before.extension), &mut from)?;
    let followed = bool::read(&mut from)?.then(|| Extension::read_change(&extension, &mut from)).transpose()?;
    from.end()?;
    Ok((Step { name, extension, merge_with: None, number }, followed))
}

/// The document of these parts, as far as they can be understood, upon what the base was read as.
pub(crate) fn replay(draft: DraftId, base: &Extension, parts: &BTreeMap<Part, Vec<u8>>) -> Replayed {
    let mut reading = Reading { parts, damage: Vec::new() };
    let state = reading.part(Part::State, "The place in the history and the open tabs", State::read);
    let count = state.as_ref().map_or_else(|| reading.steps_there(), |state| state.steps);
    let (steps, followed) = reading.steps(base, count);
    let saved = reading.anchored(Part::Saved, "What the file holds", &steps);
    let compiled = reading.anchored(Part::Compiled, "What was compiled last", &steps);
    let (shared, shared_step) = reading.shared(draft, &steps);
    let versions = reading.versions(&steps);
    let position = state.as_ref().map_or(usize::MAX, |state| state.position);
    let mut tabs = Tabs::default();
    for target in state.iter().flat_map(|state| state.tabs.iter().copied().chain(state.active)) {
        tabs.show(target);
    }
    let journal = Journal {
        base: parts.get(&Part::Base).map(|base| base.as_slice().into()).unwrap_or_default(),
        is_base_kept: true,
        steps: steps.iter().enumerate().map(|(index, step)| (step.number, of_step(&followed, index))).collect(),
        saved: saved.clone(),
        compiled: compiled.clone(),
        shared: SharedJournal::of(shared.as_ref(), shared_step),
        sending: SendingJournal::of(shared.as_ref()),
        versions: VersionsJournal::of(&versions),
        state: parts.get(&Part::State).cloned().unwrap_or_default(),
    };
    let history = History::restored(steps, position).unwrap_or_else(|| History::new("Open", base.clone()));
    tabs.keep_existing(history.current());
    Replayed {
        history,
        file_name: state.and_then(|state| state.file_name),
        saved: saved.extension,
        compiled: compiled.extension,
        followed,
        tabs,
        shared,
        versions: Versions::restored(versions.into_iter().map(|(version, _)| version).collect()),
        journal,
        damage: reading.damage,
    }
}

fn of_step(followed: &[(usize, Extension)], index: usize) -> Option<Extension> {
    followed.iter().find(|(step, _)| *step == index).map(|(_, extension)| extension.clone())
}

struct Reading<'a> {
    parts: &'a BTreeMap<Part, Vec<u8>>,
    damage: Vec<String>,
}

impl Reading<'_> {
    /// A part that must be there, or nothing and a line about it.
    fn part<T>(&mut self, part: Part, what: &str, read: impl FnOnce(&[u8]) -> Read<T>) -> Option<T> {
        let result = self.parts.get(&part).ok_or(Unreadable::Missing).and_then(|record| read(record));
        result.map_err(|why| self.damage.push(format!("{what} cannot be read: {why}."))).ok()
    }

    /// How many steps stand there without a gap.
    fn steps_there(&self) -> usize {
        (0..u32::MAX).take_while(|index| self.parts.contains_key(&Part::Step(*index))).count()
    }

    fn steps(&mut self, base: &Extension, count: usize) -> (Vec<Step>, Vec<(usize, Extension)>) {
        let mut steps: Vec<Step> = Vec::new();
        let mut followed = Vec::new();
        for index in 0..count.max(1) {
            let part = Part::Step(u32::try_from(index).unwrap_or(u32::MAX));
            let what = if index == 0 { "The name of the first step".to_owned() } else { format!("Step {index}") };
            match self.part(part, &what, |record| read_step(record, steps.last(), base)) {
                Some((mut step, of_step)) => {
                    // What the first step begins with is the base, whatever its record says: what is kept anew of it relies on that.
                    if index == 0 {
                        step.extension = base.clone();
                    }
                    followed.extend(of_step.map(|extension| (index, extension)));
                    steps.push(step);
                }
                None if index == 0 => steps.extend_from_slice(History::new("Open", base.clone()).steps()),
                None => {
                    if count > index + 1 {
                        self.damage.push(format!("Steps {} to {} build on it.", index + 1, count - 1));
                    }
                    break;
                }
            }
        }
        (steps, followed)
    }

    fn versions(&mut self, steps: &[Step]) -> Vec<(Version, Anchored)> {
        let range = Part::Version(0)..=Part::Version(u32::MAX);
        let there = self.parts.range(range).filter(|(_, record)| !record.is_empty());
        let there: Vec<u32> =
            there.filter_map(|(part, _)| if let Part::Version(number) = part { Some(*number) } else { None }).collect();
        if there.is_empty() && !self.parts.contains_key(&Part::Versions) {
            return Vec::new();
        }
        let numbers = self.part(Part::Versions, "The list of versions", versions::read_list).unwrap_or(there);
        let read =
            |number| self.part(Part::Version(number), "A version", |record| versions::read(number, record, steps));
        numbers.into_iter().filter_map(read).collect()
    }

    fn shared(&mut self, draft: DraftId, steps: &[Step]) -> (Option<Shared>, u64) {
        if !self.parts.contains_key(&Part::Shared) {
            return (None, 0);
        }
        let read = |record: &[u8]| shared::read(record, draft, steps);
        let (shared, step) = self.part(Part::Shared, "What it shares with others", read).unwrap_or_default();
        // Without them what was sent last meets the document as somebody else's change: nothing is lost by it.
        let stamps = self.parts.get(&Part::Sending).and_then(|record| shared::read_stamps(record).ok());
        (shared.map(|shared| shared.with_stamps(stamps.unwrap_or_default())), step)
    }

    fn anchored(&mut self, part: Part, what: &str, steps: &[Step]) -> Anchored {
        // Without either there is no such part: nothing was ever saved or compiled.
        if self.parts.contains_key(&part) {
            self.part(part, what, |record| Anchored::read(record, steps)).unwrap_or_default()
        } else {
            Anchored::default()
        }
    }
}
