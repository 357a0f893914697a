use extension::Content;

/// A content that is text: what belongs to the text as a whole apart from its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    /// The text without the byte order mark.
    pub(crate) characters: String,
    pub(crate) has_bom: bool,
    pub(crate) ends: Ends,
}

/// How the lines of a text end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    /// There is one line only, without an end.
    None,
    /// All with CR LF.
    CrLf,
    /// All with LF.
    Lf,
    /// In several ways.
    Mixed,
}

impl Text {
    /// The content as text, when it is UTF-8 without null characters.
    pub(crate) fn of(content: &Content) -> Option<Self> {
        let text = String::from_utf8(content.bytes().into_owned()).ok()?;
        if text.contains('\0') {
            return None;
        }
        let (has_bom, text) = match text.strip_prefix('\u{feff}') {
            Some(rest) => (true, rest.to_owned()),
            None => (false, text),
        };
        Some(Self { has_bom, ends: Ends::of(&text), characters: text })
    }

    /// The content of this text.
    pub(crate) fn content(&self) -> Content {
        let bom = if self.has_bom { "\u{feff}" } else { "" };
        Content::from_bytes(format!("{bom}{}", self.characters).into_bytes())
    }

    /// The text with every line end LF; as it is when they are mixed, because they could not be put back.
    pub(crate) fn neutral(&self) -> String {
        match self.ends {
            Ends::CrLf => self.characters.replace("\r\n", "\n"),
            Ends::None | Ends::Lf | Ends::Mixed => self.characters.clone(),
        }
    }
}

impl Ends {
    /// The line with an end of this kind; as it is where there is no one kind.
    pub(crate) fn on(self, line: &str) -> String {
        let end = match self {
            Self::CrLf => "\r\n",
            Self::Lf => "\n",
            Self::None | Self::Mixed => return line.to_owned(),
        };
        match line.strip_suffix('\n') {
            Some(rest) => format!("{}{end}", rest.strip_suffix('\r').unwrap_or(rest)),
            None => line.to_owned(),
        }
    }

    fn of(text: &str) -> Self {
        let pairs = text.matches("\r\n").count();
        let (feeds, returns) = (text.matches('\n').count(), text.matches('\r').count());
        match (pairs, feeds, returns) {
            (_, 0, 0) => Self::None,
            (0, _, 0) => Self::Lf,
            _ if pairs == feeds && pairs == returns => Self::CrLf,
            _ => Self::Mixed,
        }
    }

    const fn label(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::CrLf => Some("lines end with CR LF"),
            Self::Lf => Some("lines end with LF"),
            Self::Mixed => Some("lines end in several ways"),
        }
    }
}

/// What a content is, in a few words: `12 lines, 3,412 bytes`.
pub(crate) fn content_label(content: &Content) -> String {
    label(content, Text::of(content).as_ref())
}

/// The two contents in words that tell what differs beside the lines.
pub(crate) fn content_labels(before: &Content, after: &Content) -> (String, String) {
    let (old, new) = (Text::of(before), Text::of(after));
    let mut labels = (label(before, old.as_ref()), label(after, new.as_ref()));
    match (old, new) {
        (Some(old), Some(new)) => {
            let mut add = |to_old: &str, to_new: &str| {
                labels.0.push_str(", ");
                labels.0.push_str(to_old);
                labels.1.push_str(", ");
                labels.1.push_str(to_new);
            };
            if let (Some(was), Some(is)) = (old.ends.label(), new.ends.label())
                && old.ends != new.ends
            {
                add(was, is);
            }
            let bom = |has_bom| if has_bom { "with a byte order mark" } else { "without a byte order mark" };
            if old.has_bom != new.has_bom {
                add(bom(old.has_bom), bom(new.has_bom));
            }
        }
        _ if labels.0 == labels.1 => labels.1.push_str(", other bytes"),
        _ => {}
    }
    labels
}

fn label(content: &Content, text: Option<&Text>) -> String {
    let bytes = counted(content.len(), "byte");
    match text {
        Some(text) => format!("{}, {bytes}", counted(text.characters.lines().count(), "line")),
        None => bytes,
    }
}

/// `1 byte`, `3,412 bytes`.
fn counted(count: usize, word: &str) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{text} {word}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_lines() {
        assert_eq!(Ends::of("a"), Ends::None);
        assert_eq!(Ends::of("a\nb"), Ends::Lf);
        assert_eq!(Ends::of("a\r\nb\r\n"), Ends::CrLf);
        for mixed in ["a\r\nb\n", "a\rb", "a\r\r\nb"] {
            assert_eq!(Ends::of(mixed), Ends::Mixed, "{mixed:?}");
        }
    }

    #[test]
    fn a_content_in_words() {
        let label = |bytes: &[u8]| content_label(&Content::from_bytes(bytes));
        assert_eq!(label(b"a\nb"), "2 lines, 3 bytes");
        assert_eq!(label(&[0; 1234]), "1,234 bytes");
        assert_eq!(label(&[0]), "1 byte");
        let labels = |old: &str, new: &str| {
            content_labels(&Content::from_bytes(old.as_bytes()), &Content::from_bytes(new.as_bytes()))
        };
        assert_eq!(
            labels("a\n", "\u{feff}a\r\n"),
            (
                "1 line, 2 bytes, lines end with LF, without a byte order mark".to_owned(),
                "1 line, 6 bytes, lines end with CR LF, with a byte order mark".to_owned()
            )
        );
    }
}
