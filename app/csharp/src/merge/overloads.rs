//! Which of several methods of one name a call means, as far as the number of its arguments and their `out` tell.

use super::parameters::{Parameter, parameters};
use super::source::Source;
use crate::token::{Kind, Token};

/// What a method takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Takes {
    required: usize,
    /// For each parameter whether it is given with `out`, `ref` or neither.
    directions: Vec<Direction>,
    /// Whether the last one takes any number.
    is_open: bool,
}

/// How an argument is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Value,
    Out,
    Ref,
}

impl Takes {
    /// What the method with these parentheses takes.
    pub(crate) fn of(source: &Source<'_>, parentheses: (usize, usize)) -> Option<Self> {
        let list = parameters(source, parentheses)?;
        let text = |parameter: &Parameter| source.text[parameter.modifiers.clone()].to_owned();
        let direction = |parameter: &Parameter| match text(parameter).as_str() {
            "out" => Direction::Out,
            "ref" => Direction::Ref,
            _ => Direction::Value,
        };
        let is_open = list.last().is_some_and(|last| text(last) == "params");
        let is_optional = |parameter: &&Parameter| parameter.name.end < parameter.declaration.end;
        let optional = list.iter().filter(is_optional).count() + usize::from(is_open);
        Some(Self {
            required: list.len().saturating_sub(optional),
            directions: list.iter().map(direction).collect(),
            is_open,
        })
    }

    /// Whether a call with these arguments can mean it.
    pub(crate) fn fits(&self, arguments: &[Direction]) -> bool {
        arguments.len() >= self.required
            && (arguments.len() <= self.directions.len() || self.is_open)
            && arguments.iter().zip(&self.directions).all(|(own, wanted)| own == wanted)
    }
}

/// The arguments behind the code token at `name`; none where it is not called.
pub(crate) fn arguments(text: &str, code: &[&Token], name: usize) -> Option<Vec<Direction>> {
    let word = |index: usize| code.get(index).map_or("", |token| &text[token.range.clone()]);
    if word(name + 1) != "(" {
        return None;
    }
    let mut arguments = Vec::new();
    let (mut depth, mut index) = (0_usize, name + 2);
    let mut starts = true;
    loop {
        let token = code.get(index)?;
        let own = word(index);
        if token.kind == Kind::Punctuation {
            match own {
                ")" if depth == 0 => return Some(arguments),
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth = depth.saturating_sub(1),
                "<" => {
                    if let Some(end) = generic_end(text, code, index) {
                        index = end;
                    }
                }
                _ => {}
            }
        }
        if starts && !(token.kind == Kind::Identifier && word(index + 1) == ":") && own != ":" {
            arguments.push(match own {
                "out" => Direction::Out,
                "ref" => Direction::Ref,
                _ => Direction::Value,
            });
            starts = false;
        }
        if depth == 0 && own == "," {
            starts = true;
        }
        index += 1;
    }
}

/// Behind `<` the index of the `>` that closes it, when only types stand between.
fn generic_end(text: &str, code: &[&Token], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, token) in code.iter().enumerate().skip(open) {
        match &text[token.range.clone()] {
            "<" => depth += 1,
            ">" => depth -= 1,
            "," | "." | "?" | "[" | "]" | ":" => {}
            _ if token.kind == Kind::Identifier => {}
            _ => return None,
        }
        if depth == 0 {
            return Some(index);
        }
    }
    None
}
