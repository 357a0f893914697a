//! The cases, each for every protocol.

use super::studio::{Protocol, Studio, query, sha256, xif};
use api::platform::connect::{Connection, Operation, Support};
use api::platform::job::{JobOutcome, JobState, Pause, PublishQuery, Severity, Stage, Until};
use api::platform::{self, Secret, XIF_TYPE};
use api::problem::Code;
use axum::http::StatusCode;
use support::emulator::{PASSWORD, USER};

const KEY: &str = "0A1B";

async fn connected(studio: &Studio, scenario: &str) -> Connection {
    let connection = studio.connect().await;
    studio.emulator.scenario(scenario);
    connection
}

/// Publishes in a scenario in which the server refuses.
async fn refused(studio: &Studio, scenario: &str) -> (Code, String) {
    let connection = connected(studio, scenario).await;
    let ended = studio.publish(&connection, &xif(1, KEY)).await;
    let problem = ended.failed();
    assert!(studio.emulator.state().extensions.values().all(|known| known.published.is_none()));
    (problem.kind().unwrap(), problem.detail.clone())
}

pub(crate) async fn a_xif_arrives_as_it_was_and_is_published(studio: &Studio) {
    let connection = studio.connect().await;
    assert_eq!((connection.user.as_str(), connection.backend), (USER, studio.protocol.backend()));
    assert_eq!(connection.platform.as_ref().unwrap().version, "11.23.1.40123");
    let sent = xif(1, KEY);
    let ended = studio.publish(&connection, &sent).await;
    let JobOutcome::Published { version: Some(version) } = &ended.outcome else { panic!("{:?}", ended.outcome) };
    assert_eq!((version.version.as_deref(), version.published), (Some("1"), Some(true)));
    let state = studio.emulator.state();
    let known = &state.extensions["MortgageLib"];
    assert_eq!((known.versions[0].sha256.clone(), known.published), (sha256(&sent), Some(1)));
    assert_eq!(known.versions[0].user, USER);
    let numbers: Vec<_> = ended.events.iter().map(|event| event.id).collect();
    assert_eq!(numbers, (1..=ended.events.len() as u64).collect::<Vec<_>>());
    assert_eq!(ended.messages()[0], (Severity::Information, "Publishing MortgageLib."));
}

pub(crate) async fn versions_follow_each_other_and_the_published_one_is_marked(studio: &Studio) {
    let connection = studio.connect().await;
    let (first, second) = (xif(1, KEY), xif(2, KEY));
    assert!(studio.publish(&connection, &first).await.is_published());
    assert!(studio.publish(&connection, &second).await.is_published());
    let listed = studio.extensions(&connection).await.extensions;
    assert_eq!(listed.len(), 1, "modules that are not extensions are left out");
    let versions = studio.versions(&connection).await.versions;
    let shown: Vec<_> = versions.iter().map(|each| (each.version.as_deref(), each.published)).collect();
    assert_eq!(shown, [(Some("2"), Some(true)), (Some("1"), Some(false))]);
    let content = platform::content(&connection.id, &listed[0].key, &versions[1].id);
    let downloaded = studio.get(&content).await;
    match studio.protocol {
        Protocol::ServiceCenter => {
            assert_eq!(connection.support(Operation::Download), Support::Unsupported);
            assert_eq!(downloaded.refused(), Code::PlatformUnsupported);
        }
        Protocol::Native => {
            assert_eq!(downloaded.body, first);
            assert_eq!(listed[0].published, Some(true));
            again(studio, &connection, &versions[1].id).await;
        }
    }
}

/// An older version, which is on the server, is published again.
async fn again(studio: &Studio, connection: &Connection, version: &str) {
    let query = PublishQuery { version: Some(version.into()), ..query(Until::Publish) };
    let job = studio.begin(connection, &query, b"").await;
    assert!(studio.end_of(&job.id).await.is_published());
    let known = &studio.emulator.state().extensions["MortgageLib"];
    assert_eq!((known.versions.len(), known.published), (2, Some(1)));
}

