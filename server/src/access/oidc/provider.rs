//! What is asked of an identity provider: where its addresses are, its keys, and the tokens for a code.

use super::id_token::Keys;
use super::settings::ClientSettings;
use environment::certificate::{Authorities, Seen};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

/// Bytes of an answer.
const LARGEST: usize = 256 << 10;

/// Until a connection stands.
const CONNECT: Duration = Duration::from_secs(5);

/// Until an answer is there.
const ANSWER: Duration = Duration::from_secs(10);

/// Where the provider's description lies below its issuer.
const DESCRIPTION: &str = "/.well-known/openid-configuration";

/// The provider does not do what it should. For the operator's log: it has no secret in it.
#[derive(Debug, thiserror::Error)]
pub(super) enum ProviderFault {
    #[error("{what} of the provider: {why}")]
    Exchange { what: &'static str, why: String },
    #[error("the provider describes itself as {0}, not as the issuer that is configured")]
    Issuer(String),
    #[error("the provider's {0} is not an https address")]
    Address(&'static str),
}

/// What the provider says of itself.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Description {
    issuer: String,
    authorization_endpoint: Link,
    token_endpoint: Link,
    jwks_uri: Link,
    userinfo_endpoint: Option<Link>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
struct Link(Url);

impl TryFrom<String> for Link {
    type Error = <Url as FromStr>::Err;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}

impl Description {
    /// The address to which a browser is sent to sign in.
    pub(super) fn authorization(self) -> Url {
        self.authorization_endpoint.0
    }
}

/// What the provider gives for an authorization code.
#[derive(Debug, Deserialize)]
pub(super) struct TokenAnswer {
    pub(super) id_token: String,
    access_token: String,
}

/// A way to one provider. The addresses are the operator's and the provider's own, so that inner ones are called as well.
#[derive(Debug, Clone)]
pub(super) struct Provider {
    http: Client,
    issuer: String,
}

impl Provider {
    pub(super) fn new(issuer: &str) -> Result<Self, ProviderFault> {
        let internal = |why: String| ProviderFault::Exchange { what: "the client", why };
        let tls =
            Authorities::of_system().client(None, Seen::default()).map_err(|error| internal(error.to_string()))?;
        let http = Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .user_agent(concat!("XIF-Studio/", env!("CARGO_PKG_VERSION")));
        // A provider for tests has no proxy before it.
        let http = if is_safe_plain(issuer) { http.no_proxy() } else { http };
        Ok(Self { http: http.build().map_err(|error| internal(error.to_string()))?, issuer: issuer.to_owned() })
    }

    pub(super) async fn describe(&self) -> Result<Description, ProviderFault> {
        let address = format!("{}{DESCRIPTION}", self.issuer.trim_end_matches('/'));
        let found: Description = fetch("the description", self.http.get(address)).await?;
        if found.issuer != self.issuer {
            return Err(ProviderFault::Issuer(found.issuer.chars().take(200).collect()));
        }
        let plain = is_safe_plain(&self.issuer);
        for (name, url) in [
            ("authorization_endpoint", Some(&found.authorization_endpoint)),
            ("token_endpoint", Some(&found.token_endpoint)),
            ("jwks_uri", Some(&found.jwks_uri)),
            ("userinfo_endpoint", found.userinfo_endpoint.as_ref()),
        ] {
            if url.is_some_and(|Link(url)| url.scheme() != "https" && !(plain && is_safe_plain(url.as_str()))) {
                return Err(ProviderFault::Address(name));
            }
        }
        Ok(found)
    }

    /// Changes a code into tokens. The client says who it is in the way that the provider takes.
    pub(super) async fn tokens(
        &self,
        found: &Description,
        client: &ClientSettings,
        code: &str,
        verifier: &str,
        redirect: &str,
    ) -> Result<TokenAnswer, ProviderFault> {
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect),
            ("code_verifier", verifier),
        ];
        let methods = found.token_endpoint_auth_methods_supported.as_deref();
        // Without a word the first way is the usual one.
        let basic = methods.is_none_or(|methods| methods.iter().any(|method| method == "client_secret_basic"));
        let mut request = self.http.post(found.token_endpoint.0.clone());
        if basic {
            request = request.basic_auth(encoded(&client.id), Some(encoded(client.secret.reveal())));
        } else {
            form.extend([("client_id", client.id.as_str()), ("client_secret", client.secret.reveal())]);
        }
        let body = pairs(&form);
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(body);
        fetch("the token endpoint", request).await
    }

    pub(super) async fn keys(&self, found: &Description) -> Result<Keys, ProviderFault> {
        fetch("the keys", self.http.get(found.jwks_uri.0.clone())).await
    }

    /// What the provider says of the user beyond the token; nothing when it has no such address.
    pub(super) async fn user(
        &self,
        found: &Description,
        tokens: &TokenAnswer,
    ) -> Result<Map<String, Value>, ProviderFault> {
        let Some(address) = &found.userinfo_endpoint else { return Ok(Map::new()) };
        fetch("the user", self.http.get(address.0.clone()).bearer_auth(&tokens.access_token)).await
    }
}

async fn fetch<T: DeserializeOwned>(what: &'static str, request: RequestBuilder) -> Result<T, ProviderFault> {
    let fault = |why: String| ProviderFault::Exchange { what, why };
    let broken = |error: reqwest::Error| fault(error.without_url().to_string());
    let mut response = request.header("accept", "application/json").send().await.map_err(broken)?;
    if !response.status().is_success() {
        return Err(fault(format!("status {}", response.status().as_u16())));
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(broken)? {
        if body.len() + chunk.len() > LARGEST {
            return Err(fault(format!("more than {} KiB", LARGEST >> 10)));
        }
        body.extend_from_slice(&chunk);
    }
    // The place alone: there are tokens in it.
    serde_json::from_slice(&body).map_err(|error| fault(format!("line {} column {}", error.line(), error.column())))
}

/// A form in the encoding that RFC 6749 wants.
fn pairs(pairs: &[(&str, &str)]) -> String {
    let pair = |(name, value): &(&str, &str)| format!("{name}={}", encoded(value));
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Whether an address is plain http on this machine, as providers for tests are.
pub(super) fn is_safe_plain(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| {
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
        url.scheme() == "http" && (host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_encoded() {
        assert_eq!(pairs(&[("a", "1 2"), ("b", "é&=+")]), "a=1%202&b=%C3%A9%26%3D%2B");
    }

    #[test]
    fn only_providers_on_this_machine_may_be_plain() {
        assert!(
            is_safe_plain("http://127.0.0.1:1/a") && is_safe_plain("http://[::1]") && is_safe_plain("http://localhost")
        );
        assert!(!is_safe_plain("http://id.example") && !is_safe_plain("https://127.0.0.1") && !is_safe_plain("x"));
    }
}
