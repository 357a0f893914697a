//! Who asks, once it is known.

use super::rights::Rights;
use api::access::Proof;

/// Somebody with rights. Requests carry it from the guard to their routes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The user or the token's name; empty on an open server.
    pub name: String,
    /// By what he is known; none on an open server, which asks nobody.
    pub by: Option<Proof>,
    /// What he may do.
    pub rights: Rights,
}

impl Identity {
    /// Anybody, on a server that asks nobody.
    pub fn of_everybody(rights: Rights) -> Self {
        Self { name: String::new(), by: None, rights }
    }
}
