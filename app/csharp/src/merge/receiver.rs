//! The types of expressions, as far as the tokens before a member tell them.

use std::collections::HashMap;

use super::members::Members;
use super::source::Source;
use crate::token::{Kind, identifier};

/// The type of an expression: its last name, `STPointStructure`, and whether it is a list or array of such.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) name: String,
    pub(crate) is_list: bool,
}

/// A variable, parameter, field, property or method with its type.
struct Declaration {
    position: usize,
    shape: Option<Shape>,
    /// The positions between which it is known.
    scope: (usize, usize),
    is_method: bool,
}

/// What a file declares, to find the types of what it uses.
pub(crate) struct Receivers<'a> {
    source: &'a Source<'a>,
    members: &'a Members,
    /// For each position the innermost open bracket around it.
    around: Vec<Option<usize>>,
    declarations: HashMap<String, Vec<Declaration>>,
}

/// Expressions that are longer or deeper than this are not looked into.
const DEEPEST: usize = 40;
const LISTS: [&str; 10] = [
    "List",
    "IList",
    "IEnumerable",
    "ICollection",
    "IReadOnlyList",
    "HashSet",
    "Queue",
    "OSList",
    "GenericRecordList",
    "RestList",
];
/// Calls that give what they are called on, or one of it.
const SAME: [&str; 9] =
    ["Duplicate", "Where", "OrderBy", "OrderByDescending", "Take", "Skip", "ToList", "ToArray", "Reverse"];
const ONE: [&str; 7] = ["First", "FirstOrDefault", "Last", "LastOrDefault", "Single", "SingleOrDefault", "ElementAt"];
/// Words before a name that are not a type of it.
const WORDS: [&str; 27] = [
    "return",
    "throw",
    "new",
    "in",
    "out",
    "ref",
    "is",
    "as",
    "await",
    "goto",
    "case",
    "else",
    "using",
    "yield",
    "not",
    "and",
    "or",
    "when",
    "where",
    "select",
    "from",
    "by",
    "on",
    "equals",
    "into",
    "let",
    "namespace",
];

impl<'a> Receivers<'a> {
    pub(crate) fn new(source: &'a Source<'a>, members: &'a Members) -> Self {
        let mut receivers = Self { source, members, around: around(source), declarations: HashMap::new() };
        for position in 1..source.len() {
            receivers.declare(position);
        }
        receivers
    }

    /// The innermost open bracket around a position.
    pub(crate) fn bracket(&self, position: usize) -> Option<usize> {
        self.around.get(position).copied().flatten()
    }

    /// The type of the expression that ends at this position, and where it starts.
    pub(crate) fn expression(&self, end: usize) -> (Option<Shape>, usize) {
        self.within(end, DEEPEST)
    }

