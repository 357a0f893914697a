//! Backup and restore: a folder is copied file by file while a server writes into it, and another server begins with the copy.

use super::program::{Added, add, client, read, share, start};
use super::studio::Shared;
use api::draft::frame::FrameContent;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Copies what is there, as `cp -R` does; what vanishes meanwhile was not finished.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else if let Err(error) = fs::copy(entry.path(), &target)
            && error.kind() != io::ErrorKind::NotFound
        {
            return Err(error);
        }
    }
    Ok(())
}

fn blob(number: u32) -> Vec<u8> {
    number.to_be_bytes().repeat(1000)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_before_a_copy_began_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let (store, backup) = (folder.path().join("store"), folder.path().join("backup"));
    let server = start(&["--drafts", store.to_str().unwrap()], &[]);
    let mut drafts = Vec::new();
    for _ in 0..3 {
        let (client, address, acknowledged) = (client(), server.address.clone(), Arc::new(AtomicU32::new(1)));
        let shared: Shared = share(&client, &address).await;
        let known = Arc::clone(&acknowledged);
        let writing = tokio::spawn(async move {
            for number in 2.. {
                assert_eq!(add(&client, &address, shared, number, blob(number)).await, Added::Kept);
                known.store(number, Ordering::Release);
            }
        });
        drafts.push((shared, acknowledged, writing));
    }
    while drafts.iter().any(|(_, acknowledged, _)| acknowledged.load(Ordering::Acquire) < 20) {
        tokio::task::yield_now().await;
    }
    let before: Vec<_> = drafts.iter().map(|(_, acknowledged, _)| acknowledged.load(Ordering::Acquire)).collect();
    let (from, to) = (store.clone(), backup.clone());
    tokio::task::spawn_blocking(move || copy(&from, &to)).await.unwrap().unwrap();
    let after: Vec<_> = drafts.iter().map(|(_, acknowledged, _)| acknowledged.load(Ordering::Acquire)).collect();
    assert_ne!(before, after, "something was written while it was copied");
    for (.., writing) in &drafts {
        writing.abort();
    }
    server.program.kill();

    let restored = start(&["--drafts", backup.to_str().unwrap()], &[]);
    for ((shared, ..), known) in drafts.iter().zip(before) {
        let frames = read(&client(), &restored.address, *shared).await;
        for number in 2..=known {
            let frame = &frames[number as usize - 1];
            let FrameContent::Revision { blob: kept, .. } = &frame.content else { panic!("{number} is not there") };
            assert!(frame.number == number && *kept == blob(number), "{number} is another one");
        }
        // Work goes on behind what is there.
        let next = u32::try_from(frames.len()).unwrap() + 1;
        assert_eq!(add(&client(), &restored.address, *shared, next, blob(next)).await, Added::Kept);
    }
}
