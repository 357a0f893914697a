use std::time::Duration;

use api::problem::Problem;
use api::version::Mismatch;
use failure::Code;

use super::Address;
use crate::listing::readable;

/// Why a studio's server did not do what it was asked for.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StudioError {
    /// The address is none.
    #[error("--server {given} is not an address of a studio's server: {why}.")]
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
    /// The server is of another version, and what it answers is not understood, or it lacks something.
    #[error("{address} is a studio's server of {} version than this xif: {what}. Use the xif that comes with the server.", of(*.mismatch))]
    Version {
        /// The server.
        address: String,
        /// What it does.
        what: String,
        /// Which of the two is the newer one.
        mismatch: Mismatch,
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

    /// As [`foreign`](Self::foreign), where the answer tells the version of the server.
    pub(super) fn not_understood(address: &Address, what: String, mismatch: Option<Mismatch>) -> Self {
        match mismatch {
            Some(mismatch) => Self::Version { address: address.to_string(), what, mismatch },
            None => Self::foreign(address, what),
        }
    }

    /// How long the server asks to be left alone, when it said that the same request is worth another try.
    pub fn wait(&self) -> Option<Duration> {
        match self {
            Self::Refused(problem) => problem.retry_after.map(Duration::from_secs),
            _ => None,
        }
    }

    /// The code of the error: `F402`, or the server's own, such as `S608`.
    pub fn code(&self) -> &str {
        match self {
            Self::Address { .. } => Code::Address.text(),
            Self::Unreachable { .. } => Code::Unreachable.text(),
            Self::Broken { .. } => Code::Broken.text(),
            Self::Foreign { .. } | Self::Version { .. } => Code::Foreign.text(),
            Self::Refused(problem) => &problem.code,
        }
    }
}

fn of(mismatch: Mismatch) -> &'static str {
    match mismatch {
        Mismatch::Older => "an earlier",
        Mismatch::Newer => "a later",
    }
}

/// The reason itself, without the URL around it: ids of connections and jobs in it are secrets.
pub(crate) fn innermost(error: &reqwest::Error) -> String {
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
