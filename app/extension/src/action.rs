use std::sync::Arc;

use crate::{BasicType, DataType, Description, Elements, Expression, Key, Name, Origin};

/// The type of a parameter that was just added.
pub const DEFAULT_PARAMETER_TYPE: DataType = DataType::Basic(BasicType::Text);

/// Functionality offered to modules: one C# method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Its identity.
    pub key: Key,
    /// Its name; the method is `Mss<Name>`.
    pub name: Name,
    /// What it does.
    pub description: Description,
    /// The report of the import that made it, lines joined with CRLF; empty for others.
    pub import_details: Arc<str>,
    /// Whether it can stand in expressions; needs exactly one output parameter.
    pub is_function: bool,
    /// The resource that is its icon.
    pub icon: Option<Key>,
    /// The body that an import describes.
    pub body: Arc<str>,
    /// The same for Java, long gone from the platform.
    pub java_body: Arc<str>,
    /// The .NET member that it stands for, when it was imported from an assembly.
    pub member: Option<Arc<ImportedMember>>,
    /// Input and output parameters, in the order of the C# signature.
    pub parameters: Elements<Parameter>,
    /// How it stood in its file.
    pub origin: Origin,
}

/// Which way a parameter's value goes.
#[derive(Debug, Clone, PartialEq, Eq, Copy, Hash)]
pub enum Direction {
    /// From the caller to the action.
    Input {
        /// Whether the caller must give a value.
        mandatory: bool,
    },
    /// From the action to the caller.
    Output,
}

/// A parameter of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its identity.
    pub key: Key,
    /// Its name; in C# `ss<Name>`.
    pub name: Name,
    /// What it means.
    pub description: Description,
    /// Input, mandatory or not, or output.
    pub direction: Direction,
    /// Its type.
    pub data_type: DataType,
    /// The value when the caller gives none.
    pub default: Expression,
    /// How it stood in its file.
    pub origin: Origin,
}

/// The .NET method behind an imported action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedMember {
    /// The kind of member; `Method` in every known file.
    pub kind: Arc<str>,
    /// The member's name.
    pub name: Arc<str>,
    /// The full name of the class that declares it.
    pub declaring_type: Arc<str>,
    /// The full name of the class it was imported from.
    pub class: Arc<str>,
    /// The full name of the type it returns.
    pub return_type: Arc<str>,
    /// Whether it needs no instance.
    pub is_static: bool,
    /// Its parameters in order.
    pub parameters: Arc<[ImportedParameter]>,
}

/// A parameter of the .NET method behind an imported action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedParameter {
    /// Its name.
    pub name: Arc<str>,
    /// Whether it is `ref`.
    pub is_by_ref: bool,
    /// Whether it is `out`.
    pub is_out: bool,
    /// The full name of its type.
    pub type_name: Arc<str>,
    /// Whether a value must be given.
    pub is_mandatory: bool,
}

impl Action {
    /// A new action without parameters.
    pub fn new(key: Key, name: Name) -> Self {
        Self {
            key,
            name,
            description: Description::default(),
            import_details: "".into(),
            is_function: false,
            icon: None,
            body: "".into(),
            java_body: "".into(),
            member: None,
            parameters: Elements::default(),
            origin: Origin::default(),
        }
    }

    /// The input parameters in order.
    pub fn inputs(&self) -> impl Iterator<Item = &Arc<Parameter>> {
        self.parameters.iter().filter(|parameter| parameter.is_input())
    }

    /// The output parameters in order.
    pub fn outputs(&self) -> impl Iterator<Item = &Arc<Parameter>> {
        self.parameters.iter().filter(|parameter| !parameter.is_input())
    }
}

impl Parameter {
    /// A new parameter of the type that new parameters have.
    pub fn new(key: Key, name: Name, direction: Direction) -> Self {
        Self {
            key,
            name,
            description: Description::default(),
            direction,
            data_type: DEFAULT_PARAMETER_TYPE,
            default: Expression::default(),
            origin: Origin::default(),
        }
    }

    /// Whether the value goes into the action.
    pub fn is_input(&self) -> bool {
        matches!(self.direction, Direction::Input { .. })
    }

    /// Whether it is an input that must be given.
    pub fn is_mandatory(&self) -> bool {
        self.direction == Direction::Input { mandatory: true }
    }
}