pub(crate) async fn an_upload_publishes_nothing(studio: &Studio) {
    let connection = studio.connect().await;
    let job = studio.begin(&connection, &query(Until::Upload), &xif(1, KEY)).await;
    let ended = studio.end_of(&job.id).await;
    assert!(matches!(ended.outcome, JobOutcome::Uploaded { .. }), "{:?}", ended.outcome);
    let known = &studio.emulator.state().extensions["MortgageLib"];
    assert_eq!((known.versions.len(), known.published), (1, None));
}

pub(crate) async fn a_wrong_password_is_said_and_sent_once(studio: &Studio) {
    let mut request = studio.request();
    request.password = Secret::new("Wrong-Passw0rd");
    assert_eq!(studio.try_connect(&request).await.refused(), Code::PlatformLogIn);
    assert_eq!(studio.emulator.state().log_ins, 1);
}

pub(crate) async fn a_locked_user_is_told_to_wait(studio: &Studio) {
    let mut request = studio.request();
    request.password = Secret::new("Wrong-Passw0rd");
    for _ in 0..3 {
        studio.try_connect(&request).await;
    }
    request.password = Secret::new(PASSWORD);
    assert_eq!(studio.try_connect(&request).await.refused(), Code::PlatformLocked);
    assert_eq!(studio.emulator.state().log_ins, 4);
}

pub(crate) async fn an_identity_provider_gets_no_password(studio: &Studio) {
    studio.emulator.scenario("identity-provider");
    let answer = studio.try_connect(&studio.request()).await;
    assert_eq!(answer.refused(), Code::PlatformIdentityProvider);
    assert_eq!(studio.emulator.state().log_ins, 0);
}

pub(crate) async fn an_inner_network_is_explained(studio: &Studio) {
    studio.emulator.scenario("forbidden");
    let answer = studio.try_connect(&studio.request()).await;
    assert_eq!(answer.refused(), Code::PlatformInternalNetwork);
    assert_eq!(studio.emulator.state().log_ins, 0);
}

pub(crate) async fn a_missing_right_is_named(studio: &Studio) {
    let (code, detail) = refused(studio, "missing-right").await;
    assert_eq!(code, Code::PlatformRight);
    assert!(detail.contains("not allowed to upload"), "{detail}");
    studio.emulator.scenario("");
    let (code, detail) = refused(studio, "missing-database-right").await;
    assert_eq!(code, Code::PlatformRight);
    assert!(detail.contains("Customer") && detail.contains("the right is Publish on their"), "{detail}");
}

pub(crate) async fn a_taken_name_is_said(studio: &Studio) {
    assert_eq!(refused(studio, "name-conflict").await.0, Code::PlatformNameConflict);
}

pub(crate) async fn a_name_that_really_is_taken_is_said(studio: &Studio) {
    let connection = studio.connect().await;
    assert!(studio.publish(&connection, &xif(1, KEY)).await.is_published());
    let ended = studio.publish(&connection, &xif(1, "another")).await;
    assert_eq!(ended.failed().kind(), Some(Code::PlatformNameConflict));
    assert_eq!(studio.emulator.state().extensions["MortgageLib"].versions.len(), 1);
}

pub(crate) async fn a_disabled_upgrade_is_said(studio: &Studio) {
    assert_eq!(refused(studio, "upgrade-disabled").await.0, Code::PlatformUpgradeDisabled);
}

pub(crate) async fn a_xif_that_is_too_large_is_said(studio: &Studio) {
    assert_eq!(refused(studio, "too-large").await.0, Code::PlatformTooLarge);
    let connection = studio.connect().await;
    let path = query(Until::Publish).path(&connection.id);
    let large = vec![0; platform::LARGEST_XIF + 1];
    assert_eq!(studio.send("POST", &path, XIF_TYPE, large).await.refused(), Code::PlatformTooLarge);
    assert_eq!(connection.limits.xif, platform::LARGEST_XIF as u64);
}

