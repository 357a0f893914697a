//! What the operator says of the identity provider.

use super::provider::is_safe_plain;
use api::platform::Secret;
use reqwest::Url;
use std::io;
use std::path::{Path, PathBuf};

/// Bytes of the file with the secret.
const LONGEST: usize = 4096;

/// The server as a client of the provider.
#[derive(Debug, Clone)]
pub struct ClientSettings {
    /// The issuer, to the character.
    pub issuer: String,
    /// The client's id.
    pub id: String,
    /// The client's secret.
    pub secret: Secret,
    /// The claim that names the user.
    pub claim: String,
}

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Some are missing.
    #[error("--oidc-issuer, --oidc-client and --oidc-client-secret-file belong together, and one of them is missing")]
    Incomplete,
    /// The issuer is not an address.
    #[error("--oidc-issuer {0} is not an https address; http is taken on this machine only")]
    Issuer(String),
    /// The secret cannot be read.
    #[error("--oidc-client-secret-file {path} cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There is no secret.
    #[error("--oidc-client-secret-file {0} must have one line, of 16 characters or more")]
    Secret(PathBuf),
    /// The client for the provider cannot be made.
    #[error("the identity provider cannot be asked: {0}")]
    Client(String),
}

impl ClientSettings {
    /// Checks the settings and reads the secret.
    ///
    /// # Errors
    /// When a setting is missing or wrong, or the file with the secret cannot be read.
    pub fn read(issuer: &str, id: &str, secret: &Path, claim: &str) -> Result<Self, SettingsError> {
        let is_https = Url::parse(issuer).is_ok_and(|url| url.scheme() == "https" && url.query().is_none());
        if !is_https && !is_safe_plain(issuer) {
            return Err(SettingsError::Issuer(issuer.to_owned()));
        }
        let unreadable = |source| SettingsError::Unreadable { path: secret.to_owned(), source };
        let text = std::fs::read_to_string(secret).map_err(unreadable)?;
        let line = text.trim_end_matches(['\r', '\n']);
        // Sessions are signed with what follows from it.
        if !(16..=LONGEST).contains(&line.len()) || line.contains(char::is_control) {
            return Err(SettingsError::Secret(secret.to_owned()));
        }
        Ok(Self { issuer: issuer.to_owned(), id: id.to_owned(), secret: Secret::new(line), claim: claim.to_owned() })
    }
}
