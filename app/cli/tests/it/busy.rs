//! A studio's server that is busy: played by the test, one answer for each request.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use api::compile::{CompileAnswer, Outcome};
use api::problem::{Code, Problem};
use support::waiting::wait_until;

use crate::command::{answer, text, with_resources, write};

/// Answers requests to compile with these, one after the other, and questions about them with the third place.
fn server(answers: Vec<(u16, String, Duration)>) -> (String, Arc<Mutex<Vec<Instant>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let times = Arc::new(Mutex::new(Vec::new()));
    let (asked, answers) = (Arc::clone(&times), Arc::new(Mutex::new(answers.into_iter())));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (asked, answers) = (Arc::clone(&asked), Arc::clone(&answers));
            std::thread::spawn(move || {
                let mut stream = stream.unwrap();
                if head(&mut stream).starts_with("GET ") {
                    return say(&mut stream, 200, r#"{"state":"waiting","place":3}"#);
                }
                asked.lock().unwrap().push(Instant::now());
                let (status, body, pause) = answers.lock().unwrap().next().unwrap();
                std::thread::sleep(pause);
                say(&mut stream, status, &body);
            });
        }
    });
    (address, times)
}

/// Reads a request, and answers with its first line.
fn head(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut piece = vec![0; 64 << 10];
    loop {
        let read = stream.read(&mut piece).unwrap();
        request.extend_from_slice(&piece[..read]);
        let text = String::from_utf8_lossy(&request).into_owned();
        let Some((head, _)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        let begin = request.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
        if request.len() >= begin + length.unwrap_or(0) {
            return head.lines().next().unwrap().to_owned();
        }
    }
}

fn say(stream: &mut TcpStream, status: u16, body: &str) {
    let kind = if status == 200 { "application/json" } else { api::problem::CONTENT_TYPE };
    let length = body.len();
    let _gone = write!(
        stream,
        "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
}

/// A server that takes a publish when it was asked often enough: what it was asked for, in order, without the secrets.
fn publishing(busy: Problem, refusals: usize) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::<String>::new()));
    let seen = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let line = head(&mut stream);
            let what =
                line.split_whitespace().take(2).collect::<Vec<_>>().join(" ").split('?').next().unwrap().to_owned();
            let before = {
                let mut seen = seen.lock().unwrap();
                seen.push(what.clone());
                seen.iter().filter(|one| **one == what).count() - 1
            };
            let (status, body) = match what.as_str() {
                "POST /api/platform/probe"
                | "POST /api/platform/connections"
                | "POST /api/platform/connections/c1/publish"
                    if before < refusals =>
                {
                    (busy.kind().unwrap().page().status, serde_json::to_string(&busy).unwrap())
                }
                "POST /api/platform/probe" => (200, PROBE.to_owned()),
                "POST /api/platform/connections" => (200, CONNECTION.to_owned()),
                "POST /api/platform/connections/c1/publish" => {
                    (200, JOB.replace("STATE", r#""state":"running","stage":"upload""#))
                }
                "GET /api/platform/jobs/j1" => {
                    (200, JOB.replace("STATE", r#""state":"ended","outcome":{"outcome":"published","version":null}"#))
                }
                // Of a publish that is over no event follows.
                _ => (204, String::new()),
            };
            say(&mut stream, status, &body);
        }
    });
    (address, asked)
}

const CONNECTION: &str = r#"{"id":"c1","address":"https://dev.example.com","user":"ada","platform":null,"backend":"service_center","environments":[],
    "environment":null,"capabilities":[{"operation":"upload","support":"verified","note":""},{"operation":"publish","support":"verified","note":""}],
    "service_center":{"address":"a","publish_steps":[],"download_steps":[]},
    "limits":{"xif":1,"usual_xif":1,"answer_seconds":1,"upload_seconds":1,"publish_seconds":1},"idle_seconds":1,"jobs":[]}"#;

