//! The token in which a provider says who a user is (OpenID Connect Core 1.0, 3.1.3.7). Signatures are verified by ring, which is here for TLS already; the
//! token libraries bring a second library of cryptography with them.

use ring::signature::{
    self, ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, RsaParameters, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use serde::Deserialize;
use serde_json::{Map, Value};

/// Seconds by which clocks may differ.
const SKEW: u64 = 120;

/// A set of public keys (RFC 7517).
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Keys {
    keys: Vec<Value>,
}

/// What a token must say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client: &'a str,
    pub(super) nonce: &'a str,
    /// Seconds since 1970.
    pub(super) now: u64,
}

/// Why a token is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum TokenFault {
    #[error("it is not a signed token")]
    Form,
    #[error("it is signed in a way that is not taken")]
    Algorithm,
    #[error("its signature is by none of the provider's keys")]
    Signature,
    #[error("it is by another issuer")]
    Issuer,
    #[error("it is for another client")]
    Audience,
    #[error("its time is over, or has not begun")]
    Time,
    #[error("it is the answer to another request")]
    Nonce,
}

#[derive(Debug, Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct Key {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

/// The claims of a token that is right in everything.
pub(super) fn verify(token: &str, keys: &Keys, expected: Expected<'_>) -> Result<Map<String, Value>, TokenFault> {
    let (message, signature) = token.rsplit_once('.').ok_or(TokenFault::Form)?;
    let (header, claims) = message.split_once('.').ok_or(TokenFault::Form)?;
    let header: Header = serde_json::from_slice(&bytes(header)?).map_err(|_| TokenFault::Form)?;
    // What is critical must be understood, and nothing is.
    if header.crit.is_some() {
        return Err(TokenFault::Algorithm);
    }
    let signature = bytes(signature)?;
    // A key of a kind that is not known is somebody else's.
    let mut known = keys.keys.iter().filter_map(|key| Key::deserialize(key).ok()).filter(|key| key.fits(&header));
    if !known.any(|key| key.signed(&header.alg, message.as_bytes(), &signature).unwrap_or(false)) {
        let algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"];
        return Err(if algorithms.contains(&&*header.alg) { TokenFault::Signature } else { TokenFault::Algorithm });
    }
    let claims: Map<String, Value> = serde_json::from_slice(&bytes(claims)?).map_err(|_| TokenFault::Form)?;
    check(&claims, expected)?;
    Ok(claims)
}

fn check(claims: &Map<String, Value>, expected: Expected<'_>) -> Result<(), TokenFault> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if text("iss") != Some(expected.issuer) {
        return Err(TokenFault::Issuer);
    }
    let audience = match claims.get("aud") {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let party = text("azp");
    let is_ours = audience.contains(&expected.client)
        && (audience.len() == 1 || party.is_some())
        && party.is_none_or(|party| party == expected.client);
    if !is_ours {
        return Err(TokenFault::Audience);
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time out of range is wrong anyway")]
    let time =
        |name: &str| claims.get(name).and_then(|value| value.as_u64().or(value.as_f64().map(|time| time as u64)));
    let ends = time("exp").ok_or(TokenFault::Time)?;
    let begins = time("nbf").or(time("iat")).ok_or(TokenFault::Time)?;
    if ends.saturating_add(SKEW) <= expected.now || begins > expected.now.saturating_add(SKEW) {
        return Err(TokenFault::Time);
    }
    if text("nonce") != Some(expected.nonce) {
        return Err(TokenFault::Nonce);
    }
    if text("sub").is_none_or(str::is_empty) { Err(TokenFault::Form) } else { Ok(()) }
}

impl Key {
    fn fits(&self, header: &Header) -> bool {
        let is_named = header.kid.is_none() || self.kid.is_none() || header.kid == self.kid;
        let signs = self.usage.as_deref().is_none_or(|usage| usage == "sig");
        is_named && signs && self.alg.as_ref().is_none_or(|alg| *alg == header.alg)
    }

    /// Whether the key signed the message; none when key and algorithm do not belong together. The algorithm is the token's word, and the kind of key the
    /// provider's: a public key is never taken as a shared secret.
    fn signed(&self, algorithm: &str, message: &[u8], signature: &[u8]) -> Option<bool> {
        let field = |field: &Option<String>| bytes(field.as_deref()?).ok();
        match (self.kty.as_str(), self.crv.as_deref(), algorithm) {
            ("RSA", _, _) => {
                let parameters: &RsaParameters = match algorithm {
                    "RS256" => &signature::RSA_PKCS1_2048_8192_SHA256,
                    "RS384" => &signature::RSA_PKCS1_2048_8192_SHA384,
                    "RS512" => &signature::RSA_PKCS1_2048_8192_SHA512,
                    "PS256" => &signature::RSA_PSS_2048_8192_SHA256,
                    "PS384" => &signature::RSA_PSS_2048_8192_SHA384,
                    "PS512" => &signature::RSA_PSS_2048_8192_SHA512,
                    _ => return None,
                };
                let key = RsaPublicKeyComponents { n: field(&self.n)?, e: field(&self.e)? };
                Some(key.verify(parameters, message, signature).is_ok())
            }
            ("EC", Some("P-256"), "ES256") => {
                let point = [vec![4], field(&self.x)?, field(&self.y)?].concat();
                Some(UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature).is_ok())
            }
            ("EC", Some("P-384"), "ES384") => {
                let point = [vec![4], field(&self.x)?, field(&self.y)?].concat();
                Some(UnparsedPublicKey::new(&ECDSA_P384_SHA384_FIXED, point).verify(message, signature).is_ok())
            }
            ("OKP", Some("Ed25519"), "EdDSA" | "Ed25519") => {
                Some(UnparsedPublicKey::new(&ED25519, field(&self.x)?).verify(message, signature).is_ok())
            }
            _ => None,
        }
    }
}

