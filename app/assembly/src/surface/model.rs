//! What a public surface is made of. Names are those of the metadata, so a generic type's ends with its arity:
//! ``List`1``.

use std::borrow::Cow;

use crate::signature::Type;
use crate::{Event, Field, Handle, Index, MethodDef, Property, TypeDef};

/// A type that others see.
#[derive(Debug, Clone)]
pub struct PublicType<'a> {
    /// Its row.
    pub index: Index<TypeDef>,
    /// Its namespace; empty where it has none.
    pub namespace: Cow<'a, str>,
    /// Its name, after those of the types that it is declared in.
    pub path: Vec<Cow<'a, str>>,
    /// What it is.
    pub kind: TypeKind,
    /// Who sees it.
    pub access: Access,
    /// Whether no values are made of it, but of those that derive from it.
    pub is_abstract: bool,
    /// Whether nothing derives from it. A class that is abstract and sealed is `static`.
    pub is_sealed: bool,
    /// Its generic parameters, those of the types around it first.
    pub generics: Vec<GenericParameter<'a>>,
    /// What it derives from; none for interfaces and for `System.Object`.
    pub base: Option<Type>,
    /// The interfaces that it is said to implement, in the order of the file.
    pub interfaces: Vec<Type>,
    /// What its attributes say.
    pub remarks: Remarks<'a>,
    /// Its members, sorted by kind and name.
    pub members: Vec<Member<'a>>,
}

/// What a type is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeKind {
    /// A class.
    Class,
    /// An interface.
    Interface,
    /// A structure.
    Struct {
        /// Whether its values never change.
        is_readonly: bool,
        /// Whether its values only live on the stack.
        is_ref: bool,
    },
    /// An enumeration.
    Enum {
        /// The type of its numbers; none where the file does not say it.
        of: Option<Type>,
        /// Whether its values are combined.
        is_flags: bool,
    },
    /// A delegate. Its parameters are those of its method `Invoke`.
    Delegate,
}

/// Who sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Types that derive from its own.
    Protected,
    /// Those, and the assembly itself.
    ProtectedInternal,
    /// Everybody.
    Public,
}

/// What attributes say that users of something want to know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks<'a> {
    /// Whether and why it is not to be used any more.
    pub obsolete: Option<Obsolete<'a>>,
    /// The name of the indexer, of a type that has one.
    pub default_member: Option<Cow<'a, str>>,
    pub(crate) has: u16,
}

/// Not to be used any more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Obsolete<'a> {
    /// Why, or what to use instead.
    pub message: Option<Cow<'a, str>>,
    /// Whether a compiler refuses its use.
    pub is_error: bool,
}

/// A generic parameter (II.22.20).
#[derive(Debug, Clone)]
pub struct GenericParameter<'a> {
    /// Its name.
    pub name: Cow<'a, str>,
    /// Whether arguments may be of more, or of less derived types.
    pub variance: Variance,
    /// Whether it must be a class.
    pub is_class: bool,
    /// Whether it must be a structure.
    pub is_struct: bool,
    /// Whether it must have a constructor without parameters.
    pub has_new: bool,
    /// The types that it must derive from or implement.
    pub constraints: Vec<Type>,
}

/// Whether arguments may be of more, or of less derived types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variance {
    /// Neither.
    None,
    /// `out`.
    Covariant,
    /// `in`.
    Contravariant,
}

/// A member that others see.
#[derive(Debug, Clone)]
pub struct Member<'a> {
    /// Its name in the metadata.
    pub name: Cow<'a, str>,
    /// Who sees it.
    pub access: Access,
    /// Whether it is of the type and not of its values.
    pub is_static: bool,
    /// How it follows from the type's base, or is followed.
    pub inheritance: Inheritance,
    /// What its attributes say.
    pub remarks: Remarks<'a>,
    /// What it is.
    pub kind: MemberKind<'a>,
}

/// How a member follows from the type's base, or is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inheritance {
    /// Neither.
    None,
    /// Those who derive from the type write it.
    Abstract,
    /// Those who derive from the type may write it anew.
    Virtual,
    /// It is in place of that of the type's base.
    Override,
    /// It is in place of that of the type's base without code of its own.
    AbstractOverride,
    /// It is in place of that of the type's base, once for all.
    SealedOverride,
}

