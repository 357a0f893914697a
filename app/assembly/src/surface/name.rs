//! Names of types, with those of the types around them.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::{DEEPEST_NESTING, Surface};
use crate::{AssemblyName, AssemblyRef, Handle, Index, TypeDef, TypeRef};

/// The name of a type in its parts.
#[derive(Debug, Clone)]
pub struct Path<'a> {
    /// That of the outermost type; empty where it has none.
    pub namespace: Cow<'a, str>,
    /// The names, the innermost type's last.
    pub names: Vec<Cow<'a, str>>,
}

impl<'a> Surface<'a> {
    /// The name of a type of this assembly or another; none where it has none or is nested too deeply.
    pub fn path(&self, of: Handle) -> Option<Path<'a>> {
        let (mut names, mut next) = (Vec::new(), of);
        for _ in 0..DEEPEST_NESTING {
            let (namespace, name) = crate::attribute::own_name(&self.metadata, next)?;
            names.push(name);
            match self.around(next) {
                Some(outer) => next = outer,
                None => {
                    names.reverse();
                    return Some(Path { namespace, names });
                }
            }
        }
        None
    }

    /// The assembly that a type is referred to in; none for a type of this assembly, and for one of its modules.
    pub fn declared_in(&self, of: Handle) -> Option<AssemblyName> {
        let mut next = of;
        for _ in 0..DEEPEST_NESTING {
            let scope = self.metadata.row(next.index::<TypeRef>()?)?.scope.handle()?;
            if let Some(assembly) = scope.index::<AssemblyRef>() {
                return Some(crate::facts::reference(&self.metadata, &self.metadata.row(assembly)?));
            }
            next = scope;
        }
        None
    }

    /// The type around a type.
    fn around(&self, of: Handle) -> Option<Handle> {
        match of.index::<TypeDef>() {
            Some(index) => self.enclosing(index).map(Index::handle),
            None => {
                let scope = self.metadata.row(of.index::<TypeRef>()?)?.scope.handle()?;
                scope.index::<TypeRef>().map(Index::handle)
            }
        }
    }

    /// Whether a type that is not inside another has this name.
    pub(super) fn is_named(&self, handle: Handle, namespace: &str, name: &str) -> bool {
        let is_it = |text, at| self.metadata.is_name(at, text);
        let own = crate::attribute::own_name_at(&self.metadata, handle);
        own.is_some_and(|own| is_it(name, own.1) && is_it(namespace, own.0)) && self.around(handle).is_none()
    }

    /// By namespace and name; types inside others stand behind these.
    pub(super) fn compare_names(&self, one: Index<TypeDef>, other: Index<TypeDef>) -> Ordering {
        let (mut left, mut right) = (self.chain(one), self.chain(other));
        loop {
            match (left.next(), right.next()) {
                (Some(one), Some(other)) if one == other => {}
                (Some(one), Some(other)) => {
                    let name = |index: Index<TypeDef>| crate::attribute::own_name(&self.metadata, index.handle());
                    let order = name(one).cmp(&name(other));
                    return order.then_with(|| one.number().cmp(&other.number()));
                }
                (None, None) => return Ordering::Equal,
                (left, _) => return if left.is_none() { Ordering::Less } else { Ordering::Greater },
            }
        }
    }

    /// The types around a type, from outside in, and the type.
    fn chain(&self, of: Index<TypeDef>) -> impl Iterator<Item = Index<TypeDef>> + use<> {
        let mut chain = [of; DEEPEST_NESTING];
        let mut length = 0;
        let mut next = Some(of);
        while let (Some(index), Some(place)) = (next, chain.get_mut(length)) {
            *place = index;
            length += 1;
            next = self.enclosing(index);
        }
        chain.into_iter().take(length).rev()
    }
}
