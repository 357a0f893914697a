//! How long it takes to list the public surface of a library, each declaration as a text, and how much memory; beside Mono's
//! `monodis`, which lists the methods of the same file on the same machine.
// A benchmark that cannot be set up ends.
#![allow(clippy::unwrap_used, missing_docs)]

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use assembly::{Image, ManagedImage, Style, Surface};
use criterion::{Criterion, criterion_group};

fn managed(bytes: &[u8]) -> Box<ManagedImage<'_>> {
    match Image::read(bytes).unwrap() {
        Image::Managed(image) => image,
        Image::Native(_) => unreachable!("the file is an assembly"),
    }
}

/// The length of all texts.
fn list(bytes: &[u8]) -> usize {
    let surface = Surface::read(&managed(bytes)).unwrap();
    let texts = surface.all().map(|of| {
        let of = of.unwrap();
        let members: usize = of.members.iter().map(|it| surface.member_text(&of, it, Style::Full).len()).sum();
        members + surface.type_text(&of, Style::Full).len()
    });
    texts.sum()
}

fn speed(criterion: &mut Criterion) {
    let library = support::tools::mono_library().map(|library| library.join("mscorlib.dll"));
    for path in library.into_iter().chain(support::tools::newtonsoft_json()) {
        let bytes = std::fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let title = |what: &str| format!("{what} of {name}, {} KB", bytes.len() / 1000);
        criterion.bench_function(&title("names of the types"), |bencher| {
            bencher.iter(|| Surface::read(&managed(black_box(&bytes))).unwrap().types().len());
        });
        criterion.bench_function(&title("public surface"), |bencher| bencher.iter(|| list(black_box(&bytes))));
    }
}

/// Names the file that a process of its own lists, which tells how much memory it took.
const LISTED: &str = "XIF_STUDIO_LISTED";

/// What the process has at its peak, in KB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}

fn shortest(times: usize, mut work: impl FnMut()) -> Duration {
    let once = |()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    std::iter::repeat_n((), times).map(once).min().unwrap()
}

/// Whole processes, which read the file and write their list, or its length, away.
fn beside_monodis(path: &Path) {
    let own = std::env::current_exe().unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let size = std::fs::metadata(path).unwrap().len() / 1000;
    let listed = || Command::new(&own).env(LISTED, path).stderr(Stdio::null()).output().unwrap();
    let ours = shortest(5, || drop(listed()));
    let told = String::from_utf8(listed().stdout).unwrap();
    println!("{name}, {size} KB, as a process: {ours:?}; {}", told.trim());
    let Some(monodis) = support::tools::monodis() else { return };
    for (words, what) in [(&["--method"][..], "its list of methods"), (&[], "all that it tells")] {
        let run = || {
            let (output, errors) = (Stdio::null(), Stdio::null());
            Command::new(&monodis).args(words).arg(path).stdout(output).stderr(errors).status().unwrap();
        };
        let theirs = shortest(3, run);
        println!("{name}, monodis, {what}: {theirs:?}, {:.1} times as long", theirs.as_secs_f64() / ours.as_secs_f64());
    }
}

criterion_group!(benches, speed);

fn main() {
    if let Some(path) = std::env::var_os(LISTED) {
        let before = peak();
        let bytes = std::fs::read(path).unwrap();
        let characters = list(&bytes);
        let memory = peak() - before;
        let percent = memory * 1024 * 100 / u64::try_from(bytes.len()).unwrap();
        println!("{characters} characters, {memory} KB of memory with the file, {percent} % of the file");
        return;
    }
    benches();
    let library = support::tools::mono_library().map(|library| library.join("mscorlib.dll"));
    library.into_iter().chain(support::tools::newtonsoft_json()).for_each(|path| beside_monodis(&path));
}
