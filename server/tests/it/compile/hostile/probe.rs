//! The program that plays the attacker, and ways to run it inside of a build and outside.

use super::super::sample::{Extension, build, build_within, stopped_by};
use api::compile::{CompileAnswer, Outcome};
use api::problem::Code;
use compiler::limits::BuildLimits;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

/// The program, in a folder of its own.
pub(super) struct Probe {
    folder: tempfile::TempDir,
}

/// What one of them printed.
pub(super) struct Told(String);

impl Probe {
    /// Compiles it with the compiler that links Rust programs.
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/compile/hostile/probe.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-O1", "-o"]).arg(folder.path().join("probe")).args([source, "-lpthread"]);
        assert!(compiler.status().unwrap().success());
        Self { folder }
    }

    /// Runs it on this machine, in its own folder.
    pub(super) fn outside(&self, words: &str) -> Told {
        let mut command = Command::new(self.path());
        let output = command.args(words.split(' ')).current_dir(self.folder.path()).output().unwrap();
        Told(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// An extension with it, whose build runs a shell command that knows it as `$probe`.
    pub(super) fn extension(&self, command: &str) -> Extension {
        let bytes = std::fs::read(self.path()).unwrap();
        let prepared = format!("probe=/Source/tmp/probe; cp probe.dat $probe; chmod 700 $probe; {command}");
        Extension::generated().with("probe.dat", &bytes).running(&prepared)
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("probe")
    }
}

/// What the program says inside of a build, with these words; none without a toolchain. It ran to its end: its last mark stands in pieces in the
/// command, so only who runs it prints it whole.
pub(super) async fn inside(probe: &Probe, words: &str) -> Option<Told> {
    let extension = probe.extension(&format!("$probe {words}; echo PRO\"\"BED"));
    let answer = build(extension).await?.unwrap();
    assert!(matches!(answer.outcome, Outcome::Succeeded { .. }), "{}", answer.output);
    assert!(answer.output.contains("PROBED"), "{}", answer.output);
    Some(Told(answer.output))
}

/// Runs a command that must be stopped by a limit, with what it had printed before.
pub(super) async fn stopped(command: &str, limits: BuildLimits, code: Code) -> Option<CompileAnswer> {
    let started = Instant::now();
    let extension = Probe::new().extension(&format!("echo before; sleep 1; {command}"));
    let answer = build_within(extension, limits).await?.unwrap();
    assert_eq!(stopped_by(&answer), Some(code));
    assert!(answer.output.contains("before"), "{}", answer.output);
    assert!(started.elapsed() < Duration::from_secs(60));
    Some(answer)
}

impl Told {
    /// What follows this word in the lines that begin with it.
    pub(super) fn after(&self, word: &str) -> Vec<&str> {
        self.0.lines().filter_map(|line| line.trim_start().strip_prefix(word)?.strip_prefix(' ')).collect()
    }

    pub(super) fn text(&self) -> &str {
        &self.0
    }
}
