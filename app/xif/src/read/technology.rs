use std::sync::Arc;

use extension::{Key, Origin, Technology};

use super::cursor::{Cursor, Open};
use super::{needed, once};
use crate::ReadError;
use crate::layout::{Identity, Kept, Node, Span};

pub(super) fn read(cursor: &mut Cursor<'_>, open: &Open<'_>) -> Result<(Key, Technology), ReadError> {
    let key = cursor.own_key(open)?;
    let (name, plugin) = (cursor.required(open, "Name")?, cursor.required(open, "PluginKey")?);
    let mut technology = Technology::new(key, &name, &plugin, &cursor.required(open, "PluginVersion")?);
    technology.description = cursor.shared(open, "Description")?;
    let (mut resources, mut actions, mut structures, mut entities) = (None, None, None, None);
    let node = cursor.children(open, &mut |cursor, child| {
        let (tag, of, place) = match child.tag {
            "Resources" => ("Resources", "Resource", &mut resources),
            "Actions" => ("Actions", "Action", &mut actions),
            "Structures" => ("Structures", "Structure", &mut structures),
            "Entities" => ("Entities", "Entity", &mut entities),
            _ => return Ok(None),
        };
        let (node, keys) = keys(cursor, child, of)?;
        once(place, keys, cursor, child)?;
        Ok(Some((Identity::Tag(tag), Kept::Layout(node))))
    })?;
    let shared = |found: Option<Vec<Key>>, tag| needed(found, tag, cursor, open).map(Arc::from);
    technology.resources = shared(resources, "Resources")?;
    technology.actions = shared(actions, "Actions")?;
    technology.structures = shared(structures, "Structures")?;
    technology.entities = shared(entities, "Entities")?;
    technology.origin = Origin::new(node);
    Ok((key, technology))
}

/// The keys in a list of another element.
fn keys(cursor: &mut Cursor<'_>, open: &Open<'_>, tag: &'static str) -> Result<(Arc<Node>, Vec<Key>), ReadError> {
    let mut keys = Vec::new();
    let node = cursor.children(open, &mut |cursor, child| {
        if child.tag != tag {
            return Ok(None);
        }
        let key = cursor.key(child)?;
        let node = cursor.children(child, &mut |_, _| Ok(None))?;
        keys.push(key);
        Ok(Some((Identity::Key(tag, key), if is_usual(&node, tag) { Kept::ByItself } else { Kept::Layout(node) })))
    })?;
    Ok((node, keys))
}

/// Whether nothing but the key stands there, as every known tool writes it. Nearly all are such, and need no layout of their own.
fn is_usual(node: &Node, tag: &str) -> bool {
    let whole = Span { start: node.name.start, end: node.close.end.max(node.tag_end.end) };
    let inner = whole.of(&node.source).strip_prefix('<').and_then(|rest| rest.strip_prefix(tag));
    let key = inner.and_then(|rest| rest.strip_prefix(" Key=\"")).and_then(|rest| rest.strip_suffix("\" />"));
    key.is_some_and(|key| key.bytes().all(|byte| !matches!(byte, b'"' | b'&')))
}
