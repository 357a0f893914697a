//! Why the store did not do it, without any id in it.

use api::problem::{Code, Problem};
use std::error::Error;
use std::io;

/// A store that does not do what it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreFault {
    /// There is no space left.
    #[error("there is no space left")]
    Full,
    /// It did not answer in time.
    #[error("it did not answer in time")]
    TooSlow,
    /// It failed or refused; the reason in its own words, ids taken out.
    #[error("{0}")]
    Unreachable(String),
}

impl StoreFault {
    /// The fault behind an error of a file system.
    pub fn of_io(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => Self::Full,
            _ => Self::Unreachable(without_ids(&error.to_string())),
        }
    }

    /// The fault behind an error of an object store.
    pub fn of_store(error: &object_store::Error) -> Self {
        let mut cause: Option<&(dyn Error + 'static)> = Some(error);
        while let Some(error) = cause {
            if let Some(io) = error.downcast_ref::<io::Error>() {
                return Self::of_io(io);
            }
            cause = error.source();
        }
        Self::Unreachable(without_ids(&error.to_string()))
    }
}

impl From<StoreFault> for Problem {
    /// The reason goes into the log: it is the operator's business.
    fn from(fault: StoreFault) -> Self {
        tracing::warn!(%fault, "the store of shared drafts");
        match fault {
            StoreFault::Full => Self::new(Code::DraftStoreFull, "There is no space left."),
            StoreFault::TooSlow => Self::new(Code::DraftStore, "The store did not answer in time."),
            StoreFault::Unreachable(_) => Self::new(Code::DraftStore, "The store failed."),
        }
    }
}

/// Words at least this long may be ids or hashes.
const SHORTEST_ID: usize = 20;

/// A text without what may be an id, a hash or a name of an object.
fn without_ids(text: &str) -> String {
    let part_of_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    let mut shown = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(part_of_word) {
        let (before, word) = rest.split_at(start);
        let (word, after) = word.split_at(word.find(|letter| !part_of_word(letter)).unwrap_or(word.len()));
        shown += before;
        shown += if word.len() < SHORTEST_ID { word } else { "(id)" };
        rest = after;
    }
    shown + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_taken_out() {
        let text = "Object at location drafts/MDEyMzQ1Njc4OWFiY2RlZg/links/0.json: \u{e9} 403 Forbidden";
        assert_eq!(without_ids(text), "Object at location drafts/(id)/links/0.json: \u{e9} 403 Forbidden");
        assert_eq!(without_ids(""), "");
    }

    #[test]
    fn a_full_disk_is_found_behind_other_errors() {
        let io = io::Error::from(io::ErrorKind::StorageFull);
        let error = object_store::Error::Generic { store: "x", source: Box::new(io) };
        assert_eq!(StoreFault::of_store(&error), StoreFault::Full);
    }
}
