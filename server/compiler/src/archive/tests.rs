use super::*;
use proptest::prelude::*;
use support::archive::zip_of;
use zip::write::SimpleFileOptions;

fn read(archive: &[u8]) -> Result<Vec<(String, usize)>, String> {
    read_within(archive, &ArchiveLimits::default())
}

fn read_within(archive: &[u8], limits: &ArchiveLimits) -> Result<Vec<(String, usize)>, String> {
    match Sources::read(archive, limits) {
        Ok(sources) => Ok(sources.iter().map(|(path, content)| (path.to_string(), content.len())).collect()),
        Err(error) => Err(Problem::from(error).code),
    }
}

use api::problem::Problem;

fn refused(code: &str, path: &str) {
    // The writer of the zip crate cleans names, so the name is put into the finished bytes.
    let placeholder = "x".repeat(path.len());
    let mut archive = zip_of(&[(&placeholder, b"content")]);
    let wanted = placeholder.as_bytes();
    let mut position = 0;
    while position + wanted.len() <= archive.len() {
        if archive[position..].starts_with(wanted) {
            archive[position..position + wanted.len()].copy_from_slice(path.as_bytes());
            position += wanted.len();
        } else {
            position += 1;
        }
    }
    assert_eq!(read(&archive), Err(code.to_owned()), "{path}");
}

#[test]
fn an_ordinary_tree_is_read() {
    let archive = zip_of(&[("A.csproj", b"<Project/>"), ("Bin\\x.dll", b"MZ"), ("a/b/c.cs", b"")]);
    assert_eq!(read(&archive), Ok(vec![("A.csproj".into(), 10), ("Bin/x.dll".into(), 2), ("a/b/c.cs".into(), 0)]));
}

#[test]
fn hostile_paths_are_refused() {
    for path in ["../x", "a/../../x", "a\\..\\x", "..", "a/.."] {
        refused("S109", path);
    }
    for path in ["/etc/passwd", "\\\\server\\share", "C:\\x", "c:x", "\\x"] {
        refused("S110", path);
    }
    for path in ["a//b", "./a", "a/./b", "a\u{0}b", "a\nb", "x?", "ab:c", "x.", "x ", "a./b", "a<b"] {
        refused("S111", path);
    }
    for path in ["nul", "CON.txt", "bin/com1.dll", "lpt9", "aux .cs", "COM¹"] {
        refused("S112", path);
    }
    refused("S113", "a/".repeat(40).trim_end_matches('/'));
    refused("S113", &"a".repeat(241));
}

#[test]
fn names_that_only_look_reserved_are_read() {
    let archive = zip_of(&[("console.cs", b""), ("COM10", b""), ("a..b", b""), (".editorconfig", b"")]);
    assert_eq!(read(&archive).unwrap().len(), 4);
}

#[test]
fn two_paths_that_windows_takes_for_one_are_refused() {
    for pair in [["A.cs", "a.CS"], ["bin/x", "Bin/X"], ["a", "A/b"], ["a/b", "A"], ["Ä", "ä"]] {
        let archive = zip_of(&[(pair[0], b"1"), (pair[1], b"2")]);
        assert_eq!(read(&archive), Err("S114".into()), "{pair:?}");
    }
}

#[test]
fn exact_duplicates_are_refused() {
    let mut archive = zip_of(&[("aa", b"1"), ("bb", b"2")]);
    for position in 0..archive.len() - 1 {
        if archive[position..].starts_with(b"bb") {
            archive[position..position + 2].copy_from_slice(b"aa");
        }
    }
    assert_eq!(read(&archive), Err("S114".into()));
}

#[test]
fn links_are_refused() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("link", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let archive = writer.finish().unwrap().into_inner();
    assert_eq!(read(&archive), Err("S115".into()));
}

#[test]
fn folders_count_as_entries_and_hold_their_names() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_directory("Bin", SimpleFileOptions::default()).unwrap();
    writer.start_file("bin", SimpleFileOptions::default()).unwrap();
    let archive = writer.finish().unwrap().into_inner();
    assert_eq!(read(&archive), Err("S114".into()));
}

#[test]
fn a_bomb_is_refused_while_it_inflates() {
    let limits = ArchiveLimits { file: 1 << 20, total: 3 << 20, ..ArchiveLimits::default() };
    let zeros = vec![0; 2 << 20];
    assert_eq!(read_within(&zip_of(&[("bomb", &zeros)]), &limits), Err("S106".into()));
    let million = vec![0; 1 << 20];
    let names: Vec<String> = (0..5).map(|number| format!("f{number}")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), million.as_slice())).collect();
    assert_eq!(read_within(&zip_of(&entries), &limits), Err("S107".into()));
}

#[test]
fn a_bomb_that_lies_about_its_size_is_refused() {
    let limits = ArchiveLimits { file: 1 << 20, ..ArchiveLimits::default() };
    let zeros = vec![0; 2 << 20];
    let mut archive = zip_of(&[("bomb", &zeros)]);
    let real = (2u32 << 20).to_le_bytes();
    for position in 0..archive.len() - 4 {
        if archive[position..].starts_with(&real) {
            archive[position..position + 4].copy_from_slice(&100u32.to_le_bytes());
        }
    }
    let code = read_within(&archive, &limits).unwrap_err();
    assert!(["S101", "S106", "S108"].contains(&code.as_str()), "{code}");
}

#[test]
fn thousands_of_files_are_refused() {
    let names: Vec<String> = (0..5_001).map(|number| format!("f{number}")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(read(&zip_of(&entries)), Err("S104".into()));
}

#[test]
fn what_is_not_an_archive_is_refused() {
    for bytes in [&b""[..], b"PK", b"hello", &[0; 100]] {
        assert_eq!(read(bytes), Err("S101".into()));
    }
    let limits = ArchiveLimits { archive: 10, ..ArchiveLimits::default() };
    assert_eq!(read_within(&zip_of(&[("a", b"1")]), &limits), Err("S105".into()));
}

#[test]
fn a_wrong_checksum_is_refused() {
    let mut archive = zip_of(&[("a.cs", b"content")]);
    // Stored or deflated, the content of so short a file stands behind the 30 bytes of header and the name.
    archive[30 + 4 + 2] ^= 0xff;
    let code = read(&archive).unwrap_err();
    assert!(["S101", "S108"].contains(&code.as_str()), "{code}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// Whatever one changes in an archive, reading ends with files inside the limits or with a refusal.
    #[test]
    fn any_damage_ends_in_a_result(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12), cut in any::<prop::sample::Index>()) {
        let mut archive = zip_of(&[("A.csproj", b"<Project></Project>"), ("bin/a.dll", &[7; 300]), ("deep/er/x.cs", b"class X {}")]);
        for (index, value) in changes {
            let position = index.index(archive.len());
            archive[position] = value;
        }
        archive.truncate(archive.len() - cut.index(4));
        let limits = ArchiveLimits { file: 4096, total: 8192, ..ArchiveLimits::default() };
        if let Ok(files) = read_within(&archive, &limits) {
            prop_assert!(files.iter().all(|(_, size)| *size <= 4096));
        }
    }

    /// A path that is taken never leaves the folder, on either kind of system.
    #[test]
    fn a_parsed_path_stays_inside(raw in "[a.C:/\\\\ ~]{0,12}") {
        if let Ok(path) = EntryPath::parse(raw.as_bytes(), &ArchiveLimits::default()) {
            prop_assert!(path.as_str().split('/').all(|name| !name.is_empty() && name != ".." && name != "."));
            prop_assert!(!path.as_str().contains(['\\', ':']));
        }
    }
}
