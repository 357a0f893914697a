//! How one value differs from an earlier one, as bytes: only what is other stands there.

use std::collections::HashMap;
use std::sync::Arc;

use extension::{Content, Elements, Extension, Key};

use super::bytes::{Form, Read, Reader, Unreadable, put_block};
use super::carrier;

/// A value that can be written as what is other in it.
pub(super) trait Change: Sized {
    /// Writes what is other than in `before`.
    fn put_change(&self, before: &Self, out: &mut Vec<u8>);
    /// The value that [`put_change`](Self::put_change) has written, from the same `before`.
    fn read_change(before: &Self, from: &mut Reader<'_>) -> Read<Self>;
}

/// A value that is written wholly or not at all.
macro_rules! whole {
    ($($type:ty),+ $(,)?) => {$(
        impl $crate::journal::difference::Change for $type {
            fn put_change(&self, before: &Self, out: &mut Vec<u8>) {
                (self != before).put(out);
                if self != before {
                    self.put(out);
                }
            }

            fn read_change(before: &Self, from: &mut Reader<'_>) -> Read<Self> {
                if bool::read(from)? { Self::read(from) } else { Ok(before.clone()) }
            }
        }
    )+};
}

/// A structure that is written field by field. Every field has to be named, so that a new one is not
/// forgotten; `origin` is not written: what is new has none.
macro_rules! form {
    ($($type:ident $(with $origin:ident)? { $($field:ident),+ $(,)? })+) => {$(
        impl $crate::journal::bytes::Form for $type {
            fn put(&self, out: &mut Vec<u8>) {
                let Self { $($field,)+ $($origin: _)? } = self;
                $($field.put(out);)+
            }

            fn read(from: &mut Reader<'_>) -> Read<Self> {
                Ok(Self { $($field: Form::read(from)?,)+ $($origin: Default::default())? })
            }
        }
    )+};
}

/// A structure of which each field is written as what is other in it; `origin` stays what it was before.
macro_rules! fields {
    ($($type:ident $(with $origin:ident)? { $($field:ident),+ $(,)? })+) => {$(
        form! { $type $(with $origin)? { $($field),+ } }

        impl $crate::journal::difference::Change for $type {
            fn put_change(&self, before: &Self, out: &mut Vec<u8>) {
                let Self { $($field,)+ $($origin: _)? } = self;
                $($field.put_change(&before.$field, out);)+
            }

            fn read_change(before: &Self, from: &mut Reader<'_>) -> Read<Self> {
                Ok(Self {
                    $($field: Change::read_change(&before.$field, from)?,)+
                    $($origin: before.$origin.clone())?
                })
            }
        }
    )+};
}

pub(super) use {fields, form, whole};

impl<T: Change> Change for Arc<T> {
    fn put_change(&self, before: &Self, out: &mut Vec<u8>) {
        let is_other = !Self::ptr_eq(self, before);
        is_other.put(out);
        if is_other {
            self.as_ref().put_change(before, out);
        }
    }

    fn read_change(before: &Self, from: &mut Reader<'_>) -> Read<Self> {
        if bool::read(from)? { T::read_change(before, from).map(Self::new) } else { Ok(Self::clone(before)) }
    }
}

/// What differs between two sequences: how many stay at the beginning and at the end, and what stands
/// between them.
fn spliced<'a, T: PartialEq>(before: &[T], after: &'a [T]) -> (usize, usize, &'a [T]) {
    let same = |(one, other): &(&T, &T)| one == other;
    let head = before.iter().zip(after).take_while(same).count();
    let tail = before[head..].iter().rev().zip(after[head..].iter().rev()).take_while(same).count();
    (head, tail, &after[head..after.len() - tail])
}

/// The parts of `before` that stay, in front and behind.
fn ends<'a, T>(before: &'a [T], from: &mut Reader<'_>) -> Read<(&'a [T], &'a [T])> {
    let (head, tail) = (usize::read(from)?, usize::read(from)?);
    let rest = before.len().checked_sub(head).and_then(|rest| rest.checked_sub(tail)).ok_or(Unreadable::Damaged)?;
    Ok((&before[..head], &before[head + rest..]))
}

impl Change for Content {
    fn put_change(&self, before: &Self, out: &mut Vec<u8>) {
        let is_other = self != before;
        is_other.put(out);
        if is_other {
            let (before, after) = (before.bytes(), self.bytes());
            let (head, tail, between) = spliced(&before, &after);
            (head, tail).put(out);
            put_block(between, out);
        }
    }

    fn read_change(before: &Self, from: &mut Reader<'_>) -> Read<Self> {
        if !bool::read(from)? {
            return Ok(before.clone());
        }
        let before = before.bytes();
        let (head, tail) = ends(&before, from)?;
        Ok(Self::from_bytes([head, from.block()?, tail].concat()))
    }
}

impl Change for Arc<[Key]> {
    fn put_change(&self, before: &Self, out: &mut Vec<u8>) {
        let is_other = self != before;
        is_other.put(out);
        if is_other {
            let (head, tail, between) = spliced(before, self);
            (head, tail).put(out);
            between.to_vec().put(out);
        }
    }

