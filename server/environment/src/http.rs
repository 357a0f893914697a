//! Requests to one Platform Server: its checked addresses, its certificate, bounded sizes and times.

use super::address::Address;
use super::calls::{Caller, Memory};
use super::certificate::{Authorities, Seen};
use api::platform::connect::{Certificate, Fingerprint, Trust};
use api::problem::{Code, Problem};
use bytes::{Bytes, BytesMut};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, StatusCode, Url};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// A way to one server. Every request makes its own connection to an address that was checked; none is ever sent twice.
#[derive(Debug, Clone)]
pub struct Http {
    address: Address,
    client: Client,
    seen: Seen,
    accepted: Option<Fingerprint>,
    limits: HttpLimits,
    caller: Caller,
}

/// How long is waited, and how much is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HttpLimits {
    /// Until the connection stands.
    pub connect: Duration,
    /// Until an answer is there.
    pub answer: Duration,
    /// Until an answer to a request with a XIF in it is there.
    pub upload: Duration,
}

/// How large an answer may be. What a server without a log-in may make this one keep is small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerSize {
    /// A few values.
    Short,
    /// A list, or the description of a service.
    List,
    /// The largest XIF in base64, with what stands around it.
    Xif,
}

impl AnswerSize {
    /// The most bytes.
    pub const fn bytes(self) -> usize {
        match self {
            Self::Short => 256 << 10,
            Self::List => 8 << 20,
            Self::Xif => (api::platform::LARGEST_XIF / 3 * 4) + (4 << 20),
        }
    }
}

impl Default for HttpLimits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(15), answer: Duration::from_secs(60), upload: Duration::from_secs(300) }
    }
}

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A user waits for the answer. Such requests have few places at one time.
    Question,
    /// A publish, of which there are few.
    Publish,
}

/// What is sent.
#[derive(Debug)]
pub struct Outgoing {
    /// The method.
    pub method: Method,
    /// Path and query.
    pub path: String,
    /// Headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// Whether a XIF is in the body or expected in the answer, which may take long.
    pub bulk: bool,
    /// How large the answer may be.
    pub answer: AnswerSize,
    /// What it is for.
    pub purpose: Purpose,
}

/// What came back with a status below 400, or of a kind that the protocol explains (500 with a SOAP fault).
#[derive(Debug, Clone)]
pub struct Incoming {
    /// Its status.
    pub status: StatusCode,
    /// The content type, or nothing.
    pub content_type: String,
    /// The body.
    pub body: Bytes,
    /// The memory of the body.
    pub memory: Arc<Memory>,
}

/// A request that gave no usable answer.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{}", problem.detail)]
pub struct CallError {
    /// What to tell the user.
    pub problem: Problem,
    /// Whether the server may have done what was asked.
    pub effect: Effect,
}

/// What a failed request left behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing: it was not sent, or was refused.
    None,
    /// Nobody knows.
    Unclear,
}

impl CallError {
    /// A failure that left nothing behind.
    pub fn harmless(code: Code, detail: impl Into<String>) -> Self {
        Self { problem: Problem::new(code, detail), effect: Effect::None }
    }

    /// A failure after which the server may have done what was asked.
    pub fn unclear(code: Code, detail: impl Into<String>) -> Self {
        Self { problem: Problem::new(code, detail), effect: Effect::Unclear }
    }
}

impl From<CallError> for Problem {
    fn from(error: CallError) -> Self {
        error.problem
    }
}

