//! Who may build now, who waits, and who is sent away.

use api::problem::{Code, Problem};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A queue with a bounded number of running and of waiting builds.
#[derive(Debug)]
pub struct Queue {
    size: QueueSize,
    /// One for everybody in the house, running or waiting.
    seats: Arc<Semaphore>,
    /// One for each running build.
    turns: Arc<Semaphore>,
}

/// How large the queue is.
#[derive(Debug, Clone)]
pub struct QueueSize {
    /// Builds at one time.
    pub running: usize,
    /// Builds that wait, their archives in memory.
    pub waiting: usize,
    /// How long one waits before it is sent away.
    pub patience: Duration,
}

impl Default for QueueSize {
    fn default() -> Self {
        Self {
            running: std::thread::available_parallelism().map_or(2, Into::into),
            waiting: 8,
            patience: Duration::from_secs(120),
        }
    }
}

/// The right to upload and to wait.
#[derive(Debug)]
pub struct Seat {
    turns: Arc<Semaphore>,
    patience: Duration,
    permit: OwnedSemaphorePermit,
}

/// The right to build, until it is dropped.
#[derive(Debug)]
pub struct Turn {
    _place: OwnedSemaphorePermit,
    _turn: OwnedSemaphorePermit,
}

impl Queue {
    /// An empty queue.
    pub fn new(size: QueueSize) -> Self {
        Self {
            seats: Arc::new(Semaphore::new(size.running + size.waiting)),
            turns: Arc::new(Semaphore::new(size.running)),
            size,
        }
    }

    /// Takes a seat at once, or is busy.
    pub fn seat(&self) -> Result<Seat, Problem> {
        let seat = Arc::clone(&self.seats)
            .try_acquire_owned()
            .map_err(|_| busy(&format!("{} builds are waiting already.", self.size.waiting)))?;
        Ok(Seat { turns: Arc::clone(&self.turns), patience: self.size.patience, permit: seat })
    }

    /// Builds that run now.
    pub fn running(&self) -> usize {
        self.size.running - self.turns.available_permits()
    }

    /// Builds that are uploaded or wait for their turn.
    pub fn waiting(&self) -> usize {
        let seated = self.size.running + self.size.waiting - self.seats.available_permits();
        seated.saturating_sub(self.running())
    }
}

impl Seat {
    /// Waits for its turn, in the order of asking.
    pub async fn turn(self) -> Result<Turn, Problem> {
        let turn = tokio::time::timeout(self.patience, self.turns.acquire_owned()).await;
        match turn {
            Ok(Ok(turn)) => Ok(Turn { _place: self.permit, _turn: turn }),
            _ => Err(busy(&format!("No build ended within {} seconds.", self.patience.as_secs()))),
        }
    }
}

fn busy(detail: &str) -> Problem {
    Problem::new(Code::Busy, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_queue_is_bounded_in_number_and_time() {
        let queue = Queue::new(QueueSize { running: 1, waiting: 1, patience: Duration::from_secs(5) });
        let first = queue.seat().unwrap().turn().await.unwrap();
        let second = queue.seat().unwrap();
        assert_eq!((queue.running(), queue.waiting()), (1, 1));
        assert_eq!(queue.seat().unwrap_err().kind(), Some(Code::Busy));
        assert_eq!(second.turn().await.unwrap_err().kind(), Some(Code::Busy));
        let third = queue.seat().unwrap();
        drop(first);
        let _running = third.turn().await.unwrap();
        assert_eq!((queue.running(), queue.waiting()), (1, 0));
    }
}
