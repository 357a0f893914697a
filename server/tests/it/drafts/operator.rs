//! The operator's command, as a program of its own on the store of a server that runs.

use super::program::{add, client, share, start};
use super::studio::Shared;
use api::draft;
use reqwest::StatusCode;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

fn operate(place: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    command.arg("drafts").args(arguments).arg("--drafts").arg(place).output().unwrap()
}

/// What is printed, an object a line.
fn rows(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn folder_of(shared: Shared) -> String {
    shared.id.bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn state(address: &str, shared: Shared) -> StatusCode {
    let url = address.to_owned() + &draft::draft(&shared.id);
    client().get(url).bearer_auth(shared.owner.text()).send().await.unwrap().status()
}

/// The server sees it within a second; a slow machine gets ten.
async fn until_gone(address: &str, shared: Shared) {
    for _ in 0..100 {
        if state(address, shared).await == StatusCode::NOT_FOUND {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the draft is still there");
}

#[tokio::test]
async fn drafts_are_listed_expired_and_deleted_while_a_server_runs() {
    let place = tempfile::tempdir().unwrap();
    let server = start(&["--drafts", place.path().to_str().unwrap()], &[]);
    let (client, address) = (client(), server.address.as_str());
    let [kept, expired, deleted] =
        [share(&client, address).await, share(&client, address).await, share(&client, address).await];
    add(&client, address, kept, 2, vec![7; 10_000]).await;

    let listed = operate(place.path(), &["list", "--json"]);
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let found = rows(&listed);
    assert_eq!(found.len(), 3);
    let row = found.iter().find(|row| row["folder"] == folder_of(kept)).unwrap();
    assert_eq!((&row["id"], &row["state"], &row["kind"]), (&kept.id.text().into(), &"alive".into(), &"draft".into()));
    assert!(row["revisions"] == 2 && row["bytes"].as_u64().unwrap() > 10_000, "{row}");
    let time = |name: &str| row[name].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    assert!(time("created") <= time("written") && time("written") < time("ends"));
    let table = String::from_utf8(operate(place.path(), &["list"]).stdout).unwrap();
    assert_eq!(table.lines().count(), 4);
    for shown in [&table, &String::from_utf8_lossy(&listed.stdout).into_owned()] {
        assert!(shown.contains(&folder_of(kept)));
        assert!(!shown.contains(&kept.owner.text()) && !shown.contains(&kept.owner.hash().text()));
    }

    let done = operate(place.path(), &["expire", &folder_of(expired), "--json"]);
    assert_eq!((done.status.success(), &rows(&done)[0]["result"]), (true, &"expired".into()));
    // A named draft that is not there holds up no other.
    let done = operate(place.path(), &["delete", &"00".repeat(16), &folder_of(deleted)]);
    let told = String::from_utf8(done.stdout).unwrap();
    assert!(!done.status.success() && told.contains("not there") && told.contains("deleted"), "{told}");
    until_gone(address, expired).await;
    until_gone(address, deleted).await;
    assert_eq!(state(address, kept).await, StatusCode::OK);
    let found = rows(&operate(place.path(), &["list", "--json"]));
    let states: Vec<_> = found.iter().map(|row| (row["folder"].clone(), row["state"].clone())).collect();
    assert!(states.contains(&(folder_of(expired).into(), "ended".into())), "{states:?}");
    assert!(states.len() == 2 && states.contains(&(folder_of(kept).into(), "alive".into())), "{states:?}");
}

#[test]
fn a_store_that_is_not_there_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing");
    let listed = operate(&missing, &["list"]);
    assert!(!listed.status.success() && !missing.exists());
    let none = operate(folder.path(), &["delete"]);
    assert!(!none.status.success() && String::from_utf8_lossy(&none.stderr).contains("which drafts?"));
    assert!(operate(folder.path(), &["list"]).status.success());
}

#[test]
fn a_damaged_draft_is_told_and_can_be_deleted() {
    let place = tempfile::tempdir().unwrap();
    let name = "00112233445566778899aabbccddeeff";
    let folder = place.path().join("drafts").join(name);
    std::fs::create_dir_all(folder.join("revisions")).unwrap();
    std::fs::write(folder.join("about.json"), "{").unwrap();
    std::fs::write(folder.join("revisions/0000000001"), "x").unwrap();
    assert_eq!(rows(&operate(place.path(), &["list", "--json"]))[0]["state"], "damaged");
    assert!(!operate(place.path(), &["expire", name]).status.success());
    assert!(operate(place.path(), &["delete", name]).status.success());
    assert!(rows(&operate(place.path(), &["list", "--json"])).is_empty());
}
