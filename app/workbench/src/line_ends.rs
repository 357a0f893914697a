/// The text that an editor gives back, with the line ends that its lines had before.
///
/// Editors know one line end for the whole text; files may mix them. Lines that the user did not touch
/// (the same at the beginning and at the end) stay as they were to the byte, the others get the line
/// end that most lines have.
pub(crate) fn keep(before: &str, after: &str) -> String {
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let same = |(one, other): &(&&str, &&str)| bare(one) == bare(other) && ends(one) == ends(other);
    let head = old.iter().zip(&new).take_while(same).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(same).count();
    let line_end = usual(&old);
    let mut text = String::with_capacity(after.len() + new.len());
    text.extend(old[..head].iter().copied());
    for line in &new[head..new.len() - tail] {
        text.push_str(bare(line));
        text.push_str(if ends(line) { line_end } else { "" });
    }
    text.extend(old[old.len() - tail..].iter().copied());
    text
}

fn bare(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line)
}

fn ends(line: &str) -> bool {
    line.ends_with('\n')
}

fn usual(lines: &[&str]) -> &'static str {
    let windows = lines.iter().filter(|line| line.ends_with("\r\n")).count();
    let ended = lines.iter().filter(|line| ends(line)).count();
    // A text without lines is new: generated files have CRLF.
    if ended == 0 || windows * 2 >= ended { "\r\n" } else { "\n" }
}

#[cfg(test)]
mod tests {
    use super::keep;

    #[test]
    fn untouched_lines_keep_their_ends() {
        assert_eq!(keep("a\r\nb\nc\r\n", "a\nb\nc\n"), "a\r\nb\nc\r\n");
        assert_eq!(keep("a\r\nb\nc\r\n", "a\nx\nc\n"), "a\r\nx\r\nc\r\n");
        assert_eq!(keep("a\r\nb\nc", "a\nb\nc\nd"), "a\r\nb\nc\nd".replace("c\nd", "c\r\nd"));
        assert_eq!(keep("a\nb\n", "a\r\nnew\r\nb\r\n"), "a\nnew\nb\n");
        assert_eq!(keep("", "x\ny"), "x\r\ny");
        assert_eq!(keep("a\r\r\nb", "a\r\r\nb"), "a\r\r\nb");
    }
}
