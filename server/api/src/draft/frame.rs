//! Revisions as bytes, one frame after the other.
//!
//! A frame is a header of [`HEADER`] bytes and the blob. The header has, big-endian: the number (u32), the kind (u8: 1 whole, 2 change, 3 comment,
//! 255 damaged), the server's time in milliseconds since 1970 (u64), and the length of the blob (u32). A damaged revision has no blob: the store had
//! other bytes than were written. The ones after it follow all the same.

use super::RevisionKind;
use std::fmt;

/// Bytes of the header.
pub const HEADER: usize = 17;

/// What stands before a blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameHeader {
    /// Number of the revision.
    pub number: u32,
    /// What it is; none when the store has lost its bytes.
    pub kind: Option<RevisionKind>,
    /// When the server got it, in milliseconds since 1970; 0 when it is damaged.
    pub time_ms: u64,
    /// Bytes of the blob; 0 when it is damaged.
    pub length: u32,
}

/// A revision as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Its number.
    pub number: u32,
    /// When the server got it, in milliseconds since 1970; 0 when it is damaged.
    pub time_ms: u64,
    /// What it is.
    pub content: FrameContent,
}

/// What a frame holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FrameContent {
    /// The revision.
    Revision {
        /// What it is.
        kind: RevisionKind,
        /// The encrypted blob.
        blob: Vec<u8>,
    },
    /// The store no longer has the bytes that were written.
    Damaged,
}

/// Bytes that are not frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameError {
    /// The kind is none that this version knows: the server is newer.
    UnknownKind {
        /// The revision.
        number: u32,
        /// The byte.
        kind: u8,
    },
    /// A damaged revision with a blob.
    DamagedWithBlob {
        /// The revision.
        number: u32,
    },
    /// The bytes end within a frame.
    CutOff,
}

impl fmt::Display for FrameError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownKind { number, kind } => {
                write!(formatter, "revision {number} is of kind {kind}, which this version does not know")
            }
            Self::DamagedWithBlob { number } => {
                write!(formatter, "revision {number} is said to be damaged, yet has bytes")
            }
            Self::CutOff => formatter.write_str("the answer ends in the middle of a revision"),
        }
    }
}

impl std::error::Error for FrameError {}

const DAMAGED: u8 = 255;

impl RevisionKind {
    /// The kind as a byte.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Whole => 1,
            Self::Change => 2,
            Self::Comment => 3,
        }
    }

    /// The kind with this byte.
    pub const fn of_byte(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Whole),
            2 => Some(Self::Change),
            3 => Some(Self::Comment),
            _ => None,
        }
    }
}

impl FrameHeader {
    /// The header as bytes.
    pub fn to_bytes(&self) -> [u8; HEADER] {
        let mut bytes = [0; HEADER];
        let kind = self.kind.map_or(DAMAGED, RevisionKind::byte);
        let fields = self.number.to_be_bytes().into_iter().chain([kind]).chain(self.time_ms.to_be_bytes());
        for (place, byte) in bytes.iter_mut().zip(fields.chain(self.length.to_be_bytes())) {
            *place = byte;
        }
        bytes
    }

    /// Reads a header.
    ///
    /// # Errors
    /// When the kind is not known, or a size is beyond what a revision may have.
    pub fn parse(bytes: &[u8; HEADER]) -> Result<Self, FrameError> {
        let [n0, n1, n2, n3, kind, time @ .., l0, l1, l2, l3] = *bytes;
        let number = u32::from_be_bytes([n0, n1, n2, n3]);
        let length = u32::from_be_bytes([l0, l1, l2, l3]);
        let kind = match (kind, length) {
            (DAMAGED, 0) => None,
            (DAMAGED, _) => return Err(FrameError::DamagedWithBlob { number }),
            (byte, _) => Some(RevisionKind::of_byte(byte).ok_or(FrameError::UnknownKind { number, kind })?),
        };
        Ok(Self { number, kind, time_ms: u64::from_be_bytes(time), length })
    }
}

impl Frame {
    /// The frame as bytes. A blob beyond 4 GiB, which no server takes, is written as damaged.
    pub fn to_bytes(&self) -> Vec<u8> {
        let (kind, blob) = match &self.content {
            FrameContent::Revision { kind, blob } => (Some(*kind), blob.as_slice()),
            FrameContent::Damaged => (None, &[][..]),
        };
        let (kind, length, blob) = match u32::try_from(blob.len()) {
            Ok(length) => (kind, length, blob),
            Err(_) => (None, 0, &[][..]),
        };
        let header = FrameHeader { number: self.number, kind, time_ms: self.time_ms, length };
        [&header.to_bytes(), blob].concat()
    }
}

