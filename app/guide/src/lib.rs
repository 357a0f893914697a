//! The user's guide and its search. The text is `public/guide.md`; it becomes HTML when this crate is built.
//!
//! ```
//! let found = guide::find("revoke link");
//! assert!(found.iter().any(|section| section.title == "Revoking a link"));
//! ```

/// A heading with everything up to the next one.
#[derive(Debug, PartialEq, Eq)]
pub struct Section {
    /// 1 for the guide itself, 2 for a subject, 3 for a part of one.
    pub level: u8,
    /// The title in small letters with `-` between words; unique.
    pub id: &'static str,
    /// The heading.
    pub title: &'static str,
    /// The text below the heading, as HTML without scripts.
    pub html: &'static str,
    /// The same without marks, for the search.
    words: &'static str,
}

/// All sections in their order.
pub const SECTIONS: &[Section] = include!(concat!(env!("OUT_DIR"), "/sections.rs"));

/// The sections that have all of these words or parts of words, in any case; all sections when there are none.
pub fn find(words: &str) -> Vec<&'static Section> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let has_all = |section: &&Section| {
        let text = format!("{} {}", section.title, section.words).to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    SECTIONS.iter().filter(has_all).collect()
}
