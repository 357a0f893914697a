//! What an import will make, for a user to look at first.

use std::collections::BTreeSet;
use std::fmt;

use assembly::{AssemblyName, Damage};
use extension::{BasicType, DataType, Description, Direction, Expression, Extension, Key, Name, NameError};

use crate::Reason;
use crate::body::Call;
use crate::catalog::{Catalog, OfferedType};
use crate::conversion::Records as _;
use crate::naming::{self, Names};
use crate::structures::{Making, PlannedStructure, Structures};
use crate::target::{Operation, Target};

/// The most actions that are imported at once.
pub const ACTIONS_LIMIT: usize = 5_000;

/// How an import is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// What becomes of types.
    pub types: Types,
    /// Whether a null that .NET gives back becomes the default of the platform's type (integration-studio, section 4.6.3).
    pub checks_null: bool,
}

/// What becomes of types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Types {
    /// What Integration Studio makes of them: the types of its table are mapped, all others are Objects.
    #[default]
    Table,
    /// More types are mapped, with code that converts their values.
    Converted,
    /// The same, and data classes become structures, and lists record lists.
    Structured,
}

/// The type of a parameter or an attribute that will be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlannedType {
    /// One that needs nothing else.
    Data(DataType),
    /// A record of the plan's structure at this place.
    Record(usize),
    /// A list of such records.
    RecordList(usize),
}

impl PlannedType {
    pub(crate) const OBJECT: Self = Self::Data(DataType::Object);

    pub(crate) const fn basic(basic: BasicType) -> Self {
        Self::Data(DataType::Basic(basic))
    }
}

/// The kind of type; [`Plan::type_label`] says which record it is.
impl fmt::Display for PlannedType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data(data_type) => data_type.fmt(formatter),
            Self::Record(_) => formatter.write_str("Record"),
            Self::RecordList(_) => formatter.write_str("Record List"),
        }
    }
}

/// What is imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// Everything.
    All,
    /// These types, by their names in C#, with or without the namespace.
    Types(Vec<String>),
    /// These members, by their names in XML documentation.
    Members(BTreeSet<String>),
}

/// What an import will make.
#[derive(Debug)]
pub struct Plan {
    /// The assembly.
    pub assembly: AssemblyName,
    pub(crate) actions: Vec<PlannedAction>,
    pub(crate) structures: Structures,
    /// Actions that go.
    pub(crate) gone: Vec<Key>,
    /// Whether files of other content are replaced.
    pub(crate) replaces: bool,
    left_out: Vec<LeftOut>,
    names: Names,
}

/// An action that will be made.
#[derive(Debug, Clone)]
pub struct PlannedAction {
    /// Its name; [`Plan::rename`] changes it.
    pub name: Name,
    /// The member's name in XML documentation.
    pub id: String,
    /// What it calls.
    pub target: Target,
    /// What the member's author says of it.
    pub description: Description,
    /// Its parameters.
    pub parameters: Vec<PlannedParameter>,
    /// The lines of C# that call the member.
    pub body: Vec<String>,
    /// Whether it is as Integration Studio would make it, so that its form is known.
    pub is_as_original: bool,
    /// The action of the extension that it is; none for a new one.
    pub existing: Option<Key>,
}

/// A parameter of an action that will be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedParameter {
    /// Its name.
    pub name: Name,
    /// Input, mandatory or not, or output.
    pub direction: Direction,
    /// Its type.
    pub data_type: PlannedType,
    /// What it is when it is left out.
    pub default: Expression,
    /// What the member's author says of it.
    pub description: Description,
    /// The type of .NET, as people write it.
    pub net: String,
}

/// What is not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The type, by its name in C#.
    pub of: String,
    /// The declaration of the member; none where it is the whole type.
    pub member: Option<String>,
    /// Why.
    pub reason: Reason,
}

