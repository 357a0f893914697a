//! LifeTime's deployment API, version 2: modules, their versions, and deployments of packages (`.oap`, `.osp`). It takes and gives no XIF.

mod wire;

use crate::http::{AnswerSize, CallError, Http, Incoming, Outgoing, Purpose, header};
use crate::record::Recorder;
use crate::secrets::Scrub;
use crate::soap::status;
use api::platform::Secret;
use api::platform::connect::{Capability, Environment, Operation, Support};
use api::platform::extension::{ServerExtension, ServerVersion};
use api::problem::Code;
use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, StatusCode};
use serde::de::DeserializeOwned;
use std::sync::Arc;
pub use wire::{DeploymentStatus, LogLine};

/// LifeTime with a service account's token.
#[derive(Debug)]
pub struct LifeTime {
    /// The way to the server.
    pub http: Http,
    /// Where the API begins.
    pub base: String,
    /// The token.
    pub token: Secret,
    /// The environment to work with.
    pub environment: Option<Environment>,
    /// Keeps requests and answers when the operator wants it.
    pub recorder: Option<Arc<Recorder>>,
    /// Takes the token out of what the server says.
    pub scrub: Scrub,
}

/// What is done with a running deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Begins.
    Start,
    /// Goes on after an intervention.
    Continue,
    /// Stops.
    Abort,
}

/// How large an answer may be, and what it is for.
type Expected = (AnswerSize, Purpose);

const LIST: Expected = (AnswerSize::List, Purpose::Question);
const STATUS: Expected = (AnswerSize::List, Purpose::Publish);
const COMMAND: Expected = (AnswerSize::Short, Purpose::Publish);

/// What LifeTime's documentation says that it can do.
pub fn capabilities() -> Vec<Capability> {
    let capability = |operation| {
        let (support, note) = match operation {
            Operation::Probe => (Support::Unsupported, "LifeTime tells its version to nobody without a token."),
            Operation::Download => (
                Support::Unsupported,
                "LifeTime gives applications as packages, no XIF. Download it in Service Center.",
            ),
            Operation::Upload => {
                (Support::Unsupported, "LifeTime stores nothing without deploying it. Use Service Center.")
            }
            Operation::Publish => (
                Support::Unsupported,
                "LifeTime takes packages (.oap, .osp) only, which this connection can deploy; it takes no XIF. Use Service Center.",
            ),
            Operation::LogIn
            | Operation::ListExtensions
            | Operation::ListVersions
            | Operation::Follow
            | Operation::Abort => (Support::Verified, ""),
        };
        Capability { operation, support, note: note.into() }
    };
    Operation::ALL.into_iter().map(capability).collect()
}

