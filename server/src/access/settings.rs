//! What the operator says of who may do what.

#![allow(clippy::doc_markdown, rustdoc::broken_intra_doc_links, reason = "these comments are the texts of --help")]

use super::oidc::settings::{ClientSettings, SettingsError};
use super::rights::{Rights, UserRights};
use api::access::Right;
use axum::http::HeaderName;
use clap::Args;
use std::path::PathBuf;

/// Who may do what. On the loopback everybody may, unless a token file, a provider or a header says otherwise; elsewhere the server wants one of these, or
/// `--open`.
#[derive(Debug, Clone, Default, Args)]
#[command(
    next_help_heading = "Who may do what (on the loopback all may without any of these; elsewhere the server wants one of the first four)"
)]
pub struct AccessArguments {
    /// Lets people and programs in that have an access token: lines of TOKEN [NAME] [RIGHTS]
    #[arg(long = "access-token-file", value_name = "FILE")]
    pub tokens: Option<PathBuf>,
    /// Lets users in who sign in at this OpenID Connect provider, which is named here as it names itself, to the character
    #[arg(long, value_name = "URL")]
    pub oidc_issuer: Option<String>,
    /// The server's client id at the provider. The address to register there is https://HOST/api/access/signed-in
    #[arg(long, value_name = "ID")]
    pub oidc_client: Option<String>,
    /// A file with the client's secret. Sessions are signed with a key that follows from it: servers with the same one share them, a new one ends them
    #[arg(long, value_name = "FILE")]
    pub oidc_client_secret_file: Option<PathBuf>,
    /// The claim that names users: preferred_username, email (when the provider has verified it), or sub, which nobody can change
    #[arg(long, value_name = "CLAIM", default_value = "preferred_username")]
    pub oidc_user_claim: String,
    /// Lets users in whom a proxy in front names in this header, such as X-Forwarded-User. Only a --trusted-proxy is believed, which must take the header
    /// out of what clients send
    #[arg(long, value_name = "NAME")]
    pub user_header: Option<HeaderName>,
    /// Lets everybody in who reaches the server; forwarding then needs --platform-host
    #[arg(long)]
    pub open: bool,
    /// What a user, or the token with this name, may do: compile, publish, share, introspect, administer, with commas between them; or all, or none.
    /// The user * is everybody else; repeatable. Without any: all but administer
    #[arg(long = "right", value_name = "USER=RIGHTS")]
    pub rights: Vec<UserRights>,
    /// Compiles nothing
    #[arg(long)]
    pub no_compile: bool,
    /// Forwards nothing to Platform Servers
    #[arg(long)]
    pub no_platforms: bool,
}

impl AccessArguments {
    /// Whether the server asks who somebody is.
    pub fn asks(&self) -> bool {
        self.tokens.is_some() || self.oidc_issuer.is_some() || self.user_header.is_some()
    }

    /// The identity provider, if there is one.
    ///
    /// # Errors
    /// When the settings of the provider are incomplete or wrong.
    pub fn provider(&self) -> Result<Option<ClientSettings>, SettingsError> {
        match (&self.oidc_issuer, &self.oidc_client, &self.oidc_client_secret_file) {
            (None, None, None) => Ok(None),
            (Some(issuer), Some(id), Some(file)) => {
                ClientSettings::read(issuer, id, file, &self.oidc_user_claim).map(Some)
            }
            _ => Err(SettingsError::Incomplete),
        }
    }

    /// The features that are on. Introspection is not there yet.
    pub fn features(&self) -> Rights {
        let mut on = Rights::all().without(Right::Introspect);
        if self.no_compile {
            on = on.without(Right::Compile);
        }
        if self.no_platforms {
            on = on.without(Right::Publish);
        }
        on
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        access: AccessArguments,
    }

    fn parse(line: &[&str]) -> Result<AccessArguments, String> {
        let line = std::iter::once(&"server").chain(line);
        Line::try_parse_from(line).map(|line| line.access).map_err(|error| error.to_string())
    }

    #[test]
    fn a_provider_needs_its_three_settings() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let secret = format!("--oidc-client-secret-file={}", file.path().display());
        let line = ["--oidc-issuer=https://id.example", "--oidc-client=studio", &secret];
        let read = |line: &[&str]| parse(line).unwrap().provider();
        assert!(matches!(read(&line), Err(SettingsError::Secret(_))));
        std::fs::write(file.path(), "0123456789abcdef\n").unwrap();
        let found = read(&line).unwrap().unwrap();
        assert_eq!((found.secret.reveal(), found.claim.as_str()), ("0123456789abcdef", "preferred_username"));
        for missing in 0..3 {
            let some: Vec<_> =
                line.iter().enumerate().filter(|(index, _)| *index != missing).map(|(_, it)| *it).collect();
            assert!(matches!(read(&some), Err(SettingsError::Incomplete)), "{some:?}");
        }
        let plain = ["--oidc-issuer=http://id.example", line[1], line[2]];
        assert!(matches!(read(&plain), Err(SettingsError::Issuer(_))));
        assert!(read(&[]).unwrap().is_none());
    }

    #[test]
    fn everything_is_read() {
        let arguments = parse(&[
            "--access-token-file=t",
            "--user-header",
            "X-User",
            "--right",
            "ada=all",
            "--right=*=compile",
            "--no-compile",
            "--no-platforms",
        ])
        .unwrap();
        assert!(arguments.asks() && !arguments.open);
        assert_eq!(arguments.user_header.as_ref().unwrap(), "x-user");
        assert_eq!((arguments.rights.len(), arguments.rights[1].user.as_str()), (2, "*"));
        let on = arguments.features();
        assert!(!on.has(Right::Compile) && !on.has(Right::Publish) && on.has(Right::Share));
        assert!(!parse(&["--open"]).unwrap().asks());
        for wrong in ["--user-header=a b", "--right=ada", "--right=ada=x", "--open=yes"] {
            assert!(parse(&[wrong]).is_err(), "{wrong}");
        }
    }
}
