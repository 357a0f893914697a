use std::fmt::Write;
use std::ops::Range;

use similar::{MergeResolution, TextMerge};

use super::Side;
use super::conflict::Subject;
use super::sides::Sides;
use crate::{Ends, Text};
use extension::Content;

/// The content merged by line. `None` when a version is not text, or where both sides changed the same place differently.
pub fn merge_content(base: Option<&Content>, ours: &Content, theirs: &Content) -> Option<Content> {
    let mut is_clean = true;
    let content = merged(base, ours, theirs, |_, _| {
        is_clean = false;
        Side::Ours
    });
    content.filter(|_| is_clean)
}

/// The content merged by line, when all versions are texts. `decide` is asked about each place that both sides changed.
///
/// Byte order mark and line ends are properties of the whole: who converts them changes no line. Only where the lines of
/// a version end in several ways, the ends belong to the lines.
pub(super) fn merged(
    base: Option<&Content>,
    ours: &Content,
    theirs: &Content,
    mut decide: impl FnMut(Subject, Sides<String>) -> Side,
) -> Option<Content> {
    let texts = Sides { base: Text::of(base?)?, ours: Text::of(ours)?, theirs: Text::of(theirs)? };
    let ends = ends(texts.as_ref().map(|text| text.ends));
    let lines = match ends {
        Some(_) => texts.as_ref().map(Text::neutral),
        None => texts.as_ref().map(|text| text.characters.clone()),
    };
    let merge = TextMerge::from_lines(lines.base.as_str(), lines.ours.as_str(), lines.theirs.as_str());
    let mut text = String::with_capacity(lines.ours.len() + lines.theirs.len());
    let of = |line: fn(&TextMerge<'_, '_, '_, str>, usize) -> Option<String>, range: Range<usize>| {
        range.filter_map(|index| line(&merge, index)).collect::<String>()
    };
    for region in merge.regions() {
        let ours = || of(|merge, index| merge.ours_line(index).map(str::to_owned), region.ours_range());
        let theirs = || of(|merge, index| merge.theirs_line(index).map(str::to_owned), region.theirs_range());
        let taken = match region.resolution() {
            MergeResolution::Theirs => theirs(),
            MergeResolution::Conflict => {
                let base = of(|merge, index| merge.base_line(index).map(str::to_owned), region.base_range());
                let subject = Subject::Lines {
                    base: region.base_range(),
                    ours: region.ours_range(),
                    theirs: region.theirs_range(),
                };
                match decide(subject, Sides { base, ours: ours(), theirs: theirs() }) {
                    Side::Ours => ours(),
                    Side::Theirs => theirs(),
                }
            }
            _ => ours(),
        };
        append(&mut text, &taken);
    }
    let has_bom = texts.as_ref().map(|text| text.has_bom);
    // Of two values both sides can only have changed to the same.
    let has_bom = if has_bom.ours == has_bom.base { has_bom.theirs } else { has_bom.ours };
    let text = if ends == Some(Ends::CrLf) { text.replace('\n', "\r\n") } else { text };
    Some(Text { characters: text, has_bom, ends: Ends::None }.content())
}

/// Adds lines; a last line that had no end gets one when others follow.
fn append(text: &mut String, lines: &str) {
    if !lines.is_empty() && !text.is_empty() && !text.ends_with(['\n', '\r']) {
        // Writing to a String cannot fail.
        let _ = writeln!(text);
    }
    text.push_str(lines);
}

/// How the lines of the merged text end, when no version has several kinds. A text of one line has no say.
fn ends(ends: Sides<Ends>) -> Option<Ends> {
    if [ends.base, ends.ours, ends.theirs].contains(&Ends::Mixed) {
        return None;
    }
    let of = |own: Ends| if own == Ends::None { ends.base } else { own };
    let (ours, theirs) = (of(ends.ours), of(ends.theirs));
    Some(if ours == ends.base { theirs } else { ours })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged_text(base: &str, ours: &str, theirs: &str, side: Side) -> (String, usize) {
        let content = |text: &str| Content::from_bytes(text.as_bytes());
        let mut conflicts = 0;
        let merged = merged(Some(&content(base)), &content(ours), &content(theirs), |_, _| {
            conflicts += 1;
            side
        });
        (String::from_utf8(merged.unwrap().bytes().into_owned()).unwrap(), conflicts)
    }

    fn clean(base: &str, ours: &str, theirs: &str) -> String {
        let (text, conflicts) = merged_text(base, ours, theirs, Side::Ours);
        assert_eq!(conflicts, 0, "{text:?}");
        text
    }

    #[test]
    fn lines_of_both_sides() {
        assert_eq!(clean("a\nb\nc\nd\n", "A\nb\nc\nd\n", "a\nb\nc\nD\n"), "A\nb\nc\nD\n");
        assert_eq!(clean("a\r\nb\r\nc\r\n", "x\r\na\r\nb\r\nc\r\n", "a\r\nb\r\nc\r\ny"), "x\r\na\r\nb\r\nc\r\ny");
        let (text, conflicts) = merged_text("a\nb\nc\n", "a\n1\nc\n", "a\n2\nc\n", Side::Ours);
        assert_eq!((text.as_str(), conflicts), ("a\n1\nc\n", 1));
        let (text, _) = merged_text("a\nb\nc\n", "a\n1\nc\n", "a\n2\nc\n", Side::Theirs);
        assert_eq!(text, "a\n2\nc\n");
    }

    #[test]
    fn line_ends_and_mark_are_of_the_whole() {
        assert_eq!(clean("a\r\nb\r\nc\r\n", "a\nb\nc\n", "a\r\nb\r\nC\r\n"), "a\nb\nC\n");
        assert_eq!(clean("a\nb\nc\n", "A\nb\nc\n", "\u{feff}a\r\nb\r\nc\r\n"), "\u{feff}A\r\nb\r\nc\r\n");
        assert_eq!(clean("\u{feff}a\nb\nc\n", "\u{feff}a\nb\nC\n", "a\nb\nc\n"), "a\nb\nC\n");
        let mixed = "a\nb\r\nc\rd\n";
        assert_eq!(clean(mixed, "A\nb\r\nc\rd\n", "a\nb\r\nc\rD\r\n"), "A\nb\r\nc\rD\r\n");
    }

    #[test]
    fn what_is_no_text_is_not_merged() {
        let content = |bytes: &[u8]| Content::from_bytes(bytes);
        let none = merged(Some(&content(b"a")), &content(b"b"), &content(b"\0"), |_, _| Side::Ours);
        assert_eq!(none, None);
        assert_eq!(merged(None, &content(b"b"), &content(b"c"), |_, _| Side::Ours), None);
    }
}
