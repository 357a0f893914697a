//! Declarations of types and members as C# writes them.

use super::Writer;
use super::of_type::without_arity;
use crate::signature::{Primitive, Type};
use crate::surface::{
    Access, FieldOf, GenericParameter, Inheritance, Member, MemberKind, Method, Parameter, Passing, PropertyOf,
    PublicType, TypeKind, Variance,
};

impl<'a> Writer<'_, 'a> {
    pub(super) fn type_declaration(&mut self, of: &PublicType<'a>) {
        self.access(of.access);
        match &of.kind {
            TypeKind::Class => {
                self.push(match (of.is_abstract, of.is_sealed) {
                    (true, true) => "static class ",
                    (true, false) => "abstract class ",
                    (false, true) => "sealed class ",
                    (false, false) => "class ",
                });
            }
            TypeKind::Interface => self.push("interface "),
            TypeKind::Struct { is_readonly, is_ref } => {
                self.push(if *is_readonly { "readonly " } else { "" });
                self.push(if *is_ref { "ref struct " } else { "struct " });
            }
            TypeKind::Enum { .. } => self.push("enum "),
            TypeKind::Delegate => return self.delegate(of),
        }
        self.own_name(of);
        self.bases(of);
        self.constraints(&of.generics);
    }

    /// A delegate looks like its method `Invoke`.
    fn delegate(&mut self, of: &PublicType<'a>) {
        self.push("delegate ");
        let invoke = of.members.iter().find(|member| member.name == "Invoke").and_then(Member::method);
        if let Some(invoke) = invoke {
            self.of_type(&invoke.result, 0);
            self.push(" ");
        }
        self.own_name(of);
        self.push("(");
        self.parameters(invoke.map_or(&[], |invoke| &invoke.parameters), false);
        self.push(")");
        self.constraints(&of.generics);
    }

    fn bases(&mut self, of: &PublicType<'a>) {
        let own = match &of.kind {
            TypeKind::Class => of.base.as_ref().filter(|base| **base != Type::Primitive(Primitive::Object)),
            TypeKind::Enum { of, .. } => of.as_ref().filter(|of| **of != Type::Primitive(Primitive::Int32)),
            _ => None,
        };
        let own = own.map(|base| self.apart(base));
        let mut interfaces: Vec<String> = Vec::new();
        for interface in &of.interfaces {
            if interfaces.iter().map(String::len).sum::<usize>() > super::LONGEST_TEXT {
                break;
            }
            interfaces.push(self.apart(interface));
        }
        interfaces.sort();
        for (place, base) in own.into_iter().chain(interfaces).enumerate() {
            self.push(if place == 0 { " : " } else { ", " });
            self.push(&base);
        }
    }

    /// A type as a text of its own.
    fn apart(&mut self, of: &Type) -> String {
        let before = std::mem::take(&mut self.out);
        self.of_type(of, 0);
        std::mem::replace(&mut self.out, before)
    }

    pub(super) fn member_declaration(&mut self, of: &PublicType<'a>, member: &Member<'a>) {
        let is_constant = matches!(&member.kind, MemberKind::Field(field) if field.constant.is_some());
        if matches!(of.kind, TypeKind::Enum { .. }) && is_constant {
            return self.enum_value(member);
        }
        let is_finalizer = is_finalizer(member);
        if of.kind != TypeKind::Interface && !is_finalizer {
            self.access(member.access);
        }
        if member.is_static && !is_constant {
            self.push("static ");
        }
        if !is_finalizer {
            self.push(match member.inheritance {
                Inheritance::None => "",
                Inheritance::Abstract => "abstract ",
                Inheritance::Virtual => "virtual ",
                Inheritance::Override => "override ",
                Inheritance::AbstractOverride => "abstract override ",
                Inheritance::SealedOverride => "sealed override ",
            });
        }
        let own = of.path.last().map_or("", |name| without_arity(name).0);
        match &member.kind {
            MemberKind::Constructor(method) => {
                self.identifier(own);
                self.parameter_list(method);
            }
            MemberKind::Field(field) => self.field(&member.name, field),
            MemberKind::Property(property) => self.property(of, member, property),
            MemberKind::Event { of, .. } => {
                self.push("event ");
                self.of_type(of, 0);
                self.push(" ");
                self.identifier(&member.name);
            }
            MemberKind::Method(_) if is_finalizer => {
                self.push("~");
                self.identifier(own);
                self.push("()");
            }
            MemberKind::Method(method) => {
                self.result(member);
                self.identifier(&member.name);
                self.generic_names(&method.generics);
                self.parameter_list(method);
                self.constraints(&method.generics);
            }
            MemberKind::Operator(method) => self.operator(member, method),
            MemberKind::Unreadable(_) => {
                self.push("? ");
                self.identifier(&member.name);
            }
        }
    }

    fn enum_value(&mut self, member: &Member<'a>) {
        self.identifier(&member.name);
        if let MemberKind::Field(FieldOf { constant: Some(value), .. }) = &member.kind {
            self.push(" = ");
            self.value(value, &Type::Primitive(Primitive::Int32));
        }
    }

    fn field(&mut self, name: &str, field: &FieldOf<'a>) {
        self.push(if field.constant.is_some() { "const " } else { "" });
        self.push(if field.is_readonly { "readonly " } else { "" });
        let is_volatile = |(handle, _)| self.surface.is_named(handle, "System.Runtime.CompilerServices", "IsVolatile");
        if field.of.modifiers().any(is_volatile) {
            self.push("volatile ");
        }
        self.of_type(&field.of, 0);
        self.push(" ");
        self.identifier(name);
        if let Some(value) = &field.constant {
            self.push(" = ");
            self.value(value, &field.of);
        }
    }

    fn property(&mut self, of: &PublicType<'a>, member: &Member<'a>, property: &PropertyOf<'a>) {
        self.of_type(&property.of, 0);
        self.push(" ");
        let is_indexer = of.remarks.default_member.as_deref() == Some(&*member.name);
        if property.parameters.is_empty() {
            self.identifier(&member.name);
        } else {
            if is_indexer {
                self.push("this");
            } else {
                self.identifier(&member.name);
            }
            self.push("[");
            self.parameters(&property.parameters, false);
            self.push("]");
        }
        self.push(" {");
        let set = if property.is_init_only { "init" } else { "set" };
        for (accessor, access) in [("get", property.get), (set, property.set)] {
            if let Some(access) = access {
                self.push(" ");
                if access != member.access {
                    self.access(access);
                }
                self.push(accessor);
                self.push(";");
            }
        }
        self.push(" }");
    }

    fn operator(&mut self, member: &Member<'a>, method: &Method<'a>) {
        match OPERATORS.iter().find(|(name, _)| *name == member.name) {
            Some((_, word @ ("implicit" | "explicit"))) => {
                self.push(word);
                self.push(" operator ");
                self.of_type(&method.result, 0);
            }
            Some((_, sign)) => {
                self.result(member);
                self.push("operator ");
                self.push(sign);
            }
            None => {
                self.result(member);
                self.identifier(&member.name);
            }
        }
        self.parameter_list(method);
    }

    /// What a method gives back, with a space behind it.
    pub(super) fn result(&mut self, member: &Member<'a>) {
        if let Some(method) = member.method() {
            self.of_type(&method.result, 0);
            self.push(" ");
        }
    }

    fn parameter_list(&mut self, method: &Method<'a>) {
        self.push("(");
        self.parameters(&method.parameters, method.is_extension);
        if method.is_vararg {
            self.push(if method.parameters.is_empty() { "__arglist" } else { ", __arglist" });
        }
        self.push(")");
    }

    pub(super) fn parameters(&mut self, parameters: &[Parameter<'a>], is_extension: bool) {
        for (place, parameter) in parameters.iter().enumerate() {
            if self.is_full() {
                return;
            }
            self.push(if place == 0 { "" } else { ", " });
            self.push(if place == 0 && is_extension { "this " } else { "" });
            if parameter.is_optional && parameter.default.is_none() {
                self.push("[Optional] ");
            }
            self.push(if parameter.is_params { "params " } else { "" });
            self.push(match parameter.passing {
                Passing::Value => "",
                Passing::In => "in ",
                Passing::Ref => "ref ",
                Passing::Out => "out ",
            });
            self.of_type(&parameter.of, 0);
            if !parameter.name.is_empty() {
                self.push(" ");
                self.identifier(&parameter.name);
            }
            if let (true, Some(value)) = (parameter.is_optional, &parameter.default) {
                self.push(" = ");
                self.value(value, &parameter.of);
            }
        }
    }

    /// `<T, in U>`.
    pub(super) fn generic_names(&mut self, generics: &[GenericParameter<'a>]) {
        for (place, parameter) in generics.iter().enumerate() {
            self.push(if place == 0 { "<" } else { ", " });
            self.push(match parameter.variance {
                Variance::None => "",
                Variance::Covariant => "out ",
                Variance::Contravariant => "in ",
            });
            self.identifier(&parameter.name);
        }
        self.push(if generics.is_empty() { "" } else { ">" });
    }

    fn constraints(&mut self, generics: &[GenericParameter<'a>]) {
        for parameter in generics {
            let mut words = 0;
            let mut word = |writer: &mut Self| {
                writer.push(if words == 0 { " where " } else { ", " });
                if words == 0 {
                    writer.identifier(&parameter.name);
                    writer.push(" : ");
                }
                words += 1;
            };
            if parameter.is_class || parameter.is_struct {
                word(self);
                self.push(if parameter.is_class { "class" } else { "struct" });
            }
            for constraint in &parameter.constraints {
                let named = constraint.named();
                let is_value = named.is_some_and(|it| self.surface.is_named(it.handle, "System", "ValueType"));
                if self.is_full() || parameter.is_struct && is_value {
                    continue;
                }
                word(self);
                self.of_type(constraint, 0);
            }
            if parameter.has_new && !parameter.is_struct {
                word(self);
                self.push("new()");
            }
        }
    }

    fn access(&mut self, access: Access) {
        self.push(match access {
            Access::Public => "public ",
            Access::Protected => "protected ",
            Access::ProtectedInternal => "protected internal ",
        });
    }
}

fn is_finalizer(member: &Member<'_>) -> bool {
    member.name == "Finalize"
        && member.inheritance == Inheritance::Override
        && member.method().is_some_and(|method| method.parameters.is_empty() && method.generics.is_empty())
}

/// The names of operators (I.10.3).
const OPERATORS: [(&str, &str); 30] = [
    ("op_Implicit", "implicit"),
    ("op_Explicit", "explicit"),
    ("op_Decrement", "--"),
    ("op_Increment", "++"),
    ("op_UnaryNegation", "-"),
    ("op_UnaryPlus", "+"),
    ("op_LogicalNot", "!"),
    ("op_True", "true"),
    ("op_False", "false"),
    ("op_OnesComplement", "~"),
    ("op_Addition", "+"),
    ("op_Subtraction", "-"),
    ("op_Multiply", "*"),
    ("op_Division", "/"),
    ("op_Modulus", "%"),
    ("op_ExclusiveOr", "^"),
    ("op_BitwiseAnd", "&"),
    ("op_BitwiseOr", "|"),
    ("op_LogicalAnd", "&&"),
    ("op_LogicalOr", "||"),
    ("op_LeftShift", "<<"),
    ("op_RightShift", ">>"),
    ("op_UnsignedRightShift", ">>>"),
    ("op_Equality", "=="),
    ("op_Inequality", "!="),
    ("op_GreaterThan", ">"),
    ("op_LessThan", "<"),
    ("op_GreaterThanOrEqual", ">="),
    ("op_LessThanOrEqual", "<="),
    ("op_Comma", ","),
];
