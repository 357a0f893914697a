//! Where an extension remembers its packages: `packages.config` beside the project file, the classic form of projects for .NET
//! Framework.
//!
//! Visual Studio and NuGet read the names and versions. What only this studio needs to know stands beside them in attributes of a
//! namespace of its own, which other readers pass over: whether the user asked for the package, what it needs, and which files it
//! brought. A line that another tool wrote has none of these, and its package is left as it is.

use std::ops::Range;

use extension::{Content, Extension, FileName, Folder, Resource};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::{Dependency, Known, PackageId, PackageVersion};

/// The name of the file.
pub const FILE_NAME: &str = "packages.config";

/// The namespace of the attributes that the studio adds.
const NAMESPACE: &str = "urn:xif-studio:packages";
/// What stands between the entries of a list: neither names of files nor versions can have it.
const SEPARATOR: char = '|';
/// The most bytes of the file.
const LIMIT: usize = 1 << 20;

/// The file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("packages.config cannot be read: {0}. Correct it first.")]
pub struct RecordError(String);

/// The packages of an extension.
#[derive(Debug, Clone, Default)]
pub struct Record {
    entries: Vec<Entry>,
    /// Without the byte order mark.
    text: String,
    has_mark: bool,
    /// The start tag of the root, and where its end tag begins; none where the file is new.
    root: Option<Root>,
    /// Where each entry stands.
    places: Vec<Range<usize>>,
}

#[derive(Debug, Clone)]
struct Root {
    tag: Range<usize>,
    /// The prefix of the studio's namespace.
    prefix: Option<String>,
    /// The start of the end tag; none where the root is an empty element.
    end: Option<usize>,
}

/// A package in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub id: PackageId,
    /// Its version.
    pub version: PackageVersion,
    /// The framework that it was taken for, such as `net472`.
    pub framework: String,
    /// What the studio noted; none where another tool wrote the line.
    pub note: Option<Note>,
}

/// What the studio notes of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Whether the user asked for it, and not another package.
    pub is_direct: bool,
    /// The packages that it needs.
    pub needs: Vec<Dependency>,
    /// The files that it brought into the folder of binaries.
    pub files: Vec<FileName>,
}

impl Record {
    /// The packages that an extension remembers; none where it has no such file.
    ///
    /// # Errors
    /// The file is damaged.
    pub fn read(extension: &Extension) -> Result<Self, RecordError> {
        let Some(resource) = resource(extension) else { return Ok(Self::default()) };
        if resource.content.len() > LIMIT {
            return Err(RecordError(format!("it has more than {} MB", LIMIT >> 20)));
        }
        let text = String::from_utf8(resource.content.bytes().into_owned());
        Self::parse(&text.map_err(|_| RecordError("it is not UTF-8 text".to_owned()))?)
    }

