//! Classes and structures of an assembly that only hold data, so that a structure can stand for each.
//!
//! A data class is public, neither abstract nor generic, has a constructor without parameters, and derives from nothing but
//! another data class. It has values that can be read and written, and beside these no methods but those that every object has.
//! A structure never contains itself: of classes that refer to each other in a circle, the lists come first and the single
//! values last, and what would close the circle is left out. So the lines of an order stay, and the order of a line goes. What
//! is left out does not depend on what is imported.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use assembly::signature::{Primitive, Type};
use assembly::surface::{Access, Inheritance, Member, MemberKind, PublicType, TypeKind};
use assembly::{Index, TypeDef};

use crate::Reason;
use crate::catalog::Catalog;
use crate::net_type::{Kind, NetType, Of, TypeReader};

/// Classes that refer to more others than this are Objects.
const CLASSES: usize = 300;
/// Classes that derive from others, deeper than any program has.
const DEEPEST: usize = 32;

/// A class or structure that only holds data.
#[derive(Debug, Clone)]
pub(crate) struct DataClass {
    /// The class as a type.
    pub(crate) of: NetType,
    /// What its author says of it.
    pub(crate) summary: String,
    /// Its values, those of the class that it derives from first.
    pub(crate) members: Vec<DataMember>,
    /// What is not among these, and why.
    pub(crate) left_out: Vec<(String, Reason)>,
}

/// A property or field of a data class.
#[derive(Debug, Clone)]
pub(crate) struct DataMember {
    /// Its name.
    pub(crate) name: String,
    /// Its type.
    pub(crate) of: NetType,
    /// Whether it is written, too.
    pub(crate) is_written: bool,
    /// Whether compilers warn of its use.
    pub(crate) is_obsolete: bool,
    /// What its author says of it.
    pub(crate) summary: String,
}

/// The data classes of an assembly, each read when it is asked for.
pub(crate) struct DataClasses<'c, 'a> {
    catalog: &'c Catalog<'a>,
    types: TypeReader<'c, 'a>,
    candidates: RefCell<HashMap<u32, Option<Rc<DataClass>>>>,
    finished: RefCell<HashMap<u32, Option<Rc<DataClass>>>>,
}

/// Whether a type of a member can be the type of an attribute, apart from classes.
pub(crate) type IsSimple<'s> = &'s dyn Fn(&NetType) -> bool;

impl<'c, 'a> DataClasses<'c, 'a> {
    pub(crate) fn new(catalog: &'c Catalog<'a>) -> Self {
        let (candidates, finished) = (RefCell::default(), RefCell::default());
        Self { types: catalog.reader(), catalog, candidates, finished }
    }

    /// The type of this number, when it is a data class, without what would close a circle.
    pub(crate) fn get(&self, number: u32, is_simple: IsSimple<'_>) -> Option<Rc<DataClass>> {
        if let Some(known) = self.finished.borrow().get(&number) {
            return known.clone();
        }
        let graph = self.graph(number)?;
        let cut = cut(number, &graph);
        let class = self.candidate(number)?;
        let class = self.without(&class, number, &cut, is_simple);
        let has_some = class.members.iter().any(|member| member.is_written);
        let class = has_some.then(|| Rc::new(class));
        self.finished.borrow_mut().insert(number, class.clone());
        class
    }

    /// The class with the members that can be attributes.
    fn without(
        &self,
        class: &DataClass,
        own: u32,
        cut: &BTreeSet<(u32, String)>,
        is_simple: IsSimple<'_>,
    ) -> DataClass {
        let mut next = DataClass { members: Vec::new(), left_out: class.left_out.clone(), ..class.clone() };
        for member in &class.members {
            let reason = match referred(&member.of) {
                _ if cut.contains(&(own, member.name.clone())) => Some(Reason::Cycle),
                // What is left of the circle has an end.
                Some((number, _)) if self.get(number, is_simple).is_some() => None,
                Some(_) => Some(Reason::NoAttribute(member.of.short.clone())),
                None => (!is_simple(&member.of)).then(|| Reason::NoAttribute(member.of.short.clone())),
            };
            match reason {
                None => next.members.push(member.clone()),
                Some(reason) => next.left_out.push((member.name.clone(), reason)),
            }
        }
        next
    }

