//! The public surface of an assembly: the types that others see, with their members, as a compiler sees them.
//!
//! [`Surface::read`] sorts the names of the types; what a type is, [`Surface::describe`] tells when it is asked for. Accessors
//! stand with their property or event, and explicit implementations of interfaces are private, so they are not told.

mod describe;
mod documentation_id;
mod member;
mod model;
mod name;
mod parameter;
mod remarks;
mod text;
mod value;

use std::borrow::Cow;

pub use model::{
    Access, FieldOf, ForwardedType, GenericParameter, Inheritance, Member, MemberKind, Method, Obsolete, Parameter,
    Passing, PropertyOf, PublicType, Remarks, TypeKind, Value, Variance,
};
pub use name::Path;
pub use text::{Style, is_keyword, without_arity};

use crate::lookup::Lookups;
use crate::{
    AssemblyRef, Budget, Damage, ExportedType, File, Handle, Index, ManagedImage, Metadata, NestedClass, TypeDef,
};

/// Types inside types, deeper than any program has.
pub(crate) const DEEPEST_NESTING: usize = 32;

/// Which types are public, and where all that belongs to them stands.
#[derive(Debug)]
pub struct Surface<'a> {
    metadata: Metadata<'a>,
    lookups: Lookups,
    /// For each type the one that it is declared in, 0 for none. Types are counted from 1.
    enclosing: Vec<u32>,
    types: Vec<Index<TypeDef>>,
}

impl<'a> Surface<'a> {
    /// The public surface of this assembly or module.
    ///
    /// # Errors
    /// Types are nested in a circle.
    pub fn read(image: &ManagedImage<'a>) -> Result<Self, Damage> {
        let metadata = image.metadata.clone();
        let enclosing = enclosing(&metadata);
        let lookups = Lookups::of(&metadata);
        let mut surface = Self { metadata, lookups, enclosing, types: Vec::new() };
        let mut types = Vec::new();
        for index in surface.metadata.indexes::<TypeDef>() {
            if surface.is_visible(index)? {
                types.push(index);
            }
        }
        types.sort_by(|one, other| surface.compare_names(*one, *other));
        surface.types = types;
        Ok(surface)
    }

    /// The public types, sorted by namespace and name; those inside others follow these.
    pub fn types(&self) -> &[Index<TypeDef>] {
        &self.types
    }

    /// Whether everybody sees the type: it and all types around it are public.
    pub fn is_public(&self, index: Index<TypeDef>) -> bool {
        let mut next = Some(index);
        for _ in 0..DEEPEST_NESTING {
            let Some(index) = next else { return true };
            next = self.enclosing(index);
            if self.metadata.row(index).and_then(|row| type_access(row.flags)) != Some(Access::Public) {
                return false;
            }
        }
        false
    }

    /// The types that it offers and another assembly declares, sorted by name.
    pub fn forwarded(&self) -> Vec<ForwardedType<'a>> {
        let metadata = &self.metadata;
        let declared_in = |handle: Handle| -> Option<Cow<'a, str>> {
            if let Some(assembly) = handle.index::<AssemblyRef>() {
                return Some(metadata.name(metadata.row(assembly)?.name));
            }
            Some(metadata.name(metadata.row(handle.index::<File>()?)?.name))
        };
        let mut all: Vec<ForwardedType<'a>> = metadata
            .rows::<ExportedType>()
            .filter_map(|row| {
                Some(ForwardedType {
                    namespace: metadata.name(row.namespace),
                    name: metadata.name(row.name),
                    declared_in: declared_in(row.implementation.handle()?)?,
                })
            })
            .collect();
        all.sort_by(|one, other| (&one.namespace, &one.name).cmp(&(&other.namespace, &other.name)));
        all
    }

    /// What the type is, with its members.
    ///
    /// # Errors
    /// It is not there, or describes more than it can.
    pub fn describe(&self, index: Index<TypeDef>) -> Result<PublicType<'a>, Damage> {
        self.describe_within(index, &Budget::of(&self.metadata))
    }

    /// All types with their members, one after the other. After an error there is nothing more.
    pub fn all(&self) -> impl Iterator<Item = Result<PublicType<'a>, Damage>> {
        let budget = Budget::of(&self.metadata);
        let mut has_failed = false;
        self.types.iter().map_while(move |index| {
            let described = (!has_failed).then(|| self.describe_within(*index, &budget))?;
            has_failed = described.is_err();
            Some(described)
        })
    }

    /// All that the assembly declares.
    pub fn metadata(&self) -> &Metadata<'a> {
        &self.metadata
    }

    /// The type that this one is declared in.
    pub fn enclosing(&self, of: Index<TypeDef>) -> Option<Index<TypeDef>> {
        let number = self.enclosing.get(usize::try_from(of.number()).ok()?)?;
        (*number > 0).then(|| Index::new(*number))
    }

    /// Whether others see the type: it is public, or inside a type that others see and open to them (II.23.1.15).
    fn is_visible(&self, index: Index<TypeDef>) -> Result<bool, Damage> {
        let mut next = Some(index);
        for _ in 0..DEEPEST_NESTING {
            let Some(index) = next else { return Ok(true) };
            next = self.enclosing(index);
            let flags = self.metadata.row(index).map_or(0, |row| row.flags);
            if type_access(flags).is_none() {
                return Ok(false);
            }
        }
        Err(Damage("its types are nested in a circle"))
    }
}

/// Who sees a type with these flags, where it is declared.
fn type_access(flags: u32) -> Option<Access> {
    match flags & 0x7 {
        1 | 2 => Some(Access::Public),
        4 => Some(Access::Protected),
        7 => Some(Access::ProtectedInternal),
        _ => None,
    }
}

fn enclosing(metadata: &Metadata<'_>) -> Vec<u32> {
    let count = usize::try_from(metadata.count::<TypeDef>()).unwrap_or_default();
    if metadata.count::<NestedClass>() == 0 {
        return Vec::new();
    }
    let mut enclosing = vec![0; count + 1];
    for row in metadata.rows::<NestedClass>() {
        let place = usize::try_from(row.nested.number()).ok().and_then(|place| enclosing.get_mut(place));
        if let Some(place) = place {
            *place = row.enclosing.number();
        }
    }
    enclosing
}
