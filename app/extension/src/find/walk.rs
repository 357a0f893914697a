//! The texts of an extension, in the order of the document.

use std::ops::Range;

use super::search::Needle;
use super::{FILE_LIMIT, HIT_LIMIT, Hit, Hits};
use crate::{
    Action, Entity, EntityAttribute, Extension, Item, Parameter, Property, Resource, Structure, StructureAttribute,
};

/// The ends of the names of files that are text.
const TEXT_FILES: [&str; 17] = [
    "cs", "csproj", "sln", "xml", "config", "json", "txt", "js", "css", "html", "htm", "md", "aspx", "asmx", "sql",
    "xsd", "manifest",
];
/// How much of a line is told before a hit, and altogether, in characters.
const BEFORE: usize = 40;
const SHOWN: usize = 200;

/// A search in progress.
pub(super) struct Walk<'a> {
    extension: &'a Extension,
    needle: Needle,
    pub(super) hits: Hits,
}

impl<'a> Walk<'a> {
    pub(super) fn new(extension: &'a Extension, needle: Needle) -> Self {
        Self { extension, needle, hits: Hits::default() }
    }

    /// Searches an element, or everything where it is the extension.
    pub(super) fn item(&mut self, item: Item) {
        let extension = self.extension;
        match item {
            Item::Extension => self.everything(),
            Item::Action(key) => extension.actions.get(key).into_iter().for_each(|action| self.action(action)),
            Item::Structure(key) => extension.structures.get(key).into_iter().for_each(|it| self.structure(it)),
            Item::Entity(key) => extension.entities.get(key).into_iter().for_each(|entity| self.entity(entity)),
            Item::Resource(key) => extension.resource(key).into_iter().for_each(|resource| self.resource(resource)),
            Item::Parameter { .. } | Item::StructureAttribute { .. } | Item::EntityAttribute { .. } => {
                self.item(item.owner());
            }
        }
    }

    fn everything(&mut self) {
        let extension = self.extension;
        self.value(Item::Extension, Property::Name, extension.name.as_str());
        self.value(Item::Extension, Property::Description, extension.description.as_str());
        extension.actions.iter().for_each(|action| self.action(action));
        extension.structures.iter().for_each(|structure| self.structure(structure));
        extension.entities.iter().for_each(|entity| self.entity(entity));
        extension.resources.iter().for_each(|resource| self.resource(resource));
    }

    fn action(&mut self, action: &Action) {
        let item = Item::Action(action.key);
        self.value(item, Property::Name, action.name.as_str());
        self.value(item, Property::Description, action.description.as_str());
        for parameter in &action.parameters {
            self.parameter(Item::Parameter { action: action.key, parameter: parameter.key }, parameter);
        }
    }

    fn parameter(&mut self, item: Item, parameter: &Parameter) {
        self.value(item, Property::Name, parameter.name.as_str());
        self.value(item, Property::DefaultValue, parameter.default.as_str());
        self.value(item, Property::Description, parameter.description.as_str());
    }

    fn structure(&mut self, structure: &Structure) {
        let item = Item::Structure(structure.key);
        self.value(item, Property::Name, structure.name.as_str());
        self.value(item, Property::Description, structure.description.as_str());
        for attribute in &structure.attributes {
            let item = Item::StructureAttribute { structure: structure.key, attribute: attribute.key };
            self.structure_attribute(item, attribute);
        }
    }

    fn structure_attribute(&mut self, item: Item, attribute: &StructureAttribute) {
        self.value(item, Property::Name, attribute.name.as_str());
        self.value(item, Property::DefaultValue, attribute.default.as_str());
        self.value(item, Property::Length, attribute.length.as_str());
        self.value(item, Property::Decimals, attribute.decimals.as_str());
        self.value(item, Property::Description, attribute.description.as_str());
    }

    fn entity(&mut self, entity: &Entity) {
        let item = Item::Entity(entity.key);
        self.value(item, Property::Name, entity.name.as_str());
        self.value(item, Property::PhysicalTable, &entity.physical_table);
        self.value(item, Property::LogicalDatabase, &entity.logical_database);
        self.value(item, Property::Description, entity.description.as_str());
        for attribute in &entity.attributes {
            let item = Item::EntityAttribute { entity: entity.key, attribute: attribute.key };
            self.entity_attribute(item, attribute);
        }
    }

