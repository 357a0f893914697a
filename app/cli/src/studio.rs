//! A studio's server, asked over HTTP as the studio in the browser asks it.

mod address;
mod compiling;
mod error;
mod events;
mod following;
mod patience;

use std::time::Duration;

use api::access::TOKEN_HEADER;
use api::platform::connect::{ConnectRequest, Connection, Probe, ProbeRequest};
use api::platform::job::{Job, PublishQuery};
use api::platform::{self, Secret, XIF_TYPE};
use api::problem::{Code, Problem};
use api::version::{self, Mismatch};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue, LOCATION, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use address::Address;
pub use compiling::Wait;
pub use error::StudioError;
pub(crate) use error::innermost;
pub use following::Following;
pub use patience::{Tries, waiting};

/// A studio's server.
#[derive(Debug, Clone)]
pub struct Studio {
    address: Address,
    client: Client,
    /// Of the connection or the job that is asked about.
    secret: Option<Secret>,
    /// By which the server knows the command.
    token: Option<HeaderValue>,
}

/// Until a connection to the server stands.
const CONNECT: Duration = Duration::from_secs(15);

/// Until an answer is there that the server has at hand.
const QUESTION: Duration = Duration::from_secs(30);

/// Until an answer is there for which the server may have to ask a Platform Server several times.
const ANSWER: Duration = Duration::from_secs(5 * 60);

/// Until a build is done that waited for its turn.
const BUILD: Duration = Duration::from_secs(20 * 60);

/// Until a XIF has arrived.
const UPLOAD: Duration = Duration::from_secs(10 * 60);

/// Bytes of an answer; the largest is that of a build with its assembly in base64.
const LARGEST: usize = 256 << 20;

/// Content type of the events of a job.
const EVENTS: &str = "text/event-stream";

/// What a request carries.
enum Carried {
    Nothing,
    Bytes(&'static str, Vec<u8>),
}

impl Studio {
    /// The server at this address. Nothing is sent yet.
    ///
    /// # Errors
    /// The machine's certificate authorities cannot be read.
    pub fn new(address: Address) -> Result<Self, StudioError> {
        // Somebody else in this process may have chosen already, which is as good.
        let _chosen = rustls::crypto::ring::default_provider().install_default();
        let builder = || {
            let builder = Client::builder()
                .connect_timeout(CONNECT)
                // A password must not follow to another place.
                .redirect(Policy::none())
                .retry(reqwest::retry::never())
                .referer(false)
                .user_agent(concat!("xif/", env!("CARGO_PKG_VERSION")));
            if address.is_of_this_machine() { builder.no_proxy() } else { builder }
        };
        // A machine without certificate authorities can still ask a server that does not encrypt.
        let client = match builder().build() {
            Err(_) if !address.is_encrypted() => builder().tls_certs_only(std::iter::empty()).build(),
            built => built,
        };
        match client {
            Ok(client) => Ok(Self { address, client, secret: None, token: None }),
            Err(error) => Err(StudioError::unreachable(&address, &error)),
        }
    }

    /// The same server, which knows the command by an access token; none when the token has a character that none has. Redirects are not
    /// followed, so that nobody else gets it.
    pub fn with_token(self, token: &Secret) -> Option<Self> {
        let mut token = HeaderValue::from_str(token.reveal()).ok()?;
        token.set_sensitive(true);
        Some(Self { token: Some(token), ..self })
    }

    /// Where it is.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// What is known of an environment without credentials.
    ///
    /// # Errors
    /// Why it is not known.
    pub async fn probe(&self, request: &ProbeRequest) -> Result<Probe, StudioError> {
        self.ask(Method::POST, platform::PROBE, json(request), ANSWER).await
    }

    /// Opens a connection to an environment.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn connect(&self, request: &ConnectRequest) -> Result<Connection, StudioError> {
        self.ask(Method::POST, platform::CONNECTIONS, json(request), ANSWER).await.map(Connection::keyed)
    }

