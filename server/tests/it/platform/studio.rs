//! The emulator, and a studio's server that is asked without a socket.

use crate::router;
use api::platform::connect::{Backend, ConnectRequest, Connection};
use api::platform::extension::{ExtensionList, VersionList};
use api::platform::job::{Event, Job, JobEvent, JobOutcome, JobState, PublishQuery, Severity, Until};
use api::platform::{self, Secret, XIF_TYPE};
use api::problem::{Code, Problem};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use environment::PlatformOptions;
use environment::allowed::Allowed;
use environment::http::HttpLimits;
use environment::job::order::Pace;
use environment::profile::Profile;
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;
use support::emulator::{Emulator, PASSWORD, USER, profile};
use tower::ServiceExt;

/// The services that a suite uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    ServiceCenter,
    Native,
}

impl Protocol {
    pub(crate) fn backend(self) -> Backend {
        match self {
            Self::ServiceCenter => Backend::ServiceCenter,
            Self::Native => Backend::Native,
        }
    }
}

/// Everything that the server logs in this process, at the finest level.
fn log() -> &'static Mutex<Vec<u8>> {
    static LOG: OnceLock<Mutex<Vec<u8>>> = OnceLock::new();
    LOG.get_or_init(|| {
        let subscriber = tracing_subscriber::fmt()
            .with_writer(|| Log)
            .with_ansi(false)
            .with_max_level(tracing::Level::TRACE)
            .finish();
        tracing::subscriber::set_global_default(subscriber).unwrap();
        Mutex::default()
    })
}

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        log().lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(crate) fn options(rename: &str) -> PlatformOptions {
    PlatformOptions {
        allowed: Allowed::new(vec!["http://127.0.0.1:*".parse().unwrap(), "https://127.0.0.1:*".parse().unwrap()]),
        http: HttpLimits {
            connect: Duration::from_secs(5),
            answer: Duration::from_secs(3),
            upload: Duration::from_secs(3),
        },
        pace: Pace {
            poll: Duration::from_millis(10),
            failures: 4,
            publish: Duration::from_secs(60),
            waiting: Duration::from_secs(60),
        },
        ..PlatformOptions::new(Profile::over(&profile(rename)).unwrap())
    }
}

/// A studio's server with an emulator.
pub(crate) struct Studio {
    pub(crate) emulator: Emulator,
    pub(crate) protocol: Protocol,
    router: Router,
    answers: Mutex<Vec<u8>>,
    /// The secrets of connections and jobs, by their ids.
    keys: Mutex<BTreeMap<String, Secret>>,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        let text = String::from_utf8_lossy(&self.body);
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{}: {error}: {text}", self.status))
    }

    pub(crate) fn refused(&self) -> Code {
        let problem: Problem = self.json();
        problem.kind().unwrap()
    }
}

impl Studio {
    pub(crate) async fn start(protocol: Protocol, rename: &str) -> Self {
        Self::with(protocol, options(rename), &["--rename", rename]).await
    }

    pub(crate) async fn with(protocol: Protocol, options: PlatformOptions, emulator: &[&str]) -> Self {
        log();
        let router = router::with_platforms(options).await;
        Self {
            emulator: Emulator::start(emulator),
            protocol,
            router,
            answers: Mutex::default(),
            keys: Mutex::default(),
        }
    }

    /// The client broke no rule of the protocol, and neither a log nor an answer has the password.
    pub(crate) fn check(&self) {
        let broken = self.emulator.state().broken;
        assert!(broken.is_empty(), "{broken:?}");
        self.check_secrets();
    }

    pub(crate) fn check_secrets(&self) {
        let log = log().lock().unwrap();
        let answers = self.answers.lock().unwrap();
        for text in [String::from_utf8_lossy(&log), String::from_utf8_lossy(&answers)] {
            for secret in [PASSWORD, "Secret-Passw0rd", "Wrong-Passw0rd", "emulator-token"] {
                assert!(!text.contains(secret), "{secret} is told");
            }
        }
        assert!(!log.is_empty());
    }

    pub(crate) async fn send(&self, method: &str, path: &str, kind: &str, body: impl Into<Body>) -> Answer {
        let request = Request::builder().method(method).uri(path).header("host", "localhost:8080");
        let secret =
            self.keys.lock().unwrap().iter().find(|(id, _)| path.contains(*id)).map(|(_, secret)| secret.clone());
        let request = secret
            .into_iter()
            .fold(request, |request, secret| request.header("authorization", format!("Bearer {}", secret.reveal())));
        let request =
            request.header("x-forwarded-proto", "https").header("content-type", kind).body(body.into()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.into_body().collect().await.unwrap().to_bytes().to_vec();
        crate::description::check(method, path, status, &headers, &body);
        // What is downloaded is the user's own.
        if !path.ends_with("/content") {
            self.answers.lock().unwrap().extend_from_slice(&body);
        }
        self.learn(&body);
        Answer { status, body }
    }

    /// Keeps the secret of what was opened or begun, as a page does.
    fn learn(&self, body: &[u8]) {
        let answer: Value = serde_json::from_slice(body).unwrap_or_default();
        if let (Some(id), Some(secret)) = (answer["id"].as_str(), answer["secret"].as_str()) {
            self.keys.lock().unwrap().insert(id.into(), Secret::new(secret));
        }
    }

    /// Takes a secret for that of something.
    pub(crate) fn guess(&self, id: &str) {
        self.keys.lock().unwrap().insert(id.into(), Secret::new("guessed"));
    }

    /// Forgets all secrets.
    pub(crate) fn forget(&self) {
        self.keys.lock().unwrap().clear();
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, "text/plain", Body::empty()).await
    }

