//! The members of a type: fields, methods, properties and events that others see.

use super::Surface;
use super::model::{Access, FieldOf, Inheritance, Member, MemberKind, PropertyOf, PublicType, TypeKind};
use crate::signature;
use crate::{Budget, Coded, Event, Field, Handle, HasSemantics, Index, MethodDef, NameAt, Property, TypeDef};

const STATIC: u16 = 0x10;
/// Of methods (II.23.1.10).
const FINAL: u16 = 0x20;
const VIRTUAL: u16 = 0x40;
const NEW_SLOT: u16 = 0x100;
const ABSTRACT: u16 = 0x400;
const SPECIAL_NAME: u16 = 0x800;
/// Of fields (II.23.1.5).
const INIT_ONLY: u16 = 0x20;
const LITERAL: u16 = 0x40;
const RT_SPECIAL_NAME: u16 = 0x400;
/// What a method does for a property or event (II.23.1.12).
const SETTER: u16 = 0x1;
const GETTER: u16 = 0x2;
const ADD_ON: u16 = 0x8;
const REMOVE_ON: u16 = 0x10;

/// The accessors of a property or event, with their flags.
#[derive(Default)]
struct Accessors {
    first: Option<MethodDef>,
    second: Option<MethodDef>,
}

impl Accessors {
    /// One of them, the more open one where both are there.
    fn shown(&self) -> Option<&MethodDef> {
        let access = |it: &Option<MethodDef>| it.as_ref().and_then(|method| access(method.flags));
        if access(&self.second) > access(&self.first) { self.second.as_ref() } else { self.first.as_ref() }
    }
}

/// What is being described.
struct Described<'s, 'a> {
    surface: &'s Surface<'a>,
    budget: &'s Budget,
    is_interface: bool,
    /// The methods that stand with their property or event.
    accessors: Vec<u32>,
    members: Vec<Member<'a>>,
}

impl<'a> Surface<'a> {
    pub(super) fn members(&self, of: &PublicType<'a>, budget: &Budget) -> Vec<Member<'a>> {
        let is_interface = of.kind == TypeKind::Interface;
        let mut described =
            Described { surface: self, budget, is_interface, accessors: Vec::new(), members: Vec::new() };
        described.properties(of.index);
        described.events(of.index);
        described.accessors.sort_unstable();
        self.metadata.fields(of.index).for_each(|index| described.field(index));
        self.metadata.methods(of.index).for_each(|index| described.method(index));
        described.members
    }
}

impl<'a> Described<'_, 'a> {
    fn field(&mut self, index: Index<Field>) {
        let surface = self.surface;
        let Some(row) = surface.metadata.row(index) else { return };
        let Some(access) = access(row.flags) else { return };
        if row.flags & RT_SPECIAL_NAME != 0 {
            // The number of an enumeration's value.
            return;
        }
        let of = surface.metadata.blob(row.signature).and_then(|blob| signature::field(blob, self.budget));
        let has = |flag| row.flags & flag != 0;
        // The metadata have no decimal constants, so C# writes a field that is only read, with an attribute.
        let decimal = if has(INIT_ONLY) && has(STATIC) { surface.decimal(index.handle()) } else { None };
        let constant = if has(LITERAL) { surface.constant(index.handle()) } else { decimal };
        let kind = match of {
            Some(of) => {
                MemberKind::Field(FieldOf { index, of, is_readonly: has(INIT_ONLY) && constant.is_none(), constant })
            }
            None => MemberKind::Unreadable(index.handle()),
        };
        // Only the bits that say the same of methods.
        self.add(row.name, access, row.flags & STATIC, index.handle(), kind);
    }

    fn method(&mut self, index: Index<MethodDef>) {
        let surface = self.surface;
        let Some(row) = surface.metadata.row(index) else { return };
        let Some(access) = access(row.flags) else { return };
        if self.accessors.binary_search(&index.number()).is_ok() {
            return;
        }
        let name = surface.metadata.name(row.name);
        if name == ".cctor" {
            return;
        }
        let is_extension = row.flags & STATIC != 0 && surface.remarks(index.handle()).is_extension();
        let decoded = surface.metadata.blob(row.signature).and_then(|blob| signature::method(blob, self.budget));
        let kind = match decoded {
            None => MemberKind::Unreadable(index.handle()),
            Some(decoded) => {
                let method = surface.method(index, decoded, is_extension, self.budget);
                match &*name {
                    ".ctor" => MemberKind::Constructor(method),
                    name if name.starts_with("op_") && row.flags & SPECIAL_NAME != 0 => MemberKind::Operator(method),
                    _ => MemberKind::Method(method),
                }
            }
        };
        self.add(row.name, access, row.flags, index.handle(), kind);
    }

