//! Damaged files, full disks, and stores that fail or are slow.

use super::studio::{Shared, Studio, fresh_folder, fresh_token, random};
use api::draft::frame::{Frame, FrameContent};
use api::draft::{DraftId, DraftKind, From as Begin, RevisionKind, Right};
use api::problem::Code;
use axum::http::StatusCode;
use drafts::limits::Limits;
use object_store::ObjectStore;
use object_store::memory::InMemory;
use object_store::throttle::{ThrottleConfig, ThrottledStore};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;
use store::{Location, Store};
use support::folder::files_below;
use support::tools;

fn file(folder: &Path, end: &str) -> PathBuf {
    files_below(folder).into_iter().find(|file| file.ends_with(end)).unwrap()
}

fn numbers(frames: &[Frame]) -> Vec<(u32, bool)> {
    frames.iter().map(|frame| (frame.number, frame.content != FrameContent::Damaged)).collect()
}

#[tokio::test]
async fn a_damaged_revision_is_named_and_the_others_stay_readable() {
    let Location::Folder(folder) = fresh_folder() else { panic!() };
    let location = Location::Folder(folder.clone());
    let studio = Studio::on(Store::open(&location).await.unwrap()).await;
    let shared = studio.share(DraftKind::Draft).await;
    for number in 2..=6 {
        studio.add(shared, number, RevisionKind::Change, &[9; 100]).await;
    }
    let path = |number: u32| file(&folder, &format!("revisions/{number:010}"));
    let mut bytes = fs::read(path(2)).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(path(2), bytes).unwrap();
    let start = fs::read(path(3)).unwrap()[..60].to_vec();
    fs::write(path(3), start).unwrap();
    fs::write(path(4), "").unwrap();
    fs::remove_file(path(5)).unwrap();
    let expected = [(1, true), (2, false), (3, false), (4, false), (5, false), (6, true)];
    for server in [&studio, &studio.another().await] {
        assert_eq!(numbers(&server.frames(shared, Begin::Whole, None).await), expected);
    }
    // Work goes on behind them, also when the last one is damaged.
    fs::write(path(6), "").unwrap();
    let fresh = studio.another().await;
    assert_eq!(fresh.put(&shared.id, &shared.owner, 6, RevisionKind::Change, &[9; 100]).await.conflict(), 6);
    fresh.add(shared, 7, RevisionKind::Whole, b"anew").await;
    assert_eq!(numbers(&studio.frames(shared, Begin::Whole, None).await), [(7, true)]);
}

#[tokio::test]
async fn damaged_records_give_no_right() {
    let Location::Folder(folder) = fresh_folder() else { panic!() };
    let studio = Studio::on(Store::open(&Location::Folder(folder.clone())).await.unwrap()).await;
    let shared = studio.share(DraftKind::Draft).await;
    let (_, first) = studio.link(shared, Right::Edit, None).await;
    let link = files_below(&folder).into_iter().find(|file| file.parent().unwrap().ends_with("links")).unwrap();
    studio.link(shared, Right::View, None).await;
    // A record under another name is a copy by hand.
    let stranger = fresh_token();
    let name: String = stranger.hash().bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    fs::copy(&link, link.with_file_name(name + ".json")).unwrap();
    assert_eq!(studio.another().await.state(&shared.id, &stranger).await.refused(), Code::DraftUnknown);
    fs::write(&link, "{").unwrap();
    assert_eq!(studio.another().await.state(&shared.id, &first).await.refused(), Code::DraftDamaged);
    assert_eq!(studio.another().await.latest(shared).await, 1);
    fs::write(file(&folder, "about.json"), "").unwrap();
    assert_eq!(studio.another().await.state(&shared.id, &shared.owner).await.refused(), Code::DraftDamaged);
    assert!(studio.drafts.sweep().await.is_ok());
    assert!(file(&folder, "revisions/0000000001").exists(), "a sweep leaves it to the operator");
}

