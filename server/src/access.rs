//! Who may do what: who asks is told by an access token, by an identity provider, by the proxy in front, or by nothing on a server that is open; what he may do by rights for
//! each feature. A feature can be off for everybody.

pub mod attempts;
pub mod guard;
pub mod identity;
pub mod log_ins;
pub mod oidc;
pub mod refused;
pub mod rights;
pub mod session;
pub mod settings;
pub mod tokens;
pub mod transport;

use api::access::{Proof, Right, Standing};
use api::problem::{Code, Problem};
use attempts::Attempts;
use axum::http::{HeaderMap, HeaderName};
use identity::Identity;
use log_ins::LogIns;
use oidc::Oidc;
use oidc::settings::SettingsError;
use refused::Refused;
use rights::{Rights, RightsTable};
use settings::AccessArguments;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokens::{TokenFileError, Tokens};
use transport::Transport;
use web::client::{Client, Clients};

/// Unknown tokens that a client may send in [`TOKEN_WINDOW`].
const UNKNOWN_TOKENS: usize = 20;

/// The time in which they are counted.
const TOKEN_WINDOW: Duration = Duration::from_secs(5 * 60);

/// Requests about signing in that a client may send in a minute.
const SIGN_INS: usize = 40;

const MINUTE: Duration = Duration::from_secs(60);

