//! The command line of the sandbox.

use super::super::limits::BuildLimits;
use super::super::toolchain::Toolchain;
use super::Job;
use super::cgroup::Group;
use super::root::Root;
use super::seccomp::{Filters, in_memory};
use super::users::User;
use super::wall;
use command_fds::{CommandFdExt, FdMapping};
use std::ffi::{OsStr, OsString};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tokio::net::unix::pipe;

/// Where the sources lie inside the sandbox, without a `/` at the end.
pub const FOLDER: &str = "/Source/NET";

/// Where the toolchain lies inside: the folders `dotnet`, `references` and `ssl`.
pub const TOOLCHAIN: &str = "/toolchain";

/// The server's own program among them.
const SERVER: &str = "server";

/// Where root mounts the toolchain's folders for the user that it hands over to.
const STAGE: &str = "/tmp/toolchain";

/// The user and the group that a build sees itself as, whatever they are outside.
const NOBODY: &str = "65534";

/// Comes before everything else: into the cgroup, if there is one, so that nothing is ever outside of it, and to its place in the order of processors.
const LAUNCH: &str = r#"[ -z "$1" ] || echo 0 >"$1" || exit 1
shift
exec nice -n "$@"
"#;

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

/// What one command has for itself while it runs.
#[derive(Debug, Default)]
pub(super) struct Share {
    /// Who it is, when root starts it.
    pub(super) user: Option<User>,
    /// Where it is counted.
    pub(super) group: Option<Group>,
    /// How much of the processors it gets beside others.
    pub(super) precedence: Precedence,
}

/// Who gets processor time first. The server itself comes before both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Precedence {
    /// Compile hosts come first: their jobs are short.
    Host,
    /// Builds come last. With as many builds as hosts, the hosts still get more than half of the processors.
    #[default]
    Build,
}

impl Precedence {
    /// Where cgroups share processors; the server has 100.
    pub(super) fn weight(self) -> u32 {
        match self {
            Self::Host => 60,
            Self::Build => 20,
        }
    }

    /// Where processes share them; the server has 0, and less is more.
    fn nice(self) -> u32 {
        match self {
            Self::Host => 3,
            Self::Build => 10,
        }
    }
}

/// What all commands have in common.
#[derive(Debug, Clone)]
pub(super) struct Setup {
    pub(super) filters: Filters,
    /// What of the machine is mounted.
    pub(super) root: Root,
    /// The server's own program, which sets the second wall up.
    pub(super) program: Option<PathBuf>,
}

/// Starts a job.
pub(super) fn spawn(setup: &Setup, job: &Job<'_>, share: &Share) -> io::Result<(tokio::process::Child, Files)> {
    let mut command = Inner::new(setup, toolchain_mounts(job.toolchain), share.user.is_some(), job.limits);
    for (name, value) in job.environment {
        command.options(["--setenv", name, value]);
    }
    command.program(["/bin/sh", "-c", SCRIPT, "sh", job.assembly]);
    command.program([(job.limits.assembly + 1).to_string()]);
    command.program(job.command);
    let (assembly, assembly_end) = pipe()?;
    let (documentation, documentation_end) = pipe()?;
    let ends = vec![(assembly_end, 3), (documentation_end, 4)];
    let child = command.start(share, &setup.filters, ends)?.spawn()?;
    Ok((child, Files { assembly, documentation }))
}

/// A command that succeeds when the sandbox works.
pub(super) fn probe(setup: &Setup, limits: &BuildLimits, share: &Share) -> io::Result<tokio::process::Command> {
    let mut command = Inner::new(setup, [], share.user.is_some(), limits);
    command.program(["/bin/sh", "-c", "test -x /usr/bin/tar && test ! -e /etc/passwd"]);
    command.start(share, &setup.filters, Vec::new())
}

/// A command that prints how much of a second wall there is.
pub(super) fn probe_wall(setup: &Setup, limits: &BuildLimits, share: &Share) -> io::Result<tokio::process::Command> {
    Inner::new(setup, [], share.user.is_some(), limits).start(share, &setup.filters, Vec::new())
}

/// A folder or a file of the host, and its name under [`TOOLCHAIN`].
pub(super) type Mount<'path> = (&'path Path, &'path str);

/// The folders of the toolchain.
pub(super) fn toolchain_mounts(toolchain: &Toolchain) -> Vec<Mount<'_>> {
    let ssl = toolchain.ssl.as_deref().map(|ssl| (ssl, "ssl"));
    let references = toolchain.references.sets().map(|set| (set.folder.as_path(), set.inside()));
    std::iter::once((toolchain.root.as_path(), "dotnet")).chain(references).chain(ssl).collect()
}

/// The bubblewrap that makes the sandbox. Its options go to it in a file in memory: it becomes process 1 inside, where everybody may read its
/// arguments, and they have paths of the host.
pub(super) struct Inner<'job> {
    mounts: Vec<Mount<'job>>,
    options: Vec<u8>,
    program: Vec<OsString>,
}

