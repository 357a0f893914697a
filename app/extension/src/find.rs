//! Find: where a text stands in an extension, its source files included.

mod search;
mod walk;

use std::ops::Range;

use crate::{Extension, Item, Place};
use search::Needle;

/// The most hits that are told.
pub const HIT_LIMIT: usize = 2_000;
/// The largest file that is searched, in bytes.
pub const FILE_LIMIT: usize = 8 << 20;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// The text; nothing is found where it is empty.
    pub text: String,
    /// Whether upper and lower case differ.
    pub match_case: bool,
    /// Whether no letter, digit or `_` may stand right beside it.
    pub whole_word: bool,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hits {
    /// The first [`HIT_LIMIT`] hits, in the order of the document.
    pub hits: Vec<Hit>,
    /// Whether there are more.
    pub has_more: bool,
    /// The text files that were not searched because they are larger than [`FILE_LIMIT`], by name.
    pub too_large: Vec<String>,
}

/// A place where the text stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The property that holds it.
    pub place: Place,
    /// Line and column from 1 in the text of a file; columns are UTF-16 units, as source editors count.
    pub line: Option<(u32, u32)>,
    /// The value, or the line of a file, cut to what is around the hit.
    pub text: String,
    /// The part of `text` that was looked for, in bytes.
    pub range: Range<usize>,
}

/// Looks for the text in names, descriptions, default values, lengths, names of tables and columns, file
/// names, and in files that are text by their name and by their bytes (UTF-8). `within` is the one element
/// to look in; a row stands for its element.
pub fn find(extension: &Extension, query: &Query, within: Option<Item>) -> Hits {
    let Some(needle) = Needle::new(query) else { return Hits::default() };
    let mut walk = walk::Walk::new(extension, needle);
    walk.item(within.map_or(Item::Extension, Item::owner));
    walk.hits
}
