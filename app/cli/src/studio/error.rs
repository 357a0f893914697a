use api::problem::Problem;

use super::Address;
use crate::listing::readable;

/// Why a studio's server did not do what it was asked for.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StudioError {
    /// The address is none.
    #[error("--server {given} is no address of a studio's server: {why}.")]
    Address {
        /// What the user wrote.
        given: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Nothing was sent.
    #[error(
        "{address} cannot be reached: {why}. Check the address, and that the studio's server runs and can be reached from here."
    )]
    Unreachable {
        /// The server.
        address: String,
        /// What the system says.
        why: String,
    },
    /// It is not known whether the server got the request.
    #[error("The connection to {address} broke: {why}.")]
    Broken {
        /// The server.
        address: String,
        /// What the system says.
        why: String,
    },
    /// The answer is not one that a studio's server of this version gives.
    #[error(
        "{address} does not answer as a studio's server: {what}. Check the address, and that xif has the server's version."
    )]
    Foreign {
        /// The server.
        address: String,
        /// What it does.
        what: String,
    },
    /// The server said why.
    #[error("{}", readable(&format!("{}: {} {}", .0.title, .0.detail, .0.cure)))]
    Refused(Problem),
}

impl StudioError {
    pub(super) fn unreachable(address: &Address, error: &reqwest::Error) -> Self {
        Self::Unreachable { address: address.to_string(), why: innermost(error) }
    }

    pub(super) fn broken(address: &Address, why: String) -> Self {
        Self::Broken { address: address.to_string(), why }
    }

    pub(super) fn foreign(address: &Address, what: String) -> Self {
        Self::Foreign { address: address.to_string(), what }
    }

    /// The code of the error: `F402`, or the server's own, such as `S608`.
    pub fn code(&self) -> &str {
        match self {
            Self::Address { .. } => "F401",
            Self::Unreachable { .. } => "F402",
            Self::Broken { .. } => "F403",
            Self::Foreign { .. } => "F404",
            Self::Refused(problem) => &problem.code,
        }
    }
}

/// The reason itself, without the URL around it: ids of connections and jobs in it are secrets.
pub(super) fn innermost(error: &reqwest::Error) -> String {
    let mut reason: &dyn std::error::Error = error;
    while let Some(source) = reason.source() {
        reason = source;
    }
    if std::ptr::addr_eq(reason, std::ptr::from_ref(error)) {
        return "the exchange ended early".to_owned();
    }
    let text: String = reason.to_string().chars().take(200).collect();
    text.trim_end_matches('.').to_owned()
}
