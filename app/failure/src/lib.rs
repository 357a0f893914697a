//! Everything that can go wrong in the studio and in `xif`, by code: one table with severity, title, cause and cure.
//!
//! X is about a XIF, E about an edit, B about the browser and what is shared from it, F about the command `xif`. The codes of the
//! server begin with S and have a table of their own, in the crate `api`.
//!
//! ```
//! let code = failure::Code::find("X101").unwrap();
//! assert_eq!(code, failure::Code::NotAXif);
//! assert_eq!(code.page().title, "The file is not a XIF");
//! ```

mod table;

pub use table::Code;

use std::fmt;

/// The part of the product that a code belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A XIF that cannot be read.
    Xif,
    /// An edit that is refused.
    Edit,
    /// The browser, its drafts, and what is shared from it.
    Browser,
    /// The command `xif`.
    Command,
}

/// The weight of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Severity {
    /// What was asked for was not done.
    Error,
    /// Work goes on, in a state that the user should know.
    Warning,
}

/// Everything that is known about a [`Code`], whatever happened in a single case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The code as text, such as `X101`. Codes are stable: they are never renamed or used again.
    pub code: &'static str,
    /// The part of the product.
    pub subject: Subject,
    /// The weight.
    pub severity: Severity,
    /// The failure in a few words.
    pub title: &'static str,
    /// Why it happens.
    pub cause: &'static str,
    /// The way out.
    pub cure: &'static str,
}

impl Code {
    /// The code as text.
    pub const fn text(self) -> &'static str {
        self.page().code
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.text())
    }
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
            assert_eq!(Code::find(page.code), Some(*code));
            let letter = match page.subject {
                Subject::Xif => 'X',
                Subject::Edit => 'E',
                Subject::Browser => 'B',
                Subject::Command => 'F',
            };
            assert!(page.code.starts_with(letter) && page.code.len() == 4, "{}", page.code);
            for text in [page.title, page.cause, page.cure] {
                assert!(!text.is_empty() && text.trim() == text, "{}", page.code);
            }
            for text in [page.cause, page.cure] {
                assert!(text.ends_with('.'), "{}: {text}", page.code);
            }
        }
        assert_eq!(Code::find("S101"), None);
    }
}
