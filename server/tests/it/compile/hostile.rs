use super::sample::{Extension, build, build_within, runs, stopped_by};
use crate::clock::let_pass;
use api::compile::{CompileAnswer, Outcome};
use api::problem::Code;
use server::compile::limits::BuildLimits;
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use support::tools::toolchain;

/// Runs a shell command inside of a build.
async fn run(command: &str) -> Option<CompileAnswer> {
    Some(build(Extension::generated().running(command)).await?.unwrap())
}

/// What a probe printed inside of a build. It ran to its end: its last mark stands in pieces in the command, so only who runs it prints it whole.
async fn probed(command: &str) -> Option<String> {
    let answer = run(&format!("{command}; echo PRO\"\"BED")).await?;
    assert!(matches!(answer.outcome, Outcome::Succeeded { .. }), "{}", answer.output);
    assert!(answer.output.contains("PROBED"), "{}", answer.output);
    Some(answer.output)
}

/// What a probe prints outside the sandbox.
fn outside(command: &str) -> String {
    String::from_utf8(Command::new("/bin/sh").args(["-c", command]).output().unwrap().stdout).unwrap()
}

/// What follows this word in the lines that begin with it.
fn told<'a>(output: &'a str, word: &str) -> Vec<&'a str> {
    output.lines().filter_map(|line| line.trim_start().strip_prefix(word)?.strip_prefix(' ')).collect()
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
    let port = listener.local_addr().unwrap().port();
    let connect = format!("bash -c 'exec 5<>/dev/tcp/127.0.0.1/{port} && echo CONNECTED'");
    assert_eq!(outside(&connect), "CONNECTED\n", "the same probe connects where there is a network");
    listener.accept().unwrap();
    listener.set_nonblocking(true).unwrap();
    let Some(output) = probed(&format!("{connect}; sed 's/^/DEVICE /' /proc/net/dev")).await else { return };
    assert!(!output.contains("CONNECTED"), "{output}");
    assert!(output.contains(&format!("/dev/tcp/127.0.0.1/{port}: ")), "bash tells why it cannot connect: {output}");
    let devices: Vec<_> =
        told(&output, "DEVICE").iter().filter_map(|line| Some(line.split_once(':')?.0.trim())).collect();
    assert_eq!(devices, ["lo"], "{output}");
    assert!(listener.accept().is_err());
}

