//! Another version of an assembly whose members were imported before: what is new, gone or different, and the plan that brings the
//! actions in step with it. Keys, names and what was written by hand stay.
//!
//! Which member an action calls stands in its report of the import. The options of the earlier import are those that give the
//! most actions as they are.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;

use extension::{Action, Extension, Key};

use crate::catalog::Catalog;
use crate::change;
use crate::details;
use crate::plan::{Choice, Options, Plan, PlanError, PlannedAction, Types};

/// What differs between the actions of an extension and an assembly.
#[derive(Debug, Clone)]
pub struct Again {
    /// How the actions were imported before, as far as they tell.
    pub options: Options,
    /// What differs.
    pub differences: Vec<Difference>,
    /// How many actions call members that are as they were.
    pub same: usize,
    /// What becomes of structures whose classes differ, in words. It follows any choice.
    pub structures: Vec<String>,
}

/// A member that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// In which way.
    pub kind: DifferenceKind,
    /// The action: of a new member the name that it will have.
    pub action: String,
    /// The member that the action called, as its report tells; empty for a new one.
    pub before: String,
    /// The member that it will call; empty for one that is gone.
    pub now: String,
    key: Option<Key>,
    /// The member's name in XML documentation, and what is done with it.
    target: Option<(String, Called)>,
}

/// In which way a member differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// Its parameters, types or the code that calls it.
    Different,
    /// The assembly did not have it.
    New,
    /// The assembly does not have it any more.
    Gone,
}

impl DifferenceKind {
    /// A word for it, which scripts may rely on.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Different => "different",
            Self::New => "new",
            Self::Gone => "gone",
        }
    }
}

impl fmt::Display for Difference {
    /// `different AccountDeposit: Method Deposit(int): int is now Method Deposit(long): long`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}: ", self.kind.word(), self.action)?;
        match self.kind {
            DifferenceKind::New => formatter.write_str(&self.now),
            DifferenceKind::Gone => formatter.write_str(&self.before),
            DifferenceKind::Different if self.before == self.now => {
                write!(formatter, "{}, whose types or code differ", self.now)
            }
            DifferenceKind::Different => write!(formatter, "{} is now {}", self.before, self.now),
        }
    }
}

/// A member that an action calls: the class and the declaration, as reports tell them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Called {
    class: String,
    member: String,
}

impl Called {
    fn of(report: &str) -> Option<Self> {
        let after = |label: &str| report.lines().find_map(|line| line.trim().strip_prefix(label));
        Some(Self { class: after("Declaring Type: ")?.to_owned(), member: after("Target: ")?.to_owned() })
    }

    /// Kind and name without parameters and types: what an overload has in common with others.
    fn stem(&self) -> (&str, &str, bool) {
        let end = self.member.find(['(', ':', '=']).unwrap_or(self.member.len());
        let is_set = self.member.get(end..).is_some_and(|rest| rest.starts_with('='));
        (&self.class, self.member.get(..end).unwrap_or_default().trim(), is_set)
    }
}

impl Again {
    /// What differs between the actions of an extension and an assembly. `old` is the version that was imported; without it
    /// nothing counts as new.
    ///
    /// # Errors
    /// Why nothing can be compared.
    pub fn compared(
        catalog: &Catalog<'_>,
        old: Option<&Catalog<'_>>,
        extension: &Extension,
    ) -> Result<Self, PlanError> {
        let classes: HashSet<String> = [Some(catalog), old].into_iter().flatten().flat_map(names).collect();
        let imported: Vec<(&Action, Called)> = extension
            .actions
            .iter()
            .filter_map(|action| Some((&**action, Called::of(&action.import_details)?)))
            .filter(|(_, called)| classes.contains(&called.class))
            .collect();
        let (options, plan) = options_of(catalog, &imported, extension)?;
        let known: HashSet<String> = old.map(ids).transpose()?.unwrap_or_default();
        let mut again = Self::of(options, &plan, &imported, old.is_some().then_some(&known));
        again.structures = plan.structures().iter().flat_map(|it| it.changes(extension)).collect();
        Ok(again)
    }

    fn of(options: Options, plan: &Plan, imported: &[(&Action, Called)], known: Option<&HashSet<String>>) -> Self {
        let mut again = Self { options, differences: Vec::new(), same: 0, structures: Vec::new() };
        let offered: Vec<(&PlannedAction, Called)> =
            plan.actions().iter().filter_map(|it| Some((it, called(it)?))).collect();
        let mut free: Vec<bool> = vec![true; offered.len()];
        let mut rest = Vec::new();
        let exact: HashMap<&Called, usize> = offered.iter().enumerate().map(|(at, (_, called))| (called, at)).collect();
        for (action, before) in imported {
            match exact.get(before).and_then(|at| Some((*at, offered.get(*at)?))) {
                Some((at, (planned, _))) => {
                    free[at] = false;
                    if is_same(action, planned) {
                        again.same += 1;
                    } else {
                        again.differences.push(Difference::of(Some((*action, before)), Some((*planned, before))));
                    }
                }
                None => rest.push((*action, before)),
            }
        }
        for (action, before) in rest {
            // An overload that is there no more is taken for the next one that nothing calls yet.
            let at = offered.iter().zip(&free).position(|((_, now), is_free)| *is_free && now.stem() == before.stem());
            let now = at.and_then(|at| offered.get(at));
            if let Some(at) = at {
                free[at] = false;
            }
            again.differences.push(Difference::of(Some((action, before)), now.map(|(planned, now)| (*planned, now))));
        }
        if let Some(known) = known {
            let is_new = |(planned, _): &&(&PlannedAction, Called)| !known.contains(&planned.id);
            let new = offered.iter().zip(free).filter(|(_, is_free)| *is_free).map(|(it, _)| it).filter(is_new);
            again.differences.extend(new.map(|(planned, now)| Difference::of(None, Some((*planned, now)))));
        }
        again.differences.sort_by_key(|difference| difference.kind);
        again
    }

