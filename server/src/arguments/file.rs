//! The settings file: TOML, with a key for each setting.

use super::sources::{Given, find};
use clap::{ArgAction, Command};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// A settings file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It cannot be read.
    #[error("the settings in {file} cannot be read: {source}")]
    Read {
        /// The file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is not TOML.
    #[error("{file} is not TOML: {fault}")]
    Toml {
        /// The file.
        file: PathBuf,
        /// Where and why.
        fault: toml::de::Error,
    },
    /// A key is not a setting.
    #[error("{file} has {key}, which is not a setting; --help lists them")]
    Unknown {
        /// The file.
        file: PathBuf,
        /// The key.
        key: String,
    },
    /// A value is of another type.
    #[error("{key} in {file} wants {wanted}")]
    Value {
        /// The file.
        file: PathBuf,
        /// The key.
        key: String,
        /// What it takes.
        wanted: &'static str,
    },
}

/// Reads a file. A setting that takes several values takes a list of texts, a flag without a value true or false.
pub(super) fn read(file: &Path, command: &Command) -> Result<Vec<Given>, FileError> {
    let text = std::fs::read_to_string(file).map_err(|source| FileError::Read { file: file.into(), source })?;
    let table: Table = text.parse().map_err(|fault| FileError::Toml { file: file.into(), fault })?;
    let mut found = Vec::new();
    for (key, value) in table {
        let unknown = || FileError::Unknown { file: file.into(), key: key.clone() };
        let argument = find(command, &key).filter(|_| key != "config").ok_or_else(unknown)?;
        let wrong = |wanted| FileError::Value { file: file.into(), key: key.clone(), wanted };
        let values = match (argument.get_action(), value) {
            (ArgAction::SetTrue, Value::Boolean(false)) => continue,
            (ArgAction::SetTrue, Value::Boolean(true)) => Vec::new(),
            (ArgAction::SetTrue, _) => return Err(wrong("true or false")),
            (ArgAction::Append, Value::Array(values)) => {
                let values: Option<_> = values.iter().map(simple).collect();
                values.ok_or_else(|| wrong("a list of texts"))?
            }
            (_, value) => vec![simple(&value).ok_or_else(|| wrong("a text or a number"))?],
        };
        if argument.get_action().takes_values() && values.is_empty() {
            continue;
        }
        found.push(Given { name: key, values });
    }
    Ok(found)
}

fn simple(value: &Value) -> Option<OsString> {
    match value {
        Value::String(text) => Some(text.into()),
        Value::Integer(number) => Some(number.to_string().into()),
        _ => None,
    }
}
