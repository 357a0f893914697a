use std::collections::{BTreeMap, BTreeSet};

/// What a value looks like. Only words of the format are told as they are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// Nothing.
    Empty,
    /// A word of the format, such as `Yes` or `rtText`.
    Word(&'static str),
    /// A type that is not known here: `rtSomething`. The word is told, as types are named by the platform.
    Type(String),
    /// Digits.
    Number,
    /// A key.
    Key,
    /// Keys with commas behind them.
    Keys,
    /// A GUID.
    Guid,
    /// A time.
    Time,
    /// Numbers with points between them.
    Version,
    /// Anything else: somebody wrote it.
    Text,
}

/// Words that the format has for itself.
const WORDS: [&str; 22] = [
    "Yes",
    "No",
    "NET",
    "All",
    "SqlServer",
    "Oracle",
    "Ignore",
    "Binaries",
    "Images",
    "Application",
    "Method",
    "minus",
    "True",
    "False",
    "DefaultValue",
    "Default",
    "Decimals",
    "Length",
    "Text",
    "Integer",
    "NoConversion",
    "ConvertToNull",
];
/// Data types that are known.
const TYPES: [&str; 11] = [
    "rtText",
    "rtInteger",
    "rtLongInteger",
    "rtDecimal",
    "rtBoolean",
    "rtDate",
    "rtDateTime",
    "rtBinaryData",
    "rtObject",
    "rtRecord",
    "rtRecordList",
];

impl Look {
    /// The look of a value.
    pub fn of(value: &str) -> Self {
        let known = || WORDS.into_iter().chain(TYPES).find(|word| *word == value);
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_key = |text: &str| text.parse::<extension::Key>().is_ok();
        let is_like = |form: &str| {
            let fits = |(own, form): (char, char)| {
                if form == '0' {
                    own.is_ascii_digit()
                } else if form == 'X' {
                    own.is_ascii_hexdigit()
                } else {
                    own == form
                }
            };
            value.chars().count() == form.chars().count() && value.chars().zip(form.chars()).all(fits)
        };
        match value {
            "" => Self::Empty,
            _ if known().is_some() => Self::Word(known().unwrap_or_default()),
            _ if digits(value) => Self::Number,
            _ if is_like("0000-00-00 00:00:00") => Self::Time,
            _ if is_like("XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX") => Self::Guid,
            _ if value.split('.').count() > 1 && value.split('.').all(digits) => Self::Version,
            _ if is_key(value) => Self::Key,
            _ if value.strip_suffix(',').is_some_and(|keys| keys.split(',').all(is_key)) => Self::Keys,
            _ => Self::Text,
        }
    }

    /// The look of a value of this attribute. Only where a type stands is a word told that is not known here: elsewhere
    /// somebody could have written it.
    fn of_attribute(attribute: &str, value: &str) -> Self {
        match Self::of(value) {
            Self::Text if attribute == "Type" && is_type(value) => Self::Type(value.to_owned()),
            look => look,
        }
    }

    /// The word for it.
    pub fn word(&self) -> &str {
        match self {
            Self::Empty => "empty",
            Self::Word(word) => word,
            Self::Type(word) => word,
            Self::Number => "number",
            Self::Key => "key",
            Self::Keys => "keys",
            Self::Guid => "GUID",
            Self::Time => "time",
            Self::Version => "version",
            Self::Text => "text",
        }
    }
}