/// Whether bytes are a package: those are zip archives, a XIF is not.
pub fn is_package(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

impl LifeTime {
    /// The environments; asking for them is the check of the token.
    ///
    /// # Errors
    /// When the server cannot be reached, refuses the call, or gives an answer that the profile does not describe.
    pub async fn environments(&self) -> Result<Vec<Environment>, CallError> {
        let found: wire::List<wire::Environment, 1000> = self.get("/environments/", LIST).await?;
        let mut found = found.0;
        found.sort_by_key(|environment| environment.order);
        Ok(found.into_iter().map(Into::into).collect())
    }

    /// The extensions that are in the environment.
    ///
    /// # Errors
    /// When the server cannot be reached, refuses the call, or gives an answer that the profile does not describe.
    pub async fn extensions(&self) -> Result<Vec<ServerExtension>, CallError> {
        let environment = self.environment()?;
        let modules = self.modules().await?;
        Ok(modules.into_iter().filter(|module| module.is_extension_in(&environment.key)).map(Into::into).collect())
    }

    /// The versions of a module, the newest first.
    ///
    /// # Errors
    /// When the server cannot be reached, refuses the call, or gives an answer that the profile does not describe.
    pub async fn versions(&self, key: &str) -> Result<Vec<ServerVersion>, CallError> {
        let environment = self.environment()?;
        let modules = self.modules().await?;
        let module = modules.iter().find(|module| module.key == key);
        let module = module
            .ok_or_else(|| CallError::harmless(Code::PlatformNotFound, "LifeTime has no module with this key."))?;
        let running = module.version_in(&environment.key);
        // The key was found among those that LifeTime itself gave.
        let path = format!("/modules/{}/versions/?MaximumVersionsToReturn=50", module.key);
        let versions: wire::List<wire::ModuleVersion, 1000> = self.get(&path, LIST).await?;
        Ok(versions.0.into_iter().map(|version| version.shown(running)).collect())
    }

    /// Makes a deployment of a package and gives its key.
    ///
    /// # Errors
    /// When the server cannot be reached, refuses the call, or gives an answer that the profile does not describe.
    pub async fn deploy(&self, package: Bytes) -> Result<String, CallError> {
        let path = format!("/environments/{}/deployment/", self.environment()?.key);
        let answer = self.send(Method::POST, &path, package, COMMAND).await?;
        let key = String::from_utf8_lossy(&answer.body).trim().trim_matches('"').to_owned();
        let fits =
            (1..=100).contains(&key.len()) && key.chars().all(|each| each.is_ascii_alphanumeric() || each == '-');
        let wrong = || CallError::unclear(Code::PlatformMalformed, "LifeTime gave no key of a deployment.");
        if answer.status == StatusCode::CREATED && fits { Ok(key) } else { Err(wrong()) }
    }

    /// Starts, continues or stops a deployment.
    ///
    /// # Errors
    /// When the server cannot be reached, refuses the call, or gives an answer that the profile does not describe.
    pub async fn command(&self, key: &str, command: Command) -> Result<(), CallError> {
        let command = match command {
            Command::Start => "start",
            Command::Continue => "continue",
            Command::Abort => "abort",
        };
        let path = format!("/deployments/{key}/{command}/?RedeployOutdated=false&ContinueWithErrors=false");
        self.send(Method::POST, &path, Bytes::new(), COMMAND).await.map(|_| ())
    }

    /// How a deployment stands.
    ///
    /// # Errors
    /// When the server cannot be reached, refuses the call, or gives an answer that the profile does not describe.
    pub async fn status(&self, key: &str) -> Result<DeploymentStatus, CallError> {
        self.get(&format!("/deployments/{key}/status/"), STATUS).await
    }

    fn environment(&self) -> Result<&Environment, CallError> {
        let missing =
            || CallError::harmless(Code::PlatformRequest, "LifeTime has several environments: choose one of them.");
        self.environment.as_ref().ok_or_else(missing)
    }

    async fn modules(&self) -> Result<Vec<wire::Module>, CallError> {
        let modules: wire::List<_, 20_000> = self.get("/modules/?IncludeEnvStatus=true", LIST).await?;
        Ok(modules.0)
    }

    async fn get<T: DeserializeOwned>(&self, path: &str, answer: Expected) -> Result<T, CallError> {
        let answer = self.send(Method::GET, path, Bytes::new(), answer).await?;
        // Its own words may hold a value of the answer, hence the place only.
        serde_json::from_slice(&answer.body).map_err(|error| {
            let place = format!("line {}, column {}", error.line(), error.column());
            CallError::unclear(
                Code::PlatformMalformed,
                format!("LifeTime's answer to {path:.80} is not understood at {place}."),
            )
        })
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        body: Bytes,
        (answer, purpose): Expected,
    ) -> Result<Incoming, CallError> {
        let mut headers = HeaderMap::new();
        let mut authorization = header(&format!("Bearer {}", self.token.reveal()));
        authorization.set_sensitive(true);
        headers.insert(AUTHORIZATION, authorization);
        if !body.is_empty() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
        }
        let record = |ending: &str, text: &str| {
            if let Some(recorder) = &self.recorder {
                let name: String = path
                    .chars()
                    .take_while(|&each| each != '?')
                    .map(|each| if each == '/' { '_' } else { each })
                    .collect();
                recorder.keep(&name, ending, self.scrub.text(text).as_bytes());
            }
        };
        record("request.txt", &format!("{method} {}{path}\n({} bytes)\n", self.base, body.len()));
        let outgoing = Outgoing {
            method,
            path: format!("{}{path}", self.base),
            headers,
            bulk: !body.is_empty(),
            answer,
            purpose,
            body,
        };
        let incoming = self.http.send(outgoing).await?;
        record("answer.txt", &format!("HTTP {}\n{}", incoming.status, String::from_utf8_lossy(&incoming.body)));
        if incoming.status.is_success() { Ok(incoming) } else { Err(self.refused(&incoming)) }
    }

    fn refused(&self, incoming: &Incoming) -> CallError {
        let errors = serde_json::from_slice::<wire::Errors>(&incoming.body).unwrap_or_default().errors.0;
        let mut error = match incoming.status {
            StatusCode::FORBIDDEN => CallError::harmless(
                Code::PlatformRight,
                "LifeTime does not let this service account do it: it needs Change & Deploy Applications in the environment.",
            ),
            _ => status(&self.http, incoming.status, &incoming.body),
        };
        if !errors.is_empty() {
            let text: String = self.scrub.text(&errors.join(" ")).chars().take(600).collect();
            error.problem.detail = format!("{} LifeTime says: \"{text}\".", error.problem.detail);
        }
        error
    }
}