    /// How a connection stands, with its jobs.
    ///
    /// # Errors
    /// It has ended, or the server does not say.
    pub async fn connection(&self, key: &str) -> Result<Connection, StudioError> {
        let path = platform::connection(key);
        self.of(key).ask(Method::GET, &path, Carried::Nothing, QUESTION).await.map(Connection::keyed)
    }

    /// Ends a connection, so that its credentials are forgotten now. Without an answer they are when it was idle for a while.
    pub async fn disconnect(&self, key: &str) {
        let path = platform::connection(key);
        let _forgotten = self.of(key).exchange(Method::DELETE, &path, Carried::Nothing, QUESTION).await;
    }

    /// Hands over a XIF to be published; the job then goes on by itself. It is sent once. A server that refuses has not begun.
    ///
    /// # Errors
    /// The server did not take it; or, as [`StudioError::Broken`], it is not known whether it did.
    pub async fn publish(&self, connection: &str, query: &PublishQuery, xif: Vec<u8>) -> Result<Job, StudioError> {
        let path = query.path(connection);
        self.of(connection).ask(Method::POST, &path, Carried::Bytes(XIF_TYPE, xif), UPLOAD).await.map(Job::keyed)
    }

    /// How a job stands.
    ///
    /// # Errors
    /// It is forgotten, or the server does not say.
    pub async fn job(&self, key: &str) -> Result<Job, StudioError> {
        self.of(key).ask(Method::GET, &platform::job(key), Carried::Nothing, QUESTION).await.map(Job::keyed)
    }

    /// Lets a job that waits go on.
    ///
    /// # Errors
    /// It does not wait, or the server does not say.
    pub async fn advance(&self, job: &str) -> Result<Job, StudioError> {
        self.of(job).ask(Method::POST, &platform::advance(job), Carried::Nothing, QUESTION).await.map(Job::keyed)
    }

    /// Asks a job to stop; whether it did is in its events.
    ///
    /// # Errors
    /// It is over, or the server does not say.
    pub async fn abort(&self, job: &str) -> Result<Job, StudioError> {
        self.of(job).ask(Method::POST, &platform::abort(job), Carried::Nothing, QUESTION).await.map(Job::keyed)
    }

    /// The server, asked with the secret of this key.
    fn of(&self, key: &str) -> Self {
        Self { secret: platform::key::secret(key).map(Secret::new), ..self.clone() }
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        carried: Carried,
        time: Duration,
    ) -> Result<T, StudioError> {
        let (body, mismatch) = self.exchange(method, path, carried, time).await?;
        serde_json::from_slice(&body).map_err(|error| {
            // The place alone: an answer has the ids of connections, which are secrets.
            let place = format!("line {}, column {}", error.line(), error.column());
            let what = format!("the answer is not understood at {place}");
            StudioError::not_understood(&self.address, what, mismatch)
        })
    }

    /// The body of a good answer, and whether it is of a server of another version.
    async fn exchange(
        &self,
        method: Method,
        path: &str,
        carried: Carried,
        time: Duration,
    ) -> Result<(Vec<u8>, Option<Mismatch>), StudioError> {
        let exchange = async {
            let response = self.send(method, path, carried).await?;
            let mismatch = version::mismatch(version_of(&response));
            Ok((self.receive(response).await?, mismatch))
        };
        let silent = || StudioError::broken(&self.address, format!("no answer came within {} seconds", time.as_secs()));
        tokio::time::timeout(time, exchange).await.unwrap_or_else(|_| Err(silent()))
    }

