//! The same on an S3-compatible server: moto, in Python.

use super::program::client;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use store::Store;
use support::folder::page;
use support::tools;
use support::waiting::wait_until;

/// Answers one request at a time: whether an object is there, and writing it, are two steps of moto, which S3 does in one.
const SERVE: &str = "
import sys
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple
run_simple('127.0.0.1', int(sys.argv[1]), DomainDispatcherApplication(create_backend_app), threaded=False)
";

/// Set in the process that runs the cases: the settings of the object store come from the environment.
const INSIDE: &str = "XIF_STUDIO_S3_INSIDE";

/// Whether this process has the settings of an object store.
pub(crate) fn is_inside() -> bool {
    std::env::var_os(INSIDE).is_some()
}

pub(crate) struct Moto(Child, String);

impl Moto {
    /// Starts it with an empty bucket; none when it is not installed.
    pub(crate) async fn start() -> Option<Self> {
        let python = tools::moto()?;
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Command::new(&python)
            .args(["-c", SERVE, &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let moto = Self(child, format!("http://127.0.0.1:{port}"));
        wait_until("moto starts", || TcpStream::connect(("127.0.0.1", port)).is_ok());
        let made = client().put(format!("{}/bucket", moto.1)).send().await.unwrap();
        assert!(made.status().is_success());
        Some(moto)
    }

    /// Runs one of these tests again in a process that has the settings of the object store in its environment, and shows what it said.
    pub(crate) fn inside(&self, test: &str) {
        let inside = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test, "--nocapture"])
            .env(INSIDE, "1")
            .envs(self.environment())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&inside.stdout).into_owned() + &String::from_utf8_lossy(&inside.stderr);
        assert!(inside.status.success() && said.contains("1 passed"), "{said}");
        println!("{said}");
    }

    pub(crate) fn environment(&self) -> [(&str, &str); 5] {
        [
            ("AWS_ENDPOINT", &self.1),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", "key"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
        ]
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        // It may be ended already.
        let _ended = self.0.kill();
        let _ended = self.0.wait();
    }
}

#[tokio::test]
async fn an_object_store_is_as_good_as_a_folder() {
    if is_inside() {
        let store = Store::open(&"s3://bucket/some/prefix".parse().unwrap()).await.unwrap();
        return super::all_cases(&store).await;
    }
    let Some(moto) = Moto::start().await else { return };
    moto.inside("drafts::s3::an_object_store_is_as_good_as_a_folder");
}

#[tokio::test]
async fn two_servers_on_an_object_store_work_as_one() {
    let Some(moto) = Moto::start().await else { return };
    super::servers::work_as_one("s3://bucket/two", &moto.environment()).await;
}

#[tokio::test]
async fn a_bucket_that_is_not_there_is_told_at_the_start() {
    let Some(moto) = Moto::start().await else { return };
    let page = page();
    let output = Command::new(env!("CARGO_BIN_EXE_server"))
        .args(["--port", "0", "--drafts", "s3://missing/x", "--assets"])
        .arg(page.path())
        .envs(moto.environment())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("shared drafts cannot be kept there"), "{said}");
}
