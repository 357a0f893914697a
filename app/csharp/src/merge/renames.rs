use std::collections::{HashMap, HashSet};

use extension::{Extension, Severity};

use super::UserFile;
use super::edits::Edits;
use super::members::Members;
use super::methods::Unit;
use crate::finding::Finding;
use crate::names;
use crate::token::{Kind, Token, identifier};

/// The identifiers that change in all C# files: methods of renamed actions, and types that are called after
/// the extension, its structures and its entities.
pub(crate) struct Renames {
    /// From the old to the new name of a method.
    methods: HashMap<String, String>,
    /// From the old to the new name of namespace, class, interface, and of generated structs and lists.
    types: HashMap<String, String>,
}

impl Renames {
    /// What is to be renamed in these units. A method is renamed when the class has it under its old name
    /// and nothing under the new one.
    pub(crate) fn new(
        previous: &Extension,
        current: &Extension,
        units: &[Unit<'_>],
        interface_is_current: bool,
        members: &Members,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let mut wanted: Vec<(String, String)> = Vec::new();
        for action in &current.actions {
            if let Some(before) = previous.actions.get(action.key) {
                wanted.push((names::method(before), names::method(action)));
            }
        }
        wanted.retain(|(old, new)| old != new);
        let olds: HashSet<String> = wanted.iter().map(|(old, _)| old.clone()).collect();
        let count = |name: &str| units.iter().map(|unit| unit.methods_named(name).count()).sum::<usize>();
        // Two actions that exchange their names look the same before and after: what tells whether the
        // code has followed already is the interface, which is written with it.
        let is_free = |new: &String| count(new) == 0 || (olds.contains(new) && !interface_is_current);
        let mut methods = HashMap::new();
        for (old, new) in wanted {
            match count(&old) {
                1 if is_free(&new) => {
                    methods.insert(old, new);
                }
                0 | 1 => {}
                _ => findings.extend(overloads(units, &old, &new)),
            }
        }
        Self { methods, types: type_renames(previous, current, members) }
    }

    /// The name that the code still has for the method of this name.
    pub(crate) fn name_in_code<'a>(&'a self, method: &'a str, before: Option<&'a str>) -> &'a str {
        before.filter(|before| self.methods.get(*before).is_some_and(|new| new == method)).unwrap_or(method)
    }

    /// The name that a method of the code gets.
    pub(crate) fn new_name<'a>(&'a self, method: &'a str) -> &'a str {
        self.methods.get(method).map_or(method, String::as_str)
    }

    /// The renames in one file, whose unit it is where it declares the class.
    /// `shared` are the methods that other classes declare too.
    pub(crate) fn edits(&self, file: &UserFile, unit: Option<&Unit<'_>>, shared: &HashSet<&str>) -> Edits {
        let mut edits = Edits::default();
        let olds = self.methods.keys().chain(self.types.keys());
        if !olds.into_iter().any(|old| file.text.contains(old.as_str())) {
            return edits;
        }
        let code: Vec<&Token> = file.tokens().iter().filter(|token| token.is_code()).collect();
        let text_at = |index: usize| code.get(index).map_or("", |token| &file.text[token.range.clone()]);
        for (index, token) in code.iter().enumerate().filter(|(_, token)| token.kind == Kind::Identifier) {
            let name = identifier(&file.text[token.range.clone()]);
            let Some(new) = self.methods.get(name.as_ref()).or_else(|| self.types.get(name.as_ref())) else {
                continue;
            };
            let is_qualified = index > 0 && text_at(index - 1) == "." && (index < 2 || text_at(index - 2) != "this");
            let is_own = unit.is_some_and(|unit| unit.is_in_class(token.range.start)) && !is_qualified;
            if is_own || !shared.contains(name.as_ref()) {
                edits.replace(token.range.clone(), new.clone());
            }
        }
        edits
    }

    /// The methods to rename whose name another class declares too: outside the class itself it is not
    /// certain which one is meant.
    pub(crate) fn declared_elsewhere(&self, files: &[UserFile]) -> HashSet<&str> {
        let mut declarations: HashMap<&str, usize> = HashMap::new();
        for file in files {
            if !self.methods.keys().any(|old| file.text.contains(old.as_str())) {
                continue;
            }
            let code: Vec<&Token> = file.tokens().iter().filter(|token| token.is_code()).collect();
            for pair in code.windows(2).filter(|pair| pair[0].is_named(&file.text, "void")) {
                let name = identifier(&file.text[pair[1].range.clone()]);
                if let Some((old, _)) = self.methods.get_key_value(name.as_ref()) {
                    *declarations.entry(old).or_default() += 1;
                }
            }
        }
        declarations.into_iter().filter(|(_, count)| *count > 1).map(|(old, _)| old).collect()
    }
}

fn type_renames(previous: &Extension, current: &Extension, members: &Members) -> HashMap<String, String> {
    let mut renames = members.types.clone();
    if previous.name != current.name {
        let own = ["Nss", "Css", "Iss"];
        renames.extend(own.map(|prefix| (format!("{prefix}{}", previous.name), format!("{prefix}{}", current.name))));
    }
    renames
}

fn overloads(units: &[Unit<'_>], old: &str, new: &str) -> Vec<Finding> {
    let text = format!(
        "There are several methods {old}, so it is not certain which of them becomes {new}. Rename the right one by hand."
    );
    let finding = |unit: &Unit<'_>| {
        let method = unit.methods_named(old).next()?;
        Some(unit.finding(Severity::Warning, method, text.clone()))
    };
    units.iter().filter_map(finding).collect()
}
