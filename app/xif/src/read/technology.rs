use std::sync::Arc;

use extension::{Key, Origin, Technology};

use super::cursor::{Cursor, Open};
use super::{list, needed, once};
use crate::ReadError;
use crate::layout::{Identity, Kept};

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
        let (node, keys) = list(cursor, child, of, read_key)?;
        once(place, keys, cursor, child)?;
        Ok(Some((Identity::Tag(tag), Kept::Layout(node))))
    })?;
    let keys = |found: Option<Vec<Key>>, tag| needed(found, tag, cursor, open).map(Arc::from);
    technology.resources = keys(resources, "Resources")?;
    technology.actions = keys(actions, "Actions")?;
    technology.structures = keys(structures, "Structures")?;
    technology.entities = keys(entities, "Entities")?;
    technology.origin = Origin::new(node);
    Ok((key, technology))
}

/// A key that stands in a list of another element.
fn read_key(cursor: &mut Cursor<'_>, open: &Open<'_>) -> Result<(Key, Key), ReadError> {
    let key = cursor.key(open)?;
    cursor.children(open, &mut |_, _| Ok(None))?;
    Ok((key, key))
}
