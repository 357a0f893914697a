//! When drafts end, and what a sweep removes. The clock is moved by hand.

use super::studio::{BEGIN, DAY, Shared, Studio, fresh_folder, fresh_token, random};
use crate::clock::let_pass;
use api::draft::{self, DraftId, DraftKind, DraftState, ExpiryRequest, RevisionKind, Right};
use api::problem::Code;
use drafts::sweep::Swept;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::{Duration, SystemTime};
use store::{Location, Store};

async fn studio() -> Studio {
    Studio::on(Store::open(&Location::Memory).await.unwrap()).await
}

async fn set(studio: &Studio, shared: Shared, expires_ms: Option<u64>) -> Option<DraftState> {
    let answer =
        studio.json("PUT", &draft::expiry(&shared.id), Some(&shared.owner), &ExpiryRequest { expires_ms }).await;
    answer.status.is_success().then(|| answer.json())
}

#[tokio::test]
async fn a_draft_ends_ninety_days_after_its_last_revision() {
    let studio = studio().await;
    let shared = studio.share(DraftKind::Draft).await;
    studio.set_clock(BEGIN + 60 * DAY);
    studio.add(shared, 2, RevisionKind::Change, b"x").await;
    studio.set_clock(BEGIN + 150 * DAY - 1);
    let state: DraftState = studio.state(&shared.id, &shared.owner).await.json();
    assert_eq!((state.expires_ms, state.expiry_chosen), (BEGIN + 150 * DAY, false));
    assert_eq!(studio.another().await.latest(shared).await, 2);
    studio.set_clock(BEGIN + 150 * DAY);
    assert_eq!(studio.state(&shared.id, &shared.owner).await.refused(), Code::DraftUnknown);
    assert_eq!(studio.another().await.state(&shared.id, &shared.owner).await.refused(), Code::DraftUnknown);
}

/// A server that was idle must not believe that nobody wrote.
#[tokio::test]
async fn a_revision_through_another_server_moves_the_end() {
    let studio = studio().await;
    let shared = studio.share(DraftKind::Draft).await;
    let other = studio.another().await;
    other.set_clock(BEGIN + 80 * DAY);
    other.add(shared, 2, RevisionKind::Change, b"x").await;
    studio.set_clock(BEGIN + 100 * DAY);
    let_pass(Duration::from_secs(1)).await;
    assert_eq!(studio.latest(shared).await, 2);
}

#[tokio::test]
async fn an_owner_chooses_the_end() {
    let studio = studio().await;
    let shared = studio.share(DraftKind::Draft).await;
    let end = BEGIN + 200 * DAY;
    let state = set(&studio, shared, Some(end)).await.unwrap();
    assert_eq!((state.expires_ms, state.expiry_chosen), (end, true));
    for wrong in [0, BEGIN, BEGIN + 367 * DAY, u64::MAX] {
        assert_eq!(set(&studio, shared, Some(wrong)).await, None, "{wrong}");
        let other = Shared { id: DraftId::from_bytes(random()), owner: fresh_token() };
        assert_eq!(studio.create(other, DraftKind::Draft, Some(wrong)).await.refused(), Code::DraftExpiry);
    }
    studio.set_clock(BEGIN + 190 * DAY);
    assert_eq!(set(&studio, shared, None).await, None, "it would end at once");
    studio.set_clock(end);
    assert_eq!(studio.state(&shared.id, &shared.owner).await.refused(), Code::DraftUnknown);
}

#[tokio::test]
async fn a_link_ends_before_its_draft() {
    let studio = studio().await;
    let shared = studio.share(DraftKind::Draft).await;
    let (_, token) = studio.link(shared, Right::Edit, Some(BEGIN + DAY)).await;
    studio.set_clock(BEGIN + DAY - 1);
    assert!(studio.state(&shared.id, &token).await.status.is_success());
    studio.set_clock(BEGIN + DAY);
    assert_eq!(studio.state(&shared.id, &token).await.refused(), Code::DraftUnknown);
    assert_eq!(studio.put(&shared.id, &token, 2, RevisionKind::Change, b"x").await.refused(), Code::DraftUnknown);
}

#[tokio::test]
async fn a_sweep_removes_what_ended_and_nothing_else() {
    let Location::Folder(folder) = fresh_folder() else { panic!() };
    let store = Store::open(&Location::Folder(folder.clone())).await.unwrap();
    let studio = Studio::on(store).await;
    let (old, chosen, young) = (
        studio.share(DraftKind::Draft).await,
        studio.share(DraftKind::Draft).await,
        studio.share(DraftKind::Draft).await,
    );
    set(&studio, chosen, Some(BEGIN + 300 * DAY)).await.unwrap();
    studio.set_clock(BEGIN + 50 * DAY);
    studio.add(young, 2, RevisionKind::Whole, b"x").await;
    studio.set_clock(BEGIN + 90 * DAY);
    assert_eq!(studio.drafts.sweep().await.unwrap(), Swept::default(), "clocks differ, so a day is waited");
    studio.set_clock(BEGIN + 91 * DAY);
    let remains = folder.join("drafts").join("00112233445566778899aabbccddeeff");
    fs::create_dir_all(remains.join("revisions")).unwrap();
    fs::write(remains.join("revisions/0000000001"), "x").unwrap();
    let left = folder.join("drafts/0000000001#3");
    fs::write(&left, "x").unwrap();
    fs::File::open(&left).unwrap().set_modified(SystemTime::now() - Duration::from_secs(7200)).unwrap();
    assert_eq!(studio.drafts.sweep().await.unwrap(), Swept { expired: 1, remains: 1, leftovers: 1, failed: 0 });
    assert_eq!(studio.state(&old.id, &old.owner).await.refused(), Code::DraftUnknown);
    assert_eq!((studio.latest(chosen).await, studio.latest(young).await), (1, 2));
    assert_eq!(count(&folder.join("drafts")), 2, "two folders of drafts are left");
    assert_eq!(studio.drafts.sweep().await.unwrap(), Swept::default());
}

#[tokio::test]
async fn a_draft_that_the_store_does_not_give_holds_up_no_other() {
    let Location::Folder(folder) = fresh_folder() else { panic!() };
    let studio = Studio::on(Store::open(&Location::Folder(folder.clone())).await.unwrap()).await;
    let old = studio.share(DraftKind::Draft).await;
    // A record that leads to itself cannot be opened. One comes before the draft and one after it, whatever its id.
    for id in ["0", "f"] {
        let draft = folder.join("drafts").join(id.repeat(32));
        fs::create_dir(&draft).unwrap();
        symlink("about.json", draft.join("about.json")).unwrap();
    }
    studio.set_clock(BEGIN + 91 * DAY);
    let swept = studio.drafts.sweep().await.unwrap();
    assert_eq!((swept.expired, swept.failed), (1, 2), "{swept:?}");
    assert_eq!(studio.state(&old.id, &old.owner).await.refused(), Code::DraftUnknown);
}

fn count(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().count()
}