/// Set in the process that has a file system of 1 MiB: its folder.
const SMALL_DISK: &str = "XIF_STUDIO_SMALL_DISK";

/// The test runs again in a sandbox, in which everybody may have a small file system in memory.
fn run_on_a_small_disk() {
    if tools::bubblewrap().is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let inside = Command::new("bwrap")
        .args(["--dev-bind", "/", "/", "--size", "1048576", "--tmpfs"])
        .arg(folder.path())
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "drafts::faults::a_full_disk_loses_nothing", "--nocapture"])
        .env(SMALL_DISK, folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&inside.stdout).into_owned() + &String::from_utf8_lossy(&inside.stderr);
    assert!(inside.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test]
async fn a_full_disk_loses_nothing() {
    let Some(folder) = std::env::var_os(SMALL_DISK).map(PathBuf::from) else { return run_on_a_small_disk() };
    // Nothing is to stay free: the disk itself says that it is full.
    let limits = Limits { free_bytes: 0, ..Limits::default() };
    let studio = Studio::with(Store::open(&Location::Folder(folder)).await.unwrap(), limits).await;
    let shared = studio.share(DraftKind::Draft).await;
    let large = vec![1; 300 << 10];
    let mut number = 2;
    let refused = loop {
        let answer = studio.put(&shared.id, &shared.owner, number, RevisionKind::Change, &large).await;
        if answer.status != StatusCode::CREATED {
            break answer;
        }
        number += 1;
    };
    assert_eq!(refused.refused(), Code::DraftStoreFull);
    assert!(number > 2, "something fitted");
    let kept = studio.another().await.frames(shared, Begin::Whole, None).await;
    assert_eq!(kept.len(), number as usize - 1);
    assert!(kept.iter().all(|frame| frame.content != FrameContent::Damaged));
    studio.add(shared, number, RevisionKind::Change, b"small ones still fit").await;
}

fn slow(wait: Duration) -> Store {
    let config = ThrottleConfig {
        wait_get_per_call: wait,
        wait_put_per_call: wait,
        wait_list_per_call: wait,
        ..ThrottleConfig::default()
    };
    let objects: Arc<dyn ObjectStore> = Arc::new(ThrottledStore::new(InMemory::new(), config));
    Store::of(objects)
}

#[tokio::test]
async fn a_slow_store_is_waited_for_and_given_up_in_time() {
    let studio = Studio::on(slow(Duration::from_millis(100))).await;
    let shared = studio.share(DraftKind::Draft).await;
    studio.add(shared, 2, RevisionKind::Change, b"x").await;
    assert_eq!(studio.frames(shared, Begin::Whole, None).await.len(), 2);
    let dead = Studio::on(slow(Duration::from_secs(3600)).with_patience(Duration::from_millis(200))).await;
    let answer = dead.state(&DraftId::from_bytes(random()), &fresh_token()).await;
    assert_eq!((answer.refused(), answer.header("retry-after")), (Code::DraftStore, "5"));
}

/// The folder is taken away while the server runs, as when a network drive is lost, and comes back.
#[tokio::test]
async fn a_lost_folder_is_told_and_found_again() {
    let Location::Folder(folder) = fresh_folder() else { panic!() };
    let studio = Studio::on(Store::open(&Location::Folder(folder.clone())).await.unwrap()).await;
    let shared: Shared = studio.share(DraftKind::Draft).await;
    let away = folder.with_extension("away");
    fs::rename(&folder, &away).unwrap();
    fs::write(&folder, "in its place").unwrap();
    let refused = studio.put(&shared.id, &shared.owner, 2, RevisionKind::Change, b"x").await.refused();
    assert!(matches!(refused, Code::DraftStore | Code::DraftUnknown), "{refused:?}");
    fs::remove_file(&folder).unwrap();
    fs::rename(&away, &folder).unwrap();
    studio.add(shared, 2, RevisionKind::Change, b"x").await;
    assert_eq!(studio.another().await.latest(shared).await, 2);
}
