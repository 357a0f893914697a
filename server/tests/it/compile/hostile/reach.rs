//! What hostile code reaches: the network, the host's files and processes, devices, and rights.

use super::super::sample::{Extension, build, build_with, compiler, process, stopped_by};
use super::probe::{Probe, inside};
use api::health::{Counted, Wall};
use api::problem::Code;
use compiler::limits::BuildLimits;
use std::fs;
use std::net::TcpListener;
use std::time::Duration;

#[tokio::test]
async fn there_is_no_network() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let words = format!("connect {}", listener.local_addr().unwrap().port());
    let probe = Probe::new();
    assert_eq!(probe.outside(&words).after("GOT"), ["connection"], "the same probe connects where there is a network");
    listener.accept().unwrap();
    listener.set_nonblocking(true).unwrap();
    let Some(told) = inside(&probe, &words).await else { return };
    assert_eq!(told.after("REFUSED"), ["connection EPERM"]);
    assert!(listener.accept().is_err());
}

/// A socket of another family, or a pair of them, loads its protocol into the kernel before the call is refused: so no other answer than the filter's
/// may be seen.
#[tokio::test]
async fn sockets_of_every_family_but_the_local_are_refused() {
    let probe = Probe::new();
    let outside = probe.outside("families");
    assert!(outside.after("GOT").contains(&"socket 2"), "the same probe gets others outside: {}", outside.text());
    let Some(told) = inside(&probe, "families").await else { return };
    assert!(told.text().contains("TRIED families"));
    let local = |line: &&str| line.split(' ').nth(1) == Some("1");
    let (got, seen) = (told.after("GOT"), told.after("SEEN"));
    assert!(got.contains(&"socket 1") && got.contains(&"pair 1"), "{got:?}");
    assert!(got.iter().chain(&seen).all(local), "{got:?} {seen:?}");
}

#[tokio::test]
async fn nothing_of_the_host_can_be_read() {
    let probe = Probe::new();
    let outside = probe.outside("tree");
    for path in ["/etc", "/usr", "/var"] {
        assert!(outside.after("TOP").contains(&path), "the same probe sees {path} outside");
    }
    let Some(told) = inside(&probe, "tree").await else { return };
    let tops = told.after("TOP");
    assert!(tops.iter().all(|top| ["/bin", "/lib", "/usr"].contains(top)), "{tops:?}");
    let paths = told.after("PATH");
    let names: Vec<&str> = paths.iter().filter_map(|path| path.rsplit('/').next()).collect();
    assert!(
        names.contains(&"sh") && names.contains(&"tar") && names.iter().any(|name| name.starts_with("libc.")),
        "{names:?}"
    );
    for other in [
        "bash", "perl", "python3", "gcc", "cc", "gdb", "mount", "unshare", "setpriv", "curl", "share", "local",
        "include",
    ] {
        assert!(!names.contains(&other), "{other} is there: {names:?}");
    }
    assert!(paths.len() < 150, "{paths:?}");
    // Nobody said that the top may be listed.
    assert_eq!(told.after("REFUSED"), ["/ EACCES"], "the second wall holds");
}

/// The operator's keys of an object store stand in the server's environment, and what a build prints is part of the answer. Process 1 is bubblewrap, and
/// anybody inside may read what it was started with.
#[tokio::test]
async fn no_process_inside_tells_of_the_host() {
    // The runner of the tests plants these in the environment of this process, which starts the sandbox.
    for name in ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME"] {
        assert!(std::env::var_os(name).is_some(), "{name} is not set, so this test would prove nothing");
    }
    let Some(told) = inside(&Probe::new(), "processes").await else { return };
    assert!(told.after("PROCESS").contains(&"1"), "{}", told.text());
    let names = told.after("NAME");
    let own = fs::read_to_string("/proc/self/comm").unwrap();
    assert!(names.contains(&"bwrap") && names.contains(&"sh") && !names.contains(&own.trim()), "{names:?}");
    let values = told.after("ENVIRON");
    assert!(values.iter().any(|value| value.starts_with("PATH=")), "{values:?}");
    for secret in ["CARGO", "NEXTEST", "SSH", "XDG_", "AWS_", "HOME=/root", "HOME=/home"] {
        assert!(
            !values.iter().any(|value| value.contains(secret)),
            "{secret} is in the environment of a process: {values:?}"
        );
    }
    let arguments = told.after("ARGUMENT");
    assert!(arguments.contains(&"--args"), "{arguments:?}");
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/");
    let home = std::env::var("HOME").unwrap();
    for path in [own, &format!("{home}/"), "/usr/lib/", "/sys/", "cgroup"] {
        assert!(!arguments.iter().any(|argument| argument.contains(path)), "{path} is an argument: {arguments:?}");
    }
    // The kernel tells of each mount which folder of its disk it is. It can be asked by everybody who has `/proc`, without which .NET does not run. So the
    // toolchain and the server's own program are seen there, and must be the only ones.
    let known = [" /toolchain/dotnet ", " /toolchain/references/", " /toolchain/ssl ", " /toolchain/server "];
    for mount in told.after("MOUNT") {
        let is_known = known.iter().any(|place| mount.contains(place));
        assert!(is_known || !mount.contains(&home), "{mount}");
    }
    assert!(told.after("CGROUP").iter().all(|line| line.ends_with(":/")), "{:?}", told.after("CGROUP"));
    let devices: Vec<_> =
        told.after("DEVICE").iter().filter_map(|line| Some(line.split_once(':')?.0.trim().to_owned())).collect();
    assert_eq!(devices, ["lo"]);
}

