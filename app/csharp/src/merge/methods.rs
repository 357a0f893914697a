use std::collections::{HashMap, HashSet};

use extension::{Action, Extension, Parameter, Severity};

use super::class::{self, Body, Class, Method};
use super::edits::Edits;
use super::overloads::Takes;
use super::parameters::parameters;
use super::renames::Renames;
use super::source::Source;
use super::template_parts::{self, Both};
use super::{Declaration, UserFile, documentation, signature, stub};
use crate::finding::Finding;
use crate::generate::actions;
use crate::names;
use crate::signature::Signature;
use crate::token::Kind;

/// A file that declares the class with the actions' methods.
pub(crate) struct Unit<'a> {
    pub(super) file: &'a UserFile,
    source: Source<'a>,
    classes: Vec<Class>,
    methods: Vec<Method>,
    /// Where in `methods` those of a name are.
    by_name: HashMap<String, Vec<usize>>,
    conditional: HashSet<String>,
    /// What changes in the file.
    pub(super) edits: Edits,
}

/// An action, and what its method is to become.
struct Target<'a> {
    action: &'a Action,
    before: Option<&'a Action>,
    signature: Signature,
}

impl<'a> Unit<'a> {
    /// The file as a unit, when it declares the class.
    pub(super) fn new(file: &'a UserFile, source: Source<'a>, class: &str) -> Option<Self> {
        let classes = class::classes(&source, class);
        let methods: Vec<Method> = classes.iter().flat_map(|&class| class::methods(&source, class)).collect();
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::with_capacity(methods.len());
        for (place, method) in methods.iter().enumerate() {
            by_name.entry(method.name.clone()).or_default().push(place);
        }
        (!classes.is_empty()).then(|| Self {
            file,
            by_name,
            conditional: class::conditional_methods(&source),
            source,
            classes,
            methods,
            edits: Edits::default(),
        })
    }

    /// The methods of the class with this name.
    pub(super) fn methods_named<'b>(&'b self, name: &'b str) -> impl Iterator<Item = &'b Method> {
        self.places_of(name).map(|place| &self.methods[place])
    }

    fn places_of(&self, name: &str) -> impl Iterator<Item = usize> {
        self.by_name.get(name).into_iter().flatten().copied()
    }

    /// Whether the place is inside the class.
    pub(super) fn is_in_class(&self, offset: usize) -> bool {
        let is_in = |class: &Class| {
            self.source.range(class.open).start < offset && offset < self.source.range(class.close).start
        };
        self.classes.iter().any(is_in)
    }

    /// A finding at a method.
    pub(super) fn finding(&self, severity: Severity, method: &Method, text: impl Into<String>) -> Finding {
        let line = self.source.line(self.source.range(method.name_position).start);
        Finding::of_file(severity, &self.file.name, Some(line), text)
    }

    /// What the method takes.
    pub(super) fn takes(&self, method: &Method) -> Option<Takes> {
        Takes::of(&self.source, method.parentheses?)
    }

    /// Where the method's name is.
    pub(super) fn place(&self, method: &Method) -> usize {
        self.source.range(method.name_position).start
    }

    /// Whether the method has this signature.
    pub(super) fn matches(&self, method: &Method, signature: &Signature) -> bool {
        let parameters = method.parentheses.and_then(|places| parameters(&self.source, places));
        method.is_void && parameters.is_some_and(|it| signature::matches(&self.source, &it, signature))
    }
}

