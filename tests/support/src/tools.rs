//! The tools that tests use beside the code. `tests/run` provides all of them.

use std::path::PathBuf;
use std::process::Command;

use crate::needed;

/// The description of the C# toolchain that the set-up laid out, in the folder for tools that the set-up would take too.
pub fn toolchain() -> Option<PathBuf> {
    let description = tools().map(|tools| tools.join("csharp/toolchain.json"));
    needed("the C# toolchain", description.filter(|path| path.is_file()))
}

/// The folder that the set-up puts tools into.
fn tools() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = || folder("XDG_CACHE_HOME").or_else(|| Some(folder("HOME")?.join(".cache")));
    folder("XIF_STUDIO_TOOLS").or_else(|| Some(cache()?.join("xif-studio")))
}

/// The program that runs Python.
pub fn python() -> Option<PathBuf> {
    needed("Python 3", says_yes("python3", &["--version"]).then(|| "python3".into()))
}

/// A Python with zeep, an independent reader of requests to Platform Servers.
pub fn zeep() -> Option<PathBuf> {
    python_with("XIF_STUDIO_ZEEP", "zeep")
}

/// A Python with moto, an object store.
pub fn moto() -> Option<PathBuf> {
    python_with("XIF_STUDIO_MOTO", "moto.server")
}

/// The Mono that runs compiled assemblies.
pub fn mono() -> Option<PathBuf> {
    needed("Mono", says_yes("mono", &["--version"]).then(|| "mono".into()))
}

/// Mono's disassembler.
pub fn monodis() -> Option<PathBuf> {
    needed("monodis", Command::new("monodis").output().is_ok().then(|| "monodis".into()))
}

/// The folder of Mono's class library, all of it.
pub fn mono_library() -> Option<PathBuf> {
    let library = tools().map(|tools| tools.join("mono-library/usr/lib/mono/4.5"));
    needed("Mono's class library", library.filter(|path| path.is_dir()))
}

/// A library that many extensions use, as Debian has it.
pub fn newtonsoft_json() -> Option<PathBuf> {
    let path = tools().map(|tools| tools.join("mono-library/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll"));
    needed("Newtonsoft.Json", path.filter(|path| path.is_file()))
}

/// Bubblewrap, where it works.
pub fn bubblewrap() -> Option<PathBuf> {
    needed("bubblewrap", says_yes("bwrap", &["--dev-bind", "/", "/", "true"]).then(|| "bwrap".into()))
}

/// The Python that a variable names, or else the usual one, when it has this module.
fn python_with(variable: &str, module: &str) -> Option<PathBuf> {
    let python = std::env::var(variable).unwrap_or_else(|_| "python3".into());
    let has_it = says_yes(&python, &["-c", &format!("import {module}")]);
    needed(&format!("Python's {module} ({variable})"), has_it.then(|| python.into()))
}

fn says_yes(program: &str, arguments: &[&str]) -> bool {
    Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
}
