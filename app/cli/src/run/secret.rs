//! The password: from a file, the standard input or the environment, never from an argument, which other users of a machine see.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use api::platform::Secret;

use crate::failure::Failure;

/// The variable that has the password when no file is named.
const VARIABLE: &str = "XIF_PASSWORD";

/// Bytes of a password.
const LONGEST: u64 = 4096;

/// The password in this file, `-` for the standard input, or in [`VARIABLE`]. One line end behind it is no part of it.
pub(super) fn read(file: Option<&Path>) -> Result<Secret, Failure> {
    let wrong = |what: &str| Failure::Password(what.to_owned());
    let bytes = match file {
        Some(file) if file == Path::new("-") => {
            if io::stdin().is_terminal() {
                return Err(wrong(
                    "The password would be shown while it is typed. Give it by a pipe, a file or XIF_PASSWORD.",
                ));
            }
            first(io::stdin().lock()).map_err(|error| wrong(&format!("The standard input cannot be read: {error}.")))?
        }
        Some(file) => File::open(file)
            .and_then(first)
            .map_err(|error| wrong(&format!("{} cannot be read: {error}.", file.display())))?,
        None => {
            let value = std::env::var(VARIABLE);
            let missing = "There is no password: set XIF_PASSWORD, or name a file with --password-file (- for the standard input).";
            value.map_err(|_| wrong(missing))?.into_bytes()
        }
    };
    let text = String::from_utf8(bytes).map_err(|_| wrong("The password is no UTF-8 text."))?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    match text {
        "" => Err(wrong("The password is empty. Nothing was sent.")),
        text if text.contains(char::is_control) => {
            Err(wrong("The password has more than one line or a control character."))
        }
        text => Ok(Secret::new(text)),
    }
}

fn first(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(LONGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}
