//! Users who sign in at an identity provider: OpenID Connect, authorization code with PKCE, state and nonce.
//!
//! The server remembers nothing between the browser's way to the provider and back. A cookie has a random text, and what is sent to the provider follows
//! from it and from the server's key, so that only the browser that began can end, and only at a server that has the key.

mod id_token;
mod provider;
pub mod settings;

use super::session::{Cookie, Key, now};
use api::access::SIGNED_IN;
use api::problem::{Code, Problem};
use axum::http::{HeaderMap, HeaderValue};
use id_token::{Expected, verify};
use provider::{Description, Provider};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use settings::{ClientSettings, SettingsError};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// The cookie of a user who has signed in.
const SESSION: Cookie = Cookie { name: "xif-studio-session", life: Duration::from_secs(8 * 60 * 60) };

/// The cookie of a browser that is on its way.
const WAY: Cookie = Cookie { name: "xif-studio-sign-in", life: Duration::from_secs(10 * 60) };

/// Characters of the page to come back to, of a code and of a user's name.
const LONGEST_PAGE: usize = 500;
const LONGEST_CODE: usize = 4096;
const LONGEST_NAME: usize = 256;

/// The way to the provider and back.
#[derive(Debug)]
pub struct Oidc {
    settings: ClientSettings,
    provider: Provider,
    key: Key,
}

/// What the provider's redirect says.
#[derive(Debug, Default, Deserialize)]
pub struct CallBack {
    /// The code.
    pub code: Option<String>,
    /// What was sent along.
    pub state: Option<String>,
    /// Why there is no code.
    pub error: Option<String>,
    /// Who answers (RFC 9207).
    pub iss: Option<String>,
}

