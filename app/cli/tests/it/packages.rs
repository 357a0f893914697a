//! NuGet packages from folders and feeds, in files and folders.

use std::fs;
use std::path::{Path, PathBuf};

use extension::{DeployAction, Extension, Folder};
use serde_json::Value;
use support::feed::{Feed, nupkg};
use support::tools;

use crate::command::{answer, done, failed, read as output_of, text, xif};
use crate::servers::Servers;

/// A new extension with a folder of packages beside it.
struct Case {
    home: tempfile::TempDir,
    target: PathBuf,
    feed: PathBuf,
}

impl Case {
    fn new(target: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let (target, feed) = (home.path().join(target), home.path().join("feed"));
        done(&["new", text(&target), "Name=Bank", "--key", "TWBP2nq7fkKmQvXwP0yTdQ"]);
        fs::create_dir(&feed).unwrap();
        let case = Self { home, target, feed };
        case.shelve("Bank.Rates", "1.0.0", &[("Core", "1.0")]);
        case.shelve("Bank.Rates", "2.0.0", &[("Core", "1.1")]);
        case.shelve("Bank.Rates", "3.0.0-beta", &[]);
        case.shelve("Core", "1.0.0", &[]);
        case.shelve("Core", "1.1.0", &[]);
        case
    }

    fn shelve(&self, id: &str, version: &str, needs: &[(&str, &str)]) {
        let content = format!("{id} {version}");
        let files: &[(&str, &[u8])] = &[(&format!("lib/net45/{id}.dll"), content.as_bytes())];
        fs::write(self.feed.join(format!("{id}.{version}.nupkg")), nupkg(id, version, needs, files)).unwrap();
    }

    fn add(&self, more: &[&str]) -> (i32, String, String) {
        answer(&[&["package", "add", text(&self.target), "--feed", text(&self.feed)], more].concat())
    }

    fn packages(&self) -> Value {
        let output = done(&["package", "list", text(&self.target), "--json"]);
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["packages"].clone()
    }

    /// What is in the target, whatever it is.
    fn extension(&self) -> Extension {
        if self.target.is_dir() {
            let file = self.home.path().join("packed.xif");
            done(&["pack", text(&self.target), text(&file)]);
            return read(&file);
        }
        read(&self.target)
    }
}

fn read(file: &Path) -> Extension {
    xif::read(&fs::read(file).unwrap(), &xif::Limits::default()).unwrap()
}

#[test]
fn packages_come_with_what_they_need_and_go_with_it() {
    for target in ["Bank.xif", "Bank"] {
        let case = Case::new(target);
        let before = case.extension();
        let (code, said, errors) = case.add(&["bank.rates", "--version", "1.0"]);
        assert_eq!(code, 0, "{errors}");
        assert_eq!(
            said,
            "Bank: Add package Bank.Rates\nAdded Bank.Rates 1.0.0 (licence MIT)\nAdded Core 1.0.0 (licence MIT, needed by others)\n\
             Added Bank.Rates.dll\nAdded Core.dll\n"
        );
        let after = case.extension();
        let dll = after.resource_at(Folder::BINARIES, "Core.dll").unwrap();
        assert_eq!((&*dll.content.bytes(), &dll.deploy_action), (&b"Core 1.0.0"[..], &DeployAction::CopyToBinaries));
        let config = after.resource_at(Folder::SOURCE, "packages.config").unwrap();
        assert_eq!(config.deploy_action, DeployAction::Ignore);
        let listed = String::from_utf8(done(&["package", "list", text(&case.target)]).stdout).unwrap();
        assert_eq!(listed, "Bank.Rates 1.0.0, net461, asked for\nCore 1.0.0, net461, needed by Bank.Rates\n");

        let (code, said, errors) = case.add(&["Bank.Rates", "--json"]);
        assert_eq!(code, 0, "{errors}");
        let told: Value = serde_json::from_str(&said).unwrap();
        assert_eq!((&told["step"], &told["changed"]), (&"Update package Bank.Rates".into(), &true.into()));
        assert_eq!(told["packages"][1]["before"], "1.0.0");
        assert_eq!(told["files"][0], serde_json::json!({ "file": "Bank.Rates.dll", "change": "replaced" }));
        assert_eq!(case.packages()[0]["version"], "2.0.0");
        let (_, said, _) = case.add(&["Bank.Rates"]);
        assert_eq!(said, "Bank: nothing changes\n");

        let (code, message) = failed(&["package", "remove", text(&case.target), "Core"]);
        assert!(code == 1 && message.contains("F711") && message.contains("needed by Bank.Rates"), "{message}");
        let removed = String::from_utf8(done(&["package", "remove", text(&case.target), "Bank.Rates"]).stdout).unwrap();
        assert!(removed.contains("Removed Core 1.1.0\n") && removed.contains("Removed Core.dll\n"), "{removed}");
        let last = case.extension();
        assert_eq!(last.resources.len(), before.resources.len());
        let project = |extension: &Extension| extension.project_file().unwrap().content.clone();
        assert_eq!(project(&last), project(&before));
        assert_eq!(String::from_utf8(done(&["package", "list", text(&case.target)]).stdout).unwrap(), "no packages\n");
    }
}

