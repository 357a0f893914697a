use std::collections::{HashMap, HashSet};

use extension::{Action, Extension, Parameter, Severity};

use super::class::{self, Body, Class, Method};
use super::edits::Edits;
use super::parameters::parameters;
use super::renames::Renames;
use super::source::Source;
use super::{UserFile, signature, stub, uses};
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

    fn matches(&self, method: &Method, signature: &Signature) -> bool {
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
            Place::Right => {}
            Place::Here(unit, method) => {
                match edits(&units[unit], &units[unit].methods[method], &target, previous, current) {
                    Ok(edits) => units[unit].edits.append(edits),
                    Err(reason) => {
                        let text =
                            format!("{name} was left as it is: {reason} The definition has: {}.", target.signature);
                        findings.push(units[unit].finding(Severity::Warning, &units[unit].methods[method], text));
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
    /// There, as it should be.
    Right,
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
    if all().any(|(_, _, unit, method)| unit.matches(method, &target.signature)) {
        return Place::Right;
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
    match (all().count(), all().next(), followers.next()) {
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
) -> Result<Edits, String> {
    let source = &unit.source;
    let Some((open, close)) = method.parentheses else {
        return Err("it is generic, and the method of an action is not.".to_owned());
    };
    if !method.is_void {
        return Err(
            "it returns a value, and the method of an action returns nothing; outputs are out parameters.".to_owned()
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
    let mut edits = body_edits(unit, method, target, &renames, previous, current)?;
    if written.is_empty() {
        let list: Vec<String> = target.signature.parameters.iter().map(ToString::to_string).collect();
        let end = source.range(close).start;
        edits.replace(end..end, list.join(", "));
    } else {
        edits.append(signature::edits(source, &written, &target.signature, &renames));
    }
    Ok(edits)
}

/// A body that nobody has written yet follows the definition; in any other only parameters are renamed.
fn body_edits(
    unit: &Unit<'_>,
    method: &Method,
    target: &Target<'_>,
    renames: &HashMap<String, String>,
    previous: &Extension,
    current: &Extension,
) -> Result<Edits, String> {
    let mut edits = Edits::default();
    let Some(body) = &method.body else {
        return Ok(edits);
    };
    let range = body.range();
    if let (Body::Block(_), Some(before)) = (body, target.before) {
        let old = actions::stub_body(previous, before);
        let new = actions::stub_body(current, target.action);
        if stub::is_untouched(&unit.source.text[range.clone()], &old) {
            if old != new {
                edits.replace(range.clone(), stub::body(&unit.source, range.start, &new));
            }
            return Ok(edits);
        }
    }
    uses::edits(&unit.source, range, renames)
        .map_err(|taken| format!("its body already uses the name {taken} that a parameter is to get."))
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
        for method in unit.methods.iter().filter(|method| !wanted.contains(renames.new_name(&method.name))) {
            let text = format!(
                "No action has the method {}. It was left as it is; delete it when nothing else needs it.",
                method.name
            );
            findings.push(unit.finding(Severity::Information, method, text));
        }
    }
    findings
}
