//! Documents of a feed over HTTP.

use std::future::Future;
use std::time::Duration;

use api::platform::Secret;
use package::feed::Fetch;
use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};

use super::FeedFailure;
use crate::studio::innermost;

/// Until a connection stands.
const CONNECT: Duration = Duration::from_secs(15);
/// Until a document is there.
const DOCUMENT: Duration = Duration::from_secs(5 * 60);
/// Places that an address may lead on to.
const REDIRECTS: usize = 5;

/// A user of a private feed.
#[derive(Debug)]
pub struct LogIn {
    /// The name; many feeds take any.
    pub user: String,
    /// The password or token.
    pub password: Secret,
}

/// A way to a feed's documents.
#[derive(Debug)]
pub(super) struct Web {
    client: Client,
    /// The service index.
    home: Url,
    log_in: Option<LogIn>,
}

impl Web {
    /// The way, and the address of the service index.
    pub(super) fn new(place: &str, log_in: Option<LogIn>) -> Result<(Self, String), FeedFailure> {
        let wrong = |why| FeedFailure::Address { given: place.to_owned(), why };
        let home = Url::parse(place).map_err(|_| wrong("write it as https://api.nuget.org/v3/index.json"))?;
        if !home.username().is_empty() || home.password().is_some() {
            // What was written is not repeated: there is a secret in it.
            let given = home.host_str().unwrap_or_default().to_owned();
            return Err(FeedFailure::Address { given, why: "users and passwords do not belong into an address" });
        }
        if !matches!(home.scheme(), "http" | "https") {
            return Err(wrong("it must begin with https:// or http://, or be a folder"));
        }
        if log_in.is_some() && home.scheme() != "https" && !is_of_this_machine(&home) {
            return Err(wrong("a password is sent over https only"));
        }
        // Somebody else in this process may have chosen already, which is as good.
        let _chosen = rustls::crypto::ring::default_provider().install_default();
        let builder = || {
            let builder = Client::builder()
                .connect_timeout(CONNECT)
                .timeout(DOCUMENT)
                .redirect(Policy::none())
                .referer(false)
                .user_agent(concat!("xif/", env!("CARGO_PKG_VERSION")));
            if is_of_this_machine(&home) { builder.no_proxy() } else { builder }
        };
        // A machine without certificate authorities can still ask a feed that does not encrypt.
        let client = match builder().build() {
            Err(_) if home.scheme() == "http" => builder().tls_certs_only(std::iter::empty()).build(),
            built => built,
        };
        let client = client.map_err(|error| unreachable(&home, &error))?;
        let index = home.to_string();
        Ok((Self { client, home, log_in }, index))
    }

    async fn document(&self, url: &str, most: usize) -> Result<Option<Vec<u8>>, FeedFailure> {
        let malformed = |what: String| FeedFailure::Malformed(what);
        let mut url =
            Url::parse(url).map_err(|_| malformed(format!("The feed names {url:.200}, which is no address.")))?;
        for _ in 0..=REDIRECTS {
            self.check(&url)?;
            let response = self.send(&url).await?;
            let status = response.status();
            if status.is_redirection() {
                let target = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
                let target = target.and_then(|target| url.join(target).ok());
                url =
                    target.ok_or_else(|| malformed(format!("{} sends to a place that cannot be read.", host(&url))))?;
            } else if status == StatusCode::NOT_FOUND {
                return Ok(None);
            } else if status.is_success() {
                return self.receive(&url, response, most).await.map(Some);
            } else {
                return Err(FeedFailure::Refused { host: host(&url), status: status.as_u16() });
            }
        }
        Err(malformed(format!("{} sends from one place to the next.", host(&self.home))))
    }

    /// A feed that is encrypted does not lead to one that is not.
    fn check(&self, url: &Url) -> Result<(), FeedFailure> {
        let is_worse = self.home.scheme() == "https" && url.scheme() != "https";
        if is_worse || !matches!(url.scheme(), "http" | "https") {
            return Err(FeedFailure::Malformed(format!("The feed leads to {url:.200}, which is not encrypted.")));
        }
        Ok(())
    }

    async fn send(&self, url: &Url) -> Result<Response, FeedFailure> {
        let request = self.client.get(url.clone());
        // The password is for the feed itself, and not for whom it names.
        let request = match self.log_in.as_ref().filter(|_| url.origin() == self.home.origin()) {
            Some(log_in) => request.basic_auth(&log_in.user, Some(log_in.password.reveal())),
            None => request,
        };
        request.send().await.map_err(|error| unreachable(url, &error))
    }

    async fn receive(&self, url: &Url, mut response: Response, most: usize) -> Result<Vec<u8>, FeedFailure> {
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| unreachable(url, &error))? {
            if body.len() + chunk.len() > most {
                let what = format!("The answer of {} is larger than {} MB.", host(url), most >> 20);
                return Err(FeedFailure::Malformed(what));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

impl Fetch for Web {
    type Error = FeedFailure;

    fn get(&self, url: &str, most: usize) -> impl Future<Output = Result<Option<Vec<u8>>, FeedFailure>> + Send {
        self.document(url, most)
    }
}

fn unreachable(url: &Url, error: &reqwest::Error) -> FeedFailure {
    FeedFailure::Unreachable { host: host(url), why: innermost(error) }
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

fn is_of_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let is_loopback = |address: std::net::IpAddr| address.is_loopback();
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(is_loopback)
}
