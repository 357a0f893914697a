//! Parameters: their types stand in the signature, the rest in rows of their own (II.22.33).

use std::borrow::Cow;

use super::Surface;
use super::model::{Method, Parameter, Passing};
use crate::signature::{Convention, MethodSignature, Type};
use crate::{Budget, Coded, HasSemantics, Index, MethodDef, Param, Property};

const IN: u16 = 0x1;
const OUT: u16 = 0x2;
const OPTIONAL: u16 = 0x10;
const HAS_DEFAULT: u16 = 0x1000;
const GETTER: u16 = 0x2;

impl<'a> Surface<'a> {
    pub(super) fn method(
        &self,
        index: Index<MethodDef>,
        decoded: MethodSignature,
        is_extension: bool,
        budget: &Budget,
    ) -> Method<'a> {
        Method {
            index,
            generics: if decoded.generics == 0 { Vec::new() } else { self.generics(index.handle(), budget) },
            parameters: self.parameters(index, decoded.parameters, budget),
            result: decoded.result,
            is_vararg: decoded.convention == Convention::VarArg,
            is_extension,
        }
    }

    /// The parameters of an indexer have their names from its getter, or else from its setter.
    pub(super) fn indexer_parameters(
        &self,
        of: Index<Property>,
        types: Vec<Type>,
        budget: &Budget,
    ) -> Vec<Parameter<'a>> {
        if types.is_empty() {
            return Vec::new();
        }
        let owner = Coded::<HasSemantics>::number_of(of.handle()).unwrap_or_default();
        let rows = self.lookups.semantics.rows(&self.metadata, owner);
        match rows.max_by_key(|(_, row)| row.semantics == GETTER) {
            Some((_, row)) => self.parameters(row.method, types, budget),
            None => types.into_iter().map(parameter).collect(),
        }
    }

    fn parameters(&self, of: Index<MethodDef>, types: Vec<Type>, budget: &Budget) -> Vec<Parameter<'a>> {
        let mut parameters: Vec<Parameter<'a>> = types.into_iter().map(parameter).collect();
        for index in self.metadata.parameters(of) {
            let Some(row) = self.metadata.row(index) else { continue };
            // The sequence 0 is what the method gives back.
            let place = usize::from(row.sequence).checked_sub(1).and_then(|place| parameters.get_mut(place));
            if let Some(parameter) = place {
                self.complete(parameter, index, &row, budget);
            }
        }
        parameters
    }

    fn complete(&self, parameter: &mut Parameter<'a>, index: Index<Param>, row: &Param, budget: &Budget) {
        parameter.name = self.metadata.name(row.name);
        if budget.take(parameter.name.len()).is_none() {
            parameter.name = Cow::Borrowed("");
        }
        let remarks = self.remarks(index.handle());
        parameter.is_params = remarks.is_params();
        parameter.is_optional = row.flags & OPTIONAL != 0;
        parameter.default = if row.flags & HAS_DEFAULT == 0 { None } else { self.constant(index.handle()) };
        if parameter.is_optional && parameter.default.is_none() {
            parameter.default = self.decimal(index.handle());
        }
        if parameter.passing == Passing::Ref {
            parameter.passing = match row.flags & (IN | OUT) {
                OUT => Passing::Out,
                _ if remarks.is_readonly() => Passing::In,
                _ => Passing::Ref,
            };
        }
    }
}

/// A parameter of this type, with what it refers to as its type.
fn parameter<'a>(of: Type) -> Parameter<'a> {
    let is_reference = matches!(of.plain(), Type::ByRef(_));
    let (of, passing) = if is_reference { (referred(of), Passing::Ref) } else { (of, Passing::Value) };
    Parameter { name: Cow::Borrowed(""), of, passing, is_params: false, is_optional: false, default: None }
}

/// What a reference leads to. Remarks about the reference itself say what attributes say too, as that of `in`.
fn referred(of: Type) -> Type {
    match of {
        Type::ByRef(of) => *of,
        Type::Modified(modified) => referred(modified.of),
        other => other,
    }
}
