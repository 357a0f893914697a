//! Files from strangers: nothing is written or read outside the folder.

use std::fs;

use crate::command::{definition, done, failed, files, resource, text, with_resources, write};

const HOSTILE: [(&str, &str); 12] = [
    (r"\..\..\", "outside.txt"),
    (r"..\", "outside.txt"),
    ("/../../", "outside.txt"),
    ("", "/tmp/outside.txt"),
    (r"C:\", "outside.txt"),
    (r"\Source\", r"..\..\outside.txt"),
    (r"\.git\hooks\", "post-checkout"),
    (r"\", "definition.xml"),
    (r"\", "RESOURCES.TSV"),
    (r"\", ".gitattributes"),
    (r"\Source\", "NUL"),
    (r"\Source\", ""),
];

#[test]
fn every_file_stays_in_the_folder_and_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let (folder, back) = (home.path().join("a/b/folder"), home.path().join("back.xif"));
    let numbered = (1_u8..).zip(HOSTILE);
    let extension = with_resources(numbered.map(|(n, (path, name))| resource(n, path, name, &[n])).collect());
    let file = write(home.path(), &extension);
    done(&["unpack", text(&file), text(&folder)]);
    let inside = files(&folder);
    assert_eq!(inside.len(), HOSTILE.len() + 4, "{inside:?}");
    assert_eq!(files(home.path()).len(), inside.len() + 1, "nothing but the XIF is outside");
    let hidden: Vec<&String> = inside.iter().filter(|file| file.contains("/.") || file.starts_with('.')).collect();
    assert_eq!(hidden, [".gitattributes", ".gitignore"]);
    done(&["pack", text(&folder), text(&back)]);
    assert_eq!(definition(&file), definition(&back));
}

#[test]
fn a_hostile_mapping_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let (folder, back) = (home.path().join("folder"), home.path().join("back.xif"));
    let file = write(home.path(), &with_resources(vec![resource(1, r"\S\", "A.cs", b"a")]));
    done(&["unpack", text(&file), text(&folder)]);
    fs::write(home.path().join("secret"), "secret").unwrap();
    let mapping = fs::read_to_string(folder.join("resources.tsv")).unwrap();
    for path in ["../secret", "/etc/hostname", "S/../../secret", ".git/config"] {
        fs::write(folder.join("resources.tsv"), mapping.replace("S/A.cs", path)).unwrap();
        for arguments in
            [["pack", text(&folder), text(&back)].as_slice(), &["unpack", "--force", text(&file), text(&folder)]]
        {
            let (code, message) = failed(arguments);
            assert!(code == 1 && message.contains("F204"), "{path}: {message}");
        }
    }
    assert!(home.path().join("secret").exists() && !back.exists());
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;

    let home = tempfile::tempdir().unwrap();
    let (folder, back, outside) =
        (home.path().join("folder"), home.path().join("back.xif"), home.path().join("outside"));
    let file = write(home.path(), &with_resources(vec![resource(1, r"\S\", "A.cs", b"a")]));
    done(&["unpack", text(&file), text(&folder)]);
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("A.cs"), "secret").unwrap();
    let refuse = || {
        for arguments in
            [["pack", text(&folder), text(&back)].as_slice(), &["unpack", "--force", text(&file), text(&folder)]]
        {
            let (code, message) = failed(arguments);
            assert!(code == 3 && message.contains("F104"), "{message}");
        }
        assert_eq!(fs::read_to_string(outside.join("A.cs")).unwrap(), "secret");
    };
    fs::remove_file(folder.join("S/A.cs")).unwrap();
    symlink(outside.join("A.cs"), folder.join("S/A.cs")).unwrap();
    refuse();
    fs::remove_dir_all(folder.join("S")).unwrap();
    symlink(&outside, folder.join("S")).unwrap();
    refuse();
}
