//! The part of a file that goes when one of its methods goes.

use std::collections::HashSet;
use std::ops::Range;

use extension::{Extension, Key};

use super::class::{self, Body, Method};
use super::source::Source;
use super::{UserFile, user_files};
use crate::names;
use crate::token::{Kind, Token, identifier};

/// What is left of a file without a method that no action has.
pub(crate) struct Removal {
    /// The method's name.
    pub(crate) method: String,
    /// The file's new text, with its byte order mark.
    pub(crate) text: String,
}

/// The file without the method whose name stands in this line, when no action has it, nothing uses it and it can be taken
/// out safely.
pub(crate) fn removal(
    extension: &Extension,
    resource: Key,
    line: usize,
    is_user_file: impl Fn(&extension::Folder, &extension::FileName) -> bool,
) -> Option<Removal> {
    let files = user_files(extension, is_user_file, &mut super::Merged::default());
    let file = files.iter().find(|file| file.key == resource)?;
    let source = Source::of(file).ok()?;
    let wanted: HashSet<String> = extension.actions.iter().map(|action| names::method(action)).collect();
    let classes = class::classes(&source, &names::class(&extension.name));
    let method = classes.iter().find_map(|&class| {
        let mut methods = class::methods(&source, class).into_iter();
        let is_it = |method: &Method| {
            !wanted.contains(&method.name) && source.line(source.range(method.name_position).start) == line
        };
        methods.find(is_it)
    })?;
    let range = range(&source, &method)?;
    if is_used(&files, file, &range, &method.name) {
        return None;
    }
    let text = format!("{}{}", &file.text[..range.start], &file.text[range.end..]);
    let is_as_before = {
        let after = Source::new(&text).ok()?;
        let all = |source: &Source<'_>| {
            let classes = class::classes(source, &names::class(&extension.name)).into_iter();
            classes.flat_map(|class| class::methods(source, class)).map(|it| it.name).collect::<Vec<_>>()
        };
        let (mut before, after) = (all(&source), all(&after));
        let place = before.iter().position(|name| *name == method.name)?;
        before.remove(place);
        before == after
    };
    let bom = if file.has_bom { "\u{feff}" } else { "" };
    is_as_before.then(|| Removal { method: method.name, text: format!("{bom}{text}") })
}

/// Whether the name stands in code anywhere but in the range.
fn is_used(files: &[UserFile], own: &UserFile, range: &Range<usize>, name: &str) -> bool {
    files.iter().filter(|file| file.text.contains(name)).any(|file| {
        file.tokens().iter().any(|token| {
            let is_removed = file.key == own.key && range.contains(&token.range.start);
            token.kind == Kind::Identifier && !is_removed && identifier(&file.text[token.range.clone()]) == name
        })
    })
}

/// The method with its attributes, the comments right above it, and the line end behind it. None when directives would
/// lose their partners.
fn range(source: &Source<'_>, method: &Method) -> Option<Range<usize>> {
    let first = class::start(source, method.name_position);
    let last = match (&method.body, method.parentheses) {
        (Some(Body::Block(range) | Body::Expression(range)), _) => position_at(source, range.end)?,
        (None, Some((_, close))) if source.is(close + 1, ';') => close + 1,
        (None, _) => return None,
    };
    let start = with_comments(source, source.range(first - 1).end, source.range(first).start);
    let end = line_end(source.text, source.range(last).end);
    let range = start..end;
    has_whole_directives(source.text, source.tokens_in(&range)).then_some(range)
}

fn position_at(source: &Source<'_>, offset: usize) -> Option<usize> {
    (0..source.len()).find(|&position| source.range(position).start >= offset)
}

/// Where the lines begin that belong to what begins at `start`: comments right above it, down from `floor`.
fn with_comments(source: &Source<'_>, floor: usize, start: usize) -> usize {
    let text = source.text;
    let own_line = |offset: usize| {
        let line = source.line_start(offset);
        (line >= floor && text[line..offset].trim().is_empty()).then_some(line)
    };
    let mut begin = own_line(start).unwrap_or(start);
    for token in source.tokens_in(&(floor..start)).iter().rev() {
        match token.kind {
            Kind::Blank => {}
            Kind::Comment if is_next_line(&text[token.range.end..begin.max(token.range.end)]) => {
                // What stands behind the member before belongs to that.
                let Some(line) = own_line(token.range.start) else { break };
                begin = line;
            }
            _ => break,
        }
    }
    begin
}

/// Whether no empty line lies between.
fn is_next_line(between: &str) -> bool {
    between.trim().is_empty() && between.matches('\n').count() <= 1
}

/// Behind the comment and the line end that follow a member, and an empty line behind those.
fn line_end(text: &str, offset: usize) -> usize {
    let line = text[offset..].find(['\n', '\r']).map_or(text.len(), |end| offset + end);
    let rest = text[offset..line].trim();
    if !(rest.is_empty() || rest.starts_with("//")) {
        return offset;
    }
    let next = |from: usize| {
        let end = text[from..].strip_prefix('\r').map_or(from, |_| from + 1);
        text[end..].strip_prefix('\n').map_or(end, |_| end + 1)
    };
    let behind = next(line);
    let blank =
        text[behind..].find(|character| character != ' ' && character != '\t').map_or(text.len(), |at| behind + at);
    let after_blank = next(blank);
    if after_blank > blank { after_blank } else { behind }
}

/// Whether every directive has its partners among these tokens.
fn has_whole_directives(text: &str, tokens: &[Token]) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for token in tokens.iter().filter(|token| token.kind == Kind::Directive) {
        let word = text[token.range.clone()].trim_start_matches('#').trim_start();
        let word = &word[..word.find(|character: char| !character.is_ascii_alphabetic()).unwrap_or(word.len())];
        match word {
            "if" | "region" => open.push(word),
            "elif" | "else" if open.last() == Some(&"if") => {}
            "endif" if open.last() == Some(&"if") => drop(open.pop()),
            "endregion" if open.last() == Some(&"region") => drop(open.pop()),
            // A #pragma or a #nullable would go on to hold, or stop holding, for what follows.
            _ => return false,
        }
    }
    open.is_empty()
}