#[tokio::test]
async fn nothing_outside_can_be_written() {
    let Some(told) = inside(&Probe::new(), "writing").await else { return };
    // The build's own folder is the one where the same probe writes.
    assert_eq!(told.after("GOT"), ["/Source/tmp"], "{}", told.text());
    assert_eq!(told.after("REFUSED").len(), 11, "{}", told.text());
}

#[tokio::test]
async fn links_lead_nowhere() {
    let probe = Probe::new();
    assert!(probe.outside("links").after("GOT").contains(&"/etc/passwd"), "the same probe follows them outside");
    let Some(told) = inside(&probe, "links").await else { return };
    assert_eq!(told.after("GOT"), ["program"], "what may be read may be read by another name: {}", told.text());
}

#[tokio::test]
async fn devices_are_those_without_a_machine_behind() {
    let Some(told) = inside(&Probe::new(), "devices").await else { return };
    assert_eq!(told.after("GOT"), ["pipe", "null"], "{}", told.text());
}

#[tokio::test]
async fn there_is_no_way_to_more_rights() {
    let Some(told) = inside(&Probe::new(), "rights").await else { return };
    assert!(told.after("GOT").is_empty(), "{}", told.text());
    assert_eq!(told.after("REFUSED").len(), 8, "{}", told.text());
    assert_eq!(told.after("USER"), ["65534"]);
    let Some(told) = inside(&Probe::new(), "processes").await else { return };
    let status = told.after("STATUS");
    for line in ["CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "Seccomp:\t2", "NoNewPrivs:\t1"] {
        assert!(status.contains(&line), "{line}: {status:?}");
    }
}

/// Builds that root starts are users of their own: not `nobody`, whom services have too, and no two at the same time the same.
#[tokio::test]
async fn builds_at_the_same_time_are_different_users() {
    if !is_root() {
        return;
    }
    let Some(compiler) = compiler(BuildLimits::default()).await else { return };
    let mark = 400_000_000 + std::process::id();
    let sleeping = |mark: u32| Extension::generated().running(&format!("sleep {mark}"));
    let looking = async {
        loop {
            if let (Some(first), Some(second)) = (process(mark), process(mark + 1)) {
                return [first, second].map(|folder| fs::read_to_string(folder.join("status")).unwrap());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let both = async { tokio::join!(build_with(&compiler, sleeping(mark)), build_with(&compiler, sleeping(mark + 1))) };
    let status = tokio::select! {
        status = looking => status,
        _ = both => panic!("neither ends by itself"),
    };
    let ids = status.each_ref().map(|status| {
        let line = status.lines().find_map(|line| line.strip_prefix("Uid:")).unwrap();
        line.split_whitespace().map(|id| id.parse::<u32>().unwrap()).collect::<Vec<_>>()
    });
    for ids in &ids {
        assert!(ids.iter().all(|id| (2_000_000_000..2_000_000_100).contains(id)), "{ids:?}");
    }
    assert_ne!(ids[0], ids[1]);
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}

#[tokio::test]
async fn health_tells_what_holds_builds() {
    let Some(compiler) = compiler(BuildLimits::default()).await else { return };
    let sandbox = compiler.health().sandbox.unwrap();
    let outside = Probe::new().outside("landlock");
    assert_eq!(sandbox.landlock != Wall::None, outside.after("GOT") == ["landlock"], "{sandbox:?} {}", outside.text());
    if let Counted::Processes { reason } = sandbox.counted {
        assert!(!reason.is_empty() && !reason.contains('/'), "{reason}");
    }
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
