//! A revision as it is kept: a header with a checksum, then the blob. Whatever a disk or an administrator does to the bytes is noticed.

use api::draft::RevisionKind;
use bytes::{Buf, Bytes};
use sha2::{Digest, Sha256};

/// Bytes before the blob.
pub const HEADER: usize = 54;

/// Bytes of a blob whose checksum takes no time to speak of. Those of larger ones are not made on the threads that answer requests.
const QUICK: usize = 64 << 10;

/// The first bytes: what it is, and the version of this form.
const MAGIC: &[u8; 5] = b"XSDR\x01";

/// What stands before a blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlobHeader {
    /// What it is.
    pub kind: RevisionKind,
    /// When the server got it, in milliseconds since 1970.
    pub time_ms: u64,
    number: u32,
    length: u32,
    checksum: [u8; 32],
}

/// A kept revision that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptBlob {
    /// What it is.
    pub kind: RevisionKind,
    /// When the server got it, in milliseconds since 1970.
    pub time_ms: u64,
    /// As it was sent.
    pub blob: Bytes,
}

impl BlobHeader {
    /// The header for a blob; none when it has 4 GiB or more.
    pub fn new(number: u32, kind: RevisionKind, time_ms: u64, blob: &[u8]) -> Option<Self> {
        let mut header = Self { kind, time_ms, number, length: blob.len().try_into().ok()?, checksum: [0; 32] };
        header.checksum = header.checksum_with(blob);
        Some(header)
    }

    /// As [`new`](Self::new), wherever there is time for it.
    pub async fn make(number: u32, kind: RevisionKind, time_ms: u64, blob: &Bytes) -> Option<Self> {
        let blob = blob.clone();
        aside(blob.len(), move || Self::new(number, kind, time_ms, &blob)).await
    }

    /// The header as bytes.
    pub fn to_bytes(self) -> Bytes {
        let mut bytes = Vec::with_capacity(HEADER);
        bytes.extend(MAGIC);
        bytes.extend(self.fields());
        bytes.extend(self.checksum);
        bytes.into()
    }

    /// Reads the start of the object with this number and size; none when it is damaged.
    pub fn read(start: &[u8], number: u32, size: u64) -> Option<Self> {
        let mut rest = start.get(..HEADER)?.strip_prefix(MAGIC)?;
        let header = Self {
            number: rest.get_u32(),
            kind: RevisionKind::of_byte(rest.get_u8())?,
            time_ms: rest.get_u64(),
            length: rest.get_u32(),
            checksum: rest.try_into().ok()?,
        };
        let whole = header.number == number && size == HEADER as u64 + u64::from(header.length);
        whole.then_some(header)
    }

    fn fields(&self) -> impl Iterator<Item = u8> {
        let number = self.number.to_be_bytes().into_iter().chain([self.kind.byte()]);
        number.chain(self.time_ms.to_be_bytes()).chain(self.length.to_be_bytes())
    }

    /// Over the fields too: a changed kind is as bad as a changed blob.
    fn checksum_with(&self, blob: &[u8]) -> [u8; 32] {
        let fields: Vec<u8> = self.fields().collect();
        Sha256::new().chain_update(fields).chain_update(blob).finalize().into()
    }
}

impl KeptBlob {
    /// Reads the object with this number; none when it is damaged.
    pub fn read(number: u32, mut object: Bytes) -> Option<Self> {
        let header = BlobHeader::read(&object, number, object.len() as u64)?;
        let blob = object.split_off(HEADER);
        let intact = header.checksum_with(&blob) == header.checksum;
        intact.then_some(Self { kind: header.kind, time_ms: header.time_ms, blob })
    }

    /// As [`read`](Self::read), wherever there is time for it.
    pub async fn check(number: u32, object: Bytes) -> Option<Self> {
        aside(object.len(), move || Self::read(number, object)).await
    }
}

/// Works on so many bytes without holding up other requests.
async fn aside<T: Send + 'static>(bytes: usize, work: impl FnOnce() -> Option<T> + Send + 'static) -> Option<T> {
    if bytes <= QUICK {
        return work();
    }
    tokio::task::spawn_blocking(work).await.ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept() -> Vec<u8> {
        let header = BlobHeader::new(7, RevisionKind::Change, 1234, b"blob").unwrap();
        [header.to_bytes().as_ref(), b"blob"].concat()
    }

    #[test]
    fn a_kept_revision_comes_back() {
        let read = KeptBlob::read(7, kept().into()).unwrap();
        assert_eq!((read.kind, read.time_ms, read.blob.as_ref()), (RevisionKind::Change, 1234, &b"blob"[..]));
        assert_eq!(KeptBlob::read(8, kept().into()), None, "it is another one's file");
    }

    #[test]
    fn any_changed_or_missing_byte_is_noticed() {
        for place in 0..kept().len() {
            let mut changed = kept();
            changed[place] ^= 1;
            assert_eq!(KeptBlob::read(7, changed.into()), None, "{place}");
            assert_eq!(KeptBlob::read(7, kept()[..place].to_vec().into()), None, "{place}");
        }
        assert_eq!(KeptBlob::read(7, [kept(), vec![0]].concat().into()), None);
    }
}