    pub(crate) async fn post(&self, path: &str) -> Answer {
        self.send("POST", path, "text/plain", Body::empty()).await
    }

    pub(crate) fn request(&self) -> ConnectRequest {
        ConnectRequest {
            address: self.emulator.address.clone(),
            backend: self.protocol.backend(),
            user: USER.into(),
            password: Secret::new(PASSWORD),
            certificate: None,
            environment: None,
        }
    }

    pub(crate) async fn try_connect(&self, request: &ConnectRequest) -> Answer {
        let body = serde_json::to_vec(request).unwrap();
        self.send("POST", platform::CONNECTIONS, "application/json", body).await
    }

    pub(crate) async fn connect(&self) -> Connection {
        self.try_connect(&self.request()).await.json()
    }

    pub(crate) async fn begin(&self, connection: &Connection, query: &PublishQuery, xif: &[u8]) -> Job {
        let answer = self.send("POST", &query.path(&connection.id), XIF_TYPE, xif.to_vec()).await;
        assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", String::from_utf8_lossy(&answer.body));
        answer.json()
    }

    /// Publishes and waits for the end.
    pub(crate) async fn publish(&self, connection: &Connection, xif: &[u8]) -> Ended {
        let job = self.begin(connection, &query(Until::Publish), xif).await;
        self.end_of(&job.id).await
    }

    /// Follows a job to its end.
    pub(crate) async fn end_of(&self, job: &str) -> Ended {
        let events = self.events(job, 0).await;
        let Some(Event::Ended { outcome }) = events.last().map(|last| last.event.clone()) else {
            panic!("the events have no end: {events:?}")
        };
        Ended { events, outcome }
    }

    pub(crate) async fn events(&self, job: &str, after: u64) -> Vec<JobEvent> {
        let answer = self.get(&platform::events(job, after)).await;
        if answer.status == StatusCode::NO_CONTENT {
            return Vec::new();
        }
        let text = String::from_utf8(answer.body).unwrap();
        text.lines()
            .filter_map(|line| line.strip_prefix("data: "))
            .map(|data| serde_json::from_str(data).unwrap())
            .collect()
    }

    pub(crate) async fn job(&self, id: &str) -> Job {
        self.get(&platform::job(id)).await.json()
    }

    pub(crate) async fn wait_for(&self, id: &str, reached: impl Fn(&JobState) -> bool) -> Job {
        for _ in 0..500 {
            let job = self.job(id).await;
            if reached(&job.state) {
                return job;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("it is not reached: {:?}", self.job(id).await)
    }

    pub(crate) async fn extensions(&self, connection: &Connection) -> ExtensionList {
        self.get(&platform::extensions(&connection.id)).await.json()
    }

    pub(crate) async fn versions(&self, connection: &Connection) -> VersionList {
        let listed = self.extensions(connection).await.extensions;
        self.get(&platform::versions(&connection.id, &listed[0].key)).await.json()
    }
}

/// A job at its end.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) events: Vec<JobEvent>,
    pub(crate) outcome: JobOutcome,
}

impl Ended {
    pub(crate) fn is_published(&self) -> bool {
        matches!(self.outcome, JobOutcome::Published { .. })
    }

    /// The problem of a job that failed.
    pub(crate) fn failed(&self) -> &Problem {
        let JobOutcome::Failed { problem } = &self.outcome else { panic!("it did not fail: {:?}", self.outcome) };
        problem
    }

    pub(crate) fn messages(&self) -> Vec<(Severity, &str)> {
        let message = |event: &'_ JobEvent| match &event.event {
            Event::Message { severity, text, .. } => Some((*severity, text.clone())),
            _ => None,
        };
        let found: Vec<_> = self.events.iter().filter_map(message).collect();
        found.into_iter().map(|(severity, text)| (severity, &*text.leak())).collect()
    }
}

pub(crate) fn query(until: Until) -> PublishQuery {
    PublishQuery { extension: "MortgageLib".into(), until, two_step: false, version: None }
}

/// A small XIF whose content differs by a number; its key by the name's mark.
pub(crate) fn xif(number: u32, key: &str) -> Vec<u8> {
    let filling: String =
        (0..3000).map(|each: u32| format!("{:x}", each.wrapping_mul(2_654_435_761) ^ number)).collect();
    let text = format!(
        "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<Extension Key=\"{key}\" Name=\"MortgageLib\"><!-- {number} {filling} --></Extension>"
    );
    let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(text.as_bytes()).unwrap();
    writer.finish().unwrap()
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
