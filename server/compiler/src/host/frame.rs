//! Frames between the server and a host: a length in four bytes, little-endian, then as many bytes. In a frame numbers have four bytes, texts and
//! bytes their length before them.

use std::io;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// A frame that is being written.
#[derive(Debug, Clone, Default)]
pub(super) struct Frame(Vec<u8>);

impl Frame {
    pub(super) fn number(&mut self, number: u32) -> &mut Self {
        self.0.extend(number.to_le_bytes());
        self
    }

    /// What archives hold is far below four gigabytes.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.number(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        self.0.extend(bytes);
        self
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    pub(super) fn list<T>(&mut self, items: &[T], mut write: impl for<'a> FnMut(&'a mut Self, &T) -> &'a mut Self) {
        self.number(u32::try_from(items.len()).unwrap_or(u32::MAX));
        for item in items {
            write(self, item);
        }
    }

    pub(super) async fn send(&self, stream: &mut (impl AsyncWrite + Unpin)) -> io::Result<()> {
        let length = u32::try_from(self.0.len()).map_err(io::Error::other)?;
        stream.write_all(&length.to_le_bytes()).await?;
        stream.write_all(&self.0).await?;
        stream.flush().await
    }
}

/// Reads a frame of at most `most` bytes.
pub(super) async fn receive(stream: &mut (impl AsyncRead + Unpin), most: u64) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    stream.read_exact(&mut length).await?;
    let length = u64::from(u32::from_le_bytes(length));
    if length > most {
        return Err(io::Error::other("the answer is too large"));
    }
    let mut frame = Vec::new();
    stream.take(length).read_to_end(&mut frame).await?;
    if frame.len() as u64 == length { Ok(frame) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// What a host answers.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reply {
    /// What came of it.
    pub(super) kind: Kind,
    /// MiB that the host has now.
    pub(super) memory: u32,
    /// The messages in the form of `MSBuild`; the reason when it declined.
    pub(super) lines: Vec<String>,
    pub(super) assembly: Vec<u8>,
    pub(super) documentation: Vec<u8>,
}

/// What came of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Compiled,
    Failed,
    Declined,
    OutOfMemory,
}

impl Reply {
    /// Reads a frame; none when it is not an answer.
    pub(super) fn read(frame: &[u8]) -> Option<Self> {
        let mut rest = frame;
        let kind = match number(&mut rest)? {
            0 => Kind::Compiled,
            1 => Kind::Failed,
            2 => Kind::Declined,
            3 => Kind::OutOfMemory,
            _ => return None,
        };
        let memory = number(&mut rest)?;
        let mut lines = Vec::new();
        for _ in 0..number(&mut rest)? {
            lines.push(String::from_utf8(bytes(&mut rest)?.into()).ok()?);
        }
        let assembly = bytes(&mut rest)?.into();
        let documentation = bytes(&mut rest)?.into();
        rest.is_empty().then_some(Self { kind, memory, lines, assembly, documentation })
    }
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    let (number, after) = rest.split_first_chunk::<4>()?;
    *rest = after;
    Some(u32::from_le_bytes(*number))
}

fn bytes<'frame>(rest: &mut &'frame [u8]) -> Option<&'frame [u8]> {
    let length = number(rest)?;
    let (bytes, after) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    *rest = after;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(kind: u32) -> Frame {
        let mut frame = Frame::default();
        frame.number(kind).number(70);
        frame.list(&["a", "b"], |frame, line| frame.text(line));
        frame.bytes(b"MZ").bytes(b"");
        frame
    }

    #[test]
    fn an_answer_is_read_and_half_of_one_is_not() {
        let Frame(whole) = reply(1);
        let read = Reply::read(&whole).unwrap();
        assert_eq!((read.kind, read.memory, read.lines), (Kind::Failed, 70, vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!((read.assembly, read.documentation), (b"MZ".to_vec(), Vec::new()));
        for end in 0..whole.len() {
            assert_eq!(Reply::read(&whole[..end]), None);
        }
        assert_eq!(Reply::read(&[whole, vec![0]].concat()), None);
        assert_eq!(Reply::read(&reply(9).0), None);
        let endless = [0_u32, 0, u32::MAX].map(u32::to_le_bytes).concat();
        assert_eq!(Reply::read(&endless), None);
    }

    #[tokio::test]
    async fn a_frame_arrives_whole_or_not_at_all() {
        let mut stream = Vec::new();
        reply(0).send(&mut stream).await.unwrap();
        assert_eq!(receive(&mut stream.as_slice(), 100).await.unwrap(), reply(0).0);
        assert!(receive(&mut stream.as_slice(), 10).await.is_err());
        assert!(receive(&mut &stream[..9], 100).await.is_err());
    }
}
