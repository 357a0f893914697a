//! How the elements of a definition are called in C#.

use extension::{Action, Extension, Name, Parameter, RecordDefinition};

/// The namespace of an extension of this name, which is also its assembly: `OutSystems.Nss<Extension>`.
pub(crate) fn namespace(extension: &Name) -> String {
    format!("OutSystems.Nss{extension}")
}

/// The class with the actions' methods: `Css<Extension>`.
pub(crate) fn class(extension: &Name) -> String {
    format!("Css{extension}")
}

/// The interface that the class implements: `Iss<Extension>`.
pub(crate) fn interface(extension: &Name) -> String {
    format!("Iss{extension}")
}

/// The method of an action: `Mss<Action>`.
pub(crate) fn method(action: &Action) -> String {
    format!("Mss{}", action.name)
}

/// A parameter of a method: `ss<Parameter>`.
pub(crate) fn parameter(parameter: &Parameter) -> String {
    format!("ss{}", parameter.name)
}

/// What stands for a record definition in `RC…Record` and `RL…RecordList`: the names of its sources,
/// one after the other. None when it has no source, or one that the extension does not have.
pub(crate) fn record(extension: &Extension, record: &RecordDefinition) -> Option<String> {
    let names = record.sources().iter().map(|&key| extension.source_name(key));
    let joined: String = names.collect::<Option<Vec<_>>>()?.into_iter().map(Name::as_str).collect();
    (!joined.is_empty()).then_some(joined)
}

/// Whether the text can stand in C# as a part of an identifier, as every checked name can.
pub(crate) fn is_usable(name: &Name) -> bool {
    let text = name.as_str();
    !text.is_empty() && text.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}
