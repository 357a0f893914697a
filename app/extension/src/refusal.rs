use crate::{DescriptionError, ExpressionError, FileNameError, Key, Name, NameError, Property, Use};

/// The kinds of element that an edit can speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The extension itself.
    Extension,
    /// An action.
    Action,
    /// A parameter of an action.
    Parameter,
    /// A structure.
    Structure,
    /// An entity.
    Entity,
    /// An attribute of a structure or an entity.
    Attribute,
    /// A resource.
    Resource,
}

impl Kind {
    /// The word for it, in lower case.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Extension => "extension",
            Self::Action => "action",
            Self::Parameter => "parameter",
            Self::Structure => "structure",
            Self::Entity => "entity",
            Self::Attribute => "attribute",
            Self::Resource => "resource",
        }
    }

    /// The word for several of them.
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Extension => "extensions",
            Self::Action => "actions",
            Self::Parameter => "parameters",
            Self::Structure => "structures",
            Self::Entity => "entities",
            Self::Attribute => "attributes",
            Self::Resource => "resources",
        }
    }
}

/// Why an edit is not applied. The document stays as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The element is not there, perhaps no longer.
    #[error("This {} is no longer in the extension.", .0.label())]
    Missing(Kind),
    /// Another element with this key is already there.
    #[error("The extension already has an element with the key {0}.")]
    KeyTaken(Key),
    /// Another element of the folder has the name.
    #[error("There is already {} {} named “{name}”; names differ by more than upper and lower case.", article(*.kind), .kind.label())]
    NameTaken {
        /// The kind of both.
        kind: Kind,
        /// The name.
        name: Name,
    },
    /// Another resource of the folder has the file name.
    #[error("The folder {folder} already has a file named “{file_name}”.")]
    FileTaken {
        /// The folder.
        folder: String,
        /// The file name.
        file_name: String,
    },
    /// A function must have one output parameter, and the action has none.
    #[error("A function needs exactly one output parameter; “{action}” has none.")]
    FunctionNeedsOutput {
        /// The action's name.
        action: Name,
    },
    /// A function must have one output parameter, and the action has several.
    #[error("A function has exactly one output parameter; “{action}” has {outputs}.")]
    FunctionHasSeveralOutputs {
        /// The action's name.
        action: Name,
        /// How many it has.
        outputs: usize,
    },
    /// The edit would leave a function without output.
    #[error("“{action}” is a function: without an output parameter it could not be one.")]
    OnlyOutputOfFunction {
        /// The action's name.
        action: Name,
    },
    /// The edit would give a function a second output.
    #[error("“{action}” is a function: with a second output parameter it could not be one.")]
    SecondOutputOfFunction {
        /// The action's name.
        action: Name,
    },
    /// Only inputs can be mandatory.
    #[error("“{parameter}” is an output: only input parameters can be mandatory.")]
    OutputIsNeverMandatory {
        /// The parameter's name.
        parameter: Name,
    },
    /// Other elements use the element.
    #[error("“{name}” is used by {}.", paths(.uses))]
    InUse {
        /// The element's name.
        name: Name,
        /// Who uses it.
        uses: Vec<Use>,
    },
    /// The icon is not a resource of the extension.
    #[error("The icon is not a resource of this extension.")]
    IconMissing,
    /// A text holds a character that no XML file can hold.
    #[error("The {} holds the character U+{:04X}, which a XIF cannot store. Remove it.", .property.label(), u32::from(*.character))]
    Unstorable {
        /// The property with the text.
        property: Property,
        /// The character.
        character: char,
    },
    /// Elements of the kind have no such property, or nobody sets it.
    #[error("{} {} has no property {} that can be set.", capital(article(*.kind)), .kind.label(), .property.label())]
    NoProperty {
        /// The kind of the element.
        kind: Kind,
        /// The property.
        property: Property,
    },
    /// A text is not a value of the property.
    #[error("“{text}” is not a value of {}: {expected}.", .property.label())]
    NoValue {
        /// The property.
        property: Property,
        /// The text.
        text: String,
        /// What it could be.
        expected: String,
    },
    /// A file is too large for a resource.
    #[error("The file has {} MB; a resource can have at most {} MB.", .bytes >> 20, crate::LARGEST_FILE >> 20)]
    FileTooLarge {
        /// Its bytes.
        bytes: usize,
    },
    /// The name breaks a rule.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The description breaks a rule.
    #[error(transparent)]
    Description(#[from] DescriptionError),
    /// The default value does not fit.
    #[error(transparent)]
    Expression(#[from] ExpressionError),
    /// The file name breaks a rule.
    #[error(transparent)]
    FileName(#[from] FileNameError),
}

/// The first paths, and how many more there are.
fn paths(uses: &[Use]) -> String {
    let first = uses.iter().take(5).map(|using| using.path.as_str()).collect::<Vec<_>>().join(", ");
    match uses.len().saturating_sub(5) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

fn article(kind: Kind) -> &'static str {
    match kind {
        Kind::Action | Kind::Entity | Kind::Attribute | Kind::Extension => "an",
        _ => "a",
    }
}

fn capital(article: &str) -> &'static str {
    if article == "an" { "An" } else { "A" }
}
