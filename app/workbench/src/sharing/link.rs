use std::fmt;
use std::str::FromStr;

/// What a link to a shared draft holds: which draft, what proves the right, and the key of its content. Whoever has it has the right.
#[derive(Clone, PartialEq, Eq)]
pub struct SharedLink {
    /// The draft on the server.
    pub draft: [u8; 16],
    /// What proves the right; the server knows its hash alone.
    pub token: [u8; 32],
    /// The key of the content (AES-256), which the server never sees.
    pub key: [u8; 32],
}

/// What such a link begins with, behind the address of the studio.
const FRAGMENT: &str = "#/shared/";

/// Why a text is no link to a shared draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("The link is cut off or was changed on its way: copy it again, with everything behind the #.")]
pub struct LinkError;

impl SharedLink {
    /// The draft as addresses and requests name it.
    pub fn draft_id(&self) -> String {
        text(&self.draft)
    }

    /// The token as requests bear it.
    pub fn bearer(&self) -> String {
        text(&self.token)
    }

    /// The same draft and key by another token.
    #[must_use]
    pub fn with_token(&self, token: [u8; 32]) -> Self {
        Self { token, ..self.clone() }
    }

    /// Whether a fragment of an address means to be such a link.
    pub fn is_meant(fragment: &str) -> bool {
        fragment.starts_with(FRAGMENT)
    }

    /// What stands behind the address of the studio: `#/shared/<draft>/<token>/<key>`.
    pub fn fragment(&self) -> String {
        format!("{FRAGMENT}{}/{}/{}", text(&self.draft), text(&self.token), text(&self.key))
    }
}

impl FromStr for SharedLink {
    type Err = LinkError;

    /// Reads a fragment, or a whole address that ends with one.
    fn from_str(address: &str) -> Result<Self, LinkError> {
        let (_, parts) = address.trim().split_once(FRAGMENT).ok_or(LinkError)?;
        let parts: Vec<&str> = parts.split('/').collect();
        let [draft, token, key] = parts[..] else { return Err(LinkError) };
        Ok(Self { draft: bytes(draft)?, token: bytes(token)?, key: bytes(key)? })
    }
}

/// Secrets stay out of logs.
impl fmt::Debug for SharedLink {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SharedLink({})", self.draft_id())
    }
}

fn text(bytes: &[u8]) -> String {
    base64_simd::URL_SAFE_NO_PAD.encode_to_string(bytes)
}

fn bytes<const LENGTH: usize>(text: &str) -> Result<[u8; LENGTH], LinkError> {
    let bytes = base64_simd::URL_SAFE_NO_PAD.decode_to_vec(text).map_err(|_| LinkError)?;
    bytes.try_into().map_err(|_| LinkError)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_link_comes_back(draft: [u8; 16], token: [u8; 32], key: [u8; 32]) {
            let link = SharedLink { draft, token, key };
            let address = format!("https://studio.example.org/{}", link.fragment());
            prop_assert_eq!(address.parse::<SharedLink>(), Ok(link.clone()));
            prop_assert!(SharedLink::is_meant(&link.fragment()));
            prop_assert_eq!(link.fragment().len(), "#/shared/".len() + 22 + 1 + 43 + 1 + 43);
        }

        #[test]
        fn no_text_is_taken_for_a_link_by_mistake(text: String) {
            prop_assert_eq!(text.parse::<SharedLink>(), Err(LinkError));
        }
    }

    #[test]
    fn a_link_that_is_cut_off_is_none() {
        let link = SharedLink { draft: [1; 16], token: [2; 32], key: [3; 32] }.fragment();
        for length in 0..link.len() {
            assert_eq!(link[..length].parse::<SharedLink>(), Err(LinkError), "{length}");
        }
        assert!(!format!("{:?}", link.parse::<SharedLink>()).contains("AwMD"));
    }
}
