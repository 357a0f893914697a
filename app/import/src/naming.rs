//! Names of actions and parameters (integration-studio, section 2.12; the naming rules stand in section 3).

use std::collections::HashSet;

use extension::{NAME_LIMIT, Name};

use crate::target::{Operation, Target};

/// Names that are taken, without regard to case.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names(HashSet<String>);

impl Names {
    pub(crate) fn of<'n>(taken: impl Iterator<Item = &'n Name>) -> Self {
        Self(taken.map(|name| name.as_str().to_ascii_lowercase()).collect())
    }

    /// A valid name that is like this text and that nothing has. A name that is taken gets the next free number.
    pub(crate) fn take(&mut self, wanted: &str) -> Name {
        let text = valid(wanted);
        let mut next = cut(&text, NAME_LIMIT).to_owned();
        let mut number = 2_u32;
        while !self.0.insert(next.to_ascii_lowercase()) {
            let number_text = format!("_{number}");
            next = format!("{}{number_text}", cut(&text, NAME_LIMIT - number_text.len()));
            number = number.saturating_add(1);
        }
        Name::as_found(&next)
    }

    /// Takes exactly this name, in place of another one.
    pub(crate) fn replace(&mut self, old: &Name, new: &Name) -> bool {
        let (old, new) = (old.as_str().to_ascii_lowercase(), new.as_str().to_ascii_lowercase());
        if old != new && self.0.contains(&new) {
            return false;
        }
        self.0.remove(&old);
        self.0.insert(new)
    }
}

/// The text as a name without regard to its length.
fn valid(text: &str) -> String {
    let replaced = Name::with_replaced_characters(text);
    let begins = replaced.trim_start_matches(|first: char| !first.is_ascii_alphabetic());
    if begins.is_empty() { format!("N{replaced}") } else { begins.to_owned() }
}

/// The beginning of an ASCII text.
fn cut(text: &str, limit: usize) -> &str {
    text.get(..limit.min(text.len())).unwrap_or(text)
}

/// The name of the action that calls a member.
pub(crate) fn of_action(target: &Target) -> String {
    let (class, member) = (&target.class.label, &target.name);
    let name = match target.operation {
        Operation::Create => format!("{class}Create"),
        Operation::Call => format!("{class}{member}"),
        Operation::GetProperty | Operation::GetField => format!("{class}{member}Get"),
        Operation::SetProperty | Operation::SetField => format!("{class}{member}Set"),
    };
    if target.overload == 0 {
        return name;
    }
    // What overloads differ in are the types of their parameters.
    target.parameters.iter().fold(name, |name, parameter| name + "_" + &parameter.of.label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_valid_and_unique() {
        let mut names = Names::of([Name::as_found("pay")].iter());
        assert_eq!(names.take("Pay").as_str(), "Pay_2");
        assert_eq!(names.take("PAY").as_str(), "PAY_3");
        assert_eq!(names.take("_value").as_str(), "value");
        assert_eq!(names.take("größe").as_str(), "gr__e");
        assert_eq!(names.take("漢字").as_str(), "N__");
        assert_eq!(names.take("").as_str(), "N");
        let long = "a".repeat(60);
        assert_eq!(names.take(&long).as_str(), "a".repeat(50));
        assert_eq!(names.take(&long).as_str(), "a".repeat(48) + "_2");
        assert!(names.replace(&Name::as_found("N"), &Name::as_found("Other")));
        assert!(!names.replace(&Name::as_found("Other"), &Name::as_found("value")));
        assert!(names.replace(&Name::as_found("value"), &Name::as_found("Value")));
    }
}
