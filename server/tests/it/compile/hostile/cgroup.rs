//! The system's own bounds. These tests have something to do where this process may have a cgroup of its own; there, a server that uses none fails.

use super::super::sample::{build_with, compiler, stopped_by};
use super::probe::Probe;
use api::health::Counted;
use api::problem::Code;
use compiler::Compiler;
use compiler::limits::BuildLimits;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use support::waiting::wait_until;

/// Moves this process into a cgroup of its own, as a service manager does with a server: below the nearest cgroup that passes the controllers on. None
/// where this process may not have one.
fn cgroup_of_its_own() -> Option<PathBuf> {
    let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap();
    let mount = mounts.lines().find(|line| line.contains(" - cgroup2 "))?;
    let top = Path::new(mount.split(' ').nth(4)?);
    let own = fs::read_to_string("/proc/self/cgroup").unwrap();
    let own = own.lines().find_map(|line| line.strip_prefix("0::/"))?;
    let own = top.join(own);
    if own.ends_with("xif-server") {
        // Another test of this process did it already.
        return own.parent().map(Path::to_path_buf);
    }
    let found = own.ancestors().find_map(|folder| {
        let passes = |file: &str| {
            let controllers = fs::read_to_string(folder.join(file)).unwrap_or_default();
            ["memory", "pids"].iter().all(|needed| controllers.split_whitespace().any(|has| has == *needed))
        };
        let is_top = folder == top && passes("cgroup.controllers");
        if is_top {
            fs::write(folder.join("cgroup.subtree_control"), "+memory +pids +cpu").ok()?;
        }
        let made = folder.join(format!("xif-test-{}", std::process::id()));
        (is_top || passes("cgroup.subtree_control")).then_some(())?;
        fs::create_dir(&made).ok()?;
        fs::write(made.join("cgroup.procs"), "0").ok().map(|()| made)
    });
    if found.is_none() {
        println!("note: this process may have no cgroup of its own, so this test has nothing to do");
    }
    found
}

/// A compiler that must use the cgroup, and the folder of its builds' cgroups.
async fn counted(limits: BuildLimits) -> Option<(Compiler, PathBuf)> {
    let folder = cgroup_of_its_own()?;
    let compiler = compiler(limits).await?;
    assert_eq!(
        compiler.health().sandbox.map(|sandbox| sandbox.counted),
        Some(Counted::Cgroup),
        "it is there to be used"
    );
    Some((compiler, folder))
}

fn builds_in(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).unwrap().flatten();
    entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("xif-build-")).count()
}

/// Builds with a shell command that a limit must end, and nothing of it must be left.
async fn ended(command: &str, limits: BuildLimits, code: Code) {
    let Some((compiler, folder)) = counted(limits).await else { return };
    let extension = Probe::new().extension(&format!("echo before; sleep 1; {command}"));
    let answer = build_with(&compiler, extension).await.unwrap();
    assert_eq!(stopped_by(&answer), Some(code));
    assert!(answer.output.contains("before"), "{}", answer.output);
    wait_until("the cgroup is removed", || builds_in(&folder) == 0);
}

fn limits() -> BuildLimits {
    BuildLimits { memory: 400 << 20, disk: 64 << 20, ..BuildLimits::default() }
}

#[tokio::test]
async fn memory_is_bounded_by_the_system() {
    ended("$probe take heap 900", limits(), Code::BuildMemory).await;
}

#[tokio::test]
async fn a_build_without_harm_succeeds_in_its_cgroup() {
    let Some((compiler, folder)) = counted(BuildLimits::default()).await else { return };
    let answer = build_with(&compiler, Probe::new().extension("cat /proc/self/cgroup")).await.unwrap();
    assert_eq!(stopped_by(&answer), None, "{}", answer.output);
    wait_until("the cgroup is removed", || builds_in(&folder) == 0);
}

#[tokio::test]
async fn what_waits_in_sockets_and_pipes_counts_as_memory() {
    let limits = BuildLimits { sockets: 4000, memory: 250 << 20, ..limits() };
    ended(
        "for each in 1 2 3 4; do $probe take sockets 200 & done; $probe take pipes 60; wait",
        limits,
        Code::BuildMemory,
    )
    .await;
}

#[tokio::test]
async fn a_fork_bomb_is_ended_by_the_system() {
    ended("$probe bomb; sleep 30", limits(), Code::BuildProcesses).await;
}

#[tokio::test]
async fn the_time_of_ignored_children_is_counted_by_the_system() {
    let limits = BuildLimits { cpu: Duration::from_secs(15), ..limits() };
    ended("$probe ignored 60", limits, Code::BuildTime).await;
}

#[tokio::test]
async fn a_client_that_goes_away_leaves_no_cgroup() {
    let Some((compiler, folder)) = counted(limits()).await else { return };
    let building = build_with(&compiler, Probe::new().extension("sleep 60"));
    assert!(tokio::time::timeout(Duration::from_millis(700), building).await.is_err());
    wait_until("the cgroup is removed", || builds_in(&folder) == 0);
}
