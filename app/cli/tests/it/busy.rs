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
