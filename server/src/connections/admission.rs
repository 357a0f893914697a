//! Which connections are let in.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use web::client::Client;

/// Counts the open connections.
#[derive(Debug)]
pub struct Admission {
    all: usize,
    /// How many a client may have.
    part: usize,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    number: usize,
    /// Clients without a connection are not in it.
    clients: HashMap<Client, usize>,
}

/// A connection that was let in, until it is dropped.
#[derive(Debug)]
pub struct Admitted {
    admission: Arc<Admission>,
    client: Option<Client>,
}

/// Why a connection is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Full {
    /// There are as many as there may be.
    All(usize),
    /// The client has as many as it may have.
    Client(usize),
}

impl Admission {
    /// Lets so many in at one time, and of each client so many of these.
    pub fn new(all: usize, part: usize) -> Self {
        Self { all, part, open: Mutex::default() }
    }

    /// Lets a connection in: of a client, or of a proxy that stands for many.
    ///
    /// # Errors
    /// Says what there are too many of.
    pub fn admit(self: &Arc<Self>, client: Option<Client>) -> Result<Admitted, Full> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.number >= self.all {
            return Err(Full::All(self.all));
        }
        if let Some(client) = client {
            let own = open.clients.get(&client).copied().unwrap_or(0);
            if own >= self.part {
                return Err(Full::Client(self.part));
            }
            open.clients.insert(client, own + 1);
        }
        open.number += 1;
        Ok(Admitted { admission: Arc::clone(self), client })
    }
}

impl Drop for Admitted {
    fn drop(&mut self) {
        let mut open = self.admission.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.number -= 1;
        let Some(client) = self.client else { return };
        let own = open.clients.remove(&client).unwrap_or(0);
        if own > 1 {
            open.clients.insert(client, own - 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(last: u8) -> Client {
        Client::new([10, 0, 0, last].into())
    }

    #[test]
    fn a_client_has_its_part_and_others_the_rest() {
        let admission = Arc::new(Admission::new(3, 2));
        let own = [admission.admit(Some(client(1))).unwrap(), admission.admit(Some(client(1))).unwrap()];
        assert_eq!(admission.admit(Some(client(1))).unwrap_err(), Full::Client(2));
        let other = admission.admit(Some(client(2))).unwrap();
        assert_eq!(admission.admit(Some(client(2))).unwrap_err(), Full::All(3));
        drop(own);
        let again = admission.admit(Some(client(2))).unwrap();
        assert_eq!(admission.admit(Some(client(2))).unwrap_err(), Full::Client(2));
        drop((other, again));
        assert!(admission.open.lock().unwrap().clients.is_empty());
    }

    #[test]
    fn a_proxy_may_have_all() {
        let admission = Arc::new(Admission::new(3, 1));
        let open: Vec<_> = (0..3).map(|_| admission.admit(None).unwrap()).collect();
        assert_eq!(admission.admit(None).unwrap_err(), Full::All(3));
        drop(open);
        admission.admit(Some(client(1))).unwrap();
    }
}
