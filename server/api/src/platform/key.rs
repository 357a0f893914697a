//! What a client keeps of a connection or a publish: its id, which stands in addresses, and its secret, which goes in a header.

use super::Secret;
use super::connect::Connection;
use super::job::Job;

/// Stands between id and secret; neither has it.
const MARK: char = '.';

/// The key of an id with its secret. A server of an earlier version tells none, and its ids are the secrets.
pub fn key(id: &str, secret: Option<&Secret>) -> String {
    secret.map_or_else(|| id.to_owned(), |secret| format!("{id}{MARK}{}", secret.reveal()))
}

/// The id of a key.
pub fn id(key: &str) -> &str {
    key.split_once(MARK).map_or(key, |(id, _)| id)
}

/// The secret of a key, for `Authorization: Bearer`.
pub fn secret(key: &str) -> Option<&str> {
    key.split_once(MARK).map(|(_, secret)| secret)
}

impl Connection {
    /// The connection as a client keeps it: keys take the place of its id and of those of its publishes.
    #[must_use]
    pub fn keyed(self) -> Self {
        let id = key(&self.id, self.secret.as_ref());
        Self { id, secret: None, jobs: self.jobs.into_iter().map(Job::keyed).collect(), ..self }
    }
}

impl Job {
    /// The publish as a client keeps it: a key takes the place of its id.
    #[must_use]
    pub fn keyed(self) -> Self {
        Self { id: key(&self.id, self.secret.as_ref()), secret: None, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_an_id_and_a_secret_and_addresses_have_the_id_alone() {
        let both = key("ab12", Some(&Secret::new("cd34")));
        assert_eq!((id(&both), secret(&both)), ("ab12", Some("cd34")));
        assert_eq!(super::super::job(&both), "/api/platform/jobs/ab12");
        assert_eq!(super::super::extensions(&both), "/api/platform/connections/ab12/extensions");
        let old = key("ab12", None);
        assert_eq!((id(&old), secret(&old)), ("ab12", None));
    }
}
