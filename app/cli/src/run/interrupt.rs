use std::io;

/// The user's wish to stop: Ctrl+C, and what a CI system sends before it ends a job.
#[cfg(unix)]
pub(super) struct Interrupt {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Interrupt {
    /// From now on such a wish no longer ends the program by itself.
    pub(super) fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// The next wish. None is lost in between.
    pub(super) async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// The user's wish to stop: Ctrl+C.
#[cfg(windows)]
pub(super) struct Interrupt(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Interrupt {
    /// From now on such a wish no longer ends the program by itself.
    pub(super) fn new() -> io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    /// The next wish. None is lost in between.
    pub(super) async fn next(&mut self) {
        let _wish = self.0.recv().await;
    }
}
