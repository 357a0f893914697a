use super::support::{Extension, build, build_within, stopped_by};
use api::compile::{CompileAnswer, Outcome};
use api::problem::Code;
use server::compile::limits::BuildLimits;
use std::net::TcpListener;
use std::time::{Duration, Instant};

/// Runs a shell command inside of a build.
async fn run(command: &str) -> Option<CompileAnswer> {
    Some(build(Extension::generated().running(command)).await?.unwrap())
}

/// Runs a command that must be stopped by a limit, with what it had printed before.
async fn stopped(command: &str, limits: BuildLimits, code: Code) {
    let extension = Extension::generated().running(&format!("echo before; sleep 1; {command}"));
    let started = Instant::now();
    let Some(answer) = build_within(extension, limits).await else {
        return;
    };
    let answer = answer.unwrap();
    assert_eq!(stopped_by(&answer), Some(code));
    assert!(answer.output.contains("before"), "{}", answer.output);
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[tokio::test]
async fn there_is_no_network() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let command = format!("bash -c 'exec 5<>/dev/tcp/127.0.0.1/{port} && echo CONNECTED'; cat /proc/net/dev; true");
    let Some(answer) = run(&command).await else { return };
    assert!(!answer.output.contains("CONNECTED"));
    assert!(!answer.output.contains("eth") && !answer.output.contains("ens"));
    assert!(listener.accept().is_err());
}

#[tokio::test]
async fn nothing_of_the_host_can_be_read() {
    let command = "for path in /etc/passwd /etc/shadow /root /home /var /opt /srv /sys /mnt /run; do \
                   test -e $path && echo SEEN $path; done; ls /; env; ps -e 2>/dev/null | wc -l; true";
    let Some(answer) = run(command).await else { return };
    assert!(matches!(answer.outcome, Outcome::Succeeded { .. }));
    assert!(!answer.output.contains("SEEN"), "{}", answer.output);
    for secret in ["CARGO", "NEXTEST", "SSH", "XDG_"] {
        assert!(!answer.output.contains(secret), "{secret} is in the environment");
    }
}

/// The operator's keys of an object store stand in the server's environment, and what a build prints is part of the answer.
#[tokio::test]
async fn no_process_inside_has_the_environment_of_the_server() {
    // The runner of the tests plants these in the environment of this process, which starts the sandbox.
    let planted = ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME"];
    for name in planted {
        assert!(std::env::var_os(name).is_some(), "{name} is not set, so this test would prove nothing");
    }
    let command =
        "for file in /proc/[0-9]*/environ; do echo ENVIRON $file; xargs -0 -n 1 echo VALUE <$file; done; true";
    let Some(answer) = run(command).await else { return };
    assert!(matches!(answer.outcome, Outcome::Succeeded { .. }), "{}", answer.output);
    // Process 1 is bubblewrap, and could be read.
    assert!(answer.output.contains("ENVIRON /proc/1/environ\n"), "{}", answer.output);
    assert!(answer.output.contains("PATH="), "{}", answer.output);
    for secret in ["CARGO", "NEXTEST", "HOME=/root", "XDG_", "AWS_"] {
        assert!(!answer.output.contains(secret), "{secret} is in the environment of a process: {}", answer.output);
    }
}

#[tokio::test]
async fn nothing_outside_can_be_written() {
    let command = "for folder in / /usr /usr/bin /usr/local /toolchain /toolchain/dotnet /toolchain/references /dev /dev/shm /proc/sys/kernel /proc/sys/user; \
                   do touch $folder/hostile 2>/dev/null && echo WROTE $folder; done; \
                   echo 1 2>/dev/null >/proc/sys/user/max_user_namespaces && echo WROTE limit; true";
    let Some(answer) = run(command).await else { return };
    assert!(matches!(answer.outcome, Outcome::Succeeded { .. }));
    assert!(!answer.output.contains("WROTE"), "{}", answer.output);
}

#[tokio::test]
async fn there_is_no_way_to_more_rights() {
    let command = "unshare -U true && echo GOT user; unshare -m true && echo GOT mount; mount -t tmpfs none /Source/tmp && echo GOT tmpfs; \
                   chroot / true && echo GOT root; id -u; grep -E '^(CapEff|Seccomp|NoNewPrivs):' /proc/self/status; true";
    let Some(answer) = run(command).await else { return };
    assert!(!answer.output.contains("GOT"), "{}", answer.output);
    for line in ["65534", "CapEff:\t0000000000000000", "Seccomp:\t2", "NoNewPrivs:\t1"] {
        assert!(answer.output.contains(line), "{line}: {}", answer.output);
    }
}

#[tokio::test]
async fn memory_is_bounded() {
    stopped("tail /dev/zero", BuildLimits::default(), Code::BuildMemory).await;
}

#[tokio::test]
async fn memory_of_many_processes_counts_together() {
    let hungry = "for each in 1 2 3 4 5 6 7 8; do head -c 120000000 /dev/zero | tail | sleep 9 & done; wait";
    let limits = BuildLimits { memory: 600 << 20, ..BuildLimits::default() };
    stopped(hungry, limits, Code::BuildMemory).await;
}

#[tokio::test]
async fn a_fork_bomb_is_ended() {
    stopped("bomb() { bomb | bomb & }; bomb; sleep 30", BuildLimits::default(), Code::BuildProcesses).await;
}

#[tokio::test]
async fn a_flood_of_output_is_ended() {
    let limits = BuildLimits { printed: 1 << 20, ..BuildLimits::default() };
    stopped("yes", limits, Code::BuildDisk).await;
}

#[tokio::test]
async fn a_flood_of_files_is_ended() {
    let limits = BuildLimits { files: 2_000, ..BuildLimits::default() };
    let flood = "seq 100000 | xargs touch; sleep 30";
    stopped(flood, limits, Code::BuildDisk).await;
}

#[tokio::test]
async fn a_full_disk_is_ended() {
    stopped("cat /dev/zero >large", BuildLimits::default(), Code::BuildDisk).await;
}

#[tokio::test]
async fn many_large_files_are_ended() {
    let flood = "for number in 1 2 3 4 5 6 7 8 9; do head -c 100000000 /dev/zero >/Source/large$number; done; sleep 30";
    stopped(flood, BuildLimits::default(), Code::BuildDisk).await;
}

#[tokio::test]
async fn an_endless_wait_is_ended() {
    let limits = BuildLimits { wall: Duration::from_secs(12), ..BuildLimits::default() };
    stopped("sleep 1000", limits, Code::BuildTime).await;
}

#[tokio::test]
async fn an_endless_calculation_is_ended() {
    let limits = BuildLimits { cpu: Duration::from_secs(4), ..BuildLimits::default() };
    stopped("while :; do :; done", limits, Code::BuildTime).await;
}

#[tokio::test]
async fn a_link_in_place_of_the_assembly_leads_nowhere() {
    let target = "<Target Name=\"Hostile\" AfterTargets=\"Build\"><Exec Command=\"rm bin/OutSystems.NssMortgageLib.dll; \
                  ln -s /etc/passwd bin/OutSystems.NssMortgageLib.dll\" /></Target></Project>";
    let extension = Extension::generated().change("MortgageLib.csproj", "</Project>", target);
    let Some(answer) = build(extension).await else { return };
    assert_eq!(stopped_by(&answer.unwrap()), Some(Code::BuildAssemblyMissing));
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
