//! What stands in a project file, each with its place. `MSBuild` reads the file itself; this is what must be known before, and what messages point at.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

/// What stands in a project file.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The target frameworks that it names.
    pub frameworks: Vec<String>,
    /// Whether it is in the SDK's style.
    pub is_of_sdk: bool,
    /// Paths that it names, with `/` between folders, as it spells them; also those with a wildcard.
    pub paths: Vec<String>,
    /// Its references to assemblies.
    pub references: Vec<ReferenceFact>,
    /// Its references to packages.
    pub packages: Vec<PackageFact>,
    /// The versions of C# that it asks for, and where.
    pub languages: Vec<(String, usize)>,
    /// What it imports.
    pub imports: Vec<ImportFact>,
    /// The targets that it has.
    pub targets: Vec<TargetFact>,
}

/// A `Reference`.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct ReferenceFact {
    /// What it includes: the simple name, or the full one.
    pub include: String,
    /// Where that stands.
    pub include_at: Range<usize>,
    /// Its `HintPath` with the place of it, when it has one.
    pub hint: Option<(String, Range<usize>)>,
    /// Where the element begins.
    pub at: usize,
}

/// A `PackageReference`.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct PackageFact {
    /// The package.
    pub name: String,
    /// The version, when one is said.
    pub version: String,
    /// Whether it is for building alone.
    pub is_private: bool,
    /// The whole element.
    pub range: Range<usize>,
}

/// An `Import`.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct ImportFact {
    /// What is imported.
    pub project: String,
    /// The whole element.
    pub range: Range<usize>,
}

/// A `Target`.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct TargetFact {
    /// Its name.
    pub name: String,
    /// The names of the elements in it.
    pub inside: Vec<String>,
    /// The whole element.
    pub range: Range<usize>,
}

impl ReferenceFact {
    /// The name without version, culture and key.
    pub fn name(&self) -> &str {
        self.include.split(',').next().unwrap_or_default().trim()
    }
}

/// Bytes of a project file. Those of real extensions have some thousand.
pub(crate) const LARGEST: usize = 1 << 20;

/// Elements inside each other.
pub(super) const DEEPEST: usize = 64;

/// Attributes of an element. The reader compares the name of each with all names before it.
const ATTRIBUTES: usize = 256;

/// Paths of files that it names, and elements of each other kind.
pub(super) const PATHS: usize = 5_000;

/// Target frameworks that it names.
pub(super) const FRAMEWORKS: usize = 32;

/// An element that is open, or the text in it.
struct Open {
    name: String,
    at: usize,
}

impl Facts {
    /// Whether packages must be restored before the build: those of projects in the SDK's style, and of package references.
    pub fn restores(&self) -> bool {
        self.is_of_sdk || !self.packages.is_empty()
    }

    /// Reads the text of a project file.
    ///
    /// # Errors
    /// In words, when the text is not XML or not a project that can be built here.
    pub fn read(text: &str) -> Result<Self, String> {
        if text.len() > LARGEST {
            return Err(format!("it is larger than {} KiB", LARGEST >> 10));
        }
        let mut reader = Reader::from_str(text);
        let mut facts = Self::default();
        let mut open: Vec<Open> = Vec::new();
        let mut seen = false;
        loop {
            let at = position(&reader);
            let event = reader.read_event();
            let end = position(&reader);
            match event {
                Err(error) => return Err(format!("{error} (byte {})", reader.error_position())),
                Ok(Event::Eof) => break,
                Ok(Event::Start(element)) => {
                    facts.element(&element, &open, at..end, text)?;
                    seen = true;
                    open.push(Open { name: element.local_name().as_ref().to_owned(), at });
                    if open.len() > DEEPEST {
                        return Err(format!("more than {DEEPEST} elements stand inside each other"));
                    }
                }
                Ok(Event::Empty(element)) => {
                    facts.element(&element, &open, at..end, text)?;
                    seen = true;
                }
                Ok(Event::End(_)) => {
                    if let Some(closed) = open.pop() {
                        facts.close(&closed, end);
                    }
                }
                Ok(Event::Text(content)) => facts.text(&open, &content, at),
                Ok(_) => {}
            }
            facts.check_sizes()?;
        }
        if seen && open.is_empty() { Ok(facts) } else { Err("it ends in the middle".into()) }
    }

