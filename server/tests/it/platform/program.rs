//! The program itself: records for the field, and discovery.

use super::studio::{Protocol, Studio, options, xif};
use environment::PlatformOptions;
use environment::profile::Profile;
use environment::record::Recorder;
use environment::secrets::PasswordForm;
use std::process::Command;
use support::emulator::{Emulator, PASSWORD};
use support::folder::project;

#[tokio::test]
async fn records_have_requests_and_answers_and_no_credentials() {
    for protocol in [Protocol::ServiceCenter, Protocol::Native] {
        let folder = tempfile::tempdir().unwrap();
        let recorder = Some(Recorder::new(folder.path()).unwrap());
        let studio = Studio::with(protocol, PlatformOptions { recorder, ..options("") }, &[]).await;
        let connection = studio.connect().await;
        assert!(studio.publish(&connection, &xif(1, "K")).await.is_published());
        let mut all = String::new();
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            all += &std::fs::read_to_string(entry.unwrap().path()).unwrap();
        }
        for known in ["GetPlatformInfo", "11.23.1.40123", "Publishing MortgageLib.", "bytes, SHA-256"] {
            assert!(all.contains(known), "{known}");
        }
        for secret in [PASSWORD, "Secret-Passw0rd", ">developer<"] {
            assert!(!all.contains(secret), "{secret}");
        }
    }
}

#[tokio::test]
async fn passwords_go_over_the_wire_in_the_form_of_the_helper() {
    let options = PlatformOptions { password: PasswordForm::Program("/bin/cat".into()), ..options("") };
    let studio = Studio::with(Protocol::ServiceCenter, options, &[]).await;
    studio.connect().await;
    let failing =
        PlatformOptions { password: PasswordForm::Program("/bin/false".into()), ..super::studio::options("") };
    let studio = Studio::with(Protocol::ServiceCenter, failing, &[]).await;
    let refused = studio.try_connect(&studio.request()).await.refused();
    assert_eq!(refused, api::problem::Code::PlatformPasswordHelper);
    assert_eq!(studio.emulator.state().log_ins, 0);
}

fn discover(emulator: &Emulator, rest: &[&str]) -> (bool, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_server"))
        .args(["discover", &emulator.address, "--platform-host", "http://127.0.0.1:*"])
        .args(rest)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.success(), text(output.stdout), text(output.stderr))
}

/// A server whose inferred names are other ones than ours describes itself, and then everything works with it.
#[tokio::test]
async fn discovery_completes_a_profile_that_then_works() {
    let emulator = Emulator::start(&["--rename", "Field"]);
    let (done, found, said) = discover(&emulator, &[]);
    assert!(done, "{said}");
    for name in ["\"usernameField\"", "\"moduleKeyField\"", "\"CS_ModuleField\"", "\"LastMessageIdField\""] {
        assert!(found.contains(name), "{name}: {found}");
    }
    assert!(!found.contains("?\""), "every name is certain now: {found}");
    let options = PlatformOptions { profile: Profile::over(&found).unwrap(), ..options("") };
    let studio = Studio::with(Protocol::ServiceCenter, options, &["--rename", "Field"]).await;
    let connection = studio.connect().await;
    assert!(studio.publish(&connection, &xif(1, "K")).await.is_published());
    studio.check();
}

#[test]
fn certificates_of_known_authorities_are_trusted_for_their_names_only() {
    let emulator = Emulator::start(&["--tls", "signed"]);
    let port = emulator.address.rsplit(':').next().unwrap();
    let asked = |authority: &str, host: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_server"))
            .args(["discover", &format!("{host}:{port}"), "--platform-host", &format!("{host}:*")])
            .env("SSL_CERT_FILE", project().join("tests/platform-server/certificates").join(authority))
            .output()
            .unwrap();
        (output.status.success(), String::from_utf8(output.stderr).unwrap())
    };
    let (done, said) = asked("authority.pem", "localhost");
    assert!(done, "{said}");
    let (done, said) = asked("authority.pem", "127.0.0.1");
    assert!(!done && said.contains("It is for localhost."), "{said}");
    let (done, said) = asked("self-signed.pem", "localhost");
    assert!(!done && said.contains("does not know as an authority"), "{said}");
}

#[test]
fn discovery_says_what_it_does_not_find() {
    let emulator = Emulator::start(&[]);
    let native = project().join("server/profiles/native-example.toml");
    let (done, found, said) = discover(&emulator, &["--platform-profile", native.to_str().unwrap()]);
    assert!(done && found.contains("[native.operations.download]"), "{said}");
    emulator.scenario("forbidden");
    let (done, _, said) = discover(&emulator, &[]);
    assert!(done && said.contains("PlatformServices_v8_0_0.asmx") && said.contains("403"), "{said}");
    emulator.scenario("redirect");
    let (done, _, said) = discover(&emulator, &[]);
    assert!(!done && said.contains("no service"), "{said}");
}
