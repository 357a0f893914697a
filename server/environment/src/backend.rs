//! The ways to work with a Platform Server, behind one contract.

pub mod assisted;
pub mod lifetime;
pub mod service;

use api::platform::connect::{self, Capability};
use api::platform::extension::{ServerExtension, ServerVersion};
use api::problem::{Code, Problem};
use bytes::Bytes;
use lifetime::LifeTime;
use service::ServiceBackend;
use web::text::beginning;

/// A way to work with one server, with the credentials for it.
#[derive(Debug)]
pub enum Backend {
    /// The user works in Service Center.
    Assisted,
    /// SOAP services: Service Center's, or those of a profile.
    Service(ServiceBackend),
    /// LifeTime.
    LifeTime(LifeTime),
}

impl Backend {
    /// Its name in requests and answers.
    pub fn kind(&self) -> connect::Backend {
        match self {
            Self::Assisted => connect::Backend::Assisted,
            Self::Service(service) => service.kind,
            Self::LifeTime(_) => connect::Backend::LifeTime,
        }
    }

    /// How well each operation is known.
    pub fn capabilities(&self) -> Vec<Capability> {
        match self {
            Self::Assisted => assisted::capabilities(),
            Self::Service(service) => service.soap.protocol.capabilities(),
            Self::LifeTime(_) => lifetime::capabilities(),
        }
    }

    /// The extensions on the server.
    ///
    /// # Errors
    /// The problem of the call, as [`CallError`](crate::http::CallError) tells it to the user.
    pub async fn extensions(&self) -> Result<Vec<ServerExtension>, Problem> {
        match self {
            Self::Assisted => Err(by_hand()),
            Self::Service(service) => Ok(service.extensions().await?),
            Self::LifeTime(lifetime) => Ok(lifetime.extensions().await?),
        }
    }

    /// The versions of an extension.
    ///
    /// # Errors
    /// The problem of the call, as [`CallError`](crate::http::CallError) tells it to the user.
    pub async fn versions(&self, key: &str) -> Result<Vec<ServerVersion>, Problem> {
        match self {
            Self::Assisted => Err(by_hand()),
            Self::Service(service) => Ok(service.versions(key).await?),
            Self::LifeTime(lifetime) => Ok(lifetime.versions(key).await?),
        }
    }

    /// The XIF of a version.
    ///
    /// # Errors
    /// The problem of the call, as [`CallError`](crate::http::CallError) tells it to the user.
    pub async fn download(&self, key: &str, version: &str) -> Result<Bytes, Problem> {
        match self {
            Self::Assisted => Err(by_hand()),
            Self::Service(service) => Ok(service.download(key, version).await?),
            Self::LifeTime(_) => Err(Problem::new(
                Code::PlatformUnsupported,
                "LifeTime has no operation that gives the XIF of an extension.",
            )),
        }
    }

    /// The versions of the extension with this name, as far as the server tells them.
    pub async fn versions_of(&self, name: &str) -> Option<Vec<ServerVersion>> {
        let extensions = self.extensions().await.ok()?;
        let found = extensions.iter().find(|extension| extension.name.eq_ignore_ascii_case(name));
        let Some(extension) = found else { return Some(Vec::new()) };
        let mut versions = self.versions(&extension.key).await.ok()?;
        versions.truncate(MOST_VERSIONS);
        versions.iter_mut().for_each(shorten);
        Some(versions)
    }
}

/// Versions that are told with the outcome of a publish, which is kept for a while.
const MOST_VERSIONS: usize = 100;

/// Bytes of each of their texts.
const LONGEST: usize = 2000;

fn shorten(version: &mut ServerVersion) {
    let ServerVersion { id, version, uploaded, user, description, published: _ } = version;
    for text in [version, uploaded, user, description].into_iter().flatten().chain([id]) {
        text.truncate(beginning(text, LONGEST).len());
    }
}

/// What is said of every operation over an assisted connection.
pub fn by_hand() -> Problem {
    Problem::new(Code::PlatformUnsupported, "An assisted connection calls no operation of the server.")
}
