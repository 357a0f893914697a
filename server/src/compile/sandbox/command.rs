//! The command line of the sandbox.

use super::super::limits::BuildLimits;
use super::super::toolchain::Toolchain;
use super::seccomp::Filters;
use super::{Job, SandboxError};
use command_fds::{CommandFdExt, FdMapping};
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tokio::net::unix::pipe;

/// Where the sources lie inside the sandbox, without a `/` at the end.
pub const FOLDER: &str = "/Source/NET";

/// Where the toolchain lies inside: the folders `dotnet`, `references` and `ssl`.
pub const TOOLCHAIN: &str = "/toolchain";

/// Where root mounts the toolchain's folders for the user that it hands over to.
const STAGE: &str = "/tmp/toolchain";

/// A user and a group without rights.
const NOBODY: &str = "65534";

/// Where the host's programs for the sandbox are found: no folder of the user that runs the server.
const PROGRAMS: &str = "/usr/local/bin:/usr/bin:/bin";

/// The only writable folder.
pub(super) const WRITABLE: &str = "/Source";

/// Unpacks the sources from standard input, runs the command and, when it succeeds, sends the assembly and its documentation out. The first argument
/// is the assembly, the second the most bytes of it; the rest is the command, which gets neither the pipes nor the input. The empty files keep old SDKs
/// from greeting a new user in every build.
const SCRIPT: &str = r#"
exec 2>&1
mkdir -p /Source/NET /Source/tmp /Source/home/.dotnet
for sdk in /toolchain/dotnet/sdk/*; do : >"/Source/home/.dotnet/${sdk##*/}.dotnetFirstUseSentinel"; done
tar -x -f - -C /Source/NET --no-same-owner && cd /Source/NET || exit 1
assembly=$1 most=$2
shift 2
"$@" </dev/null 3>&- 4>&- || exit $?
[ ! -f "$assembly.dll" ] || head -c "$most" "$assembly.dll" >&3
[ ! -f "$assembly.xml" ] || head -c "$most" "$assembly.xml" >&4
"#;

/// The pipes that the results come out of.
pub(super) struct Files {
    pub(super) assembly: pipe::Receiver,
    pub(super) documentation: pipe::Receiver,
}

/// Starts a job.
pub(super) fn spawn(filters: &Filters, job: &Job<'_>) -> Result<(tokio::process::Child, Files), SandboxError> {
    let mut command = bubblewrap(&toolchain_mounts(job.toolchain), job.limits);
    for (name, value) in job.environment {
        command.args(["--setenv", name, value]);
    }
    lock(&mut command, job.limits);
    command.args(["/bin/sh", "-c", SCRIPT, "sh", job.assembly]);
    command.arg((job.limits.assembly + 1).to_string());
    command.args(job.command);
    let (assembly, assembly_end) = pipe()?;
    let (documentation, documentation_end) = pipe()?;
    let ends = vec![(assembly_end, 3), (documentation_end, 4)];
    let child = start(command, filters, ends)?.spawn()?;
    Ok((child, Files { assembly, documentation }))
}

/// A command that succeeds when the sandbox works.
pub(super) fn probe(filters: &Filters, limits: &BuildLimits) -> Result<tokio::process::Command, SandboxError> {
    let mut command = bubblewrap(&[], limits);
    lock(&mut command, limits);
    command.args(["/bin/sh", "-c", "test -x /usr/bin/tar && test ! -e /etc/passwd"]);
    start(command, filters, Vec::new())
}

/// A folder of the host, and its name under [`TOOLCHAIN`].
pub(super) type Mount<'path> = (&'path Path, &'static str);

/// The folders of the toolchain.
pub(super) fn toolchain_mounts(toolchain: &Toolchain) -> Vec<Mount<'_>> {
    let ssl = toolchain.ssl.as_deref().map(|ssl| (ssl, "ssl"));
    let folders = [(toolchain.root.as_path(), "dotnet"), (toolchain.references.as_path(), "references")];
    folders.into_iter().chain(ssl).collect()
}

