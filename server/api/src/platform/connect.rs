//! What is known of a Platform Server before log-in, and the connection after it.

use super::Secret;
use serde::{Deserialize, Serialize};

/// Asks for what can be known without credentials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct ProbeRequest {
    /// What the user typed: `dev.example.com`, with or without `https://`, a port and a path.
    pub address: String,
    /// The certificate that the user accepted although it is doubtful.
    #[serde(default)]
    pub certificate: Option<Fingerprint>,
}

/// What is known of a server without credentials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Probe {
    /// The address as the server understood it: `https://dev.example.com`, with the port when it is not 443.
    pub address: String,
    /// The certificate; none when the address is a configured `http://` one.
    pub certificate: Option<Certificate>,
    /// Version and serial number; none when the certificate is doubtful (nothing was asked) or the server did not tell.
    pub platform: Option<Platform>,
    /// Whether users log in elsewhere.
    pub identity_provider: IdentityProvider,
    /// The ways to work with this server, the best first; assisted is always among them.
    #[serde(deserialize_with = "crate::known::all")]
    pub backends: Vec<Offer>,
    /// Why the platform's version or the identity provider is not known, each with its cure. None of them prevents assisted work.
    pub problems: Vec<crate::problem::Problem>,
    /// What may be sent, and how long is waited.
    pub limits: Limits,
}

/// SHA-256 of a certificate in DER form: 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Fingerprint(#[cfg_attr(feature = "description", schemars(regex(pattern = "^[0-9a-f]{64}$")))] pub String);

impl std::str::FromStr for Fingerprint {
    type Err = NoFingerprint;

    /// Takes it as people and tools write it: upper or lower case, with colons between the bytes or without.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.replace(':', "").to_ascii_lowercase();
        let is_whole = digits.len() == 64 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        if is_whole { Ok(Self(digits)) } else { Err(NoFingerprint) }
    }
}

/// A text that is not a fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoFingerprint;

impl std::fmt::Display for NoFingerprint {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a fingerprint is the SHA-256 of a certificate, 64 hexadecimal digits")
    }
}

impl std::error::Error for NoFingerprint {}

/// The certificate that a server showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Certificate {
    /// Its fingerprint: what the user accepts.
    pub fingerprint: Fingerprint,
    /// For whom it was made, such as `CN=dev.example.com`.
    pub subject: String,
    /// Who made it.
    pub issuer: String,
    /// The names it is for.
    pub names: Vec<String>,
    /// Start of its validity, as `2026-01-31T00:00:00Z`.
    pub valid_from: String,
    /// End of its validity, in the same form.
    pub valid_until: String,
    /// Whether it can be trusted.
    pub trust: Trust,
}

/// Whether a certificate can be trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(tag = "trust", rename_all = "snake_case")]
pub enum Trust {
    /// A known authority vouches for it.
    Trusted,
    /// It is doubtful, and the user accepted exactly this one.
    Accepted {
        /// What is wrong with it.
        doubt: Doubt,
    },
    /// Nothing was sent because of it.
    Doubtful {
        /// What is wrong with it.
        doubt: Doubt,
        /// What that means and what to do.
        problem: crate::problem::Problem,
    },
}

/// What is wrong with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// It vouches for itself, or nobody who is known here does.
    UnknownIssuer,
    /// It is no longer valid.
    Expired,
    /// It is not valid yet.
    NotYetValid,
    /// It is for other names.
    WrongName,
    /// It was withdrawn.
    Revoked,
    /// It cannot be checked; also a doubt that only a later server has.
    #[serde(other)]
    Unreadable,
}

/// What a Platform Server says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Platform {
    /// Its version, such as `11.10.2.25738`.
    pub version: String,
    /// Its serial number.
    pub serial: Option<String>,
}

/// Whether users log in elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum IdentityProvider {
    /// Users have a password on the server.
    Inactive,
    /// Users log in at a provider; only assisted work and LifeTime tokens are left.
    Active {
        /// The key the server gives.
        provider: String,
    },
    /// The server was not asked, or did not say; also what a later server calls otherwise.
    #[serde(other)]
    Unknown,
}