/// A type as the platform names it: `rt` and a short word of letters.
fn is_type(value: &str) -> bool {
    let rest = value.strip_prefix("rt").unwrap_or_default();
    (1..=24).contains(&rest.len())
        && rest.starts_with(|first: char| first.is_ascii_uppercase())
        && rest.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// The elements of a definition, by their place in it: how many there are, which attributes they have in which order, and
/// what the values look like.
#[derive(Debug, Default)]
pub struct Form {
    elements: BTreeMap<String, Element>,
}

#[derive(Debug, Default)]
struct Element {
    count: usize,
    attributes: BTreeSet<Vec<String>>,
    looks: BTreeMap<String, BTreeSet<Look>>,
    has_text: bool,
}

impl Form {
    /// The form of a definition. What is no XML is left out: the form says what could be read.
    pub fn of(text: &str) -> Self {
        let mut form = Self::default();
        let mut path: Vec<String> = Vec::new();
        let mut rest = text;
        while let Some(start) = rest.find('<') {
            if let Some(element) = form.elements.get_mut(&path.join("/")) {
                element.has_text |= !rest[..start].trim().is_empty();
            }
            let Some(tag) = Tag::read(&rest[start..]) else { break };
            rest = &rest[start + tag.length..];
            match tag.kind {
                Kind::Other => {}
                Kind::End => drop(path.pop()),
                Kind::Start | Kind::Empty => {
                    path.push(name(tag.name));
                    form.add(&path.join("/"), &tag.attributes);
                    if tag.kind == Kind::Empty {
                        path.pop();
                    }
                }
            }
        }
        form
    }

    fn add(&mut self, path: &str, attributes: &[(&str, &str)]) {
        let element = self.elements.entry(path.to_owned()).or_default();
        element.count += 1;
        element.attributes.insert(attributes.iter().map(|(own, _)| name(own)).collect());
        for (own, value) in attributes {
            element.looks.entry(name(own)).or_default().insert(Look::of_attribute(own, value));
        }
    }

    /// The form as lines, in the order of the paths.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (path, element) in &self.elements {
            let text = if element.has_text { ", with text" } else { "" };
            lines.push(format!("{path}: {}{text}", element.count));
            for attributes in element.attributes.iter().filter(|attributes| !attributes.is_empty()) {
                lines.push(format!("{path} has {}", attributes.join(" ")));
            }
            for (attribute, looks) in &element.looks {
                let looks: Vec<&str> = looks.iter().map(Look::word).collect();
                lines.push(format!("{path}@{attribute} is {}", looks.join(" ")));
            }
        }
        lines
    }
}

/// A name of the format. One that is not like those of the format could hold anything.
fn name(text: &str) -> String {
    let is_plain = text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_plain { text.to_owned() } else { "?".to_owned() }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Start,
    End,
    Empty,
    /// A declaration, a comment or the like.
    Other,
}

struct Tag<'a> {
    kind: Kind,
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
    length: usize,
}

impl<'a> Tag<'a> {
    /// The tag at the beginning of the text.
    fn read(text: &'a str) -> Option<Self> {
        let other = |length: usize| Some(Self { kind: Kind::Other, name: "", attributes: Vec::new(), length });
        if text.starts_with("<!--") {
            return other(text.find("-->")? + 3);
        }
        if text.starts_with("<![CDATA[") {
            return other(text.find("]]>")? + 3);
        }
        let end = end_of_tag(text)?;
        let inner = &text[1..end];
        if inner.starts_with(['?', '!']) {
            return other(end + 1);
        }
        if let Some(name) = inner.strip_prefix('/') {
            return Some(Self { kind: Kind::End, name: name.trim(), attributes: Vec::new(), length: end + 1 });
        }
        let (inner, kind) = inner.strip_suffix('/').map_or((inner, Kind::Start), |inner| (inner, Kind::Empty));
        let (name, mut rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let mut attributes = Vec::new();
        while let Some((attribute, after)) = rest.split_once('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
            let (value, after) = after[1..].split_once(quote)?;
            attributes.push((attribute.trim(), value));
            rest = after;
        }
        Some(Self { kind, name, attributes, length: end + 1 })
    }
}

/// The place of the `>` that ends the tag: not one in a value.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (index, character) in text.char_indices() {
        match (quote, character) {
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            (None, '>') => return Some(index),
            _ => {}
        }
    }
    None
}

/// The line ends of a text, in a word.
pub(super) fn line_ends(text: &str) -> &'static str {
    let (all, crlf) = (text.matches('\n').count(), text.matches("\r\n").count());
    match (all, crlf) {
        (0, _) => "none",
        (all, crlf) if all == crlf => "CRLF",
        (_, 0) => "LF",
        _ => "mixed",
    }
}

/// A fingerprint as the format has it, sixteen bytes as base64; the look of anything else.
pub(super) fn fingerprint(text: &str) -> String {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let is_one = text.len() == 24 && text.ends_with("==") && text.bytes().all(is_base64);
    if is_one { text.to_owned() } else { Look::of(text).word().to_owned() }
}

/// A version; the look of anything else.
pub(super) fn version(text: &str) -> String {
    let look = Look::of(text);
    if look == Look::Version && text.len() <= 30 { text.to_owned() } else { look.word().to_owned() }
}

/// The keys in a source file: quoted texts that are one, or two with a star between them.
pub(super) fn keys(source: &str) -> Vec<&str> {
    let is_key = |text: &str| text.parse::<extension::Key>().is_ok();
    source.split('"').filter(|text| text.split('*').all(is_key)).collect()
}
