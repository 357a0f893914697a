//! How a generated file follows the definition without losing its form, its comments and what was written into it by hand.
//!
//! Three versions meet: what was generated for the definition before, what is generated now, and the file. A declaration that is
//! the same in both templates stays as the file has it. Where they differ, the difference goes into the file, statement by
//! statement. A declaration that the file has in another form, so that the difference finds no place, is written anew as a whole;
//! what only a person can have written there is told.

mod declarations;
mod form;
mod items;
mod naming;
mod outline;
mod segments;
mod standing;
mod statements;
mod words;

use std::collections::{HashMap, HashSet};
use std::ops::{Range, RangeInclusive};

use super::edits::Edits;
use super::lines::behind_comment;
use super::source::Source;
use crate::token::Kind;
use declarations::{as_it_is, by_identity};
use form::Form;
use outline::{Item, Outline};
use words::Words;

/// New names of what a generated file declares.
#[derive(Debug, Default)]
pub(crate) struct NewNames {
    /// Of namespaces and types.
    pub(crate) types: HashMap<String, String>,
    /// Of the members of a type, by the type's new name.
    pub(crate) members: HashMap<String, HashMap<String, String>>,
}

/// The lines of a file that somebody wrote by hand and that an update replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lost {
    /// The lines, from 1.
    pub(crate) lines: RangeInclusive<usize>,
    /// The declaration that they belong to.
    pub(crate) declaration: String,
}

/// A file that follows.
#[derive(Debug)]
pub(crate) struct Followed {
    /// Its text.
    pub(crate) text: String,
    /// What somebody wrote and is lost.
    pub(crate) lost: Vec<Lost>,
}

/// What the file becomes when it follows from the one template to the other; none where it does already.
///
/// A file that would follow anew with each update, as code that no compiler takes may, is written anew as a whole.
pub(crate) fn follow(own: &str, base: &str, new: &str, names: &NewNames) -> Option<Followed> {
    let followed = follow_once(own, base, new, names)?;
    if follow_once(&followed.text, new, new, &NewNames::default()).is_none() {
        return Some(followed);
    }
    let declaration = "the whole file, whose code is not understood".to_owned();
    let lost = Lost { lines: 1..=own.lines().count().max(1), declaration };
    Some(Followed { text: new.to_owned(), lost: vec![lost] })
}

fn follow_once(own: &str, base: &str, new: &str, names: &NewNames) -> Option<Followed> {
    let (Ok(base_source), Ok(new_source)) = (Source::new(base), Source::new(new)) else {
        return Some(Followed { text: new.to_owned(), lost: Vec::new() });
    };
    let Ok(source) = Source::new(own) else {
        let lines = 1..=own.lines().count().max(1);
        let lost = Lost { lines, declaration: "the whole file, in which a bracket has no partner".to_owned() };
        return Some(Followed { text: new.to_owned(), lost: vec![lost] });
    };
    if has_same_code(&source, &new_source) {
        return None;
    }
    if source.len() == 0 {
        let above = own.trim_end();
        let end = source.line_end();
        let text = if above.is_empty() { new.to_owned() } else { format!("{above}{end}{end}{new}") };
        return Some(Followed { text, lost: Vec::new() });
    }
    let mut merge = Merge::new(&source, &base_source, &new_source, names);
    if merge.own_outline.namespaces.is_empty() {
        let declaration = "the whole file, which has no namespace".to_owned();
        let lost = Lost { lines: 1..=own.lines().count().max(1), declaration };
        return Some(Followed { text: new.to_owned(), lost: vec![lost] });
    }
    if merge.is_followed && base == new {
        return None;
    }
    merge.run();
    let text = merge.edits.apply_in_order(own);
    (text != own).then_some(Followed { text, lost: merge.lost })
}

/// Whether the file declares what the template does, whatever else it holds.
pub(crate) fn is_followed(own: &str, template: &str) -> bool {
    let (Ok(own), Ok(template)) = (Source::new(own), Source::new(template)) else { return false };
    let names = NewNames::default();
    Merge::new(&own, &template, &template, &names).is_followed
}

