//! Pages that follow publishes: so many at one time, in all and for each client.

use api::problem::{Code, Problem};
use web::client::Client;
use web::places::turns::{Full, Shares};
use web::places::{Place, Places};

/// How many there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FollowerLimits {
    /// Of all clients.
    pub all: usize,
    /// Of one client.
    pub client: usize,
}

impl Default for FollowerLimits {
    fn default() -> Self {
        Self { all: 500, client: 50 }
    }
}

/// Counts them.
#[derive(Debug)]
pub struct Followers(Places);

impl Followers {
    /// Nobody follows yet.
    pub fn new(limits: FollowerLimits) -> Self {
        Self(Places::new(Shares { running: limits.all, waiting: 0, client_running: limits.client, client_waiting: 0 }))
    }

    /// Takes a place, until it is dropped.
    ///
    /// # Errors
    /// [`Code::PlatformBusy`] when there is none for this client.
    pub fn follow(&self, client: Client) -> Result<Place, Problem> {
        self.0.take(client).map_err(|full| {
            let why = match full {
                Full::All => "As many pages follow publishes as may.",
                Full::Client => "As many pages of your address follow publishes as may.",
            };
            Problem::new(Code::PlatformBusy, why)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(last: u8) -> Client {
        Client::new([10, 0, 0, last].into())
    }

    #[test]
    fn a_client_follows_so_many_publishes() {
        let followers = Followers::new(FollowerLimits { all: 3, client: 2 });
        let own = [followers.follow(client(1)).unwrap(), followers.follow(client(1)).unwrap()];
        assert_eq!(followers.follow(client(1)).unwrap_err().kind(), Some(Code::PlatformBusy));
        let other = followers.follow(client(2)).unwrap();
        assert!(followers.follow(client(3)).is_err());
        drop((own, other));
        followers.follow(client(3)).unwrap();
    }
}
