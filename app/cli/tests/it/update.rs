//! The sources of an unpacked XIF follow its definition.

use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect;
use extension::{BasicType, Edit, Extension, Resource};
use support::corpus;
use support::document::{INPUT, action, key, parameter};

use crate::command::{Repository, answer, done, files, text, with_resources, write, xif};

/// `Sample` with an action `Pay` (input `Years`) and sources that follow it; the body is somebody's.
fn sample() -> Extension {
    let pay = action(10, "Pay", [parameter(11, "Years", INPUT, BasicType::Integer)]);
    let mut extension = with_resources(Vec::new()).apply(&Edit::AddAction(pay, None)).unwrap();
    for (number, file) in (120..).zip(csharp::new_sources(&extension)) {
        let time = extension::Timestamp::new(2026, 1, 1, 12, 0, 0);
        let mut content = file.content;
        if file.file_name.is_same("Sample.cs") {
            let code = content.text().unwrap().replace("// Write here what the action does", BODY);
            content = extension::Content::from_bytes(code.into_bytes());
        }
        let added = Resource::new(key(number), file.file_name, file.folder, content, time);
        extension = extension.apply(&Edit::AddResource(added)).unwrap();
    }
    extension
}

const BODY: &str = "Log(ssYears); // }";

struct Case {
    home: tempfile::TempDir,
}

impl Case {
    /// The sample, unpacked.
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let file = write(home.path(), &sample());
        done(&["unpack", text(&file), text(&home.path().join("folder"))]);
        Self { home }
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join("folder")
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder().join(file)
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    /// Replaces a text that is there once.
    fn edit(&self, file: &str, from: &str, to: &str) {
        let text = self.text(file);
        assert_eq!(text.matches(from).count(), 1, "{from} in {text}");
        fs::write(self.path(file), text.replace(from, to)).unwrap();
    }

    fn update(&self, options: &[&str]) -> (i32, String, String) {
        answer(&[&["update", text(&self.folder())][..], options].concat())
    }

    fn original(&self) -> PathBuf {
        self.home.path().join("in.xif")
    }

    fn contents(&self) -> Vec<(String, Vec<u8>)> {
        contents(&self.folder())
    }
}

fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    files(folder).into_iter().map(|file| (file.clone(), fs::read(folder.join(file)).unwrap())).collect()
}

#[test]
fn nothing_to_do() {
    let case = Case::new();
    let before = case.contents();
    assert_eq!(case.update(&[]), (0, "Sample: the sources follow the definition\n".to_owned(), String::new()));
    assert_eq!(case.update(&["--check"]).0, 0);
    assert!(case.contents() == before);
}

