//! The smallest pieces of a record, and the envelope that says whether it is whole.

use std::sync::Arc;

/// The form in which records are written. Whoever changes the form of anything in a record gives the next
/// number and keeps reading the earlier ones.
const VERSION: u8 = 1;

/// Why a record cannot be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unreadable {
    /// Bytes of it were changed, or it does not belong where it stands.
    #[error("it is damaged")]
    Damaged,
    /// It is of a later studio.
    #[error("a newer version of the studio wrote it")]
    Newer,
    /// It is not there.
    #[error("it is missing")]
    Missing,
}

pub(super) type Read<T> = Result<T, Unreadable>;

/// The record of these bytes: checksum, version, bytes.
pub fn sealed(content: &[u8]) -> Vec<u8> {
    sealed_as(VERSION, content)
}

/// As [`sealed`], of a record whose form is later than that of others.
pub(super) fn sealed_as(version: u8, content: &[u8]) -> Vec<u8> {
    let mut checksum = crc32fast::Hasher::new();
    checksum.update(&[version]);
    checksum.update(content);
    let mut record = Vec::with_capacity(content.len() + 5);
    record.extend(checksum.finalize().to_le_bytes());
    record.push(version);
    record.extend(content);
    record
}

/// The bytes of a whole record.
pub(super) fn unsealed(record: &[u8]) -> Read<Reader<'_>> {
    unsealed_up_to(VERSION, record).map(|(_, reader)| reader)
}

/// The version and the bytes of a whole record that may be of later forms, up to this one.
pub(super) fn unsealed_up_to(latest: u8, record: &[u8]) -> Read<(u8, Reader<'_>)> {
    let (checksum, rest) = record.split_first_chunk::<4>().ok_or(Unreadable::Damaged)?;
    if crc32fast::hash(rest) != u32::from_le_bytes(*checksum) {
        return Err(Unreadable::Damaged);
    }
    match rest.split_first() {
        Some((&version, content)) if (VERSION..=latest).contains(&version) => Ok((version, Reader(content))),
        Some((&version, _)) if version > latest => Err(Unreadable::Newer),
        _ => Err(Unreadable::Damaged),
    }
}

/// What is left of a record.
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn bytes(&mut self, count: usize) -> Read<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(count).ok_or(Unreadable::Damaged)?;
        self.0 = rest;
        Ok(head)
    }

    pub(super) fn byte(&mut self) -> Read<u8> {
        Ok(self.bytes(1)?[0])
    }

    /// A length and so many bytes.
    pub(super) fn block(&mut self) -> Read<&'a [u8]> {
        let length = usize::read(self)?;
        self.bytes(length)
    }

    /// Says that nothing may follow.
    pub(super) fn end(&self) -> Read<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Unreadable::Damaged) }
    }
}

/// Writes a length and the bytes.
pub(super) fn put_block(bytes: &[u8], out: &mut Vec<u8>) {
    bytes.len().put(out);
    out.extend_from_slice(bytes);
}

/// What can stand in a record.
pub(super) trait Form: Sized {
    /// Writes it behind what is there.
    fn put(&self, out: &mut Vec<u8>);
    /// Reads what [`put`](Self::put) has written.
    fn read(from: &mut Reader<'_>) -> Read<Self>;
}

impl Form for u64 {
    /// Seven bits a byte, the lowest first; the highest bit says that more follow.
    fn put(&self, out: &mut Vec<u8>) {
        let mut rest = *self;
        while rest > 0x7f {
            out.push(rest.to_le_bytes()[0] | 0x80);
            rest >>= 7;
        }
        out.push(rest.to_le_bytes()[0]);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = from.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Unreadable::Damaged)
    }
}

impl Form for usize {
    fn put(&self, out: &mut Vec<u8>) {
        u64::try_from(*self).unwrap_or(u64::MAX).put(out);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Self::try_from(u64::read(from)?).map_err(|_| Unreadable::Damaged)
    }
}

impl Form for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        match from.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Unreadable::Damaged),
        }
    }
}

impl Form for Arc<str> {
    fn put(&self, out: &mut Vec<u8>) {
        put_block(self.as_bytes(), out);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Ok(std::str::from_utf8(from.block()?).map_err(|_| Unreadable::Damaged)?.into())
    }
}

impl Form for String {
    fn put(&self, out: &mut Vec<u8>) {
        put_block(self.as_bytes(), out);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Self::from_utf8(from.block()?.to_vec()).map_err(|_| Unreadable::Damaged)
    }
}

impl<T: Form> Form for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        bool::read(from)?.then(|| T::read(from)).transpose()
    }
}

impl<T: Form, U: Form> Form for (T, U) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Ok((T::read(from)?, U::read(from)?))
    }
}

impl<T: Form> Form for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        put_all(self, out);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let count = usize::read(from)?;
        // No room is made ahead: a wrong number must not cost memory. Everything takes a byte at least.
        (0..count).map(|_| T::read(from)).collect()
    }
}

impl<T: Form> Form for Arc<[T]> {
    fn put(&self, out: &mut Vec<u8>) {
        put_all(self, out);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Ok(Vec::read(from)?.into())
    }
}

impl<T: Form> Form for Arc<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.as_ref().put(out);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        T::read(from).map(Self::new)
    }
}

fn put_all<T: Form>(all: &[T], out: &mut Vec<u8>) {
    all.len().put(out);
    for one in all {
        one.put(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_and_texts_come_back(numbers: Vec<u64>, text: String, flag: Option<bool>) {
            let mut out = Vec::new();
            (numbers.clone(), (text.clone(), flag)).put(&mut out);
            let record = sealed(&out);
            let mut reader = unsealed(&record).unwrap();
            prop_assert_eq!(<(Vec<u64>, (String, Option<bool>))>::read(&mut reader).unwrap(), (numbers, (text, flag)));
            reader.end().unwrap();
        }

        #[test]
        fn one_wrong_byte_is_found(content: Vec<u8>, at: prop::sample::Index, bits in 1_u8..) {
            let mut record = sealed(&content);
            let at = at.index(record.len());
            record[at] ^= bits;
            prop_assert_eq!(unsealed(&record).err(), Some(Unreadable::Damaged));
        }
    }

    #[test]
    fn a_later_version_is_told_from_damage() {
        let mut record = vec![VERSION + 1, 1, 2, 3];
        let checksum = crc32fast::hash(&record).to_le_bytes();
        record.splice(0..0, checksum);
        assert_eq!(unsealed(&record).err(), Some(Unreadable::Newer));
        assert_eq!(unsealed(&[]).err(), Some(Unreadable::Damaged));
    }

    #[test]
    fn a_later_form_is_read_where_it_is_known() {
        let (earlier, later) = (sealed(b"x"), sealed_as(2, b"x"));
        assert_eq!(unsealed(&later).err(), Some(Unreadable::Newer));
        for (record, version) in [(&earlier, 1), (&later, 2)] {
            let (found, mut from) = unsealed_up_to(2, record).unwrap();
            assert_eq!((found, from.bytes(1).unwrap()), (version, b"x".as_slice()));
        }
        assert_eq!(unsealed_up_to(2, &sealed_as(3, b"x")).err(), Some(Unreadable::Newer));
        assert_eq!(unsealed_up_to(2, &sealed_as(0, b"x")).err(), Some(Unreadable::Damaged));
    }
}
