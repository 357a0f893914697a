//! The user's guide and its search. The text is `public/guide.md`; it becomes HTML when this crate is built.
//!
//! ```
//! let found = guide::find("revoke link");
//! assert!(found.iter().any(|section| section.title == "Revoking a link"));
//! ```

use listbox::Matcher;

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

/// The HTML of a section with each place marked that one of the words has in its text.
///
/// ```
/// let html = guide::marked("<p>A <em>link</em> &amp; a key</p>", "LINK amp");
/// assert_eq!(html, "<p>A <em><mark>link</mark></em> &amp; a key</p>");
/// ```
pub fn marked(html: &str, words: &str) -> String {
    let matcher = Matcher::new(words);
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while !rest.is_empty() {
        // Up to the next tag or character reference stands text; what begins there is passed on as it is.
        let text = rest.find(['<', '&']).unwrap_or(rest.len());
        let (text, behind) = rest.split_at(text);
        mark(&mut out, text, &matcher);
        let end = if behind.starts_with('<') { '>' } else { ';' };
        let (whole, behind) = behind.split_at(behind.find(end).map_or(behind.len(), |at| at + 1));
        out.push_str(whole);
        rest = behind;
    }
    out
}

fn mark(out: &mut String, text: &str, matcher: &Matcher) {
    let mut at = 0;
    for range in matcher.places(text) {
        out.push_str(&text[at..range.start]);
        out.push_str("<mark>");
        out.push_str(&text[range.clone()]);
        out.push_str("</mark>");
        at = range.end;
    }
    out.push_str(&text[at..]);
}

/// The sections that have all of these words or parts of words, in any case; all sections when there are none.
pub fn find(words: &str) -> Vec<&'static Section> {
    let matcher = Matcher::new(words);
    SECTIONS.iter().filter(|section| matcher.finds_among(&[section.title, section.words])).collect()
}
