use std::fmt;
use std::str::FromStr;

use zeroize::Zeroize;

/// What a link to a shared draft holds: which draft, what proves the right, and what leads to the key of its content. Whoever has it has the right.
#[derive(Clone, PartialEq, Eq)]
pub struct SharedLink {
    /// The draft on the server.
    pub draft: [u8; 16],
    /// What proves the right; the server knows its hash alone.
    pub token: [u8; 32],
    /// What leads to the key of the content. The server never sees it.
    pub secret: LinkSecret,
}

/// What leads to the key of the content.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum LinkSecret {
    /// The key of epoch 0 itself (AES-256). Links of earlier versions hold it, and the owner's own, which is not passed on.
    Content([u8; 32]),
    /// What the latest key is encrypted with for this link alone: others can get a new key while this one does not.
    Wrapping([u8; 32]),
}

/// What the secret of a link begins with that is not the key of the content.
const WRAPPING: &str = "2.";

/// What such a link begins with, behind the address of the studio.
const FRAGMENT: &str = "#/shared/";

/// Why a text is not a link to a shared draft.
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

    /// Whether a fragment of an address means to be such a link.
    pub fn is_meant(fragment: &str) -> bool {
        fragment.starts_with(FRAGMENT)
    }

    /// What stands behind the address of the studio: `#/shared/<draft>/<token>/2.<secret>`, or `#/shared/<draft>/<token>/<key>`.
    pub fn fragment(&self) -> String {
        let secret = match &self.secret {
            LinkSecret::Content(key) => text(key),
            LinkSecret::Wrapping(secret) => format!("{WRAPPING}{}", text(secret)),
        };
        format!("{FRAGMENT}{}/{}/{secret}", text(&self.draft), text(&self.token))
    }
}

impl FromStr for SharedLink {
    type Err = LinkError;

    /// Reads a fragment, or a whole address that ends with one.
    fn from_str(address: &str) -> Result<Self, LinkError> {
        let (_, parts) = address.trim().split_once(FRAGMENT).ok_or(LinkError)?;
        let parts: Vec<&str> = parts.split('/').collect();
        let [draft, token, secret] = parts[..] else { return Err(LinkError) };
        let secret = match secret.strip_prefix(WRAPPING) {
            Some(secret) => LinkSecret::Wrapping(bytes(secret)?),
            None => LinkSecret::Content(bytes(secret)?),
        };
        Ok(Self { draft: bytes(draft)?, token: bytes(token)?, secret })
    }
}

/// Secrets stay out of logs.
impl fmt::Debug for SharedLink {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SharedLink({})", self.draft_id())
    }
}

/// Nor do they stay in memory.
impl Drop for SharedLink {
    fn drop(&mut self) {
        self.token.zeroize();
        match &mut self.secret {
            LinkSecret::Content(secret) | LinkSecret::Wrapping(secret) => secret.zeroize(),
        }
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
        fn a_link_comes_back(draft: [u8; 16], token: [u8; 32], secret: [u8; 32]) {
            for (secret, more) in [(LinkSecret::Content(secret), 0), (LinkSecret::Wrapping(secret), 2)] {
                let link = SharedLink { draft, token, secret };
                let address = format!("https://studio.example.org/{}", link.fragment());
                prop_assert_eq!(address.parse::<SharedLink>(), Ok(link.clone()));
                prop_assert!(SharedLink::is_meant(&link.fragment()));
                prop_assert_eq!(link.fragment().len(), "#/shared/".len() + 22 + 1 + 43 + 1 + 43 + more);
            }
        }

        #[test]
        fn no_text_is_taken_for_a_link_by_mistake(text: String) {
            prop_assert_eq!(text.parse::<SharedLink>(), Err(LinkError));
        }
    }

    #[test]
    fn a_link_that_is_cut_off_is_none() {
        for secret in [LinkSecret::Content([3; 32]), LinkSecret::Wrapping([3; 32])] {
            let link = SharedLink { draft: [1; 16], token: [2; 32], secret }.fragment();
            for length in 0..link.len() {
                assert_eq!(link[..length].parse::<SharedLink>(), Err(LinkError), "{length}");
            }
            assert!(!format!("{:?}", link.parse::<SharedLink>()).contains("AwMD"));
        }
    }
}
