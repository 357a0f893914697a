//! A stream whose other side must read.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// A stream on which writing fails when the other side does not read for a while.
#[derive(Debug)]
pub struct Patient<S> {
    stream: S,
    patience: Duration,
    /// There is something to write that the stream does not take at once.
    waiting: Option<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    until: Pin<Box<Sleep>>,
    /// Bytes that the stream has taken since it began to wait.
    written: usize,
}

/// Bytes that count as progress. With less, a reader could hold an answer for ever by taking a byte now and then.
const PROGRESS: usize = 16 << 10;

impl<S> Patient<S> {
    /// A stream that waits so long for progress, or until all is written.
    pub fn new(stream: S, patience: Duration) -> Self {
        Self { stream, patience, waiting: None }
    }

    fn note(&mut self, context: &mut Context<'_>, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match written {
            Poll::Ready(Ok(count)) => {
                let waiting = self.waiting.take();
                self.waiting = waiting.and_then(|waiting| waiting.after(count));
                written
            }
            Poll::Ready(Err(_)) => written,
            Poll::Pending => {
                let patience = self.patience;
                let waiting = self.waiting.get_or_insert_with(|| Waiting::new(patience));
                ready!(waiting.until.as_mut().poll(context));
                Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the other side does not read")))
            }
        }
    }
}

impl Waiting {
    fn new(patience: Duration) -> Self {
        Self { until: Box::pin(sleep(patience)), written: 0 }
    }

    /// The same after more was written; none when that is progress.
    fn after(self, count: usize) -> Option<Self> {
        let written = self.written.saturating_add(count);
        (written < PROGRESS).then_some(Self { written, ..self })
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.note(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.note(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// Whoever flushes has written all that there was.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(context))?;
        self.waiting = None;
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
    use tokio::time::Instant;

    const PATIENCE: Duration = Duration::from_secs(30);

    #[tokio::test(start_paused = true)]
    async fn who_does_not_read_is_not_written_to_any_longer() {
        let (near, far) = duplex(100);
        let (mut near, started) = (Patient::new(near, PATIENCE), Instant::now());
        let error = near.write_all(&[0; 101]).await.unwrap_err();
        assert_eq!((error.kind(), started.elapsed()), (io::ErrorKind::TimedOut, PATIENCE));
        drop(far);
    }

    #[tokio::test(start_paused = true)]
    async fn a_byte_now_and_then_is_no_progress() {
        let (near, mut far) = duplex(100);
        let (mut near, started) = (Patient::new(near, PATIENCE), Instant::now());
        let reading = tokio::spawn(async move {
            while far.read_u8().await.is_ok() {
                sleep(Duration::from_secs(1)).await;
            }
        });
        let error = near.write_all(&[0; 1000]).await.unwrap_err();
        assert_eq!((error.kind(), started.elapsed()), (io::ErrorKind::TimedOut, PATIENCE));
        drop(near);
        reading.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_reader_gets_everything_however_long_it_takes() {
        let (near, mut far) = duplex(PROGRESS);
        let (mut near, started) = (Patient::new(near, PATIENCE), Instant::now());
        let reading = tokio::spawn(async move {
            let (mut read, mut buffer) = (0, vec![0; PROGRESS]);
            while let Ok(count @ 1..) = far.read(&mut buffer).await {
                read += count;
                sleep(PATIENCE / 2).await;
            }
            read
        });
        near.write_all(&vec![0; 20 * PROGRESS]).await.unwrap();
        drop(near);
        assert_eq!(reading.await.unwrap(), 20 * PROGRESS);
        assert!(started.elapsed() > 5 * PATIENCE);
    }

    #[tokio::test(start_paused = true)]
    async fn small_pieces_that_are_taken_late_are_well() {
        let (near, mut far) = duplex(10);
        let mut near = Patient::new(near, PATIENCE);
        for _ in 0..5 {
            let (written, read) = tokio::join!(
                async {
                    near.write_all(&[0; 20]).await?;
                    near.flush().await
                },
                async {
                    sleep(PATIENCE / 3).await;
                    far.read_exact(&mut [0; 20]).await
                }
            );
            written.unwrap();
            read.unwrap();
            sleep(2 * PATIENCE).await;
        }
    }
}