    /// The packages, in the order of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// One of them.
    pub fn entry(&self, id: &PackageId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == *id)
    }

    /// The packages as a search knows them.
    pub fn known(&self) -> Vec<Known> {
        let known = |entry: &Entry| Known {
            id: entry.id.clone(),
            version: entry.version.clone(),
            needs: entry.note.as_ref().map(|note| note.needs.clone()),
            is_direct: entry.note.as_ref().is_none_or(|note| note.is_direct),
        };
        self.entries.iter().map(known).collect()
    }

    /// The text of the file with these packages instead; lines of packages that stay as they are stay to the byte, and so does all
    /// that stands between them. None where nothing is left of a file that the studio began.
    pub(crate) fn with(&self, entries: &[Entry]) -> Option<String> {
        let Some(root) = &self.root else {
            return (!entries.is_empty()).then(|| new_file(entries));
        };
        let line_end = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let is_free = |prefix: &&str| !self.text[root.tag.clone()].contains(&format!("xmlns:{prefix}"));
        let new_prefix =
            || ["studio", "xif-studio", "xif-studio-packages"].into_iter().find(is_free).unwrap_or("packages");
        let prefix = root.prefix.as_deref().unwrap_or_else(new_prefix);
        let mut text = if self.has_mark { String::from('\u{feff}') } else { String::new() };
        let root_tag = &self.text[root.tag.clone()];
        let declared = match root.prefix {
            Some(_) => String::new(),
            None => format!(" xmlns:{prefix}=\"{NAMESPACE}\""),
        };
        let is_new = |entry: &&Entry| self.entry(&entry.id).is_none();
        let added: String =
            entries.iter().filter(is_new).map(|entry| format!("{line_end}  {}", entry.line(prefix))).collect();
        let bare = root_tag.trim_end_matches('>').trim_end_matches('/').trim_end();
        text.push_str(&self.text[..root.tag.start]);
        let Some(end) = root.end else {
            // An empty root becomes one with content.
            let whole = format!("{bare}{declared}>{added}{line_end}</packages>");
            text.push_str(&whole);
            text.push_str(&self.text[root.tag.end..]);
            return Some(text);
        };
        let start_tag = format!("{bare}{declared}>");
        text.push_str(&start_tag);
        let mut at = root.tag.end;
        for (place, entry) in self.places.iter().zip(&self.entries) {
            match entries.iter().find(|now| now.id == entry.id) {
                Some(now) if now == entry => text.push_str(&self.text[at..place.end]),
                Some(now) => {
                    text.push_str(&self.text[at..place.start]);
                    text.push_str(&now.line(prefix));
                }
                // The line end and the indentation go with it.
                None => text.push_str(self.text[at..place.start].trim_end()),
            }
            at = place.end;
        }
        let rest = &self.text[at..end];
        text.push_str(rest.trim_end());
        text.push_str(&added);
        text.push_str(if rest.trim_end().len() == rest.len() { line_end } else { &rest[rest.trim_end().len()..] });
        text.push_str(&self.text[end..]);
        let is_empty = entries.is_empty() && root.prefix.is_some() && rest.trim().is_empty();
        (!is_empty).then_some(text)
    }

    fn parse(text: &str) -> Result<Self, RecordError> {
        let wrong = |why: String| RecordError(why);
        let has_mark = text.starts_with('\u{feff}');
        let text = text.trim_start_matches('\u{feff}').to_owned();
        let mut reader = Reader::from_str(&text);
        let (mut depth, mut record, mut open) = (0_usize, Self::default(), None::<(usize, Entry)>);
        loop {
            let start = position(&reader);
            let event = reader.read_event().map_err(|error| wrong(error.to_string()))?;
            let end = position(&reader);
            match event {
                Event::Start(tag) => {
                    match depth {
                        0 => record.root = Some(root(&tag, start..end, None)?),
                        1 => open = record.entry_of(&tag)?.map(|entry| (start, entry)),
                        _ => {}
                    }
                    depth += 1;
                }
                Event::Empty(tag) => match depth {
                    0 => record.root = Some(root(&tag, start..end, None)?),
                    1 => {
                        if let Some(entry) = record.entry_of(&tag)? {
                            record.push(entry, start..end)?;
                        }
                    }
                    _ => {}
                },
                Event::End(_) => {
                    depth = depth.saturating_sub(1);
                    match (depth, open.take()) {
                        (1, Some((begin, entry))) => record.push(entry, begin..end)?,
                        (0, _) => record.root.iter_mut().for_each(|root| root.end = Some(start)),
                        (_, kept) => open = kept,
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
        if record.root.is_none() || depth > 0 {
            return Err(wrong("it has no whole element packages".to_owned()));
        }
        Ok(Self { text, has_mark, ..record })
    }

    fn push(&mut self, entry: Entry, place: Range<usize>) -> Result<(), RecordError> {
        if self.entry(&entry.id).is_some() {
            return Err(RecordError(format!("{} stands in it twice", entry.id)));
        }
        self.entries.push(entry);
        self.places.push(place);
        Ok(())
    }

    fn entry_of(&self, tag: &BytesStart<'_>) -> Result<Option<Entry>, RecordError> {
        if tag.name().as_ref() != "package" {
            return Ok(None);
        }
        let missing = |what: &str| RecordError(format!("a package in it has no {what}"));
        let wrong = |error: String| RecordError(error.trim_end_matches('.').to_owned());
        let id = attribute(tag, "id").ok_or_else(|| missing("id"))?;
        let id: PackageId = id.parse().map_err(|error: crate::IdError| wrong(error.to_string()))?;
        let version = attribute(tag, "version").ok_or_else(|| missing("version"))?;
        let version = version.parse().map_err(|error: crate::VersionError| wrong(error.to_string()))?;
        let framework = attribute(tag, "targetFramework").unwrap_or_default();
        let own = |name: &str| {
            let prefix = self.root.as_ref()?.prefix.as_ref()?;
            attribute(tag, &format!("{prefix}:{name}"))
        };
        let note = match (own("direct"), own("needs"), own("files")) {
            (Some(direct), Some(needs), Some(files)) => Some(Note::read(&direct, &needs, &files).map_err(wrong)?),
            _ => None,
        };
        Ok(Some(Entry { id, version, framework, note }))
    }
}

/// The file of the packages: beside the project file, or where a project file would be.
pub(crate) fn resource(extension: &Extension) -> Option<&std::sync::Arc<Resource>> {
    extension.resource_at(&folder(extension), FILE_NAME)
}

/// The folder of that file.
pub(crate) fn folder(extension: &Extension) -> String {
    extension.project_file().map_or_else(|| Folder::SOURCE.to_owned(), |project| project.folder.as_str().to_owned())
}

/// The bytes of that file.
pub(crate) fn content(text: &str) -> Content {
    Content::from_bytes(text.as_bytes().to_vec())
}

impl Entry {
    fn line(&self, prefix: &str) -> String {
        let mut line = format!("<package id=\"{}\" version=\"{}\"", self.id, self.version);
        if !self.framework.is_empty() {
            let framework = format!(" targetFramework=\"{}\"", escaped(&self.framework));
            line.push_str(&framework);
        }
        if let Some(Note { is_direct, needs, files }) = &self.note {
            let separator = SEPARATOR.to_string();
            let needs: Vec<String> =
                needs.iter().map(|it| format!("{} {}", it.id, it.range).trim_end().to_owned()).collect();
            let files: Vec<&str> = files.iter().map(FileName::as_str).collect();
            let noted = format!(
                " {prefix}:direct=\"{is_direct}\" {prefix}:needs=\"{}\" {prefix}:files=\"{}\"",
                escaped(&needs.join(&separator)),
                escaped(&files.join(&separator))
            );
            line.push_str(&noted);
        }
        line + " />"
    }
}

impl Note {
    fn read(direct: &str, needs: &str, files: &str) -> Result<Self, String> {
        let list = |text: &str| -> Vec<String> {
            text.split(SEPARATOR).map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
        };
        let need = |text: String| {
            let (id, range) = text.split_once(' ').unwrap_or((&text, ""));
            Dependency { id: id.to_owned(), range: range.trim().to_owned() }
        };
        let file = |name: String| FileName::new(&name).map_err(|error| error.to_string());
        Ok(Self {
            is_direct: direct == "true",
            needs: list(needs).into_iter().map(need).collect(),
            files: list(files).into_iter().map(file).collect::<Result<_, _>>()?,
        })
    }
}

fn new_file(entries: &[Entry]) -> String {
    let lines: String = entries.iter().map(|entry| format!("  {}\r\n", entry.line("studio"))).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<packages xmlns:studio=\"{NAMESPACE}\">\r\n{lines}</packages>\r\n"
    )
}

fn root(tag: &BytesStart<'_>, place: Range<usize>, end: Option<usize>) -> Result<Root, RecordError> {
    if tag.name().as_ref() != "packages" {
        return Err(RecordError("its element is not packages".to_owned()));
    }
    let mut prefix = None;
    for attribute in tag.attributes().flatten() {
        let name: &str = attribute.key.as_ref();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        if let Some(own) = name.strip_prefix("xmlns:").filter(|_| value.is_ok_and(|value| value == NAMESPACE)) {
            prefix = Some(own.to_owned());
        }
    }
    Ok(Root { tag: place, prefix, end })
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let value = tag.try_get_attribute(name).ok().flatten()?;
    Some(value.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

fn escaped(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OTHERS: &str = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<packages>\n  <!-- ours -->\n  \
        <package id=\"EPPlus\" version=\"4.5.3.3\" targetFramework=\"net472\"></package>\n</packages>\n";

    fn entry(id: &str, version: &str, files: &[&str]) -> Entry {
        let needs = vec![Dependency { id: "Bank.Core".to_owned(), range: "[1.0, 2.0)".to_owned() }];
        let files = files.iter().map(|name| FileName::new(name).unwrap()).collect();
        Entry {
            id: id.parse().unwrap(),
            version: version.parse().unwrap(),
            framework: "net472".to_owned(),
            note: Some(Note { is_direct: true, needs, files }),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let entries = [entry("Bank.Rates", "1.2.0-beta", &["Bank & Rates.dll", "x.xml"]), entry("A", "1.0.0", &[])];
        let text = Record::default().with(&entries).unwrap();
        assert_eq!(Record::parse(&text).unwrap().entries(), entries);
        assert!(
            text.contains("studio:needs=\"Bank.Core [1.0, 2.0)\" studio:files=\"Bank &amp; Rates.dll|x.xml\" />\r\n")
        );
    }

    #[test]
    fn lines_of_others_stay_to_the_byte() {
        let record = Record::parse(OTHERS).unwrap();
        assert_eq!(record.entries()[0].note, None);
        let mut entries = record.entries().to_vec();
        entries.push(entry("A", "1.0.0", &["A.dll"]));
        let text = record.with(&entries).unwrap();
        let line = "  <package id=\"A\" version=\"1.0.0\" targetFramework=\"net472\" studio:direct=\"true\" \
            studio:needs=\"Bank.Core [1.0, 2.0)\" studio:files=\"A.dll\" />\n";
        let expected = OTHERS
            .replace("<packages>", "<packages xmlns:studio=\"urn:xif-studio:packages\">")
            .replace("</packages>", &format!("{line}</packages>"));
        assert_eq!(text, expected);
        // Taking it out again leaves the others, and a later version stands where the earlier one stood.
        let with_both = Record::parse(&text).unwrap();
        assert_eq!(with_both.entries(), entries);
        let without = with_both.with(&entries[..1]).unwrap();
        assert_eq!(without, expected.replace(line, ""));
        let raised = entry("A", "2.0.0", &["A.dll"]);
        assert_eq!(with_both.with(&[entries[0].clone(), raised]).unwrap(), text.replace("\"1.0.0\"", "\"2.0.0\""));
    }

    #[test]
    fn the_file_goes_with_the_last_package_that_the_studio_added() {
        let text = Record::default().with(&[entry("A", "1.0.0", &[])]).unwrap();
        assert_eq!(Record::parse(&text).unwrap().with(&[]), None);
        assert_eq!(Record::default().with(&[]), None);
        let empty = Record::parse("<packages />").unwrap();
        let text = empty.with(&[entry("A", "1.0.0", &[])]).unwrap();
        assert_eq!(Record::parse(&text).unwrap().entries().len(), 1);
    }

    proptest::proptest! {
        /// Whatever stands in the file, reading and writing it end, and what is read of what is written is what was to be written.
        #[test]
        fn damaged_files_end_in_an_error_or_a_record(at in 0_usize..400, with in "[<>/\"'!a-zé\\-\\[\\]&;:= ]{0,6}", cut in 0_usize..600) {
            let whole = Record::parse(OTHERS).unwrap();
            let entries = [whole.entries()[0].clone(), entry("A", "1.0.0", &["A.dll"])];
            let mut text = whole.with(&entries).unwrap();
            let boundary = |text: &str, at: usize| (0..=at.min(text.len())).rev().find(|it| text.is_char_boundary(*it)).unwrap();
            text.insert_str(boundary(&text, at), &with);
            text.truncate(boundary(&text, cut.max(200)));
            if let Ok(record) = Record::parse(&text) {
                let kept = [record.entries(), &[entry("B", "2.0.0", &[])]].concat();
                if let Some(again) = record.with(&kept) {
                    let read = Record::parse(&again);
                    proptest::prop_assert!(read.is_ok_and(|read| read.entries().len() == kept.len()));
                }
            }
        }
    }

    #[test]
    fn damaged_files_are_refused() {
        for text in [
            "",
            "x",
            "<other/>",
            "<packages>",
            "<packages><package/></packages>",
            "<packages><package id=\"A\"/></packages>",
            "<packages><package id=\"../A\" version=\"1\"/></packages>",
            "<packages><package id=\"A\" version=\"x\"/></packages>",
            "<packages><package id=\"A\" version=\"1\"/><package id=\"a\" version=\"2\"/></packages>",
        ] {
            assert!(Record::parse(text).is_err(), "{text}");
        }
    }
}
