//! Signatures of methods, fields and properties (II.23.2), decoded when they are asked for.

mod decode;

use crate::table::{Coded, Handle, Table};
use crate::{Budget, TypeDefOrRef};

/// The signature of a method (II.23.2.1 to II.23.2.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodSignature {
    /// Whether it is called on a value.
    pub has_this: bool,
    /// How it is called.
    pub convention: Convention,
    /// How many generic parameters it has.
    pub generics: u32,
    /// What it gives back.
    pub result: Type,
    /// Its parameters.
    pub parameters: Vec<Type>,
}

/// How a method is called (II.15.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Convention {
    /// As .NET does.
    Default,
    /// As .NET does, with further arguments of any type: `__arglist`.
    VarArg,
    /// As native code does, by the name that C# has for the way; none where the platform's own is meant.
    Native(Option<&'static str>),
}

/// The signature of a property (II.23.2.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertySignature {
    /// Whether it is of a value.
    pub has_this: bool,
    /// The type of its value.
    pub of: Type,
    /// What stands between the brackets of an indexer.
    pub parameters: Vec<Type>,
}

/// A type in a signature (II.23.2.12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// One of the language's own.
    Primitive(Primitive),
    /// A class, an interface or a structure.
    Named(Named),
    /// `T[]`.
    List(Box<Type>),
    /// An array of several dimensions, or with bounds.
    Array(Box<ArrayType>),
    /// A reference to a place, as of `ref` and `out` parameters.
    ByRef(Box<Type>),
    /// A pointer.
    Pointer(Box<Type>),
    /// A generic type with its arguments.
    Generic(Named, Vec<Type>),
    /// A generic parameter of the type, from 0.
    OfType(u32),
    /// A generic parameter of the method, from 0.
    OfMethod(u32),
    /// A pointer to a function.
    Function(Box<MethodSignature>),
    /// A type with a remark about it (II.7.1.1).
    Modified(Box<ModifiedType>),
}

/// A type that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// Where it is declared or referred to.
    pub handle: Handle,
    /// Whether its values are copied: structures and enumerations. Not known where no signature says it.
    pub is_value: Option<bool>,
}

/// An array of several dimensions, or with bounds (II.23.2.13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArrayType {
    /// The type of its elements.
    pub of: Type,
    /// How many dimensions it has.
    pub rank: u32,
    /// The sizes of the first dimensions, where they are fixed.
    pub sizes: Vec<u32>,
    /// Where the first dimensions begin, where that is fixed.
    pub low_bounds: Vec<i32>,
}

/// A type with a remark about it: `volatile`, `in`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModifiedType {
    /// The class that the remark is.
    pub modifier: Handle,
    /// Whether who does not understand it must not use the type.
    pub is_required: bool,
    /// The type.
    pub of: Type,
}

/// A type of the language's own (II.23.1.16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are those of .NET")]
pub enum Primitive {
    Void,
    Boolean,
    Char,
    SByte,
    Byte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Single,
    Double,
    String,
    TypedReference,
    IntPtr,
    UIntPtr,
    Object,
}

impl Primitive {
    /// All of them, with the number in signatures, the keyword of C# and the name in the namespace System.
    const ALL: [(Self, u8, &'static str, &'static str); 18] = [
        (Self::Void, 0x01, "void", "Void"),
        (Self::Boolean, 0x02, "bool", "Boolean"),
        (Self::Char, 0x03, "char", "Char"),
        (Self::SByte, 0x04, "sbyte", "SByte"),
        (Self::Byte, 0x05, "byte", "Byte"),
        (Self::Int16, 0x06, "short", "Int16"),
        (Self::UInt16, 0x07, "ushort", "UInt16"),
        (Self::Int32, 0x08, "int", "Int32"),
        (Self::UInt32, 0x09, "uint", "UInt32"),
        (Self::Int64, 0x0a, "long", "Int64"),
        (Self::UInt64, 0x0b, "ulong", "UInt64"),
        (Self::Single, 0x0c, "float", "Single"),
        (Self::Double, 0x0d, "double", "Double"),
        (Self::String, 0x0e, "string", "String"),
        (Self::TypedReference, 0x16, "System.TypedReference", "TypedReference"),
        (Self::IntPtr, 0x18, "System.IntPtr", "IntPtr"),
        (Self::UIntPtr, 0x19, "System.UIntPtr", "UIntPtr"),
        (Self::Object, 0x1c, "object", "Object"),
    ];

    pub(crate) fn of_element(element: u8) -> Option<Self> {
        Self::ALL.iter().find(|it| it.1 == element).map(|it| it.0)
    }

    /// The keyword of C#; of those without one, the name with the namespace.
    pub fn keyword(self) -> &'static str {
        Self::ALL.iter().find(|it| it.0 == self).map_or("", |it| it.2)
    }

    /// The name in the namespace System.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|it| it.0 == self).map_or("", |it| it.3)
    }

    /// The one of this name in the namespace System.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|it| it.3 == name).map(|it| it.0)
    }
}

impl Type {
    /// The name that it has, of a class, structure or generic type.
    pub fn named(&self) -> Option<Named> {
        match self.plain() {
            Self::Named(named) | Self::Generic(named, _) => Some(*named),
            _ => None,
        }
    }

    /// The type without remarks about it.
    pub fn plain(&self) -> &Self {
        let mut plain = self;
        while let Self::Modified(modified) = plain {
            plain = &modified.of;
        }
        plain
    }

    /// The remarks about it, from outside in.
    pub fn modifiers(&self) -> impl Iterator<Item = (Handle, bool)> {
        let mut rest = self;
        std::iter::from_fn(move || match rest {
            Self::Modified(modified) => {
                rest = &modified.of;
                Some((modified.modifier, modified.is_required))
            }
            _ => None,
        })
    }

    /// The type of a table's column; a class is named, any other is decoded by its row.
    pub(crate) fn of_handle(handle: Handle) -> Self {
        Self::Named(Named { handle, is_value: None })
    }
}

/// Decodes the signature of a method; none where it is damaged or larger than the budget allows.
pub fn method(blob: &[u8], budget: &Budget) -> Option<MethodSignature> {
    decode::Decoder::new(blob, budget).method(0)
}

/// Decodes the type of a field (II.23.2.4).
pub fn field(blob: &[u8], budget: &Budget) -> Option<Type> {
    decode::Decoder::new(blob.strip_prefix(&[6])?, budget).of_type(0)
}

/// Decodes the signature of a property.
pub fn property(blob: &[u8], budget: &Budget) -> Option<PropertySignature> {
    decode::Decoder::new(blob, budget).property()
}

/// Decodes a type that stands alone (II.23.2.14).
pub fn type_spec(blob: &[u8], budget: &Budget) -> Option<Type> {
    decode::Decoder::new(blob, budget).of_type(0)
}

/// The table of types by their signature.
pub(crate) const TYPE_SPEC: Table = Table(0x1b);

fn coded(number: u32) -> Option<Handle> {
    <Coded<TypeDefOrRef> as crate::table::Cell>::of(number).handle()
}