/// What a member is.
#[derive(Debug, Clone)]
pub enum MemberKind<'a> {
    /// A constructor.
    Constructor(Method<'a>),
    /// A field.
    Field(FieldOf<'a>),
    /// A property or an indexer.
    Property(PropertyOf<'a>),
    /// An event.
    Event {
        /// Its row.
        index: Index<Event>,
        /// The delegate that handles it.
        of: Type,
    },
    /// A method.
    Method(Method<'a>),
    /// An operator or a conversion.
    Operator(Method<'a>),
    /// A member whose signature is damaged.
    Unreadable(Handle),
}

/// A field or constant.
#[derive(Debug, Clone)]
pub struct FieldOf<'a> {
    /// Its row.
    pub index: Index<Field>,
    /// Its type.
    pub of: Type,
    /// Whether it is only written where it is declared and in constructors.
    pub is_readonly: bool,
    /// Its value, when it is a constant.
    pub constant: Option<Value<'a>>,
}

/// A property or an indexer.
#[derive(Debug, Clone)]
pub struct PropertyOf<'a> {
    /// Its row.
    pub index: Index<Property>,
    /// The type of its value.
    pub of: Type,
    /// What stands between the brackets of an indexer.
    pub parameters: Vec<Parameter<'a>>,
    /// Who reads it; none where others do not.
    pub get: Option<Access>,
    /// Who writes it; none where others do not.
    pub set: Option<Access>,
    /// Whether it is only written where the value is made: `init` in place of `set`.
    pub is_init_only: bool,
}

/// A method, constructor, operator or conversion.
#[derive(Debug, Clone)]
pub struct Method<'a> {
    /// Its row.
    pub index: Index<MethodDef>,
    /// Its generic parameters.
    pub generics: Vec<GenericParameter<'a>>,
    /// What it gives back.
    pub result: Type,
    /// Its parameters.
    pub parameters: Vec<Parameter<'a>>,
    /// Whether it takes further arguments of any type.
    pub is_vararg: bool,
    /// Whether it is called as if it were a method of its first parameter.
    pub is_extension: bool,
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Parameter<'a> {
    /// Its name; empty where it has none.
    pub name: Cow<'a, str>,
    /// Its type; of one that is handed over by reference, the type of what is referred to.
    pub of: Type,
    /// How it is handed over.
    pub passing: Passing,
    /// Whether it takes a list of arguments.
    pub is_params: bool,
    /// Whether it may be left out.
    pub is_optional: bool,
    /// What it is when it is left out; none where the file does not say it.
    pub default: Option<Value<'a>>,
}

/// How a parameter is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passing {
    /// As a value.
    Value,
    /// By reference, to be read only.
    In,
    /// By reference.
    Ref,
    /// By reference, to be written.
    Out,
}

/// A constant (II.22.9).
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// `null`, or for a structure `default`.
    Null,
    /// A truth value.
    Boolean(bool),
    /// A character, which may be half of a pair.
    Char(u16),
    /// A number with a sign.
    Signed(i64),
    /// A number without a sign.
    Unsigned(u64),
    /// A number of 32 bits.
    Single(f32),
    /// A number of 64 bits.
    Double(f64),
    /// A decimal number: its 96 bits, how many digits stand after the point, and whether it is negative.
    Decimal {
        /// The digits as a number.
        digits: u128,
        /// How many stand after the point.
        scale: u8,
        /// Whether it is negative.
        is_negative: bool,
    },
    /// A text in UTF-16, low byte first.
    Text(&'a [u8]),
}

/// A type that the assembly offers and another declares (II.22.14).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForwardedType<'a> {
    /// Its namespace; empty where it has none.
    pub namespace: Cow<'a, str>,
    /// Its name.
    pub name: Cow<'a, str>,
    /// The assembly or file that declares it.
    pub declared_in: Cow<'a, str>,
}

impl PublicType<'_> {
    /// The name of the metadata, as ``System.Collections.Generic.List`1/Enumerator``.
    pub fn full_name(&self) -> String {
        let path = self.path.join("/");
        if self.namespace.is_empty() { path } else { format!("{}.{path}", self.namespace) }
    }

    /// Whether it only holds members that are of the type.
    pub fn is_static(&self) -> bool {
        self.kind == TypeKind::Class && self.is_abstract && self.is_sealed
    }
}

impl<'a> Member<'a> {
    /// The method, of members that are one.
    pub fn method(&self) -> Option<&Method<'a>> {
        match &self.kind {
            MemberKind::Constructor(method) | MemberKind::Method(method) | MemberKind::Operator(method) => Some(method),
            _ => None,
        }
    }

    /// The parameters, of members that have some.
    pub fn parameters(&self) -> &[Parameter<'a>] {
        match &self.kind {
            MemberKind::Property(property) => &property.parameters,
            _ => self.method().map_or(&[], |method| &method.parameters),
        }
    }

    /// Its generic parameters; none for members other than methods.
    pub fn generics(&self) -> &[GenericParameter<'a>] {
        self.method().map_or(&[], |method| &method.generics)
    }
}
