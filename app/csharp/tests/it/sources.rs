//! Definitions and sources for the tests.

use csharp::{FileChange, Update, new_sources, update};
use extension::{ActionEdit, BasicType, Content, Edit, Expression, Extension, Folder, ParameterEdit, Severity};
use support::document::resource;
pub(crate) use support::document::{INPUT, OUTPUT, action, edited, empty, key, name, parameter, record, time};

/// The extension of the tests: `CalculateMortgage`, a function.
pub(crate) fn mortgage() -> Extension {
    let parameters = vec![
        parameter(20, "Amount", INPUT, BasicType::Decimal),
        parameter(21, "YearlyRate", INPUT, BasicType::Decimal),
        parameter(22, "Years", INPUT, BasicType::Integer),
        parameter(23, "MonthlyPayment", OUTPUT, BasicType::Decimal),
    ];
    let mut calculate = action(10, "CalculateMortgage", parameters);
    calculate.is_function = true;
    calculate.description = extension::Description::as_found("The payment of a month.");
    edited(&empty("MortgageLib"), &[Edit::AddAction(calculate, None)])
}

/// An action `Do` with an input `A` (Integer), an input `B` (Text) and an output `R` (Integer).
pub(crate) fn small() -> Extension {
    let parameters = vec![
        parameter(20, "A", INPUT, BasicType::Integer),
        parameter(21, "B", INPUT, BasicType::Text),
        parameter(22, "R", OUTPUT, BasicType::Integer),
    ];
    edited(&empty("X"), &[Edit::AddAction(action(10, "Do", parameters), None)])
}

pub(crate) fn of_do(edit: ActionEdit) -> Edit {
    Edit::Action(key(10), edit)
}

pub(crate) fn rename_parameter(number: u8, text: &str) -> Edit {
    of_do(ActionEdit::Parameter(key(number), ParameterEdit::Rename(name(text))))
}

pub(crate) fn default_of(number: u8, text: &str) -> Edit {
    let default = Expression::new(text);
    of_do(ActionEdit::Parameter(key(number), ParameterEdit::SetDefault(default)))
}

/// The extension with the files of an update written.
pub(crate) fn written(extension: &Extension, files: &[FileChange]) -> Extension {
    let mut next = extension.clone();
    for file in files {
        match file.resource {
            Some(key) => {
                let edit = extension::ResourceEdit::SetContent(file.content.clone(), time());
                next = next.apply(&Edit::Resource(key, edit)).unwrap();
            }
            None => next = with_file(&next, file.folder.as_str(), file.file_name.as_str(), &file.content.bytes()),
        }
    }
    next
}

/// The extension with one more file.
pub(crate) fn with_file(extension: &Extension, folder: &str, file_name: &str, bytes: &[u8]) -> Extension {
    let number = u8::try_from(100 + extension.resources.len()).unwrap();
    edited(extension, &[Edit::AddResource(resource(number, folder, file_name, bytes))])
}

/// The extension with the sources that a new one gets.
pub(crate) fn with_sources(extension: &Extension) -> Extension {
    written(extension, &new_sources(extension))
}

/// The extension with its sources and this text as the one with the methods.
pub(crate) fn with_code(extension: &Extension, code: &str) -> Extension {
    let sources = with_sources(extension);
    with_content(&sources, &format!("{}.cs", extension.name), code.as_bytes())
}

pub(crate) fn with_content(extension: &Extension, file_name: &str, bytes: &[u8]) -> Extension {
    let key = extension.resource_at(Folder::SOURCE, file_name).unwrap().key;
    let edit = extension::ResourceEdit::SetContent(Content::from_bytes(bytes), time());
    extension.apply(&Edit::Resource(key, edit)).unwrap()
}

/// The text of a source file, its byte order mark among it.
pub(crate) fn source(extension: &Extension, file_name: &str) -> String {
    let resource = extension.resource_at(Folder::SOURCE, file_name).unwrap();
    String::from_utf8(resource.content.bytes().into_owned()).unwrap()
}

/// What becomes of the code with the methods when the definition is edited, and what the update says.
/// The same update again must change nothing, nor a later one from a definition that was followed wholly.
pub(crate) fn merged(before: &Extension, edits: &[Edit]) -> (String, Vec<String>) {
    let current = edited(before, edits);
    let update = update(before, &current);
    let after = written(&current, &update.files);
    assert_eq!(changes(before, &after), Vec::<String>::new(), "the same update again");
    let is_followed = update.findings.iter().all(|finding| finding.severity == Severity::Information);
    if is_followed {
        assert_eq!(changes(&after, &after), Vec::<String>::new(), "a later update");
    }
    let findings = update.findings.iter().map(ToString::to_string).collect();
    (source(&after, &format!("{}.cs", after.name)), findings)
}

fn changes(previous: &Extension, current: &Extension) -> Vec<String> {
    let Update { files, .. } = update(previous, current);
    files.iter().map(|file| file.file_name.as_str().to_owned()).collect()
}

/// The text in a class `CssX`, as a user may have it.
pub(crate) fn class(members: &str) -> String {
    format!("namespace OutSystems.NssX {{\n\tpublic class CssX: IssX {{\n{members}\n\t}} // CssX\n}}\n")
}
