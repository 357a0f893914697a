//! What an action calls.

use assembly::signature::Type;
use assembly::surface::{Access, Inheritance, Member, MemberKind, Method, Passing, PropertyOf, PublicType, TypeKind};

use crate::Reason;
use crate::literal::Literal;
use crate::net_type::{Kind, NetType, Of, TypeReader, identifier};

/// What an action calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// What is done.
    pub operation: Operation,
    /// The name of the member.
    pub name: String,
    /// The class that declares it.
    pub class: NetType,
    /// Whether no object is needed.
    pub is_static: bool,
    /// Its parameters; that of a setter is the value.
    pub parameters: Vec<Declared>,
    /// What it gives back; for a constructor the new object.
    pub result: Option<NetType>,
    /// Whether compilers warn of its use.
    pub is_obsolete: bool,
    /// How many members of its name the class has before it: overloads with fewer parameters.
    pub overload: usize,
}

/// What is done with a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// An object is made.
    Create,
    /// A method is called.
    Call,
    /// A property is read.
    GetProperty,
    /// A property is written.
    SetProperty,
    /// A field is read.
    GetField,
    /// A field is written.
    SetField,
}

/// A parameter that a member declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// Its name.
    pub name: String,
    /// Its type.
    pub of: NetType,
    /// How it is handed over.
    pub passing: Passing,
    /// Whether it takes a list of arguments.
    pub is_params: bool,
    /// What it is when it is left out; none where it must be given.
    pub default: Option<Literal>,
}

/// Why nothing of a type can be imported.
pub(crate) fn of_type(types: &TypeReader<'_, '_>, of: &PublicType<'_>) -> Option<Reason> {
    if of.access != Access::Public {
        return Some(Reason::NotPublic);
    }
    if let Some(obsolete) = of.remarks.obsolete.as_ref().filter(|obsolete| obsolete.is_error) {
        return Some(Reason::Obsolete(obsolete.message.as_deref().unwrap_or_default().to_owned()));
    }
    if !of.generics.is_empty() {
        return Some(Reason::GenericType);
    }
    match of.kind {
        TypeKind::Class => types.absence(of.index.handle()),
        TypeKind::Interface => Some(Reason::Interface),
        TypeKind::Struct { .. } => Some(Reason::Structure),
        TypeKind::Enum { .. } => Some(Reason::Enumeration),
        TypeKind::Delegate => Some(Reason::Delegate),
    }
}

/// What can be called of a member, and what speaks against the rest.
pub(crate) fn of_member<'a>(
    types: &TypeReader<'_, 'a>,
    owner: &PublicType<'a>,
    member: &Member<'a>,
) -> (Vec<Target>, Vec<Reason>) {
    let place = Of { owner, member };
    types.takes_obsolete();
    let results = match general_reason(types, owner, member) {
        Some(reason) => vec![Err(reason)],
        None => match &member.kind {
            MemberKind::Constructor(method) => vec![constructor(types, place, method)],
            MemberKind::Method(method) => vec![method_call(types, place, method)],
            MemberKind::Property(property) => property_calls(types, place, property),
            MemberKind::Field(field) => {
                let is_written = !field.is_readonly && field.constant.is_none();
                let set = is_written.then(|| write(types, place, Operation::SetField, &field.of));
                std::iter::once(read(types, place, Operation::GetField, &field.of)).chain(set).collect()
            }
            MemberKind::Event { .. } => vec![Err(Reason::Event)],
            MemberKind::Operator(_) => vec![Err(Reason::Operator)],
            MemberKind::Unreadable(_) => vec![Err(Reason::Unreadable)],
        },
    };
    let (mut targets, mut reasons) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(target) => targets.push(target),
            Err(reason) if !reasons.contains(&reason) => reasons.push(reason),
            Err(_) => {}
        }
    }
    (targets, reasons)
}

/// What speaks against every use of a member.
fn general_reason(types: &TypeReader<'_, '_>, owner: &PublicType<'_>, member: &Member<'_>) -> Option<Reason> {
    if let Some(reason) = of_type(types, owner) {
        return Some(reason);
    }
    if member.access != Access::Public {
        return Some(Reason::NotPublic);
    }
    if let Some(obsolete) = member.remarks.obsolete.as_ref().filter(|obsolete| obsolete.is_error) {
        return Some(Reason::Obsolete(obsolete.message.as_deref().unwrap_or_default().to_owned()));
    }
    if matches!(member.inheritance, Inheritance::Abstract | Inheritance::AbstractOverride) {
        return Some(Reason::Abstract);
    }
    if !owner.is_abstract || member.is_static {
        return None;
    }
    match member.kind {
        MemberKind::Event { .. } | MemberKind::Unreadable(_) => None,
        MemberKind::Constructor(_) => Some(Reason::Abstract),
        _ => Some(Reason::AbstractClass),
    }
}