    fn properties(&mut self, of: Index<TypeDef>) {
        let surface = self.surface;
        for (map, _) in surface.lookups.properties.rows(&surface.metadata, of.number()) {
            surface.metadata.properties(map).for_each(|index| self.property(index));
        }
    }

    fn property(&mut self, index: Index<Property>) {
        let surface = self.surface;
        let Some(row) = surface.metadata.row(index) else { return };
        let accessors = self.accessors_of(index.handle(), GETTER, SETTER);
        let Some(shown) = accessors.shown() else { return };
        let Some(most) = access(shown.flags) else { return };
        let decoded = surface.metadata.blob(row.signature).and_then(|blob| signature::property(blob, self.budget));
        let kind = match decoded {
            Some(decoded) => MemberKind::Property(PropertyOf {
                index,
                parameters: surface.indexer_parameters(index, decoded.parameters, self.budget),
                of: decoded.of,
                get: accessors.first.as_ref().and_then(|method| access(method.flags)),
                set: accessors.second.as_ref().and_then(|method| access(method.flags)),
                is_init_only: accessors.second.as_ref().is_some_and(|method| self.is_init_only(method)),
            }),
            None => MemberKind::Unreadable(index.handle()),
        };
        self.add(row.name, most, shown.flags, index.handle(), kind);
    }

    /// Whether compilers let a setter be called only where the value is made: C# marks what it gives back.
    fn is_init_only(&self, setter: &MethodDef) -> bool {
        let surface = self.surface;
        let decoded = surface.metadata.blob(setter.signature).and_then(|blob| signature::method(blob, self.budget));
        decoded.is_some_and(|decoded| {
            let is_mark = |of| surface.is_named(of, "System.Runtime.CompilerServices", "IsExternalInit");
            decoded.result.modifiers().any(|(of, is_required)| is_required && is_mark(of))
        })
    }

    fn events(&mut self, of: Index<TypeDef>) {
        let surface = self.surface;
        for (map, _) in surface.lookups.events.rows(&surface.metadata, of.number()) {
            surface.metadata.events(map).for_each(|index| self.event(index));
        }
    }

    fn event(&mut self, index: Index<Event>) {
        let surface = self.surface;
        let Some(row) = surface.metadata.row(index) else { return };
        let accessors = self.accessors_of(index.handle(), ADD_ON, REMOVE_ON);
        let Some(shown) = accessors.shown() else { return };
        let Some(most) = access(shown.flags) else { return };
        let kind = match row.kind.handle() {
            Some(of) => MemberKind::Event { index, of: surface.column_type(of, self.budget) },
            None => MemberKind::Unreadable(index.handle()),
        };
        self.add(row.name, most, shown.flags, index.handle(), kind);
    }

    /// The accessors of a property or event. From now on they stand with it.
    fn accessors_of(&mut self, of: Handle, first: u16, second: u16) -> Accessors {
        let surface = self.surface;
        let mut accessors = Accessors::default();
        let Some(owner) = Coded::<HasSemantics>::number_of(of) else { return accessors };
        for (_, row) in surface.lookups.semantics.rows(&surface.metadata, owner) {
            let place = match row.semantics {
                it if it == first => &mut accessors.first,
                it if it == second => &mut accessors.second,
                _ => continue,
            };
            *place = surface.metadata.row(row.method);
            self.accessors.push(row.method.number());
        }
        accessors
    }

    fn add(&mut self, name: NameAt, access: Access, flags: u16, of: Handle, kind: MemberKind<'a>) {
        let name = self.surface.metadata.name(name);
        if self.budget.take(name.len()).is_none() {
            return;
        }
        let (is_static, inheritance) = (flags & STATIC != 0, self.inheritance(flags));
        self.members.push(Member { name, access, is_static, inheritance, remarks: self.surface.remarks(of), kind });
    }

    /// Interfaces leave the words away: all of their members are abstract.
    fn inheritance(&self, flags: u16) -> Inheritance {
        let has = |flag| flags & flag != 0;
        match (has(ABSTRACT), has(NEW_SLOT), has(FINAL)) {
            _ if self.is_interface || !has(VIRTUAL) => Inheritance::None,
            (true, true, _) => Inheritance::Abstract,
            (true, false, _) => Inheritance::AbstractOverride,
            (false, true, false) => Inheritance::Virtual,
            (false, true, true) => Inheritance::None,
            (false, false, false) => Inheritance::Override,
            (false, false, true) => Inheritance::SealedOverride,
        }
    }
}

/// Who sees a member with these flags, outside the assembly (II.23.1.5 and II.23.1.10).
fn access(flags: u16) -> Option<Access> {
    match flags & 0x7 {
        4 => Some(Access::Protected),
        5 => Some(Access::ProtectedInternal),
        6 => Some(Access::Public),
        _ => None,
    }
}