/// Brings the methods of the units in step with the actions; missing ones are added to the first unit.
pub(super) fn merge(
    units: &mut [Unit<'_>],
    renames: &Renames,
    previous: &Extension,
    current: &Extension,
    findings: &mut Vec<Finding>,
) {
    if units.is_empty() {
        return;
    }
    let mut stubs = Vec::new();
    for action in &current.actions {
        let target = Target {
            action,
            before: previous.actions.get(action.key).map(AsRef::as_ref),
            signature: Signature::of(current, action),
        };
        let before = target.before.map(names::method);
        let name = renames.name_in_code(&target.signature.method, before.as_deref()).to_owned();
        match place(units, &name, &target, previous) {
            Place::Missing => stubs.push((name, actions::stub(current, action))),
            Place::Right(unit, method) => {
                let (unit, method) = (&mut units[unit], method);
                let method = unit.methods[method].clone();
                if let Some(before) = target.before {
                    let both = Both { before: (previous, before), now: (current, action) };
                    let edits = followed_parts(unit, &method, both, false, &|_| true).0;
                    unit.edits.append(edits);
                }
                findings.extend(awaiting(unit, &method));
            }
            Place::Here(unit, method) => {
                let (unit, method) = (&mut units[unit], method);
                let method = unit.methods[method].clone();
                match edits(unit, &method, &target, previous, current) {
                    Ok((edits, unassigned)) => {
                        unit.edits.append(edits);
                        for output in unassigned {
                            let text = format!(
                                "The body of {name} is an expression, so its new output {output} could not be assigned. Assign it."
                            );
                            findings.push(unit.finding(Severity::Warning, &method, text));
                        }
                        findings.extend(awaiting(unit, &method));
                    }
                    Err(reason) => {
                        let text =
                            format!("{name} was left as it is: {reason} The definition has: {}.", target.signature);
                        findings.push(unit.finding(Severity::Warning, &method, text));
                    }
                }
            }
            Place::Uncertain(finding) => findings.push(finding),
        }
    }
    if let Some(unit) = main_unit(units, current) {
        findings.extend(add_stubs(unit, &stubs));
    }
    findings.extend(orphans(units, renames, current));
}

/// Where the method of an action is.
enum Place {
    /// Nowhere.
    Missing,
    /// In this unit at this place, as it should be.
    Right(usize, usize),
    /// In this unit at this place.
    Here(usize, usize),
    /// Not certain.
    Uncertain(Finding),
}

fn place(units: &[Unit<'_>], name: &str, target: &Target<'_>, previous: &Extension) -> Place {
    let all = || {
        units
            .iter()
            .enumerate()
            .flat_map(move |(at, unit)| unit.places_of(name).map(move |index| (at, index, unit, &unit.methods[index])))
    };
    if let Some((at, index, ..)) = all().find(|(_, _, unit, method)| unit.matches(method, &target.signature)) {
        return Place::Right(at, index);
    }
    if let Some(unit) = units.iter().find(|unit| unit.conditional.contains(name)) {
        let text = format!(
            "{name} was left as it is: it stands in a branch of conditional compilation. The definition has: {}.",
            target.signature
        );
        return Place::Uncertain(Finding::of_file(Severity::Warning, &unit.file.name, None, text));
    }
    let old = target.before.map(|before| Signature::of(previous, before));
    let follows_old = |unit: &Unit<'_>, method: &Method| old.as_ref().is_some_and(|old| unit.matches(method, old));
    let mut followers = all().filter(|(_, _, unit, method)| follows_old(unit, method));
    // A method of an action returns nothing; what returns a value beside it is a function of the user's.
    let mut actions = all().filter(|(_, _, _, method)| method.is_void || method.asynchronous.is_some());
    let only = actions.next().filter(|_| actions.next().is_none());
    match (all().count(), all().next(), followers.next().or(only)) {
        (1, Some((at, index, ..)), _) | (_, _, Some((at, index, ..))) => Place::Here(at, index),
        (_, Some((_, _, unit, method)), None) => {
            let text = format!(
                "There are several methods {name}, and none has the signature of the definition: {}. Change the right one by hand.",
                target.signature
            );
            Place::Uncertain(unit.finding(Severity::Warning, method, text))
        }
        (_, None, _) => Place::Missing,
    }
}

/// What makes the method that of the target, or why nothing does safely.
fn edits(
    unit: &Unit<'_>,
    method: &Method,
    target: &Target<'_>,
    previous: &Extension,
    current: &Extension,
) -> Result<(Edits, Vec<String>), String> {
    let source = &unit.source;
    let Some((open, close)) = method.parentheses else {
        return Err("it is generic, and the method of an action is not.".to_owned());
    };
    if !method.is_void && method.asynchronous.is_none() {
        return Err(
            "it returns a value, and the method of an action returns nothing, at once; outputs are out parameters."
                .to_owned(),
        );
    }
    let list = source.range(open).end..source.range(close).start;
    if source.tokens_in(&list).iter().any(|token| token.kind == Kind::Directive) {
        return Err("its parameters stand under conditional compilation.".to_owned());
    }
    let written = parameters(source, (open, close)).ok_or("its parameters cannot be read.")?;
    let written_names: Vec<String> = written.iter().map(|parameter| parameter.name(source)).collect();
    let renames = parameter_renames(target, &written_names);
    let is_taken = |new: &&String| written_names.contains(new) && !renames.contains_key(*new);
    if let Some(taken) = renames.values().find(is_taken) {
        return Err(format!("it already has a parameter {taken}."));
    }
    let (mut edits, unassigned) =
        body_edits(unit, method, target, (&renames, &written_outputs(source, &written)), previous, current)?;
    if let Some((word, of_type)) = &method.asynchronous {
        edits.replace(word.clone(), "");
        edits.replace(of_type.clone(), "void");
    }
    if written.is_empty() {
        let list: Vec<String> = target.signature.parameters.iter().map(ToString::to_string).collect();
        let end = source.range(close).start;
        edits.replace(end..end, list.join(", "));
    } else {
        edits.append(signature::edits(source, &written, &target.signature, &renames));
    }
    Ok((edits, unassigned))
}

/// The outputs that the method has, by name.
fn written_outputs(source: &Source<'_>, written: &[super::parameters::Parameter]) -> HashSet<String> {
    let is_out = |it: &&super::parameters::Parameter| &source.text[it.modifiers.clone()] == "out";
    written.iter().filter(is_out).map(|parameter| parameter.name(source)).collect()
}

/// What says that a method waits for something, which only an asynchronous one can.
fn awaiting(unit: &Unit<'_>, method: &Method) -> Option<Finding> {
    let body = method.body.as_ref()?;
    let has = |word: &str| unit.source.positions(body.range()).any(|position| unit.source.is_named(position, word));
    let text = format!(
        "{} is asynchronous, and the platform calls the method of an action synchronously. Instead of await, wait for the result: Call().GetAwaiter().GetResult().",
        method.name
    );
    let is_asynchronous = has("await") && !has("async") || method.asynchronous.is_some();
    is_asynchronous.then(|| unit.finding(Severity::Warning, method, text))
}

/// A body that nobody has written yet follows the definition; in any other parameters are renamed, and the template's
/// assignments of outputs follow. With it the outputs that cannot be assigned in it.
fn body_edits(
    unit: &Unit<'_>,
    method: &Method,
    target: &Target<'_>,
    (renames, written): (&HashMap<String, String>, &HashSet<String>),
    previous: &Extension,
    current: &Extension,
) -> Result<(Edits, Vec<String>), String> {
    let range = method.body.as_ref().map(Body::range);
    let of_names = range.map_or(Ok(Edits::default()), |range| super::uses::edits(&unit.source, range, renames));
    let taken = |taken| format!("its body already uses the name {taken} that a parameter is to get.");
    let Some(before) = target.before else { return Ok((of_names.map_err(taken)?, Vec::new())) };
    let both = Both { before: (previous, before), now: (current, target.action) };
    let (mut edits, unassigned) = followed_parts(unit, method, both, true, &|name| written.contains(name));
    if stub_edits(unit, method, both).is_none() {
        edits.append(of_names.map_err(taken)?);
    }
    Ok((edits, unassigned))
}

/// What follows in the documentation and the body of a method where they are those of the template.
fn followed_parts(
    unit: &Unit<'_>,
    method: &Method,
    both: Both<'_>,
    renames: bool,
    is_written: &dyn Fn(&str) -> bool,
) -> (Edits, Vec<String>) {
    let first = class::start(&unit.source, method.name_position);
    let mut edits = documentation::edits(&unit.source, first, both.before.1, both.now.1, renames);
    if let Some(stub) = stub_edits(unit, method, both) {
        edits.append(stub);
        return (edits, Vec::new());
    }
    let parts = method.body.as_ref().map(|body| template_parts::edits(&unit.source, body, both, is_written));
    let (parts, unassigned) = parts.unwrap_or_default();
    edits.append(parts);
    (edits, unassigned)
}

/// What a body that is still the stub becomes; none for any other.
fn stub_edits(unit: &Unit<'_>, method: &Method, both: Both<'_>) -> Option<Edits> {
    let Some(Body::Block(range)) = &method.body else { return None };
    // What an import describes has the names of its time: where it stays, names follow as in code written by hand.
    let (old, new) = (&both.before.1.body, &both.now.1.body);
    if !new.is_empty() && old == new {
        return None;
    }
    let old = actions::stub_body(both.before.0, both.before.1);
    let new = actions::stub_body(both.now.0, both.now.1);
    let body = &unit.source.text[range.clone()];
    let mut edits = Edits::default();
    if !stub::is_untouched(body, &old) {
        return stub::is_untouched(body, &new).then_some(edits);
    }
    if old != new {
        edits.replace(range.clone(), stub::body(&unit.source, range.start, &new));
    }
    Some(edits)
}

/// From the old to the new names of the parameters that were renamed, as far as the code has them.
fn parameter_renames(target: &Target<'_>, written: &[String]) -> HashMap<String, String> {
    let mut renames = HashMap::new();
    for parameter in &target.action.parameters {
        let before = target.before.and_then(|before| before.parameters.get(parameter.key));
        let old = before.map(|before: &std::sync::Arc<Parameter>| names::parameter(before));
        let new = names::parameter(parameter);
        if let Some(old) = old.filter(|old| *old != new && written.contains(old)) {
            renames.insert(old, new);
        }
    }
    renames
}

/// Adds the methods of these names at the end of the class, unless what stands there would swallow them.
fn add_stubs(unit: &mut Unit<'_>, stubs: &[(String, String)]) -> Option<Finding> {
    if stubs.is_empty() {
        return None;
    }
    let class = *unit.classes.first()?;
    let (offset, text) = stub::added(&unit.source, class, stubs.iter().map(|(_, stub)| stub.as_str()));
    let mut edits = Edits::default();
    edits.replace(offset..offset, text.clone());
    let after = edits.apply(unit.source.text);
    let found = Source::new(&after).map(|source| {
        let class = Class { open: class.open, close: source.partner(class.open) };
        class::methods(&source, class)
    });
    let found = found.unwrap_or_default();
    if stubs.iter().all(|(name, _)| found.iter().any(|method| method.name == *name && method.is_void)) {
        unit.edits.replace(offset..offset, text);
        return None;
    }
    let names: Vec<&str> = stubs.iter().map(|(name, _)| name.as_str()).collect();
    let text = format!(
        "These methods could not be added, because the member before the end of the class is not finished: {}. Finish it and update again.",
        names.join(", ")
    );
    let line = unit.source.line(offset);
    Some(Finding::of_file(Severity::Warning, &unit.file.name, Some(line), text))
}

/// Where the method of the action is declared, at the beginning of its body.
pub(super) fn declaration(units: &[Unit<'_>], extension: &Extension, action: &Action) -> Option<Declaration> {
    let signature = Signature::of(extension, action);
    let name = signature.method.clone();
    let target = Target { action, before: None, signature };
    let (unit, method) = match place(units, &name, &target, extension) {
        Place::Right(unit, method) | Place::Here(unit, method) => (&units[unit], &units[unit].methods[method]),
        Place::Uncertain(_) => {
            units.iter().find_map(|unit| unit.methods_named(&name).next().map(|method| (unit, method)))?
        }
        Place::Missing => return None,
    };
    let source = &unit.source;
    let offset = match &method.body {
        None => unit.place(method),
        Some(body) => {
            let range = body.range();
            let text = &source.text[range.clone()];
            match text.find(|character: char| !character.is_whitespace()) {
                Some(first) => range.start + first,
                None => range.start,
            }
        }
    };
    Some(Declaration { resource: unit.file.key, line: source.line(offset), column: source.column(offset) })
}

/// The unit that gets the stubs: the extension's own file when it declares the class.
fn main_unit<'a, 'b>(units: &'a mut [Unit<'b>], current: &Extension) -> Option<&'a mut Unit<'b>> {
    let main = format!("{}.cs", current.name);
    let place = units.iter().position(|unit| unit.file.name.is_same(&main)).unwrap_or(0);
    units.get_mut(place)
}

/// The methods that no action has any longer.
fn orphans(units: &[Unit<'_>], renames: &Renames, current: &Extension) -> Vec<Finding> {
    let wanted: HashSet<String> = current.actions.iter().map(|action| names::method(action)).collect();
    let mut findings = Vec::new();
    for unit in units {
        let is_action = |method: &Method| method.is_void || method.asynchronous.is_some();
        let is_orphan = |method: &&Method| is_action(method) && !wanted.contains(renames.new_name(&method.name));
        for method in unit.methods.iter().filter(is_orphan) {
            let text = format!(
                "No action has the method {}. It was left as it is; delete it when nothing else needs it.",
                method.name
            );
            findings.push(unit.finding(Severity::Information, method, text));
        }
    }
    findings
}
