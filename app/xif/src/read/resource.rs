use std::sync::Arc;

use extension::{Content, Description, FileName, Folder, Key, Origin, Reference, Resource, Timestamp};

use super::cursor::{Cursor, Open, value_text};
use super::{list, needed, once};
use crate::layout::{Identity, Kept, Node};
use crate::{ReadError, wire};

pub(super) fn read(cursor: &mut Cursor<'_>, open: &Open<'_>) -> Result<(Key, Resource), ReadError> {
    let key = cursor.own_key(open)?;
    let file_name = FileName::as_found(&cursor.required(open, "Filename")?);
    let description = Description::as_found(&cursor.required(open, "Description")?);
    let import_details = cursor.shared(open, "ImportDetails")?;
    let deploy_action = wire::read_deploy_action(&cursor.required(open, "CompileAction")?);
    let last_modified = Timestamp::as_found(&cursor.required(open, "LastModified")?);
    let folder = Folder::as_found(&cursor.required(open, "Path")?);
    let is_code_reference = cursor.yes_no(open, "CodeReference")?;
    let (mut content, mut references) = (None, None);
    let node = cursor.children(open, &mut |cursor, child| match child.tag {
        "Data" => {
            let (node, data) = read_data(cursor, child, &file_name)?;
            once(&mut content, data, cursor, child)?;
            Ok(Some((Identity::Tag("Data"), Kept::Layout(node))))
        }
        "References" => {
            let (node, found) = list(cursor, child, "Reference", read_reference)?;
            once(&mut references, found, cursor, child)?;
            Ok(Some((Identity::Tag("References"), Kept::Layout(node))))
        }
        _ => Ok(None),
    })?;
    let resource = Resource {
        key,
        file_name,
        folder,
        description,
        import_details,
        deploy_action,
        last_modified,
        is_code_reference,
        references: needed(references, "References", cursor, open)?.into(),
        content: needed(content, "Data", cursor, open)?,
        origin: Origin::new(node),
    };
    Ok((key, resource))
}

fn read_data(
    cursor: &mut Cursor<'_>,
    open: &Open<'_>,
    file_name: &FileName,
) -> Result<(Arc<Node>, Content), ReadError> {
    let node = cursor.children(open, &mut |_, _| Ok(None))?;
    let span = node.body();
    let raw = span.of(cursor.source());
    let start = span.start as usize + (raw.len() - raw.trim_ascii_start().len());
    let end = start + raw.trim_ascii().len();
    let content = Content::from_base64(cursor.source(), start..end.max(start)).or_else(|error| {
        // .NET's reader takes white space, comments and character data inside, so a file may have them.
        let text = value_text(raw).ok_or_else(|| error.clone())?;
        let compact: Arc<String> = Arc::new(text.split_ascii_whitespace().collect());
        if compact.len() == end - start { Err(error) } else { Content::from_base64(&compact, 0..compact.len()) }
    });
    match content {
        Ok(content) => Ok((node, content)),
        Err(_) => Err(ReadError::BrokenContent { file: file_name.to_string(), place: cursor.place(open) }),
    }
}

fn read_reference(cursor: &mut Cursor<'_>, open: &Open<'_>) -> Result<(Key, Reference), ReadError> {
    let (key, name) = (cursor.own_key(open)?, cursor.shared(open, "Name")?);
    let origin = Origin::new(cursor.children(open, &mut |_, _| Ok(None))?);
    Ok((key, Reference { key, name, origin }))
}
