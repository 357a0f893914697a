//! What goes out comes back.

use std::fs;

use support::corpus;
use support::document::key;

use crate::command::{NOW, definition, done, failed, files, resource, text, with_resources, write, xif};

#[test]
fn real_files_come_back_to_the_byte() {
    for (name, bytes) in corpus::files() {
        let home = tempfile::tempdir().unwrap();
        let (file, folder, back) = (home.path().join(&name), home.path().join("folder"), home.path().join("back.xif"));
        fs::write(&file, bytes).unwrap();
        done(&["unpack", text(&file), text(&folder)]);
        let taken_out = fs::read_to_string(folder.join("definition.xml")).unwrap();
        assert!(taken_out.matches("</Data>").count() == taken_out.matches("<Data></Data>").count(), "{name}");
        let output = done(&["pack", text(&folder), text(&back)]);
        assert!(output.stderr.is_empty(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(definition(&file) == definition(&back), "{name} comes back differently");

        let force = done(&["unpack", "--force", text(&back), text(&folder)]);
        assert!(force.stderr.is_empty(), "{name}");
        assert_eq!(fs::read_to_string(folder.join("definition.xml")).unwrap(), taken_out, "{name}");
    }
}

#[test]
fn a_real_file_has_its_resources_as_files() {
    let Some((name, bytes)) = corpus::file("StringReverser") else { return };
    let home = tempfile::tempdir().unwrap();
    let (file, folder) = (home.path().join(name), home.path().join("folder"));
    fs::write(&file, &bytes).unwrap();
    done(&["unpack", text(&file), text(&folder)]);
    let extension = xif::read(&bytes, &xif::Limits::default()).unwrap();
    for resource in extension.resources.iter() {
        let on_disk = resource.folder.parts().fold(folder.clone(), |path, part| path.join(part));
        assert_eq!(fs::read(on_disk.join(resource.file_name.as_str())).unwrap(), *resource.content.bytes());
    }
    assert_eq!(files(&folder).len(), extension.resources.len() + 4);
}

#[test]
fn an_edited_file_is_packed() {
    let home = tempfile::tempdir().unwrap();
    let (folder, back) = (home.path().join("folder"), home.path().join("back.xif"));
    let mut before = with_resources(vec![
        resource(1, r"\Source\NET\", "A.cs", b"class A {}\r\n"),
        resource(2, r"\Source\NET\Bin\", "A.dll", &[0, 255, 13, 10, 10]),
    ]);
    std::sync::Arc::make_mut(&mut before.provenance).generation = 7;
    let file = write(home.path(), &before);
    done(&["unpack", text(&file), text(&folder)]);
    assert_eq!(fs::read(folder.join("Source/NET/Bin/A.dll")).unwrap(), [0, 255, 13, 10, 10]);
    assert_eq!(fs::read_to_string(folder.join(".gitattributes")).unwrap().lines().last(), Some("* -text"));

    fs::write(folder.join("Source/NET/A.cs"), "class B {}\n").unwrap();
    fs::write(folder.join("Source/NET/New.cs"), "new").unwrap();
    let output = done(&["pack", "--json", text(&folder), text(&back)]);
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["changedResources"], serde_json::json!([r"\Source\NET\A.cs"]));
    assert_eq!(answer["newFiles"], serde_json::json!(["Source/NET/New.cs"]));
    assert_eq!(answer["definitionChanged"], false);

    let after = xif::read(&fs::read(&back).unwrap(), &xif::Limits::default()).unwrap();
    assert_eq!(&*after.resources[0].content.bytes(), b"class B {}\n");
    assert_eq!(after.resources[0].last_modified.as_str(), "2026-01-02 05:04:05", "{NOW} two hours east");
    assert_eq!(after.resources[1], before.resources[1]);
    assert_eq!(after.provenance.generation, 8);
    assert_eq!(after.provenance.last_modified_utc.as_str(), "2026-01-02 03:04:05");
    assert!(!after.provenance.is_valid && after.provenance.hash != before.provenance.hash);
}

#[test]
fn an_edited_definition_is_packed() {
    let home = tempfile::tempdir().unwrap();
    let (folder, back) = (home.path().join("folder"), home.path().join("back.xif"));
    let file = write(home.path(), &with_resources(vec![resource(1, r"\Source\NET\", "A.cs", b"a")]));
    done(&["unpack", text(&file), text(&folder)]);
    let path = folder.join("definition.xml");
    let changed =
        fs::read_to_string(&path).unwrap().replace("Description=\"\" LastUpgrade", "Description=\"New\" LastUpgrade");
    fs::write(&path, changed).unwrap();
    done(&["pack", text(&folder), text(&back)]);
    let after = xif::read(&fs::read(&back).unwrap(), &xif::Limits::default()).unwrap();
    assert_eq!((after.description.as_str(), after.provenance.generation), ("New", 1));
    assert_eq!(after.resources[0].last_modified.as_str(), "2026-01-01 12:00:00");
}

#[test]
fn only_what_was_unpacked_is_replaced() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("folder");
    let first = with_resources(vec![resource(1, r"\Source\", "A.cs", b"a"), resource(2, r"\Old\Deep\", "B.cs", b"b")]);
    let file = write(home.path(), &first);
    done(&["unpack", text(&file), text(&folder)]);
    fs::write(folder.join("README.md"), "mine").unwrap();
    fs::write(folder.join("Source/mine.txt"), "mine").unwrap();

    let second = with_resources(vec![resource(1, r"\Source\", "A.cs", b"new"), resource(3, r"\", "Old_file", b"c")]);
    let file = write(home.path(), &second);
    let (code, message) = failed(&["unpack", text(&file), text(&folder)]);
    assert!(code == 3 && message.contains("F102") && message.contains("--force"), "{message}");
    done(&["unpack", text(&file), text(&folder), "--force"]);
    assert_eq!(
        files(&folder),
        [
            ".gitattributes",
            ".gitignore",
            "Old_file",
            "README.md",
            "Source/A.cs",
            "Source/mine.txt",
            "definition.xml",
            "resources.tsv"
        ]
    );
    assert_eq!(fs::read_to_string(folder.join("Source/A.cs")).unwrap(), "new");

    let third = with_resources(vec![resource(1, r"\Source\", "mine.txt", b"x"), resource(4, r"\", "README.md", b"x")]);
    let file = write(home.path(), &third);
    let (code, message) = failed(&["unpack", text(&file), text(&folder), "--force"]);
    assert!(code == 3 && message.contains("F103"), "{message}");
    assert!(message.contains("mine.txt") && message.contains("README.md"), "{message}");
    assert_eq!(fs::read_to_string(folder.join("Source/A.cs")).unwrap(), "new", "nothing was written");
    assert_eq!(fs::read_to_string(folder.join("README.md")).unwrap(), "mine");
}

#[test]
fn a_lost_file_or_line_is_an_error() {
    let home = tempfile::tempdir().unwrap();
    let (folder, back) = (home.path().join("folder"), home.path().join("back.xif"));
    let file =
        write(home.path(), &with_resources(vec![resource(1, r"\S\", "A.cs", b"a"), resource(2, r"\S\", "B.cs", b"")]));
    done(&["unpack", text(&file), text(&folder)]);
    fs::rename(folder.join("S/B.cs"), folder.join("S/C.cs")).unwrap();
    let (code, message) = failed(&["pack", text(&folder), text(&back)]);
    assert!(code == 3 && message.contains("F105") && message.contains("B.cs"), "{message}");
    fs::rename(folder.join("S/C.cs"), folder.join("S/B.cs")).unwrap();

    let mapping = fs::read_to_string(folder.join("resources.tsv")).unwrap();
    let without: Vec<&str> = mapping.lines().filter(|line| !line.contains(&key(2).to_string())).collect();
    fs::write(folder.join("resources.tsv"), without.join("\n")).unwrap();
    let (code, message) = failed(&["pack", text(&folder), text(&back)]);
    assert!(code == 1 && message.contains("F205") && message.contains(r"\S\B.cs"), "{message}");

    fs::write(folder.join("resources.tsv"), "<<<<<<< ours\n").unwrap();
    let (code, message) = failed(&["pack", text(&folder), text(&back)]);
    assert!(code == 1 && message.contains("F204") && message.contains("conflict"), "{message}");
    assert!(!back.exists());
}

#[test]
fn the_users_attributes_of_git_are_kept() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("folder");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join(".gitattributes"), "*.cs diff=csharp\n").unwrap();
    let file = write(home.path(), &with_resources(Vec::new()));
    let output = xif(&["unpack", "--force", text(&file), text(&folder)]);
    assert!(output.status.success() && String::from_utf8_lossy(&output.stderr).contains("* -text"));
    assert_eq!(fs::read_to_string(folder.join(".gitattributes")).unwrap(), "*.cs diff=csharp\n");
}

#[test]
fn a_second_round_without_a_change_changes_nothing() {
    for (name, bytes) in corpus::files() {
        let home = tempfile::tempdir().unwrap();
        let (file, folder, back) = (home.path().join(&name), home.path().join("folder"), home.path().join("back.xif"));
        fs::write(&file, bytes).unwrap();
        done(&["unpack", text(&file), text(&folder)]);
        let all = || {
            let read = |file: String| (file.clone(), fs::read(folder.join(file)).unwrap());
            files(&folder).into_iter().map(read).collect::<Vec<_>>()
        };
        let before = all();
        done(&["pack", text(&folder), text(&back)]);
        done(&["unpack", "--force", text(&back), text(&folder)]);
        assert!(all() == before, "{name}");
        let is_noise = |file: &String| cli::unpacked::is_noise(file) && !file.starts_with("_noise/");
        assert!(!files(&folder).iter().any(is_noise), "{name}");
    }
}

#[test]
fn what_tools_leave_behind_is_kept_apart_and_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let (folder, back) = (home.path().join("folder"), home.path().join("back.xif"));
    let noise = [
        resource(1, r"\Source\NET\", "A.cs", b"a"),
        resource(2, r"\Source\NET\obj\Release\", "A.txt", b"built"),
        resource(3, r"\Source\NET\.vs\A\", ".suo", b"suo"),
        resource(4, r"\Source\NET\", "%Name%.cs", b""),
        resource(5, r"\Backups\", "A 2026-01-01.xif", b"old"),
        resource(6, r"\Templates\", "A.cs", b"template"),
        resource(7, r"\_noise\Templates\", "A.cs", b"somebody's own"),
    ];
    let file = write(home.path(), &with_resources(noise.to_vec()));
    done(&["unpack", text(&file), text(&folder)]);
    assert_eq!(
        files(&folder),
        [
            ".gitattributes",
            ".gitignore",
            "Source/NET/A.cs",
            "_noise/Backups/A 2026-01-01.xif",
            "_noise/Source/NET/%Name%.cs",
            "_noise/Source/NET/_.vs/A/_.suo",
            "_noise/Source/NET/obj/Release/A.txt",
            "_noise/Templates/A.cs",
            "_noise/Templates/A_2.cs",
            "definition.xml",
            "resources.tsv"
        ]
    );
    // What tools make beside the sources is not named as new, and git does not see it; what is in the XIF it sees.
    for made in ["Source/NET/obj/Debug/B.txt", "Source/NET/A.csproj.user", "Backups/B.xif"] {
        fs::create_dir_all(folder.join(made).parent().unwrap()).unwrap();
        fs::write(folder.join(made), "made").unwrap();
    }
    let output = done(&["pack", text(&folder), text(&back)]);
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(definition(&file) == definition(&back));
    let git = |arguments: &[&str]| {
        let mut command = std::process::Command::new("git");
        command.args(arguments).current_dir(&folder).env("HOME", home.path()).env("GIT_CONFIG_NOSYSTEM", "1");
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    let seen = git(&["ls-files"]);
    assert!(
        seen.contains("_noise/Source/NET/obj/Release/A.txt") && seen.contains("_noise/Source/NET/_.vs/A/_.suo"),
        "{seen}"
    );
    assert!(
        !seen.contains("made") && !seen.contains("Debug") && !seen.contains(".user") && !seen.contains("B.xif"),
        "{seen}"
    );
}