pub(crate) async fn warnings_stop_nothing(studio: &Studio) {
    let connection = connected(studio, "warnings").await;
    let ended = studio.publish(&connection, &xif(1, KEY)).await;
    assert!(ended.is_published());
    let warnings: Vec<_> =
        ended.messages().into_iter().filter(|(severity, _)| *severity == Severity::Warning).collect();
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].1.contains("extension recompilation enabled"));
}

pub(crate) async fn errors_of_the_server_end_the_publish(studio: &Studio) {
    let (code, detail) = refused(studio, "compile-error").await;
    assert_eq!(code, Code::PlatformPublishFailed);
    assert!(detail.contains("Compilation failed."), "{detail}");
}

async fn begin_two_steps(studio: &Studio) -> String {
    let connection = studio.connect().await;
    let query = PublishQuery { two_step: true, ..query(Until::Publish) };
    let job = studio.begin(&connection, &query, &xif(1, KEY)).await;
    studio.wait_for(&job.id, |state| *state == JobState::Waiting { pause: Pause::TwoStep }).await;
    assert_eq!(studio.emulator.state().extensions["MortgageLib"].published, None);
    job.id
}

pub(crate) async fn two_steps_wait_for_the_user(studio: &Studio) {
    let job = begin_two_steps(studio).await;
    assert_eq!(studio.post(&platform::advance(&job)).await.status, StatusCode::OK);
    assert!(studio.end_of(&job).await.is_published());
    assert_eq!(studio.post(&platform::advance(&job)).await.refused(), Code::PlatformJobState);
}

pub(crate) async fn the_first_of_two_steps_can_be_the_last(studio: &Studio) {
    let job = begin_two_steps(studio).await;
    studio.post(&platform::abort(&job)).await;
    assert_eq!(studio.end_of(&job).await.outcome, JobOutcome::Aborted);
    assert_eq!(studio.emulator.state().extensions["MortgageLib"].published, None);
}

pub(crate) async fn a_missing_configuration_waits_for_the_user(studio: &Studio) {
    let connection = connected(studio, "needs-configuration").await;
    let job = studio.begin(&connection, &query(Until::Publish), &xif(1, KEY)).await;
    let waiting = studio.wait_for(&job.id, |state| matches!(state, JobState::Waiting { .. })).await;
    let JobState::Waiting { pause: Pause::Configuration { address } } = waiting.state else { panic!("{waiting:?}") };
    assert_eq!(address, format!("{}/ServiceCenter", studio.emulator.address));
    studio.post(&platform::advance(&job.id)).await;
    assert!(studio.end_of(&job.id).await.is_published());
}

pub(crate) async fn repeated_and_late_messages_are_told_once(studio: &Studio) {
    let connection = connected(studio, "repeated").await;
    let ended = studio.publish(&connection, &xif(1, KEY)).await;
    assert!(ended.is_published());
    let mut told = ended.messages();
    told.sort_unstable_by_key(|(_, text)| *text);
    assert_eq!(told, [(Severity::Information, "Done."), (Severity::Information, "Publishing MortgageLib.")]);
}

pub(crate) async fn a_connection_that_breaks_in_the_upload_is_not_tried_again(studio: &Studio) {
    let connection = connected(studio, "drop-upload").await;
    let ended = studio.publish(&connection, &xif(1, KEY)).await;
    match (studio.protocol, &ended.outcome) {
        (Protocol::ServiceCenter, JobOutcome::Failed { problem }) => {
            assert_eq!(problem.kind(), Some(Code::PlatformBroken));
        }
        (Protocol::Native, JobOutcome::Unknown { problem, versions }) => {
            assert_eq!(problem.kind(), Some(Code::PlatformOutcomeUnknown));
            assert!(problem.detail.contains("nothing was published"), "{}", problem.detail);
            assert_eq!(versions.as_deref(), Some(&[][..]));
        }
        (_, outcome) => panic!("{outcome:?}"),
    }
    assert!(studio.emulator.state().extensions.is_empty());
}