    /// Sends a request, once, and takes only a good answer.
    async fn send(&self, method: Method, path: &str, carried: Carried) -> Result<Response, StudioError> {
        let url = self.address.join(path)?;
        let request = self.signed(self.client.request(method, url));
        let too_large = match &carried {
            Carried::Bytes(kind, _) if *kind == XIF_TYPE => Code::PlatformTooLarge,
            _ => Code::ArchiveSize,
        };
        let request = match carried {
            Carried::Nothing => request,
            Carried::Bytes(kind, bytes) => request.header(CONTENT_TYPE, kind).body(bytes),
        };
        let response = request.send().await.map_err(|error| self.failed(&error))?;
        if Mismatch::is_too_old(version_of(&response)) {
            let what = "it lacks what this xif needs".to_owned();
            return Err(StudioError::not_understood(&self.address, what, Some(Mismatch::Older)));
        }
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        Err(match self.refused(status, response).await {
            // A proxy with a limit of its own gives no reason.
            StudioError::Foreign { address, .. } if status == StatusCode::PAYLOAD_TOO_LARGE => {
                let detail = format!("{address} answered with status 413, as a proxy before it does that takes less.");
                StudioError::Refused(Problem::new(too_large, detail))
            }
            error => error,
        })
    }

    fn signed(&self, request: RequestBuilder) -> RequestBuilder {
        let request = request.header(version::HEADER, version::NUMBER);
        let request = self.token.iter().fold(request, |request, token| request.header(TOKEN_HEADER, token));
        match &self.secret {
            Some(secret) => request.bearer_auth(secret.reveal()),
            None => request,
        }
    }

    async fn refused(&self, status: StatusCode, response: Response) -> StudioError {
        if status.is_redirection() {
            let target = response.headers().get(LOCATION).and_then(|value| value.to_str().ok()).unwrap_or("nowhere");
            return StudioError::foreign(&self.address, format!("it sends to {target:.200}: use that address"));
        }
        let mismatch = version::mismatch(version_of(&response));
        let seconds = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
        match self.receive(response).await.map(|body| serde_json::from_slice::<Problem>(&body)) {
            // A server of an older version says it in the header alone.
            Ok(Ok(problem)) => {
                StudioError::Refused(Problem { retry_after: problem.retry_after.or(seconds), ..problem })
            }
            Ok(Err(_)) => {
                let what = format!("it answered with status {} and no reason that a studio gives", status.as_u16());
                StudioError::not_understood(&self.address, what, mismatch)
            }
            Err(error) => error,
        }
    }

    async fn receive(&self, mut response: Response) -> Result<Vec<u8>, StudioError> {
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.failed(&error))? {
            if body.len() + chunk.len() > LARGEST {
                let what = format!("the answer is larger than {} MiB", LARGEST >> 20);
                return Err(StudioError::foreign(&self.address, what));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    fn failed(&self, error: &reqwest::Error) -> StudioError {
        if error.is_connect() {
            StudioError::unreachable(&self.address, error)
        } else {
            StudioError::broken(&self.address, error::innermost(error))
        }
    }

    /// The events of a job after this number, as they come; none when no event follows.
    async fn events(&self, job: &str, after: u64) -> Result<Option<events::Events>, StudioError> {
        let url = self.address.join(&platform::events(job, after))?;
        let sending = self.of(job).signed(self.client.get(url)).header(ACCEPT, EVENTS).send();
        let silent = || StudioError::broken(&self.address, "no answer came".to_owned());
        let response = tokio::time::timeout(QUESTION, sending).await.map_err(|_| silent())?;
        let response = response.map_err(|error| self.failed(&error))?;
        let kind = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        match response.status() {
            StatusCode::NO_CONTENT => Ok(None),
            status if status.is_success() && !kind.starts_with(EVENTS) => {
                Err(StudioError::foreign(&self.address, "it tells no events".to_owned()))
            }
            status if status.is_success() => Ok(Some(events::Events::new(self.address.clone(), response))),
            status => Err(self.refused(status, response).await),
        }
    }
}

/// What an answer says of the server's version.
fn version_of(response: &Response) -> Option<&str> {
    response.headers().get(version::HEADER)?.to_str().ok()
}

fn json<T: Serialize>(request: &T) -> Carried {
    // Texts and numbers always have a JSON form.
    Carried::Bytes("application/json", serde_json::to_vec(request).unwrap_or_default())
}
