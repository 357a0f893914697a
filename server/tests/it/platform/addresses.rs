//! Addresses that are not called, seen from outside.

use super::studio::{Protocol, Studio, options};
use api::platform::connect::{Backend, ConnectRequest, Connection, Probe, ProbeRequest};
use api::platform::{CONNECTIONS, PROBE};
use api::problem::Code;
use environment::PlatformOptions;
use environment::allowed::Allowed;

async fn probe(studio: &Studio, address: &str) -> super::studio::Answer {
    let request = ProbeRequest { address: address.into(), certificate: None };
    studio.send("POST", PROBE, "application/json", serde_json::to_vec(&request).unwrap()).await
}

#[tokio::test]
async fn inner_addresses_are_not_called_unless_they_are_listed() {
    let closed = PlatformOptions { allowed: Allowed::new(Vec::new()), ..options("") };
    let studio = Studio::with(Protocol::Native, closed, &[]).await;
    for address in [
        studio.emulator.address.as_str(),
        "https://127.0.0.1",
        "localhost",
        "[::1]",
        "http://example.com",
        "169.254.169.254",
    ] {
        assert_eq!(probe(&studio, address).await.refused(), Code::PlatformNotAllowed, "{address}");
        let request = ConnectRequest { address: address.into(), ..studio.request() };
        assert_eq!(studio.try_connect(&request).await.refused(), Code::PlatformNotAllowed, "{address}");
    }
    assert_eq!(probe(&studio, "https://user:pass@example.com").await.refused(), Code::PlatformAddress);
    assert!(studio.emulator.state().calls.is_empty());
}

#[tokio::test]
async fn nobody_at_the_address_is_said() {
    let studio = Studio::start(Protocol::Native, "").await;
    assert_eq!(probe(&studio, "http://127.0.0.1:1").await.refused(), Code::PlatformUnreachable);
}

#[tokio::test]
async fn a_probe_tells_what_is_known_without_credentials() {
    let studio = Studio::start(Protocol::Native, "").await;
    let probe: Probe = probe(&studio, &studio.emulator.address).await.json();
    assert_eq!(probe.platform.unwrap().version, "11.23.1.40123");
    let backends: Vec<_> = probe.backends.iter().map(|offer| offer.backend).collect();
    assert_eq!(backends, [Backend::Native, Backend::ServiceCenter, Backend::Assisted, Backend::LifeTime]);
    assert!(probe.problems.is_empty() && probe.certificate.is_none());
    let state = studio.emulator.state();
    assert_eq!((state.log_ins, state.calls.len()), (0, 2));
}

#[tokio::test]
async fn what_a_probe_finds_wrong_leaves_the_assisted_way() {
    let studio = Studio::start(Protocol::Native, "").await;
    studio.emulator.scenario("identity-provider");
    let found: Probe = probe(&studio, &studio.emulator.address).await.json();
    let backends: Vec<_> = found.backends.iter().map(|offer| offer.backend).collect();
    assert_eq!(backends, [Backend::Assisted, Backend::LifeTime]);
    studio.emulator.scenario("forbidden");
    let found: Probe = probe(&studio, &studio.emulator.address).await.json();
    assert_eq!(found.problems[0].kind(), Some(Code::PlatformInternalNetwork));
    studio.emulator.scenario("redirect");
    let found: Probe = probe(&studio, &studio.emulator.address).await.json();
    assert_eq!(found.problems[0].kind(), Some(Code::PlatformRedirect));
}

#[tokio::test]
async fn assisted_work_needs_no_server_that_can_be_called() {
    let studio = Studio::start(Protocol::Native, "").await;
    let json = r#"{"address":"only-in-the-browser.example","backend":"assisted"}"#;
    let connection: Connection = studio.send("POST", CONNECTIONS, "application/json", json).await.json();
    assert_eq!(connection.service_center.address, "https://only-in-the-browser.example/ServiceCenter");
    assert!(connection.service_center.publish_steps.iter().any(|step| step.contains("Upload & Publish an Extension")));
    let listed = studio.get(&api::platform::extensions(&connection.id)).await;
    assert_eq!(listed.refused(), Code::PlatformUnsupported);
}
