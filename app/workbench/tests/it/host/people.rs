//! Studios of several people who share something.

use workbench::{AutosaveCommand, Keeping, LinkSecret, SharedLink, SharingCommand, Surroundings};

use super::Host;

/// The link to what they share.
pub(crate) fn link() -> SharedLink {
    SharedLink { draft: [7; 16], token: [8; 32], secret: LinkSecret::Content([9; 32]) }
}

/// The studio of one of them, whose keys are no other's, with a name and a place to keep drafts.
pub(crate) fn person(number: usize) -> Host {
    let mut host = Host::default();
    for _ in 0..number * 5000 {
        host.still.new_key();
    }
    host.run(AutosaveCommand::SetKeeping(Keeping::Works));
    host.run(SharingCommand::SetAuthor(format!("Person {number}")));
    host
}
