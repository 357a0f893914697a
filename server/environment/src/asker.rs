//! Who asks about a connection or a publish, and with which secret. Ids stand in addresses, which balancers log; the secret goes in a header.

use api::platform::Secret;
use api::problem::{Code, Problem};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::header;
use axum::http::request::Parts;
use sha2::{Digest, Sha256};
use std::convert::Infallible;
use std::sync::Arc;
use web::client::{Client, Clients};

/// Who asks.
#[derive(Debug, Clone)]
pub struct Asker {
    /// Whose limits count.
    pub client: Client,
    secret: Option<Secret>,
}

/// The id of a connection or a publish, and what only the page has that began it.
#[derive(Debug, Clone)]
pub struct Key {
    /// The id.
    pub id: String,
    /// The secret; none of a publish of an earlier run of the server, and by hand.
    pub secret: Option<Secret>,
    /// SHA-256 of the secret.
    pub hash: [u8; 32],
}

impl Key {
    /// A new one, from the system's source of randomness.
    ///
    /// # Errors
    /// The system gives no randomness.
    pub fn fresh() -> Result<Self, Problem> {
        let (mut id, mut secret) = ([0; 16], [0; 32]);
        for bytes in [&mut id[..], &mut secret[..]] {
            getrandom::fill(bytes).map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
        }
        let secret = digits(&secret);
        Ok(Self { id: digits(&id), hash: Sha256::digest(&secret).into(), secret: Some(Secret::new(secret)) })
    }

    /// One whose secret is not known any more.
    pub fn of_hash(id: String, hash: [u8; 32]) -> Self {
        Self { id, secret: None, hash }
    }
}

impl Asker {
    /// Somebody with this secret.
    pub fn new(client: Client, secret: Option<Secret>) -> Self {
        Self { client, secret }
    }

    /// Whether the secret fits. How long that takes does not tell where it differs.
    ///
    /// # Errors
    /// [`Code::PlatformSecret`] when there is none, whatever is asked about.
    pub fn has(&self, key: Option<&Key>) -> Result<bool, Problem> {
        let missing =
            || Problem::new(Code::PlatformSecret, "The request has no Authorization: Bearer with the secret.");
        let shown = self.secret.as_ref().ok_or_else(missing)?;
        let shown: [u8; 32] = Sha256::digest(shown.reveal()).into();
        let Some(key) = key else { return Ok(false) };
        let pairs = shown.iter().zip(&key.hash);
        Ok(std::hint::black_box(pairs.fold(0, |differs, (one, other)| differs | (one ^ other))) == 0)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asker
where
    Arc<Clients>: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let client = Client::from_request_parts(parts, state).await?;
        Ok(Self::new(client, bearer(parts)))
    }
}

fn bearer(parts: &Parts) -> Option<Secret> {
    let (scheme, secret) = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| Secret::new(secret.trim()))
}

/// Bytes as hexadecimal digits.
pub fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_secret_itself_fits() {
        let [one, other] = [(); 2].map(|()| Key::fresh().unwrap());
        assert!(one.id.len() == 32 && one.id != other.id);
        let client = Client::new([127, 0, 0, 1].into());
        let asker = Asker::new(client, one.secret.clone());
        assert_eq!((asker.has(Some(&one)), asker.has(Some(&other)), asker.has(None)), (Ok(true), Ok(false), Ok(false)));
        assert_eq!(asker.has(Some(&Key::of_hash("an id".into(), one.hash))), Ok(true));
        for wrong in [None, Some(&one)] {
            let nobody = Asker::new(client, None).has(wrong).unwrap_err();
            assert_eq!(nobody.kind(), Some(Code::PlatformSecret));
        }
    }
}
