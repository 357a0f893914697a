//! Processes, processor time, time, and output.

use super::super::sample::{Extension, build, build_within, runs, stopped_by};
use super::probe::{Probe, stopped};
use crate::clock::let_pass;
use api::compile::Outcome;
use api::problem::Code;
use compiler::limits::BuildLimits;
use std::time::Duration;
use support::tools::toolchain;
use support::waiting::wait_until;

#[tokio::test]
async fn a_fork_bomb_is_ended() {
    stopped("$probe bomb; sleep 30", BuildLimits::default(), Code::BuildProcesses).await;
}

#[tokio::test]
async fn a_fork_bomb_of_the_shell_is_ended() {
    stopped("bomb() { bomb | bomb & }; bomb; sleep 30", BuildLimits::default(), Code::BuildProcesses).await;
}

/// Where there is a cgroup, it ends the build; elsewhere the system refuses more to the process.
#[tokio::test]
async fn threads_are_bounded() {
    let limits = BuildLimits { threads: 100, ..BuildLimits::default() };
    let extension = Probe::new().extension("$probe threads 300");
    let Some(answer) = build_within(extension, limits).await else { return };
    let answer = answer.unwrap();
    match &answer.outcome {
        Outcome::Succeeded { .. } => assert!(answer.output.contains("REFUSED thread EAGAIN"), "{}", answer.output),
        _ => assert_eq!(stopped_by(&answer), Some(Code::BuildProcesses)),
    }
}

/// The niceness of a process, by its line in `/proc`.
fn niceness(line: &str) -> Option<i32> {
    line.rsplit_once(')')?.1.split_whitespace().nth(16)?.parse().ok()
}

/// Builds that take all processors hold up neither drafts nor pages.
#[tokio::test]
async fn builds_come_after_the_server() {
    let own = niceness(&std::fs::read_to_string("/proc/self/stat").unwrap()).unwrap();
    let telling = Extension::generated().running("read line </proc/self/stat; echo PROCESS $line");
    let Some(answer) = build(telling).await else { return };
    let output = answer.unwrap().output;
    let line = output.lines().find(|line| line.contains("PROCESS ")).unwrap_or_else(|| panic!("{output}"));
    assert_eq!(niceness(line), Some((own + 10).min(19)), "{line}");
}

#[tokio::test]
async fn a_flood_of_output_is_ended() {
    let limits = BuildLimits { printed: 1 << 20, ..BuildLimits::default() };
    let line = "x".repeat(200);
    stopped(&format!("while :; do echo {line}; done"), limits, Code::BuildDisk).await;
}

#[tokio::test]
async fn an_endless_wait_is_ended() {
    if toolchain().is_none() {
        return;
    }
    let mark = 300_000_000 + std::process::id();
    let building = build(Extension::generated().running(&format!("echo before; sleep 1; sleep {mark}")));
    let waiting = async {
        while !runs(mark) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let_pass(BuildLimits::default().wall + Duration::from_secs(1)).await;
    };
    let (answer, ()) = tokio::join!(building, waiting);
    let answer = answer.unwrap().unwrap();
    assert_eq!(stopped_by(&answer), Some(Code::BuildTime));
    assert!(answer.output.contains("before"), "{}", answer.output);
    // What was killed may take a moment to be gone on a busy machine.
    wait_until("the wait is ended", || !runs(mark));
}

#[tokio::test]
async fn an_endless_calculation_is_ended() {
    let limits = BuildLimits { cpu: Duration::from_secs(4), ..BuildLimits::default() };
    stopped("while :; do :; done", limits, Code::BuildTime).await;
}

/// The system gives the time of a child to the parent that waits for it. To one that ignores its children it gives nothing.
#[tokio::test]
async fn the_time_of_ignored_children_counts() {
    let limits = BuildLimits { cpu: Duration::from_secs(5), ..BuildLimits::default() };
    stopped("$probe ignored 30", limits, Code::BuildTime).await;
}

#[tokio::test]
async fn an_assembly_of_any_size_is_cut_off() {
    let target = "<Target Name=\"Hostile\" AfterTargets=\"Build\"><Exec Command=\"head -c 30000000 /dev/zero &gt;bin/OutSystems.NssMortgageLib.dll\" \
                  /></Target></Project>";
    let extension = Extension::generated().change("MortgageLib.csproj", "</Project>", target);
    let limits = BuildLimits { assembly: 1 << 20, ..BuildLimits::default() };
    let Some(answer) = build_within(extension, limits).await else {
        return;
    };
    assert_eq!(stopped_by(&answer.unwrap()), Some(Code::BuildAssemblySize));
}

/// What the answer has besides the assembly is bounded as well: in JSON a control character takes six bytes.
#[tokio::test]
async fn documentation_of_any_size_is_left_out() {
    let target = "<Target Name=\"Hostile\" AfterTargets=\"Build\"><Exec Command=\"head -c 30000000 /dev/zero &gt;bin/OutSystems.NssMortgageLib.xml\" \
                  /></Target></Project>";
    let extension = Extension::generated().change("MortgageLib.csproj", "</Project>", target);
    let Some(answer) = build(extension).await else { return };
    let answer = answer.unwrap();
    let Outcome::Succeeded { assembly } = &answer.outcome else { panic!("{:?}", answer.outcome) };
    assert_eq!(assembly.documentation, None);
    assert!(answer.diagnostics.iter().any(|told| told.text.contains("larger than 4 MiB")), "{:?}", answer.diagnostics);
}
