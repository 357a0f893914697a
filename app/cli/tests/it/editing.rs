//! Definitions made and changed by commands: of a XIF and of an unpacked folder alike.

use std::fs;
use std::path::{Path, PathBuf};

use extension::{Extension, Folder};
use serde_json::Value;

use crate::command::{definition, done, failed, files, text, xif};

/// A new extension `Bank` in a file or a folder.
struct Case {
    home: tempfile::TempDir,
    target: PathBuf,
}

impl Case {
    fn new(name: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join(name);
        done(&["new", text(&target), "Name=Bank", "--key", "TWBP2nq7fkKmQvXwP0yTdQ"]);
        Self { home, target }
    }

    /// One of each kind.
    fn both() -> [Self; 2] {
        [Self::new("bank.xif"), Self::new("bank")]
    }

    /// The words with the target behind the command, or behind the kind of what is added.
    fn words<'a>(&'a self, words: &[&'a str]) -> Vec<&'a str> {
        let at = if words[0] == "add" { 2 } else { 1 };
        let mut all = words.to_vec();
        all.insert(at, text(&self.target));
        all
    }

    fn done(&self, words: &[&str]) -> (Value, String) {
        let output = xif(&[&self.words(words)[..], &["--json"]].concat());
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        let step = answer["step"].as_str().unwrap().to_owned();
        (answer, step)
    }

    /// The error of a command that must leave every byte as it was.
    fn failed(&self, words: &[&str]) -> Value {
        let before = self.bytes();
        let (code, message) = failed(&[&self.words(words)[..], &["--json"]].concat());
        assert_eq!(code, 1, "{message}");
        assert!(self.bytes() == before, "{words:?} writes something");
        serde_json::from_str::<Value>(&message).unwrap()["error"].clone()
    }

    fn bytes(&self) -> Vec<(String, Vec<u8>)> {
        files(self.home.path())
            .into_iter()
            .map(|file| (file.clone(), fs::read(self.home.path().join(file)).unwrap()))
            .collect()
    }

    /// The extension as it is now; a folder is packed for it.
    fn extension(&self) -> Extension {
        let file = if self.target.is_dir() {
            let packed = self.home.path().join("packed.xif");
            done(&["pack", text(&self.target), text(&packed)]);
            packed
        } else {
            self.target.clone()
        };
        xif::read(&fs::read(file).unwrap(), &xif::Limits::default()).unwrap()
    }

    fn source(&self) -> String {
        let extension = self.extension();
        let file = extension.resource_at(Folder::SOURCE, "Bank.cs").unwrap();
        file.content.text().unwrap()
    }

    fn pay(&self) {
        self.done(&["add", "action", "Pay", "Description=Pays."]);
        self.done(&["add", "parameter", "Pay/Years", "Data Type=Integer", "Mandatory=No", "Default Value=5"]);
        self.done(&["add", "parameter", "Pay/output:Total", "type=Decimal"]);
    }
}

#[test]
fn a_definition_from_nothing() {
    for case in Case::both() {
        case.pay();
        case.done(&["set", "action:Pay", "Function=Yes"]);
        case.done(&["add", "structure", "Person"]);
        case.done(&["add", "attribute", "Person/Name", "Length=80", "Mandatory=No"]);
        case.done(&["add", "entity", "Customer", "Physical Table Name=CUSTOMERS"]);
        case.done(&["add", "attribute", "entity:Customer/Id", "Data Type=Integer", "AutoNumber=yes"]);
        case.done(&["set", "Customer", "Identifier=Id", "Default Value behavior=Stored as NULL"]);
        case.done(&["add", "parameter", "Pay/People", "Type=Person Record List"]);
        case.done(&["add", "parameter", "Pay/Who", "Type=Customer Identifier"]);
        case.done(&["set", "extension", "Description=Of a bank.", "DBMS=Oracle"]);
        let (answer, step) = case.done(&["move", "Pay.Who", "first"]);
        assert_eq!(
            (answer["elements"][0].as_str(), step.as_str()),
            (Some("action:Pay/input:Who"), "Move parameter Pay.Who")
        );
        let extension = case.extension();
        let pay = &extension.actions[0];
        let names: Vec<&str> = pay.parameters.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["Who", "Years", "Total", "People"]);
        assert!(pay.is_function && !pay.parameters[1].is_mandatory());
        assert_eq!(extension.entities[0].identifier, Some(extension.entities[0].attributes[0].key));
        assert_eq!(extension.dbms.label(), "Oracle");
        assert_eq!(extension.technologies[1].actions.len(), 1);
        // The sources follow, so that an update has nothing to do.
        assert!(csharp::update(&extension, &extension).files.is_empty());
        assert!(case.source().contains("MssPay(") && case.source().contains("ssPeople"));
        if case.target.is_dir() {
            done(&["update", text(&case.target), "--check"]);
        }
        done(&["verify", text(&case.target)]);
    }
}