/// Characters of a user's name in the proxy's header.
const LONGEST_NAME: usize = 256;

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// It would work for strangers.
    #[error(
        "others can reach {0}, and nothing says who may use the server. Give one of these: --access-token-file FILE, for \
         people and programs with a token; --oidc-issuer URL, for users who sign in; --user-header NAME with --trusted-proxy, for users \
         whom a proxy in front names; or --open, when everybody who reaches it may compile, publish and share. Or listen on --host 127.0.0.1."
    )]
    NobodyKnown(IpAddr),
    /// It would be open and closed.
    #[error(
        "--open lets everybody in, which makes no sense beside --access-token-file, --oidc-issuer or --user-header"
    )]
    OpenAndClosed,
    /// The tokens cannot be used.
    #[error(transparent)]
    Tokens(#[from] TokenFileError),
    /// The identity provider cannot be used.
    #[error(transparent)]
    Provider(#[from] SettingsError),
}

/// Who may do what on this server.
#[derive(Debug)]
pub struct Access {
    /// Limits of log-ins at Platform Servers.
    pub log_ins: LogIns,
    /// What somebody may do whom nobody asks who he is; none: everybody is asked.
    open: Option<Rights>,
    tokens: Option<Tokens>,
    oidc: Option<Oidc>,
    user_header: Option<HeaderName>,
    rights: RightsTable,
    /// The features that are on.
    features: Rights,
    unknown_tokens: Mutex<Attempts<Client>>,
    sign_ins: Mutex<Attempts<Client>>,
}

impl Access {
    /// What these arguments say, for a server that listens on this address.
    ///
    /// # Errors
    /// When the arguments contradict each other, or a file that they name cannot be used.
    pub fn new(arguments: &AccessArguments, host: IpAddr) -> Result<Self, AccessError> {
        let asks = arguments.asks();
        let is_loopback = host.to_canonical().is_loopback();
        if asks && arguments.open {
            return Err(AccessError::OpenAndClosed);
        }
        if !asks && !arguments.open && !is_loopback {
            return Err(AccessError::NobodyKnown(host));
        }
        // Whoever is on this machine may do everything. With --open that cannot be known, so nobody administers.
        let everybody = if is_loopback && !arguments.open { Rights::all() } else { Rights::default() };
        Ok(Self {
            open: (!asks).then_some(everybody),
            tokens: arguments.tokens.as_deref().map(Tokens::read).transpose()?,
            oidc: arguments.provider()?.map(Oidc::new).transpose()?,
            user_header: arguments.user_header.clone(),
            rights: RightsTable::new(&arguments.rights),
            features: arguments.features(),
            ..Self::open()
        })
    }

    /// Everybody may do everything.
    pub fn open() -> Self {
        Self {
            log_ins: LogIns::default(),
            open: Some(Rights::all()),
            tokens: None,
            oidc: None,
            user_header: None,
            rights: RightsTable::default(),
            features: AccessArguments::default().features(),
            unknown_tokens: Mutex::new(Attempts::new(UNKNOWN_TOKENS, TOKEN_WINDOW)),
            sign_ins: Mutex::new(Attempts::new(SIGN_INS, MINUTE)),
        }
    }

    /// Whether a server that listens on this address works for people whom it does not know and who are not on this machine.
    pub fn lets_strangers_in(&self, host: IpAddr) -> bool {
        self.open.is_some() && !host.to_canonical().is_loopback()
    }

    /// Whether a feature is on.
    pub fn is_on(&self, feature: Right) -> bool {
        self.features.has(feature)
    }

    /// Who asks; none when he is not known. A token counts before what the proxy says, since it was sent on purpose.
    ///
    /// # Errors
    /// When what the request proves itself with is wrong, or was tried too often.
    pub fn identify(
        &self,
        clients: &Clients,
        connection: Option<IpAddr>,
        headers: &HeaderMap,
    ) -> Result<Option<Identity>, Refused> {
        if let Some(rights) = self.open {
            return Ok(Some(Identity::of_everybody(rights)));
        }
        if headers.contains_key(api::access::TOKEN_HEADER) {
            return self.bearer(clients.of(connection, headers), headers).map(Some);
        }
        let trusted = clients.trusts(connection.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)));
        let named = self.user_header.as_ref().filter(|_| trusted).and_then(|header| user(headers, header));
        let known = |name: String, by| Identity { rights: self.rights.of(&name), name, by: Some(by) };
        if let Some(name) = named {
            return Ok(Some(known(name, Proof::Proxy)));
        }
        let is_https = Transport::of(clients, connection, headers).is_https;
        let signed_in = self.oidc.as_ref().and_then(|oidc| oidc.user(headers, is_https));
        Ok(signed_in.map(|name| known(name, Proof::Session)))
    }

    /// The way to the identity provider, for a client that does not use it too often.
    ///
    /// # Errors
    /// When there is no identity provider, or the client uses it too often.
    pub fn sign_in(&self, client: Client) -> Result<&Oidc, Refused> {
        let missing = || Problem::new(Code::NotFound, "Nobody signs in at this server.");
        let oidc = self.oidc.as_ref().ok_or_else(missing)?;
        let mut sign_ins = self.sign_ins.lock().unwrap_or_else(PoisonError::into_inner);
        let what = || format!("More than {SIGN_INS} requests came from your address in a minute.");
        sign_ins.make(client, Instant::now()).map_err(|wait| Refused::later(Code::SignInRate, what(), wait))?;
        Ok(oidc)
    }

    /// How somebody stands with the server.
    pub fn standing(&self, identity: Option<&Identity>) -> Standing {
        match identity.map(|identity| (identity, identity.by)) {
            Some((_, None)) => Standing::Open,
            Some((identity, Some(by))) => Standing::SignedIn { name: identity.name.clone(), by },
            None => Standing::Stranger {
                sign_in: self.oidc.is_some().then(|| api::access::SIGN_IN.to_owned()),
                token: self.tokens.is_some(),
            },
        }
    }

    /// What somebody may do, of what is on.
    pub fn may(&self, identity: &Identity) -> Vec<Right> {
        Right::ALL.into_iter().filter(|&right| identity.rights.has(right) && self.is_on(right)).collect()
    }

    fn bearer(&self, client: Client, headers: &HeaderMap) -> Result<Identity, Refused> {
        let now = Instant::now();
        let mut unknown = self.unknown_tokens.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(wait) = unknown.wait(&client, now) {
            let what = format!("{UNKNOWN_TOKENS} requests came with an unknown token.");
            return Err(Refused::later(Code::AccessAttempts, what, wait));
        }
        let given = crate::hosts::single(headers, api::access::TOKEN_HEADER);
        let tokens = self.tokens.as_ref();
        let found = given.and_then(|given| tokens.and_then(|tokens| tokens.find(given.trim())));
        match found {
            Some(token) => {
                let rights = token.rights.unwrap_or_else(|| self.rights.of(&token.name));
                Ok(Identity { name: token.name.clone(), by: Some(Proof::Token), rights })
            }
            None => {
                // It was just asked whether there is room.
                let _counted = unknown.make(client, now);
                let what =
                    if tokens.is_some() { "The token is not among the server's." } else { "The server has no tokens." };
                Err(Problem::new(Code::AccessToken, what).into())
            }
        }
    }
}

/// The user in the proxy's header, which must stand there once.
fn user(headers: &HeaderMap, header: &HeaderName) -> Option<String> {
    let name = crate::hosts::single(headers, header)?.trim();
    (!name.is_empty() && name.len() <= LONGEST_NAME).then(|| name.to_owned())
}

#[cfg(test)]
mod tests;
