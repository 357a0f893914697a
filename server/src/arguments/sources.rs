//! One setting may come from a flag, from the environment or from the settings file.

use super::file::{self, FileError};
use super::{CommandLine, OsString};
use crate::log::Level;
use clap::{Arg, ArgAction, Command, CommandFactory, FromArgMatches, ValueEnum};
use std::path::PathBuf;

/// What the name of a setting begins with in the environment.
const PREFIX: &str = "XIF_STUDIO_SERVER_";

/// The setting that names the file; it cannot stand in the file itself.
const CONFIG: &str = "config";

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// Flags or values are wrong, or help was asked for.
    #[error(transparent)]
    CommandLine(#[from] clap::Error),
    /// The file cannot be used.
    #[error(transparent)]
    File(#[from] FileError),
    /// The environment has a setting that does not exist.
    #[error("the environment has {variable}, and there is no setting --{setting}; --help lists them")]
    Variable {
        /// Its name in the environment.
        variable: String,
        /// The setting that it would be.
        setting: String,
    },
}

/// The command line as clap understands it.
pub fn command() -> Command {
    CommandLine::command()
}

/// Reads all settings: the command line with the program's name, the environment, and the file that one of them names.
///
/// # Errors
/// When a setting is unknown, given twice or malformed, or the file cannot be read.
pub fn read(
    line: impl IntoIterator<Item = OsString>,
    environment: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<CommandLine, SourceError> {
    let command = command();
    let mut line = line.into_iter();
    let program = line.next().unwrap_or_else(|| command.get_name().into());
    let line: Vec<OsString> = line.collect();
    let environment = of_environment(&command, environment)?;
    let named = file_of_line(&line).or_else(|| environment.iter().find(|given| given.name == CONFIG).map(Given::path));
    let of_file = match named {
        Some(path) => file::read(&path, &command)?,
        None => Vec::new(),
    };
    // A later source replaces what an earlier one says: lists, too, are taken from one source.
    let asked = called(&command, &line);
    let given = of_file.iter().filter(|given| !environment.iter().any(|other| other.name == given.name));
    let given = given.chain(&environment).filter(|given| !is_given(&line, &given.name));
    let known: Vec<&Given> =
        given.filter(|given| asked.get_arguments().any(|argument| argument.get_long() == Some(&given.name))).collect();
    let flags = known.into_iter().flat_map(Given::flags);
    // Flags of a subcommand stand behind its name.
    let whole: Vec<OsString> = if asked.get_name() == command.get_name() {
        std::iter::once(program).chain(flags).chain(line).collect()
    } else {
        let (name, rest) = line.split_first().map_or((None, &[][..]), |(name, rest)| (Some(name.clone()), rest));
        [program].into_iter().chain(name).chain(flags).chain(rest.iter().cloned()).collect()
    };
    Ok(CommandLine::from_arg_matches(&command.try_get_matches_from(whole)?)?)
}

/// A setting that does not come from the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Given {
    /// Its name, without dashes at the start.
    pub(super) name: String,
    /// Its values; none: it is a flag without one.
    pub(super) values: Vec<OsString>,
}

impl Given {
    fn flags(&self) -> Vec<OsString> {
        if self.values.is_empty() {
            return vec![format!("--{}", self.name).into()];
        }
        let flag = |value: &OsString| {
            let mut flag = OsString::from(format!("--{}=", self.name));
            flag.push(value);
            flag
        };
        self.values.iter().map(flag).collect()
    }

    fn path(&self) -> PathBuf {
        self.values.first().map(PathBuf::from).unwrap_or_default()
    }
}

/// The argument with this long name, wherever it belongs.
pub(super) fn find<'command>(command: &'command Command, name: &str) -> Option<&'command Arg> {
    let all = std::iter::once(command).chain(command.get_subcommands());
    all.flat_map(Command::get_arguments).find(|argument| argument.get_long() == Some(name) && name != "help")
}

/// The command that the line calls.
fn called<'command>(command: &'command Command, line: &[OsString]) -> &'command Command {
    let name = line.first().and_then(|first| first.to_str());
    name.and_then(|name| command.find_subcommand(name)).unwrap_or(command)
}

fn of_environment(
    command: &Command,
    environment: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<Vec<Given>, SourceError> {
    let mut found = Vec::new();
    for (variable, value) in environment {
        let name = variable.to_str();
        // The name of earlier versions, which other programs use as well.
        let is_level = name == Some("LOG") && value.to_str().is_some_and(|value| Level::from_str(value, true).is_ok());
        let rest = name.and_then(|name| name.strip_prefix(PREFIX)).or(is_level.then_some("LOG"));
        let Some(rest) = rest else { continue };
        let setting = rest.to_ascii_lowercase().replace('_', "-");
        let Some(argument) = find(command, &setting) else {
            return Err(SourceError::Variable { variable: variable.to_string_lossy().into_owned(), setting });
        };
        let text = value.to_str().unwrap_or_default();
        let values = match argument.get_action() {
            ArgAction::SetTrue if matches!(text, "" | "0" | "false" | "no") => continue,
            ArgAction::SetTrue => Vec::new(),
            // No value of a list has spaces.
            ArgAction::Append => text.split_whitespace().map(OsString::from).collect(),
            _ => vec![value],
        };
        if argument.get_action().takes_values() && values.is_empty() {
            continue;
        }
        found.push(Given { name: setting, values });
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

/// The file that the command line names.
fn file_of_line(line: &[OsString]) -> Option<PathBuf> {
    let mut line = line.iter();
    let mut found = None;
    while let Some(argument) = line.next() {
        let Some(text) = argument.to_str().and_then(|text| text.strip_prefix("--config")) else { continue };
        if let Some(value) = text.strip_prefix('=') {
            found = Some(value.into());
        } else if text.is_empty() {
            found = line.next().map(PathBuf::from);
        }
    }
    found
}

/// Whether the command line has a flag.
fn is_given(line: &[OsString], name: &str) -> bool {
    line.iter()
        .filter_map(|argument| argument.to_str()?.strip_prefix("--"))
        .any(|flag| flag.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('=')))
}
