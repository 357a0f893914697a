//! Two versions of a XIF as one again, by hand and in git.

use std::fs;
use std::path::PathBuf;

use comparison::merge::{Side, resolve};
use expect_test::expect;
use extension::{Action, Direction, Edit, Elements, Extension, Name, Parameter};
use support::document::{edited, key, name};

use crate::command::{Repository, answer, text};
use crate::versions::{added, as_read, described, mandatory, renamed, sample, source, without_refund};

/// Three files in a folder of their own.
struct Case {
    home: tempfile::TempDir,
}

impl Case {
    fn new(ours: &[Edit], theirs: &[Edit]) -> Self {
        let bytes = |edits: &[Edit]| xif::write(&edited(&sample(), edits));
        Self::of(&bytes(&[]), &bytes(ours), &bytes(theirs))
    }

    fn of(base: &[u8], ours: &[u8], theirs: &[u8]) -> Self {
        let home = tempfile::tempdir().unwrap();
        for (name, bytes) in [("base", base), ("ours", ours), ("theirs", theirs)] {
            fs::write(home.path().join(name), bytes).unwrap();
        }
        Self { home }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.file(name)).unwrap()
    }

    fn extension(&self, name: &str) -> Extension {
        xif::read(&self.bytes(name), &xif::Limits::default()).unwrap()
    }

    fn run(&self, options: &[&str]) -> (i32, String, String) {
        let files = [self.file("base"), self.file("ours"), self.file("theirs")];
        let files = files.each_ref().map(|file| text(file));
        answer(&[&["merge"][..], &files, options].concat())
    }
}

#[test]
fn changes_of_both_sides_are_written_over_ours() {
    let case = Case::new(
        &[described("Pays"), added(30, "Ours"), source("int a", "long a")],
        &[mandatory(), source("int d", "long d"), added(31, "Theirs")],
    );
    let (code, out, errors) = case.run(&[]);
    assert_eq!((code, out.as_str()), (0, "Sample: merged, generation 1\n"), "{errors}");
    let merged = case.extension("ours");
    let names: Vec<&str> = merged.actions.iter().map(|action| action.name.as_str()).collect();
    assert_eq!(names, ["Pay", "Refund", "Ours", "Theirs"]);
    assert_eq!(merged.actions[0].description.as_str(), "Pays");
    assert!(merged.actions[0].parameters[0].is_mandatory());
    let code = merged.resources[0].content.text().unwrap();
    assert_eq!(code, "class Sample {\r\n\tlong a;\r\n\tint b;\r\n\tint c;\r\n\tlong d;\r\n}\r\n");
    // It is a new save, which nobody has verified.
    let head = &merged.provenance;
    assert_eq!(head.last_modified_utc.as_str(), "2026-01-02 03:04:05");
    assert!(!head.is_valid && head.hash != sample().provenance.hash);
}

#[test]
fn a_side_that_did_not_change_gives_the_other_to_the_byte() {
    for (ours, theirs, expected) in [(vec![mandatory()], vec![], "ours"), (vec![], vec![mandatory()], "theirs")] {
        let case = Case::new(&ours, &theirs);
        let wanted = case.bytes(expected);
        assert_eq!(case.run(&[]).0, 0);
        assert!(case.bytes("ours") == wanted);
    }
    // Also where nothing but the form changed, in what nobody knows.
    let text = xif::print(&sample());
    let strange = xif::deflate(&text.replacen("<Actions>", "<Actions future=\"1\">", 1));
    let case = Case::of(&xif::deflate(&text), &xif::deflate(&text), &strange);
    assert_eq!(case.run(&[]).0, 0);
    assert!(case.bytes("ours") == strange);
    // Where both changed, the form of one side is lost, and that is said.
    let case = Case::of(&xif::deflate(&text), &xif::write(&edited(&sample(), &[mandatory()])), &strange);
    let (code, _, errors) = case.run(&[]);
    assert!(code == 0 && errors.contains("THEIRS is also written in another form than BASE"), "{errors}");
    // What both changed alike in their form is there.
    let ours = xif::print(&edited(&sample(), &[mandatory()])).replacen("<Actions>", "<Actions future=\"1\">", 1);
    let case = Case::of(&xif::deflate(&text), &xif::deflate(&ours), &strange);
    let (code, _, errors) = case.run(&[]);
    assert!(code == 0 && !errors.contains("form"), "{errors}");
}

fn contrary() -> (Vec<Edit>, Vec<Edit>) {
    let ours = vec![renamed("Ours"), described("Same"), without_refund(), source("int b", "int ours")];
    let described_refund = Edit::Action(
        key(20),
        extension::ActionEdit::SetDescription(extension::Description::new("Gives back").unwrap()),
    );
    let theirs = vec![renamed("Theirs"), described("Same"), described_refund, source("int b", "int theirs")];
    (ours, theirs)
}