    /// The classes that a class refers to, over any number of others; none where it is not one, or where they are too many.
    fn graph(&self, number: u32) -> Option<BTreeMap<u32, Vec<Edge>>> {
        let (mut graph, mut next) = (BTreeMap::new(), vec![number]);
        self.candidate(number)?;
        while let Some(number) = next.pop() {
            if graph.contains_key(&number) {
                continue;
            }
            let class = self.candidate(number);
            let members = class.iter().flat_map(|class| &class.members);
            let edges: Vec<Edge> = members
                .filter_map(|member| {
                    let (to, is_list) = referred(&member.of)?;
                    self.candidate(to).map(|_| Edge { member: member.name.clone(), to, is_list })
                })
                .collect();
            next.extend(edges.iter().map(|edge| edge.to));
            graph.insert(number, edges);
            if graph.len() > CLASSES {
                return None;
            }
        }
        Some(graph)
    }

    fn candidate(&self, number: u32) -> Option<Rc<DataClass>> {
        let depth = 0;
        if let Some(known) = self.candidates.borrow().get(&number) {
            return known.clone();
        }
        let class = self.read(Index::new(number), depth, false).map(Rc::new);
        self.candidates.borrow_mut().insert(number, class.clone());
        class
    }

    /// A class that only holds data. One that others derive from may be abstract.
    fn read(&self, index: Index<TypeDef>, depth: usize, is_base: bool) -> Option<DataClass> {
        let surface = self.types.surface();
        if depth > DEEPEST || !surface.is_public(index) || self.types.absence(index.handle()).is_some() {
            return None;
        }
        let of = surface.describe(index).ok()?;
        let is_struct = matches!(of.kind, TypeKind::Struct { is_ref: false, .. });
        let is_class = of.kind == TypeKind::Class && (is_base || !of.is_abstract && has_plain_constructor(&of));
        let is_refused = of.remarks.obsolete.as_ref().is_some_and(|obsolete| obsolete.is_error);
        if !(is_struct || is_class) || !of.generics.is_empty() || is_refused {
            return None;
        }
        let mut class = DataClass {
            of: NetType { is_value: is_struct, kind: Kind::Own(index.number()), ..self.types.class(&of).ok()? },
            summary: self.catalog.entry(&surface.type_documentation_id(&of)).summary,
            members: Vec::new(),
            left_out: Vec::new(),
        };
        if is_class {
            let base = self.base(&of, depth)?;
            (class.members, class.left_out) = base.map(|base| (base.members, base.left_out)).unwrap_or_default();
        }
        for member in of.members.iter().filter(|it| it.access == Access::Public && !it.is_static) {
            self.member(&of, member, &mut class)?;
        }
        (is_base || class.members.iter().any(|member| member.is_written)).then_some(class)
    }

    /// The class that a class derives from, `Some(None)` for `System.Object`.
    #[allow(clippy::option_option, reason = "no class, no base class, and a base class are three answers")]
    fn base(&self, of: &PublicType<'_>, depth: usize) -> Option<Option<DataClass>> {
        let base = of.base.as_ref()?;
        if *base == Type::Primitive(Primitive::Object) {
            return Some(None);
        }
        let Type::Named(named) = base.plain() else { return None };
        if let Some(index) = named.handle.index::<TypeDef>() {
            return self.read(index, depth + 1, true).map(Some);
        }
        let path = self.types.surface().path(named.handle)?;
        (path.namespace == "System" && path.names == ["Object"]).then_some(None)
    }

