//! The bytes of signatures (II.23.2).

use super::{ArrayType, Convention, MethodSignature, ModifiedType, Named, Primitive, PropertySignature, Type, coded};
use crate::Budget;
use crate::bytes::{compressed, signed};
use crate::table::Handle;

/// Types inside types, deeper than any program has.
const DEEPEST: usize = 40;

/// Calling conventions and flags (II.23.2.1).
const HAS_THIS: u8 = 0x20;
const GENERIC: u8 = 0x10;
const CONVENTION: u8 = 0x0f;
const PROPERTY: u8 = 0x08;
/// Where the further arguments of a call begin.
const SENTINEL: u8 = 0x41;
const VALUE_TYPE: u8 = 0x11;
const CLASS: u8 = 0x12;

pub(super) struct Decoder<'a> {
    rest: &'a [u8],
    budget: &'a Budget,
}

impl<'a> Decoder<'a> {
    pub(super) fn new(rest: &'a [u8], budget: &'a Budget) -> Self {
        Self { rest, budget }
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u32> {
        let (number, length) = compressed(self.rest)?;
        self.rest = self.rest.get(length..)?;
        Some(number)
    }

    fn signed(&mut self) -> Option<i32> {
        let (number, length) = signed(self.rest)?;
        self.rest = self.rest.get(length..)?;
        Some(number)
    }

    fn handle(&mut self) -> Option<Handle> {
        coded(self.number()?)
    }

    pub(super) fn method(&mut self, depth: usize) -> Option<MethodSignature> {
        let kind = self.byte()?;
        let generics = if kind & GENERIC == 0 { 0 } else { self.number()? };
        let count = self.number()?;
        let result = self.of_type(depth)?;
        let parameters = self.types(count, depth)?;
        let (has_this, convention) = (kind & HAS_THIS != 0, convention(kind & CONVENTION));
        Some(MethodSignature { has_this, convention, generics, result, parameters })
    }

    pub(super) fn property(&mut self) -> Option<PropertySignature> {
        let kind = self.byte()?;
        if kind & CONVENTION != PROPERTY {
            return None;
        }
        let count = self.number()?;
        let of = self.of_type(0)?;
        Some(PropertySignature { has_this: kind & HAS_THIS != 0, of, parameters: self.types(count, 0)? })
    }

    /// So many types. Each takes a byte at least, so the blob bounds them.
    fn types(&mut self, count: u32, depth: usize) -> Option<Vec<Type>> {
        self.bounded(count)?;
        (0..count).map(|_| self.of_type(depth)).collect()
    }

    fn bounded(&self, count: u32) -> Option<()> {
        (usize::try_from(count).ok()? <= self.rest.len()).then_some(())
    }

    fn boxed(&mut self, depth: usize) -> Option<Box<Type>> {
        self.of_type(depth).map(Box::new)
    }

    pub(super) fn of_type(&mut self, depth: usize) -> Option<Type> {
        if depth > DEEPEST {
            return None;
        }
        self.budget.take(1)?;
        let inner = depth + 1;
        let mut element = self.byte()?;
        while element == SENTINEL {
            element = self.byte()?;
        }
        if let Some(primitive) = Primitive::of_element(element) {
            return Some(Type::Primitive(primitive));
        }
        Some(match element {
            0x0f => Type::Pointer(self.boxed(inner)?),
            0x10 => Type::ByRef(self.boxed(inner)?),
            VALUE_TYPE | CLASS => Type::Named(self.named(element)?),
            0x13 => Type::OfType(self.number()?),
            0x14 => self.array(inner)?,
            0x15 => {
                let kind = self.byte()?;
                let (named, count) = (self.named(kind)?, self.number()?);
                Type::Generic(named, self.types(count, inner)?)
            }
            0x1b => Type::Function(Box::new(self.method(inner)?)),
            0x1d => Type::List(self.boxed(inner)?),
            0x1e => Type::OfMethod(self.number()?),
            0x1f | 0x20 => {
                let modifier = self.handle()?;
                Type::Modified(Box::new(ModifiedType {
                    modifier,
                    is_required: element == 0x1f,
                    of: self.of_type(inner)?,
                }))
            }
            _ => return None,
        })
    }

    fn named(&mut self, kind: u8) -> Option<Named> {
        Some(Named { handle: self.handle()?, is_value: Some(kind == VALUE_TYPE) })
    }

    fn array(&mut self, depth: usize) -> Option<Type> {
        let (of, rank) = (self.of_type(depth)?, self.number()?);
        let count = self.number()?;
        self.bounded(count)?;
        let sizes = (0..count).map(|_| self.number()).collect::<Option<Vec<u32>>>()?;
        let count = self.number()?;
        self.bounded(count)?;
        let low_bounds = (0..count).map(|_| self.signed()).collect::<Option<Vec<i32>>>()?;
        self.budget.take(sizes.len() + low_bounds.len())?;
        Some(Type::Array(Box::new(ArrayType { of, rank, sizes, low_bounds })))
    }
}

fn convention(number: u8) -> Convention {
    match number {
        1 => Convention::Native(Some("Cdecl")),
        2 => Convention::Native(Some("Stdcall")),
        3 => Convention::Native(Some("Thiscall")),
        4 => Convention::Native(Some("Fastcall")),
        5 => Convention::VarArg,
        9 => Convention::Native(None),
        _ => Convention::Default,
    }
}