impl Http {
    /// A way to these addresses, which were checked before.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(
        address: Address,
        found: &[SocketAddr],
        authorities: &Authorities,
        accepted: Option<Fingerprint>,
        limits: HttpLimits,
        caller: Caller,
    ) -> Result<Self, Problem> {
        let internal = |why: String| Problem::new(Code::Internal, why);
        let seen = Seen::default();
        let tls = authorities.client(accepted.clone(), seen.clone()).map_err(|error| internal(error.to_string()))?;
        let client = Client::builder()
            .tls_backend_preconfigured(tls)
            .https_only(!address.plain)
            .http1_only()
            .resolve_to_addrs(&address.host.to_string(), found)
            .no_proxy()
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            // A kept connection may break unseen just when a publish is sent over it.
            .pool_max_idle_per_host(0)
            .connect_timeout(limits.connect)
            .user_agent(concat!("XIF-Studio/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| internal(error.to_string()))?;
        Ok(Self { address, client, seen, accepted, limits, caller })
    }

    /// The server's address.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// The certificate that the server showed last; none before the first request, and with plain `http`.
    pub fn certificate(&self) -> Option<Certificate> {
        self.seen.certificate(self.accepted.as_ref())
    }

    /// Sends one request, once.
    ///
    /// # Errors
    /// When the connection fails, takes too long, or the answer is too large. The effect says whether the server may have acted.
    pub async fn send(&self, outgoing: Outgoing) -> Result<Incoming, CallError> {
        let _place = match outgoing.purpose {
            Purpose::Question => Some(self.caller.place().await?),
            Purpose::Publish => None,
        };
        let time = if outgoing.bulk { self.limits.upload } else { self.limits.answer };
        let answered = tokio::time::timeout(time, self.exchange(outgoing)).await;
        answered.unwrap_or_else(|_| {
            let detail = format!("{} gave no complete answer within {} seconds.", self.address, time.as_secs());
            Err(CallError::unclear(Code::PlatformSilent, detail))
        })
    }

    async fn exchange(&self, outgoing: Outgoing) -> Result<Incoming, CallError> {
        let url = Url::parse(&self.address.join(&outgoing.path))
            .map_err(|error| CallError::harmless(Code::Internal, format!("{}: {error}", outgoing.path)))?;
        let request = self.client.request(outgoing.method, url).headers(outgoing.headers).body(outgoing.body);
        let most = outgoing.answer.bytes();
        let response = request.send().await.map_err(|error| self.broken(&error))?;
        let status = response.status();
        if status.is_redirection() {
            return Err(self.redirected(response.headers()));
        }
        let content_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let content_type = content_type.unwrap_or_default().to_owned();
        let (body, memory) = self.receive(response, most).await?;
        Ok(Incoming { status, content_type, body, memory: Arc::new(memory) })
    }

    async fn receive(&self, mut response: reqwest::Response, most: usize) -> Result<(Bytes, Memory), CallError> {
        let (mut body, mut memory) = (BytesMut::new(), self.caller.memory());
        while let Some(chunk) = response.chunk().await.map_err(|error| self.broken(&error))? {
            if body.len() + chunk.len() > most {
                let detail = format!("The answer of {} is larger than {} KiB.", self.address, most >> 10);
                return Err(CallError::unclear(Code::PlatformMalformed, detail));
            }
            memory.grow(body.len() + chunk.len()).await?;
            body.extend_from_slice(&chunk);
        }
        Ok((body.freeze(), memory))
    }

    fn redirected(&self, headers: &HeaderMap) -> CallError {
        let target = headers.get(LOCATION).and_then(|value| value.to_str().ok()).unwrap_or("nowhere");
        let base = Url::parse(&self.address.to_string()).ok();
        let target = base.and_then(|base| base.join(target).ok());
        let detail = match target {
            Some(target) if self.address.has(&target) => {
                format!("{} sends to another page, {:.200}.", self.address, target.path())
            }
            Some(target) => format!("{} sends to {:.200}.", self.address, target.host_str().unwrap_or("another place")),
            None => format!("{} sends to a place that cannot be read.", self.address),
        };
        CallError::harmless(Code::PlatformRedirect, detail)
    }

    /// The reason of a failure, without the URL and whatever else the library says.
    fn broken(&self, error: &reqwest::Error) -> CallError {
        if error.is_connect() {
            if let Some(Trust::Doubtful { problem, .. }) = self.certificate().map(|certificate| certificate.trust) {
                return CallError { problem, effect: Effect::None };
            }
            let detail = format!("{} takes no connection: {}.", self.address, innermost(error));
            return CallError::harmless(Code::PlatformUnreachable, detail);
        }
        let detail = format!("The connection to {} broke: {}.", self.address, innermost(error));
        CallError::unclear(Code::PlatformBroken, detail)
    }
}

fn innermost(error: &(dyn std::error::Error + 'static)) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string().chars().take(200).collect()
}

/// A header value of one's own making; empty when it cannot be one.
pub fn header(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""))
}
