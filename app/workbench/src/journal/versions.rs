//! Versions of a draft: each is a part of its own, written once, and empty when it is forgotten. A list tells which there
//! are, so that one that is missing is missed.

use extension::{Step, Timestamp};

use super::bytes::{Form, Read, Unreadable, put_block, sealed, unsealed};
use super::{Anchored, Part};
use crate::{Facts, Version, VersionKind};

/// What of the versions is kept already.
#[derive(Debug, Clone, Default)]
pub(super) struct VersionsJournal {
    list: Vec<u32>,
    versions: Vec<KeptVersion>,
}

#[derive(Debug, Clone)]
struct KeptVersion {
    number: u32,
    head: Vec<u8>,
    anchored: Anchored,
}

impl VersionsJournal {
    /// The journal of versions that were read, each with how it was kept.
    pub(super) fn of(read: &[(Version, Anchored)]) -> Self {
        let kept = |(version, anchored): &(Version, Anchored)| KeptVersion {
            number: version.number,
            head: head(version),
            anchored: anchored.clone(),
        };
        Self {
            list: read.iter().map(|(version, _)| version.number).collect(),
            versions: read.iter().map(kept).collect(),
        }
    }

    /// The parts that are new, other, or gone.
    pub(super) fn keep(&mut self, document: &Facts<'_>, parts: &mut Vec<(Part, Vec<u8>)>) {
        let mut kept = Vec::new();
        for version in document.versions {
            let position = self.versions.iter().position(|own| own.number == version.number);
            let before = position.map(|position| self.versions.swap_remove(position));
            let head = head(version);
            let mut anchored = match before {
                Some(before) if before.head == head => before.anchored,
                // All of a record is written anew.
                _ => Anchored::default(),
            };
            if let Some(record) = anchored.keep(Some(&version.extension), document) {
                let mut out = head.clone();
                put_block(&record, &mut out);
                parts.push((Part::Version(version.number), sealed(&out)));
            }
            kept.push(KeptVersion { number: version.number, head, anchored });
        }
        parts.extend(self.versions.drain(..).map(|gone| (Part::Version(gone.number), Vec::new())));
        self.versions = kept;
        let list: Vec<u32> = document.versions.iter().map(|version| version.number).collect();
        if list != self.list {
            parts.push((Part::Versions, list_record(&list)));
            self.list = list;
        }
    }
}

fn list_record(list: &[u32]) -> Vec<u8> {
    let mut out = Vec::new();
    list.iter().map(|number| u64::from(*number)).collect::<Vec<_>>().put(&mut out);
    sealed(&out)
}

/// The numbers that the list has.
pub(super) fn read_list(record: &[u8]) -> Read<Vec<u32>> {
    let mut from = unsealed(record)?;
    let numbers = Vec::<u64>::read(&mut from)?;
    from.end()?;
    numbers.into_iter().map(|number| u32::try_from(number).map_err(|_| Unreadable::Damaged)).collect()
}

fn head(version: &Version) -> Vec<u8> {
    let kind = match version.kind {
        VersionKind::Named => 0_u64,
        VersionKind::Saved => 1,
        VersionKind::Published => 2,
        VersionKind::Automatic => 3,
    };
    let mut out = Vec::new();
    (version.name.clone(), (version.time.as_str().to_owned(), kind)).put(&mut out);
    out
}

/// The version of such a part, which is not empty.
pub(super) fn read(number: u32, record: &[u8], steps: &[Step]) -> Read<(Version, Anchored)> {
    let mut from = unsealed(record)?;
    let (name, (time, kind)) = <(String, (String, u64))>::read(&mut from)?;
    let kind = match kind {
        0 => VersionKind::Named,
        1 => VersionKind::Saved,
        2 => VersionKind::Published,
        3 => VersionKind::Automatic,
        _ => return Err(Unreadable::Newer),
    };
    let anchored = Anchored::read(from.block()?, steps)?;
    from.end()?;
    let extension = anchored.extension.clone().ok_or(Unreadable::Damaged)?;
    Ok((Version { number, name, kind, time: Timestamp::as_found(&time), extension }, anchored))
}