#[test]
fn a_renamed_action_and_a_renamed_parameter() {
    let case = Case::new();
    case.edit("definition.xml", "Name=\"Pay\"", "Name=\"Repay\"");
    case.edit("definition.xml", "Name=\"Years\"", "Name=\"Months\"");
    let before = case.contents();
    // What nobody can know is asked for.
    let (code, _, errors) = case.update(&[]);
    assert!(code == 2 && errors.contains("F303") && errors.contains("--before"), "{errors}");
    assert_eq!(case.update(&["--check"]).0, 1);
    let original = case.original();
    let (code, out, _) = case.update(&["--check", "--before", text(&original)]);
    assert_eq!(code, 1);
    expect![[r"
        Source/NET/Interface.cs: would be updated
        Source/NET/Sample.cs: would be updated
        Sample: 2 files are behind
    "]]
    .assert_eq(&out);
    assert!(case.contents() == before, "--check writes nothing");

    let source = case.text("Source/NET/Sample.cs");
    let (code, out, _) = case.update(&["--before", text(&original)]);
    assert!(code == 0 && out.ends_with("Sample: 2 files updated\n"), "{out}");
    let renamed = source.replace("MssPay", "MssRepay").replace("ssYears", "ssMonths");
    assert_eq!(case.text("Source/NET/Sample.cs"), renamed);
    assert!(case.text("Source/NET/Sample.cs").contains("Log(ssMonths); // }"));
    assert_eq!(case.update(&["--check"]).0, 0);
    assert_eq!(case.update(&[]).0, 0);

    let back = case.home.path().join("back.xif");
    done(&["pack", text(&case.folder()), text(&back)]);
    let packed = xif::read(&fs::read(&back).unwrap(), &xif::Limits::default()).unwrap();
    assert_eq!(packed.actions[0].name.as_str(), "Repay");
    let changed = packed.resources.iter().filter(|it| it.last_modified.as_str() == "2026-01-02 05:04:05");
    assert_eq!(changed.map(|it| it.file_name.as_str()).collect::<Vec<_>>(), ["Sample.cs", "Interface.cs"]);
}

#[test]
fn the_earlier_definition_from_git() {
    let repository = Repository::new();
    let file = write(repository.path("").as_path(), &sample());
    done(&["unpack", text(&file), text(&repository.path("folder"))]);
    repository.done(&["add", "--all"]);
    repository.done(&["commit", "--quiet", "--message", "first"]);
    let path = repository.path("folder/definition.xml");
    let definition = fs::read_to_string(&path).unwrap();
    fs::write(&path, definition.replace("Name=\"Pay\"", "Name=\"Repay\"")).unwrap();
    let line = "git show HEAD:./folder/definition.xml | xif update folder --before -";
    let (code, out, errors) = crate::command::read(repository.command("sh", &["-c", line]).output().unwrap());
    assert_eq!(code, 0, "{out}{errors}");
    let difference = repository.done(&["diff", "--unified=0", "folder/Source/NET/Sample.cs"]);
    assert!(difference.contains("+\t\tpublic void MssRepay(int ssYears)"), "{difference}");
}

#[test]
fn a_missing_file_is_added_with_its_resource() {
    let case = Case::new();
    let definition = case.text("definition.xml");
    let start = definition.find("Filename=\"Entities.cs\"").unwrap();
    let start = definition[..=start].rfind("<Resource ").unwrap();
    let end = start + definition[start..].find("</Resource>").unwrap() + "</Resource>".len();
    let without = format!("{}{}", &definition[..start], &definition[end..]);
    assert!(!without.contains("Entities.cs"));
    fs::write(case.path("definition.xml"), &without).unwrap();
    let before = case.path("definition.xml");
    let mapping = case.text("resources.tsv");
    let lines: String =
        mapping.lines().filter(|line| !line.contains("Entities.cs")).map(|line| format!("{line}\n")).collect();
    fs::write(case.path("resources.tsv"), lines).unwrap();
    // The file is still there, belongs to no resource, and may be the user's.
    fs::write(case.path("Source/NET/Entities.cs"), "// mine").unwrap();
    let (code, _, errors) = case.update(&["--before", text(&before)]);
    assert!(code == 2 && errors.contains("F103") && errors.contains("Entities.cs"), "{errors}");
    assert_eq!(case.text("definition.xml"), without, "nothing was written");
    fs::remove_file(case.path("Source/NET/Entities.cs")).unwrap();
    let (code, out, errors) = case.update(&["--before", text(&before)]);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert_eq!(out, "Source/NET/Entities.cs: added\nSample: 1 file updated\n");
    assert_eq!(case.update(&["--check"]).0, 0);
    let back = case.home.path().join("back.xif");
    let packed = done(&["pack", "--json", text(&case.folder()), text(&back)]);
    let packed: serde_json::Value = serde_json::from_slice(&packed.stdout).unwrap();
    assert_eq!(packed["newFiles"], serde_json::json!([]));
    let packed = xif::read(&fs::read(&back).unwrap(), &xif::Limits::default()).unwrap();
    let entities = packed.resource_at(extension::Folder::SOURCE, "Entities.cs").unwrap();
    assert_eq!(*entities.content.bytes(), fs::read(case.path("Source/NET/Entities.cs")).unwrap());
    assert_eq!(entities.last_modified.as_str(), "2026-01-02 05:04:05");
}

#[test]
fn what_cannot_be_updated_is_left_alone_with_its_place() {
    let case = Case::new();
    let original = case.original();
    case.edit("definition.xml", "Name=\"Years\"", "Name=\"Months\"");
    let body = "int ssMonths = 1;";
    case.edit("Source/NET/Sample.cs", BODY, body);
    let source = case.text("Source/NET/Sample.cs");
    let (code, out, _) = case.update(&["--before", text(&original)]);
    assert_eq!(code, 1);
    assert!(out.contains("Source/NET/Interface.cs: updated\n"), "{out}");
    assert!(out.contains("warning Sample.cs(") && out.contains("its body already uses the name ssMonths"), "{out}");
    assert!(out.contains("Sample: 1 place does not follow the definition; change it by hand\n"), "{out}");
    assert_eq!(case.text("Source/NET/Sample.cs"), source);

    fs::write(case.path("Source/NET/Sample.cs"), source.replace("namespace", "namespace {{")).unwrap();
    let (code, out, _) = case.update(&["--before", text(&original), "--json"]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    let finding = &json["findings"][0];
    assert_eq!((code, &finding["severity"], &finding["file"]), (1, &"error".into(), &"Sample.cs".into()));
    assert!(finding["line"].as_u64().is_some());
}

/// `Sample` with a structure `Person`, whose generated file somebody wrote into.
fn with_helper() -> Case {
    let case = Case::new();
    let empty = "<Expression Name=\"N\" StringText=\"\"><Empty position=\"1\" Type=\"rtNone\" /></Expression>";
    let expressions: String =
        ["DefaultValue", "Decimals", "Length"].map(|name| empty.replace("\"N\"", &format!("\"{name}\""))).concat();
    let person = format!(
        "<Structures><Structure Key=\"AAAAAAAAAAAAAAAAAAAAAA\" Name=\"Person\" Description=\"\" ImportDetails=\"\"><Attribute Key=\"BAAAAAAAAAAAAAAAAAAAAA\" Name=\"Name\" Description=\"\" IsMandatory=\"No\" Type=\"rtText\" DefaultValue=\"\" Decimals=\"\" Length=\"\" RecordType=\"\">{expressions}</Attribute></Structure></Structures>"
    );
    case.edit("definition.xml", "\n  <Structures />", &person);
    assert_eq!(case.update(&["--before", text(&case.original())]).0, 0);
    fs::copy(case.path("definition.xml"), case.home.path().join("before.xml")).unwrap();
    let helper = "public string ssName; public string Upper { get { return ssName.ToUpper(); } }";
    case.edit("Source/NET/Structures.cs", "public string ssName;", helper);
    case
}

#[test]
fn what_somebody_wrote_into_a_generated_file_stays() {
    let case = with_helper();
    let before = case.contents();
    let definition = case.home.path().join("before.xml");
    assert_eq!(case.update(&["--check", "--before", text(&definition)]).0, 0);
    assert_eq!(case.update(&["--before", text(&definition)]).0, 0);
    assert!(case.contents() == before);
    case.edit("definition.xml", "Name=\"Name\"", "Name=\"Title\"");
    let (code, out, errors) = case.update(&["--before", text(&definition)]);
    assert_eq!(code, 0, "{out}{errors}");
    assert!(
        case.text("Source/NET/Structures.cs")
            .contains("public string ssTitle; public string Upper { get { return ssTitle.ToUpper(); } }")
    );
}

#[test]
fn what_somebody_wrote_is_overwritten_after_a_yes_alone() {
    let case = with_helper();
    let definition = case.home.path().join("before.xml");
    case.edit("Source/NET/Structures.cs", "hash ^= ssName.GetHashCode();", "hash ^= Mine.Hash(ssName);");
    let now = case.text("definition.xml");
    let start = now.find("<Attribute Key=\"BAAA").unwrap();
    let end = start + now[start..].find("</Attribute>").unwrap() + "</Attribute>".len();
    let city = now[start..end].replace("\"BAAA", "\"CAAA").replace("Name=\"Name\"", "Name=\"City\"");
    fs::write(case.path("definition.xml"), format!("{}{city}{}", &now[..end], &now[end..])).unwrap();
    let before = case.contents();
    let (code, out, errors) = case.update(&["--check", "--before", text(&definition)]);
    assert!(code == 1 && errors.is_empty(), "{errors}");
    assert!(
        out.contains("warning Structures.cs(")
            && out.contains(": GetHashCode: written by hand, would be overwritten\n"),
        "{out}"
    );
    let (code, out, errors) = case.update(&["--before", text(&definition)]);
    assert_eq!((code, out.as_str()), (4, ""));
    assert!(errors.contains("F305") && errors.contains("GetHashCode") && errors.contains("--overwrite"), "{errors}");
    assert!(case.contents() == before);
    let (code, out, _) = case.update(&["--json", "--overwrite", "--before", text(&definition)]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &json["overwritten"][0]["file"]), (0, &"Structures.cs".into()));
    assert!(!case.text("Source/NET/Structures.cs").contains("Mine.Hash"));
    assert_eq!(case.update(&["--check"]).0, 0);
}

#[test]
fn an_asynchronous_method_is_said_each_time() {
    let case = Case::new();
    let body = "public async System.Threading.Tasks.Task<int> MssPay(";
    case.edit("Source/NET/Sample.cs", "public void MssPay(", body);
    for options in [&[][..], &["--check"], &["--before"]] {
        let original = case.original();
        let options: Vec<&str> =
            options.iter().copied().chain((options == ["--before"]).then_some(text(&original))).collect();
        let (code, out, _) = case.update(&options);
        assert_eq!(code, 1, "{out}");
        assert!(out.contains("MssPay was left as it is") && !out.contains("the sources follow"), "{out}");
    }
}

#[test]
fn a_new_source_file_is_compiled() {
    let case = Case::new();
    let original = case.original();
    let definition = case.text("definition.xml");
    let start = definition.find("<Resource ").unwrap();
    let end = start + definition[start..].find("</Resource>").unwrap() + "</Resource>".len();
    let key = definition[start..].split('"').nth(1).unwrap();
    let file = definition[start..end].split("Filename=\"").nth(1).unwrap().split('"').next().unwrap();
    let added = definition[start..end].replace(key, "CAAAAAAAAAAAAAAAAAAAAA").replace(file, "Sample.Images.cs");
    fs::write(case.path("definition.xml"), format!("{}{added}{}", &definition[..start], &definition[start..])).unwrap();
    fs::write(case.path("Source/NET/Sample.Images.cs"), "class Images { }").unwrap();
    let mapping = case.text("resources.tsv");
    let line = "CAAAAAAAAAAAAAAAAAAAAA\t0000000000000000000000000000000000000000000000000000000000000000\tSource/NET/Sample.Images.cs\n";
    fs::write(case.path("resources.tsv"), mapping + line).unwrap();
    let project = case.text("Source/NET/Sample.csproj");
    let (code, out, errors) = case.update(&["--before", text(&original)]);
    assert_eq!(code, 0, "{out}{errors}");
    let entry = "\r\n\t\t<Compile Include=\"Sample.Images.cs\" />";
    let now = case.text("Source/NET/Sample.csproj");
    assert!(now.contains(entry) && now.replace(entry, "") == project, "{now}");
    assert_eq!(case.update(&["--check", "--before", text(&original)]).0, 0);
}

#[test]
fn other_troubles() {
    let case = Case::new();
    let none = case.home.path().join("none");
    let (code, _, errors) = answer(&["update", text(&none)]);
    assert!(code == 2 && errors.contains("F201"), "{errors}");
    let (code, _, errors) = case.update(&["--before", text(&none)]);
    assert!(code == 2 && errors.contains("F101"), "{errors}");
    let original = case.original();
    case.edit("definition.xml", "Name=\"Sample\"", "Name=\"Better\"");
    let (code, _, errors) = case.update(&["--before", text(&original)]);
    assert!(code == 2 && errors.contains("F206") && errors.contains("from Sample to Better"), "{errors}");
}

/// An update of a real extension changes what is generated and no byte of what is the user's.
#[test]
fn real_extensions_keep_what_is_the_user_s() {
    for (name, bytes) in corpus::files() {
        let home = tempfile::tempdir().unwrap();
        let (file, folder) = (home.path().join(&name), home.path().join("folder"));
        fs::write(&file, &bytes).unwrap();
        let extension = xif::read(&bytes, &xif::Limits::default()).unwrap();
        let main = format!("Source/NET/{}.cs", extension.name);
        done(&["unpack", text(&file), text(&folder)]);
        let before = contents(&folder);
        let (code, out, errors) =
            crate::command::read(xif(&["update", text(&folder), "--overwrite", "--before", text(&file)]));
        assert!(code < 2, "{name}: {out}{errors}");
        let after = contents(&folder);
        let generated = ["Interface.cs", "Structures.cs", "Entities.cs", "Records.cs", "RecordLists.cs"];
        for (file, bytes) in &before {
            let is_generated = generated.iter().any(|it| file.ends_with(it));
            let is_kept = after.iter().any(|(other, now)| other == file && now == bytes);
            let is_own = ["definition.xml", "resources.tsv"].contains(&file.as_str());
            assert!(is_kept || is_generated || is_own || *file == main, "{name}: {file}");
        }
        // Once more changes nothing.
        let (_, again, _) =
            crate::command::read(xif(&["update", text(&folder), "--overwrite", "--before", text(&file)]));
        assert!(!again.contains(": updated") && !again.contains(": added"), "{name}: {again}");
    }
}