    fn check_sizes(&self) -> Result<(), String> {
        let sizes = [self.paths.len(), self.references.len(), self.packages.len(), self.languages.len()];
        let others = [self.imports.len(), self.targets.len(), self.targets.last().map_or(0, |last| last.inside.len())];
        if sizes.iter().chain(&others).any(|size| *size > PATHS) {
            return Err(format!("it names more than {PATHS} files"));
        }
        if self.frameworks.len() > FRAMEWORKS {
            return Err(format!("it names more than {FRAMEWORKS} target frameworks"));
        }
        Ok(())
    }

    fn element(
        &mut self,
        element: &BytesStart<'_>,
        open: &[Open],
        range: Range<usize>,
        text: &str,
    ) -> Result<(), String> {
        let name = element.local_name();
        let name = name.as_ref();
        let mut include = String::new();
        let (mut version, mut is_private, mut project, mut own) = (String::new(), false, String::new(), String::new());
        for (place, attribute) in element.attributes().enumerate() {
            if place >= ATTRIBUTES {
                return Err(format!("an element has more than {ATTRIBUTES} attributes"));
            }
            let attribute = attribute.map_err(|error| error.to_string())?;
            let value = attribute.value.as_ref();
            match attribute.key.as_ref() {
                "Sdk" => self.is_of_sdk = true,
                "Include" | "Update" => value.trim().clone_into(&mut include),
                "Version" => value.trim().clone_into(&mut version),
                "PrivateAssets" => is_private = value.trim().eq_ignore_ascii_case("all"),
                "Project" => value.trim().clone_into(&mut project),
                "Name" => value.trim().clone_into(&mut own),
                _ => {}
            }
        }
        let at = range.start;
        match name {
            "Sdk" => self.is_of_sdk = true,
            "PackageReference" => {
                self.packages.push(PackageFact { name: include.clone(), version, is_private, range });
            }
            "Reference" => {
                let include_at = value_range(text, range, "Include").unwrap_or_default();
                self.references.push(ReferenceFact { include: include.clone(), include_at, hint: None, at });
            }
            "Import" => {
                self.path(&project);
                self.imports.push(ImportFact { project, range });
            }
            "Target" => self.targets.push(TargetFact { name: own, inside: Vec::new(), range }),
            _ => {}
        }
        if !include.is_empty() {
            self.path(&include);
        }
        if let Some(outer) = open.iter().find(|outer| outer.name == "Target")
            && let Some(target) = self.targets.iter_mut().rev().find(|target| target.range.start == outer.at)
        {
            target.inside.push(name.to_owned());
        }
        Ok(())
    }

    /// Lets the range of an element reach to its end.
    fn close(&mut self, closed: &Open, end: usize) {
        let range = match closed.name.as_str() {
            "PackageReference" => last_at(self.packages.iter_mut().map(|it| &mut it.range), closed.at),
            "Import" => last_at(self.imports.iter_mut().map(|it| &mut it.range), closed.at),
            "Target" => last_at(self.targets.iter_mut().map(|it| &mut it.range), closed.at),
            _ => None,
        };
        if let Some(range) = range {
            range.end = end;
        }
    }

    /// The text of the innermost element.
    fn text(&mut self, open: &[Open], text: &str, at: usize) {
        let Some((inner, outer)) = open.split_last() else { return };
        let value = text.trim();
        match inner.name.as_str() {
            "TargetFrameworkVersion" | "TargetFramework" => self.frameworks.push(value.into()),
            "TargetFrameworks" => {
                let versions = text.split(';').map(str::trim).filter(|version| !version.is_empty());
                self.frameworks.extend(versions.take(FRAMEWORKS + 1).map(String::from));
            }
            "LangVersion" => self.languages.push((value.into(), inner.at)),
            "HintPath" => {
                self.path(text);
                let start = at + (text.len() - text.trim_start().len());
                let of = outer.last().filter(|outer| outer.name == "Reference").map(|outer| outer.at);
                if let Some(reference) = self.references.last_mut().filter(|it| Some(it.at) == of) {
                    reference.hint = Some((value.into(), start..start + value.len()));
                }
            }
            "Version" | "PrivateAssets" => {
                let of = outer.last().filter(|outer| outer.name == "PackageReference").map(|outer| outer.at);
                if let Some(package) = self.packages.last_mut().filter(|it| Some(it.range.start) == of) {
                    if inner.name == "Version" {
                        package.version = value.into();
                    } else {
                        package.is_private = value.eq_ignore_ascii_case("all");
                    }
                }
            }
            "AssemblyOriginatorKeyFile"
            | "ApplicationIcon"
            | "ApplicationManifest"
            | "Win32Resource"
            | "CodeAnalysisRuleSet"
            | "DependentUpon" => self.path(text),
            _ => {}
        }
    }

