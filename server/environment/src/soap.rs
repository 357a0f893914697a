//! SOAP 1.1 as a profile describes it: envelopes out, answers in.

mod answer;
mod envelope;

pub use answer::{Answer, Row};
pub use envelope::Values;

use super::http::{AnswerSize, CallError, Effect, Http, Incoming, Outgoing, Purpose, header};
use super::profile::{Call, Operation, Profile, Protocol, Service, Value};
use super::record::Recorder;
use super::secrets::Scrub;
use api::platform::Secret;
use api::problem::Code;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, StatusCode};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Calls the services of one server.
#[derive(Debug, Clone)]
pub struct Soap {
    /// The way to the server.
    pub http: Http,
    /// What is known of all services.
    pub profile: Arc<Profile>,
    /// What is known of these services.
    pub protocol: Arc<Protocol>,
    /// Keeps requests and answers when the operator wants it.
    pub recorder: Option<Arc<Recorder>>,
    /// Takes credentials out of what the server says.
    pub scrub: Scrub,
}

const ACTION: HeaderName = HeaderName::from_static("soapaction");

impl Soap {
    /// Whether the profile has this call.
    pub fn has(&self, call: Call) -> bool {
        self.protocol.operations.contains_key(&call)
    }

    /// Calls an operation, once.
    ///
    /// # Errors
    /// When the server cannot be reached, refuses the call, or gives an answer that the profile does not describe. Its effect says whether the server may have done what was asked.
    pub async fn call(&self, call: Call, values: &Values) -> Result<Answer, CallError> {
        let missing = || CallError::harmless(Code::PlatformUnsupported, "The protocol profile has no such operation.");
        let operation = self.protocol.operations.get(&call).ok_or_else(missing)?;
        let service = self.protocol.services.get(&operation.service).ok_or_else(missing)?;
        let body = envelope::write(service, operation, values)?;
        if let Some(recorder) = &self.recorder {
            let shown = envelope::write(service, operation, &values.shown())?;
            recorder.keep(&operation.name.text, "request.xml", &shown);
        }
        let outgoing = Outgoing {
            method: Method::POST,
            path: service.path.text.clone(),
            headers: headers(service, operation),
            bulk: values.has_bytes() || call == Call::Download,
            answer: answer_size(call),
            purpose: purpose(call),
            body: body.into(),
        };
        let incoming = self.http.send(outgoing).await?;
        if let Some(recorder) = &self.recorder {
            let shown = format!("HTTP {}\n{}", incoming.status, String::from_utf8_lossy(&incoming.body));
            let user = Scrub::new(values.get(Value::User).map(Secret::new));
            recorder.keep(&operation.name.text, "answer.xml", user.text(&self.scrub.text(&shown)).as_bytes());
        }
        self.understand(service, operation, &incoming).await
    }

    async fn understand(
        &self,
        service: &Service,
        operation: &Operation,
        incoming: &Incoming,
    ) -> Result<Answer, CallError> {
        if incoming.status != StatusCode::OK && incoming.status != StatusCode::INTERNAL_SERVER_ERROR {
            return Err(self.status(incoming));
        }
        let address = self.http.address();
        match read(service, operation, incoming).await {
            Ok(answer) if incoming.status == StatusCode::OK => Ok(answer),
            Err(answer::Unread::Fault(text)) => Err(self.refused(&text)),
            _ if incoming.status != StatusCode::OK => {
                let detail = format!("{address} answered {} with status {}.", operation.name, incoming.status.as_u16());
                let text = String::from_utf8_lossy(&incoming.body);
                Err(self.known(&text).unwrap_or_else(|| CallError::unclear(Code::PlatformFailed, detail)))
            }
            Err(answer::Unread::Form(why)) => {
                let detail = format!("The answer of {address} to {} is not understood: {why}.", operation.name);
                Err(CallError::unclear(Code::PlatformMalformed, self.scrub.text(&detail)))
            }
            Ok(answer) => Ok(answer),
        }
    }

