//! What was said so far, made from the records of a review in their order.

use comparison::Group;
use extension::{Item, Key};

use super::comment::{CommentChange, CommentPlace, CommentRecord};
use crate::Unreadable;

/// All that was said in a review.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Discussion {
    /// The threads, in the order in which they began.
    pub threads: Vec<Thread>,
    /// What cannot be read.
    pub unreadable: Vec<UnreadableComment>,
}

/// A comment with what was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// Stands for it: the comment that it began with.
    pub id: Key,
    /// What it is about; `None` when the comment that it began with cannot be read.
    pub place: Option<CommentPlace>,
    /// What was said, the first one first.
    pub comments: Vec<Comment>,
    /// Who said that it is settled; `None` while it is not, which a later reply makes it again.
    pub resolved_by: Option<String>,
}

/// What somebody said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Stands for it.
    pub id: Key,
    /// Who said it.
    pub author: String,
    /// Whether that was in this browser.
    pub is_own: bool,
    /// When the server took it, in milliseconds since 1970; `None` while it waits to be sent.
    pub time_ms: Option<u64>,
    /// What was said; `None` when it was taken back.
    pub text: Option<String>,
    /// Whether it once was another text.
    pub is_edited: bool,
    browser: Key,
}

/// A revision that is not a comment that this studio can read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableComment {
    /// Its number.
    pub number: u64,
    /// Why, in words.
    pub why: String,
}

/// What stands under a number of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Logged {
    pub(super) number: u64,
    pub(super) time_ms: u64,
    pub(super) record: Result<CommentRecord, Unreadable>,
}

impl Discussion {
    /// What the log says, and what waits to be sent, to the browser with this key.
    pub(super) fn of(log: &[Logged], unsent: &[CommentRecord], own: Key) -> Self {
        let mut discussion = Self::default();
        let mut seen = Vec::new();
        for logged in log {
            match &logged.record {
                // What was sent twice counts once.
                Ok(record) if seen.contains(&record.stamp) => {}
                Ok(record) => {
                    seen.push(record.stamp);
                    discussion.add(record, Some(logged.time_ms), own);
                }
                Err(why) => {
                    discussion.unreadable.push(UnreadableComment { number: logged.number, why: why.to_string() });
                }
            }
        }
        for record in unsent.iter().filter(|record| !seen.contains(&record.stamp)) {
            discussion.add(record, None, own);
        }
        discussion.threads.retain(|thread| thread.comments.iter().any(|comment| comment.text.is_some()));
        discussion
    }

    fn add(&mut self, record: &CommentRecord, time_ms: Option<u64>, own: Key) {
        let comment = |text: &str| Comment {
            id: record.stamp,
            author: if record.name.is_empty() { "Somebody".to_owned() } else { record.name.clone() },
            is_own: record.author == own,
            time_ms,
            text: Some(text.to_owned()),
            is_edited: false,
            browser: record.author,
        };
        match &record.change {
            CommentChange::Begin { place, text } => {
                let thread = self.thread(record.stamp);
                thread.place = Some(place.clone());
                thread.comments.insert(0, comment(text));
            }
            CommentChange::Reply { thread, text } => {
                let thread = self.thread(*thread);
                thread.comments.push(comment(text));
                // Who replies has more to say: the thread is open again, so that the others see it.
                thread.resolved_by = None;
            }
            CommentChange::Resolve { thread, is_resolved } => {
                let by = is_resolved.then(|| comment("").author);
                self.thread(*thread).resolved_by = by;
            }
            CommentChange::Edit { comment, text } => self.change(*comment, record.author, |own| {
                own.is_edited |= own.text.as_ref() != Some(text);
                own.text = Some(text.clone());
            }),
            CommentChange::Withdraw { comment } => self.change(*comment, record.author, |own| own.text = None),
        }
    }

    /// The thread, which is new when the comment that it began with could not be read.
    fn thread(&mut self, id: Key) -> &mut Thread {
        let at = self.threads.iter().position(|thread| thread.id == id).unwrap_or_else(|| {
            self.threads.push(Thread { id, place: None, comments: Vec::new(), resolved_by: None });
            self.threads.len() - 1
        });
        &mut self.threads[at]
    }

    /// Changes a comment for the browser that wrote it.
    fn change(&mut self, id: Key, browser: Key, change: impl FnOnce(&mut Comment)) {
        let mut all = self.threads.iter_mut().flat_map(|thread| &mut thread.comments);
        if let Some(comment) = all.find(|comment| comment.id == id && comment.browser == browser) {
            change(comment);
        }
    }

    /// How many threads are not settled.
    pub fn unresolved(&self) -> usize {
        self.count(|_| true)
    }

    /// How many of them are about exactly this.
    pub fn unresolved_at(&self, place: &CommentPlace) -> usize {
        self.count(|own| own.is_same(place))
    }

    /// How many of them are about an element or a part of it.
    pub fn unresolved_of(&self, group: &Group) -> usize {
        let items = group.items();
        self.count(|own| own.element().is_some_and(|item| items.contains(&item)))
    }

    fn count(&self, is_meant: impl Fn(&CommentPlace) -> bool) -> usize {
        let open = self.threads.iter().filter(|thread| thread.resolved_by.is_none());
        open.filter(|thread| is_meant(thread.place.as_ref().unwrap_or(&CommentPlace::Review))).count()
    }
}

impl CommentPlace {
    /// Whether two comments stand in the same place; what only tells about it may be shortened.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Review, Self::Review) => true,
            (Self::Element { item, property, .. }, Self::Element { item: place, property: name, .. }) => {
                item == place && property == name
            }
            (Self::Line { file, side, line, .. }, Self::Line { file: of_file, side: of_side, line: of_line, .. }) => {
                file == of_file && side == of_side && line == of_line
            }
            _ => false,
        }
    }

    /// Whether it is about a part of this group, and if so about which of its differences.
    pub fn stands_in(&self, group: &Group) -> Option<usize> {
        let items = group.items();
        let element = self.element().filter(|item| items.contains(item))?;
        let change = group.changes.iter().position(|change| match self {
            Self::Line { .. } => change.lines.is_some(),
            place => place.is_same(&Self::of_change(change)),
        });
        let own = |item: Item| group.changes.iter().position(|change| change.item() == item);
        change.or_else(|| own(element)).or(Some(0))
    }
}
