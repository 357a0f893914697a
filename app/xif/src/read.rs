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

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use ::extension::{Extension, Key};

use crate::ReadError;
use crate::layout::{Identity, Kept, Node};
pub(crate) use cursor::value_text;
use cursor::{Body, Cursor, Open};

/// The document in this definition XML.
///
/// # Errors
/// What is wrong with the text, and where.
pub fn parse(text: impl Into<String>) -> Result<Extension, ReadError> {
    let mut reading = pin!(parse_with_pauses(text, async || ()));
    loop {
        // Pauses of no length never wait: the first look has the result.
        if let Poll::Ready(result) = reading.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return result;
        }
    }
}

/// The document in this definition XML, as [`parse`] reads it. Between two elements it awaits `pause`, so that a page with
/// one thread stays usable while a large definition is read.
///
/// # Errors
/// What is wrong with the text, and where.
pub async fn parse_with_pauses(text: impl Into<String>, pause: impl AsyncFnMut()) -> Result<Extension, ReadError> {
    extension::read(&Arc::new(text.into()), pause).await
}

/// What a visitor makes of a child element: what it is and how it stood, or nothing when nobody knows it.
type Visited = Option<(Identity, Kept)>;

/// Reads an element of a container.
type ReadElement<T> = fn(&mut Cursor<'_>, &Open<'_>) -> Result<(Key, T), ReadError>;

/// What a container read: how it stood, and its elements.
type Listed<T> = Result<(Arc<Node>, Vec<T>), ReadError>;

/// Reads a container whose children are all of one kind: its layout and what `read` made of them.
fn list<T>(
    cursor: &mut Cursor<'_>,
    open: &Open<'_>,
    tag: &'static str,
    mut read: impl FnMut(&mut Cursor<'_>, &Open<'_>) -> Result<(Key, T), ReadError>,
) -> Listed<T> {
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

/// Reads a container of the extension as [`list`] does, with a pause behind each of its elements.
async fn list_with_pauses<T>(
    cursor: &mut Cursor<'_>,
    open: &Open<'_>,
    tag: &'static str,
    read: ReadElement<T>,
    pause: &mut impl AsyncFnMut(),
) -> Listed<T> {
    let (mut elements, mut body) = (Vec::new(), Body::of(open));
    while let Some(child) = cursor.next_child(open, &mut body, &[])? {
        let mut visited = None;
        if child.tag == tag {
            let (key, element) = read(cursor, &child)?;
            elements.push(element);
            visited = Some((Identity::Key(tag, key), Kept::ByItself));
        }
        cursor.keep_child(&mut body, &child, visited)?;
        pause().await;
    }
    Ok((cursor.node(open, body), elements))
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