const PROBE: &str = r#"{"address":"https://dev.example.com","certificate":null,"platform":null,"identity_provider":{"state":"inactive"},
    "backends":[],"problems":[],"limits":{"xif":1,"usual_xif":1,"answer_seconds":1,"upload_seconds":1,"publish_seconds":1}}"#;

const JOB: &str = r#"{"id":"j1","extension":"Sample","address":"a","started_ms":1,"state":{STATE},"last_event":1}"#;

fn publish(server: &str, file: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xif"));
    command.args([
        "publish",
        file,
        "--server",
        server,
        "--to",
        "dev.example.com",
        "--user",
        "ada",
        "--backend",
        "native",
    ]);
    command.env("XIF_PASSWORD", "a password");
    command
}

#[test]
fn a_publish_that_is_refused_before_it_begins_is_sent_again_and_once_it_is_taken_never() {
    for code in [Code::PlatformBusy, Code::ClientBodies, Code::BodiesBusy] {
        let (server, asked) = publishing(Problem::new(code, "Busy.").after(1), 2);
        let home = tempfile::tempdir().unwrap();
        let file = write(home.path(), &with_resources(Vec::new()));
        let output = publish(&server, text(&file)).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{said}{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(said.matches("trying again in ").count(), 6, "{said}");
        let asked = asked.lock().unwrap();
        let posts = |of: &str| asked.iter().filter(|one| **one == of).count();
        assert_eq!(posts("POST /api/platform/connections/c1/publish"), 3, "{asked:?}");
        assert_eq!(posts("POST /api/platform/connections"), 3, "{asked:?}");
    }
}

#[test]
fn a_publish_that_waiting_does_not_help_is_not_sent_again() {
    for code in [Code::PlatformStopping, Code::Internal, Code::PlatformRefused] {
        let (server, asked) = publishing(Problem::new(code, "No."), 1);
        let home = tempfile::tempdir().unwrap();
        let file = write(home.path(), &with_resources(Vec::new()));
        let output = publish(&server, text(&file)).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(code.page().code), "{said}");
        assert_eq!(asked.lock().unwrap().len(), 1, "{code:?}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_the_waiting_for_a_publish_and_says_that_nothing_was_published() {
    let (server, asked) = publishing(Problem::new(Code::PlatformBusy, "Busy.").after(2), 1);
    let home = tempfile::tempdir().unwrap();
    let file = write(home.path(), &with_resources(Vec::new()));
    let mut program = publish(&server, text(&file)).stdout(Stdio::piped()).spawn().unwrap();
    wait_until("it waits", || asked.lock().unwrap().iter().any(|one| one.ends_with("/publish")));
    let sent = Command::new("kill").args(["-INT", &program.id().to_string()]).status().unwrap();
    assert!(sent.success());
    wait_until("it ends", || program.try_wait().unwrap().is_some());
    let output = program.wait_with_output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.code() == Some(1) && said.contains("Nothing was published."), "{said}");
    let asked = asked.lock().unwrap();
    assert_eq!(asked.iter().filter(|one| one.ends_with("/publish")).count(), 1, "{asked:?}");
    assert_eq!(asked.last().unwrap(), "DELETE /api/platform/connections/c1");
}

/// Answers everything with this, as a server whose interface has this number.
fn of_version(number: &str, status: u16, body: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let answer = format!(
        "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nX-XIF-Studio-API: {number}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            head(&mut stream);
            let _gone = stream.write_all(answer.as_bytes());
        }
    });
    address
}