/// A redirect of the browser with its cookies.
#[derive(Debug)]
pub struct Redirect {
    /// Where it goes.
    pub to: String,
    /// `Set-Cookie` headers.
    pub cookies: Vec<HeaderValue>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Way {
    /// Random.
    r: String,
    /// The page to come back to.
    to: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Session {
    /// The user.
    user: String,
}

impl Oidc {
    /// The way to this provider. Nothing is asked yet: the provider may start after the server.
    ///
    /// # Errors
    /// When the settings have an address that cannot be asked.
    pub fn new(settings: ClientSettings) -> Result<Self, SettingsError> {
        let provider = Provider::new(&settings.issuer).map_err(|fault| SettingsError::Client(fault.to_string()))?;
        let purpose = format!("xif-studio sessions 1\0{}\0{}", settings.issuer, settings.id);
        let key = Key::derived(settings.secret.reveal().as_bytes(), &purpose);
        Ok(Self { settings, provider, key })
    }

    /// The user of a browser that has signed in.
    pub fn user(&self, headers: &HeaderMap, is_https: bool) -> Option<String> {
        SESSION.read::<Session>(&self.key, headers, is_https).map(|session| session.user)
    }

    /// Sends a browser to the provider. `origin` is the server as the browser sees it, such as `https://studio.example.com`.
    ///
    /// # Errors
    /// When the provider does not answer, or its description cannot be used.
    pub async fn begin(&self, origin: &str, is_https: bool, to: Option<&str>) -> Result<Redirect, Problem> {
        let found = self.describe().await?;
        let mut random = [0; 32];
        getrandom::fill(&mut random).map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
        let random = base64_simd::URL_SAFE_NO_PAD.encode_to_string(random);
        let challenge = Sha256::digest(self.key.word("verifier", &random).as_bytes());
        let mut url = found.authorization();
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.id)
            .append_pair("redirect_uri", &format!("{origin}{SIGNED_IN}"))
            .append_pair("scope", "openid profile email")
            .append_pair("state", &self.key.word("state", &random))
            .append_pair("nonce", &self.key.word("nonce", &random))
            .append_pair("code_challenge", &base64_simd::URL_SAFE_NO_PAD.encode_to_string(challenge))
            .append_pair("code_challenge_method", "S256");
        let way = Way { r: random, to: page(to).to_owned() };
        let cookies = WAY.set(&self.key, &way, is_https).into_iter().collect();
        Ok(Redirect { to: url.into(), cookies })
    }

    /// Ends what [`Oidc::begin`] began.
    ///
    /// # Errors
    /// When the provider refuses, its answer is not valid, or the log-in did not begin in this browser.
    pub async fn end(
        &self,
        origin: &str,
        is_https: bool,
        headers: &HeaderMap,
        answer: &CallBack,
    ) -> Result<Redirect, Problem> {
        let failed = |why: &str| Problem::new(Code::SignInFailed, why);
        let way: Way = WAY
            .read(&self.key, headers, is_https)
            .ok_or_else(|| failed("This browser did not begin to sign in, or more than ten minutes ago."))?;
        let state = answer.state.as_deref().unwrap_or_default();
        if !same(state, &self.key.word("state", &way.r)) {
            return Err(failed("The answer belongs to another attempt to sign in."));
        }
        if answer.iss.as_ref().is_some_and(|issuer| *issuer != self.settings.issuer) {
            return Err(failed("The answer is by another identity provider."));
        }
        if let Some(error) = &answer.error {
            let error: String = error.chars().filter(char::is_ascii_graphic).take(60).collect();
            return Err(failed(&format!("The identity provider says {error}.")));
        }
        let code = answer.code.as_deref().filter(|code| code.len() <= LONGEST_CODE);
        let user = self.confirm(origin, &way, code.ok_or_else(|| failed("The answer has no code."))?).await?;
        tracing::info!(user, "signed in");
        let cookies = [SESSION.set(&self.key, &Session { user }, is_https), WAY.remove(is_https)];
        Ok(Redirect { to: page(Some(&way.to)).to_owned(), cookies: cookies.into_iter().flatten().collect() })
    }

    /// The header that ends a session in its browser.
    pub fn sign_out(is_https: bool) -> Option<HeaderValue> {
        SESSION.remove(is_https)
    }

    /// The name of the user for whom the provider gave this code.
    async fn confirm(&self, origin: &str, way: &Way, code: &str) -> Result<String, Problem> {
        let found = self.describe().await?;
        let verifier = self.key.word("verifier", &way.r);
        let redirect = format!("{origin}{SIGNED_IN}");
        let exchanged = async {
            let tokens = self.provider.tokens(&found, &self.settings, code, &verifier, &redirect).await?;
            Ok((self.provider.keys(&found).await?, tokens))
        };
        let (keys, tokens) = exchanged.await.map_err(|fault| provider_fault(&fault))?;
        let nonce = self.key.word("nonce", &way.r);
        let expected = Expected { issuer: &self.settings.issuer, client: &self.settings.id, nonce: &nonce, now: now() };
        let claims = verify(&tokens.id_token, &keys, expected).map_err(|fault| {
            tracing::warn!(%fault, "the identity provider's token is not believed");
            Problem::new(Code::SignInFailed, "The identity provider's token is not right.")
        })?;
        if let Some(name) = name(&claims, &self.settings.claim) {
            return Ok(name);
        }
        // Some providers say more of a user only when they are asked.
        let user = self.provider.user(&found, &tokens).await.map_err(|fault| provider_fault(&fault))?;
        let is_same = user.get("sub").is_some_and(|subject| claims.get("sub") == Some(subject));
        name(&user, &self.settings.claim).filter(|_| is_same).ok_or_else(|| {
            tracing::warn!(claim = self.settings.claim, "the identity provider does not say the user's name");
            Problem::new(Code::SignInFailed, format!("The identity provider says no {}.", self.settings.claim))
        })
    }

    async fn describe(&self) -> Result<Description, Problem> {
        self.provider.describe().await.map_err(|fault| provider_fault(&fault))
    }
}

fn provider_fault(fault: &provider::ProviderFault) -> Problem {
    tracing::warn!(%fault, "users cannot sign in");
    Problem::new(Code::SignInProvider, "The provider's answer is in the server's log.")
}

/// The user's name by a claim. An address of which the provider does not say that it is the user's is anybody's.
fn name(claims: &Map<String, Value>, claim: &str) -> Option<String> {
    let name = claims.get(claim)?.as_str()?.trim();
    let is_verified = claim != "email" || claims.get("email_verified") == Some(&Value::Bool(true));
    let fits = !name.is_empty() && name.len() <= LONGEST_NAME && !name.contains(char::is_control);
    (is_verified && fits).then(|| name.to_owned())
}

/// A page of this server; the first one when it is none. `//host` and `/\host` lead elsewhere.
fn page(to: Option<&str>) -> &str {
    let is_plain = |to: &&str| {
        let mut characters = to.chars();
        to.len() <= LONGEST_PAGE
            && characters.next() == Some('/')
            && !matches!(characters.next(), Some('/' | '\\'))
            && to.chars().all(|each| each.is_ascii_graphic() && each != '\\')
    };
    to.filter(is_plain).unwrap_or("/")
}

fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |all, (one, other)| all | (one ^ other)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for good in ["/", "/?draft=1", "/a/b#c"] {
            assert_eq!(page(Some(good)), good);
        }
        for bad in
            ["", "//evil.example", "/\\evil.example", "https://evil.example", "evil", "/a\\b", "/a b", "/\tb", "/é"]
        {
            assert_eq!(page(Some(bad)), "/", "{bad}");
        }
        assert_eq!(page(Some(&format!("/{}", "a".repeat(LONGEST_PAGE)))), "/");
    }

    #[test]
    fn users_have_the_name_of_the_claim() {
        let claims = |value: Value| serde_json::from_value::<Map<String, Value>>(value).unwrap();
        assert_eq!(name(&claims(json!({ "preferred_username": "ada" })), "preferred_username").unwrap(), "ada");
        let mail = json!({ "email": "a@b.example", "email_verified": true });
        assert_eq!(name(&claims(mail), "email").unwrap(), "a@b.example");
        for wrong in [json!({ "email": "a@b.example" }), json!({ "email": "a@b.example", "email_verified": "true" })] {
            assert_eq!(name(&claims(wrong), "email"), None);
        }
        for wrong in [json!({}), json!({ "sub": " " }), json!({ "sub": 5 }), json!({ "sub": "a\nb" })] {
            assert_eq!(name(&claims(wrong), "sub"), None);
        }
    }
}
