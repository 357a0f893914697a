//! How much may be told of a file. Rows may share names and signatures, so what a small file describes could be large
//! without bounds; what real files describe is about as long as they are.

use std::cell::Cell;

use crate::{Damage, Metadata};

/// What may still be told, in parts of types and bytes of text.
#[derive(Debug)]
pub struct Budget {
    left: Cell<usize>,
    is_spent: Cell<bool>,
}

/// For each byte of the metadata. Real assemblies need less than one.
const OF_BYTE: usize = 8;
/// For the smallest of files.
const LEAST: usize = 64 << 10;

impl Budget {
    /// For one walk over all that this file declares.
    pub fn of(metadata: &Metadata<'_>) -> Self {
        let left = metadata.size().saturating_mul(OF_BYTE).saturating_add(LEAST);
        Self { left: Cell::new(left), is_spent: Cell::new(false) }
    }

    /// Of so many parts.
    pub(crate) fn of_parts(most: usize) -> Self {
        Self { left: Cell::new(most), is_spent: Cell::new(false) }
    }

    /// Takes so much of it; none where there is not as much.
    pub fn take(&self, parts: usize) -> Option<()> {
        let left = self.left.get().checked_sub(parts);
        match left {
            Some(left) => self.left.set(left),
            None => self.is_spent.set(true),
        }
        left.map(|_| ())
    }

    /// That it was enough.
    ///
    /// # Errors
    /// More was asked for than there was.
    pub fn check(&self) -> Result<(), Damage> {
        if self.is_spent.get() { Err(Damage("it describes more than a file of its size can")) } else { Ok(()) }
    }
}
