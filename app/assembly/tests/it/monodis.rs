//! Mono's disassembler is an independent reader of the same files: of each assembly of Mono's class library, the public
//! surface is what `monodis` prints, member by member.

mod ours;
mod told;

use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

use assembly::Surface;

use crate::managed;

/// Both sides may be asked at once, but the machine is not ours alone.
const THREADS: usize = 2;
/// Debian's monodis stops in the midst of these, where a type cannot be loaded. What it printed before is compared.
const STOPPED: [&str; 5] = [
    "4.7.2-api/System.Data.dll",
    "4.7.2-api/System.ServiceModel.dll",
    "4.7.2-api/System.Web.DynamicData.dll",
    "4.5/Mono.CodeContracts.dll",
    "4.5/Mono.Debugger.Soft.dll",
];

#[test]
fn the_surface_of_monos_class_library_is_what_monodis_prints() {
    let Some(monodis) = support::tools::monodis() else { return };
    let Some(library) = support::tools::mono_library() else { return };
    let Some(toolchain) = support::tools::toolchain() else { return };
    let references = toolchain.parent().unwrap().join("ref/4.7.2-api");
    let folders = [library.clone(), references.clone(), references.join("Facades")];
    let search = std::env::join_paths([&references, &folders[2], &library]).unwrap();
    let work: Vec<(PathBuf, std::ffi::OsString)> = folders
        .iter()
        .flat_map(|folder| assemblies(folder))
        .map(|path| {
            let own = if path.starts_with(&library) { library.clone().into_os_string() } else { search.clone() };
            (path, own)
        })
        .collect();
    assert!(work.len() > 200, "only {} assemblies", work.len());
    // The largest are last, and begun first.
    let work = Mutex::new(sorted(work));
    let differences = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let Some((path, search)) = work.lock().unwrap().pop() else { break };
                    differences.lock().unwrap().extend(compare(&monodis, &path, &search));
                }
            });
        }
    });
    let differences = differences.into_inner().unwrap();
    assert!(
        differences.is_empty(),
        "{} differences:\n{}",
        differences.len(),
        differences[..differences.len().min(60)].join("\n")
    );
}

fn assemblies(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "dll"))
        .collect();
    paths.sort();
    paths
}

fn sorted<T>(mut work: Vec<(PathBuf, T)>) -> Vec<(PathBuf, T)> {
    work.sort_by_key(|(path, _)| std::fs::metadata(path).map(|it| it.len()).unwrap_or_default());
    work
}

/// What one side has and the other has not.
fn compare(monodis: &Path, path: &Path, search: &std::ffi::OsStr) -> Vec<String> {
    let bytes = std::fs::read(path).unwrap();
    let image = managed(&bytes);
    let mut child = Command::new(monodis)
        .arg(path)
        .env("MONO_PATH", search)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let told = told::read(BufReader::with_capacity(1 << 20, child.stdout.take().unwrap()));
    let name: Vec<_> = path.iter().rev().take(2).map(|part| part.to_string_lossy()).collect();
    let name = format!("{}/{}", name[1], name[0]);
    let is_whole = child.wait().unwrap().success();
    assert!(is_whole || STOPPED.contains(&name.as_str()), "monodis fails on {name}");
    let mut ours = ours::surface(&Surface::read(&image).unwrap());
    let mut told = told;
    if name == "4.7.2-api/mscorlib.dll" {
        // Structures of a core library that Mono does not run on are classes in the eyes of monodis.
        for lines in ours.values_mut().chain(told.types.values_mut()) {
            for line in lines.iter_mut() {
                *line = line.replace("valuetype ", "class ");
            }
            lines.sort();
        }
    }
    let mut differences = Vec::new();
    for (owner, lines) in &told.types {
        match ours.get(owner) {
            None => differences.push(format!("{name}: only monodis has {owner}")),
            Some(own) => {
                // Of signatures with types of assemblies that are not there monodis tells nothing.
                let (untold, only_told): (Vec<_>, Vec<_>) =
                    missing(lines, own).partition(|line| line.ends_with(" (null)"));
                let only_ours: Vec<_> = missing(own, lines).collect();
                differences.extend(only_told.iter().map(|line| format!("{name}: only monodis: {owner} :: {line}")));
                if only_ours.len() > untold.len() {
                    let line = |line: &&String| format!("{name}: only ours: {owner} :: {line}");
                    differences.extend(only_ours.iter().map(line));
                }
            }
        }
    }
    if is_whole {
        let only_ours = ours.keys().filter(|owner| !told.types.contains_key(*owner));
        differences.extend(only_ours.map(|owner| format!("{name}: only ours has {owner}")));
    }
    differences
}

/// The lines of the first that the second has not, both sorted.
fn missing<'l>(lines: &'l [String], others: &'l [String]) -> impl Iterator<Item = &'l String> {
    let count = |all: &[String], line: &String| {
        let first = all.partition_point(|other| other < line);
        all[first..].iter().take_while(|other| *other == line).count()
    };
    lines.iter().filter(move |line| count(lines, line) != count(others, line))
}
