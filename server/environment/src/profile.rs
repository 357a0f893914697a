//! Protocol profiles: the names and the order of everything that goes over the wire, as data.
//!
//! A profile is a TOML file. Since much of the protocol is not public, every name in it that is inferred or invented is followed by
//! `?`; an operation with such a name cannot call itself verified. `discover` reads a server's own description and replaces them.

mod operation;
mod value;

pub use operation::{Content, Element, Evidence, Name, Operation};
pub use value::Value;

use api::platform::connect::{Capability, Operation as Ability, Support};
use api::platform::job::Severity;
use api::problem::Code;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::Table;

/// What is known of the protocols.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// What it describes, for people.
    pub title: String,
    /// Texts by which refusals are recognised; the first that fits counts.
    #[serde(default)]
    pub refusals: Vec<RefusalRule>,
    /// Service Center's services.
    #[serde(deserialize_with = "shared")]
    pub service_center: Arc<Protocol>,
    /// A service with all operations; without it there is no native backend.
    #[serde(default, deserialize_with = "shared_option")]
    pub native: Option<Arc<Protocol>>,
    /// Where LifeTime's deployment API begins.
    pub lifetime_path: String,
}

/// A text in a server's message and what it means.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefusalRule {
    /// The code of the problem, such as `S608`.
    pub code: String,
    /// Part of the server's text, in any case.
    pub contains: String,
    /// What the message adds: the right that is missing, and what else the server's text leaves out.
    #[serde(default)]
    pub says: String,
}

/// The SOAP services of one backend.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protocol {
    /// The services by a name of the profile's own.
    pub services: BTreeMap<String, Service>,
    /// What is called for what.
    pub operations: BTreeMap<Call, Operation>,
    /// The types of messages.
    #[serde(default)]
    pub messages: MessageTypes,
    /// Kinds of modules that are not extensions.
    #[serde(default)]
    pub no_extensions: Vec<String>,
    /// Why an operation is missing and what to do instead.
    #[serde(default)]
    pub missing: BTreeMap<Ability, String>,
}

/// A SOAP service.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its path on the server.
    pub path: Name,
    /// What stands before the operation's name in the header `SOAPAction`.
    pub action: Name,
    /// Namespace of the elements in the body.
    pub namespace: Name,
}

/// What the types of a publish's messages mean; all others are remarks.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessageTypes {
    /// Types of errors.
    pub error: Vec<String>,
    /// Types of warnings.
    pub warning: Vec<String>,
    /// Types that end the first of two steps.
    pub pause: Vec<String>,
    /// Types of messages that ask for a configuration in Service Center, or parts of their texts.
    #[serde(default)]
    pub configuration: Vec<String>,
}

/// What is called on a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// Version and serial number, without credentials.
    Probe,
    /// Whether an identity provider is active, without credentials.
    IdentityProvider,
    /// Checks the credentials.
    LogIn,
    /// Lists modules.
    ListExtensions,
    /// Lists the versions of a module.
    ListVersions,
    /// Gets the XIF of a version.
    Download,
    /// Stores a XIF as a version.
    Upload,
    /// Makes a version available.
    PublishVersion,
    /// Makes a package of a XIF.
    Pack,
    /// Stores a package.
    UploadPack,
    /// Stores and publishes a package.
    PublishPack,
    /// Gets further messages of a publish.
    Follow,
    /// Goes on with a publish that waits.
    Proceed,
    /// Stops a publish.
    Abort,
}

/// A profile that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// The file cannot be read.
    #[error("the profile {path} cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is not TOML of the right form.
    #[error("the profile is not understood: {0}")]
    Form(#[from] toml::de::Error),
    /// An operation names a service that the profile does not have.
    #[error("the profile's operation {operation} names the service {service}, which it does not have")]
    Service {
        /// The operation.
        operation: String,
        /// The service.
        service: String,
    },
    /// An operation claims to be verified and is not.
    #[error("the profile's operation {0} is called verified, but has a name with ? behind it")]
    Claim(String),
    /// A refusal has a code that does not exist.
    #[error("the profile's refusal {0:?} has no code of a problem")]
    Code(String),
}

/// The profile that comes with the server.
const EMBEDDED: &str = include_str!("../../profiles/outsystems-11.toml");

impl Profile {
    /// The profile that comes with the server, with that of this file laid over it.
    ///
    /// # Errors
    /// When the file cannot be read, or the profile that comes of it is not a valid one.
    pub fn load(path: Option<&Path>) -> Result<Self, ProfileError> {
        let Some(path) = path else { return Self::over("") };
        let text =
            std::fs::read_to_string(path).map_err(|source| ProfileError::Unreadable { path: path.into(), source })?;
        Self::over(&text)
    }

