use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use extension::{Content, Extension, FileName, Folder, Name, Resource, Timestamp};
use support::document::key;
use support::folder::files_below;

/// 2026-01-02 03:04:05 UTC.
pub(crate) const NOW: &str = "1767323045";

/// Runs the command with these arguments, two hours east of Greenwich.
pub(crate) fn xif(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xif"));
    command.args(arguments).env("SOURCE_DATE_EPOCH", NOW).env("TZ", "EET-2").output().unwrap()
}

/// Runs the command and takes nothing but success.
pub(crate) fn done(arguments: &[&str]) -> Output {
    let output = xif(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// Exit code and error output.
pub(crate) fn failed(arguments: &[&str]) -> (i32, String) {
    let output = xif(arguments);
    assert!(output.stdout.is_empty(), "{arguments:?} says something");
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// The path as an argument.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The definition in this file.
pub(crate) fn definition(path: &Path) -> String {
    xif::inflate(&std::fs::read(path).unwrap(), &xif::Limits::default()).unwrap()
}

/// A resource with this path and content.
pub(crate) fn resource(number: u8, folder: &str, name: &str, content: &[u8]) -> Resource {
    let time = Timestamp::new(2026, 1, 1, 12, 0, 0);
    let name = FileName::as_found(name);
    Resource::new(key(number), name, Folder::as_found(folder), Content::from_bytes(content), time)
}

/// An extension with these resources.
pub(crate) fn with_resources(resources: Vec<Resource>) -> Extension {
    let time = Timestamp::new(2026, 1, 1, 10, 0, 0);
    let mut extension = Extension::new(Name::new("Sample").unwrap(), [key(101), key(102), key(103)], time);
    extension.resources = Arc::new(resources.into_iter().map(Arc::new).collect());
    extension
}

/// Writes the extension into a file of the folder.
pub(crate) fn write(folder: &Path, extension: &Extension) -> std::path::PathBuf {
    let file = folder.join("in.xif");
    std::fs::write(&file, xif::write(extension)).unwrap();
    file
}

/// Every file under the folder with slashes, sorted.
pub(crate) fn files(folder: &Path) -> Vec<String> {
    let relative = |path: &std::path::PathBuf| {
        let parts = path.strip_prefix(folder).unwrap().iter().map(|part| part.to_str().unwrap());
        parts.collect::<Vec<_>>().join("/")
    };
    let mut found: Vec<String> = files_below(folder).iter().map(relative).collect();
    found.sort();
    found
}

/// Exit code, standard output and error output.
pub(crate) fn answer(arguments: &[&str]) -> (i32, String, String) {
    read(xif(arguments))
}

/// Exit code, standard output and error output of a program that ended.
pub(crate) fn read(output: Output) -> (i32, String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A git repository of its own, which knows nothing of the user's configuration and finds the built `xif` first.
pub(crate) struct Repository(tempfile::TempDir);

impl Repository {
    pub(crate) fn new() -> Self {
        let repository = Self(tempfile::tempdir().unwrap());
        repository.done(&["init", "--quiet", "--initial-branch=main"]);
        repository.done(&["config", "user.name", "A"]);
        repository.done(&["config", "user.email", "a@example.org"]);
        repository
    }

    pub(crate) fn path(&self, file: &str) -> std::path::PathBuf {
        self.0.path().join(file)
    }

    pub(crate) fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let own = Path::new(env!("CARGO_BIN_EXE_xif")).parent().unwrap();
        let path = format!("{}:{}", own.display(), std::env::var("PATH").unwrap());
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.0.path()).env("PATH", path).env("HOME", self.0.path());
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("SOURCE_DATE_EPOCH", NOW).env("TZ", "EET-2").env("LC_ALL", "C");
        command
    }

    /// Exit code and both outputs of git.
    pub(crate) fn git(&self, arguments: &[&str]) -> (i32, String, String) {
        read(self.command("git", arguments).output().unwrap())
    }

    /// What git says when it succeeds.
    pub(crate) fn done(&self, arguments: &[&str]) -> String {
        let (code, out, errors) = self.git(arguments);
        assert_eq!(code, 0, "git {arguments:?}: {out}{errors}");
        out
    }

    /// Writes the extension and commits everything.
    pub(crate) fn commit(&self, file: &str, extension: &Extension) {
        std::fs::write(self.path(file), xif::write(extension)).unwrap();
        self.done(&["add", "--all"]);
        self.done(&["commit", "--quiet", "--message", file]);
    }

    /// The extension in this file.
    pub(crate) fn extension(&self, file: &str) -> Extension {
        xif::read(&std::fs::read(self.path(file)).unwrap(), &xif::Limits::default()).unwrap()
    }
}
