//! The client's requests against the WSDL of the facts, read by an independent tool: Python's zeep.

use super::studio::{Protocol, Studio, options, xif};
use environment::PlatformOptions;
use environment::record::Recorder;
use std::process::Command;
use support::folder::project;
use support::tools;

#[tokio::test]
async fn an_independent_tool_reads_our_requests_as_we_mean_them() {
    let Some(python) = tools::zeep() else { return };
    for protocol in [Protocol::ServiceCenter, Protocol::Native] {
        let folder = tempfile::tempdir().unwrap();
        let recorder = Some(Recorder::new(folder.path()).unwrap());
        let studio = Studio::with(protocol, PlatformOptions { recorder, ..options("") }, &[]).await;
        let connection = studio.connect().await;
        assert!(studio.publish(&connection, &xif(1, "K")).await.is_published());
        studio.versions(&connection).await;
        let output = Command::new(&python)
            .arg(project().join("tests/platform-server/check_requests.py"))
            .args([folder.path().to_str().unwrap(), &studio.emulator.address])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        println!("{said}");
    }
}