    /// The profile that comes with the server, with this one laid over it: its tables add to those, everything else replaces what is
    /// there. Checks what the form does not tell.
    ///
    /// # Errors
    /// When the text is not TOML of the right form, or the profile that comes of it contradicts itself.
    pub fn over(text: &str) -> Result<Self, ProfileError> {
        let mut table: Table = EMBEDDED.parse()?;
        lay(&mut table, text.parse()?);
        let profile: Self = table.try_into()?;
        for rule in &profile.refusals {
            if Code::find(&rule.code).is_none() || rule.contains.is_empty() {
                return Err(ProfileError::Code(rule.contains.clone()));
            }
        }
        for protocol in std::iter::once(&profile.service_center).chain(&profile.native) {
            protocol.check()?;
        }
        Ok(profile)
    }

    /// What a text of the server means.
    pub fn refusal(&self, text: &str) -> Option<(Code, &str)> {
        let text = text.to_lowercase();
        let rule = self.refusals.iter().find(|rule| text.contains(&rule.contains.to_lowercase()))?;
        Some((Code::find(&rule.code)?, &rule.says))
    }
}

impl Protocol {
    fn check(&self) -> Result<(), ProfileError> {
        for operation in self.operations.values() {
            let Some(service) = self.services.get(&operation.service) else {
                let (operation, service) = (operation.name.to_string(), operation.service.clone());
                return Err(ProfileError::Service { operation, service });
            };
            if operation.support == Evidence::Verified && !(operation.is_certain() && service.is_certain()) {
                return Err(ProfileError::Claim(operation.name.to_string()));
            }
        }
        Ok(())
    }

    /// How well each operation is known, in their order.
    pub fn capabilities(&self) -> Vec<Capability> {
        Ability::ALL.into_iter().map(|ability| self.capability(ability)).collect()
    }

    fn capability(&self, operation: Ability) -> Capability {
        let Some(calls) = self.calls(operation) else {
            let note = self.missing.get(&operation).cloned().unwrap_or_default();
            return Capability { operation, support: Support::Unsupported, note };
        };
        let known: Vec<_> = calls.iter().filter_map(|call| self.operations.get(call)).collect();
        let verified = known.iter().all(|call| call.support == Evidence::Verified);
        let mut notes: Vec<_> = known.iter().map(|call| call.note.as_str()).filter(|note| !note.is_empty()).collect();
        notes.dedup();
        let support = if verified { Support::Verified } else { Support::Unverified };
        Capability { operation, support, note: notes.join(" ") }
    }

    /// What is called for an operation; none when the profile does not have all of it.
    fn calls(&self, operation: Ability) -> Option<&'static [Call]> {
        let ways: &[&[Call]] = match operation {
            Ability::Probe => &[&[Call::Probe]],
            Ability::LogIn => &[&[Call::LogIn]],
            Ability::ListExtensions => &[&[Call::ListExtensions]],
            Ability::ListVersions => &[&[Call::ListVersions]],
            Ability::Download => &[&[Call::Download]],
            Ability::Upload => &[&[Call::Upload], &[Call::Pack, Call::UploadPack]],
            Ability::Publish => &[&[Call::Upload, Call::PublishVersion], &[Call::Pack, Call::PublishPack]],
            Ability::Follow => &[&[Call::Follow]],
            Ability::Abort => &[&[Call::Abort]],
        };
        ways.iter().copied().find(|calls| calls.iter().all(|call| self.operations.contains_key(call)))
    }
}

impl MessageTypes {
    /// How bad messages of a type are.
    pub fn severity(&self, kind: &str) -> Severity {
        if self.error.iter().any(|each| each == kind) {
            Severity::Error
        } else if self.warning.iter().chain(&self.configuration).any(|each| each == kind) {
            Severity::Warning
        } else {
            Severity::Information
        }
    }

    /// Whether the type ends the first of two steps.
    pub fn is_pause(&self, kind: &str) -> bool {
        self.pause.iter().any(|each| each == kind)
    }

    /// Whether a message asks for a configuration.
    pub fn is_configuration(&self, kind: &str, text: &str) -> bool {
        self.configuration.iter().any(|each| each == kind || text.contains(each.as_str()))
    }
}

impl Service {
    fn is_certain(&self) -> bool {
        self.path.certain && self.action.certain && self.namespace.certain
    }
}

fn lay(below: &mut Table, above: Table) {
    for (key, value) in above {
        match (below.get_mut(&key), value) {
            (Some(toml::Value::Table(below)), toml::Value::Table(above)) => lay(below, above),
            (_, value) => {
                below.insert(key, value);
            }
        }
    }
}

fn shared<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<Protocol>, D::Error> {
    Protocol::deserialize(deserializer).map(Arc::new)
}

fn shared_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Arc<Protocol>>, D::Error> {
    shared(deserializer).map(Some)
}

#[cfg(test)]
mod tests;
