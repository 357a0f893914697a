//! Publishing what is there already: a version that the environment has, or a XIF as it stands, to the byte.

use std::sync::Arc;

use api::platform::connect::{Connection, Operation};
use api::platform::job::Stage;

use crate::impossible;

/// A publish that the user has asked for and not confirmed yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The extension.
    pub extension: String,
    /// What is published, in words: `version 3`, `version 3 of https://dev.example.com`, `Orders.xif as it was saved`.
    pub label: String,
    /// The address that it is published to.
    pub address: String,
    pub(crate) connection: String,
    pub(crate) what: Planned,
}

/// What is published as it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Planned {
    /// A version that the environment has: how the server names it.
    Version(String),
    /// A XIF.
    Xif(Arc<[u8]>),
}

impl Plan {
    /// A publish of something that is there, to a connection.
    ///
    /// # Errors
    /// Why the connection cannot.
    pub(crate) fn new(
        connection: &Connection,
        extension: String,
        label: String,
        what: Planned,
    ) -> Result<Self, String> {
        let needed: &[Operation] = match what {
            Planned::Version(_) => &[Operation::Publish],
            // What cannot be uploaded is saved, and published by hand.
            Planned::Xif(_) => &[],
        };
        let (id, address) = (connection.id.clone(), connection.address.clone());
        match impossible(connection, needed) {
            Some(why) => Err(why),
            None => Ok(Self { extension, label, address, connection: id, what }),
        }
    }

    /// The first operation that the environment does.
    pub(super) fn first_stage(&self) -> Stage {
        match self.what {
            Planned::Version(_) => Stage::Publish,
            Planned::Xif(_) => Stage::Upload,
        }
    }

    /// What is uploaded: nothing for a version that is there.
    pub(super) fn xif(&self) -> Arc<[u8]> {
        match &self.what {
            Planned::Version(_) => Arc::default(),
            Planned::Xif(bytes) => Arc::clone(bytes),
        }
    }
}
