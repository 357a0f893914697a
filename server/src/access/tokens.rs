//! Access tokens: a file that the operator writes, of which the server keeps hashes.

use super::rights::{Rights, RightsError};
use sha2::{Digest, Sha256};
use std::io;
use std::path::{Path, PathBuf};

/// A token of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    hash: [u8; 32],
    /// Who has it, for logs and rights.
    pub name: String,
    /// The rights that the file gives; none: those of the name.
    pub rights: Option<Rights>,
}

/// All tokens of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens(Vec<Token>);

/// A file of tokens that cannot be used. Tokens are not told, only their lines.
#[derive(Debug, thiserror::Error)]
pub enum TokenFileError {
    /// It cannot be read.
    #[error("--access-token-file {path} cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There is none in it.
    #[error(
        "--access-token-file {0} has no token: write lines of TOKEN [NAME] [RIGHTS], the token from openssl rand -hex 32"
    )]
    Empty(PathBuf),
    /// A token can be guessed.
    #[error(
        "line {0} of the access tokens has a token of less than {SHORTEST} characters, which can be guessed; openssl rand -hex 32 makes one"
    )]
    Short(usize),
    /// A line has more than three words.
    #[error("line {0} of the access tokens has more than TOKEN, NAME and RIGHTS")]
    Line(usize),
    /// The third word is not a list of rights.
    #[error("line {line} of the access tokens: {source}")]
    Rights {
        /// The line, from 1 on.
        line: usize,
        /// What is wrong.
        source: RightsError,
    },
    /// A token stands twice.
    #[error("line {0} of the access tokens has a token that stands above it already")]
    Twice(usize),
}

/// Characters of a token at least.
const SHORTEST: usize = 24;

/// Bytes of the file at most.
const LARGEST: u64 = 1 << 20;

impl Tokens {
    /// Reads the operator's file.
    ///
    /// # Errors
    /// When the file cannot be read, is too large, has a line that is wrong, or has no token.
    pub fn read(path: &Path) -> Result<Self, TokenFileError> {
        let unreadable = |source| TokenFileError::Unreadable { path: path.to_owned(), source };
        if std::fs::metadata(path).map_err(unreadable)?.len() > LARGEST {
            return Err(unreadable(io::Error::from(io::ErrorKind::FileTooLarge)));
        }
        let tokens = Self::parse(&std::fs::read_to_string(path).map_err(unreadable)?)?;
        if tokens.0.is_empty() { Err(TokenFileError::Empty(path.to_owned())) } else { Ok(tokens) }
    }

    /// Lines of `TOKEN [NAME] [RIGHTS]`; empty ones and those that begin with `#` say nothing.
    ///
    /// # Errors
    /// When a token is too short or comes twice, a right is not known, or a line has further words.
    pub fn parse(text: &str) -> Result<Self, TokenFileError> {
        let mut tokens: Vec<Token> = Vec::new();
        for (line, text) in text.lines().enumerate().map(|(index, text)| (index + 1, text)) {
            let mut words = text.split_whitespace();
            let Some(token) = words.next().filter(|word| !word.starts_with('#')) else { continue };
            if token.len() < SHORTEST {
                return Err(TokenFileError::Short(line));
            }
            let name = words.next().map_or_else(|| format!("token {}", tokens.len() + 1), str::to_owned);
            let rights = words.next().map(str::parse).transpose();
            let rights = rights.map_err(|source| TokenFileError::Rights { line, source })?;
            if words.next().is_some() {
                return Err(TokenFileError::Line(line));
            }
            let hash = hash(token);
            if tokens.iter().any(|other| other.hash == hash) {
                return Err(TokenFileError::Twice(line));
            }
            tokens.push(Token { hash, name, rights });
        }
        Ok(Self(tokens))
    }

    /// The token of the file that is this one. How long it takes says nothing about how much of it is right: hashes are compared, all of them, to
    /// the last byte.
    pub fn find(&self, given: &str) -> Option<&Token> {
        let given = hash(given);
        self.0.iter().fold(None, |found, token| if is_same(&token.hash, &given) { Some(token) } else { found })
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

fn is_same(one: &[u8; 32], other: &[u8; 32]) -> bool {
    let different = one.iter().zip(other).fold(0, |different, (one, other)| different | (one ^ other));
    std::hint::black_box(different) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use api::access::Right;

    const FIRST: &str = "0123456789abcdef01234567";
    const SECOND: &str = "fedcba9876543210fedcba98";

    #[test]
    fn tokens_have_names_and_rights() {
        let tokens = Tokens::parse(&format!("# for CI\n\n{FIRST} ci compile,publish\r\n  {SECOND}\n")).unwrap();
        let ci = tokens.find(FIRST).unwrap();
        assert_eq!(ci.name, "ci");
        assert!(ci.rights.unwrap().has(Right::Publish) && !ci.rights.unwrap().has(Right::Share));
        let other = tokens.find(SECOND).unwrap();
        assert_eq!((other.name.as_str(), other.rights), ("token 2", None));
        for wrong in ["", "0123456789abcdef0123456", "# for CI", "0123456789abcdef01234568"] {
            assert_eq!(tokens.find(wrong), None, "{wrong}");
        }
        assert!(!format!("{tokens:?}").contains(FIRST), "memory has hashes only");
    }

    #[test]
    fn lines_that_are_wrong_are_told_without_their_token() {
        for (text, line) in [
            ("short ci".to_owned(), "line 1"),
            (format!("{FIRST}\n{FIRST} again"), "line 2"),
            (format!("{FIRST} ci compile share"), "line 1"),
            (format!("\n{FIRST} ci compil"), "line 2"),
        ] {
            let error = Tokens::parse(&text).unwrap_err().to_string();
            assert!(error.contains(line) && !error.contains(FIRST), "{error}");
        }
    }

    #[test]
    fn a_file_without_a_token_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "# nothing\n").unwrap();
        assert!(matches!(Tokens::read(file.path()), Err(TokenFileError::Empty(_))));
        assert!(matches!(Tokens::read(Path::new("/nowhere")), Err(TokenFileError::Unreadable { .. })));
    }
}