#[test]
fn a_file_is_a_package_and_its_needs_come_from_the_feed() {
    let case = Case::new("Bank.xif");
    let own = case.home.path().join("Own.0.1.nupkg");
    fs::write(&own, nupkg("Own", "0.1", &[("Core", "1.1")], &[("lib/net45/Own.dll", b"own")])).unwrap();
    let (code, said, errors) = case.add(&[text(&own)]);
    assert!(code == 0 && said.contains("Added Core 1.1.0") && said.contains("Added Own 0.1.0"), "{said}{errors}");
}

#[test]
fn what_does_not_go_is_said_and_nothing_is_written() {
    let case = Case::new("Bank.xif");
    case.shelve("Odd", "1.0.0", &[("Core", "[1.0]"), ("Bank.Rates", "2.0")]);
    fs::write(case.feed.join("Broken.1.0.0.nupkg"), "PK").unwrap();
    let before = fs::read(&case.target).unwrap();
    let none = case.home.path().join("none");
    for (arguments, code, what) in [
        (&["Nothing"][..], "F705", "The feed has no package Nothing."),
        (&["Core", "--version", "7.0"], "F705", "The feed has no version 7.0.0 of Core."),
        (
            &["Odd"],
            "F706",
            "No version of Core fits: Bank.Rates 2.0.0 needs 1.1.0 or later, Odd 1.0.0 needs exactly 1.0.0.",
        ),
        (&["Broken"], "F707", "Broken 1.0.0: The file is not a NuGet package"),
        (&["Core", "--feed", text(&none)], "F701", "cannot be read as a feed"),
        (&["Core", "--feed", "ftp://feed.example/x"], "F701", "it must begin with https:// or http://, or be a folder"),
        (&["Core", "--feed", "https://ada:s3cret@feed.example/x"], "F701", "do not belong into an address"),
        (&["Core", "--feed", "http://127.0.0.1:1/index.json"], "F702", "127.0.0.1 cannot be reached"),
    ] {
        let (exit, said, errors) = case.add(arguments);
        assert!(exit == 1 && said.is_empty(), "{arguments:?}: {exit} {said}");
        assert!(errors.starts_with(&format!("xif: error {code}: ")) && errors.contains(what), "{errors}");
        assert!(!errors.contains("s3cret"), "{errors}");
    }
    let (exit, _, errors) = case.add(&["Core", "--feed-user", "ada"]);
    assert!(exit == 2 && errors.contains("F712") && errors.contains("XIF_FEED_PASSWORD"), "{errors}");
    let (exit, _, errors) = case.add(&["a/b"]);
    assert!(exit == 2 && errors.contains("F001") && errors.contains("“a/b” is not the name of a package"), "{errors}");
    assert_eq!(fs::read(&case.target).unwrap(), before);
    done(&[
        "add",
        "resource",
        text(&case.target),
        "Source/NET/packages.config",
        &format!("Content=@{}", text(&case.feed.join("Broken.1.0.0.nupkg"))),
    ]);
    let (exit, _, errors) = case.add(&["Core"]);
    assert!(exit == 1 && errors.contains("F709"), "{errors}");
}