    /// Takes a member of the class; none where a class with it does not only hold data.
    fn member(&self, owner: &PublicType<'a>, member: &Member<'a>, class: &mut DataClass) -> Option<()> {
        let (of, is_written) = match &member.kind {
            MemberKind::Constructor(_) | MemberKind::Operator(_) => return Some(()),
            MemberKind::Method(_) => return is_of_every_object(member).then_some(()),
            MemberKind::Event { .. } => return (member.name == "PropertyChanged").then_some(()),
            MemberKind::Unreadable(_) => return None,
            MemberKind::Field(field) => (&field.of, !field.is_readonly),
            MemberKind::Property(property) => {
                if !property.parameters.is_empty() || property.get != Some(Access::Public) {
                    return None;
                }
                (&property.of, property.set == Some(Access::Public) && !property.is_init_only)
            }
        };
        let name = member.name.clone().into_owned();
        // What hides a member of the base stands in its place.
        class.members.retain(|other| other.name != name);
        let obsolete = member.remarks.obsolete.as_ref();
        if let Some(refused) = obsolete.filter(|obsolete| obsolete.is_error) {
            let said = refused.message.as_deref().unwrap_or_default().to_owned();
            class.left_out.push((name, Reason::Obsolete(said)));
            return Some(());
        }
        self.types.takes_obsolete();
        let read = crate::net_type::identifier(&name).and_then(|_| self.types.read(of, Of { owner, member }));
        let is_obsolete = self.types.takes_obsolete() || obsolete.is_some();
        match read {
            Ok(of) => {
                let id = self.types.surface().documentation_id(owner, member);
                let summary = self.catalog.entry(&id).summary;
                class.members.push(DataMember { name, of, is_written, is_obsolete, summary });
            }
            Err(reason) => class.left_out.push((name, reason)),
        }
        Some(())
    }
}

/// Whether a class has a constructor that anybody calls without arguments.
fn has_plain_constructor(of: &PublicType<'_>) -> bool {
    of.members.iter().any(|member| {
        let is_refused = member.remarks.obsolete.as_ref().is_some_and(|obsolete| obsolete.is_error);
        let is_plain = matches!(&member.kind, MemberKind::Constructor(method) if method.parameters.is_empty());
        is_plain && !member.is_static && member.access == Access::Public && !is_refused
    })
}

/// Methods that say nothing of what a class is for.
fn is_of_every_object(member: &Member<'_>) -> bool {
    let is_override = matches!(member.inheritance, Inheritance::Override | Inheritance::SealedOverride);
    match &*member.name {
        "ToString" | "GetHashCode" => is_override,
        "Equals" | "CompareTo" | "Clone" | "Deconstruct" => true,
        // What serializers ask.
        name => name.starts_with("ShouldSerialize") || name.starts_with('<'),
    }
}

/// The class of the assembly that a type is, or is a list of.
fn referred(of: &NetType) -> Option<(u32, bool)> {
    match &of.kind {
        Kind::Own(number) => Some((*number, false)),
        Kind::List { of, .. } => match of.kind {
            Kind::Own(number) => Some((number, true)),
            _ => None,
        },
        _ => None,
    }
}

/// A member that makes one class a part of another one.
#[derive(Debug)]
struct Edge {
    member: String,
    to: u32,
    is_list: bool,
}

/// The members, with their classes, that would close circles which this class is on.
fn cut(own: u32, graph: &BTreeMap<u32, Vec<Edge>>) -> BTreeSet<(u32, String)> {
    let reach = |from: u32| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(at) = next.pop() {
            for edge in graph.get(&at).into_iter().flatten() {
                if seen.insert(edge.to) {
                    next.push(edge.to);
                }
            }
        }
        seen
    };
    let reached = reach(own);
    if !reached.contains(&own) {
        return BTreeSet::new();
    }
    let circle: BTreeSet<u32> = reached.into_iter().filter(|other| reach(*other).contains(&own)).collect();
    let mut edges: Vec<(u32, &Edge)> =
        circle.iter().flat_map(|from| graph.get(from).into_iter().flatten().map(|edge| (*from, edge))).collect();
    edges.retain(|(_, edge)| circle.contains(&edge.to));
    edges.sort_by_key(|(_, edge)| !edge.is_list);
    let (mut kept, mut cut) = (BTreeMap::<u32, Vec<u32>>::new(), BTreeSet::new());
    for (from, edge) in edges {
        if leads(&kept, edge.to, from) {
            cut.insert((from, edge.member.clone()));
        } else {
            kept.entry(from).or_default().push(edge.to);
        }
    }
    cut
}

/// Whether one class contains another, or is it.
fn leads(kept: &BTreeMap<u32, Vec<u32>>, from: u32, to: u32) -> bool {
    let (mut seen, mut next) = (BTreeSet::from([from]), vec![from]);
    while let Some(at) = next.pop() {
        if at == to {
            return true;
        }
        next.extend(kept.get(&at).into_iter().flatten().copied().filter(|other| seen.insert(*other)));
    }
    false
}