impl fmt::Display for LeftOut {
    /// `Bank.Rates.Account, public T Make<T>(): it is generic`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let member = self.member.as_ref().map(|member| format!(", {member}")).unwrap_or_default();
        write!(formatter, "{}{member}: {}", self.of, self.reason)
    }
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The assembly is damaged.
    #[error("The file is an assembly and is damaged: {0}.")]
    Damaged(#[from] Damage),
    /// A type is not there.
    #[error("The assembly has no public type {0}. xif inspect lists its types.")]
    NoType(String),
    /// There is more than is imported at once.
    #[error("More than {ACTIONS_LIMIT} actions would be made. Choose types.")]
    TooMany,
}

/// Why an action or structure is not renamed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenameError {
    /// The name breaks a rule.
    #[error(transparent)]
    Name(#[from] NameError),
    /// Another action has it.
    #[error("Another action has the name {0}.")]
    Taken(Name),
    /// Another structure or entity has it.
    #[error("Another structure or entity has the name {0}.")]
    TakenByStructure(Name),
    /// The structure is one of the extension.
    #[error("The structure {0} is in the extension already. Rename it there.")]
    IsThere(Name),
    /// There is no such action or structure.
    #[error("There is no such element in the plan.")]
    Missing,
}

impl Plan {
    /// What an import of this choice makes for an extension.
    ///
    /// # Errors
    /// Why nothing can be made.
    pub fn new(
        catalog: &Catalog<'_>,
        choice: &Choice,
        options: Options,
        extension: &Extension,
    ) -> Result<Self, PlanError> {
        let mut plan = Self {
            assembly: catalog.assembly.clone(),
            actions: Vec::new(),
            structures: Structures::default(),
            gone: Vec::new(),
            replaces: false,
            left_out: Vec::new(),
            names: Names::of(extension.actions.iter().map(|action| &action.name)),
        };
        check(catalog, choice)?;
        let making = Making::new(catalog, extension, options);
        for offered in catalog.all() {
            let offered = offered?;
            if is_chosen(choice, &offered.name) {
                plan.add(&offered, choice, options, &making)?;
            }
        }
        plan.finish(making);
        Ok(plan)
    }

    /// The same for an assembly that was imported before.
    pub(crate) fn again(
        catalog: &Catalog<'_>,
        choice: &Choice,
        options: Options,
        extension: &Extension,
    ) -> Result<Self, PlanError> {
        let mut plan = Self::new(catalog, choice, options, extension)?;
        plan.structures.keep_up();
        Ok(plan)
    }

    /// Takes the structures that the actions need.
    fn finish(&mut self, making: Making<'_, '_>) {
        self.structures = making.finish();
        for structure in self.structures.all.iter().filter(|it| it.class.is_some()) {
            let left_out = |(member, reason): &(String, Reason)| LeftOut {
                of: structure.of.clone(),
                member: Some(member.clone()),
                reason: reason.clone(),
            };
            self.left_out.extend(structure.left_out.iter().map(left_out));
        }
    }

    fn add(
        &mut self,
        of: &OfferedType,
        choice: &Choice,
        options: Options,
        making: &Making<'_, '_>,
    ) -> Result<(), PlanError> {
        let chooses_members = matches!(choice, Choice::Members(_));
        if let Some(reason) = of.reason.clone().filter(|_| !chooses_members) {
            let becomes = reason == Reason::Structure && making.of_class(of.index.number()).is_some();
            let reason = if becomes { Reason::DataClass } else { reason };
            self.left_out.push(LeftOut { of: of.name.clone(), member: None, reason });
            return Ok(());
        }
        for member in &of.members {
            if matches!(choice, Choice::Members(ids) if !ids.contains(&member.id)) {
                continue;
            }
            let mut is_data = false;
            for target in &member.targets {
                let is_of_object = !target.is_static || target.is_plain_constructor();
                if is_of_object && making.of_class(of.index.number()).is_some() {
                    is_data = true;
                    continue;
                }
                if self.actions.len() == ACTIONS_LIMIT {
                    return Err(PlanError::TooMany);
                }
                let (parameters, body) = Call::of(target, &member.documentation, options, making);
                self.actions.push(PlannedAction {
                    name: self.names.take(&naming::of_action(target)),
                    id: member.id.clone(),
                    target: target.clone(),
                    description: Description::shortened(&member.documentation.summary),
                    parameters,
                    body,
                    is_as_original: is_as_original(target, options),
                    existing: None,
                });
            }
            let left_out = |reason: &Reason| LeftOut {
                of: of.name.clone(),
                member: Some(member.signature.clone()),
                reason: reason.clone(),
            };
            self.left_out.extend(is_data.then_some(&Reason::DataClass).map(left_out));
            self.left_out.extend(member.reasons.iter().map(left_out));
        }
        Ok(())
    }

