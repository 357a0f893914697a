//! Connections by hand: they have no credentials and call nothing, so the server keeps nothing of them. Their id tells what the page was told when it
//! connected; whoever writes such an id shows it to himself.

use super::Opened;
use crate::address::Address;
use crate::asker::Key;
use crate::backend::Backend;
use api::platform::connect::Platform;
use api::problem::{Code, Problem};
use base64_simd::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

/// What such an id begins with.
const MARK: &str = "byhand-";

/// Characters of what a server says of itself.
const LONGEST: usize = 100;

/// Characters of an id.
const LONGEST_ID: usize = 4000;

#[derive(Serialize, Deserialize)]
struct Told {
    address: String,
    platform: Option<Platform>,
}

/// The id of a connection to this server.
///
/// # Errors
/// [`Code::PlatformAddress`] when the address is too long to be one.
pub(super) fn write(address: &Address, platform: Option<&Platform>) -> Result<String, Problem> {
    let short = |text: &str| text.chars().take(LONGEST).collect();
    let platform = platform
        .map(|platform| Platform { version: short(&platform.version), serial: platform.serial.as_deref().map(short) });
    let told = serde_json::to_vec(&Told { address: address.to_string(), platform });
    let told = told.map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
    let id = format!("{MARK}{}", URL_SAFE_NO_PAD.encode_to_string(told));
    if id.len() > LONGEST_ID {
        return Err(Problem::new(Code::PlatformAddress, "The address is too long."));
    }
    Ok(id)
}

/// The key of such an id: there is no secret, since nothing can be done with it.
pub(super) fn key(id: String) -> Key {
    Key::of_hash(id, [0; 32])
}

/// The connection of an id, when it is such a one.
pub(super) fn read(id: &str) -> Option<Opened> {
    let told = id.strip_prefix(MARK).filter(|_| id.len() <= LONGEST_ID)?;
    let told: Told = serde_json::from_slice(&URL_SAFE_NO_PAD.decode_to_vec(told.as_bytes()).ok()?).ok()?;
    Some(Opened {
        address: Address::parse(&told.address).ok()?,
        user: String::new(),
        platform: told.platform,
        environments: Vec::new(),
        environment: None,
        backend: Backend::Assisted,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_what_was_told() {
        for text in ["dev.example.com", "https://dev.example.com:8443", "http://127.0.0.1:8080", "[::1]:444"] {
            let address = Address::parse(text).unwrap();
            let platform = Platform { version: "1".repeat(1000), serial: None };
            let opened = read(&write(&address, Some(&platform)).unwrap()).unwrap();
            assert_eq!(opened.address.to_string(), address.to_string());
            assert_eq!(opened.platform.unwrap().version.len(), LONGEST);
        }
    }

    #[test]
    fn what_is_no_such_id_is_none() {
        let spoilt = format!("{MARK}{}", URL_SAFE_NO_PAD.encode_to_string(r#"{"address":"a b"}"#));
        let long = format!("{MARK}{}", "A".repeat(LONGEST_ID));
        for id in ["", "0123456789abcdef0123456789abcdef", MARK, "byhand-!", &spoilt, &long] {
            assert!(read(id).is_none(), "{id:.80}");
        }
    }
}
