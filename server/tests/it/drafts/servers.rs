//! Two servers, each a process of its own, on one store.

use super::program::{Added, add, client, read, share, start};
use api::draft;
use api::draft::frame::FrameContent;
use reqwest::Client;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// Revisions that each writer adds.
const EACH: usize = 15;

#[tokio::test]
async fn two_servers_on_a_folder_work_as_one() {
    let folder = tempfile::tempdir().unwrap();
    work_as_one(folder.path().to_str().unwrap(), &[]).await;
}

/// Writers at both servers, all at one draft: each revision is there once, each number given once, and the events of one server tell in time of what
/// was written through the other.
pub(crate) async fn work_as_one(place: &str, environment: &[(&str, &str)]) {
    let servers = [0; 2].map(|_| start(&["--drafts", place], environment));
    let client = client();
    let shared = share(&client, &servers[0].address).await;
    let url = servers[1].address.clone() + &draft::events(&shared.id, 1);
    let mut events = client.get(url).bearer_auth(shared.owner.text()).send().await.unwrap();
    for number in 2..=4 {
        let written = Instant::now();
        assert_eq!(add(&client, &servers[0].address, shared, number, vec![1]).await, Added::Kept);
        let mut text = String::new();
        while !text.contains(&format!("\"number\":{number}")) {
            let chunk = tokio::time::timeout(Duration::from_secs(2), events.chunk()).await;
            text +=
                &String::from_utf8_lossy(&chunk.unwrap_or_else(|_| panic!("not seen within 2 s")).unwrap().unwrap());
        }
        assert!(written.elapsed() < Duration::from_secs(2), "{:?}", written.elapsed());
    }
    let writers = (0..4).map(|writer| {
        let (client, address) = (client.clone(), servers[writer % 2].address.clone());
        tokio::spawn(async move {
            for turn in 0..EACH {
                insert(&client, &address, shared, format!("{writer}/{turn}")).await;
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    for server in &servers {
        let frames = read(&client, &server.address, shared).await;
        let blobs: BTreeSet<_> = frames.iter().skip(4).map(|frame| blob(&frame.content)).collect();
        assert_eq!((frames.len(), blobs.len()), (4 + 4 * EACH, 4 * EACH));
    }
}

async fn insert(client: &Client, address: &str, shared: super::studio::Shared, blob: String) {
    let mut number = 5;
    loop {
        match add(client, address, shared, number, blob.clone().into_bytes()).await {
            Added::Kept => return,
            Added::Latest(latest) => number = latest + 1,
            Added::Unknown => panic!("both servers run"),
        }
    }
}

fn blob(content: &FrameContent) -> Vec<u8> {
    match content {
        FrameContent::Revision { blob, .. } => blob.clone(),
        FrameContent::Damaged => panic!("a revision is damaged"),
    }
}
