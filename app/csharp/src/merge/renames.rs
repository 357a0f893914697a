use std::collections::{HashMap, HashSet};

use extension::{Extension, Key, Severity};

use super::UserFile;
use super::class::Method;
use super::edits::Edits;
use super::members::Members;
use super::methods::Unit;
use super::overloads::{Takes, arguments};
use super::source::line_of;
use crate::finding::Finding;
use crate::signature::Signature;
use crate::token::{Kind, Token, identifier};

/// The identifiers that change in all C# files: methods of renamed actions, and types that are called after
/// the extension, its structures and its entities.
pub(crate) struct Renames {
    /// From the old name of a method to what becomes of it.
    methods: HashMap<String, MethodRename>,
    /// From the old to the new name of namespace, class, interface, and of generated structs and lists.
    types: HashMap<String, String>,
}

/// A method that gets another name.
struct MethodRename {
    new: String,
    /// How many methods without a value have the old name.
    declared: usize,
    /// Which one it is, where others have the old name too.
    among: Option<Among>,
}

/// A method among others of its name.
struct Among {
    takes: Takes,
    others: Vec<Takes>,
    /// Where the others are declared: their file and the place of the name.
    places: Vec<(Key, usize)>,
}

impl Renames {
    /// What is to be renamed in these units. A method is renamed when the class has it under its old name
    /// and not under the new one. Of several methods with the old name it is the one with the signature of the action.
    pub(crate) fn new(
        previous: &Extension,
        current: &Extension,
        units: &[Unit<'_>],
        interface_is_current: bool,
        members: &Members,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let mut wanted: Vec<(Signature, Signature)> = Vec::new();
        for action in &current.actions {
            if let Some(before) = previous.actions.get(action.key) {
                wanted.push((Signature::of(previous, before), Signature::of(current, action)));
            }
        }
        wanted.retain(|(old, new)| old.method != new.method);
        let olds: HashSet<String> = wanted.iter().map(|(old, _)| old.method.clone()).collect();
        let all = |name: &str| -> Vec<(&Unit<'_>, Method)> {
            units.iter().flat_map(|unit| unit.methods_named(name).map(move |it| (unit, it.clone()))).collect()
        };
        let mut methods = HashMap::new();
        for (old, new) in wanted {
            let (has_old, has_new) = (all(&old.method), all(&new.method));
            // Two actions that exchange their names look the same before and after: what tells whether the
            // code has followed already is the interface, which is written with it.
            let is_exchanged = olds.contains(&new.method) && !interface_is_current;
            let has_followed = has_new.iter().any(|(unit, method)| unit.matches(method, &new));
            let is_free = has_new.is_empty() || is_exchanged;
            let declared = has_old.iter().filter(|(_, method)| method.is_void).count();
            let chosen = the_one(&has_old, |unit, method| unit.matches(method, &old))
                .or_else(|| the_one(&has_old, |_, method| method.is_void || method.asynchronous.is_some()));
            match (has_old.len(), chosen) {
                (0, _) => {}
                (1, chosen) => {
                    let is_certain = chosen.is_some_and(|place| has_old[place].0.matches(&has_old[place].1, &old));
                    if is_free || is_certain && !has_followed {
                        methods.insert(old.method, MethodRename { new: new.method, declared, among: None });
                    }
                }
                _ if has_followed && !is_exchanged => {}
                (_, Some(chosen)) => {
                    let among = Among::new(&has_old, chosen);
                    methods.insert(old.method, MethodRename { new: new.method, declared, among });
                }
                (_, None) => findings.extend(overloads(units, &old.method, &new.method)),
            }
        }
        Self { methods, types: type_renames(previous, current, members) }
    }

    /// The name that the code still has for the method of this name.
    pub(crate) fn name_in_code<'a>(&'a self, method: &'a str, before: Option<&'a str>) -> &'a str {
        before.filter(|before| self.methods.get(*before).is_some_and(|it| it.new == method)).unwrap_or(method)
    }

    /// The name that a method of the code gets.
    pub(crate) fn new_name<'a>(&'a self, method: &'a str) -> &'a str {
        self.methods.get(method).map_or(method, |it| it.new.as_str())
    }

    /// The renames in one file, whose unit it is where it declares the class.
    /// `shared` are the methods that other classes declare too.
    pub(crate) fn edits(
        &self,
        file: &UserFile,
        unit: Option<&Unit<'_>>,
        shared: &HashSet<&str>,
        findings: &mut Vec<Finding>,
    ) -> Edits {
        let mut edits = Edits::default();
        let olds = self.methods.keys().chain(self.types.keys());
        if !olds.into_iter().any(|old| file.text.contains(old.as_str())) {
            return edits;
        }
        let code: Vec<&Token> = file.tokens().iter().filter(|token| token.is_code()).collect();
        let text_at = |index: usize| code.get(index).map_or("", |token| &file.text[token.range.clone()]);
        for (index, token) in code.iter().enumerate().filter(|(_, token)| token.kind == Kind::Identifier) {
            let name = identifier(&file.text[token.range.clone()]);
            let method = self.methods.get(name.as_ref());
            let Some(new) = method.map(|it| &it.new).or_else(|| self.types.get(name.as_ref())) else {
                continue;
            };
            let is_qualified = index > 0 && text_at(index - 1) == "." && (index < 2 || text_at(index - 2) != "this");
            let is_own = unit.is_some_and(|unit| unit.is_in_class(token.range.start)) && !is_qualified;
            let meant = match method.and_then(|method| method.among.as_ref()) {
                _ if !is_own && shared.contains(name.as_ref()) => Meant::Another,
                None => Meant::This,
                Some(among) => among.meant(file, &code, index),
            };
            match meant {
                Meant::This => edits.replace(token.range.clone(), new.clone()),
                Meant::Another => {}
                Meant::Uncertain => {
                    let text = format!(
                        "It is not certain which {name} is meant here, so it was left as it is. Rename it to {new} by hand if it is the action's."
                    );
                    let line = line_of(&file.text, token.range.start);
                    findings.push(Finding::of_file(Severity::Warning, &file.name, Some(line), text));
                }
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
        let is_elsewhere =
            |(old, count): &(&str, usize)| *count > self.methods.get(*old).map_or(1, |method| method.declared.max(1));
        declarations.into_iter().filter(is_elsewhere).map(|(old, _)| old).collect()
    }
}

/// Which of several methods a name means.
enum Meant {
    This,
    Another,
    Uncertain,
}

impl Among {
    fn new(all: &[(&Unit<'_>, Method)], chosen: usize) -> Option<Self> {
        if all.len() < 2 {
            return None;
        }
        let takes = |(unit, method): &(&Unit<'_>, Method)| unit.takes(method);
        let others = || all.iter().enumerate().filter(|(place, _)| *place != chosen).map(|(_, method)| method);
        Some(Self {
            takes: takes(&all[chosen])?,
            others: others().filter_map(takes).collect(),
            places: others().map(|(unit, method)| (unit.file.key, unit.place(method))).collect(),
        })
    }

    fn meant(&self, file: &UserFile, code: &[&Token], index: usize) -> Meant {
        let place = code[index].range.start;
        if self.places.contains(&(file.key, place)) {
            return Meant::Another;
        }
        if code.get(index + 1).is_some_and(|next| next.is(&file.text, '<')) {
            // The method of an action is not generic.
            return Meant::Another;
        }
        let Some(arguments) = arguments(&file.text, code, index) else { return Meant::Uncertain };
        // A declaration reads like a call of itself, but for the types.
        let is_declaration = index > 0 && code[index - 1].is_named(&file.text, "void");
        match (self.takes.fits(&arguments), self.others.iter().any(|it| it.fits(&arguments))) {
            _ if is_declaration => Meant::This,
            (true, false) => Meant::This,
            (false, _) => Meant::Another,
            (true, true) => Meant::Uncertain,
        }
    }
}

/// The place of the method that is as wanted, when there is one only.
fn the_one(all: &[(&Unit<'_>, Method)], is_wanted: impl Fn(&Unit<'_>, &Method) -> bool) -> Option<usize> {
    let mut places =
        all.iter().enumerate().filter(|(_, (unit, method))| is_wanted(unit, method)).map(|(place, _)| place);
    places.next().filter(|_| places.next().is_none())
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