impl<'job> Inner<'job> {
    /// New namespaces for everything, no rights, an empty environment, the machine's programs, the toolchain and a writable folder.
    pub(super) fn new(
        setup: &'job Setup,
        mounts: impl IntoIterator<Item = Mount<'job>>,
        staged: bool,
        limits: &BuildLimits,
    ) -> Self {
        let program = setup.program.as_deref().map(|program| (program, SERVER));
        let mounts = mounts.into_iter().chain(program).collect();
        let mut inner = Self { mounts, options: Vec::new(), program: Vec::new() };
        inner.options(["--unshare-all", "--unshare-user", "--disable-userns"]);
        inner.options(["--die-with-parent", "--new-session", "--cap-drop", "ALL"]);
        inner.options(["--uid", NOBODY, "--gid", NOBODY, "--hostname", "build"]);
        inner.options(["--clearenv", "--setenv", "PATH", "/usr/bin:/bin"]);
        for (place, target) in setup.root.links() {
            inner.options([OsStr::new("--symlink"), target.as_os_str(), place.as_os_str()]);
        }
        for (place, file) in setup.root.files() {
            inner.options([OsStr::new("--ro-bind"), file.as_os_str(), place.as_os_str()]);
        }
        for (from, name) in inner.mounts.clone() {
            let stage = staged.then(|| staged_at(name));
            let from = stage.as_deref().unwrap_or(from);
            inner.options([OsStr::new("--ro-bind"), from.as_os_str(), OsStr::new(&format!("{TOOLCHAIN}/{name}"))]);
        }
        inner.options(["--size", &limits.largest_disk().to_string(), "--tmpfs", WRITABLE]);
        inner.options(["--symlink", "Source/tmp", "/tmp", "--proc", "/proc", "--dev", "/dev"]);
        inner.options(["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", WRITABLE]);
        inner.options(["--add-seccomp-fd", "10", "--add-seccomp-fd", "11"]);
        inner.program(["/usr/bin/prlimit"]);
        inner.program(limits_of_each(limits));
        inner.program(["--"]);
        if program.is_some() {
            inner.program([&format!("{TOOLCHAIN}/{SERVER}"), wall::WORD]);
        }
        inner
    }

    pub(super) fn options(&mut self, options: impl IntoIterator<Item = impl AsRef<OsStr>>) {
        for option in options {
            self.options.extend(option.as_ref().as_bytes());
            self.options.push(0);
        }
    }

    pub(super) fn program(&mut self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) {
        self.program.extend(arguments.into_iter().map(|argument| argument.as_ref().to_owned()));
    }

    /// Without the server's environment: `--clearenv` clears it for the command inside alone, while process 1 of the sandbox is bubblewrap itself, and
    /// any build may read `/proc/1/environ`.
    pub(super) fn start(
        self,
        share: &Share,
        filters: &Filters,
        ends: Vec<(OwnedFd, i32)>,
    ) -> io::Result<tokio::process::Command> {
        let mut command = Command::new("/bin/sh");
        command.env_clear().env("PATH", PROGRAMS).args(["-c", LAUNCH, "sh"]);
        command.arg(share.group.as_ref().map(Group::entrance).unwrap_or_default());
        command.arg(share.precedence.nice().to_string());
        if let Some(user) = &share.user {
            hand_over(&mut command, user, &self.mounts);
        }
        command.args(["bwrap", "--args", "12", "--"]).args(self.program);
        let [allowed, forbidden] = filters.files()?;
        let mappings = ends
            .into_iter()
            .chain([(allowed, 10), (forbidden, 11), (in_memory(&self.options)?, 12)])
            .map(|(parent_fd, child_fd)| FdMapping { parent_fd, child_fd })
            .collect();
        command.fd_mappings(mappings).map_err(|error| io::Error::other(error.to_string()))?;
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut command = tokio::process::Command::from(command);
        command.kill_on_drop(true);
        Ok(command)
    }
}

/// Run by root, the sandbox would be root's own processes outside of it, and Linux does not count those against the limit of processes. So
/// root hands over to a user without rights first. That user may not be able to reach the toolchain's folders, so they are mounted where it can.
///
/// The namespace of processes is what ends them all: Linux does not let a parent without rights take a child of another user with it when it dies.
fn hand_over(command: &mut Command, user: &User, mounts: &[Mount<'_>]) {
    command.args(["bwrap", "--dev-bind", "/", "/", "--tmpfs", "/tmp"]);
    command.args(["--unshare-pid", "--die-with-parent"]);
    command.args(["--perms", "0755", "--dir", STAGE]);
    for (from, name) in mounts {
        command.arg("--ro-bind").arg(from).arg(staged_at(name));
    }
    command.args(["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--"]);
    let id = user.id().to_string();
    command.args(["/usr/bin/setpriv", "--reuid", &id, "--regid", &id]);
    command.args(["--clear-groups", "--bounding-set=-all"]);
}

/// Where a folder or a file is mounted first. All lie beside each other: folders between them would be closed to the user that root hands over to.
fn staged_at(name: &str) -> PathBuf {
    Path::new(STAGE).join(name.replace('/', "-"))
}

/// The limits that the system enforces for each process.
fn limits_of_each(limits: &BuildLimits) -> [String; 6] {
    [
        ("as", limits.address_space),
        ("cpu", limits.cpu.as_secs().max(1)),
        ("fsize", limits.disk),
        ("nproc", limits.threads),
        ("nofile", limits.open_files),
        ("core", 0),
    ]
    .map(|(name, value)| format!("--{name}={value}"))
}

fn pipe() -> io::Result<(pipe::Receiver, OwnedFd)> {
    let (reader, writer) = io::pipe()?;
    Ok((pipe::Receiver::from_owned_fd(reader.into())?, writer.into()))
}
