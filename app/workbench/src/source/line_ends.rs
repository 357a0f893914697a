/// The text that an editor gives back, with the line ends that its lines had before.
///
/// Editors know one line end for the whole text; files may mix them (Integration Studio itself writes CR CR LF
/// behind an added method, which an editor takes for two lines). Lines that the user did not touch, the same
/// at the beginning and at the end, stay as they were to the byte; the others get the line end that most lines have.
pub(crate) fn keep(before: &str, after: &str) -> String {
    let (old, new) = (lines(before), lines(after));
    let same =
        |(one, other): &(&Line<'_>, &Line<'_>)| one.text == other.text && one.end.is_empty() == other.end.is_empty();
    let head = old.iter().zip(&new).take_while(same).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(same).count();
    let line_end = usual(&old);
    let mut kept = String::with_capacity(after.len() + new.len());
    let whole = |kept: &mut String, line: &Line<'_>| kept.extend([line.text, line.end]);
    old[..head].iter().for_each(|line| whole(&mut kept, line));
    for line in &new[head..new.len() - tail] {
        kept.extend([line.text, if line.end.is_empty() { "" } else { line_end }]);
    }
    old[old.len() - tail..].iter().for_each(|line| whole(&mut kept, line));
    kept
}

/// Whether the two texts have the same lines, whatever ends them.
pub fn has_same_lines(one: &str, other: &str) -> bool {
    let parts = |text| lines(text).into_iter().map(|line: Line<'_>| (line.text, line.end.is_empty()));
    one == other || parts(one).eq(parts(other))
}

struct Line<'a> {
    text: &'a str,
    /// CR LF, LF or CR; empty for a last line without one.
    end: &'a str,
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let length = rest.find(['\r', '\n']).unwrap_or(rest.len());
        let (text, behind) = rest.split_at(length);
        let end = if behind.starts_with("\r\n") { 2 } else { behind.len().min(1) };
        lines.push(Line { text, end: &behind[..end] });
        rest = &behind[end..];
    }
    lines
}

fn usual(lines: &[Line<'_>]) -> &'static str {
    let having = |end: &str| lines.iter().filter(|line| line.end == end).count();
    // A text without lines is new: generated files have CR LF.
    if having("\n") > having("\r\n") { "\n" } else { "\r\n" }
}

#[cfg(test)]
mod tests {
    use super::keep;

    #[test]
    fn untouched_lines_keep_their_ends() {
        assert_eq!(keep("a\r\nb\nc\r\n", "a\nb\nc\n"), "a\r\nb\nc\r\n");
        assert_eq!(keep("a\r\nb\nc\r\n", "a\nx\nc\n"), "a\r\nx\r\nc\r\n");
        assert_eq!(keep("a\r\nb\nc", "a\nb\nc\nd"), "a\r\nb\nc\r\nd");
        assert_eq!(keep("a\nb\n", "a\r\nnew\r\nb\r\n"), "a\nnew\nb\n");
        assert_eq!(keep("", "x\ny"), "x\r\ny");
        assert_eq!(keep("x", ""), "");
    }

    #[test]
    fn what_an_editor_takes_for_two_lines_stays() {
        assert_eq!(keep("a\r\r\nb\rc\r\n", "a\r\n\r\nb\r\nc\r\n"), "a\r\r\nb\rc\r\n");
        assert_eq!(keep("a\r\r\nb\r\n", "a\r\n\r\nb\r\nnew\r\n"), "a\r\r\nb\r\nnew\r\n");
    }
}
