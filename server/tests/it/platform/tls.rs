//! Certificates: doubtful ones stop everything before a credential is sent, and exactly the accepted one goes on.

use super::studio::{Protocol, Studio, options, xif};
use api::platform::PROBE;
use api::platform::connect::{Doubt, Fingerprint, Probe, ProbeRequest, Trust};
use api::problem::Code;

async fn probe(studio: &Studio, certificate: Option<Fingerprint>) -> Probe {
    let request = ProbeRequest { address: studio.emulator.address.clone(), certificate };
    studio.send("POST", PROBE, "application/json", serde_json::to_vec(&request).unwrap()).await.json()
}

#[tokio::test]
async fn a_self_signed_certificate_is_explained_and_can_be_accepted() {
    let studio = Studio::with(Protocol::Native, options(""), &["--tls", "self-signed"]).await;
    let seen = probe(&studio, None).await;
    assert_eq!((&seen.platform, seen.problems.len()), (&None, 0));
    let certificate = seen.certificate.unwrap();
    let Trust::Doubtful { doubt, problem } = &certificate.trust else { panic!("{:?}", certificate.trust) };
    assert_eq!((*doubt, problem.kind()), (Doubt::UnknownIssuer, Some(Code::PlatformCertificate)));
    assert!(certificate.subject.contains("emulator of a Platform Server"), "{}", certificate.subject);
    assert_eq!(certificate.names, ["localhost", "127.0.0.1"]);
    assert!(certificate.valid_from < certificate.valid_until);

    let mut request = studio.request();
    assert_eq!(studio.try_connect(&request).await.refused(), Code::PlatformCertificate);
    request.certificate = Some(Fingerprint("00".repeat(32)));
    assert_eq!(studio.try_connect(&request).await.refused(), Code::PlatformCertificate);
    let state = studio.emulator.state();
    assert_eq!((state.log_ins, state.calls.len()), (0, 0), "nothing was sent");

    request.certificate = Some(certificate.fingerprint.clone());
    let connection = studio.try_connect(&request).await.json();
    assert!(studio.publish(&connection, &xif(1, "K")).await.is_published());
    let accepted = probe(&studio, Some(certificate.fingerprint)).await;
    assert_eq!(accepted.certificate.unwrap().trust, Trust::Accepted { doubt: Doubt::UnknownIssuer });
    assert!(accepted.platform.is_some());
    studio.check();
}