#[tokio::test]
async fn nothing_of_the_host_can_be_read() {
    let look = "for path in /etc/passwd /etc/shadow /root /home /var /opt /srv /sys /mnt /run /usr; do test -e $path && echo SEEN $path; done";
    let seen_outside = outside(look);
    for path in ["/etc/passwd", "/var", "/usr"] {
        assert!(told(&seen_outside, "SEEN").contains(&path), "the same probe sees {path} outside: {seen_outside}");
    }
    let command =
        format!("{look}; ls / | sed 's/^/ENTRY /'; env | sed 's/^/VALUE /'; sed 's/^/PROCESS /' /proc/[0-9]*/comm");
    let Some(output) = probed(&command).await else { return };
    assert_eq!(told(&output, "SEEN"), ["/usr"], "{output}");
    assert!(told(&output, "ENTRY").contains(&"usr"), "{output}");
    let processes = told(&output, "PROCESS");
    let own = fs::read_to_string("/proc/self/comm").unwrap();
    assert!(processes.contains(&"bwrap") && processes.contains(&"sh") && !processes.contains(&own.trim()), "{output}");
    assert!(told(&output, "VALUE").iter().any(|value| value.starts_with("PATH=")), "{output}");
    for secret in ["CARGO", "NEXTEST", "SSH", "XDG_"] {
        assert!(!output.contains(secret), "{secret} is in the environment: {output}");
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
    let command = "for file in /proc/[0-9]*/environ; do echo ENVIRON $file; xargs -0 -n 1 echo VALUE <$file; done";
    let Some(output) = probed(command).await else { return };
    // Process 1 is bubblewrap, and could be read.
    assert!(output.contains("ENVIRON /proc/1/environ\n"), "{output}");
    assert!(output.contains("PATH="), "{output}");
    for secret in ["CARGO", "NEXTEST", "HOME=/root", "XDG_", "AWS_"] {
        assert!(!output.contains(secret), "{secret} is in the environment of a process: {output}");
    }
}

#[tokio::test]
async fn nothing_outside_can_be_written() {
    let folders = "/ /usr /usr/bin /usr/local /toolchain /toolchain/dotnet /toolchain/references /dev /dev/shm /proc/sys/kernel /proc/sys/user";
    // The build's own folder is the one where the same probe writes.
    let command = format!(
        "for folder in {folders} /Source/tmp; do test -d $folder && echo FOLDER $folder; touch $folder/hostile 2>/dev/null && echo WROTE $folder; done; \
         for file in /proc/sys/user/max_user_namespaces /Source/tmp/limit; do echo 1 2>/dev/null >$file && echo WROTE $file; done"
    );
    let Some(output) = probed(&command).await else { return };
    let mut expected: Vec<_> = folders.split(' ').chain(["/Source/tmp"]).collect();
    expected.retain(|folder| *folder != "/usr/local" || Path::new(folder).is_dir());
    assert_eq!(told(&output, "FOLDER"), expected, "the probe comes to every folder: {output}");
    assert_eq!(told(&output, "WROTE"), ["/Source/tmp", "/Source/tmp/limit"], "{output}");
}

#[tokio::test]
async fn there_is_no_way_to_more_rights() {
    let command = "unshare -U true && echo GOT user; unshare -m true && echo GOT mount; mount -t tmpfs none /Source/tmp && echo GOT tmpfs; \
                   PATH=$PATH:/usr/sbin:/sbin chroot / true && echo GOT root; id -u; \
                   grep -E '^(CapEff|Seccomp|NoNewPrivs):' /proc/self/status";
    let Some(output) = probed(command).await else { return };
    assert!(!output.contains("GOT"), "{output}");
    assert_eq!(output.matches("unshare: unshare failed").count(), 2, "both were tried: {output}");
    for refusal in ["mount: /Source/tmp: ", "chroot: cannot change root directory"] {
        assert!(output.contains(refusal), "{refusal}: {output}");
    }
    for line in ["65534", "CapEff:\t0000000000000000", "Seccomp:\t2", "NoNewPrivs:\t1"] {
        assert!(output.contains(line), "{line}: {output}");
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
    assert!(!runs(mark));
}

#[tokio::test]
async fn an_endless_calculation_is_ended() {
    let limits = BuildLimits { cpu: Duration::from_secs(4), ..BuildLimits::default() };
    stopped("while :; do :; done", limits, Code::BuildTime).await;
}

#[tokio::test]
async fn a_link_in_place_of_the_assembly_leads_nowhere() {
    let target = "<Target Name=\"Hostile\" AfterTargets=\"Build\"><Exec Command=\"rm bin/OutSystems.NssMortgageLib.dll; \
                  ln -s /etc/passwd bin/OutSystems.NssMortgageLib.dll; ls -l bin\" /></Target></Project>";
    let extension = Extension::generated().change("MortgageLib.csproj", "</Project>", target);
    let Some(answer) = build(extension).await else { return };
    let answer = answer.unwrap();
    assert!(answer.output.contains("OutSystems.NssMortgageLib.dll -> /etc/passwd"), "{}", answer.output);
    assert_eq!(stopped_by(&answer), Some(Code::BuildAssemblyMissing));
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

/// Makes these system calls by number and prints `GOT name` for each that works. It only needs Python, which the machine's `/usr` has.
fn calls(calls: &[(&str, libc::c_long, [i64; 4])]) -> String {
    let table: Vec<_> =
        calls.iter().map(|(name, number, arguments)| format!("('{name}',{number},{arguments:?})")).collect();
    format!(
        "python3 -c \"import ctypes; libc=ctypes.CDLL(None); \
         [print('GOT' if libc.syscall(number,*[ctypes.c_long(each) for each in arguments])>=0 else 'REFUSED',name) \
         for name,number,arguments in [{}]]\"",
        table.join(",")
    )
}

/// Memory in files, segments and queues belongs to no process, so the limit of a build does not see it: 800 MB were had by one with 10 MB of its own.
#[tokio::test]
async fn memory_that_no_process_owns_cannot_be_had() {
    const PRIVATE: i64 = 0;
    const CREATE: i64 = 0o1600;
    let probe = calls(&[
        ("shmget", libc::SYS_shmget, [PRIVATE, 1 << 20, CREATE, 0]),
        ("msgget", libc::SYS_msgget, [PRIVATE, CREATE, 0, 0]),
        ("semget", libc::SYS_semget, [PRIVATE, 1, CREATE, 0]),
    ]);
    let memfd = "python3 -c \"import os; os.memfd_create('x'); print('GOT memfd')\" 2>&1 | tail -n 1";
    let outside = outside(&format!("{probe}; {memfd}"));
    assert_eq!(told(&outside, "GOT"), ["shmget", "msgget", "semget", "memfd"], "the same probe gets them outside");
    let Some(output) = probed(&format!("{probe}; {memfd}")).await else { return };
    assert_eq!(told(&output, "REFUSED"), ["shmget", "msgget", "semget"], "{output}");
    assert!(output.contains("Function not implemented") && told(&output, "GOT").is_empty(), "{output}");
}

/// A pair of sockets of another family loads its protocol into the kernel before the call is refused.
#[tokio::test]
async fn pairs_of_sockets_are_local() {
    let pair = |name: &str, family: libc::c_int| {
        format!(
            "python3 -c \"import socket; socket.socketpair({family}, socket.SOCK_STREAM); print('GOT {name}')\" 2>&1 | tail -n 1"
        )
    };
    let (local, other, protocol) =
        (pair("local", libc::AF_UNIX), pair("vsock", libc::AF_VSOCK), pair("tipc", libc::AF_TIPC));
    let Some(output) = probed(&format!("{local}; {other}; {protocol}")).await else { return };
    assert_eq!(told(&output, "GOT"), ["local"], "{output}");
    assert_eq!(output.matches("Operation not permitted").count(), 2, "the filter refuses them: {output}");
}
