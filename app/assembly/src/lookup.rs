//! Rows by what they belong to. The tables for this are sorted by their owners (II.22): that is looked at, not believed, and
//! where a file does not keep to it an order is made once, so that no search walks over a whole table.

use std::marker::PhantomData;

use crate::table::{Index, Row};
use crate::{
    Constant, CustomAttribute, EventMap, GenericParam, GenericParamConstraint, InterfaceImpl, Metadata,
    MethodSemantics, PropertyMap,
};

/// The rows of one table by their owners. An owner is a number as it stands in the column.
#[derive(Debug)]
pub(crate) struct Lookup<T> {
    /// The owners, sorted.
    owners: Vec<u32>,
    /// The rows that these belong to, where the table itself is not sorted.
    order: Option<Vec<u32>>,
    of: PhantomData<fn() -> T>,
}

/// All that a surface needs.
#[derive(Debug)]
pub(crate) struct Lookups {
    pub(crate) attributes: Lookup<CustomAttribute>,
    pub(crate) constants: Lookup<Constant>,
    pub(crate) interfaces: Lookup<InterfaceImpl>,
    pub(crate) generics: Lookup<GenericParam>,
    pub(crate) constraints: Lookup<GenericParamConstraint>,
    pub(crate) semantics: Lookup<MethodSemantics>,
    pub(crate) properties: Lookup<PropertyMap>,
    pub(crate) events: Lookup<EventMap>,
}

impl Lookups {
    pub(crate) fn of(metadata: &Metadata<'_>) -> Self {
        Self {
            attributes: Lookup::of(metadata, |row| row.parent.number()),
            constants: Lookup::of(metadata, |row| row.parent.number()),
            interfaces: Lookup::of(metadata, |row| row.class.number()),
            generics: Lookup::of(metadata, |row| row.owner.number()),
            constraints: Lookup::of(metadata, |row| row.owner.number()),
            semantics: Lookup::of(metadata, |row| row.association.number()),
            properties: Lookup::of(metadata, |row| row.parent.number()),
            events: Lookup::of(metadata, |row| row.parent.number()),
        }
    }
}

impl<T: Row> Lookup<T> {
    fn of(metadata: &Metadata<'_>, owner: fn(&T) -> u32) -> Self {
        let mut owners: Vec<u32> = metadata.rows::<T>().map(|row| owner(&row)).collect();
        let order = (!owners.is_sorted()).then(|| {
            let mut order: Vec<(u32, u32)> = owners.iter().copied().zip(1..).collect();
            order.sort_unstable();
            owners = order.iter().map(|(owner, _)| *owner).collect();
            order.into_iter().map(|(_, number)| number).collect()
        });
        Self { owners, order, of: PhantomData }
    }

    /// The rows of this owner, in the order of the table.
    pub(crate) fn rows<'s>(&'s self, metadata: &'s Metadata<'_>, owner: u32) -> impl Iterator<Item = (Index<T>, T)> {
        let first = self.owners.partition_point(|own| *own < owner);
        let rest = self.owners.get(first..).unwrap_or_default();
        let count = rest.iter().take_while(|own| **own == owner).count();
        (first..first + count).filter_map(move |place| {
            let number = match &self.order {
                Some(order) => *order.get(place)?,
                None => u32::try_from(place).ok()?.checked_add(1)?,
            };
            let index = Index::new(number);
            Some((index, metadata.row(index)?))
        })
    }
}
