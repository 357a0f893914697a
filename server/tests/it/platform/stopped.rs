//! A server that is asked to stop while it publishes.

use super::studio::{query, sha256, xif};
use crate::drafts::program::client;
use api::platform::connect::{Backend, ConnectRequest, Connection};
use api::platform::job::{Job, JobOutcome, JobState, Until};
use api::platform::{self, CONNECTIONS, Secret, XIF_TYPE};
use api::problem::{Code, Problem};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde::de::DeserializeOwned;
use std::path::Path;
use std::time::Duration;
use support::emulator::{Emulator, PASSWORD, USER};
use support::server::Server;

struct Studio {
    server: Server,
    client: Client,
    emulator: Emulator,
    folder: tempfile::TempDir,
}

impl Studio {
    fn start(drain: &str) -> Self {
        let _chosen_before = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().no_proxy().build().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let server = start(folder.path(), drain);
        Self { server, client, emulator: Emulator::start(&[]), folder }
    }

    fn restart(self) -> Self {
        let Self { server, client, emulator, folder } = self;
        assert!(server.program.ended().success());
        Self { server: start(folder.path(), "1"), client, emulator, folder }
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.server.address)
    }

    async fn connect(&self) -> Connection {
        let request = ConnectRequest {
            address: self.emulator.address.clone(),
            backend: Backend::ServiceCenter,
            user: USER.into(),
            password: Secret::new(PASSWORD),
            certificate: None,
            environment: None,
        };
        let body = serde_json::to_vec(&request).unwrap();
        sent(self.client.post(self.at(CONNECTIONS)).header("content-type", "application/json").body(body)).await.1
    }

    fn publish(&self, connection: &Connection) -> RequestBuilder {
        let request = self.client.post(self.at(&query(Until::Publish).path(&connection.id)));
        let request = request.bearer_auth(connection.secret.as_ref().unwrap().reveal());
        request.header("content-type", XIF_TYPE).body(xif(1, "K"))
    }

    async fn job(&self, job: &Job) -> Job {
        sent(self.client.get(self.at(&platform::job(&job.id))).bearer_auth(job.secret.as_ref().unwrap().reveal()))
            .await
            .1
    }

    fn recorded(&self) -> Vec<serde_json::Value> {
        let text = std::fs::read_to_string(self.folder.path().join("audit")).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn start(folder: &Path, drain: &str) -> Server {
    let (audit, unended) = (folder.join("audit"), folder.join("unended"));
    let [audit, unended] = [audit, unended].map(|path| path.to_str().unwrap().to_owned());
    let arguments = ["--audit", &audit, "--platform-unended", &unended, "--drain", drain];
    let hosts = ["--platform-host", "http://127.0.0.1:*"];
    Server::start(Path::new(env!("CARGO_BIN_EXE_server")), arguments.into_iter().chain(hosts), &[])
}

async fn sent<T: DeserializeOwned>(request: RequestBuilder) -> (StatusCode, T) {
    let answer = request.send().await.unwrap();
    let status = answer.status();
    let body = answer.bytes().await.unwrap();
    let text = String::from_utf8_lossy(&body);
    (status, serde_json::from_slice(&body).unwrap_or_else(|error| panic!("{status}: {error}: {text}")))
}

/// The page was told that there is no such publish, and the log said nothing of it.
#[tokio::test]
async fn a_publish_that_is_not_waited_for_is_told_as_unknown_after_the_restart() {
    let studio = Studio::start("1");
    let connection = studio.connect().await;
    studio.emulator.scenario("slow");
    let (status, job) = sent::<Job>(studio.publish(&connection)).await;
    assert_eq!(status, StatusCode::ACCEPTED);
    studio.server.program.terminate();
    let studio = studio.restart();
    let JobState::Ended { outcome: JobOutcome::Unknown { problem, .. } } = studio.job(&job).await.state else {
        panic!("{:?}", studio.job(&job).await)
    };
    assert_eq!(problem.kind(), Some(Code::PlatformOutcomeUnknown));
    assert!(problem.detail.contains("/ServiceCenter"), "{}", problem.detail);
    let [began, ended] = &studio.recorded()[..] else { panic!("{:?}", studio.recorded()) };
    assert_eq!(began["publish"], ended["publish"]);
    let known = ["client", "user", "address", "extension", "sha256"].map(|name| ended[name].as_str().unwrap());
    assert_eq!(known, ["127.0.0.1", USER, &studio.emulator.address, "MortgageLib", &sha256(&xif(1, "K"))]);
    assert_eq!((ended["event"].as_str(), ended["outcome"].as_str()), (Some("publish ended"), Some("unknown")));
    let all = std::fs::read_to_string(studio.folder.path().join("audit")).unwrap();
    assert!(
        !all.contains(PASSWORD)
            && [job.secret, connection.secret].iter().flatten().all(|secret| !all.contains(secret.reveal()))
    );
}

#[tokio::test]
async fn a_stop_waits_for_a_publish_and_takes_no_other() {
    let studio = Studio::start("60");
    let connection = studio.connect().await;
    studio.emulator.scenario("slow");
    let (_, job) = sent::<Job>(studio.publish(&connection)).await;
    studio.server.program.terminate();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let (status, problem) = sent::<Problem>(studio.publish(&connection)).await;
    assert_eq!((status, problem.kind()), (StatusCode::SERVICE_UNAVAILABLE, Some(Code::PlatformStopping)));
    assert!(matches!(studio.job(&job).await.state, JobState::Running { .. }), "it is still told");
    let ready = client().get(format!("{}/readyz", studio.server.address)).send().await.unwrap();
    assert_eq!(ready.status(), StatusCode::SERVICE_UNAVAILABLE, "balancers send nobody here any more");
    studio.emulator.scenario("");
    let studio = studio.restart();
    assert_eq!(studio.recorded().last().unwrap()["outcome"], "published");
    assert_eq!(std::fs::read_dir(studio.folder.path().join("unended")).unwrap().count(), 0);
}

#[tokio::test]
async fn a_second_signal_ends_the_server_at_once() {
    let studio = Studio::start("3600");
    let connection = studio.connect().await;
    studio.emulator.scenario("slow");
    let (_, job) = sent::<Job>(studio.publish(&connection)).await;
    studio.server.program.terminate();
    tokio::time::sleep(Duration::from_millis(300)).await;
    studio.server.program.terminate();
    let studio = studio.restart();
    assert!(matches!(studio.job(&job).await.state, JobState::Ended { outcome: JobOutcome::Unknown { .. } }));
}

#[tokio::test]
async fn nothing_is_published_that_cannot_be_recorded() {
    let full = Path::new("/dev/full");
    let _chosen_before = rustls::crypto::ring::default_provider().install_default();
    let arguments = ["--audit", full.to_str().unwrap(), "--platform-host", "http://127.0.0.1:*"];
    let server = Server::start(Path::new(env!("CARGO_BIN_EXE_server")), arguments, &[]);
    let client = Client::builder().no_proxy().build().unwrap();
    let studio = Studio { server, client, emulator: Emulator::start(&[]), folder: tempfile::tempdir().unwrap() };
    let connection = studio.connect().await;
    let (status, problem) = sent::<Problem>(studio.publish(&connection)).await;
    assert_eq!((status, problem.kind()), (StatusCode::INTERNAL_SERVER_ERROR, Some(Code::Internal)));
    assert!(studio.emulator.state().extensions.is_empty());
}