fn bytes(text: &str) -> Result<Vec<u8>, TokenFault> {
    base64_simd::URL_SAFE_NO_PAD.decode_to_vec(text).map_err(|_| TokenFault::Form)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
    use serde_json::json;

    const EXPECTED: Expected<'static> =
        Expected { issuer: "https://id.example", client: "studio", nonce: "n", now: 1_000_000 };

    fn text(bytes: impl AsRef<[u8]>) -> String {
        base64_simd::URL_SAFE_NO_PAD.encode_to_string(bytes)
    }

    fn claims() -> Value {
        json!({ "iss": "https://id.example", "aud": "studio", "sub": "1", "nonce": "n", "exp": 1_000_100, "iat": 999_900 })
    }

    struct Signer(EcdsaKeyPair);

    impl Signer {
        fn new() -> Self {
            let random = SystemRandom::new();
            let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
            Self(EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).unwrap())
        }

        fn keys(&self) -> Keys {
            let point = self.0.public_key().as_ref();
            let (x, y) = (text(&point[1..33]), text(&point[33..]));
            let odd = json!({ "kty": 5 });
            Keys { keys: vec![odd, json!({ "kty": "EC", "crv": "P-256", "kid": "k", "use": "sig", "x": x, "y": y })] }
        }

        fn token(&self, header: &Value, claims: &Value) -> String {
            let message = format!("{}.{}", text(header.to_string()), text(claims.to_string()));
            let signature = self.0.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
            format!("{message}.{}", text(signature))
        }

        fn es256(&self, claims: &Value) -> String {
            self.token(&json!({ "alg": "ES256", "kid": "k" }), claims)
        }
    }

    #[test]
    fn a_token_that_is_right_is_believed() {
        let signer = Signer::new();
        let found = verify(&signer.es256(&claims()), &signer.keys(), EXPECTED).unwrap();
        assert_eq!(found["sub"], "1");
        let mut several = claims();
        several["aud"] = json!(["other", "studio"]);
        several["azp"] = json!("studio");
        assert!(verify(&signer.es256(&several), &signer.keys(), EXPECTED).is_ok());
    }

    #[test]
    fn what_is_wrong_in_a_token_is_found() {
        let signer = Signer::new();
        let with = |name: &str, value: Value| {
            let mut claims = claims();
            claims[name] = value;
            verify(&signer.es256(&claims), &signer.keys(), EXPECTED).unwrap_err()
        };
        assert_eq!(with("iss", json!("https://id.example/")), TokenFault::Issuer);
        assert_eq!(with("aud", json!("other")), TokenFault::Audience);
        assert_eq!(with("aud", json!(["studio", "other"])), TokenFault::Audience, "for whom of them is not said");
        assert_eq!(with("azp", json!("other")), TokenFault::Audience);
        assert_eq!(with("exp", json!(999_000)), TokenFault::Time);
        assert_eq!(with("exp", Value::Null), TokenFault::Time);
        assert_eq!(with("iat", json!(1_001_000)), TokenFault::Time);
        assert_eq!(with("nonce", json!("m")), TokenFault::Nonce);
        assert_eq!(with("nonce", Value::Null), TokenFault::Nonce);
        assert_eq!(with("sub", Value::Null), TokenFault::Form);
    }

    #[test]
    fn only_the_providers_keys_sign_and_only_as_they_may() {
        let (signer, stranger) = (Signer::new(), Signer::new());
        let keys = signer.keys();
        let fault = |token: &str| verify(token, &keys, EXPECTED).unwrap_err();
        assert_eq!(fault(&stranger.es256(&claims())), TokenFault::Signature);
        let good = signer.es256(&claims());
        let (message, signature) = good.rsplit_once('.').unwrap();
        let (header, _) = message.split_once('.').unwrap();
        let mut other = claims();
        other["sub"] = json!("root");
        assert_eq!(fault(&format!("{header}.{}.{signature}", text(other.to_string()))), TokenFault::Signature);
        for header in [json!({ "alg": "none" }), json!({ "alg": "HS256", "kid": "k" })] {
            assert_eq!(fault(&signer.token(&header, &claims())), TokenFault::Algorithm, "{header}");
        }
        let body = text(claims().to_string());
        assert_eq!(fault(&format!("{}.{body}.", text(r#"{"alg":"none"}"#))), TokenFault::Algorithm);
        assert_eq!(fault(&signer.token(&json!({ "alg": "ES256", "kid": "other" }), &claims())), TokenFault::Signature);
        assert_eq!(fault(&signer.token(&json!({ "alg": "RS256", "kid": "k" }), &claims())), TokenFault::Signature);
        let critical = json!({ "alg": "ES256", "crit": ["b64"], "b64": false });
        assert_eq!(fault(&signer.token(&critical, &claims())), TokenFault::Algorithm);
        for wrong in ["", "a", "a.b", "a.b.c", "..", "é.é.é"] {
            assert_eq!(fault(wrong), TokenFault::Form, "{wrong}");
        }
    }

    #[test]
    fn edwards_keys_sign_as_well() {
        let pair = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
        let message = format!("{}.{}", text(r#"{"alg":"EdDSA"}"#), text(claims().to_string()));
        let token = format!("{message}.{}", text(pair.sign(message.as_bytes())));
        let key = json!({ "kty": "OKP", "crv": "Ed25519", "x": text(pair.public_key()) });
        assert!(verify(&token, &Keys { keys: vec![key.clone()] }, EXPECTED).is_ok());
        let mut for_others = key;
        for_others["use"] = json!("enc");
        assert_eq!(verify(&token, &Keys { keys: vec![for_others] }, EXPECTED).unwrap_err(), TokenFault::Signature);
    }
}
