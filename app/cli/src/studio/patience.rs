//! A server that is busy says so before it begins with a request, and how long it wants to be left alone. Then the request is sent again.

use std::time::{Duration, Instant};

use api::problem::Problem;
use api::retry::{Policy, Retry};

use super::StudioError;
use super::compiling::random;

/// The tries of one request.
#[derive(Debug)]
pub struct Tries {
    begin: Instant,
    retry: Retry,
}

impl Tries {
    /// The first one begins.
    pub fn begin() -> Self {
        Self { begin: Instant::now(), retry: Retry::new(Policy::BUSY) }
    }

    /// Why the server refused, and the wait before the next try.
    ///
    /// # Errors
    /// The error itself, when it is not a refusal that waiting helps with, or when it was waited long enough. What became of a request whose answer was lost
    /// is not known, so that is never tried again.
    pub fn refused(&mut self, error: StudioError) -> Result<(Problem, Duration), StudioError> {
        let wait = self.retry.failed(error.wait(), self.begin.elapsed(), chance());
        match (error, wait) {
            (StudioError::Refused(problem), Some(wait)) => Ok((problem, wait)),
            (error, _) => Err(error),
        }
    }
}

/// What is told while it is waited.
pub fn waiting(problem: &Problem, wait: Duration) -> String {
    format!("Waiting: {}, trying again in {}", problem.title, words::wait(wait))
}

/// From 0 to 1.
fn chance() -> f64 {
    let [byte] = random::<1>();
    f64::from(byte) / 255.0
}
