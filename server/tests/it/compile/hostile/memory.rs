//! Memory in every form that a process can have it in.

use super::probe::{Probe, inside, stopped};
use api::problem::Code;
use compiler::limits::BuildLimits;

/// A build with .NET has some 150 MiB itself.
fn limits() -> BuildLimits {
    BuildLimits { memory: 400 << 20, ..BuildLimits::default() }
}

#[tokio::test]
async fn memory_is_bounded() {
    stopped("$probe take heap 700", limits(), Code::BuildMemory).await;
}

#[tokio::test]
async fn memory_shared_by_processes_is_bounded() {
    stopped("$probe take shared 700", limits(), Code::BuildMemory).await;
}

#[tokio::test]
async fn memory_of_many_processes_counts_together() {
    let hungry = "for each in 1 2 3 4 5 6 7; do $probe take heap 100 & done; wait";
    stopped(hungry, limits(), Code::BuildMemory).await;
}

/// The tables by which the processor finds memory belong to a process, but not to what it is said to have.
#[tokio::test]
async fn tables_of_memory_are_bounded() {
    stopped("$probe take tables 600", limits(), Code::BuildMemory).await;
}

#[tokio::test]
async fn what_waits_in_sockets_is_bounded() {
    stopped("$probe take sockets 300", limits(), Code::BuildMemory).await;
}

/// The system bounds what waits in all pipes of one user.
#[tokio::test]
async fn what_waits_in_pipes_is_bounded() {
    let probe = Probe::new();
    let Some(told) = inside(&probe, "take pipes 1000").await else { return };
    let had: u64 = told.after("HAD")[0].strip_prefix("pipes ").unwrap().parse().unwrap();
    assert!(had <= 128, "{had} MiB");
}

/// Memory in files, segments and queues belongs to no process, so that nobody would count it: 800 MB were had by a process with 10 MB of its own.
#[tokio::test]
async fn memory_that_no_process_owns_cannot_be_had() {
    for form in ["memfd", "segment", "queue", "semaphores", "secret"] {
        let probe = Probe::new();
        let Some(told) = inside(&probe, &format!("take {form} 1")).await else { return };
        assert_eq!(told.after("REFUSED"), [format!("{form} ENOSYS after 0 MiB")], "{}", told.text());
    }
}

#[tokio::test]
async fn a_full_disk_is_ended() {
    let limits = BuildLimits { disk: 64 << 20, ..BuildLimits::default() };
    stopped("$probe take files 200", limits, Code::BuildDisk).await;
}

#[tokio::test]
async fn many_large_files_are_ended() {
    let limits = BuildLimits { disk: 64 << 20, ..BuildLimits::default() };
    let flood = "for number in 1 2 3 4 5 6 7 8 9; do head -c 10000000 /dev/zero >/Source/large$number; done; sleep 30";
    stopped(flood, limits, Code::BuildDisk).await;
}

#[tokio::test]
async fn a_flood_of_files_is_ended() {
    let limits = BuildLimits { files: 2_000, ..BuildLimits::default() };
    stopped("$probe many 20000", limits, Code::BuildDisk).await;
}
