//! Why the server refused or ended something: a code, what happened, and what to do.
//!
//! Every code stands once in the table below with its title, cause and cure; the studio shows the same table as help pages.

mod table;

pub use table::Code;

use serde::{Deserialize, Serialize};

/// The content type of a problem that is an answer of its own.
pub const CONTENT_TYPE: &str = "application/problem+json";

/// A refusal or an early end, as it goes over the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Problem {
    /// The code, such as `S101`; [`Problem::kind`] finds its page.
    pub code: String,
    /// What is wrong, in a few words, the same for every problem of this code.
    pub title: String,
    /// What happened here: the file, the number, the limit.
    pub detail: String,
    /// What to do about it.
    pub cure: String,
    /// Seconds after which the same request is worth another try; none when waiting does not help. The header `Retry-After` says the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

impl Problem {
    /// A problem with the title and the cure of its code.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        let page = code.page();
        Self {
            code: page.code.into(),
            title: page.title.into(),
            detail: detail.into(),
            cure: page.cure.into(),
            retry_after: code.retry_after(),
        }
    }

    /// The same, with another time after which it is worth a try.
    #[must_use]
    pub fn after(self, seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    /// The code as this version knows it; none when a newer server invented it.
    pub fn kind(&self) -> Option<Code> {
        Code::find(&self.code)
    }
}

impl Code {
    /// Whether the sources that were sent caused it, so that the same ones fail again: the archive, the project, or the build of it.
    pub const fn is_of_the_sources(self) -> bool {
        matches!(
            self,
            Self::ArchiveUnreadable
                | Self::ArchiveEncrypted
                | Self::ArchiveMethod
                | Self::ArchiveEntries
                | Self::ArchiveSize
                | Self::ArchiveFileSize
                | Self::ArchiveTotalSize
                | Self::ArchiveDamaged
                | Self::PathOutside
                | Self::PathAbsolute
                | Self::PathInvalid
                | Self::PathReserved
                | Self::PathLength
                | Self::PathTwice
                | Self::PathLink
                | Self::ProjectMissing
                | Self::ProjectAmbiguous
                | Self::ProjectUnreadable
                | Self::ProjectFramework
                | Self::ExtensionName
                | Self::AssemblyMissing
                | Self::FrameworkAssemblyMissing
                | Self::LanguageVersion
                | Self::PackageMissing
                | Self::BuildTime
                | Self::BuildMemory
                | Self::BuildDisk
                | Self::BuildProcesses
                | Self::BuildAssemblySize
                | Self::BuildAssemblyMissing
        )
    }

    /// Seconds after which the same request is worth another try, when nothing better is known.
    pub fn retry_after(self) -> Option<u64> {
        match (self, self.page().status) {
            // Only the operator can change the first two; the connection of the third one ends with the server.
            (Self::NoToolchain | Self::NoSandbox | Self::PlatformStopping, _) => None,
            (Self::BuildEnded, _) => Some(10),
            (_, 429 | 503) => Some(5),
            _ => None,
        }
    }
}

/// What is known about a [`Code`], whatever happened in a single case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The code as text, such as `S101`. Codes are stable: they are never renamed or used again.
    pub code: &'static str,
    /// The HTTP status of an answer that is only this problem.
    pub status: u16,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Why it happens.
    pub cause: &'static str,
    /// What to do.
    pub cure: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_pages_complete() {
        let mut seen = std::collections::BTreeSet::new();
        for code in Code::ALL {
            let page = code.page();
            assert!(seen.insert(page.code), "{} stands twice", page.code);
            assert!(page.code.starts_with('S') && page.code.len() == 4);
            assert!((400..600).contains(&page.status), "{}", page.code);
            for text in [page.title, page.cause, page.cure] {
                assert!(!text.is_empty() && text.trim() == text, "{}", page.code);
            }
            assert_eq!(Code::find(page.code), Some(*code));
            // The numbers are in groups. The end of a build because the server stops is the server's.
            let is_of_the_sources = matches!(&page.code[..2], "S1" | "S2" | "S3") && *code != Code::BuildEnded;
            assert_eq!(code.is_of_the_sources(), is_of_the_sources, "{}", page.code);
        }
    }

    #[test]
    fn an_unknown_code_still_reads() {
        let json = r#"{"code":"S999","title":"t","detail":"d","cure":"c"}"#;
        let problem: Problem = serde_json::from_str(json).unwrap();
        assert_eq!((problem.kind(), problem.retry_after), (None, None));
    }

    #[test]
    fn a_problem_says_when_to_try_again() {
        let busy = serde_json::to_string(&Problem::new(Code::Busy, "d")).unwrap();
        assert!(busy.contains(r#","retry_after":5}"#), "{busy}");
        let wrong = serde_json::to_string(&Problem::new(Code::Query, "d").after(7)).unwrap();
        assert!(wrong.contains(r#","retry_after":7}"#), "{wrong}");
        assert!(!serde_json::to_string(&Problem::new(Code::NoSandbox, "d")).unwrap().contains("retry_after"));
    }
}
