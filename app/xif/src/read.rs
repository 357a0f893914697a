//! Text to document: a descent over the elements of the schema (`FORMAT.md`, section 3). What the
//! schema does not name is stepped over and kept by its place in the text.

mod action;
mod cursor;
mod entity;
mod extension;
mod resource;
mod structure;
mod technology;

use std::sync::Arc;

use ::extension::{Extension, Key};

use crate::ReadError;
use crate::layout::{Identity, Kept, Node};
pub(crate) use cursor::value_text;
use cursor::{Cursor, Open};

/// The document in this definition XML.
///
/// # Errors
/// What is wrong with the text, and where.
pub fn parse(text: impl Into<String>) -> Result<Extension, ReadError> {
    extension::read(&Arc::new(text.into()))
}

/// What a visitor makes of a child element: what it is and how it stood, or nothing when nobody knows it.
type Visited = Option<(Identity, Kept)>;

/// Reads a container whose children are all of one kind: its layout and what `read` made of them.
fn list<T>(
    cursor: &mut Cursor<'_>,
    open: &Open<'_>,
    tag: &'static str,
    mut read: impl FnMut(&mut Cursor<'_>, &Open<'_>) -> Result<(Key, T), ReadError>,
) -> Result<(Arc<Node>, Vec<T>), ReadError> {
    let mut elements = Vec::new();
    let node = cursor.children(open, &mut |cursor, child| {
        if child.tag != tag {
            return Ok(None);
        }
        let (key, element) = read(cursor, child)?;
        elements.push(element);
        Ok(Some((Identity::Key(tag, key), Kept::ByItself)))
    })?;
    Ok((node, elements))
}

/// Puts the one container into its place; a second one is an error.
fn once<T>(place: &mut Option<T>, value: T, cursor: &Cursor<'_>, open: &Open<'_>) -> Result<(), ReadError> {
    if place.replace(value).is_some() {
        return Err(ReadError::DoubleElement { element: open.tag.to_owned(), place: cursor.place(open) });
    }
    Ok(())
}

/// The container, or the error that it is missing.
fn needed<T>(value: Option<T>, child: &'static str, cursor: &Cursor<'_>, parent: &Open<'_>) -> Result<T, ReadError> {
    value.ok_or_else(|| ReadError::MissingElement {
        element: cursor.describe(parent),
        child,
        place: cursor.place(parent),
    })
}
