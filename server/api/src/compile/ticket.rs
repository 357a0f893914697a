//! By which a client asks how its request stands while it waits for the answer.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::fmt;
use std::str::FromStr;

/// Names a request to compile. The client chooses 16 bytes at random for each request; as text they are 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ticket(pub [u8; 16]);

/// A text that is no [`Ticket`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("32 hexadecimal digits were expected")]
pub struct BadTicket;

/// How a request to compile stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema), schemars(rename = "CompileStanding"))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Standing {
    /// Its archive is not there yet.
    Arriving,
    /// It waits for its turn.
    Waiting {
        /// The place in the queue, from 1 on, if nobody comes between.
        place: usize,
    },
    /// It is being built.
    Running,
}

impl Ticket {
    /// Where to ask for the [`Standing`].
    pub fn path(&self) -> String {
        format!("{}/{self}", super::TICKETS)
    }
}

impl fmt::Display for Ticket {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl FromStr for Ticket {
    type Err = BadTicket;

    fn from_str(text: &str) -> Result<Self, BadTicket> {
        if text.len() != 32 || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(BadTicket);
        }
        u128::from_str_radix(text, 16).map(|number| Self(number.to_be_bytes())).map_err(|_| BadTicket)
    }
}

impl Serialize for Ticket {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "description")]
impl schemars::JsonSchema for Ticket {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Ticket".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9A-Fa-f]{32}$", "description": "16 bytes, chosen at random for each request." })
    }
}

impl<'de> Deserialize<'de> for Ticket {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::CompileQuery;

    #[test]
    fn a_ticket_is_32_digits() {
        let text = "00ff10203040506070809010203040a5";
        let ticket: Ticket = text.parse().unwrap();
        assert_eq!((ticket.to_string().as_str(), ticket.0[..3].to_vec()), (text, vec![0, 255, 16]));
        let query = CompileQuery { extension: "A".into(), ticket: Some(ticket) };
        assert_eq!(query.path(), format!("/api/compile?extension=A&ticket={text}"));
        for wrong in ["", "00", "+0ff10203040506070809010203040a5", &text[1..], "zz".repeat(16).as_str()] {
            assert_eq!(wrong.parse::<Ticket>(), Err(BadTicket), "{wrong}");
        }
    }

    #[test]
    fn a_standing_keeps_its_shape_on_the_wire() {
        let json = |standing| serde_json::to_string(&standing).unwrap();
        assert_eq!(json(Standing::Waiting { place: 3 }), r#"{"state":"waiting","place":3}"#);
        assert_eq!(json(Standing::Running), r#"{"state":"running"}"#);
    }
}