/// A XIF and a folder give the same extension.
#[test]
fn both_forms_are_one() {
    let [file, folder] = Case::both();
    for case in [&file, &folder] {
        case.pay();
        case.done(&["rename", "Pay/Years", "Months"]);
    }
    let (mut one, mut other) = (file.extension(), folder.extension());
    one.provenance = other.provenance.clone();
    for resource in
        std::sync::Arc::make_mut(&mut one.resources).iter_mut().zip(std::sync::Arc::make_mut(&mut other.resources))
    {
        std::sync::Arc::make_mut(resource.0).last_modified = resource.1.last_modified.clone();
    }
    assert!(xif::print(&one) == xif::print(&other));
}

#[test]
fn a_rename_is_one_in_the_code() {
    for case in Case::both() {
        case.pay();
        let body = case.source().replace("// Write here what the action does", "ssTotal = ssYears;");
        let file = case.home.path().join("body.cs");
        fs::write(&file, body).unwrap();
        let content = format!("Content=@{}", file.display());
        case.done(&["set", "resource:Source/NET/Bank.cs", &content]);
        case.done(&["rename", "Pay", "Repay"]);
        case.done(&["rename", "Repay/Years", "Months"]);
        let source = case.source();
        assert!(
            source.contains("MssRepay(") && source.contains("ssTotal = ssMonths;") && !source.contains("MssPay("),
            "{source}"
        );
        let (answer, _) = case.done(&["rename", "extension", "Branch"]);
        assert_eq!(answer["extension"], "Branch");
        let extension = case.extension();
        let source = extension.resource_at(Folder::SOURCE, "Branch.cs").unwrap().content.text().unwrap();
        assert!(source.contains("ssTotal = ssMonths;") && source.contains("CssBranch"), "{source}");
        if case.target.is_dir() {
            assert!(
                case.target.join("Source/NET/Branch.cs").exists() && !case.target.join("Source/NET/Bank.cs").exists()
            );
        }
    }
}

