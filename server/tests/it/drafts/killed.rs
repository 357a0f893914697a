//! The server is killed at random while revisions are written. What it acknowledged is there whole afterwards, and nothing is there by half.

use super::program::{Added, add, client, read, share, start};
use super::studio::{Shared, random};
use api::draft::frame::FrameContent;
use reqwest::Client;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Kills in an ordinary run; `XIF_STUDIO_KILLS` sets another number.
const KILLS: u32 = 40;

/// Drafts, each with several writers that are in each other's way.
const DRAFTS: usize = 3;
const WRITERS: usize = 3;

/// Revisions that were acknowledged.
type Kept = Arc<Mutex<BTreeMap<u32, Vec<u8>>>>;

#[tokio::test]
async fn a_killed_server_loses_no_acknowledged_revision_and_shows_none_by_half() {
    let kills = std::env::var("XIF_STUDIO_KILLS").map_or(KILLS, |kills| kills.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["--drafts", folder.path().to_str().unwrap()];
    let mut server = start(&arguments, &[]);
    let client = client();
    let (address, addresses) = watch::channel(server.address.clone());
    let (mut drafts, mut writers) = (Vec::new(), Vec::new());
    for _ in 0..DRAFTS {
        let (shared, kept) = (share(&client, &server.address).await, Kept::default());
        for _ in 0..WRITERS {
            writers.push(tokio::spawn(write(client.clone(), addresses.clone(), shared, Arc::clone(&kept))));
        }
        drafts.push((shared, kept));
    }
    let begin = Instant::now();
    for kill in 1..=kills {
        let [chance] = random::<1>();
        tokio::time::sleep(Duration::from_millis(20 + u64::from(chance))).await;
        server.program.kill();
        server = start(&arguments, &[]);
        if kill % 10 == 0 {
            check(&client, &server.address, &drafts).await;
        }
        address.send_replace(server.address.clone());
    }
    writers.iter().for_each(tokio::task::JoinHandle::abort);
    check(&client, &server.address, &drafts).await;
    let kept: usize = drafts.iter().map(|(_, kept)| kept.lock().unwrap().len()).sum();
    println!("{kept} revisions were acknowledged and are there after {kills} kills in {:.0?}", begin.elapsed());
    assert!(kept > kills as usize, "something was written between the kills");
}

/// Adds revisions, one after the other, whatever happens to the server.
async fn write(client: Client, mut addresses: watch::Receiver<String>, shared: Shared, kept: Kept) {
    let mut number = 2;
    loop {
        let [low, high] = random::<2>();
        let mut blob = vec![low; 1 + 1000 * usize::from(high)];
        blob.extend(random::<16>());
        loop {
            let address = addresses.borrow_and_update().clone();
            match add(&client, &address, shared, number, blob.clone()).await {
                Added::Kept => {
                    let before = kept.lock().unwrap().insert(number, blob);
                    assert_eq!(before, None, "revision {number} was given twice");
                    number += 1;
                    break;
                }
                Added::Latest(latest) => {
                    assert!(latest + 1 >= number, "revision {latest} is the latest, but {number} was answered before");
                    number = latest + 1;
                    break;
                }
                // The same bytes go to the next server, under the same number.
                Added::Unknown => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
    }
}

async fn check(client: &Client, address: &str, drafts: &[(Shared, Kept)]) {
    for (shared, kept) in drafts {
        let acknowledged = kept.lock().unwrap().clone();
        let frames = read(client, address, *shared).await;
        for (index, frame) in frames.iter().enumerate() {
            assert_eq!(frame.number as usize, index + 1);
            assert_ne!(frame.content, FrameContent::Damaged, "revision {} is there by half", frame.number);
        }
        for (number, expected) in acknowledged {
            let frame = frames.get(number as usize - 1).unwrap_or_else(|| panic!("revision {number} is lost"));
            let FrameContent::Revision { blob, .. } = &frame.content else { panic!() };
            assert!(*blob == expected, "revision {number} is another one");
        }
    }
}