#[test]
fn a_feed_is_asked_by_its_protocol_and_says_what_speaks_against_a_version() {
    let feed = Feed::start();
    let case = Case::new("Bank.xif");
    let add = |more: &[&str]| answer(&[&["package", "add", text(&case.target), "--feed", &feed.index], more].concat());
    let (code, said, errors) = add(&["Web.Rates", "--version", "1.0.0"]);
    assert_eq!((code, errors.as_str()), (0, ""), "{said}");
    assert!(said.contains("Added Web.Core 1.2.0 (licence MIT, needed by others)"), "the lowest that serves: {said}");
    let outdated =
        |more: &[&str]| answer(&[&["package", "outdated", text(&case.target), "--feed", &feed.index], more].concat());
    let (code, said, errors) = outdated(&[]);
    assert_eq!((code, errors.as_str()), (1, ""));
    assert_eq!(
        said,
        "Web.Core 1.2.0: the latest\nWeb.Rates 1.0.0: outdated: 2.0.0 is there; deprecated: it is not maintained any more; take Other \
         instead; vulnerable, high: https://advisory.example/1\n"
    );
    let (code, said, _) = outdated(&["--json"]);
    let told: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, &told["packages"][1]["latest"]), (1, &"2.0.0".into()));
    let (code, said, errors) = add(&["Web.Rates"]);
    assert!(
        code == 0 && said.contains("Updated Web.Rates 1.0.0 to 2.0.0"),
        "hidden versions are not the latest: {said}{errors}"
    );
    let (code, said, _) = outdated(&[]);
    assert_eq!(code, 0, "{said}");
    let (code, _, errors) = add(&["Web.Nothing"]);
    assert!(code == 1 && errors.contains("F705"), "{errors}");
    let page = format!("{}/page", feed.address);
    let (code, _, errors) = answer(&["package", "add", text(&case.target), "X", "--feed", &page]);
    assert!(code == 1 && errors.contains("F704"), "{errors}");
}

#[test]
fn the_password_of_a_private_feed_goes_to_that_feed_alone() {
    let (feed, other) = (Feed::private("ada", "s3cret"), Feed::start());
    feed.lead_to(&other);
    let case = Case::new("Bank.xif");
    let add = |password: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_xif"));
        command.args(["package", "add", text(&case.target), "Web.Rates", "--version", "1.0.0", "--feed", &feed.index]);
        command.args(["--feed-user", "ada"]).env("XIF_FEED_PASSWORD", password);
        output_of(command.output().unwrap())
    };
    let (code, _, errors) = add("wrong");
    assert!(code == 1 && errors.contains("F703") && errors.contains("401") && !errors.contains("wrong"), "{errors}");
    let (code, said, errors) = add("s3cret");
    assert_eq!(code, 0, "{said}{errors}");
    assert!(
        feed.seen().iter().any(|seen| seen.has_password)
            && other.seen().iter().any(|seen| seen.path.contains(".nupkg"))
    );
    assert!(
        other.seen().iter().all(|seen| !seen.has_password),
        "contents come from another host, which gets no password"
    );
    let text_of_all = format!("{said}{errors}{}", String::from_utf8_lossy(&fs::read(&case.target).unwrap()));
    assert!(!text_of_all.contains("s3cret"));
    let output = xif(&[
        "package",
        "add",
        text(&case.target),
        "A",
        "--feed",
        "http://feed.example/",
        "--feed-user",
        "ada",
        "--feed-password-file",
        text(&case.target),
    ]);
    assert!(!output.status.success());
}

/// A real library from a package compiles into the extension.
#[test]
fn what_a_package_brings_compiles() {
    let (Some(servers), Some(json)) = (Servers::with_compiler(), tools::newtonsoft_json()) else { return };
    let case = Case::new("Bank.xif");
    let json = fs::read(json).unwrap();
    let bytes = nupkg("Newtonsoft.Json", "13.0.1", &[], &[("lib/net45/Newtonsoft.Json.dll", &json)]);
    fs::write(case.feed.join("Newtonsoft.Json.13.0.1.nupkg"), bytes).unwrap();
    done(&["add", "action", text(&case.target), "Write"]);
    done(&["add", "parameter", text(&case.target), "Write/output:Json", "Type=Text"]);
    let (code, _, errors) = case.add(&["Newtonsoft.Json"]);
    assert_eq!(code, 0, "{errors}");
    let source = case.home.path().join("Bank.cs");
    let before = case.extension();
    let code = before.resource_at(Folder::SOURCE, "Bank.cs").unwrap().content.text().unwrap();
    let code = code.replace("ssJson = \"\";", "ssJson = Newtonsoft.Json.JsonConvert.SerializeObject(new[] { 1, 2 });");
    assert!(code.contains("JsonConvert"), "{code}");
    fs::write(&source, code).unwrap();
    let content = format!("Content=@{}", text(&source));
    done(&["set", text(&case.target), "resource:Source/NET/Bank.cs", &content]);
    let (code, said, errors) = answer(&["compile", text(&case.target), "--server", &servers.server, "--in-place"]);
    assert!(code == 0 && said.contains("0 errors, 0 warnings"), "{said}{errors}");
    let after = case.extension();
    assert!(after.main_assembly().is_some() && after.resource_at(Folder::SOURCE, "packages.config").is_some());
    let (_, said, _) = answer(&["verify", text(&case.target)]);
    assert!(!said.contains("error "), "{said}");
}