    fn entity_attribute(&mut self, item: Item, attribute: &EntityAttribute) {
        self.value(item, Property::Name, attribute.name.as_str());
        self.value(item, Property::OriginalName, &attribute.original_name);
        self.value(item, Property::OriginalType, &attribute.original_type);
        self.value(item, Property::DefaultValue, attribute.default.as_str());
        self.value(item, Property::Length, attribute.length.as_str());
        self.value(item, Property::Decimals, attribute.decimals.as_str());
        self.value(item, Property::Description, attribute.description.as_str());
    }

    fn resource(&mut self, resource: &Resource) {
        let item = Item::Resource(resource.key);
        self.value(item, Property::Name, resource.file_name.as_str());
        self.value(item, Property::Description, resource.description.as_str());
        let end = resource.file_name.extension();
        // Decoding a file is the dear part of a search.
        if self.hits.has_more || !TEXT_FILES.iter().any(|text| text.eq_ignore_ascii_case(end)) {
            return;
        }
        if resource.content.len() > FILE_LIMIT {
            self.hits.too_large.push(resource.file_name.to_string());
        } else if let Some(text) = resource.content.text() {
            self.file(item, &text);
        }
    }

    fn value(&mut self, item: Item, property: Property, text: &str) {
        let mut from = 0;
        while let Some(range) = self.next(text, from) {
            from = range.end;
            let line = line_around(text, range.start);
            self.add(item, property, None, text, line, range);
        }
    }

    fn file(&mut self, item: Item, text: &str) {
        let (mut from, mut number, mut line) = (0, 1, line_around(text, 0));
        while let Some(range) = self.next(text, from) {
            from = range.end;
            while range.start > line.end {
                let start = after_line_end(text, line.end);
                // A hit on the line end itself belongs to the line before.
                if range.start < start {
                    break;
                }
                line = start..line_end(text, start);
                number += 1;
            }
            let before = &text[line.start..range.start.min(line.end)];
            let column = u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX - 1) + 1;
            self.add(item, Property::Content, Some((number, column)), text, line.clone(), range);
        }
    }

    /// The next hit, while more are told.
    fn next(&mut self, text: &str, from: usize) -> Option<Range<usize>> {
        if self.hits.has_more {
            return None;
        }
        let range = self.needle.first_in(text, from)?;
        self.hits.has_more = self.hits.hits.len() >= HIT_LIMIT;
        (!self.hits.has_more).then_some(range)
    }

    fn add(
        &mut self,
        item: Item,
        property: Property,
        position: Option<(u32, u32)>,
        text: &str,
        line: Range<usize>,
        range: Range<usize>,
    ) {
        let (text, range) = cut(&text[line.clone()], range.start.clamp(line.start, line.end) - line.start, range.len());
        self.hits.hits.push(Hit { place: item.at(property), line: position, text, range });
    }
}

/// The line that the byte stands in, without its end.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind(['\r', '\n']).map_or(0, |end| end + 1);
    start..line_end(text, start)
}

fn line_end(text: &str, from: usize) -> usize {
    text[from..].find(['\r', '\n']).map_or(text.len(), |end| from + end)
}

/// Where the next line starts; CR LF is one end, as source editors count.
fn after_line_end(text: &str, end: usize) -> usize {
    let rest = &text.as_bytes()[end..];
    end + if rest.starts_with(b"\r\n") { 2 } else { usize::from(!rest.is_empty()) }
}

/// The part of the line around the hit, and the hit in it.
fn cut(line: &str, start: usize, length: usize) -> (String, Range<usize>) {
    let indent = line.len() - line.trim_start().len();
    let first = line[..start].char_indices().rev().nth(BEFORE).map_or(0, |(index, _)| index).max(indent.min(start));
    let last = line[first..].char_indices().nth(SHOWN).map_or(line.len(), |(index, _)| first + index);
    let (before, after) = (if first > indent { "…" } else { "" }, if last < line.len() { "…" } else { "" });
    let shown: String = line[first..last].chars().map(|it| if it.is_ascii_control() { ' ' } else { it }).collect();
    let start = (start - first + before.len()).min(before.len() + shown.len());
    let end = (start + length).min(before.len() + shown.len());
    (format!("{before}{shown}{after}"), start..end)
}