/// New namespaces for everything, no rights, an empty environment, the machine's programs, the toolchain and a writable folder.
pub(super) fn bubblewrap(mounts: &[Mount<'_>], limits: &BuildLimits) -> Command {
    let (mut command, staged) =
        if rustix::process::geteuid().is_root() { (as_nobody(mounts), true) } else { (bwrap(), false) };
    command.args(["--unshare-all", "--unshare-user", "--disable-userns"]);
    command.args(["--die-with-parent", "--new-session", "--cap-drop", "ALL"]);
    command.args(["--uid", NOBODY, "--gid", NOBODY, "--hostname", "build"]);
    command.args(["--clearenv", "--setenv", "PATH", "/usr/bin:/bin"]);
    command.args(["--ro-bind", "/usr", "/usr"]);
    if Path::new("/usr/local").is_dir() {
        command.args(["--tmpfs", "/usr/local", "--remount-ro", "/usr/local"]);
    }
    for folder in ["/bin", "/sbin", "/lib", "/lib64"] {
        system_folder(&mut command, folder);
    }
    for (from, name) in mounts {
        let staged = staged.then(|| PathBuf::from(format!("{STAGE}/{name}")));
        let from = staged.as_deref().unwrap_or(from);
        command.arg("--ro-bind").arg(from).arg(format!("{TOOLCHAIN}/{name}"));
    }
    // The watch ends a build at the limit; the size above it holds what comes between two looks.
    let size = (limits.disk + (limits.disk >> 3)).to_string();
    command.args(["--size", &size, "--tmpfs", WRITABLE]);
    command.args(["--symlink", "Source/tmp", "/tmp", "--proc", "/proc", "--dev", "/dev"]);
    command
}

/// Bubblewrap without the server's environment. `--clearenv` clears it for the command inside alone, while process 1 of the sandbox is bubblewrap itself,
/// and any build may read `/proc/1/environ`.
fn bwrap() -> Command {
    let mut command = Command::new("bwrap");
    command.env_clear().env("PATH", PROGRAMS);
    command
}

/// Run by root, the sandbox would be root's own processes outside of it, and Linux does not count those against the limit of processes. So
/// root hands over to a user without rights first. That user may not be able to reach the toolchain's folders, so they are mounted where it can.
///
/// The namespace of processes is what ends them all: Linux does not let a parent without rights take a child of another user with it when it dies.
fn as_nobody(mounts: &[Mount<'_>]) -> Command {
    let mut command = bwrap();
    command.args(["--dev-bind", "/", "/", "--tmpfs", "/tmp"]);
    command.args(["--unshare-pid", "--die-with-parent"]);
    command.args(["--perms", "0755", "--dir", STAGE]);
    for (from, name) in mounts {
        command.arg("--ro-bind").arg(from).arg(format!("{STAGE}/{name}"));
    }
    command.args(["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--"]);
    command.args(["/usr/bin/setpriv", "--reuid", NOBODY, "--regid", NOBODY]);
    command.args(["--clear-groups", "--bounding-set=-all", "bwrap"]);
    command
}

/// Some systems have these as links into `/usr`, some as folders.
fn system_folder(command: &mut Command, folder: &str) {
    match std::fs::read_link(folder) {
        Ok(target) => {
            command.arg("--symlink").arg(target).arg(folder);
        }
        Err(_) if Path::new(folder).is_dir() => {
            command.args(["--ro-bind", folder, folder]);
        }
        Err(_) => {}
    }
}

/// What comes last: everything else read-only, the filters, and the limits of each process.
pub(super) fn lock(command: &mut Command, limits: &BuildLimits) {
    command.args(["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", WRITABLE]);
    command.args(["--add-seccomp-fd", "10", "--add-seccomp-fd", "11", "--"]);
    command.arg("/usr/bin/prlimit");
    for (name, value) in [
        ("as", limits.address_space),
        ("cpu", limits.cpu.as_secs().max(1)),
        ("fsize", limits.disk),
        ("nproc", limits.threads),
        ("nofile", limits.open_files),
        ("core", 0),
    ] {
        command.arg(format!("--{name}={value}"));
    }
    command.arg("--");
}

pub(super) fn start(
    mut command: Command,
    filters: &Filters,
    ends: Vec<(OwnedFd, i32)>,
) -> Result<tokio::process::Command, SandboxError> {
    let [forbidden, absent] = filters.files()?;
    let mappings = ends
        .into_iter()
        .chain([(forbidden, 10), (absent, 11)])
        .map(|(parent_fd, child_fd)| FdMapping { parent_fd, child_fd })
        .collect();
    command.fd_mappings(mappings).map_err(|error| io::Error::other(error.to_string()))?;
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut command = tokio::process::Command::from(command);
    command.kill_on_drop(true);
    Ok(command)
}

fn pipe() -> io::Result<(pipe::Receiver, OwnedFd)> {
    let (reader, writer) = io::pipe()?;
    Ok((pipe::Receiver::from_owned_fd(reader.into())?, writer.into()))
}
