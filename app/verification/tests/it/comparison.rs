//! Two versions of an assembly side by side.

use comparison::{LineKind, line_changes};
use extension::{Content, Edit, Extension, Folder, ResourceEdit};
use support::document::key;
use verification::compare;

use super::{time, with_file};

const KINDS: &[u8] = include_bytes!("../../../assembly/tests/it/kinds/kinds.dll");

/// The library with other bytes in the place of some, in every place.
fn changed(from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = KINDS.to_vec();
    let places: Vec<usize> =
        bytes.windows(from.len()).enumerate().filter(|(_, it)| *it == from).map(|it| it.0).collect();
    assert!(!places.is_empty());
    for place in places {
        bytes[place..place + from.len()].copy_from_slice(to);
    }
    bytes
}

fn replaced(extension: &Extension, bytes: &[u8]) -> Extension {
    let edit = ResourceEdit::SetContent(Content::from_bytes(bytes), time());
    extension.apply(&Edit::Resource(key(90), edit)).unwrap()
}

#[test]
fn what_an_assembly_offers_is_compared() {
    let before = with_file(Folder::BINARIES, "kinds.dll", KINDS);
    let after = replaced(&before, &changed(b"WriteOnly\0", b"WriteSome\0"));
    let comparison = compare(&before, &after);
    let change = comparison.changes().find(|change| change.lines.is_some()).unwrap();
    assert!(change.old.starts_with("kinds 0.0.0.0, "), "{}", change.old);
    assert!(change.new.starts_with("kinds 0.0.0.0, ") && change.new.ends_with("other bytes"), "{}", change.new);
    let lines = change.lines.as_ref().unwrap();
    assert_eq!((lines.added, lines.removed, lines.hunks.len()), (1, 1, 1));
    let told: Vec<_> = lines.hunks[0].lines.iter().map(|line| (line.kind, line.text.as_str())).collect();
    assert_eq!(
        told,
        [
            (
                LineKind::Same,
                "public abstract class Kinds.Open<T> : System.IComparable<T> where T : class, System.IDisposable, new()\n"
            ),
            (LineKind::Removed, "    public int WriteOnly { set; }\n"),
            (LineKind::Added, "    public int WriteSome { set; }\n"),
        ]
    );
}

#[test]
fn types_and_references_come_and_go() {
    let before = with_file(Folder::BINARIES, "kinds.dll", KINDS);
    let sample = include_bytes!("../../../../tests/fuzz/seeds/assembly/sample");
    let comparison = compare(&before, &replaced(&before, sample));
    let change = comparison.changes().find(|change| change.lines.is_some()).unwrap();
    assert!(change.new.starts_with("OutSystems.NssSample "), "{}", change.new);
    let lines = change.lines.as_ref().unwrap();
    let gone = lines.hunks.iter().filter(|hunk| hunk.after.is_empty()).count();
    let came = lines.hunks.iter().filter(|hunk| hunk.before.is_empty()).count();
    assert!(gone > 5 && came > 1, "{gone} types are gone, {came} came");
    let first = &lines.hunks[0];
    assert!(first.lines[0].text.starts_with("Assembly kinds"), "{:?}", first.lines);
    let counted = |kind| lines.hunks.iter().flat_map(|hunk| &hunk.lines).filter(|line| line.kind == kind).count();
    assert_eq!((lines.added, lines.removed), (counted(LineKind::Added), counted(LineKind::Removed)));
}

#[test]
fn other_files_are_compared_as_before() {
    let before = with_file(Folder::BINARIES, "kinds.dll", KINDS);
    let after = replaced(&before, b"no assembly");
    let comparison = compare(&before, &after);
    assert_eq!(comparison.changes().count(), comparison::compare(&before, &after).changes().count());
    assert!(comparison.changes().all(|change| change.lines.is_none()));
    let text = with_file("Source", "notes.txt", b"one\ntwo\n");
    let edited = replaced(&text, b"one\nthree\n");
    let contents = [&text, &edited].map(|it| it.resource(key(90)).unwrap().content.clone());
    let comparison = compare(&text, &edited);
    let change = comparison.changes().find(|change| change.lines.is_some()).unwrap();
    assert_eq!(change.lines, line_changes(&contents[0], &contents[1]));
}