/// A way to work with a server, with what it can do there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Offer {
    /// The way.
    pub backend: Backend,
    /// What the connect window asks for.
    pub credentials: Credentials,
    /// What it can do: one entry for each [`Operation`], in that order.
    #[serde(deserialize_with = "crate::known::all")]
    pub capabilities: Vec<Capability>,
}

/// A way to work with a Platform Server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Backend {
    /// The user uploads the saved XIF in Service Center; the studio shows the documented steps.
    Assisted,
    /// Service Center's SOAP services.
    ServiceCenter,
    /// LifeTime's deployment API, version 2.
    LifeTime,
    /// A service that the operator described in a protocol profile; only there when the profile has one.
    Native,
}

/// What a connect window asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Credentials {
    /// Nothing.
    None,
    /// User name and password.
    Password,
    /// User name and a password in the form that the server's operator tells.
    EncodedPassword,
    /// A service account's token, in the field of the password; the user name is a remark.
    Token,
}

/// What can be done with a Platform Server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// Reading its version.
    Probe,
    /// Checking the credentials.
    LogIn,
    /// Listing the extensions.
    ListExtensions,
    /// Listing the versions of one.
    ListVersions,
    /// Getting the XIF of a version.
    Download,
    /// Storing a XIF as a new version.
    Upload,
    /// Making a version available to modules.
    Publish,
    /// Following the messages of a publish.
    Follow,
    /// Stopping a publish.
    Abort,
}

impl Operation {
    /// All of them, in order.
    pub const ALL: [Self; 9] = [
        Self::Probe,
        Self::LogIn,
        Self::ListExtensions,
        Self::ListVersions,
        Self::Download,
        Self::Upload,
        Self::Publish,
        Self::Follow,
        Self::Abort,
    ];
}

/// How well an operation is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Support {
    /// Request, answer and effect are known from the vendor's publications.
    Verified,
    /// Some part of it is inferred: it is tried, and may fail.
    Unverified,
    /// It cannot be done this way; also what a later server calls otherwise.
    #[serde(other)]
    Unsupported,
}

/// How well one operation is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Capability {
    /// The operation.
    pub operation: Operation,
    /// How well it is known.
    pub support: Support,
    /// What is not known of it, or what to do instead; a sentence for the user. Empty when it is verified.
    pub note: String,
}

/// What may be sent to a server, and how long is waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema), schemars(rename = "PlatformLimits"))]
pub struct Limits {
    /// Bytes of a XIF that this server forwards.
    pub xif: u64,
    /// Bytes of a XIF above which a Platform Server with its first settings refuses; ask its administrator then.
    pub usual_xif: u64,
    /// Seconds until an answer is given up.
    pub answer_seconds: u64,
    /// Seconds until an upload is given up.
    pub upload_seconds: u64,
    /// Seconds until a publish is given up.
    pub publish_seconds: u64,
}

/// Opens a connection. The password stays in the server's memory until the connection ends, and is in no log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct ConnectRequest {
    /// The address, as in the probe.
    pub address: String,
    /// The way to work with it.
    pub backend: Backend,
    /// The user; empty when assisted.
    #[serde(default)]
    pub user: String,
    /// Password or token; empty when assisted.
    #[serde(default)]
    pub password: Secret,
    /// The doubtful certificate that the user accepted.
    #[serde(default)]
    pub certificate: Option<Fingerprint>,
    /// With LifeTime: name or key of the environment to work with. When it has several and none is named, the connection lists them and
    /// the window connects again with one of them.
    #[serde(default)]
    pub environment: Option<String>,
}

/// An environment that LifeTime manages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Environment {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its host name.
    pub host: String,
}

