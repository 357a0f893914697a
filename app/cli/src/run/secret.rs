//! Secrets: from a file, the standard input or the environment, never from an argument, which other users of a machine see.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use api::platform::Secret;

use crate::failure::Failure;

/// A kind of secret.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    /// What it is, in messages.
    name: &'static str,
    /// The variable that has it when no file is named.
    variable: &'static str,
    /// The option that names its file.
    option: &'static str,
    failure: fn(String) -> Failure,
}

/// The password of a user in an environment.
pub(super) const PASSWORD: Kind =
    Kind { name: "password", variable: "XIF_PASSWORD", option: "--password-file", failure: Failure::Password };

/// The access token of a studio's server.
pub(super) const TOKEN: Kind =
    Kind { name: "access token", variable: "XIF_STUDIO_TOKEN", option: "--token-file", failure: Failure::Token };

/// The password of a user of a private feed.
pub(super) const FEED: Kind = Kind {
    name: "password of the feed",
    variable: "XIF_FEED_PASSWORD",
    option: "--feed-password-file",
    failure: Failure::FeedPassword,
};

/// Bytes of a secret.
const LONGEST: u64 = 4096;

impl Kind {
    /// The secret in this file, `-` for the standard input, or in the variable. One line end behind it is not part of it.
    pub(super) fn read(self, file: Option<&Path>) -> Result<Secret, Failure> {
        let Self { name, variable, option, failure: wrong } = self;
        let Some(file) = file else {
            let missing = || {
                wrong(format!(
                    "There is no {name}: set {variable}, or name a file with {option} (- for the standard input)."
                ))
            };
            return self.checked(std::env::var(variable).map_err(|_| missing())?.into_bytes());
        };
        let bytes = if file == Path::new("-") {
            if io::stdin().is_terminal() {
                return Err(wrong(format!(
                    "The {name} would be shown while it is typed. Give it by a pipe, a file or {variable}."
                )));
            }
            first(io::stdin().lock()).map_err(|error| wrong(format!("The standard input cannot be read: {error}.")))?
        } else {
            File::open(file)
                .and_then(first)
                .map_err(|error| wrong(format!("{} cannot be read: {error}.", file.display())))?
        };
        self.checked(bytes)
    }

    /// The same, or none when neither a file is named nor the variable is set.
    pub(super) fn read_if_given(self, file: Option<&Path>) -> Result<Option<Secret>, Failure> {
        if file.is_none() && std::env::var_os(self.variable).is_none_or(|value| value.is_empty()) {
            return Ok(None);
        }
        self.read(file).map(Some)
    }

    fn checked(self, bytes: Vec<u8>) -> Result<Secret, Failure> {
        let Self { name, failure: wrong, .. } = self;
        let text = String::from_utf8(bytes).map_err(|_| wrong(format!("The {name} is not UTF-8 text.")))?;
        let text = text.strip_suffix('\n').unwrap_or(&text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        match text {
            "" => Err(wrong(format!("The {name} is empty. Nothing was sent."))),
            text if text.contains(char::is_control) => {
                Err(wrong(format!("The {name} has more than one line or a control character.")))
            }
            text => Ok(Secret::new(text)),
        }
    }
}

fn first(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(LONGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}
