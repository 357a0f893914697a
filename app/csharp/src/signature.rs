use std::fmt;

use extension::{Action, Extension};

use crate::{names, types};

/// The signature of an action's method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signature {
    /// The method's name.
    pub(crate) method: String,
    /// Its parameters in order.
    pub(crate) parameters: Vec<SignatureParameter>,
}

/// A parameter of a method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignatureParameter {
    /// Whether it is `out`; never anything else.
    pub(crate) is_out: bool,
    /// Its type as generated.
    pub(crate) type_name: String,
    /// Its name.
    pub(crate) name: String,
}

impl Signature {
    /// The signature that the definition gives the action.
    pub(crate) fn of(extension: &Extension, action: &Action) -> Self {
        let parameters = action.parameters.iter().map(|parameter| SignatureParameter {
            is_out: !parameter.is_input(),
            type_name: types::parameter_type(extension, &parameter.data_type),
            name: names::parameter(parameter),
        });
        Self { method: names::method(action), parameters: parameters.collect() }
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "void {}(", self.method)?;
        for (position, parameter) in self.parameters.iter().enumerate() {
            let separator = if position == 0 { "" } else { ", " };
            write!(formatter, "{separator}{parameter}")?;
        }
        formatter.write_str(")")
    }
}

impl fmt::Display for SignatureParameter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let modifier = if self.is_out { "out " } else { "" };
        write!(formatter, "{modifier}{} {}", self.type_name, self.name)
    }
}