/// Whether two files have the same tokens, whatever stands between them.
fn has_same_code(one: &Source<'_>, other: &Source<'_>) -> bool {
    fn words<'a>(source: &'a Source<'_>) -> impl Iterator<Item = &'a str> {
        source
            .tokens
            .iter()
            .filter(|token| token.kind != Kind::Blank && token.kind != Kind::Comment)
            .map(|token| &source.text[token.range.clone()])
    }
    words(one).eq(words(other))
}

struct Merge<'a> {
    own: &'a Source<'a>,
    base: &'a Source<'a>,
    new: &'a Source<'a>,
    own_outline: Outline,
    base_outline: Outline,
    new_outline: Outline,
    names: &'a NewNames,
    /// Whether the file declares what the definition has already, under the names of now.
    is_followed: bool,
    words: Option<Words<'a>>,
    form: Form,
    edits: Edits,
    /// What is replaced or removed.
    replaced: Vec<Range<usize>>,
    /// Where generated code stands as it was generated, so that every name in it is known.
    known: Vec<Range<usize>>,
    lost: Vec<Lost>,
}

/// A type in the three versions, or the parts outside of types.
#[derive(Clone, Copy)]
struct Scope<'s> {
    own: &'s [Item],
    base: &'s [Item],
    new: &'s [Item],
    /// The type's name.
    name: &'s str,
    /// Where something is added that has nothing before it, and what stands there in the template.
    start: (usize, usize),
}

impl<'a> Merge<'a> {
    fn new(own: &'a Source<'a>, base: &'a Source<'a>, new: &'a Source<'a>, names: &'a NewNames) -> Self {
        let [own_outline, base_outline, new_outline] = [own, base, new].map(Outline::of);
        let nested = own_outline.items.iter().find_map(|item| {
            let member = item.body.as_ref()?.members.first()?;
            Some((own.range(item.declaration).start, own.range(member.declaration).start))
        });
        let mut merge = Self {
            own,
            base,
            new,
            names,
            is_followed: false,
            words: None,
            form: Form::of(own, nested),
            edits: Edits::default(),
            replaced: Vec::new(),
            known: Vec::new(),
            lost: Vec::new(),
            own_outline,
            base_outline,
            new_outline,
        };
        merge.is_followed = merge.follows();
        merge
    }

    fn run(&mut self) {
        let [own, base, new] =
            [&mut self.own_outline, &mut self.base_outline, &mut self.new_outline].map(std::mem::take);
        let end = own.end.map_or(self.own.text.len(), |end| self.own.line_start(self.own.range(end).start));
        // In the braces of a namespace what is added stands a step further in than they do; else where the template has it.
        let model = match own.end {
            Some(_) => 0,
            None => new.items.first().map_or(0, |item| self.new.range(item.first).start),
        };
        self.add_usings(&own, &new);
        let scope = Scope { own: &own.items, base: &base.items, new: &new.items, name: "", start: (end, model) };
        self.merge_items(scope, &HashSet::new(), false);
        self.rename(&own);
    }

    fn add_usings(&mut self, own: &Outline, new: &Outline) {
        let have = by_identity(self.own, &own.usings, as_it_is);
        for (place, item) in new.usings.iter().enumerate() {
            if have.contains_key(&item.identity(self.new, as_it_is)) {
                continue;
            }
            let text = &self.new.text[item.range(self.new)];
            let before = new.usings[..place].iter().rev().find_map(|it| have.get(&it.identity(self.new, as_it_is)));
            let end = self.own.line_end();
            match before.and_then(|before| before.first()) {
                Some(before) => {
                    let offset = behind_comment(self.own, before.range(self.own).end);
                    self.edits.replace(offset..offset, format!("{end}{text}"));
                }
                None => self.edits.replace(0..0, format!("{text}{end}")),
            }
        }
    }

    fn replace(&mut self, range: Range<usize>, text: String) {
        self.replaced.push(range.clone());
        self.edits.replace(range, text);
    }

    fn lose(&mut self, range: &Range<usize>, declaration: &str) {
        let lines = self.own.line(range.start)..=self.own.line(range.end);
        self.lost.push(Lost { lines, declaration: declaration.to_owned() });
    }

    fn is_as_generated(&mut self, range: &Range<usize>) -> bool {
        let words = self.words.get_or_insert_with(|| Words::of(&[self.base, self.new]));
        words.has_all(self.own, range)
    }
}