#[test]
fn refusals_write_nothing() {
    for case in Case::both() {
        case.pay();
        case.done(&["add", "structure", "Person"]);
        case.done(&["add", "attribute", "Person/Name"]);
        case.done(&["add", "parameter", "Pay/One", "Type=Person"]);
        for (words, code, part) in [
            (&["add", "action", "pay"][..], "F502", "already an action named"),
            (&["add", "action", "2nd"], "F502", "start with a letter"),
            (&["add", "parameter", "Pai/A"], "F501", "There is no action Pai; there is Pay."),
            (&["add", "parameter", "structure:Person/A"], "F501", "is a structure, not an action"),
            (&["add", "attribute", "Pay/A"], "F501", "no structure or entity Pay"),
            (&["add", "resource", "Icons/a.png"], "F504", "Content=@FILE"),
            (&["set", "Pay/Years", "Data Type=Persons"], "F502", "not a value of Data Type"),
            (&["set", "Pay/Years", "Data Type=Text"], "F502", "Set the Default Value with the Data Type"),
            (&["set", "Pay/Years", "Length=5"], "F503", "Data Type, Mandatory, Default Value"),
            (&["set", "Pay/output:Years", "Description=x"], "F501", "no output Years"),
            (&["set", "Pay/output:Total", "Mandatory=Yes"], "F502", "only input parameters"),
            (&["set", "resource:Source/NET/Bank.cs", "Content=text"], "F504", "takes a file"),
            (&["set", "key:AAAAAAAAAAAAAAAAAAAAAA", "Name=x"], "F501", "element with the key"),
            (&["rename", "Pay/Years", "total"], "F502", "already a parameter"),
            (&["move", "Pay", "2"], "F506", "fewer elements"),
            (&["move", "Pay", "Source/NET"], "F506", "its position among its siblings"),
            (&["remove", "Pay", "Payy"], "F501", "There is no element Payy"),
            (&["remove", "a/b/c"], "F501", "no path of an element"),
        ] {
            let error = case.failed(words);
            assert_eq!(error["code"], code, "{words:?}: {error}");
            assert!(error["message"].as_str().unwrap().contains(part), "{words:?}: {error}");
        }
        let error = case.failed(&["remove", "Person"]);
        assert_eq!(error["uses"], serde_json::json!(["action:Pay/input:One"]));
        assert!(error["message"].as_str().unwrap().contains("--clear-uses"), "{error}");
        // What is incomplete cannot be followed by sources.
        let error = case.failed(&["remove", "Person", "--clear-uses"]);
        assert_eq!(error["code"], "F505", "{error}");
        case.done(&["remove", "Person", "--clear-uses", "--definition-only"]);
        let extension = case.extension();
        assert!(extension.structures.is_empty());
        assert_eq!(extension.type_label(&extension.actions[0].parameters[2].data_type), "Record");
    }
}

#[test]
fn elements_that_stand_twice_are_named_by_kind() {
    let case = Case::new("bank.xif");
    case.done(&["add", "action", "Pay"]);
    case.done(&["add", "structure", "Pay"]);
    let error = case.failed(&["remove", "Pay"]);
    assert!(error["message"].as_str().unwrap().contains("action:Pay or structure:Pay"), "{error}");
    case.done(&["remove", "structure:Pay"]);
    let paths = String::from_utf8(done(&["show", "--paths", text(&case.target)]).stdout).unwrap();
    assert!(paths.contains("\naction:Pay\n") && paths.contains("\nresource:Source/NET/Bank.cs\n"), "{paths}");
    for path in paths.lines() {
        let (answer, _) = case.done(&["set", path, "Description=Same"]);
        assert_eq!(answer["elements"][0], path);
    }
}

#[test]
fn a_list_of_texts_is_made_once_and_named() {
    for case in Case::both() {
        case.done(&["add", "action", "Mail"]);
        let (answer, _) = case.done(&["add", "parameter", "Mail/To", "Type=List of Text"]);
        assert!(answer["notices"][0].as_str().unwrap().contains("TextItem"), "{answer}");
        case.done(&["add", "parameter", "Mail/Copy", "Data Type=text list"]);
        case.done(&["add", "parameter", "Mail/Sizes", "Data Type=Long Integer List"]);
        let extension = case.extension();
        let types: Vec<String> =
            extension.actions[0].parameters.iter().map(|it| extension.type_label(&it.data_type)).collect();
        assert_eq!(types, ["Record List (TextItem)", "Record List (TextItem)", "Record List (LongIntegerItem)"]);
        assert!(csharp::update(&extension, &extension).files.is_empty());
    }
}

