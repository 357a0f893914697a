//! The keys of a draft's content, of which the server has only what it cannot read.
//!
//! A draft begins with the key of epoch 0. Whenever its owner begins the next epoch, as after a link was revoked, there is a new random key.
//! The owner's browser encrypts it for each link that is left, with a secret that stands in the link and is never sent. Revisions are encrypted
//! with the key of the latest epoch; the server knows its number, and refuses those of earlier ones with
//! [`DraftKey`](crate::problem::Code::DraftKey).

use super::{DraftId, LinkId, draft};
use serde::{Deserialize, Serialize};

/// The form of revisions that say which key they are encrypted with. Drafts beyond epoch 0 have such revisions.
pub const KEYED_FORM: u8 = 3;

/// Bytes that one encrypted key may have.
pub const LARGEST_KEY: usize = 128;

/// Bytes that the encrypted list of earlier keys may have.
pub const LARGEST_EARLIER: usize = 128 << 10;

/// PUT (own): [`NewKeys`]; 201. 409 with [`DraftKey`](crate::problem::Code::DraftKey) when the latest epoch is not the one before.
pub fn keys(id: &DraftId, epoch: u32) -> String {
    format!("{}/keys/{epoch}", draft(id))
}

/// The key of an epoch, encrypted for one bearer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct WrappedKey {
    /// The epoch.
    pub epoch: u32,
    /// The encrypted key; base64 in JSON. [`LARGEST_KEY`] bytes at most.
    #[cfg_attr(feature = "description", schemars(with = "String", extend("contentEncoding" = "base64")))]
    #[serde(with = "crate::base64")]
    pub key: Vec<u8>,
}

/// Begins an epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct NewKeys {
    /// Its key, encrypted for the owner; base64 in JSON.
    #[cfg_attr(feature = "description", schemars(with = "String", extend("contentEncoding" = "base64")))]
    #[serde(with = "crate::base64")]
    pub owner: Vec<u8>,
    /// Its key, encrypted for each link that may read on.
    pub links: Vec<LinkKey>,
    /// The keys of earlier epochs, encrypted with the new one; base64 in JSON. [`LARGEST_EARLIER`] bytes at most.
    #[cfg_attr(feature = "description", schemars(with = "String", extend("contentEncoding" = "base64")))]
    #[serde(with = "crate::base64")]
    pub earlier: Vec<u8>,
}

/// A key that is encrypted for the bearer of a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct LinkKey {
    /// The link.
    pub id: LinkId,
    /// The encrypted key; base64 in JSON.
    #[cfg_attr(feature = "description", schemars(with = "String", extend("contentEncoding" = "base64")))]
    #[serde(with = "crate::base64")]
    pub key: Vec<u8>,
}

/// The keys as the bearer of a link gets them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct BearerKeys {
    /// The latest epoch.
    pub epoch: u32,
    /// The latest key that is there for the bearer; none of a link of an earlier version, which has the key of epoch 0 in itself.
    #[serde(default)]
    pub own: Option<WrappedKey>,
    /// The keys of earlier epochs, encrypted with that of the latest one; base64 in JSON.
    #[cfg_attr(feature = "description", schemars(with = "String", extend("contentEncoding" = "base64")))]
    #[serde(with = "crate::base64", default)]
    pub earlier: Vec<u8>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_their_shape_on_the_wire() {
        let links = vec![LinkKey { id: LinkId::from_bytes([0; 16]), key: vec![1] }];
        let new = NewKeys { owner: vec![0, 255], links, earlier: Vec::new() };
        let json = format!(r#"{{"owner":"AP8=","links":[{{"id":"{}","key":"AQ=="}}],"earlier":""}}"#, "A".repeat(22));
        assert_eq!(serde_json::to_string(&new).unwrap(), json);
        assert_eq!(serde_json::from_str::<NewKeys>(&json).unwrap(), new);
        let own = BearerKeys { epoch: 2, own: Some(WrappedKey { epoch: 1, key: vec![2] }), earlier: vec![3] };
        let json = r#"{"epoch":2,"own":{"epoch":1,"key":"Ag=="},"earlier":"Aw=="}"#;
        assert_eq!(serde_json::to_string(&own).unwrap(), json);
        assert_eq!(serde_json::from_str::<BearerKeys>(json).unwrap(), own);
        assert!(keys(&DraftId::from_bytes([0; 16]), 7).ends_with("/keys/7"));
    }
}
