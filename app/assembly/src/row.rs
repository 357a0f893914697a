//! The tables and their columns (II.22.2 to II.22.39).

use crate::heap::{BlobAt, GuidAt, NameAt};
use crate::table::{Cell, Cells, Coded, CodedIndex, Column, Index, Row, Table};

/// Declares the kinds of rows, and the list of all tables.
macro_rules! rows {
    ($($(#[doc = $doc:literal])+ $name:ident $number:literal { $($field:ident: $type:ty),+ $(,)? })+) => {
        $($(#[doc = $doc])+
        #[derive(Debug, Clone, Copy)]
        #[allow(missing_docs, reason = "the columns have the names of the standard")]
        pub struct $name { $(pub $field: $type,)+ }

        impl Row for $name {
            const TABLE: Table = Table($number);
            const COLUMNS: &'static [Column] = &[$(<$type as Cell>::COLUMN,)+];

            fn read(cells: &mut Cells<'_>) -> Option<Self> {
                $(let $field = cells.cell()?;)+
                Some(Self { $($field,)+ })
            }
        })+

        /// The columns of each table that the standard knows, by its number.
        pub fn columns(table: Table) -> Option<&'static [Column]> {
            match table.0 {
                $($number => Some(<$name as Row>::COLUMNS),)+
                _ => None,
            }
        }
    };
}

/// Declares columns that lead to one of several tables.
macro_rules! coded {
    ($($(#[doc = $doc:literal])+ $name:ident $bits:literal [$($table:literal),+ $(,)?])+) => {
        $($(#[doc = $doc])+
        #[derive(Debug, Clone, Copy)]
        pub struct $name;

        impl CodedIndex for $name {
            const BITS: u32 = $bits;
            const TABLES: &'static [Table] = &[$(Table($table),)+];
        })+
    };
}

coded! {
    /// A type, wherever it is declared.
    TypeDefOrRef 2 [0x02, 0x01, 0x1b]
    /// What has a constant.
    HasConstant 2 [0x04, 0x08, 0x17]
    /// What has custom attributes.
    HasCustomAttribute 5 [
        0x06, 0x04, 0x01, 0x02, 0x08, 0x09, 0x0a, 0x00, 0x0e, 0x17, 0x14, 0x11, 0x1a, 0x1b, 0x20, 0x23, 0x26, 0x27, 0x28,
        0x2a, 0x2c, 0x2b,
    ]
    /// What has a form for native code.
    HasFieldMarshal 1 [0x04, 0x08]
    /// What has declarations of security.
    HasDeclSecurity 2 [0x02, 0x06, 0x20]
    /// Whose member it is.
    MemberRefParent 3 [0x02, 0x01, 0x1a, 0x06, 0x1b]
    /// What has methods of its own meaning.
    HasSemantics 1 [0x14, 0x17]
    /// A method, wherever it is declared.
    MethodDefOrRef 1 [0x06, 0x0a]
    /// What is forwarded to native code.
    MemberForwarded 1 [0x04, 0x06]
    /// Where something is implemented.
    Implementation 2 [0x26, 0x23, 0x27]
    /// The constructor of a custom attribute. Bits that mean nothing lead to a table that no file has.
    CustomAttributeType 3 [0x3f, 0x3f, 0x06, 0x0a, 0x3f]
    /// Where a type is looked for.
    ResolutionScope 2 [0x00, 0x1a, 0x23, 0x01]
    /// What has generic parameters.
    TypeOrMethodDef 1 [0x02, 0x06]
}

rows! {
    /// The module itself.
    Module 0x00 { generation: u16, name: NameAt, mvid: GuidAt, enc_id: GuidAt, enc_base_id: GuidAt }
    /// A type of another assembly.
    TypeRef 0x01 { scope: Coded<ResolutionScope>, name: NameAt, namespace: NameAt }
    /// A type of this assembly.
    TypeDef 0x02 {
        flags: u32, name: NameAt, namespace: NameAt, extends: Coded<TypeDefOrRef>, fields: Index<Field>,
        methods: Index<MethodDef>,
    }
    /// The order of fields in a file that is not optimised.
    FieldPtr 0x03 { field: Index<Field> }
    /// A field.
    Field 0x04 { flags: u16, name: NameAt, signature: BlobAt }
    /// The order of methods in a file that is not optimised.
    MethodPtr 0x05 { method: Index<MethodDef> }
    /// A method.
    MethodDef 0x06 {
        address: u32, impl_flags: u16, flags: u16, name: NameAt, signature: BlobAt, parameters: Index<Param>,
    }
    /// The order of parameters in a file that is not optimised.
    ParamPtr 0x07 { parameter: Index<Param> }
    /// A parameter; the sequence 0 is what the method returns.
    Param 0x08 { flags: u16, sequence: u16, name: NameAt }
    /// An interface that a type implements.
    InterfaceImpl 0x09 { class: Index<TypeDef>, interface: Coded<TypeDefOrRef> }
    /// A member of a type of another assembly.
    MemberRef 0x0a { class: Coded<MemberRefParent>, name: NameAt, signature: BlobAt }
    /// A constant.
    Constant 0x0b { kind: u16, parent: Coded<HasConstant>, value: BlobAt }
    /// An attribute that a program gives something.
    CustomAttribute 0x0c { parent: Coded<HasCustomAttribute>, constructor: Coded<CustomAttributeType>, value: BlobAt }
    /// The form of a field or parameter for native code.
    FieldMarshal 0x0d { parent: Coded<HasFieldMarshal>, native_type: BlobAt }
    /// A declaration of security.
    DeclSecurity 0x0e { action: u16, parent: Coded<HasDeclSecurity>, permissions: BlobAt }
    /// The size of a type.
    ClassLayout 0x0f { packing: u16, size: u32, parent: Index<TypeDef> }
    /// The place of a field.
    FieldLayout 0x10 { offset: u32, field: Index<Field> }
    /// A signature of its own.
    StandAloneSig 0x11 { signature: BlobAt }
    /// The events of a type.
    EventMap 0x12 { parent: Index<TypeDef>, events: Index<Event> }
    /// The order of events in a file that is not optimised.
    EventPtr 0x13 { event: Index<Event> }
    /// An event.
    Event 0x14 { flags: u16, name: NameAt, kind: Coded<TypeDefOrRef> }
    /// The properties of a type.
    PropertyMap 0x15 { parent: Index<TypeDef>, properties: Index<Property> }
    /// The order of properties in a file that is not optimised.
    PropertyPtr 0x16 { property: Index<Property> }
    /// A property.
    Property 0x17 { flags: u16, name: NameAt, signature: BlobAt }
    /// What a method does for an event or a property.
    MethodSemantics 0x18 { semantics: u16, method: Index<MethodDef>, association: Coded<HasSemantics> }
    /// Which method implements which.
    MethodImpl 0x19 { class: Index<TypeDef>, body: Coded<MethodDefOrRef>, declaration: Coded<MethodDefOrRef> }
    /// Another module.
    ModuleRef 0x1a { name: NameAt }
    /// A type by its signature.
    TypeSpec 0x1b { signature: BlobAt }
    /// What a method calls in native code.
    ImplMap 0x1c { flags: u16, forwarded: Coded<MemberForwarded>, name: NameAt, scope: Index<ModuleRef> }
    /// The first value of a field.
    FieldRva 0x1d { address: u32, field: Index<Field> }
    /// A change while debugging.
    EncLog 0x1e { token: u32, function: u32 }
    /// A place of a change while debugging.
    EncMap 0x1f { token: u32 }
    /// The assembly itself.
    AssemblyDef 0x20 {
        hash: u32, major: u16, minor: u16, build: u16, revision: u16, flags: u32, public_key: BlobAt, name: NameAt,
        culture: NameAt,
    }
    /// A processor; nobody writes it any more.
    AssemblyProcessor 0x21 { processor: u32 }
    /// A system; nobody writes it any more.
    AssemblyOs 0x22 { platform: u32, major: u32, minor: u32 }
    /// Another assembly.
    AssemblyRef 0x23 {
        major: u16, minor: u16, build: u16, revision: u16, flags: u32, key_or_token: BlobAt, name: NameAt, culture: NameAt,
        hash: BlobAt,
    }
    /// A processor of another assembly; nobody writes it any more.
    AssemblyRefProcessor 0x24 { processor: u32, assembly: Index<AssemblyRef> }
    /// A system of another assembly; nobody writes it any more.
    AssemblyRefOs 0x25 { platform: u32, major: u32, minor: u32, assembly: Index<AssemblyRef> }
    /// A file of the assembly.
    File 0x26 { flags: u32, name: NameAt, hash: BlobAt }
    /// A type that the assembly offers and another file declares.
    ExportedType 0x27 { flags: u32, type_def: u32, name: NameAt, namespace: NameAt, implementation: Coded<Implementation> }
    /// A file inside the assembly.
    ManifestResource 0x28 { offset: u32, flags: u32, name: NameAt, implementation: Coded<Implementation> }
    /// Which type is declared inside which.
    NestedClass 0x29 { nested: Index<TypeDef>, enclosing: Index<TypeDef> }
    /// A generic parameter.
    GenericParam 0x2a { number: u16, flags: u16, owner: Coded<TypeOrMethodDef>, name: NameAt }
    /// A generic method with its arguments.
    MethodSpec 0x2b { method: Coded<MethodDefOrRef>, instantiation: BlobAt }
    /// What a generic parameter must be.
    GenericParamConstraint 0x2c { owner: Index<GenericParam>, constraint: Coded<TypeDefOrRef> }
}
