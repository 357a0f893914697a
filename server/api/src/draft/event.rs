//! What the stream of events says. Each event has a name and its JSON as data; a comment line every 15 seconds shows that the stream is alive.
//!
//! The stream ends when the link is revoked or the draft ends; asking again then answers as for an unknown draft.

use super::{ClientId, RevisionKind};
use serde::{Deserialize, Serialize};

/// Seconds between two signs of life at most.
pub const SIGN_OF_LIFE_SECONDS: u64 = 15;

/// The name of [`RevisionEvent`].
pub const REVISION: &str = "revision";

/// The name of [`PresenceEvent`].
pub const PRESENCE: &str = "presence";

/// There are revisions up to this number. Numbers may be left out: several revisions in a short time are one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct RevisionEvent {
    /// Number of the latest revision.
    pub number: u32,
    /// What that one is; none when the store has lost its bytes.
    pub kind: Option<RevisionKind>,
}

/// A page shows its presence, or is gone. All that are there come first, the client's own among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct PresenceEvent {
    /// The page.
    pub client: ClientId,
    /// What it shows, encrypted; base64 in JSON. None: it is gone.
    #[cfg_attr(feature = "description", schemars(with = "Option<String>", extend("contentEncoding" = "base64")))]
    #[serde(with = "crate::base64::optional")]
    pub blob: Option<Vec<u8>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_keep_their_shape_on_the_wire() {
        let client = ClientId::from_bytes([0; 16]);
        let id = "A".repeat(22);
        for (blob, json) in [(Some(vec![0, 255]), "\"AP8=\""), (None, "null")] {
            let event = PresenceEvent { client, blob };
            let json = format!(r#"{{"client":"{id}","blob":{json}}}"#);
            assert_eq!(serde_json::to_string(&event).unwrap(), json);
            assert_eq!(serde_json::from_str::<PresenceEvent>(&json).unwrap(), event);
        }
        let event = RevisionEvent { number: 4, kind: Some(RevisionKind::Whole) };
        assert_eq!(serde_json::to_string(&event).unwrap(), r#"{"number":4,"kind":"whole"}"#);
    }
}
