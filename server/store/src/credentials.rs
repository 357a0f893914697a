//! Settings of an object store from a file, so that its keys need not stand in the environment of a process.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Names and values, such as `AWS_SECRET_ACCESS_KEY`.
#[derive(Clone, Default)]
pub struct Credentials(Vec<(String, String)>);

/// A file of settings that cannot be used. No value is told.
#[derive(Debug, thiserror::Error)]
pub enum CredentialsError {
    /// It cannot be read.
    #[error("the credentials in {file} cannot be read: {source}")]
    Read {
        /// The file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A line is not a setting.
    #[error("line {line} of {file} is not NAME=VALUE")]
    Line {
        /// The file.
        file: PathBuf,
        /// Number of the line, from 1 on.
        line: usize,
    },
}

impl Credentials {
    /// Reads a file with `NAME=VALUE` in each line; empty lines and those that begin with `#` are left out.
    ///
    /// # Errors
    /// When the file cannot be read, or a line of it is not of this form.
    pub fn read(file: &Path) -> Result<Self, CredentialsError> {
        let text =
            std::fs::read_to_string(file).map_err(|source| CredentialsError::Read { file: file.into(), source })?;
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let settings = lines.map(|(number, line)| {
            let setting =
                line.split_once('=').map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            setting
                .filter(|(name, _)| !name.is_empty())
                .ok_or_else(|| CredentialsError::Line { file: file.into(), line: number + 1 })
        });
        settings.collect::<Result<_, _>>().map(Self)
    }

    /// Those whose name a store knows.
    pub(super) fn of<K, E>(&self, key: impl Fn(&str) -> Result<K, E>) -> impl Iterator<Item = (K, String)> {
        self.0.iter().filter_map(move |(name, value)| Some((key(name).ok()?, value.clone())))
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use object_store::aws::AmazonS3ConfigKey;
    use std::io::Write;
    use std::str::FromStr;

    fn read(text: &str) -> Result<Credentials, CredentialsError> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        Credentials::read(file.path())
    }

    #[test]
    fn names_are_those_of_the_environment_and_values_are_not_shown() {
        let credentials = read("# keys\n\nAWS_SECRET_ACCESS_KEY = a=b \nAZURE_STORAGE_ACCOUNT_KEY=c\n").unwrap();
        let found: Vec<_> = credentials.of(AmazonS3ConfigKey::from_str).collect();
        assert_eq!(found, [(AmazonS3ConfigKey::SecretAccessKey, "a=b".to_owned())]);
        assert!(!format!("{credentials:?}").contains("a=b"));
    }

    #[test]
    fn a_wrong_line_is_named_without_its_content() {
        let refused = read("A=1\nsecret\n").unwrap_err().to_string();
        assert!(refused.contains("line 2") && !refused.contains("secret"), "{refused}");
        assert!(Credentials::read(Path::new("/nowhere/x")).is_err());
    }
}
