//! Why a type or member is not imported.

/// Why a type or member is not imported. What can be imported stands in Integration Studio's documentation
/// (integration-studio, section 5.8.4).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
pub enum Reason {
    /// Only types that derive from its own see it.
    #[error("only types that derive from its own see it")]
    NotPublic,
    /// Its type is generic, or stands inside a generic one.
    #[error("its type is generic: an action cannot say for which types")]
    GenericType,
    /// It is a generic method.
    #[error("it is generic: an action cannot say for which types")]
    GenericMethod,
    /// Its type is an interface.
    #[error("its type is an interface: import the class that implements it")]
    Interface,
    /// Its type is a structure.
    #[error("its type is a structure: an action would change a copy")]
    Structure,
    /// Its type is an enumeration.
    #[error("its type is an enumeration, which has no members to call")]
    Enumeration,
    /// Its type is a delegate.
    #[error("its type is a delegate")]
    Delegate,
    /// It is abstract, or makes values of an abstract class.
    #[error("it is abstract")]
    Abstract,
    /// It is called on values of an abstract class.
    #[error("its class is abstract: of such classes only static members are imported")]
    AbstractClass,
    /// It is an event.
    #[error("events call back, which actions cannot take")]
    Event,
    /// It is an indexer.
    #[error("it is an indexer")]
    Indexer,
    /// It is an operator or a conversion.
    #[error("it is an operator")]
    Operator,
    /// It has further arguments of any type.
    #[error("it takes arguments of any number and type in the way of C (__arglist)")]
    VarArgs,
    /// Others neither read nor write it.
    #[error("others neither read nor write it")]
    NoAccessor,
    /// It is only written where the object is made.
    #[error("its setter is only for new objects (init)")]
    InitOnly,
    /// It takes or gives a pointer.
    #[error("it has a pointer: {0}")]
    Pointer(String),
    /// It takes or gives a structure that only lives on the stack.
    #[error("{0} only lives on the stack, and an Object cannot hold it")]
    ByRefStruct(String),
    /// It gives back a reference.
    #[error("it gives back a reference to a place (ref)")]
    RefReturn,
    /// It mentions a type that others do not see.
    #[error("others do not see the type {0}")]
    HiddenType(String),
    /// It needs a type of an assembly that nobody has.
    #[error("it needs {of} of the missing assembly {assembly}")]
    MissingAssembly {
        /// The type.
        of: String,
        /// The assembly with the version that is demanded.
        assembly: String,
    },
    /// It needs a type that an assembly that is there does not have: a compiler refuses that.
    #[error("it needs {of}, which {assembly} does not have: another version of that assembly is needed")]
    MissingType {
        /// The type.
        of: String,
        /// The assembly with the version that is there.
        assembly: String,
    },
    /// Its class becomes a structure.
    #[error("its class becomes a structure, which holds its value")]
    DataClass,
    /// It would make a structure contain itself.
    #[error("with it the structure would contain itself")]
    Cycle,
    /// A structure has no attributes of its type.
    #[error("a structure has no attributes of the type {0}")]
    NoAttribute(String),
    /// A name cannot stand in C#, as those that obfuscators give.
    #[error("the name “{0}” cannot stand in C#")]
    Name(String),
    /// Its author forbids its use.
    #[error("it is obsolete, and compilers refuse it{}", said(.0))]
    Obsolete(String),
    /// A type needs more words than anybody wrote.
    #[error("one of its types is too long to be written")]
    TooLong,
    /// Its signature is damaged, or marked with what this import does not know.
    #[error("its signature cannot be read")]
    Unreadable,
}

fn said(message: &str) -> String {
    if message.is_empty() { String::new() } else { format!(": {message}") }
}

impl Reason {
    /// A word for the reason, which scripts may rely on.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::NotPublic => "notPublic",
            Self::GenericType => "genericType",
            Self::GenericMethod => "genericMethod",
            Self::Interface => "interface",
            Self::Structure => "structure",
            Self::Enumeration => "enumeration",
            Self::Delegate => "delegate",
            Self::Abstract => "abstract",
            Self::AbstractClass => "abstractClass",
            Self::Event => "event",
            Self::Indexer => "indexer",
            Self::Operator => "operator",
            Self::VarArgs => "varArgs",
            Self::NoAccessor => "noAccessor",
            Self::InitOnly => "initOnly",
            Self::Pointer(_) => "pointer",
            Self::ByRefStruct(_) => "byRefStruct",
            Self::RefReturn => "refReturn",
            Self::HiddenType(_) => "hiddenType",
            Self::MissingAssembly { .. } => "missingAssembly",
            Self::MissingType { .. } => "missingType",
            Self::DataClass => "dataClass",
            Self::Cycle => "cycle",
            Self::NoAttribute(_) => "noAttribute",
            Self::Name(_) => "name",
            Self::Obsolete(_) => "obsolete",
            Self::TooLong => "tooLong",
            Self::Unreadable => "unreadable",
        }
    }
}