    /// The actions, in the order of the assembly's types and members.
    pub fn actions(&self) -> &[PlannedAction] {
        &self.actions
    }

    /// The structures, those that others are made of first. Some may be in the extension already.
    pub fn structures(&self) -> &[PlannedStructure] {
        &self.structures.all
    }

    /// A type in words: `Text`, `Record List (Order)`.
    pub fn type_label(&self, data_type: &PlannedType) -> String {
        match data_type {
            PlannedType::Data(data_type) => data_type.to_string(),
            PlannedType::Record(at) | PlannedType::RecordList(at) => {
                let name = self.structures.all.get(*at).map_or("?", |structure| structure.name.as_str());
                format!("{data_type} ({name})")
            }
        }
    }

    /// The file of the sources that makes records of objects and objects of records, when there is something to do for it.
    pub fn converter_file(&self) -> Option<String> {
        self.structures.is_used().then(|| self.structures.file_name())
    }

    /// Gives the structure at this place another name.
    ///
    /// # Errors
    /// The name breaks a rule, is taken, or the structure is one of the extension.
    pub fn rename_structure(&mut self, place: usize, name: &str) -> Result<(), RenameError> {
        self.structures.rename(place, name)
    }

    /// What is chosen and not imported, with the reason.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// Gives the action at this place another name.
    ///
    /// # Errors
    /// The name breaks a rule, or is taken.
    pub fn rename(&mut self, place: usize, name: &str) -> Result<(), RenameError> {
        let name = Name::new(name)?;
        let action = self.actions.get_mut(place).ok_or(RenameError::Missing)?;
        if !self.names.replace(&action.name, &name) {
            return Err(RenameError::Taken(name));
        }
        action.name = name;
        Ok(())
    }
}

/// That each chosen type is there.
fn check(catalog: &Catalog<'_>, choice: &Choice) -> Result<(), PlanError> {
    let Choice::Types(wanted) = choice else { return Ok(()) };
    let names: Vec<String> = catalog.types().iter().filter_map(|index| catalog.name(*index)).collect();
    let missing = wanted.iter().find(|wanted| !names.iter().any(|name| is_named(name, wanted)));
    missing.map_or(Ok(()), |name| Err(PlanError::NoType(name.clone())))
}

fn is_chosen(choice: &Choice, name: &str) -> bool {
    match choice {
        Choice::All | Choice::Members(_) => true,
        Choice::Types(names) => names.iter().any(|wanted| is_named(name, wanted)),
    }
}

/// Whether a type of this name is meant, which may be said without its namespace.
fn is_named(name: &str, wanted: &str) -> bool {
    let name = name.split('<').next().unwrap_or_default();
    name == wanted || name.strip_suffix(wanted).is_some_and(|before| before.ends_with('.'))
}

/// Whether the form of the action is known from Integration Studio: a call of a method, with types that have plain names.
fn is_as_original(target: &Target, options: Options) -> bool {
    let result = target.result.as_ref();
    target.operation == Operation::Call
        && options.types == Types::Table
        && result.is_none_or(|of| of.full_name.is_some() && of.awaited().is_none())
        && target.parameters.iter().all(|parameter| parameter.of.full_name.is_some())
}
