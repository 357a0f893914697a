//! The XML of the parts of a workbook.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::super::SheetError;

/// Shared texts that are kept.
const TEXTS: usize = 2_000_000;

pub(super) fn reader(text: &str) -> Reader<&[u8]> {
    Reader::from_str(text)
}

pub(super) fn next<'a>(reader: &mut Reader<&'a [u8]>) -> Result<Event<'a>, SheetError> {
    reader.read_event().map_err(|error| SheetError::NotWorkbook(error.to_string()))
}

/// Calls this for each element that begins.
pub(super) fn elements(text: &str, mut found: impl FnMut(&BytesStart<'_>)) -> Result<(), SheetError> {
    let mut reader = reader(text);
    loop {
        match next(&mut reader)? {
            Event::Start(start) | Event::Empty(start) => found(&start),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The value of an attribute; empty where there is none.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> String {
    let found = start.try_get_attribute(name).ok().flatten();
    found
        .and_then(|it| it.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned))
        .unwrap_or_default()
}

/// Puts the text of an event behind another.
pub(super) fn append(event: &Event<'_>, text: &mut String) {
    match event {
        Event::Text(more) => text.push_str(more),
        Event::CData(more) => text.push_str(more),
        Event::GeneralRef(reference) => {
            let whole = format!("&{};", &**reference);
            text.push_str(&quick_xml::escape::unescape(&whole).unwrap_or_default());
        }
        _ => {}
    }
}

/// The files that relations lead to, by their ids.
pub(super) fn target_of(text: &str) -> Result<HashMap<String, String>, SheetError> {
    let mut targets = HashMap::new();
    elements(text, |start| {
        if start.local_name().as_ref() == "Relationship" {
            targets.insert(attribute(start, "Id"), attribute(start, "Target"));
        }
    })?;
    Ok(targets)
}

/// The texts that cells share, without what tells how they are spoken.
pub(super) fn texts(text: &str) -> Result<Vec<String>, SheetError> {
    let mut reader = reader(text);
    let (mut texts, mut own, mut is_text, mut is_spoken) = (Vec::new(), String::new(), false, false);
    loop {
        match next(&mut reader)? {
            Event::Start(start) => match start.local_name().as_ref() {
                "si" => own.clear(),
                "rPh" => is_spoken = true,
                "t" => is_text = !is_spoken,
                _ => {}
            },
            Event::End(end) => match end.local_name().as_ref() {
                "si" if texts.len() < TEXTS => texts.push(std::mem::take(&mut own)),
                "rPh" => is_spoken = false,
                "t" => is_text = false,
                _ => {}
            },
            Event::Empty(start) if start.local_name().as_ref() == "si" && texts.len() < TEXTS => {
                texts.push(String::new());
            }
            Event::Eof => return Ok(texts),
            event if is_text => append(&event, &mut own),
            _ => {}
        }
    }
}