fn target<'a>(types: &TypeReader<'_, 'a>, place: Of<'_, 'a>, operation: Operation) -> Result<Target, Reason> {
    let Of { owner, member } = place;
    let class = types.class(owner)?;
    if operation != Operation::Create {
        identifier(&member.name)?;
    }
    let mut same = owner.members.iter().filter(|other| other.name == member.name && other.access == Access::Public);
    Ok(Target {
        operation,
        name: member.name.clone().into_owned(),
        class,
        is_static: member.is_static,
        parameters: Vec::new(),
        result: None,
        is_obsolete: member.remarks.obsolete.is_some() || owner.remarks.obsolete.is_some(),
        overload: same.position(|other| std::ptr::eq(other, member)).unwrap_or_default(),
    })
}

fn constructor<'a>(types: &TypeReader<'_, 'a>, place: Of<'_, 'a>, method: &Method<'a>) -> Result<Target, Reason> {
    let mut target = target(types, place, Operation::Create)?;
    target.is_static = true;
    target.result = Some(target.class.clone());
    with_parameters(types, place, method, target)
}

fn method_call<'a>(types: &TypeReader<'_, 'a>, place: Of<'_, 'a>, method: &Method<'a>) -> Result<Target, Reason> {
    if !method.generics.is_empty() {
        return Err(Reason::GenericMethod);
    }
    let mut target = target(types, place, Operation::Call)?;
    let result = types.read(&method.result, place)?;
    target.result = (result.kind != Kind::Void).then_some(result);
    with_parameters(types, place, method, target)
}

fn with_parameters<'a>(
    types: &TypeReader<'_, 'a>,
    place: Of<'_, 'a>,
    method: &Method<'a>,
    mut target: Target,
) -> Result<Target, Reason> {
    if method.is_vararg {
        return Err(Reason::VarArgs);
    }
    for parameter in &method.parameters {
        target.parameters.push(Declared {
            name: parameter.name.clone().into_owned(),
            of: types.read(&parameter.of, place)?,
            passing: parameter.passing,
            is_params: parameter.is_params,
            default: parameter.is_optional.then(|| Literal::of(parameter.default.as_ref())),
        });
    }
    target.is_obsolete |= types.takes_obsolete();
    match absence_of_overloads(types, place, method) {
        Some(reason) => Err(reason),
        None => Ok(target),
    }
}

/// What is missing of another method that a compiler looks at for the same call: one of the name that takes as many arguments.
fn absence_of_overloads(types: &TypeReader<'_, '_>, place: Of<'_, '_>, method: &Method<'_>) -> Option<Reason> {
    let takes = |other: &Method<'_>, count: usize| {
        let is_params = other.parameters.last().is_some_and(|last| last.is_params);
        let needed = other.parameters.iter().filter(|it| !it.is_optional && !it.is_params).count();
        needed <= count && (is_params || count <= other.parameters.len())
    };
    let others = place.owner.members.iter().filter(|it| it.name == place.member.name && it.access == Access::Public);
    let others = others.filter_map(Member::method).filter(|other| takes(other, method.parameters.len()));
    let mut of_others = others.flat_map(|other| other.parameters.iter().map(|it| &it.of).chain([&other.result]));
    of_others.find_map(|of| types.absence_in(of))
}

fn property_calls<'a>(
    types: &TypeReader<'_, 'a>,
    place: Of<'_, 'a>,
    property: &PropertyOf<'a>,
) -> Vec<Result<Target, Reason>> {
    if !property.parameters.is_empty() {
        return vec![Err(Reason::Indexer)];
    }
    let is_open = |access| access == Some(Access::Public);
    let mut results = Vec::new();
    if is_open(property.get) {
        results.push(read(types, place, Operation::GetProperty, &property.of));
    }
    if is_open(property.set) {
        let set = || write(types, place, Operation::SetProperty, &property.of);
        results.push(if property.is_init_only { Err(Reason::InitOnly) } else { set() });
    } else if results.is_empty() {
        results.push(Err(Reason::NoAccessor));
    }
    results
}

fn read<'a>(types: &TypeReader<'_, 'a>, place: Of<'_, 'a>, operation: Operation, of: &Type) -> Result<Target, Reason> {
    let mut target = target(types, place, operation)?;
    target.result = Some(types.read(of, place)?);
    target.is_obsolete |= types.takes_obsolete();
    Ok(target)
}

fn write<'a>(types: &TypeReader<'_, 'a>, place: Of<'_, 'a>, operation: Operation, of: &Type) -> Result<Target, Reason> {
    let mut target = target(types, place, operation)?;
    target.parameters.push(Declared {
        name: target.name.clone(),
        of: types.read(of, place)?,
        passing: Passing::Value,
        is_params: false,
        default: None,
    });
    target.is_obsolete |= types.takes_obsolete();
    Ok(target)
}

impl Target {
    /// The word for the kind of member in reports.
    pub(crate) fn member_kind(&self) -> &'static str {
        match self.operation {
            Operation::Create => "Constructor",
            Operation::Call => "Method",
            Operation::GetProperty | Operation::SetProperty => "Property",
            Operation::GetField | Operation::SetField => "Field",
        }
    }

    /// Whether it makes an object of nothing.
    pub(crate) fn is_plain_constructor(&self) -> bool {
        self.operation == Operation::Create && self.parameters.is_empty()
    }

    /// The object that it is called on, as a parameter.
    pub(crate) fn this(&self) -> Option<&NetType> {
        (!self.is_static).then_some(&self.class)
    }
}