async fn unknown(studio: &Studio, scenario: &str) {
    let connection = connected(studio, scenario).await;
    let ended = studio.publish(&connection, &xif(1, KEY)).await;
    let JobOutcome::Unknown { problem, versions } = &ended.outcome else { panic!("{:?}", ended.outcome) };
    assert_eq!(problem.kind(), Some(Code::PlatformOutcomeUnknown));
    assert_eq!(versions.as_ref().unwrap().len(), 1, "the versions were read");
    let state = studio.emulator.state();
    assert_eq!(state.extensions["MortgageLib"].versions.len(), 1, "nothing was sent twice");
    let publishes = ["SolutionPack_PublishWith2StepOption", "Extension_Publish"];
    assert_eq!(state.calls.iter().filter(|call| publishes.contains(&call.as_str())).count(), 1);
}

pub(crate) async fn a_connection_that_breaks_in_the_publish_leaves_it_unknown(studio: &Studio) {
    unknown(studio, "drop-publish").await;
}

pub(crate) async fn a_server_that_is_silent_in_the_publish_leaves_it_unknown(studio: &Studio) {
    unknown(studio, "silent-publish").await;
}

pub(crate) async fn questions_for_messages_are_repeated(studio: &Studio) {
    let connection = connected(studio, "drop-poll").await;
    assert!(studio.publish(&connection, &xif(1, KEY)).await.is_published());
}

pub(crate) async fn questions_that_always_fail_leave_the_end_unknown(studio: &Studio) {
    unknown(studio, "drop-polls").await;
}

pub(crate) async fn spoilt_answers_are_no_answers(studio: &Studio) {
    let connection = studio.connect().await;
    for scenario in ["truncated", "malformed", "html"] {
        studio.emulator.scenario(scenario);
        let answer = studio.get(&platform::extensions(&connection.id)).await;
        assert_eq!((answer.status, answer.refused()), (StatusCode::BAD_GATEWAY, Code::PlatformMalformed), "{scenario}");
        assert_eq!(studio.try_connect(&studio.request()).await.refused(), Code::PlatformMalformed, "{scenario}");
        let ended = studio.publish(&connection, &xif(1, KEY)).await;
        assert!(!ended.is_published(), "{scenario}");
    }
}

pub(crate) async fn a_spoilt_answer_to_the_publish_leaves_it_unknown(studio: &Studio) {
    unknown(studio, "truncated-publish").await;
}

pub(crate) async fn a_server_that_never_answers_is_given_up(studio: &Studio) {
    studio.emulator.scenario("silent");
    assert_eq!(studio.try_connect(&studio.request()).await.refused(), Code::PlatformSilent);
    studio.emulator.scenario("");
    let connection = connected(studio, "silent").await;
    let answer = studio.get(&platform::extensions(&connection.id)).await;
    assert_eq!((answer.status, answer.refused()), (StatusCode::GATEWAY_TIMEOUT, Code::PlatformSilent));
}

pub(crate) async fn redirects_are_not_followed(studio: &Studio) {
    studio.emulator.scenario("redirect");
    let answer = studio.try_connect(&studio.request()).await;
    assert_eq!(answer.refused(), Code::PlatformRedirect);
    assert!(String::from_utf8_lossy(&answer.body).contains("elsewhere.example.com"));
}

pub(crate) async fn a_server_that_fails_is_said(studio: &Studio) {
    let connection = connected(studio, "failed").await;
    let answer = studio.get(&platform::extensions(&connection.id)).await;
    assert_eq!(answer.refused(), Code::PlatformFailed);
}

pub(crate) async fn a_lost_page_reads_everything_again(studio: &Studio) {
    let connection = connected(studio, "warnings").await;
    let job = studio.begin(&connection, &query(Until::Publish), &xif(1, KEY)).await;
    let ended = studio.end_of(&job.id).await;
    let rest = studio.events(&job.id, 3).await;
    assert_eq!(rest, ended.events[3..]);
    let last = ended.events.len() as u64;
    assert!(studio.events(&job.id, last).await.is_empty(), "204 after the end");
    let shown: Connection = studio.get(&platform::connection(&connection.id)).await.json();
    assert_eq!((shown.jobs[0].id.clone(), shown.jobs[0].last_event), (job.id, last));
}

