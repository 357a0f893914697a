//! SOAP services by profile: Service Center's, or native ones.

use crate::http::CallError;
use crate::profile::{Call, Value};
use crate::soap::{Answer, Row, Soap, Values};
use api::platform::connect::{self, IdentityProvider, Platform};
use api::platform::extension::{ServerExtension, ServerVersion};
use api::problem::Code;
use bytes::Bytes;

/// The services of one server and the credentials for them.
#[derive(Debug)]
pub struct ServiceBackend {
    /// Service Center or native.
    pub kind: connect::Backend,
    /// The services.
    pub soap: Soap,
    /// User and password.
    pub credentials: Values,
}

/// Asks for version and serial number, without credentials.
///
/// # Errors
/// When the server cannot be reached, refuses the call, or gives an answer that the profile does not describe.
pub async fn probe(soap: &Soap) -> Result<Platform, CallError> {
    let answer = soap.call(Call::Probe, &Values::default()).await?;
    let text = |value| answer.values.get(value).map(str::to_owned);
    let missing = || CallError::harmless(Code::PlatformMalformed, "The answer has no version of a platform.");
    Ok(Platform { version: text(Value::PlatformVersion).ok_or_else(missing)?, serial: text(Value::Serial) })
}

/// Asks whether an identity provider is active, without credentials.
///
/// # Errors
/// When the server cannot be reached, refuses the call, or gives an answer that the profile does not describe.
pub async fn identity_provider(soap: &Soap) -> Result<IdentityProvider, CallError> {
    if !soap.has(Call::IdentityProvider) {
        return Ok(IdentityProvider::Unknown);
    }
    let answer = soap.call(Call::IdentityProvider, &Values::default()).await?;
    Ok(match answer.values.get(Value::Provider) {
        Some(provider) => IdentityProvider::Active { provider: provider.to_owned() },
        None => IdentityProvider::Inactive,
    })
}

impl ServiceBackend {
    /// Sends the credentials, once. Which answers mean success is not public: a text that is known as a refusal is one.
    ///
    /// # Errors
    /// When the server cannot be reached, refuses the call, or gives an answer that the profile does not describe.
    pub async fn log_in(&self) -> Result<(), CallError> {
        if !self.soap.has(Call::LogIn) {
            return Ok(());
        }
        let answer = self.call(Call::LogIn, &self.credentials).await?;
        match answer.values.get(Value::Status) {
            Some(status) if self.soap.profile.refusal(status).is_some() => Err(self.soap.refused(status)),
            _ => Ok(()),
        }
    }

    /// The modules that are extensions.
    ///
    /// # Errors
    /// When the server cannot be reached, refuses the call, or gives an answer that the profile does not describe.
    pub async fn extensions(&self) -> Result<Vec<ServerExtension>, CallError> {
        let answer = self.call(Call::ListExtensions, &self.credentials).await?;
        let others = &self.soap.protocol.no_extensions;
        let other = |row: &Row| {
            row.get(&Value::Kind).is_some_and(|kind| others.iter().any(|each| each.eq_ignore_ascii_case(kind)))
        };
        answer.rows.into_iter().filter(|row| !other(row)).map(extension).collect()
    }

    /// The versions of the extension with this key.
    ///
    /// # Errors
    /// When the server cannot be reached, refuses the call, or gives an answer that the profile does not describe.
    pub async fn versions(&self, key: &str) -> Result<Vec<ServerVersion>, CallError> {
        let values = self.credentials.clone().with(Value::Key, key);
        let answer = self.call(Call::ListVersions, &values).await?;
        let published = answer.values.get(Value::PublishedVersion);
        answer.rows.iter().map(|row| version(row, published)).collect()
    }

    /// The XIF of a version.
    ///
    /// # Errors
    /// When the server cannot be reached, refuses the call, or gives an answer that the profile does not describe.
    pub async fn download(&self, key: &str, version: &str) -> Result<Bytes, CallError> {
        let values = self.credentials.clone().with(Value::Key, key).with(Value::VersionId, version);
        let answer = self.call(Call::Download, &values).await?;
        let file = answer.values.bytes(Value::DownloadedFile).filter(|file| !file.is_empty()).cloned();
        file.ok_or_else(|| CallError::harmless(Code::PlatformMalformed, "The answer has no file."))
    }

    /// Calls an operation; an error that stands in the answer is a refusal like a fault.
    ///
    /// # Errors
    /// When the server cannot be reached, refuses the call, or gives an answer that the profile does not describe.
    pub async fn call(&self, call: Call, values: &Values) -> Result<Answer, CallError> {
        let answer = self.soap.call(call, values).await?;
        let number = answer.values.get(Value::ErrorCode).filter(|number| *number != "0");
        let error = answer.values.get(Value::Error);
        match (error, number) {
            (Some(error), _) => Err(self.soap.refused(error)),
            (None, Some(number)) => Err(self.soap.refused(&format!("error {number}"))),
            (None, None) => Ok(answer),
        }
    }
}

fn extension(mut row: Row) -> Result<ServerExtension, CallError> {
    let published = flag(&row);
    let mut take = |value| row.remove(&value);
    let name = take(Value::Name).ok_or_else(|| incomplete("a module", "name"))?;
    Ok(ServerExtension {
        key: take(Value::ModuleKey).ok_or_else(|| incomplete("a module", "key"))?,
        name,
        version: take(Value::Version),
        uploaded: take(Value::Uploaded),
        user: take(Value::Uploader),
        description: take(Value::Description),
        published,
    })
}

/// A version as a row tells it; the number stands for the key where there is none.
///
/// # Errors
/// When the row lacks what a version needs.
pub fn version(row: &Row, published: Option<&str>) -> Result<ServerVersion, CallError> {
    let text = |value| row.get(&value).cloned();
    let number = text(Value::Version);
    let id = text(Value::RowVersionId).or_else(|| number.clone()).ok_or_else(|| incomplete("a version", "number"))?;
    Ok(ServerVersion {
        published: flag(row).or_else(|| Some(published? == number.as_deref()?)),
        id,
        version: number,
        uploaded: text(Value::Uploaded),
        user: text(Value::Uploader),
        description: text(Value::Description),
    })
}

fn flag(row: &Row) -> Option<bool> {
    row.get(&Value::Published).map(|text| matches!(text.as_str(), "true" | "True" | "1" | "P"))
}

fn incomplete(what: &str, field: &str) -> CallError {
    CallError::harmless(Code::PlatformMalformed, format!("The server lists {what} without a {field}."))
}
