//! How an extension stands in an environment, and what consumers have.

use std::sync::Arc;

use api::platform::extension::ServerVersion;
use extension::Extension;

use crate::errors::Failure;

/// What people call a version.
pub(crate) fn version_label(version: &ServerVersion) -> String {
    format!("version {}", version.version.as_deref().unwrap_or(&version.id))
}

/// An address without what every address has.
pub(crate) fn host_of(address: &str) -> &str {
    address.trim_start_matches("https://")
}

/// How an extension stands in an environment.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// The answer is on its way.
    Asked,
    /// This version is published; with its bytes, where they can be had.
    Published {
        /// The version.
        version: ServerVersion,
        /// Its XIF, or why it cannot be had.
        xif: Result<Arc<[u8]>, String>,
    },
    /// It is there, and no version of it is published.
    NotPublished,
    /// It is there, and the server does not tell which version is published.
    NotTold,
    /// The user sees no extension of this name there.
    Absent,
    /// The connection cannot tell: what is not there, and what to do instead.
    Impossible(String),
    /// It did not work.
    Failed(Failure),
}

/// What the answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Telling before an upload what breaks consumers.
    Publish,
    /// Telling in the preview what breaks consumers.
    Consumers,
    /// A line of the Environments window.
    Environments,
}

/// What consumers have now: what it is called, and the extension; or why it is not known.
pub(crate) type Baseline = Result<(String, Extension), String>;
