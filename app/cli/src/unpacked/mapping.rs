use std::collections::HashSet;

use extension::Key;

use super::{DEFINITION, FilePath};

/// Which file holds the content of which resource, and what everything was when it was unpacked.
///
/// As text it is three columns with tabs between them: the resource's key, the SHA-256 of the content, the file.
/// The first line explains the columns, the second has `-` for a key and is about the definition. A
/// hash that still fits says that the file was not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The SHA-256 of the definition's file.
    pub definition_sha256: String,
    /// A line for each resource, in definition order.
    pub lines: Vec<Line>,
}

/// The file of one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The resource's key.
    pub key: Key,
    /// The SHA-256 of its content.
    pub sha256: String,
    /// The file that holds its content.
    pub file: FilePath,
}

/// What is wrong with the text of a mapping.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// A line that is none of a mapping.
    #[error("line {line} is not three columns of key, SHA-256 and file")]
    Line {
        /// The line, from 1.
        line: usize,
    },
    /// Git left the marks of a conflict in it.
    #[error("line {line} is the mark of a merge conflict; settle the conflict, then pack")]
    Conflict {
        /// The line, from 1.
        line: usize,
    },
    /// A path that may lead outside the folder, or that some file system does not take.
    #[error("line {line} names a file that no unpacked XIF has: {file}")]
    File {
        /// The line, from 1.
        line: usize,
        /// The path.
        file: String,
    },
    /// A key or a file stands twice.
    #[error("line {line} has a key or a file that stands in an earlier line")]
    Double {
        /// The line, from 1.
        line: usize,
    },
    /// The line about the definition is not there.
    #[error("it has no line about {DEFINITION}")]
    NoDefinition,
}

const HEADING: &str = "key\tsha256\tfile";

impl Mapping {
    /// The mapping as text.
    pub fn text(&self) -> String {
        let definition = format!("-\t{}\t{DEFINITION}", self.definition_sha256);
        let lines = self.lines.iter().map(|line| format!("{}\t{}\t{}", line.key, line.sha256, line.file));
        let mut lines: Vec<String> = [HEADING.to_owned(), definition].into_iter().chain(lines).collect();
        lines.push(String::new());
        lines.join("\n")
    }

    /// The mapping with this text.
    ///
    /// # Errors
    /// The first line that is wrong.
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        let mut definition_sha256 = None;
        let mut lines = Vec::new();
        let (mut keys, mut files) = (HashSet::new(), HashSet::new());
        for (line, content) in (1..).zip(text.lines()) {
            if content == HEADING || content.is_empty() {
                continue;
            }
            if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| content.starts_with(mark)) {
                return Err(MappingError::Conflict { line });
            }
            let columns: Vec<&str> = content.split('\t').collect();
            let [key, sha256, file] = columns[..] else { return Err(MappingError::Line { line }) };
            if sha256.len() != 64 || !sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err(MappingError::Line { line });
            }
            let sha256 = sha256.to_ascii_lowercase();
            if key == "-" && file == DEFINITION {
                if definition_sha256.replace(sha256).is_some() {
                    return Err(MappingError::Double { line });
                }
                continue;
            }
            let key: Key = key.parse().map_err(|_| MappingError::Line { line })?;
            let file = FilePath::new(file).ok_or_else(|| MappingError::File { line, file: file.to_owned() })?;
            if !keys.insert(key) || !files.insert(file.folded()) {
                return Err(MappingError::Double { line });
            }
            lines.push(Line { key, sha256, file });
        }
        let definition_sha256 = definition_sha256.ok_or(MappingError::NoDefinition)?;
        Ok(Self { definition_sha256, lines })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHA: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    fn parse(lines: &[&str]) -> Result<Mapping, MappingError> {
        let lines = lines.iter().map(|line| line.replace("SHA", SHA) + "\n");
        Mapping::parse(&lines.collect::<String>())
    }

    #[test]
    fn text_and_back() {
        let mapping =
            parse(&[HEADING, "-\tSHA\tdefinition.xml", "UIIm9tlWzk2IJVaPm_agUw\tSHA\tSource/NET/a b.cs"]).unwrap();
        assert_eq!(mapping.lines[0].file.as_str(), "Source/NET/a b.cs");
        assert_eq!(Mapping::parse(&mapping.text()).unwrap(), mapping);
        assert_eq!(Mapping::parse(&mapping.text().replace('\n', "\r\n")).unwrap(), mapping);
    }

    #[test]
    fn wrong_lines() {
        let of = |line: &str| parse(&["-\tSHA\tdefinition.xml", line]).unwrap_err();
        assert_eq!(of("x"), MappingError::Line { line: 2 });
        assert_eq!(of("UIIm9tlWzk2IJVaPm_agUw\tabc\ta"), MappingError::Line { line: 2 });
        assert_eq!(of("no key\tSHA\ta"), MappingError::Line { line: 2 });
        assert_eq!(of("<<<<<<< HEAD"), MappingError::Conflict { line: 2 });
        for file in ["../a", "/etc/passwd", "a//b", ".git/config", "definition.xml", "a\\b", "C:/a", ""] {
            let error = of(&format!("UIIm9tlWzk2IJVaPm_agUw\tSHA\t{file}"));
            assert_eq!(error, MappingError::File { line: 2, file: file.to_owned() });
        }
        let double =
            parse(&["-\tSHA\tdefinition.xml", "UIIm9tlWzk2IJVaPm_agUw\tSHA\ta", "AAAAAAAAAAAAAAAAAAAAAA\tSHA\tA"]);
        assert_eq!(double, Err(MappingError::Double { line: 3 }));
        assert_eq!(parse(&[HEADING]), Err(MappingError::NoDefinition));
    }
}