#[test]
fn conflicts_are_printed_and_nothing_is_written() {
    let (ours, theirs) = contrary();
    let case = Case::new(&ours, &theirs);
    let before = case.bytes("ours");
    let (code, out, errors) = case.run(&[]);
    assert_eq!((code, errors.as_str()), (1, ""));
    expect![[r"
        Sample: 3 conflicts, nothing was written
        1. resource \Source\NET\Sample.cs, line 3
           base
           | 	int b;
           ours
           | 	int ours;
           theirs
           | 	int theirs;
        2. action Ours, Name
           base   Pay
           ours   Ours
           theirs Theirs
        3. action Refund, deleted by us and changed by them
           base   ()
           ours   (nothing)
           theirs ()
        Settle each with --choose N=ours or --choose N=theirs, or all others with --ours or --theirs.
    "]]
    .assert_eq(&out);
    assert!(case.bytes("ours") == before);
    let (code, json, _) = case.run(&["--json", "--choose", "2=theirs"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, &json["file"], &json["shape"]), (1, &serde_json::Value::Null, &1.into()));
    let expected = serde_json::json!({
        "number": 2, "kind": "action", "element": "Ours", "what": "property", "property": "Name",
        "text": "action Ours, Name", "base": "Pay", "ours": "Ours", "theirs": "Theirs", "chosen": "theirs",
    });
    assert_eq!((&json["conflicts"][1], &json["conflicts"][0]["chosen"]), (&expected, &serde_json::Value::Null));
    assert!(case.bytes("ours") == before);
}

#[test]
fn every_choice_is_taken_as_it_is() {
    let (ours, theirs) = contrary();
    let base = sample();
    let model = comparison::merge::merge(&base, &edited(&base, &ours), &edited(&base, &theirs));
    for choices in 0..8_u8 {
        let sides: Vec<Side> =
            (0..3).map(|at| if choices & (1 << at) == 0 { Side::Ours } else { Side::Theirs }).collect();
        let case = Case::new(&ours, &theirs);
        let options: Vec<String> =
            (1..).zip(&sides).map(|(number, side)| format!("--choose={number}={}", side.label())).collect();
        let out = case.file("out");
        let mut options: Vec<&str> = options.iter().map(String::as_str).collect();
        options.extend(["--output", text(&out)]);
        let before = case.bytes("ours");
        let (code, _, errors) = case.run(&options);
        assert_eq!(code, 0, "{errors}");
        assert!(case.bytes("ours") == before, "the result goes to the output alone");
        let merged = case.extension("out");
        let expected = Extension { provenance: merged.provenance.clone(), ..resolve(&model, &sides) };
        assert_eq!(merged, expected, "{sides:?}");
    }
    let case = Case::new(&ours, &theirs);
    assert_eq!(case.run(&["--theirs", "--choose", "3=ours"]).0, 0);
    let merged = case.extension("ours");
    assert_eq!((merged.actions.len(), merged.actions[0].name.as_str()), (1, "Theirs"));
    let (code, _, errors) = Case::new(&ours, &theirs).run(&["--choose", "4=ours"]);
    assert!(code == 2 && errors.contains("There is no conflict 4: there are 3."), "{errors}");
}

#[test]
fn what_does_not_fit_together_is_written_only_when_asked() {
    let case = Case::new(&[added(30, "New")], &[added(31, "New")]);
    let before = case.bytes("ours");
    let (code, out, _) = case.run(&[]);
    assert_eq!(code, 1);
    expect![[r"
        Sample: what does not fit together, nothing was written
        - 2 actions have the name New. Rename all but one.
        With --force it is written as it is, to be mended in the studio.
    "]]
    .assert_eq(&out);
    assert!(case.bytes("ours") == before);
    let (code, _, errors) = case.run(&["--force"]);
    assert!(code == 0 && errors.contains("2 actions have the name New"), "{errors}");
    assert_eq!(case.extension("ours").actions.len(), 4);
}

#[test]
fn trouble() {
    let good = xif::write(&sample());
    let other = xif::write(&edited(&sample(), &[mandatory()]));
    let (code, _, errors) = Case::of(b"", &good, &other).run(&[]);
    assert!(code == 2 && errors.contains("F301") && errors.contains("both sides added the XIF"), "{errors}");
    let case = Case::of(&good, &other, b"<<<<<<<");
    let (code, _, errors) = case.run(&[]);
    assert!(code == 2 && errors.contains("X101") && errors.contains("theirs"), "{errors}");
    assert!(case.bytes("ours") == other);
}

/// A repository as the README sets it up, with a XIF on `main` and another version of it on `branch`.
fn repository(ours: &[Edit], theirs: &[Edit]) -> Repository {
    let repository = Repository::new();
    fs::write(repository.path(".gitattributes"), "*.xif merge=xif\n").unwrap();
    repository.done(&["config", "merge.xif.driver", "xif merge %O %A %B"]);
    repository.commit("Sample.xif", &sample());
    repository.done(&["switch", "--quiet", "--create", "branch"]);
    repository.commit("Sample.xif", &edited(&sample(), theirs));
    repository.done(&["switch", "--quiet", "main"]);
    repository.commit("Sample.xif", &edited(&sample(), ours));
    repository
}

#[test]
fn git_merges_what_is_clean() {
    let repository =
        repository(&[described("Pays"), source("int a", "long a")], &[mandatory(), source("int d", "long d")]);
    let out = repository.done(&["merge", "branch", "--message", "merged"]);
    assert!(out.contains("Sample: merged, generation 1"), "{out}");
    assert_eq!(repository.done(&["status", "--porcelain"]), "");
    let merged = repository.extension("Sample.xif");
    assert_eq!(merged.actions[0].description.as_str(), "Pays");
    assert!(merged.actions[0].parameters[0].is_mandatory());
    assert!(merged.resources[0].content.text().unwrap().contains("long d;"));
    // The same branches, the other way round, and as a rebase.
    repository.done(&["switch", "--quiet", "branch"]);
    repository.done(&["rebase", "--quiet", "main~"]);
    assert!(repository.extension("Sample.xif").actions[0].parameters[0].is_mandatory());
}

#[test]
fn git_leaves_conflicts_to_the_user() {
    let (ours, theirs) = contrary();
    let repository = repository(&ours, &theirs);
    let (code, out, _) = repository.git(&["merge", "branch"]);
    assert_eq!(code, 1);
    assert!(out.contains("2. action Ours, Name\n") && out.contains("CONFLICT (content)"), "{out}");
    assert_eq!(repository.done(&["status", "--porcelain"]), "UU Sample.xif\n");
    // The file in the folder is ours, unchanged; the index has all three versions.
    assert_eq!(repository.extension("Sample.xif"), as_read(&edited(&sample(), &ours)));
    assert_eq!(repository.done(&["ls-files", "--unmerged"]).lines().count(), 3);

    repository.done(&[
        "config",
        "mergetool.xif.cmd",
        "xif merge \"$BASE\" \"$LOCAL\" \"$REMOTE\" --output \"$MERGED\" $CHOOSE",
    ]);
    repository.done(&["config", "mergetool.xif.trustExitCode", "true"]);
    repository.done(&["config", "mergetool.keepBackup", "false"]);
    let settle = |choices: &str| {
        let arguments = ["mergetool", "--no-prompt", "--tool=xif", "Sample.xif"];
        let mut command = repository.command("git", &arguments);
        crate::command::read(command.env("CHOOSE", choices).output().unwrap())
    };
    let (code, out, errors) = settle("--choose=1=theirs");
    assert!(code == 1 && out.contains("Sample: 2 conflicts, nothing was written"), "{out}{errors}");
    assert_eq!(repository.done(&["status", "--porcelain"]), "UU Sample.xif\n");
    let (code, out, errors) = settle("--choose=1=theirs,ours");
    assert_eq!(code, 0, "{out}{errors}");
    assert_eq!(repository.done(&["ls-files", "--unmerged"]), "");
    repository.done(&["commit", "--quiet", "--message", "settled"]);
    let merged = repository.extension("Sample.xif");
    assert_eq!((merged.actions.len(), merged.actions[0].name.as_str()), (1, "Ours"));
    assert!(merged.resources[0].content.text().unwrap().contains("int theirs;"));
}

#[test]
fn two_new_files_have_nothing_to_merge_by() {
    let repository = Repository::new();
    fs::write(repository.path(".gitattributes"), "*.xif merge=xif\n").unwrap();
    repository.done(&["config", "merge.xif.driver", "xif merge %O %A %B"]);
    repository.commit("First.xif", &sample());
    repository.done(&["switch", "--quiet", "--create", "branch"]);
    repository.commit("Sample.xif", &edited(&sample(), &[mandatory()]));
    repository.done(&["switch", "--quiet", "main"]);
    repository.commit("Sample.xif", &edited(&sample(), &[described("Pays")]));
    let (code, out, errors) = repository.git(&["merge", "branch"]);
    assert!(code == 1 && format!("{out}{errors}").contains("F301"), "{out}{errors}");
    assert_eq!(repository.extension("Sample.xif"), as_read(&edited(&sample(), &[described("Pays")])));
}

/// A version whose elements nobody expects together: a function that gets a second output by merging.
#[test]
fn a_function_with_two_outputs_is_told() {
    let output = |number: u8, name: &str| {
        Edit::Action(
            key(40),
            extension::ActionEdit::AddParameter(
                Parameter::new(key(number), Name::new(name).unwrap(), Direction::Output),
                None,
            ),
        )
    };
    let mut action = Action::new(key(40), name("Rate"));
    action.is_function = true;
    let base = Extension { actions: [action].into_iter().collect::<Elements<_>>(), ..sample() };
    let version = |edit: Edit| xif::write(&edited(&base, &[edit]));
    let case = Case::of(&xif::write(&base), &version(output(41, "One")), &version(output(42, "Other")));
    let (code, out, _) = case.run(&[]);
    assert!(code == 1 && out.contains("Rate is a function and has 2 output parameters"), "{out}");
}