    /// Keeps what can be the path of a file inside: no property, nothing outside.
    fn path(&mut self, text: &str) {
        let path = text.trim().replace('\\', "/");
        let plain = !path.contains(['$', '%', '@', ';', ':', '&'])
            && path.split('/').all(|name| !name.is_empty() && name != ".." && name != ".");
        if plain {
            self.paths.push(path);
        }
    }
}

/// The range that begins there; what is closed is mostly the last.
fn last_at<'facts>(
    ranges: impl DoubleEndedIterator<Item = &'facts mut Range<usize>>,
    at: usize,
) -> Option<&'facts mut Range<usize>> {
    ranges.rev().find(|range| range.start == at)
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// Where the value of an attribute stands, without blanks at its ends.
fn value_range(text: &str, tag: Range<usize>, wanted: &str) -> Option<Range<usize>> {
    let mut rest = text.get(tag.clone())?;
    // Behind the element's name.
    rest = rest.get(rest.find(char::is_whitespace)?..)?;
    loop {
        let (name, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, next) = after.get(1..)?.split_once(quote)?;
        if name.trim() == wanted {
            let end = tag.end - next.len() - 1;
            let start = end - value.len();
            let value_start = start + (value.len() - value.trim_start().len());
            return Some(value_start..value_start + value.trim().len());
        }
        rest = next;
    }
}

/// The line and column, both from 1, of a byte of a text; the column in UTF-16 units.
pub fn place(text: &str, at: usize) -> (u32, u32) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count() + 1;
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_found_at_its_place() {
        let text = "<Project>\r\n <PropertyGroup><LangVersion> 10 </LangVersion></PropertyGroup>\r\n\
             <ItemGroup>\r\n<Reference Condition=\"'a' == 'b'\" Include = ' A.B, Version=1.0 '><HintPath>\n ..\\A.B.dll </HintPath></Reference>\
             <Reference Include=\"Include\"/><PackageReference Include=\"P\"><Version>1.2</Version><PrivateAssets>all</PrivateAssets></PackageReference>\
             <PackageReference Include=\"Q\" Version=\"3\"/></ItemGroup><Import Project=\"p\\q.targets\"/>\
             <Target Name=\"T\"><PropertyGroup/><Error/></Target></Project>";
        let facts = Facts::read(text).unwrap();
        let [first, second] = facts.references.as_slice() else { panic!("{facts:?}") };
        assert_eq!((first.name(), &text[first.include_at.clone()]), ("A.B", "A.B, Version=1.0"));
        let (hint, range) = first.hint.as_ref().unwrap();
        assert_eq!((hint.as_str(), &text[range.clone()]), ("..\\A.B.dll", "..\\A.B.dll"));
        assert_eq!((&text[second.include_at.clone()], &second.hint), ("Include", &None));
        let packages: Vec<_> =
            facts.packages.iter().map(|it| (it.name.as_str(), it.version.as_str(), it.is_private)).collect();
        assert_eq!(packages, [("P", "1.2", true), ("Q", "3", false)]);
        assert!(text[facts.packages[0].range.clone()].ends_with("</PackageReference>"));
        assert_eq!(&text[facts.imports[0].range.clone()], "<Import Project=\"p\\q.targets\"/>");
        assert_eq!(facts.targets[0].inside, ["PropertyGroup", "Error"]);
        assert!(text[facts.targets[0].range.clone()].ends_with("</Target>"));
        assert_eq!(
            facts.languages.iter().map(|(version, at)| (version.as_str(), place(text, *at))).next(),
            Some(("10", (2, 17)))
        );
        assert!(facts.restores() && !facts.is_of_sdk);
    }

    #[test]
    fn elements_inside_their_own_kind_end_where_they_end() {
        let text = "<Project><Target Name='a'><Target Name='b'><X/></Target><Y/></Target></Project>";
        let facts = Facts::read(text).unwrap();
        let [outer, inner] = facts.targets.as_slice() else { panic!("{facts:?}") };
        assert_eq!(&text[outer.range.clone()], "<Target Name='a'><Target Name='b'><X/></Target><Y/></Target>");
        assert_eq!(&text[inner.range.clone()], "<Target Name='b'><X/></Target>");
        assert_eq!((outer.inside.join(" "), inner.inside.len()), ("Target X Y".to_owned(), 0));
    }

    #[test]
    fn columns_are_utf_16_units() {
        assert_eq!(place("a\nä😀b", 2 + 2 + 4), (2, 4));
        assert_eq!(place("", 9), (1, 1));
    }
}
