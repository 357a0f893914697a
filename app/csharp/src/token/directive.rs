/// The branches of conditional compilation around a place.
///
/// Which symbols a build defines is not known here, so the first branch that can be compiled counts as
/// the one that is; the others are alternatives. Only `true` and `false` are decided.
#[derive(Default)]
pub(super) struct Branches(Vec<Branch>);

#[derive(Clone, Copy)]
struct Branch {
    state: State,
    /// Whether a branch of the same `#if` before this one, or this one, can be compiled.
    is_taken: bool,
    /// Whether one before this one is always compiled.
    is_settled: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    First,
    Alternative,
    Dead,
}

impl Branches {
    /// Whether no build compiles the place.
    pub(super) fn is_dead(&self) -> bool {
        self.0.iter().any(|branch| branch.state == State::Dead)
    }

    /// Whether the place is in a branch that is not the first.
    pub(super) fn is_alternative(&self) -> bool {
        self.0.iter().any(|branch| branch.state == State::Alternative)
    }

    /// Goes past a directive.
    pub(super) fn enter(&mut self, directive: &str) {
        let text = directive.trim_start_matches('#').trim_start();
        let text = text.split("//").next().unwrap_or_default();
        let end = text.find(|character: char| !character.is_ascii_alphabetic()).unwrap_or(text.len());
        let (word, condition) = text.split_at(end);
        match word {
            "if" => self.0.push(Branch::after(None, condition.trim())),
            "elif" => self.next_branch(condition.trim()),
            "else" => self.next_branch("true"),
            "endif" => {
                self.0.pop();
            }
            _ => {}
        }
    }

    fn next_branch(&mut self, condition: &str) {
        if let Some(before) = self.0.pop() {
            self.0.push(Branch::after(Some(before), condition));
        }
    }
}

impl Branch {
    fn after(before: Option<Self>, condition: &str) -> Self {
        let is_taken = before.is_some_and(|before| before.is_taken);
        let is_settled = before.is_some_and(|before| before.is_settled);
        let state = match condition {
            _ if is_settled => State::Dead,
            "false" => State::Dead,
            _ if is_taken => State::Alternative,
            _ => State::First,
        };
        Self { state, is_taken: is_taken || state == State::First, is_settled: is_settled || condition == "true" }
    }
}
