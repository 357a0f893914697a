//! Uses of members of generated structs in the user's code.

use extension::Severity;

use super::UserFile;
use super::edits::Edits;
use super::members::{Fate, Members};
use super::receiver::{Receivers, Shape};
use super::source::{Source, line_of};
use crate::finding::Finding;
use crate::token::{Kind, Token, identifier};

/// What changes in the files, and the places that are not certain.
pub(crate) fn edits(files: &[UserFile], members: &Members, findings: &mut Vec<Finding>) -> Vec<Edits> {
    let mut all: Vec<Edits> = files.iter().map(|_| Edits::default()).collect();
    if !members.any_renamed() {
        return all;
    }
    let is_concerned = |file: &UserFile| members.changing().any(|name| file.text.contains(name));
    let concerned: Vec<(usize, &UserFile)> = files.iter().enumerate().filter(|(_, it)| is_concerned(it)).collect();
    let sources: Vec<Option<Source<'_>>> = concerned.iter().map(|(_, file)| Source::of(file).ok()).collect();
    let receivers: Vec<Option<Receivers<'_>>> =
        sources.iter().map(|source| source.as_ref().map(|source| Receivers::new(source, members))).collect();
    let has_own = |name: &str| receivers.iter().flatten().any(|it| it.has_own_member(name));
    let own: Vec<&str> = members.changing().filter(|name| has_own(name)).collect();
    for (((place, file), source), receivers) in concerned.iter().zip(&sources).zip(&receivers) {
        let mut uses = Uses { file, members, own: &own, edits: Edits::default(), findings: Vec::new() };
        match (source, receivers) {
            (Some(source), Some(receivers)) => uses.in_structure(source, receivers),
            _ => uses.without_structure(file.tokens(), |_| true),
        }
        all[*place] = uses.edits;
        findings.extend(uses.findings);
    }
    all
}

struct Uses<'a> {
    file: &'a UserFile,
    members: &'a Members,
    /// Names that classes of the user have as well.
    own: &'a [&'a str],
    edits: Edits,
    findings: Vec<Finding>,
}

impl Uses<'_> {
    fn in_structure(&mut self, source: &Source<'_>, receivers: &Receivers<'_>) {
        for position in 0..source.len() {
            if source.kind(position) != Some(Kind::Identifier) {
                continue;
            }
            let name = identifier(source.text_at(position)).into_owned();
            if !self.members.is_changing(&name) {
                continue;
            }
            match role(source, receivers, position) {
                Role::MemberOf { owner, start } => {
                    let is_renamed = self.rename(source.range(position), &name, owner.as_ref());
                    if is_renamed && self.is_projection(source, receivers, start, position, &name) {
                        let start = source.range(start).start;
                        self.edits.replace(start..start, format!("{name} = "));
                    }
                }
                Role::Own(owner) => {
                    let owner = Shape { name: owner, is_list: false };
                    self.rename(source.range(position), &name, Some(&owner));
                }
                Role::Other => {}
            }
        }
        self.without_structure(&source.tokens, |token| token.is_alternative);
    }

    /// Members whose owners cannot be found: of code without structure, and of branches that a build may leave out.
    fn without_structure(&mut self, all: &[Token], is_wanted: impl Fn(&Token) -> bool) {
        let text = &self.file.text;
        let code: Vec<&Token> = all.iter().filter(|token| token.is_code()).collect();
        for pair in code.windows(2) {
            let (before, token) = (pair[0], pair[1]);
            if is_wanted(token) && token.kind == Kind::Identifier && before.is(text, '.') {
                let name = identifier(&text[token.range.clone()]).into_owned();
                self.rename(token.range.clone(), &name, None);
            }
        }
    }

    /// Renames a member when it is certain which it is; says so when it is not.
    fn rename(&mut self, range: std::ops::Range<usize>, name: &str, owner: Option<&Shape>) -> bool {
        let fate = match owner {
            Some(owner) if owner.is_list => Fate::Stays,
            Some(owner) if self.members.is_generated(&owner.name) => self.members.fate(Some(&owner.name), name),
            Some(_) if self.own.contains(&name) => Fate::Stays,
            // Under another name, as by an alias, it can only be a generated struct.
            _ => match self.members.fate(None, name) {
                Fate::Renamed(_) if self.own.contains(&name) => Fate::Uncertain,
                fate => fate,
            },
        };
        match fate {
            Fate::Stays => false,
            Fate::Renamed(new) => {
                self.edits.replace(range, new);
                true
            }
            Fate::Uncertain => {
                let text = format!(
                    "It is not certain whose {name} this is, so it was left as it is. Rename it by hand if it is the renamed attribute."
                );
                let line = line_of(&self.file.text, range.start);
                self.findings.push(Finding::of_file(Severity::Warning, &self.file.name, Some(line), text));
                false
            }
        }
    }

    /// `new { point.ssX }`, whose own member others read: it keeps its name unless all of that name are renamed.
    fn is_projection(
        &self,
        source: &Source<'_>,
        receivers: &Receivers<'_>,
        start: usize,
        end: usize,
        name: &str,
    ) -> bool {
        let Some(open) = receivers.bracket(start) else { return false };
        let is_item =
            (start == open + 1 || source.is(start - 1, ',')) && (source.is(end + 1, ',') || source.is(end + 1, '}'));
        let is_anonymous = open > 0 && source.is(open, '{') && source.is_named(open - 1, "new");
        let is_everywhere = matches!(self.members.fate(None, name), Fate::Renamed(_)) && !self.own.contains(&name);
        is_item && is_anonymous && !is_everywhere
    }
}

/// What an identifier with the name of a member stands for.
enum Role {
    /// A member of an expression, whose type is known or not, and which starts at the position.
    MemberOf { owner: Option<Shape>, start: usize },
    /// A member of the struct that the code is in.
    Own(String),
    /// Something else.
    Other,
}

fn role(source: &Source<'_>, receivers: &Receivers<'_>, position: usize) -> Role {
    if let Some(owner) = receivers.owner_end(position) {
        let (owner, start) = receivers.expression(owner);
        return Role::MemberOf { owner, start };
    }
    let before = |text: char| position > 0 && source.is(position - 1, text);
    let is_item = before('{') || before(',');
    let is_assigned = source.is(position + 1, '=') && !source.is(position + 2, '=') && !source.is(position + 2, '>');
    let is_matched = source.is(position + 1, ':') && !source.is(position + 2, ':');
    let open = receivers.bracket(position).filter(|&open| source.is(open, '{'));
    if let Some(open) = open.filter(|_| is_item && (is_assigned || is_matched)) {
        let is_other = open > 0 && source.is_named(open - 1, "with");
        return match receivers.initialized(open) {
            None if !is_other => Role::Other,
            owner => Role::MemberOf { owner, start: position },
        };
    }
    match receivers.enclosing_type(position) {
        Some(own) if !receivers.is_declared(source.text_at(position), position) => Role::Own(own.to_owned()),
        _ => Role::Other,
    }
}