#[test]
fn servers_of_other_versions_work_or_are_told_apart() {
    let home = tempfile::tempdir().unwrap();
    let file = write(home.path(), &with_resources(Vec::new()));
    let more = r#"{"outcome":"failed","more":[1],"diagnostics":[],"output":"o","waited_ms":0,"elapsed_ms":0,"way":"elsewhere"}"#;
    let unknown_code = r#"{"code":"S999","title":"A new reason","detail":"It is so.","cure":"Do this."}"#;
    let no_route = serde_json::to_string(&Problem::new(Code::NotFound, "Nothing.")).unwrap();
    for (number, status, body, exit, says) in [
        ("2", 200, more, 1, "not compiled"),
        ("2", 200, r#"{"outcome":"teleported"}"#, 2, "of a later version than this xif"),
        ("2", 418, unknown_code, 2, "S999: A new reason: It is so. Do this."),
        ("1", 404, &no_route, 2, "use the version that comes with the server"),
        ("0", 200, more, 2, "of an earlier version than this xif"),
        ("nonsense", 200, "{", 2, "does not answer as a studio's server"),
    ] {
        let server = of_version(number, status, body);
        let (code, said, errors) = answer(&["compile", text(&file), "--server", &server]);
        let all = format!("{said}{errors}");
        assert!(code == exit && all.contains(says), "{number} {status}: {code}\n{all}");
    }
}

fn refusal(problem: &Problem) -> (u16, String, Duration) {
    let status = problem.kind().unwrap().page().status;
    (status, serde_json::to_string(problem).unwrap(), Duration::ZERO)
}

fn failed(pause: Duration) -> (u16, String, Duration) {
    let answer = CompileAnswer {
        outcome: Outcome::Failed,
        diagnostics: Vec::new(),
        way: None,
        kept: false,
        output: String::new(),
        waited_ms: 0,
        elapsed_ms: 0,
    };
    (200, serde_json::to_string(&answer).unwrap(), pause)
}

#[test]
fn a_busy_server_is_waited_for_and_the_place_is_told() {
    let busy = Problem::new(Code::Busy, "64 builds are waiting already.").after(1);
    let own = Problem::new(Code::ClientBuilds, "Many.").after(2);
    let answers = vec![refusal(&busy), refusal(&own), failed(Duration::from_millis(2500))];
    let (server, times) = server(answers);
    let home = tempfile::tempdir().unwrap();
    let file = write(home.path(), &with_resources(Vec::new()));
    let (code, said, errors) = answer(&["compile", text(&file), "--server", &server]);
    assert!(code == 1 && said.contains("not compiled"), "{said}{errors}");
    assert_eq!(errors.matches("trying again in ").count(), 2, "{errors}");
    assert_eq!(errors.matches("xif: Waiting: place 3\n").count(), 1, "{errors}");
    let times = times.lock().unwrap();
    let pauses: Vec<u64> = times.windows(2).map(|pair| (pair[1] - pair[0]).as_secs()).collect();
    assert!(matches!(pauses[..], [1..=2, 2..=4]), "{pauses:?}");
}

#[test]
fn what_waiting_does_not_help_is_told_at_once() {
    let (server, times) = server(vec![refusal(&Problem::new(Code::NoSandbox, "None."))]);
    let home = tempfile::tempdir().unwrap();
    let file = write(home.path(), &with_resources(Vec::new()));
    let (code, _, errors) = answer(&["compile", text(&file), "--server", &server]);
    assert!(code == 2 && errors.contains("S403"), "{errors}");
    assert_eq!(times.lock().unwrap().len(), 1);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_the_waiting() {
    let (server, times) = server(vec![refusal(&Problem::new(Code::Busy, "Busy.").after(300))]);
    let home = tempfile::tempdir().unwrap();
    let file = write(home.path(), &with_resources(Vec::new()));
    let mut command = Command::new(env!("CARGO_BIN_EXE_xif"));
    command.args(["compile", text(&file), "--server", &server]).stderr(Stdio::piped()).stdout(Stdio::null());
    let mut program = command.spawn().unwrap();
    wait_until("it waits", || !times.lock().unwrap().is_empty());
    std::thread::sleep(Duration::from_millis(300));
    assert!(program.try_wait().unwrap().is_none());
    let sent = Command::new("kill").args(["-INT", &program.id().to_string()]).status().unwrap();
    assert!(sent.success());
    wait_until("it ends", || program.try_wait().unwrap().is_some());
}
