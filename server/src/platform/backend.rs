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
    pub async fn extensions(&self) -> Result<Vec<ServerExtension>, Problem> {
        match self {
            Self::Assisted => Err(by_hand()),
            Self::Service(service) => Ok(service.extensions().await?),
            Self::LifeTime(lifetime) => Ok(lifetime.extensions().await?),
        }
    }

    /// The versions of an extension.
    pub async fn versions(&self, key: &str) -> Result<Vec<ServerVersion>, Problem> {
        match self {
            Self::Assisted => Err(by_hand()),
            Self::Service(service) => Ok(service.versions(key).await?),
            Self::LifeTime(lifetime) => Ok(lifetime.versions(key).await?),
        }
    }

    /// The XIF of a version.
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
        match found {
            Some(extension) => self.versions(&extension.key).await.ok(),
            None => Some(Vec::new()),
        }
    }
}

fn by_hand() -> Problem {
    Problem::new(Code::PlatformUnsupported, "An assisted connection calls no operation of the server.")
}
