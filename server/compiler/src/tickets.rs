//! How requests stand that chose a ticket. There are as many entries as requests at one time.

use super::queue::{Queue, Seat, SeatNumber};
use api::compile::{Standing, Ticket};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The requests with tickets.
#[derive(Debug, Default)]
pub struct Tickets(Arc<Mutex<Open>>);

#[derive(Debug, Default)]
struct Open {
    last: u64,
    requests: HashMap<Ticket, Request>,
}

#[derive(Debug)]
struct Request {
    /// Tells requests apart that chose the same ticket.
    number: u64,
    seat: Option<SeatNumber>,
}

/// A request that can be asked about, until this is dropped.
#[derive(Debug)]
pub struct Ticketed {
    open: Arc<Mutex<Open>>,
    ticket: Ticket,
    number: u64,
}

impl Tickets {
    /// A request begins. When another one has the same ticket, the later one is shown.
    pub fn open(&self, ticket: Ticket) -> Ticketed {
        let mut open = lock(&self.0);
        open.last += 1;
        let number = open.last;
        open.requests.insert(ticket, Request { number, seat: None });
        Ticketed { open: Arc::clone(&self.0), ticket, number }
    }

    /// How a request stands.
    pub fn standing(&self, ticket: &Ticket, queue: &Queue) -> Option<Standing> {
        let seat = lock(&self.0).requests.get(ticket)?.seat;
        let Some(seat) = seat else { return Some(Standing::Arriving) };
        let waiting = queue.place(seat).map(|place| Standing::Waiting { place });
        Some(waiting.unwrap_or(Standing::Running))
    }
}

impl Ticketed {
    /// The archive is there and waits at this seat; when it had another one before, that one does not count any more.
    pub fn queued(&self, seat: &Seat) {
        if let Some(request) = lock(&self.open).requests.get_mut(&self.ticket).filter(|it| it.number == self.number) {
            request.seat = Some(seat.number());
        }
    }
}

impl Drop for Ticketed {
    fn drop(&mut self) {
        let mut open = lock(&self.open);
        if open.requests.get(&self.ticket).is_some_and(|request| request.number == self.number) {
            open.requests.remove(&self.ticket);
        }
    }
}

fn lock(open: &Mutex<Open>) -> MutexGuard<'_, Open> {
    open.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queue::QueueSize;
    use api::compile::Way::{DotnetBuild, Host};
    use web::client::Client;

    const TICKET: Ticket = Ticket([7; 16]);

    #[tokio::test]
    async fn a_request_is_followed_from_its_arrival_to_its_end() {
        let (tickets, queue) =
            (Tickets::default(), Queue::new(QueueSize { hosts: 1, builds: 1, ..QueueSize::default() }));
        let client = |last| Client::new([10, 0, 0, last].into());
        assert_eq!(tickets.standing(&TICKET, &queue), None);
        let first = queue.seat(Host, client(1)).unwrap().turn().await.unwrap();
        let request = tickets.open(TICKET);
        assert_eq!(tickets.standing(&TICKET, &queue), Some(Standing::Arriving));
        let before = queue.seat(Host, client(2)).unwrap();
        let seat = queue.seat(Host, client(3)).unwrap();
        request.queued(&seat);
        assert_eq!(tickets.standing(&TICKET, &queue), Some(Standing::Waiting { place: 2 }));
        drop(before);
        assert_eq!(tickets.standing(&TICKET, &queue), Some(Standing::Waiting { place: 1 }));
        drop(first);
        let _turn = seat.turn().await.unwrap();
        assert_eq!(tickets.standing(&TICKET, &queue), Some(Standing::Running));
        // The host does not take it, and it waits for a build.
        let _build = queue.seat(DotnetBuild, client(4)).unwrap().turn().await.unwrap();
        let seat = queue.seat(DotnetBuild, client(3)).unwrap();
        request.queued(&seat);
        assert_eq!(tickets.standing(&TICKET, &queue), Some(Standing::Waiting { place: 1 }));
        drop(request);
        assert_eq!(tickets.standing(&TICKET, &queue), None);
    }

    #[test]
    fn the_end_of_an_earlier_request_does_not_hide_a_later_one_with_its_ticket() {
        let (tickets, queue) = (Tickets::default(), Queue::new(QueueSize::default()));
        let (earlier, later) = (tickets.open(TICKET), tickets.open(TICKET));
        drop(earlier);
        assert_eq!(tickets.standing(&TICKET, &queue), Some(Standing::Arriving));
        drop(later);
        assert_eq!(tickets.standing(&TICKET, &queue), None);
    }
}
