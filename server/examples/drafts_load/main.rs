//! Load for the shared drafts of a running server: `drafts_load ADDRESS PID SECONDS`. It fills the server with drafts, lets editors work on some of them
//! in pairs, and prints how long that took, what was lost, and the memory of the process. `tests/bench/drafts` starts both.

#![allow(clippy::unwrap_used, clippy::panic)] // A measurement that cannot go on ends with a panic that says why.

mod editor;
mod http;

use editor::{Editor, Seen};
use futures_util::{StreamExt, TryStreamExt, stream};
use http::{Server, Shared};
use std::time::{Duration, Instant};

const DRAFTS: usize = 1000;
const BYTES: usize = 2_000_000;
const EDITORS: usize = 200;
/// Editors of one draft, who see each other's changes and are sometimes in each other's way.
const TOGETHER: usize = 2;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, process, seconds] = arguments.as_slice() else { panic!("usage: drafts_load ADDRESS PID SECONDS") };
    let (server, process) = (Server::new(address), process.parse().unwrap());
    let length = Duration::from_secs(seconds.parse().unwrap());
    let at_start = memory(process);
    let begin = Instant::now();
    let drafts: Vec<Shared> =
        stream::iter(0..DRAFTS).map(|_| server.share(BYTES)).buffer_unordered(8).try_collect().await.unwrap();
    println!("{DRAFTS} drafts of {} MB shared in {:.1?}", BYTES / 1_000_000, begin.elapsed());
    let filled = memory(process);
    let (seen, highest) = edit(&server, &drafts, length, process).await;
    let after = memory(process);
    let lost = check(&server, &drafts, &seen).await;
    let written: usize = seen.iter().map(|seen| seen.kept.len()).sum();
    println!(
        "{EDITORS} editors, {TOGETHER} on a draft, a change a second for {} s: {written} changes, {lost} lost",
        length.as_secs()
    );
    print_times("until a change is kept", seen.iter().flat_map(|seen| seen.kept_after.iter().copied()).collect());
    print_times(
        "until the other editor is told",
        seen.iter().flat_map(|seen| seen.told_after.iter().copied()).collect(),
    );
    println!(
        "memory of the server: {at_start} MiB at the start, {filled} filled, {highest} at most while editing, {after} after it, {} at the end",
        memory(process)
    );
    assert_eq!(lost, 0);
}

async fn edit(server: &Server, drafts: &[Shared], length: Duration, process: u32) -> (Vec<Seen>, u64) {
    let end = Instant::now() + length;
    let editing = (0..EDITORS).map(|index| {
        let draft = drafts[index / TOGETHER];
        let first = Duration::from_millis(index as u64 * 1000 / EDITORS as u64);
        tokio::spawn(Editor::new(server.clone(), draft, index).work(first, end))
    });
    let editing: Vec<_> = editing.collect();
    let mut highest = 0;
    while Instant::now() < end {
        highest = highest.max(memory(process));
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let seen = stream::iter(editing).buffered(EDITORS).try_collect().await.unwrap();
    (seen, highest)
}

/// Reads every draft, and counts acknowledged changes that are not there as they were sent.
async fn check(server: &Server, drafts: &[Shared], seen: &[Seen]) -> usize {
    let missing = stream::iter(drafts).map(|draft| async move {
        let there = server.read(draft).await;
        let own = seen.iter().filter(|seen| seen.draft == draft.id);
        let kept = own.flat_map(|seen| &seen.kept);
        kept.filter(|(number, blob)| there.get(number) != Some(*blob)).count() + usize::from(!there.contains_key(&1))
    });
    missing.buffer_unordered(4).fold(0, |sum, lost| async move { sum + lost }).await
}

fn print_times(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |percent: usize| {
        times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).copied().unwrap_or_default()
    };
    let [half, most, nearly_all, all] = [at(50), at(95), at(99), at(100)].map(|time| time.as_secs_f64() * 1000.0);
    println!("{what}: median {half:.0} ms, 95 % {most:.0} ms, 99 % {nearly_all:.0} ms, all {all:.0} ms");
}

/// Resident memory of a process in MiB.
fn memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}
