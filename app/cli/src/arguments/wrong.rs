//! What is wrong with a command line, in sentences of `xif`. The parser's own texts go over several lines, which an error of `xif`
//! and its form in JSON do not.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};

use super::{Arguments, definition};

/// The text that was asked for, or what is wrong.
pub(super) fn text_or_error(error: &Error) -> Result<Arguments, String> {
    match error.kind() {
        ErrorKind::DisplayHelp => Ok(Arguments::Text(error.render().to_string())),
        ErrorKind::DisplayVersion => Ok(Arguments::Text(format!("xif {}\n", env!("CARGO_PKG_VERSION")))),
        _ => Err(sentence(error)),
    }
}

fn sentence(error: &Error) -> String {
    let mut whole = definition();
    whole.build();
    let argument = || text(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = || text(error, ContextKind::InvalidValue).unwrap_or_default();
    let command = command_of(error, &whole);
    let name = command.map_or("xif", name_of);
    match error.kind() {
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let below = command.filter(|command| command.has_subcommands()).unwrap_or(&whole);
            format!("A command is needed: {}.", alternatives(below.get_subcommands().map(Command::get_name)))
        }
        ErrorKind::InvalidSubcommand => {
            let given = text(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("There is no command {given}.{}", suggestion(error, ContextKind::SuggestedSubcommand))
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = argument();
            let option = missing.split(' ').next().filter(|word| word.starts_with("--"));
            match (option, command) {
                (None, Some(command)) => format!("{name} needs {}.", values_of(command)),
                (option, _) => format!("{name} needs {}.", option.unwrap_or(&missing)),
            }
        }
        ErrorKind::UnknownArgument if argument().starts_with('-') => {
            format!("{name} has no option {}.{}", argument(), suggestion(error, ContextKind::SuggestedArg))
        }
        ErrorKind::UnknownArgument => match command {
            Some(command) => format!("{name} needs {}, and nothing more: {}.", values_of(command), argument()),
            None => format!("{} is too much.", argument()),
        },
        ErrorKind::ArgumentConflict => {
            let other = text(error, ContextKind::PriorArg).unwrap_or_default();
            format!("{} and {} exclude each other.", option_of(&argument()), option_of(&other))
        }
        ErrorKind::InvalidValue if value().is_empty() => format!("{} needs a value.", option_of(&argument())),
        ErrorKind::InvalidValue => {
            let valid = match error.get(ContextKind::ValidValue) {
                Some(ContextValue::Strings(valid)) => alternatives(valid.iter().map(String::as_str)),
                _ => String::new(),
            };
            format!("{} {:.40} is not known: {valid}.", option_of(&argument()), value())
        }
        ErrorKind::ValueValidation => {
            let cause = error.source().map(ToString::to_string).unwrap_or_default();
            let end = if cause.ends_with('.') { "" } else { "." };
            if cause.contains(&value()) {
                format!("{cause}{end}")
            } else {
                format!("{} is wrong: {cause}{end}", option_of(&argument()))
            }
        }
        ErrorKind::TooManyValues => format!("{} takes no value.", option_of(&argument())),
        ErrorKind::InvalidUtf8 => "An argument is not UTF-8 text.".to_owned(),
        _ => error.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned() + ".",
    }
}

/// The words of a command: `package add`.
fn name_of(command: &Command) -> &str {
    command.get_bin_name().and_then(|name| name.strip_prefix("xif ")).unwrap_or(command.get_name())
}

/// The command that the usage in the error begins with.
fn command_of<'a>(error: &Error, whole: &'a Command) -> Option<&'a Command> {
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => usage.to_string(),
        // A command without its own is answered with its help, and the usage is in it.
        _ => error.to_string(),
    };
    let usage = usage.find("Usage:").and_then(|at| usage.get(at..)).unwrap_or_default();
    let words = usage.split_whitespace().skip_while(|word| *word != "xif").skip(1);
    // A command may have commands of its own.
    let mut found = None;
    for word in words {
        match found.unwrap_or(whole).find_subcommand(word) {
            Some(command) => found = Some(command),
            None => break,
        }
    }
    found
}

/// The values that a command needs: `one FILE`, `FOLDER and FILE`, `TARGET and one ELEMENT at least`.
fn values_of(command: &Command) -> String {
    let needed: Vec<&Arg> = command.get_positionals().filter(|argument| argument.is_required_set()).collect();
    let several = |argument: &Arg| argument.get_num_args().is_some_and(|range| range.max_values() > 1);
    let name = |argument: &Arg| {
        let names = argument.get_value_names().unwrap_or_default().iter().map(ToString::to_string);
        names.collect::<Vec<_>>().join(" ").replace(' ', " and ")
    };
    // Only report can do without values, by an option instead.
    if needed.is_empty() {
        return "one PATH at least, or --make FOLDER".to_owned();
    }
    let is_single = needed.len() == 1;
    let words = needed.into_iter().map(|argument| match several(argument) {
        true if name(argument).contains(" and ") => name(argument),
        true => format!("one {} at least", name(argument)),
        false if is_single => format!("one {}", name(argument)),
        false => name(argument),
    });
    joined(&words.collect::<Vec<_>>(), "and")
}

fn text(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => texts.first().cloned(),
        _ => None,
    }
}

fn suggestion(error: &Error, kind: ContextKind) -> String {
    text(error, kind).map(|near| format!(" Did you mean {near}?")).unwrap_or_default()
}

/// `--out <FILE>` without its value, `<KIND>` without its brackets.
fn option_of(argument: &str) -> String {
    let first = argument.split([' ', '=']).next().unwrap_or_default();
    first.trim_matches(['<', '>', '[', ']', '.']).to_owned()
}

fn alternatives<'a>(words: impl Iterator<Item = &'a str>) -> String {
    joined(&words.map(str::to_owned).collect::<Vec<_>>(), "or")
}

/// `a, b and c`.
fn joined(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}