    /// The plan that takes these differences over, by their places.
    ///
    /// # Errors
    /// Why there is none.
    pub fn plan(
        &self,
        catalog: &Catalog<'_>,
        chosen: &BTreeSet<usize>,
        options: Options,
        extension: &Extension,
    ) -> Result<Plan, PlanError> {
        let chosen: Vec<&Difference> = chosen.iter().filter_map(|at| self.differences.get(*at)).collect();
        let targets: HashMap<&(String, Called), Option<Key>> =
            chosen.iter().filter_map(|it| Some((it.target.as_ref()?, it.key))).collect();
        let members = targets.keys().map(|(id, _)| id.clone()).collect();
        let mut plan = Plan::again(catalog, &Choice::Members(members), options, extension)?;
        plan.actions.retain_mut(|planned| {
            let Some(called) = called(planned) else { return false };
            let Some(key) = targets.get(&(planned.id.clone(), called)) else { return false };
            planned.existing = *key;
            true
        });
        plan.replaces = true;
        plan.gone = chosen.iter().filter(|it| it.kind == DifferenceKind::Gone).filter_map(|it| it.key).collect();
        Ok(plan)
    }
}

impl Difference {
    fn of(before: Option<(&Action, &Called)>, now: Option<(&PlannedAction, &Called)>) -> Self {
        let kind = match (before, now) {
            (Some(_), Some(_)) => DifferenceKind::Different,
            (None, _) => DifferenceKind::New,
            (_, None) => DifferenceKind::Gone,
        };
        let named = before.map(|(action, _)| action.name.to_string());
        let said = |called: &Called| format!("{}, {}", called.class, called.member);
        Self {
            kind,
            action: named.or_else(|| now.map(|(planned, _)| planned.name.to_string())).unwrap_or_default(),
            before: before.map(|(_, called)| said(called)).unwrap_or_default(),
            now: now.map(|(_, called)| said(called)).unwrap_or_default(),
            key: before.map(|(action, _)| action.key),
            target: now.map(|(planned, called)| (planned.id.clone(), called.clone())),
        }
    }
}

fn called(planned: &PlannedAction) -> Option<Called> {
    Called::of(&details::of_action(planned))
}

/// Whether an action was made as it would be made now. Names are the user's.
fn is_same(action: &Action, planned: &PlannedAction) -> bool {
    let types = |report: &str| -> Vec<String> {
        details::parameters_of(report).into_iter().map(|(_, of)| of.to_owned()).collect()
    };
    let body = planned.body.join("\r\n");
    let is_made = *action.body == *body || *action.body == *change::in_own_names(action, &body);
    is_made && types(&action.import_details) == types(&details::of_action(planned))
}

fn names(catalog: &Catalog<'_>) -> Vec<String> {
    catalog.types().iter().filter_map(|index| catalog.full_name(*index)).collect()
}

/// The names of all members in XML documentation.
fn ids(catalog: &Catalog<'_>) -> Result<HashSet<String>, PlanError> {
    let mut ids = HashSet::new();
    for offered in catalog.all() {
        ids.extend(offered?.members.into_iter().map(|member| member.id));
    }
    Ok(ids)
}

/// The options that give the most actions as they are, and the plan for all that is offered with them.
fn options_of(
    catalog: &Catalog<'_>,
    imported: &[(&Action, Called)],
    extension: &Extension,
) -> Result<(Options, Plan), PlanError> {
    let classes: HashSet<&str> = imported.iter().map(|(_, called)| called.class.as_str()).collect();
    let of_classes = catalog
        .types()
        .iter()
        .filter(|index| catalog.full_name(**index).is_some_and(|name| classes.contains(name.as_str())));
    let of_classes = Choice::Types(of_classes.filter_map(|index| catalog.name(*index)).collect());
    let mut best: Option<(usize, Options)> = None;
    for types in [Types::Table, Types::Converted, Types::Structured] {
        for checks_null in [false, true] {
            let options = Options { types, checks_null };
            let plan = Plan::again(catalog, &of_classes, options, extension)?;
            let planned: HashMap<Called, &PlannedAction> =
                plan.actions().iter().filter_map(|it| Some((called(it)?, it))).collect();
            let is_as_it_is =
                |(action, called): &&(&Action, Called)| planned.get(called).is_some_and(|it| is_same(action, it));
            let count = imported.iter().filter(is_as_it_is).count();
            if best.is_none_or(|(most, _)| count > most) {
                best = Some((count, options));
            }
        }
    }
    let options = best.map(|(_, options)| options).unwrap_or_default();
    // Of an assembly that offers more than is imported at once, the classes that are in use.
    let plan = match Plan::again(catalog, &Choice::All, options, extension) {
        Err(PlanError::TooMany) => Plan::again(catalog, &of_classes, options, extension)?,
        other => other?,
    };
    Ok((options, plan))
}