pub(crate) async fn a_closed_connection_is_closed_and_its_publish_goes_on(studio: &Studio) {
    let connection = studio.connect().await;
    let query = PublishQuery { two_step: true, ..query(Until::Publish) };
    let job = studio.begin(&connection, &query, &xif(1, KEY)).await;
    studio.wait_for(&job.id, |state| matches!(state, JobState::Waiting { .. })).await;
    let path = platform::connection(&connection.id);
    assert_eq!(studio.send("DELETE", &path, "text/plain", "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(studio.get(&path).await.refused(), Code::PlatformNoConnection);
    studio.post(&platform::advance(&job.id)).await;
    assert!(studio.end_of(&job.id).await.is_published());
}

pub(crate) async fn what_is_not_there_is_said(studio: &Studio) {
    let connection = studio.connect().await;
    assert_eq!(studio.get(&platform::job("0123")).await.refused(), Code::PlatformSecret);
    studio.guess("0123");
    assert_eq!(studio.get(&platform::connection("0123")).await.refused(), Code::PlatformNoConnection);
    assert_eq!(studio.get(&platform::job("0123")).await.refused(), Code::PlatformNoJob);
    let versions = studio.get(&platform::versions(&connection.id, "a/../<b>")).await;
    assert_eq!(versions.refused(), Code::PlatformRefused, "the server's own words are passed on");
    assert!(String::from_utf8_lossy(&versions.body).contains("There is no such extension."));
    let path = query(Until::Publish).path(&connection.id);
    assert_eq!(studio.send("POST", &path, XIF_TYPE, "").await.refused(), Code::PlatformRequest);
    assert_eq!(studio.send("POST", &path, "text/plain", "x").await.refused(), Code::ContentType);
    let json = r#"{"address":"a","backend":"native","password":17}"#;
    assert_eq!(
        studio.send("POST", platform::CONNECTIONS, "application/json", json).await.refused(),
        Code::PlatformRequest
    );
    let ended = studio.publish(&connection, b"this is not a XIF").await;
    assert!(matches!(ended.outcome, JobOutcome::Failed { .. } | JobOutcome::Unknown { .. }));
}

pub(crate) async fn a_publish_is_stopped(studio: &Studio) {
    let connection = connected(studio, "slow").await;
    let job = studio.begin(&connection, &query(Until::Publish), &xif(1, KEY)).await;
    studio.wait_for(&job.id, |state| *state == JobState::Running { stage: Stage::Publish }).await;
    while !studio.emulator.state().calls.iter().any(|call| call.ends_with("Messages")) {
        tokio::task::yield_now().await;
    }
    studio.post(&platform::abort(&job.id)).await;
    let ended = studio.end_of(&job.id).await;
    // It was at work, so only the versions tell how far it came.
    let JobOutcome::Unknown { problem, versions } = &ended.outcome else { panic!("{:?}", ended.outcome) };
    assert!(problem.detail.contains("asked to stop"), "{}", problem.detail);
    assert_eq!(versions.as_ref().unwrap()[0].published, Some(false));
    let aborts = studio.emulator.state().calls.iter().filter(|call| call.ends_with("Abort")).count();
    assert_eq!(aborts, 1);
}

pub(crate) async fn a_publish_that_is_not_in_the_list_is_not_believed(studio: &Studio) {
    let connection = studio.connect().await;
    assert!(studio.publish(&connection, &xif(1, KEY)).await.is_published());
    studio.emulator.scenario("lost");
    let ended = studio.publish(&connection, &xif(2, KEY)).await;
    match (studio.protocol, &ended.outcome) {
        (Protocol::Native, JobOutcome::Unknown { problem, .. }) => {
            assert!(problem.detail.contains("another version"), "{}", problem.detail);
        }
        // Its packages have no key of a version, so the published one is told as the server tells it.
        (Protocol::ServiceCenter, JobOutcome::Published { version: Some(version) }) => {
            assert_eq!(version.version.as_deref(), Some("1"));
        }
        (_, outcome) => panic!("{outcome:?}"),
    }
}
