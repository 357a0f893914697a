//! The commands of the pages, run as a reader runs them.

use std::fs;
use std::path::Path;
use std::process::Command;

use support::emulator::{PASSWORD, USER};

use crate::command::{NOW, definition, read, text};
use crate::servers::Servers;

/// The commands of a page, in order: those that need no server, and those that do with the variables that they take.
fn commands(page: &str, with_server: bool) -> String {
    let mut script = String::from("set -eu\n");
    let mut taken = None;
    for line in page.lines() {
        match (line, taken) {
            ("```sh", None) => taken = Some(true),
            ("```sh server", None) => taken = Some(with_server),
            ("```", Some(_)) => taken = None,
            (line, Some(true)) => script = script + line + "\n",
            _ => {}
        }
    }
    assert!(script.lines().count() > 3, "{script}");
    script
}

fn run(page: &str, folder: &Path, servers: Option<&Servers>) -> (i32, String, String) {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap();
    let own = Path::new(env!("CARGO_BIN_EXE_xif")).parent().unwrap();
    let path = format!("{}:{}", own.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("bash");
    command.args(["-c", &commands(&page, servers.is_some())]).current_dir(folder).env("PATH", path);
    command.env("SOURCE_DATE_EPOCH", NOW).env("TZ", "UTC").env_remove("XIF_STUDIO_TOKEN");
    if let Some(servers) = servers {
        command.env("STUDIO", &servers.server).env("ENVIRONMENT", &servers.emulator.address);
        command.env("XIF_USER", USER).env("XIF_PASSWORD", PASSWORD);
    }
    read(command.output().unwrap())
}

#[test]
fn an_extension_from_nothing() {
    let home = tempfile::tempdir().unwrap();
    let (code, out, errors) = run("README.md", home.path(), None);
    assert_eq!(code, 0, "{out}{errors}");
    assert!(errors.contains("The structure TextItem with the attribute Value was made"), "{errors}");
    assert!(errors.contains("F502") && errors.contains("Offer.Conditions"), "the removal is refused: {errors}");
    let extension =
        xif::read(&fs::read(home.path().join("MortgageLib.xif")).unwrap(), &xif::Limits::default()).unwrap();
    let action = &extension.actions[0];
    assert!(action.is_function && action.icon.is_some() && action.parameters.len() == 4);
    let source = extension.resource_at(r"\Source\NET\", "MortgageLib.cs").unwrap().content.text().unwrap();
    assert!(source.contains("System.Math.Pow(1 + rate, -12 * ssYears)") && source.contains("ssAmount"), "{source}");

    // The same script makes the same extension.
    let again = tempfile::tempdir().unwrap();
    assert_eq!(run("README.md", again.path(), None).0, 0);
    let of = |home: &Path| definition(&home.join("MortgageLib.xif"));
    assert!(of(home.path()) == of(again.path()));
}

#[test]
fn an_extension_from_nothing_compiled_and_published() {
    let Some(servers) = Servers::with_compiler() else { return };
    let home = tempfile::tempdir().unwrap();
    let (code, out, errors) = run("README.md", home.path(), Some(&servers));
    assert_eq!(code, 0, "{out}{errors}");
    assert!(out.contains("0 errors"), "{out}");
    let file = home.path().join("MortgageLib.xif");
    assert!(definition(&file).contains("OutSystems.NssMortgageLib.dll"), "{}", text(&file));
}

#[test]
fn the_checklist() {
    let home = tempfile::tempdir().unwrap();
    let (code, out, errors) = run("CHECKLIST.md", home.path(), None);
    assert_eq!(code, 0, "{out}{errors}");
    let report = fs::read_to_string(home.path().join("report.txt")).unwrap();
    assert!(report.contains("File 3") && report.contains("hashIsOurs: true"), "{report}");
}