#[test]
fn resources_and_icons() {
    for case in Case::both() {
        case.done(&["add", "action", "Pay"]);
        let file = |name: &str, bytes: &[u8]| {
            fs::write(case.home.path().join(name), bytes).unwrap();
            case.home.path().join(name).display().to_string()
        };
        let (dll, other, icon) = (file("a.dll", b"MZ"), file("b.dll", b"MZ2"), file("pay.png", b"\x89PNG\r\n\x1a\n"));
        let (answer, _) = case.done(&["add", "resource", "Source/NET/Bin/a.dll", &format!("Content=@{dll}")]);
        assert_eq!(answer["elements"][0], "resource:Source/NET/Bin/a.dll");
        case.failed(&["add", "resource", r"\Source\NET\BIN\A.dll", &format!("Content=@{other}")]);
        case.done(&["set", "resource:Source/NET/Bin/a.dll", &format!("content=@{other}"), "deploy action=ignore"]);
        case.done(&["set", "Pay", &format!("Icon=@{icon}")]);
        case.done(&["add", "action", "Repay", &format!("Icon=@{icon}")]);
        case.done(&["move", "resource:Source/NET/Bin/a.dll", "Lib"]);
        case.done(&["rename", "resource:Lib/a.dll", "rates.dll"]);
        let extension = case.extension();
        let rates = extension.resource_at(r"\Lib\", "rates.dll").unwrap();
        assert_eq!((&*rates.content.bytes(), rates.deploy_action.label()), (&b"MZ2"[..], "Ignore"));
        assert_eq!(extension.actions[0].icon, extension.actions[1].icon);
        assert!(extension.resource_at(Folder::ICONS, "pay.png").is_some());
        case.done(&["remove", "resource:Lib/rates.dll", "resource:Icons/pay.png"]);
        assert!(case.extension().actions[0].icon.is_none());
        if case.target.is_dir() {
            assert!(!case.target.join("Lib").exists() && !case.target.join("Icons").exists());
        }
    }
}

#[test]
fn nothing_is_written_over_somebody_elses_file() {
    let case = Case::new("bank");
    let folder = &case.target;
    fs::create_dir_all(folder.join("Icons")).unwrap();
    fs::write(folder.join("Icons/pay.png"), "mine").unwrap();
    fs::write(case.home.path().join("pay.png"), "icon").unwrap();
    case.done(&["add", "action", "Pay"]);
    let icon = format!("Icon=@{}", case.home.path().join("pay.png").display());
    let (code, message) = failed(&case.words(&["set", "Pay", &icon]));
    assert!(code == 3 && message.contains("F103"), "{message}");
    assert_eq!(fs::read_to_string(folder.join("Icons/pay.png")).unwrap(), "mine");
    assert_eq!(failed(&["new", text(folder)]).0, 3);
    let file = case.home.path().join("a.xif");
    done(&["new", text(&file)]);
    let before = fs::read(&file).unwrap();
    assert!(failed(&["new", text(&file)]).1.contains("F107"));
    assert!(fs::read(&file).unwrap() == before);
    assert!(failed(&["new", text(&case.home.path().join("2nd.xif"))]).1.contains("start with a letter"));
}

/// What stays of a folder that cannot be written wholly is what was there.
#[cfg(unix)]
#[test]
fn a_failure_in_the_middle_puts_everything_back() {
    let case = Case::new("bank");
    case.done(&["add", "action", "Pay"]);
    // The mapping is written after the sources.
    let mapping = case.target.join("resources.tsv");
    let kept = fs::read(&mapping).unwrap();
    fs::remove_file(&mapping).unwrap();
    std::os::unix::fs::symlink("elsewhere", &mapping).unwrap();
    let before = sources(&case.target);
    assert!(!xif(&case.words(&["add", "action", "Repay"])).status.success());
    assert!(sources(&case.target) == before);
    fs::remove_file(&mapping).unwrap();
    fs::write(&mapping, kept).unwrap();
    case.done(&["add", "action", "Repay"]);
}

fn sources(folder: &Path) -> Vec<Vec<u8>> {
    ["Source/NET/Bank.cs", "Source/NET/Interface.cs", "definition.xml"]
        .map(|file| fs::read(folder.join(file)).unwrap())
        .into()
}

#[test]
fn the_generation_grows_with_each_step_and_nothing_else_does() {
    let case = Case::new("bank.xif");
    let before = definition(&case.target);
    let (answer, _) = case.done(&["set", "extension", "Description="]);
    assert_eq!((&answer["changed"], &answer["generation"]), (&false.into(), &1.into()));
    assert!(definition(&case.target) == before);
    let (answer, _) = case.done(&["set", "extension", "Description=New"]);
    assert_eq!((&answer["changed"], &answer["generation"]), (&true.into(), &2.into()));
    assert!(definition(&case.target).contains("Valid=\"No\""));
}
