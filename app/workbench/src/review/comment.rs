//! What is said about a review, and where.

use comparison::{Change, Line};
use extension::{Extension, Item, Key};

/// The most characters that a comment or the message of a review may have.
pub const LONGEST_COMMENT: usize = 10_000;

/// The most characters that are kept of a name, a path or a line, which only tell where a comment stands.
pub(crate) const LONGEST_WORDS: usize = 500;

/// What a comment is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommentPlace {
    /// The review as a whole.
    Review,
    /// An element, a row of one, or one of its properties.
    Element {
        /// The item, as the later side has it, or as the earlier one had it when it is gone.
        item: Item,
        /// Its path, such as `GetOrder.Lines`, so that it says something where nothing has the item.
        path: String,
        /// The name of the property; `None` for the whole of it.
        property: Option<String>,
    },
    /// A line of a file.
    Line {
        /// The file.
        file: Key,
        /// Its path.
        path: String,
        /// Which side the line stands on.
        side: CommentSide,
        /// Its number, from 1.
        line: usize,
        /// Its text, so that it says something when the lines have moved.
        text: String,
    },
}

/// A side of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CommentSide {
    /// As it was, on the left.
    Before,
    /// As it is, on the right.
    After,
}

/// A change of the discussion in a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommentChange {
    /// Begins a thread.
    Begin {
        /// Where.
        place: CommentPlace,
        /// What is said.
        text: String,
    },
    /// Answers in a thread.
    Reply {
        /// The comment that the thread began with.
        thread: Key,
        /// What is said.
        text: String,
    },
    /// Says that a thread is settled, or that it is not.
    Resolve {
        /// The comment that the thread began with.
        thread: Key,
        /// Whether it is.
        is_resolved: bool,
    },
    /// Puts another text in the place of one's own.
    Edit {
        /// The comment.
        comment: Key,
        /// Its text from now on.
        text: String,
    },
    /// Takes one's own comment back.
    Withdraw {
        /// The comment.
        comment: Key,
    },
}

/// A revision of a review: one change by one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CommentRecord {
    /// Stands for the record, and for the comment that it makes.
    pub(crate) stamp: Key,
    /// Stands for the browser that it was written in, whose comments it may change.
    pub(crate) author: Key,
    /// What its author calls himself; may be empty.
    pub(crate) name: String,
    /// What he does.
    pub(crate) change: CommentChange,
}

impl CommentPlace {
    /// A difference: a property, or all of an element or row.
    pub fn of_change(change: &Change) -> Self {
        let property = change.property().map(|property| property.label().to_owned());
        Self::Element { item: change.item(), path: change.path.clone(), property }
    }

    /// A line of the file whose content differs, by its number from 0.
    pub fn of_line(change: &Change, side: CommentSide, number: usize, line: &Line) -> Option<Self> {
        let item = if side == CommentSide::Before { change.before } else { change.after };
        let file = item.or(Some(change.item())).and_then(Item::key)?;
        let text = line.text.trim_end_matches(['\r', '\n']).to_owned();
        Some(Self::Line { file, path: change.path.clone(), side, line: number + 1, text })
    }

    /// The element that it is about or part of; `None` for the review as a whole.
    pub fn element(&self) -> Option<Item> {
        match self {
            Self::Review => None,
            Self::Element { item, .. } => Some(item.owner()),
            Self::Line { file, .. } => Some(Item::Resource(*file)),
        }
    }

    /// What it is, in words.
    pub fn label(&self) -> String {
        match self {
            Self::Review => "All of it".to_owned(),
            Self::Element { path, property: None, .. } => path.clone(),
            Self::Element { path, property: Some(property), .. } => format!("{path}, {property}"),
            Self::Line { path, side: CommentSide::Before, line, .. } => format!("{path}, line {line} before"),
            Self::Line { path, side: CommentSide::After, line, .. } => format!("{path}, line {line}"),
        }
    }

    /// Where it is in an extension: the line by its text, as near as it may be to where it stood. `None` when nothing has it.
    pub(crate) fn found_in(&self, extension: &Extension) -> Option<FoundPlace> {
        match self {
            Self::Review => None,
            Self::Element { item, .. } => item.name(extension).map(|_| FoundPlace::Item(*item)),
            Self::Line { file, line, text, .. } => {
                let content = extension.resource(*file)?.content.text()?;
                let lines = content.lines().zip(1_usize..);
                let same = lines.filter(|(own, _)| own == text).map(|(_, number)| number);
                let nearest = same.min_by_key(|number| number.abs_diff(*line));
                Some(FoundPlace::Line(*file, u32::try_from(nearest.unwrap_or(*line)).unwrap_or(1)))
            }
        }
    }

    /// The same with no more words than a place needs.
    pub(crate) fn shortened(self) -> Self {
        let short = |text: String| shortened(text, LONGEST_WORDS);
        match self {
            Self::Review => Self::Review,
            Self::Element { item, path, property } => {
                Self::Element { item, path: short(path), property: property.map(short) }
            }
            Self::Line { file, path, side, line, text } => {
                Self::Line { file, path: short(path), side, line, text: short(text) }
            }
        }
    }
}

/// Where a place is in the open document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FoundPlace {
    /// An element or row.
    Item(Item),
    /// A file and the number of a line, from 1.
    Line(Key, u32),
}

impl CommentChange {
    /// What is said; `None` where nothing is.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Begin { text, .. } | Self::Reply { text, .. } | Self::Edit { text, .. } => Some(text),
            Self::Resolve { .. } | Self::Withdraw { .. } => None,
        }
    }
}

/// The text with so many characters at most.
pub(crate) fn shortened(text: String, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => text[..end].to_owned(),
        None => text,
    }
}
