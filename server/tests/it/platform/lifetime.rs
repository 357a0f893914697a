//! LifeTime's deployment API.

use super::studio::{Ended, Protocol, Studio, query, xif};
use api::platform::connect::{Backend, ConnectRequest, Connection};
use api::platform::job::{JobOutcome, JobState, Pause, PublishQuery, Until};
use api::platform::{self, Secret};
use api::problem::Code;

const PACKAGE: &[u8] = b"PK\x03\x04 a package";

async fn studio() -> Studio {
    Studio::start(Protocol::Native, "").await
}

fn request(studio: &Studio, token: &str, environment: Option<&str>) -> ConnectRequest {
    ConnectRequest {
        backend: Backend::LifeTime,
        user: String::new(),
        password: Secret::new(token),
        environment: environment.map(str::to_owned),
        ..studio.request()
    }
}

async fn connect(studio: &Studio) -> Connection {
    studio.try_connect(&request(studio, "emulator-token", Some("development"))).await.json()
}

async fn deploy(studio: &Studio, connection: &Connection) -> Ended {
    studio.publish(connection, PACKAGE).await
}

#[tokio::test]
async fn environments_extensions_and_versions_are_listed() {
    let studio = studio().await;
    let open: Connection = studio.try_connect(&request(&studio, "emulator-token", None)).await.json();
    let names: Vec<_> = open.environments.iter().map(|each| each.name.as_str()).collect();
    assert_eq!((names, open.environment), (vec!["Development", "Production"], None));
    assert_eq!(studio.get(&platform::extensions(&open.id)).await.refused(), Code::PlatformRequest);

    let connection = connect(&studio).await;
    assert_eq!(connection.environment.as_deref(), Some("env-dev"));
    let listed = studio.extensions(&connection).await.extensions;
    assert_eq!((listed.len(), listed[0].name.as_str()), (1, "MortgageLib"));
    let versions = studio.versions(&connection).await.versions;
    let shown: Vec<_> =
        versions.iter().map(|each| (each.id.as_str(), each.version.as_deref(), each.published)).collect();
    assert_eq!(shown, [("v-2", None, Some(true)), ("v-1", None, Some(false))]);
    studio.check();
}

#[tokio::test]
async fn a_wrong_token_and_an_unknown_environment_are_said() {
    let studio = studio().await;
    assert_eq!(studio.try_connect(&request(&studio, "Wrong-Passw0rd", None)).await.refused(), Code::PlatformLogIn);
    let elsewhere = request(&studio, "emulator-token", Some("Nowhere"));
    assert_eq!(studio.try_connect(&elsewhere).await.refused(), Code::PlatformNotFound);
    studio.check();
}

#[tokio::test]
async fn packages_are_deployed_and_xifs_are_not() {
    let studio = studio().await;
    let connection = connect(&studio).await;
    let ended = deploy(&studio, &connection).await;
    assert!(ended.is_published());
    assert_eq!(ended.messages().len(), 3, "each line of the log is told once");
    let refused = studio.publish(&connection, &xif(1, "K")).await;
    assert_eq!(refused.failed().kind(), Some(Code::PlatformUnsupported));
    studio.check();
}

#[tokio::test]
async fn a_right_that_is_missing_and_errors_are_said() {
    let studio = studio().await;
    let production: Connection = studio.try_connect(&request(&studio, "emulator-token", Some("env-prod"))).await.json();
    let refused = deploy(&studio, &production).await;
    assert_eq!(refused.failed().kind(), Some(Code::PlatformRight));
    assert!(refused.failed().detail.contains("You do not have the necessary permission."));
    let connection = connect(&studio).await;
    studio.emulator.scenario("compile-error");
    assert_eq!(deploy(&studio, &connection).await.failed().kind(), Some(Code::PlatformPublishFailed));
}

async fn paused(studio: &Studio, scenario: &str, two_step: bool) -> (String, Pause) {
    let connection = connect(studio).await;
    studio.emulator.scenario(scenario);
    let query = PublishQuery { two_step, ..query(Until::Publish) };
    let job = studio.begin(&connection, &query, PACKAGE).await;
    let waiting = studio.wait_for(&job.id, |state| matches!(state, JobState::Waiting { .. })).await;
    let JobState::Waiting { pause } = waiting.state else { panic!("it waits") };
    (job.id, pause)
}

#[tokio::test]
async fn a_deployment_that_waits_is_continued_or_stopped() {
    let studio = studio().await;
    let (job, pause) = paused(&studio, "two-step", true).await;
    assert_eq!(pause, Pause::TwoStep);
    studio.post(&platform::advance(&job)).await;
    assert!(studio.end_of(&job).await.is_published());
    let (job, pause) = paused(&studio, "needs-configuration", false).await;
    assert!(matches!(pause, Pause::Configuration { .. }));
    studio.post(&platform::abort(&job)).await;
    assert_eq!(studio.end_of(&job).await.outcome, JobOutcome::Aborted);
}
