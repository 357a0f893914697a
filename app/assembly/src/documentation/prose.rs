//! The words of documentation without its marks: references become the names that they lead to.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::Entry;

/// The most characters that one part of an entry has.
const LONGEST: usize = 4096;

/// Which part of an entry a text belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Summary,
    Parameter,
    Returns,
}

/// What is said inside the element of a type or member. What is not well-formed ends it.
pub(super) fn entry(inside: &str) -> Entry {
    let mut reader = Reader::from_str(inside);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let (mut entry, mut part, mut depth) = (Entry::default(), None, 0_u32);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) if depth == 0 => {
                part = part_of(&start);
                if part == Some(Part::Parameter) {
                    entry.parameters.push((named(&start, "name"), String::new()));
                }
                depth = 1;
            }
            Event::Start(start) => {
                depth += 1;
                mark(&start, text_of(&mut entry, part));
            }
            Event::Empty(start) if depth > 0 => mark(&start, text_of(&mut entry, part)),
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                part = part.filter(|_| depth > 0);
            }
            Event::Text(text) => append(text_of(&mut entry, part), &text),
            Event::CData(text) => append(text_of(&mut entry, part), &text),
            Event::GeneralRef(reference) => {
                let whole = format!("&{};", &*reference);
                append(text_of(&mut entry, part), &quick_xml::escape::unescape(&whole).unwrap_or_default());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let texts = entry.parameters.iter_mut().map(|(_, text)| text).chain([&mut entry.summary, &mut entry.returns]);
    texts.for_each(|text| *text = in_one_line(text));
    entry
}

fn part_of(start: &BytesStart<'_>) -> Option<Part> {
    Some(match start.name().as_ref() {
        "summary" => Part::Summary,
        "param" => Part::Parameter,
        "returns" | "value" => Part::Returns,
        _ => return None,
    })
}

fn text_of(entry: &mut Entry, part: Option<Part>) -> Option<&mut String> {
    Some(match part? {
        Part::Summary => &mut entry.summary,
        Part::Returns => &mut entry.returns,
        Part::Parameter => &mut entry.parameters.last_mut()?.1,
    })
}

/// What an element inside the text stands for.
fn mark(start: &BytesStart<'_>, text: Option<&mut String>) {
    match start.name().as_ref() {
        "para" | "br" | "item" => append(text, " "),
        "paramref" | "typeparamref" => append(text, &named(start, "name")),
        "see" | "seealso" => {
            let target = named(start, "cref");
            let target = if target.is_empty() { named(start, "langword") } else { target };
            append(text, last_name(&target));
        }
        _ => {}
    }
}

/// The name at the end of `M:System.String.Trim(System.Char[])`: `Trim`.
fn last_name(target: &str) -> &str {
    let name = target.split_once(':').map_or(target, |(_, name)| name);
    let name = name.split_once('(').map_or(name, |(name, _)| name);
    let name = name.rsplit_once('.').map_or(name, |(_, name)| name);
    name.split_once('`').map_or(name, |(name, _)| name)
}

fn named(start: &BytesStart<'_>, attribute: &str) -> String {
    let found = start.try_get_attribute(attribute).ok().flatten();
    found
        .and_then(|it| it.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned))
        .unwrap_or_default()
}

fn append(text: Option<&mut String>, more: &str) {
    if let Some(text) = text.filter(|text| text.len() < LONGEST) {
        text.extend(more.chars().take(LONGEST));
    }
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