/// Reads frames from bytes that arrive in pieces.
#[derive(Debug, Default)]
pub struct FrameReader {
    arrived: Vec<u8>,
    /// Bytes at the start of `arrived` that were read.
    read: usize,
}

impl FrameReader {
    /// Takes what arrived next.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.read > 0 {
            self.arrived.drain(..self.read);
            self.read = 0;
        }
        self.arrived.extend_from_slice(bytes);
    }

    /// The next frame; none while it is not there wholly. After an error there is no next one.
    ///
    /// # Errors
    /// When the header of the next frame cannot be read.
    pub fn next_frame(&mut self) -> Result<Option<Frame>, FrameError> {
        let rest = self.arrived.get(self.read..).unwrap_or_default();
        let Some((header, rest)) = rest.split_first_chunk::<HEADER>() else { return Ok(None) };
        let header = FrameHeader::parse(header)?;
        let Ok(length) = usize::try_from(header.length) else { return Err(FrameError::CutOff) };
        let Some(blob) = rest.get(..length) else { return Ok(None) };
        let content = match header.kind {
            Some(kind) => FrameContent::Revision { kind, blob: blob.to_vec() },
            None => FrameContent::Damaged,
        };
        self.read += HEADER + length;
        Ok(Some(Frame { number: header.number, time_ms: header.time_ms, content }))
    }

    /// Says whether everything was read, when no more bytes come.
    ///
    /// # Errors
    /// When the bytes end within a frame.
    pub fn finish(self) -> Result<(), FrameError> {
        if self.arrived.len() == self.read { Ok(()) } else { Err(FrameError::CutOff) }
    }

    /// All frames of an answer that is there wholly.
    ///
    /// # Errors
    /// When a header cannot be read, or the bytes end within a frame.
    pub fn read_all(bytes: &[u8]) -> Result<Vec<Frame>, FrameError> {
        let mut reader = Self::default();
        reader.push(bytes);
        let mut frames = Vec::new();
        while let Some(frame) = reader.next_frame()? {
            frames.push(frame);
        }
        reader.finish()?;
        Ok(frames)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn frame() -> impl Strategy<Value = Frame> {
        let kind = prop_oneof![Just(RevisionKind::Whole), Just(RevisionKind::Change), Just(RevisionKind::Comment)];
        let revision = (kind, any::<Vec<u8>>()).prop_map(|(kind, blob)| FrameContent::Revision { kind, blob });
        let content = prop_oneof![4 => revision, 1 => Just(FrameContent::Damaged)];
        (any::<u32>(), any::<u64>(), content).prop_map(|(number, time_ms, content)| Frame { number, time_ms, content })
    }

    #[test]
    fn a_frame_keeps_its_shape_on_the_wire() {
        let content = FrameContent::Revision { kind: RevisionKind::Change, blob: b"xy".to_vec() };
        let bytes = Frame { number: 258, time_ms: 1, content }.to_bytes();
        assert_eq!(bytes, [0, 0, 1, 2, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, b'x', b'y']);
        let unknown = [0, 0, 0, 9, 77, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        assert_eq!(FrameReader::read_all(&unknown), Err(FrameError::UnknownKind { number: 9, kind: 77 }));
    }

    proptest! {
        #[test]
        fn frames_come_back_however_they_arrive(frames in prop::collection::vec(frame(), 0..6), piece in 1_usize..40) {
            let bytes: Vec<u8> = frames.iter().flat_map(Frame::to_bytes).collect();
            let (mut reader, mut read) = (FrameReader::default(), Vec::new());
            for piece in bytes.chunks(piece) {
                reader.push(piece);
                while let Some(frame) = reader.next_frame().unwrap() {
                    read.push(frame);
                }
            }
            prop_assert_eq!(reader.finish(), Ok(()));
            prop_assert_eq!(&read, &frames);
            if let Some((_, cut)) = bytes.split_last() {
                prop_assert_eq!(FrameReader::read_all(cut), Err(FrameError::CutOff));
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            if let Ok(frames) = FrameReader::read_all(&bytes) {
                let again: Vec<u8> = frames.iter().flat_map(Frame::to_bytes).collect();
                prop_assert_eq!(again, bytes);
            }
        }
    }
}
