//! What a type is (II.22.37), without its members.

use super::model::{GenericParameter, MemberKind, PublicType, Remarks, TypeKind, Variance};
use super::{Surface, type_access};
use crate::signature::{self, Primitive, TYPE_SPEC, Type};
use crate::{Access, Budget, Coded, Damage, Field, Handle, Index, TypeDef, TypeOrMethodDef, TypeSpec};

const ABSTRACT: u32 = 0x80;
const SEALED: u32 = 0x100;
const INTERFACE: u32 = 0x20;
const FOR_OLD_COMPILERS: &str = "Types with embedded references are not supported";
/// More generic parameters than any program has.
const GENERICS: usize = 256;

impl<'a> Surface<'a> {
    pub(super) fn describe_within(&self, index: Index<TypeDef>, budget: &Budget) -> Result<PublicType<'a>, Damage> {
        let row = self.metadata.row(index).ok_or(Damage("a type of it is not there"))?;
        let path = self.path(index.handle()).ok_or(Damage("its types are nested too deeply"))?;
        budget.take(path.names.iter().map(|name| name.len()).sum());
        let mut remarks = self.remarks(index.handle());
        if remarks.is_ref_like() {
            // That compilers who know no such structures shall not use them is no remark of the author.
            remarks.obsolete.take_if(|it| it.message.as_ref().is_some_and(|text| text.starts_with(FOR_OLD_COMPILERS)));
        }
        let base = row.extends.handle();
        let kind = self.kind(index, row.flags, base, &remarks, budget);
        let mut described = PublicType {
            index,
            namespace: path.namespace,
            path: path.names,
            access: type_access(row.flags).unwrap_or(Access::Protected),
            is_abstract: row.flags & ABSTRACT != 0,
            is_sealed: row.flags & SEALED != 0,
            generics: self.generics(index.handle(), budget),
            base: base.map(|base| self.column_type(base, budget)),
            interfaces: self.interfaces(index, budget),
            kind,
            remarks,
            members: Vec::new(),
        };
        described.members = self.members(&described, budget);
        self.sort(&mut described, budget);
        budget.check().map(|()| described)
    }

    fn kind(
        &self,
        index: Index<TypeDef>,
        flags: u32,
        base: Option<Handle>,
        remarks: &Remarks<'_>,
        budget: &Budget,
    ) -> TypeKind {
        if flags & INTERFACE != 0 {
            return TypeKind::Interface;
        }
        let derives_from = |name| base.is_some_and(|base| self.is_named(base, "System", name));
        if derives_from("Enum") {
            return TypeKind::Enum { of: self.number_type(index, budget), is_flags: remarks.is_flags() };
        }
        if derives_from("ValueType") && !self.is_named(index.handle(), "System", "Enum") {
            return TypeKind::Struct { is_readonly: remarks.is_readonly(), is_ref: remarks.is_ref_like() };
        }
        if derives_from("MulticastDelegate") { TypeKind::Delegate } else { TypeKind::Class }
    }

    /// The type of an enumeration's numbers: that of its only field that is of its values (II.14.3).
    fn number_type(&self, of: Index<TypeDef>, budget: &Budget) -> Option<Type> {
        let is_value = |field: &Field| field.flags & 0x10 == 0;
        let field = self.metadata.fields(of).filter_map(|index| self.metadata.row(index)).find(is_value)?;
        signature::field(self.metadata.blob(field.signature)?, budget)
    }

    /// The type that a column names. The own types of the language have names there, and a generic one its signature.
    pub(super) fn column_type(&self, handle: Handle, budget: &Budget) -> Type {
        if handle.table == TYPE_SPEC {
            let row = handle.index::<TypeSpec>().and_then(|index| self.metadata.row(index));
            let decoded = row.and_then(|row| signature::type_spec(self.metadata.blob(row.signature)?, budget));
            return decoded.unwrap_or(Type::of_handle(handle));
        }
        match crate::attribute::own_name(&self.metadata, handle) {
            Some((namespace, name)) if namespace == "System" => {
                Primitive::named(&name).map_or(Type::of_handle(handle), Type::Primitive)
            }
            _ => Type::of_handle(handle),
        }
    }

    fn interfaces(&self, of: Index<TypeDef>, budget: &Budget) -> Vec<Type> {
        let rows = self.lookups.interfaces.rows(&self.metadata, of.number());
        let handles = rows.filter_map(|(_, row)| row.interface.handle());
        handles.map(|handle| self.column_type(handle, budget)).collect()
    }

    /// The generic parameters of a type or method.
    pub(super) fn generics(&self, of: Handle, budget: &Budget) -> Vec<GenericParameter<'a>> {
        let Some(owner) = Coded::<TypeOrMethodDef>::number_of(of) else { return Vec::new() };
        let rows = self.lookups.generics.rows(&self.metadata, owner).take(GENERICS);
        let mut generics: Vec<(u16, GenericParameter<'a>)> = rows
            .map(|(index, row)| {
                let constraints = self.lookups.constraints.rows(&self.metadata, index.number());
                let handles = constraints.filter_map(|(_, row)| row.constraint.handle());
                let variance = match row.flags & 0x3 {
                    1 => Variance::Covariant,
                    2 => Variance::Contravariant,
                    _ => Variance::None,
                };
                let parameter = GenericParameter {
                    name: self.metadata.name(row.name),
                    variance,
                    is_class: row.flags & 0x4 != 0,
                    is_struct: row.flags & 0x8 != 0,
                    has_new: row.flags & 0x10 != 0,
                    constraints: handles.map(|handle| self.column_type(handle, budget)).collect(),
                };
                (row.number, parameter)
            })
            .collect();
        generics.sort_by_key(|(number, _)| *number);
        generics.into_iter().map(|(_, parameter)| parameter).collect()
    }

    /// Sorts the members by kind and name, overloads by the number of their parameters and by what is written of them.
    fn sort(&self, of: &mut PublicType<'a>, budget: &Budget) {
        let mut members = std::mem::take(&mut of.members);
        members.sort_by(|one, other| order(one).cmp(&order(other)));
        for overloads in members.chunk_by_mut(|one, other| order(one) == order(other)).filter(|run| run.len() > 1) {
            overloads.sort_by_cached_key(|member| {
                let text = self.parameters_text(of, member);
                budget.take(text.len()).map(|()| text)
            });
        }
        of.members = members;
    }
}

/// What members are sorted by.
fn order<'m>(member: &'m super::Member<'_>) -> (u8, &'m str, usize, usize) {
    let rank = match member.kind {
        MemberKind::Constructor(_) => 0,
        MemberKind::Field(_) => 1,
        MemberKind::Property(_) => 2,
        MemberKind::Event { .. } => 3,
        MemberKind::Method(_) => 4,
        MemberKind::Operator(_) => 5,
        MemberKind::Unreadable(_) => 6,
    };
    (rank, &member.name, member.generics().len(), member.parameters().len())
}