    /// The struct whose declaration, or part of it, is around a position.
    pub(crate) fn enclosing_type(&self, position: usize) -> Option<&'a str> {
        let mut bracket = self.bracket(position);
        while let Some(open) = bracket {
            if let Some(name) = self.declared_type(open) {
                return Some(name);
            }
            bracket = self.bracket(open);
        }
        None
    }

    /// Whether the name stands for a variable, parameter or member that is declared around the position.
    pub(crate) fn is_declared(&self, name: &str, position: usize) -> bool {
        self.declaration(name, position).is_some()
    }

    /// Whether a class of the user, or an anonymous one, has a member of this name.
    pub(crate) fn has_own_member(&self, name: &str) -> bool {
        let is_member = |it: &Declaration| {
            let open = self.bracket(it.position);
            open.is_some_and(|open| self.declared_type(open).is_some())
        };
        let of_anonymous = |position: usize| {
            self.source.is_named(position, name)
                && self.source.is(position + 1, '=')
                && self.bracket(position).is_some_and(|open| open > 0 && self.source.is_named(open - 1, "new"))
        };
        self.declarations.get(name).is_some_and(|all| all.iter().any(is_member))
            || (0..self.source.len()).any(of_anonymous)
    }

    /// The type that braces initialise or match: `new STPointStructure(null) {`, `is STPointStructure {`, and
    /// `ssPoint = {` inside such.
    pub(crate) fn initialized(&self, open: usize) -> Option<Shape> {
        let before = open.checked_sub(1)?;
        if self.source.is(before, '=') {
            let member = before.checked_sub(1)?;
            let owner = self.initialized(self.bracket(member)?)?;
            return self.member(&owner, &self.name(member)?);
        }
        let last = if self.source.is(before, ')') { self.source.partner(before).checked_sub(1)? } else { before };
        let name = self.name(last)?;
        let word = self.before_type(last)?;
        let is_creation = self.source.is_named(word, "new");
        let is_pattern = ["is", "case", "not", "and", "or"].iter().any(|it| self.source.is_named(word, it));
        (is_creation || is_pattern).then_some(Shape { name, is_list: false })
    }

    fn name(&self, position: usize) -> Option<String> {
        let is_name = self.source.kind(position) == Some(Kind::Identifier);
        is_name.then(|| identifier(self.source.text_at(position)).into_owned())
    }

    fn within(&self, end: usize, depth: usize) -> (Option<Shape>, usize) {
        let Some(depth) = depth.checked_sub(1) else { return (None, end) };
        let source = self.source;
        if source.is(end, '!') || source.is(end, '?') {
            return end.checked_sub(1).map_or((None, end), |before| self.within(before, depth));
        }
        if source.is(end, ')') {
            return self.call_or_parentheses(end, depth);
        }
        if source.is(end, ']') {
            let Some(before) = source.partner(end).checked_sub(1) else { return (None, end) };
            let (list, start) = self.within(before, depth);
            return (list.and_then(|list| self.element(&list)), start);
        }
        let Some(name) = self.name(end) else { return (None, end) };
        if let Some(owner) = self.owner_end(end) {
            let (owner, start) = self.within(owner, depth);
            // A qualified name of a type is that type.
            let shape = owner.and_then(|owner| self.member(&owner, &name)).or_else(|| self.as_type(&name));
            return (shape, start);
        }
        if name == "this" {
            let own = self.enclosing_type(end).map(|name| Shape { name: name.to_owned(), is_list: false });
            return (own, end);
        }
        match self.declaration(&name, end) {
            Some(declaration) => (declaration.shape.clone(), end),
            None => (self.as_type(&name), end),
        }
    }

    /// Where the expression ends whose member stands at the position: before `.` or `?.`.
    pub(crate) fn owner_end(&self, position: usize) -> Option<usize> {
        let dot = position.checked_sub(1).filter(|&dot| self.source.is(dot, '.'))?;
        let before = dot.checked_sub(1)?;
        // `..name` is a range.
        (!self.source.is(before, '.')).then_some(before)
    }

    fn as_type(&self, name: &str) -> Option<Shape> {
        self.members.is_generated(name).then(|| Shape { name: name.to_owned(), is_list: false })
    }

    fn call_or_parentheses(&self, close: usize, depth: usize) -> (Option<Shape>, usize) {
        let source = self.source;
        let open = source.partner(close);
        let Some(before) = open.checked_sub(1) else { return (None, open) };
        let Some(name) = self.name(before).filter(|name| !WORDS.contains(&name.as_str())) else {
            return (self.inside(open, close, depth), open);
        };
        if let Some(word) = self.before_type(before).filter(|&word| source.is_named(word, "new")) {
            return (Some(Shape { name, is_list: false }), word);
        }
        let Some(owner) = self.owner_end(before) else {
            let method = self.declarations.get(&name).and_then(|all| all.iter().find(|it| it.is_method));
            return (method.and_then(|it| it.shape.clone()), before);
        };
        let (owner, start) = self.within(owner, depth);
        let shape = owner.and_then(|owner| match name.as_str() {
            _ if SAME.contains(&name.as_str()) => Some(self.as_list(owner)),
            _ if ONE.contains(&name.as_str()) => self.element(&owner),
            _ => None,
        });
        (shape, start)
    }

    /// `(STPointStructure) x`, `x as STPointStructure`, or any expression, between parentheses.
    fn inside(&self, open: usize, close: usize, depth: usize) -> Option<Shape> {
        let (first, last) = (open + 1, close.checked_sub(1)?);
        if self.source.is(first, '(') && self.source.partner(first) < last {
            let cast = self.type_ending(self.source.partner(first).checked_sub(1)?);
            if let Some((shape, _)) = cast.filter(|(_, start)| *start == first + 1) {
                return Some(shape);
            }
        }
        if let Some((shape, start)) = self.type_ending(last)
            && start.checked_sub(1).is_some_and(|word| self.source.is_named(word, "as"))
        {
            return Some(shape);
        }
        let (shape, start) = self.within(last, depth);
        shape.filter(|_| start == first)
    }

    /// A method that keeps a list makes it one of the framework's; a single value stays what it is.
    fn as_list(&self, owner: Shape) -> Shape {
        match self.members.element(&owner.name) {
            Some(element) if !owner.is_list => Shape { name: element.to_owned(), is_list: true },
            _ => owner,
        }
    }

    fn element(&self, list: &Shape) -> Option<Shape> {
        let name = match self.members.element(&list.name) {
            Some(element) if !list.is_list => element,
            _ if list.is_list => &list.name,
            _ => return None,
        };
        Some(Shape { name: name.to_owned(), is_list: false })
    }

    fn member(&self, owner: &Shape, member: &str) -> Option<Shape> {
        if owner.is_list {
            return None;
        }
        match (self.members.element(&owner.name), member) {
            (Some(element), "CurrentRec") => Some(Shape { name: element.to_owned(), is_list: false }),
            (Some(element), "Data") => Some(Shape { name: element.to_owned(), is_list: true }),
            _ => match self.members.type_of(&owner.name, member) {
                Some(name) => Some(Shape { name: name.to_owned(), is_list: false }),
                None => self.field(&owner.name, member),
            },
        }
    }

    /// The type of a field or property of a class that the file declares.
    fn field(&self, owner: &str, member: &str) -> Option<Shape> {
        let is_own = |it: &&Declaration| {
            !it.is_method && self.bracket(it.position).and_then(|open| self.declared_type(open)) == Some(owner)
        };
        self.declarations.get(member)?.iter().find(is_own)?.shape.clone()
    }

    fn declaration(&self, name: &str, position: usize) -> Option<&Declaration> {
        let all = self.declarations.get(name)?;
        let is_known = |it: &&Declaration| !it.is_method && it.scope.0 <= position && position <= it.scope.1;
        // The innermost scope counts; in one scope what was declared last before the use.
        all.iter().filter(is_known).max_by_key(|it| (it.scope.0, it.position <= position, it.position))
    }

    /// The type whose body the brace opens.
    fn declared_type(&self, open: usize) -> Option<&'a str> {
        let mut position = open;
        while let Some(before) = position.checked_sub(1) {
            position = before;
            let source = self.source;
            if ['{', '}', ';', ')'].iter().any(|&end| source.is(position, end)) {
                return None;
            }
            if ["class", "struct", "record", "interface"].iter().any(|word| source.is_named(position, word)) {
                return Some(source.text_at(position + 1));
            }
        }
        None
    }

    /// The position before a type's name and what qualifies it.
    fn before_type(&self, last: usize) -> Option<usize> {
        let mut first = last;
        while first >= 2 && (self.source.is(first - 1, '.') || self.source.is(first - 1, ':')) {
            first -= 2;
        }
        first.checked_sub(1)
    }

    /// The type that ends at the position, and where it starts.
    fn type_ending(&self, end: usize) -> Option<(Shape, usize)> {
        let source = self.source;
        if source.is(end, '?') {
            return self.type_ending(end.checked_sub(1)?);
        }
        if source.is(end, ']') && source.partner(end) + 1 == end {
            let (shape, start) = self.type_ending(source.partner(end).checked_sub(1)?)?;
            return Some((Shape { is_list: true, ..shape }, start));
        }
        if source.is(end, '>') {
            return self.generic_ending(end);
        }
        let name = self.name(end).filter(|name| !WORDS.contains(&name.as_str()))?;
        let start = self.before_type(end).map_or(0, |before| before + 1);
        Some((Shape { name, is_list: false }, start))
    }

    fn generic_ending(&self, end: usize) -> Option<(Shape, usize)> {
        let (mut depth, mut open) = (0_usize, end);
        loop {
            match self.source.text_at(open) {
                ">" => depth += 1,
                "<" => depth -= 1,
                "," | "." | "?" | "[" | "]" | ":" => {}
                _ if self.source.kind(open) == Some(Kind::Identifier) => {}
                _ => return None,
            }
            if depth == 0 {
                break;
            }
            open = open.checked_sub(1).filter(|open| end - open < DEEPEST)?;
        }
        let outer = self.name(open.checked_sub(1)?)?;
        let inner = self.type_ending(end.checked_sub(1)?);
        let start = self.before_type(open - 1).map_or(0, |before| before + 1);
        let shape = match inner {
            Some((shape, first)) if first == open + 1 && LISTS.contains(&outer.as_str()) => {
                Shape { is_list: true, ..shape }
            }
            // Something of these that is not known more closely.
            _ => Shape { name: format!("{outer}<>"), is_list: false },
        };
        Some((shape, start))
    }

    /// Takes down what is declared at this position, if anything is: a type, a name and what ends a declaration.
    fn declare(&mut self, position: usize) {
        let source = self.source;
        let Some(name) = self.name(position) else { return };
        let is_method = source.is(position + 1, '(');
        let ends = ['=', ';', ',', ')', '{'].iter().any(|&end| source.is(position + 1, end));
        if !(ends || is_method || source.is_named(position + 1, "in")) || source.is(position - 1, '.') {
            return;
        }
        let Some((shape, _)) = self.type_ending(position - 1) else { return };
        if source.is(position + 1, '=') && source.is(position + 2, '=') {
            return;
        }
        let shape = if shape.name == "var" && !shape.is_list { self.inferred(position) } else { Some(shape) };
        let shape = shape.filter(|shape| !matches!(shape.name.as_str(), "dynamic" | "object") || shape.is_list);
        let scope = self.scope(position);
        self.declarations.entry(name).or_default().push(Declaration { position, shape, scope, is_method });
    }

    /// The type of a `var` from what it starts with, or from the list that it goes through.
    fn inferred(&self, name: usize) -> Option<Shape> {
        let source = self.source;
        let first = name + 2;
        if source.is_named(name + 1, "in") {
            let close = source.partner(self.bracket(name)?);
            return self.element(&self.expression(close.checked_sub(1)?).0?);
        }
        let mut end = first;
        while end < source.len()
            && !source.is(end, ';')
            && !source.is(end, ',')
            && self.bracket(end) == self.bracket(name)
            || source.partner(end) != end && source.partner(end) > end
        {
            end = source.partner(end).max(end) + 1;
        }
        if source.is(first, '(') {
            let close = source.partner(first);
            let cast =
                self.type_ending(close.checked_sub(1)?).filter(|(_, start)| *start == first + 1 && close + 1 < end);
            if let Some((shape, _)) = cast {
                return Some(shape);
            }
        }
        let last = end.checked_sub(1)?;
        if source.is(last, '}') && source.is_named(first, "new") {
            return self.initialized(source.partner(last));
        }
        let (shape, start) = self.expression(last);
        shape.filter(|_| start == first)
    }

    /// Where a declaration is known: the brackets around it, and behind parentheses the body that follows.
    fn scope(&self, position: usize) -> (usize, usize) {
        let source = self.source;
        let Some(open) = self.bracket(position) else { return (0, source.len()) };
        let close = source.partner(open);
        if source.is(open, '{') {
            return (open, close);
        }
        let mut end = close + 1;
        while end < source.len()
            && !source.is(end, '{')
            && !source.is(end, ';')
            && self.bracket(end) == self.bracket(open)
        {
            end = source.partner(end).max(end) + 1;
        }
        // An `out` variable lives on in the block around its call.
        let is_argument = open > 0 && source.is(end, ';') && position >= 2 && source.is_named(position - 2, "out");
        if is_argument {
            return self.bracket(open).map_or((0, source.len()), |block| (block, source.partner(block)));
        }
        (open, source.partner(end).max(end))
    }
}

fn around(source: &Source<'_>) -> Vec<Option<usize>> {
    let mut around = Vec::with_capacity(source.len());
    let mut open: Vec<usize> = Vec::new();
    for position in 0..source.len() {
        let partner = source.partner(position);
        if partner < position {
            open.pop();
        }
        around.push(open.last().copied());
        if partner > position {
            open.push(position);
        }
    }
    around
}