/// An open connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Connection {
    /// Its id, which is in every further path.
    pub id: String,
    /// Its secret, which is sent with every further request; see [`key`](super::key). None by hand, and from servers of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<Secret>,
    /// The address, as in the probe.
    pub address: String,
    /// The user; empty when assisted.
    pub user: String,
    /// What the server says of itself.
    pub platform: Option<Platform>,
    /// The way it works.
    pub backend: Backend,
    /// With LifeTime: its environments, in their order. Empty otherwise.
    pub environments: Vec<Environment>,
    /// With LifeTime: the key of the one that it works with.
    pub environment: Option<String>,
    /// What it can do: one entry for each [`Operation`], in that order.
    #[serde(deserialize_with = "crate::known::all")]
    pub capabilities: Vec<Capability>,
    /// The documented way by hand, for every operation that is not there.
    pub service_center: ServiceCenter,
    /// What may be sent, and how long is waited.
    pub limits: Limits,
    /// Seconds without a request after which it ends.
    pub idle_seconds: u64,
    /// The jobs that it started, the newest last.
    pub jobs: Vec<super::job::Job>,
}

/// The environment's own console, and what is done there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct ServiceCenter {
    /// Where it is opened: `https://dev.example.com/ServiceCenter`.
    pub address: String,
    /// How a XIF is uploaded and published there, as documented.
    pub publish_steps: Vec<String>,
    /// How a version is downloaded there, as documented.
    pub download_steps: Vec<String>,
}

impl ServiceCenter {
    /// Service Center at this address, with the steps that the platform documents.
    pub fn at(address: String) -> Self {
        let steps = |steps: &[&str]| steps.iter().map(|&step| step.to_owned()).collect();
        Self {
            publish_steps: steps(&[
                "Open Service Center of the environment and log in.",
                "Go to Factory > Extensions.",
                "Choose Upload & Publish an Extension.",
                "Choose or drop the XIF, then 1-Click Publish.",
            ]),
            download_steps: steps(&[
                "Open Service Center of the environment and log in.",
                "Go to Factory > Extensions and open the extension.",
                "Download the version that you want, and open the file in the studio.",
            ]),
            address,
        }
    }
}

impl Connection {
    /// How well an operation is known here.
    pub fn support(&self, operation: Operation) -> Support {
        let found = self.capabilities.iter().find(|capability| capability.operation == operation);
        found.map_or(Support::Unsupported, |capability| capability.support)
    }

    /// Whether a XIF cannot be uploaded and published over it, so that the user does that in Service Center.
    pub fn is_by_hand(&self) -> bool {
        let cannot = |operation| self.support(operation) == Support::Unsupported;
        self.backend == Backend::Assisted || cannot(Operation::Upload) || cannot(Operation::Publish)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_reads_without_what_is_optional_and_prints_no_password() {
        let json = r#"{"address":"a","backend":"service_center","user":"u","password":"p4ss"}"#;
        let request: ConnectRequest = serde_json::from_str(json).unwrap();
        assert_eq!(request.password.reveal(), "p4ss");
        assert!(!format!("{request:?}").contains("p4ss"));
        let assisted: ConnectRequest = serde_json::from_str(r#"{"address":"a","backend":"assisted"}"#).unwrap();
        assert_eq!(assisted.password, Secret::default());
    }

    #[test]
    fn a_fingerprint_is_taken_as_it_is_written() {
        let digits = "AB:".repeat(32);
        let read: Result<Fingerprint, _> = digits.trim_end_matches(':').parse();
        assert_eq!(read, Ok(Fingerprint("ab".repeat(32))));
        for wrong in ["", "ab", &"ab".repeat(33), &"xy".repeat(32)] {
            assert_eq!(wrong.parse::<Fingerprint>(), Err(NoFingerprint), "{wrong}");
        }
    }

    #[test]
    fn a_doubtful_certificate_says_why() {
        let json = r#"{"trust":"accepted","doubt":"unknown_issuer"}"#;
        assert_eq!(serde_json::from_str::<Trust>(json).unwrap(), Trust::Accepted { doubt: Doubt::UnknownIssuer });
    }
}
