//! Publishing from a script, with the real server and the emulator of a Platform Server.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use api::retry::{End, Policy, Waits};
use cli::studio::{Address, Following, Studio};
use extension::{Action, Extension};
use serde_json::Value;
use support::document::key;
use support::emulator::PASSWORD;
use support::waiting::wait_until;

use crate::cases::sample;
use crate::command::{read, text, write};
use crate::servers::{Servers, bad_connection};

/// A XIF with an assembly, as one that was compiled.
fn bank(home: &Path) -> PathBuf {
    write(home, &extension())
}

fn extension() -> Extension {
    sample()
}

/// The lines of a publish that was asked for in JSON; no secret is in them.
fn events(output: &str) -> Vec<Value> {
    assert!(!output.contains("Secret-Passw0rd"), "{output}");
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn published_is(servers: &Servers, count: usize) {
    let state = servers.emulator.state();
    assert_eq!(state.broken, [""; 0]);
    let sample = &state.extensions["Sample"];
    assert_eq!((sample.versions.len(), sample.published.unwrap() as usize), (count, count));
}

#[test]
fn a_file_arrives_as_it_is_and_is_published() {
    let Some(servers) = Servers::start("", &[]) else { return };
    let home = tempfile::tempdir().unwrap();
    let file = bank(home.path());
    let (code, out, errors) = read(servers.publish(&file, &[]));
    assert_eq!((code, errors.as_str()), (0, ""), "{out}");
    assert!(out.ends_with("\nPublished Sample as version 1: 0 errors, 1 warning\n"), "{out}");
    let (code, out, _) = read(servers.publish(&file, &["--json", "--backend", "service-center"]));
    let events = events(&out);
    let names: Vec<&str> = events.iter().map(|event| event["event"].as_str().unwrap()).collect();
    let expected =
        ["begun", "connected", "message", "started", "finished", "started", "message", "message", "finished", "ended"];
    assert_eq!((code, names.as_slice()), (0, expected.as_slice()));
    let last = events.last().unwrap();
    assert_eq!((&last["outcome"], &last["version"], &last["exitCode"]), (&"published".into(), &"2".into(), &0.into()));
    let sent = &servers.emulator.state().extensions["Sample"].versions[1].sha256;
    assert_eq!(
        (sent.as_str(), &events[1]["backend"]),
        (events[0]["sha256"].as_str().unwrap(), &"service_center".into())
    );
    published_is(&servers, 2);
}

/// With every name that is not evidenced changed in emulator and profile it is the same.
#[test]
fn invented_names_are_data() {
    let Some(servers) = Servers::start("Renamed", &[]) else { return };
    let home = tempfile::tempdir().unwrap();
    let file = bank(home.path());
    for (backend, count) in [("native", 1), ("service-center", 2)] {
        let (code, out, errors) = read(servers.publish(&file, &["--backend", backend]));
        assert_eq!(code, 0, "{out}{errors}");
        published_is(&servers, count);
    }
}

#[test]
fn how_it_ends_is_in_the_exit_code() {
    let Some(servers) = Servers::start("", &[]) else { return };
    let home = tempfile::tempdir().unwrap();
    let file = bank(home.path());
    for (scenario, code, says) in [
        ("warnings", 0, "warning: Continuing with extension recompilation enabled"),
        ("missing-right", 1, "Where Service Center manages them: Allow Extensions."),
        ("missing-database-right", 1, "the right is Publish on their database connections"),
        ("name-conflict", 1, "(S612)"),
        ("upgrade-disabled", 1, "(S613)"),
        ("too-large", 1, "(S614)"),
        ("compile-error", 1, "MortgageLib.cs(12,5): error CS0103"),
        ("forbidden", 2, "S607"),
        ("redirect", 2, "S624"),
        ("drop-publish", 3, "the environment has version"),
        ("truncated-publish", 3, "(S616)"),
        ("identity-provider", 4, "Upload & Publish an Extension"),
        ("needs-configuration", 5, "/ServiceCenter, map the logical databases"),
        ("drop-poll", 0, "Published Sample"),
        ("repeated", 0, "Published Sample"),
    ] {
        servers.emulator.reset();
        servers.emulator.scenario(scenario);
        let (exit, out, errors) = read(servers.publish(&file, &[]));
        let all = out + &errors;
        assert!(exit == code && all.contains(says), "{scenario}: {exit}\n{all}");
        assert!(!all.contains("Secret-Passw0rd"), "{all}");
        assert_eq!(servers.emulator.state().broken, [""; 0], "{scenario}");
    }
}

#[test]
fn passwords_come_from_a_file_or_the_input_and_are_tried_once() {
    let Some(servers) = Servers::start("", &[]) else { return };
    let home = tempfile::tempdir().unwrap();
    let (file, secret) = (bank(home.path()), home.path().join("secret"));
    std::fs::write(&secret, format!("{PASSWORD}\r\n")).unwrap();
    let (code, out, errors) = read(
        servers
            .command(&file, &servers.server, &["--password-file", text(&secret)])
            .env_remove("XIF_PASSWORD")
            .output()
            .unwrap(),
    );
    assert_eq!(code, 0, "{out}{errors}");
    let mut command = servers.command(&file, &servers.server, &["--password-file", "-"]);
    let mut child = command.env_remove("XIF_PASSWORD").stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(PASSWORD.as_bytes()).unwrap();
    assert_eq!(read(child.wait_with_output().unwrap()).0, 0);

    servers.emulator.reset();
    let mut command = servers.command(&file, &servers.server, &["--json"]);
    let (code, out, errors) = read(command.env("XIF_PASSWORD", "Wrong-Passw0rd").output().unwrap());
    let error: Value = serde_json::from_str(&errors).unwrap();
    assert_eq!((code, &error["error"]["code"], servers.emulator.state().log_ins), (2, &"S608".into(), 1));
    assert!(!(out + &errors).contains("Wrong-Passw0rd"));

    servers.emulator.reset();
    for wrong in ["", "two\nlines"] {
        let mut command = servers.command(&file, &servers.server, &[]);
        let (code, _, errors) = read(command.env("XIF_PASSWORD", wrong).output().unwrap());
        assert!(code == 2 && errors.contains("F406"), "{errors}");
    }
    let (code, _, errors) = read(servers.command(&file, "http://studio.example", &[]).output().unwrap());
    assert!(code == 2 && errors.contains("F407") && errors.contains("--plain-http"), "{errors}");
    assert_eq!(servers.emulator.state().log_ins, 0);
}

#[test]
fn a_server_that_wants_a_token_gets_it_and_nobody_else_does() {
    let home = tempfile::tempdir().unwrap();
    let (file, tokens, secret) = (bank(home.path()), home.path().join("tokens"), home.path().join("secret"));
    let token = "0123456789abcdef0123456789abcdef";
    std::fs::write(&tokens, format!("{token} ci publish\n")).unwrap();
    std::fs::write(&secret, format!("{token}\n")).unwrap();
    let Some(servers) = Servers::with_tokens(&tokens) else { return };
    let asked = |server: &str, arguments: &[&str], variable: Option<&str>| {
        let mut command = servers.command(&file, server, arguments);
        let command = variable.iter().fold(&mut command, |command, value| command.env("XIF_STUDIO_TOKEN", value));
        let (code, out, errors) = read(command.output().unwrap());
        let all = out + &errors;
        assert!(!all.contains(token), "{all}");
        (code, all)
    };
    let (code, said) = asked(&servers.server, &[], None);
    assert!(code == 2 && said.contains("S801") && said.contains("--token-file"), "{said}");
    let (code, said) = asked(&servers.server, &["--token-file", text(&secret)], None);
    assert_eq!(code, 0, "{said}");
    let (code, said) = asked(&servers.server, &[], Some(token));
    assert_eq!(code, 0, "{said}");
    published_is(&servers, 2);
    let (code, said) = asked(&servers.server, &[], Some("another-token-of-somebody"));
    assert!(code == 2 && said.contains("S802"), "{said}");
    let (code, said) = asked(&servers.server, &["--token-file", text(&home.path().join("none"))], Some(token));
    assert!(code == 2 && said.contains("F408"), "the file that was named counts: {said}");
    // Nobody listens there; had it been tried, it would be F402.
    for plain in ["http://studio.example", "http://10.0.0.1:8080"] {
        let (code, said) = asked(plain, &["--plain-http"], Some(token));
        assert!(code == 2 && said.contains("F409"), "{said}");
    }
}

#[test]
fn a_doubtful_certificate_is_taken_when_it_is_the_named_one() {
    let Some(servers) = Servers::start("", &["--tls", "self-signed"]) else { return };
    let home = tempfile::tempdir().unwrap();
    let file = bank(home.path());
    let (code, _, errors) = read(servers.publish(&file, &[]));
    assert!(code == 2 && errors.contains("S604"), "{errors}");
    let (_, found) = errors.trim().rsplit_once("--trust ").unwrap();
    let (code, _, errors) = read(servers.publish(&file, &["--trust", &"00".repeat(32)]));
    assert!(code == 2 && errors.contains("S604"), "{errors}");
    assert_eq!(servers.emulator.state().log_ins, 0);
    let (code, out, errors) = read(servers.publish(&file, &["--trust", found]));
    assert_eq!(code, 0, "{out}{errors}");
}

#[test]
fn errors_of_the_definition_and_other_files_stop_before_anything_is_sent() {
    let Some(servers) = Servers::start("", &[]) else { return };
    let home = tempfile::tempdir().unwrap();
    let mut wrong = extension();
    wrong.actions = [Action::new(key(10), extension::Name::as_found("2Pay"))].into_iter().collect();
    let file = write(home.path(), &wrong);
    let (code, out, _) = read(servers.publish(&file, &["--json"]));
    let last = events(&out).pop().unwrap();
    assert_eq!((code, &last["outcome"]), (1, &"invalid".into()));
    std::fs::write(&file, "PK").unwrap();
    assert_eq!(read(servers.publish(&file, &[])).0, 2);
    assert_eq!(servers.emulator.state().calls, [""; 0]);
}

#[test]
fn by_hand_needs_no_user_and_tells_the_steps() {
    let Some(servers) = Servers::start("", &[]) else { return };
    let home = tempfile::tempdir().unwrap();
    let file = bank(home.path());
    let arguments = ["publish", text(&file), "--server", &servers.server, "--to", "only-in-a-browser.example"];
    let (code, out, _) = crate::command::answer(&[&arguments[..], &["--backend", "assisted"]].concat());
    assert!(code == 4 && out.contains("https://only-in-a-browser.example/ServiceCenter\n  1. "), "{out}");
}

/// The events break off again and again, and each is told once.
#[test]
fn a_stream_that_breaks_is_followed_from_where_it_was() {
    let Some(servers) = Servers::start("", &[]) else { return };
    let home = tempfile::tempdir().unwrap();
    let file = bank(home.path());
    let bad = bad_connection(&servers.server, "/events?after=", 1100, 4);
    let (code, out, errors) = read(servers.command(&file, &bad.address, &["--json"]).output().unwrap());
    assert_eq!(code, 0, "{out}{errors}");
    assert!(bad.breaks_left() < 4, "it broke");
    let texts: Vec<Value> =
        events(&out).into_iter().filter_map(|mut event| event.get_mut("text").map(Value::take)).collect();
    assert_eq!(texts[1..], [Value::from("Publishing Sample."), Value::from("Done.")]);
    published_is(&servers, 1);
}

/// The server has the file, and its answer is lost: the job is found, and nothing is sent again.
#[test]
fn an_answer_that_is_lost_loses_no_publish() {
    let Some(servers) = Servers::start("", &[]) else { return };
    let home = tempfile::tempdir().unwrap();
    let file = bank(home.path());
    let bad = bad_connection(&servers.server, "/publish?", 0, 1);
    let (code, out, errors) = read(servers.command(&file, &bad.address, &[]).output().unwrap());
    assert!(code == 0 && out.contains("It is asked whether it has the XIF."), "{out}{errors}");
    assert_eq!(bad.breaks_left(), 0);
    published_is(&servers, 1);
}

/// Neither a server that has forgotten a publish nor one that is gone is waited for without end.
#[test]
fn a_publish_that_cannot_be_followed_is_given_up() {
    let Some(servers) = Servers::start("", &[]) else { return };
    let waits = Waits { first: Duration::from_millis(10), ..Policy::JOB.waits };
    let policy = Policy { waits, end: End::Time(Duration::from_millis(300)), ..Policy::JOB };
    let given_up = |server: &str| {
        let studio = Studio::new(Address::parse(server).unwrap()).unwrap();
        let mut following = Following::new(&studio, "0123.4567".to_owned(), policy);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(following.next()).unwrap_err().code().to_owned()
    };
    assert_eq!(given_up(&servers.server), "S620");
    assert_eq!(given_up("http://127.0.0.1:1"), "F402");
}

#[test]
fn who_cancels_is_told_what_is_known() {
    let Some(servers) = Servers::start("", &[]) else { return };
    let home = tempfile::tempdir().unwrap();
    let file = bank(home.path());
    servers.emulator.scenario("slow");
    let child = servers.command(&file, &servers.server, &[]).spawn().unwrap();
    let asks = |end: &str| servers.emulator.state().calls.iter().filter(|call| call.ends_with(end)).count();
    wait_until("the server follows the publish", || asks("Messages") > 0);
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let (code, out, errors) = read(child.wait_with_output().unwrap());
    assert!(code == 3 && out.contains("Asking the environment to stop."), "{out}{errors}");
    assert_eq!(asks("Abort"), 1);
}

#[test]
fn servers_that_are_none_are_said() {
    let home = tempfile::tempdir().unwrap();
    let file = bank(home.path());
    for (server, code) in [("http://127.0.0.1:1", "F402"), ("studio", "F401"), ("http://u:p4ss@localhost", "F401")] {
        let arguments = ["compile", text(&file), "--server", server, "--json"];
        let (exit, out, errors) = crate::command::answer(&arguments);
        let error: Value = serde_json::from_str(&errors).unwrap();
        assert_eq!((exit, out.as_str(), &error["error"]["code"]), (2, "", &code.into()));
        assert!(!errors.contains("p4ss"), "{errors}");
    }
}
