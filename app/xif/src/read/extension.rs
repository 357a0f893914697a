use std::sync::Arc;

use ::extension::{Description, Extension, Name, Origin, Provenance, Timestamp};

use super::cursor::{Body, Cursor, Open};
use super::{action, entity, list_with_pauses, needed, once, resource, structure, technology};
use crate::layout::{FileLayout, Identity, Kept, Span};
use crate::{ReadError, wire};

pub(super) async fn read(source: &Arc<String>, mut pause: impl AsyncFnMut()) -> Result<Extension, ReadError> {
    let mut cursor = Cursor::new(source);
    let cursor = &mut cursor;
    let open = cursor.root()?;
    if open.tag != "Extension" {
        return Err(ReadError::OtherRoot { found: open.tag.to_owned() });
    }
    cursor.enter(&open)?;
    let key = cursor.own_key(&open)?;
    let provenance = provenance(cursor, &open)?;
    let name = Name::as_found(&cursor.required(&open, "Name")?);
    let description = Description::as_found(&cursor.required(&open, "Description")?);
    let dbms = wire::read_dbms(&cursor.required(&open, "Database")?);

    let (mut resources, mut actions, mut structures, mut entities, mut technologies) = (None, None, None, None, None);
    let mut body = Body::of(&open);
    while let Some(child) = cursor.next_child(&open, &mut body, &[])? {
        let visited = match child.tag {
            "Resources" => {
                let (node, found) = list_with_pauses(cursor, &child, "Resource", resource::read, &mut pause).await?;
                once(&mut resources, found, cursor, &child)?;
                Some(("Resources", node))
            }
            "Actions" => {
                let (node, found) = list_with_pauses(cursor, &child, "Action", action::read, &mut pause).await?;
                once(&mut actions, found, cursor, &child)?;
                Some(("Actions", node))
            }
            "Structures" => {
                let (node, found) = list_with_pauses(cursor, &child, "Structure", structure::read, &mut pause).await?;
                once(&mut structures, found, cursor, &child)?;
                Some(("Structures", node))
            }
            "Entities" => {
                let (node, found) = list_with_pauses(cursor, &child, "Entity", entity::read, &mut pause).await?;
                once(&mut entities, found, cursor, &child)?;
                Some(("Entities", node))
            }
            "Technologies" => {
                let (node, found) =
                    list_with_pauses(cursor, &child, "Technology", technology::read, &mut pause).await?;
                once(&mut technologies, found, cursor, &child)?;
                Some(("Technologies", node))
            }
            _ => None,
        };
        let visited = visited.map(|(tag, node)| (Identity::Tag(tag), Kept::Layout(node)));
        cursor.keep_child(&mut body, &child, visited)?;
    }
    let root = cursor.node(&open, body);
    let end = cursor.position();
    cursor.finish()?;
    let layout = FileLayout {
        prolog: Span::new(0, root.name.start as usize),
        epilog: Span::new(end, source.len()),
        root: Arc::unwrap_or_clone(root),
    };
    Ok(Extension {
        key,
        name,
        description,
        dbms,
        provenance: Arc::new(provenance),
        excluded: Arc::default(),
        resources: Arc::new(needed(resources, "Resources", cursor, &open)?.into_iter().map(Arc::new).collect()),
        actions: needed(actions, "Actions", cursor, &open)?.into_iter().collect(),
        structures: needed(structures, "Structures", cursor, &open)?.into_iter().collect(),
        entities: needed(entities, "Entities", cursor, &open)?.into_iter().collect(),
        technologies: needed(technologies, "Technologies", cursor, &open)?.into(),
        origin: Origin::new(Arc::new(layout)),
    })
}

fn provenance(cursor: &Cursor<'_>, open: &Open<'_>) -> Result<Provenance, ReadError> {
    let generation_text = cursor.required(open, "Generation")?;
    let generation = generation_text.parse::<u64>().ok().filter(|number| number.to_string() == *generation_text);
    let product = match (cursor.optional(open, "ProductId")?, cursor.optional(open, "ProductName")?) {
        (Some(id), Some(name)) => Some((id.as_ref().into(), name.as_ref().into())),
        _ => None,
    };
    Ok(Provenance {
        code_key: cursor.shared(open, "CodeKey")?,
        application_server_type: cursor.shared(open, "ApplicationServerType")?,
        is_system: cursor.yes_no(open, "System")?,
        is_valid: cursor.yes_no(open, "Valid")?,
        last_upgrade_version: cursor.shared(open, "LastUpgradeVersion")?,
        activation_code: cursor.shared(open, "ActivationCode")?,
        product,
        is_open_source_product: cursor.yes_no(open, "IsOpenSourceProduct")?,
        generation: generation
            .ok_or_else(|| cursor.bad_value(open, "Generation", &generation_text, "a whole number"))?,
        hash: cursor.shared(open, "Hash")?,
        version: cursor.shared(open, "Version")?,
        last_modified_utc: Timestamp::as_found(&cursor.required(open, "LastModifiedUTC")?),
        direct_upgrade_from: cursor.shared(open, "DirectUpgradeFrom")?,
    })
}