    /// A text with which the server refused. Words that are not known may also tell of something that went wrong half-way.
    pub fn refused(&self, text: &str) -> CallError {
        self.known(text).unwrap_or_else(|| CallError::unclear(Code::PlatformRefused, self.quoted(text, "")))
    }

    /// A refusal that the profile knows.
    fn known(&self, text: &str) -> Option<CallError> {
        let (code, says) = self.profile.refusal(text)?;
        Some(CallError::harmless(code, self.quoted(text, says)))
    }

    fn quoted(&self, text: &str, says: &str) -> String {
        let text: String = self.scrub.text(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let text: String = text.chars().take(600).collect();
        let says = if says.is_empty() { String::new() } else { format!(" {says}") };
        if text.is_empty() {
            format!("{} refused without a reason.", self.http.address())
        } else {
            format!("{} says: \"{text}\".{says}", self.http.address())
        }
    }

    fn status(&self, incoming: &Incoming) -> CallError {
        status(&self.http, incoming.status, &incoming.body)
    }
}

/// Answers that are read at one time. Each may take a processor for a while, and some memory.
static READING: Semaphore = Semaphore::const_new(4);

/// Reads an answer where no request waits for the thread.
async fn read(service: &Service, operation: &Operation, incoming: &Incoming) -> Result<Answer, answer::Unread> {
    let stopped = |_| answer::Unread::Form("its reading was stopped".into());
    let permit = READING.acquire().await.map_err(|closed| stopped(closed.to_string()))?;
    let (service, operation, incoming) = (service.clone(), operation.clone(), incoming.clone());
    let work = move || {
        let _permit = permit;
        answer::read(&service, &operation, &incoming.body)
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| stopped(error.to_string()))?
}

/// Who may be asked without credentials may answer with little.
fn answer_size(call: Call) -> AnswerSize {
    match call {
        Call::Probe | Call::IdentityProvider | Call::LogIn | Call::Proceed | Call::Abort => AnswerSize::Short,
        Call::Download | Call::Pack => AnswerSize::Xif,
        Call::ListExtensions
        | Call::ListVersions
        | Call::Upload
        | Call::PublishVersion
        | Call::UploadPack
        | Call::PublishPack
        | Call::Follow => AnswerSize::List,
    }
}

fn purpose(call: Call) -> Purpose {
    match call {
        Call::Probe
        | Call::IdentityProvider
        | Call::LogIn
        | Call::ListExtensions
        | Call::ListVersions
        | Call::Download => Purpose::Question,
        Call::Upload
        | Call::Pack
        | Call::UploadPack
        | Call::PublishVersion
        | Call::PublishPack
        | Call::Follow
        | Call::Proceed
        | Call::Abort => Purpose::Publish,
    }
}

/// What a status of HTTP means that the protocol itself does not explain.
pub fn status(http: &Http, status: StatusCode, body: &[u8]) -> CallError {
    let address = http.address();
    let number = status.as_u16();
    let says = |what: &str| format!("{address} answered with status {number}: {what}.");
    // IIS answers 404.13 where the standard has 413.
    let too_large = number == 413 || (number == 404 && String::from_utf8_lossy(body).contains("404.13"));
    match number {
        _ if too_large => CallError::harmless(Code::PlatformTooLarge, says("the request is larger than it takes")),
        401 => CallError::harmless(Code::PlatformLogIn, says("the credentials are not accepted")),
        403 => CallError::harmless(
            Code::PlatformInternalNetwork,
            says("this service is not for the network of the studio's server"),
        ),
        404 | 405 | 410 => CallError::harmless(Code::PlatformNotFound, says("there is no such service")),
        408 | 500..=599 => CallError::unclear(Code::PlatformFailed, says("it could not do it")),
        _ => CallError { effect: Effect::None, ..CallError::harmless(Code::PlatformRefused, says("it refused")) },
    }
}

fn headers(service: &Service, operation: &Operation) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/xml; charset=utf-8"));
    headers.insert(ACTION, header(&format!("\"{}{}\"", service.action, operation.name)));
    headers
}

#[cfg(test)]
mod tests;