    fn read_change(before: &Self, from: &mut Reader<'_>) -> Read<Self> {
        if !bool::read(from)? {
            return Ok(Self::clone(before));
        }
        let (head, tail) = ends(before, from)?;
        Ok([head, &Vec::read(from)?, tail].concat().into())
    }
}

/// What stands in a list and is known by its key.
pub(super) trait Listed: Form + Change + PartialEq {
    /// The key.
    fn key(&self) -> Key;
    /// Whether it, without its rows, comes from the same place of a file as the other.
    fn has_origin_of(&self, other: &Self) -> bool;
    /// Whether it or something in it was read from a file.
    fn is_read(&self) -> bool;
    /// An extension with nothing but this in it.
    fn carried(self: &Arc<Self>) -> Extension;
    /// What such an extension has in it.
    fn of_carrier(carrier: &Extension) -> Option<Arc<Self>>;
}

/// How an entry of a list is written.
const SAME: u8 = 0;
const CHANGED: u8 = 1;
const NEW: u8 = 2;
/// New here and read from a file, perhaps another one: as that file had it, see [`carrier`].
const CARRIED: u8 = 3;

/// No list is longer: what says otherwise is damaged.
const LONGEST: usize = 1 << 20;

/// Writes a list as what is other than in `before`, where its entries may come from.
pub(super) fn put_list<T: Listed>(after: &[Arc<T>], before: &[&Arc<T>], out: &mut Vec<u8>) {
    let mut by_key: Option<HashMap<Key, usize>> = None;
    let mut next = 0;
    let mut rest = after;
    after.len().put(out);
    while let Some((entry, behind)) = rest.split_first() {
        let is_at = |index: usize| before.get(index).is_some_and(|old| Arc::ptr_eq(old, entry));
        if !is_at(next) {
            let by_key =
                by_key.get_or_insert_with(|| before.iter().enumerate().rev().map(|(i, old)| (old.key(), i)).collect());
            next = by_key.get(&entry.key()).copied().unwrap_or(before.len());
        }
        if is_at(next) {
            let run = before[next..].iter().zip(rest).take_while(|(old, new)| Arc::ptr_eq(old, new)).count();
            out.push(SAME);
            (next, run).put(out);
            (rest, next) = (&rest[run..], next + run);
            continue;
        }
        put_entry(entry, next, before.get(next).copied(), out);
        (rest, next) = (behind, next + 1);
    }
}

fn put_entry<T: Listed>(entry: &Arc<T>, index: usize, before: Option<&Arc<T>>, out: &mut Vec<u8>) {
    if let Some(before) = before.filter(|before| entry.has_origin_of(before)) {
        out.push(CHANGED);
        index.put(out);
        return entry.as_ref().put_change(before, out);
    }
    if let Some(text) = entry.is_read().then(|| carrier::text(entry)).flatten() {
        out.push(CARRIED);
        return text.put(out);
    }
    out.push(NEW);
    entry.put(out);
}

/// Reads what [`put_list`] has written.
pub(super) fn read_list<T: Listed>(before: &[&Arc<T>], from: &mut Reader<'_>) -> Read<Vec<Arc<T>>> {
    let length = usize::read(from)?;
    if length > LONGEST {
        return Err(Unreadable::Damaged);
    }
    let mut list = Vec::new();
    // An entry stays in one place only: with few bytes a list could double again and again.
    let mut taken = vec![false; before.len()];
    while list.len() < length {
        let old = |index: usize| before.get(index).copied().ok_or(Unreadable::Damaged);
        match from.byte()? {
            SAME => {
                let (start, run) = <(usize, usize)>::read(from)?;
                let end = start.checked_add(run).filter(|_| run > 0).ok_or(Unreadable::Damaged)?;
                let places = taken.get_mut(start..end).filter(|places| !places.contains(&true));
                places.ok_or(Unreadable::Damaged)?.fill(true);
                list.extend(before[start..end].iter().map(|entry| Arc::clone(entry)));
            }
            CHANGED => list.push(Arc::new(T::read_change(old(usize::read(from)?)?, from)?)),
            NEW => list.push(Arc::read(from)?),
            CARRIED => list.push(carrier::entry(String::read(from)?)?),
            _ => return Err(Unreadable::Damaged),
        }
    }
    if list.len() == length { Ok(list) } else { Err(Unreadable::Damaged) }
}

impl<T: Listed> Form for Elements<T> {
    fn put(&self, out: &mut Vec<u8>) {
        put_list(self, &[], out);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        read_list(&[], from).map(Self::of_shared)
    }
}

impl<T: Listed> Change for Elements<T> {
    fn put_change(&self, before: &Self, out: &mut Vec<u8>) {
        let is_other = !Self::is_shared(self, before);
        is_other.put(out);
        if is_other {
            put_list(self, &before.iter().collect::<Vec<_>>(), out);
        }
    }

    fn read_change(before: &Self, from: &mut Reader<'_>) -> Read<Self> {
        if !bool::read(from)? {
            return Ok(before.clone());
        }
        read_list(&before.iter().collect::<Vec<_>>(), from).map(Self::of_shared)
    }
}
